"""A report's history in one line: dated by its page, first seen, changed, gone, back, last seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from publish.database import Row
from publish.words import STATUS, Words, beijing, pair

MOST = 12
"""Of more steps the first two and the last are told, and how many lie between."""
_COUNTED = {"figures": ("数字", "figure"), "text": ("文字", "piece of text")}
_ORDER = {"live": 1, "url": 1, "moved": 1, "figures": 2, "text": 3}
_BACK: Words = ("又可打开", "reachable again")
_READDRESSED: Words = ("换了地址", "another address")


@dataclass(frozen=True, slots=True)
class Step:
    """What happened, in both languages, and when: a day, a time, or the two looks between which it was, "" unknown."""

    said: Words
    when: str


def _what(change: Row) -> str:
    """What a change is counted as: as the view `change_log` has it, each status by itself."""
    if change["kind"] in ("cell", "form"):
        return "figures"
    if change["kind"] != "status":
        return "text"
    return "url" if change["column_key"] == "url" else str(change["new"])


def _said(what: str, count: int) -> Words:
    if what in _COUNTED:
        chinese, english = _COUNTED[what]
        plural = english.replace("piece", "pieces") if what == "text" else f"{english}s"
        return f"{chinese}改了 {count} 处", f"{count} {english if count == 1 else plural} changed"
    if what in ("live", "url"):
        return _BACK if what == "live" else _READDRESSED
    return pair(STATUS, what)


def _events(changes: Sequence[Row]) -> Iterator[Step]:
    """Changes seen at one time and of one kind are one step, oldest first; seen at one time, a report is first back and
    then another."""

    def key(change: Row) -> tuple[str, int, str, str]:
        what = _what(change)
        return change["first_seen_new"] or "", _ORDER.get(what, 0), what, change["last_seen_old"] or ""

    for (new, _, what, old), same in groupby(sorted(changes, key=key), key=key):
        yield Step(_said(what, sum(1 for _ in same)), _between(old, new))


def _between(old: str, new: str) -> str:
    """Two looks as shortly as tells them apart: their days, on one day their minutes, else seconds, the day once."""
    for told in (lambda look: beijing(look)[:10], beijing, lambda look: beijing(look, seconds=True)):
        before, after = told(old), told(new)
        if before != after:
            break
    if before == after:
        return after
    day = before[:10]
    return f"{before}—{after[11:] if day and after[:10] == day and len(after) > 10 else after}".strip("—")


def course(changes: Sequence[Row], versions: Sequence[Row], published_on: str | None, cut: bool) -> list[Step]:
    """The steps of a report, from its changes and its revisions; `cut`: these are the newest alone."""
    steps: list[Step] = []
    if published_on:
        steps.append(Step(("页面所载发布日期", "dated by its page"), published_on))
    if cut:
        steps.append(Step(("更早的略去", "earlier steps left out"), ""))
    elif versions:
        first = min(known["first_seen"] for known in versions)
        steps.append(Step(("首次见到", "first seen"), beijing(first)))
    events = [*_events(changes)]
    if len(events) > MOST:
        left = len(events) - MOST
        between = Step((f"其间还有 {left} 步", f"{left} more steps between"), "")
        events = [*events[:2], between, *events[2 - MOST :]]
    steps += events
    if versions:
        last = max(known["last_seen"] for known in versions)
        steps.append(Step(("最近见到", "last seen"), beijing(last)))
    return steps
