"""When a portal is due: season and rest of the year, refusals, pauses, working hours. Dates by the calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from crawler.due import due, went_on_since
from crawler.policy import Policy, PolicyError, policy_text
from crawler.resting import Resting
from spiders.portals import portal_of_address


@dataclass
class Walk:
    started: str
    finished: str
    outcome: str | None = "walked"
    message: str | None = None


def walk(day: str, outcome: str = "walked") -> Walk:
    return Walk(f"{day}T02:00:00.000000Z", f"{day}T03:00:00.000000Z", outcome)


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("2026-02-10", date(2026, 2, 11)),
        ("2026-03-31", date(2026, 4, 7)),
        ("2026-06-10", date(2026, 6, 17)),
        ("2026-12-20", date(2026, 12, 27)),
        ("2026-12-29", date(2027, 1, 1)),
    ],
)
def test_daily_in_the_season_and_weekly_outside_of_it(last: str, following: date) -> None:
    assert due(Policy(), "", [walk(last)]).day == following


def test_a_walk_that_took_until_morning_does_not_move_the_next_evening() -> None:
    night = Walk("2026-02-10T11:30:00.000000Z", "2026-02-10T23:00:00.000000Z")
    assert due(Policy(), "", [night]).day == date(2026, 2, 11)


def test_midnight_is_chinas() -> None:
    assert due(Policy(), "", [Walk("2026-02-10T17:00:00.000000Z", "2026-02-10T18:00:00.000000Z")]).day == date(
        2026, 2, 12
    )


@pytest.mark.parametrize(("refusals", "day"), [(1, 11), (2, 13), (3, 17), (4, 24)])
def test_refusals_in_a_row_are_left_alone_for_longer(refusals: int, day: int) -> None:
    walks = [walk("2026-02-10", "blocked")] * refusals + [walk("2026-02-01")]
    found = due(Policy(), "", walks)
    assert (found.day, found.refusals) == (date(2026, 2, day), refusals)
    assert "refused" in found.reason


def test_the_longest_pause_holds_for_all_further_refusals() -> None:
    assert due(Policy(), "", [walk("2026-02-10", "blocked")] * 9).day == date(2026, 3, 12)


def test_one_walk_ends_the_back_off() -> None:
    assert due(Policy(), "", [walk("2026-02-10"), walk("2026-02-08", "blocked")]).day == date(2026, 2, 11)


def test_a_portal_never_walked_is_due_and_a_paused_one_never() -> None:
    now = datetime(2026, 2, 10, tzinfo=UTC)
    assert due(Policy(), "", []).now(now)
    paused = due(Policy(), "operator asked us to wait", [])
    assert not paused.now(now)
    assert "operator asked us to wait" in paused.reason


def test_a_line_of_a_portal_changes_its_own_schedule() -> None:
    own = policy_text("season=1-2,12 in_season=2 days=30 back_off=5 looks=2:10,365")
    assert due(own, "", [walk("2026-02-10")]).day == date(2026, 2, 12)
    assert due(own, "", [walk("2026-03-10")]).day == date(2026, 4, 9)
    assert due(own, "", [walk("2026-03-10", "blocked")] * 2).day == date(2026, 3, 15)
    now = datetime(2026, 5, 1, tzinfo=UTC)
    assert [own.days_between_looks(year, now) for year in (2025, 2023, 2022, None)] == [10, 10, 365, 10]


def test_old_reports_are_looked_at_rarely() -> None:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    assert [Policy().days_between_looks(year, now) for year in (2025, 2024, 2022, 2010)] == [7, 7, 30, 180]


def test_working_hours_are_those_of_china_on_working_days() -> None:
    policy = policy_text("rest=8:00-18:00")
    monday = datetime(2026, 2, 9, 1, 0, tzinfo=UTC)
    end = policy.rests_until(monday)
    assert end is not None
    assert end.astimezone(UTC) == datetime(2026, 2, 9, 10, 0, tzinfo=UTC)
    assert policy.rests_until(datetime(2026, 2, 9, 10, 0, tzinfo=UTC)) is None
    assert policy.rests_until(datetime(2026, 2, 8, 1, 0, tzinfo=UTC)) is None
    assert Policy().rests_until(monday) is None


def test_a_due_walk_ends_after_its_hours() -> None:
    seconds = [100.0]
    resting = Resting(lambda: seconds[0])
    slow, own = (replace(portal_of_address("http://x.localhost/"), id=name) for name in ("slow", "own"))
    own = replace(own, schedule="hours=30")
    now = datetime(2026, 2, 10, tzinfo=UTC)
    seconds[0] += 3600
    assert resting.leaves(slow, now) is None, "it was not begun as a due walk"
    for portal in (slow, own):
        resting.begin(portal.id)
    seconds[0] += 20 * 3600 - 1
    assert (resting.leaves(slow, now), resting.leaves(own, now)) == (None, None)
    seconds[0] += 1
    assert (resting.leaves(slow, now), resting.leaves(own, now)) == ("hours", None)
    seconds[0] += 10 * 3600
    assert resting.leaves(own, now) == "hours"


def test_what_was_looked_at_since_the_first_of_walks_that_hours_ended() -> None:
    hours = "hours: ended after 20; the next due walk goes on"
    ended = [Walk(f"2026-02-{day}T02:00:00.000000Z", "", "cut_short", hours) for day in (12, 11)]
    short = Walk("2026-02-10T02:00:00.000000Z", "", "cut_short", "3 of 5 entries (共5条)")
    assert went_on_since([*ended, short, walk("2026-02-09")]) == "2026-02-11T02:00:00.000000Z"
    assert went_on_since([walk("2026-02-13"), *ended]) is None
    assert went_on_since([short, *ended]) is None
    assert went_on_since([]) is None


@pytest.mark.parametrize(
    "text", ["daily", "days=0", "season=13", "rest=18:00-8:00", "looks=1:7", "hours=0", "weeks=3", "days=x"]
)
def test_a_schedule_that_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(PolicyError):
        policy_text(text)
