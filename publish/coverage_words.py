"""What a page says of a year of a body: seen, late, gone, not seen, or not looked at; never 未公开."""

from __future__ import annotations

from dataclasses import dataclass

from publish.database import Row
from publish.words import STATUS, Words


@dataclass(frozen=True, slots=True)
class YearState:
    """A year in a word for a grid, and in full; `mark` is the class it is drawn by."""

    mark: str
    short: Words
    full: Words


_NOT_LOOKED = ("未查", "not looked at")
REASONS: dict[str, YearState] = {
    "not_on_lists": YearState(
        "unseen", ("未见", "not seen"), ("栏目走完，没有这一年的", "the lists were walked whole and do not have it")
    ),
    "unit_not_on_lists": YearState(
        "unseen",
        ("未见", "not seen"),
        ("单位名录有此单位，栏目没有它的年报", "a list of units names the body; the lists have no report of it"),
    ),
    "not_reached": YearState(
        "unread", ("打不开", "not reached"), ("有链接，打不开", "a link names it; it did not open")
    ),
    "not_read": YearState(
        "unread", ("未读出", "not read"), ("有文件，我们未能读出", "there is a file that we could not read")
    ),
    "before_first_visit": YearState(
        "unlooked",
        _NOT_LOOKED,
        ("早于我们首次采集，当时有没有不得而知", "before our first visit: whether it was there then is not known"),
    ),
    "not_walked": YearState("unlooked", _NOT_LOOKED, ("该网站尚未采集", "its portal was not walked")),
    "portal_blocked": YearState("unlooked", _NOT_LOOKED, ("该网站拒绝采集", "its portal refused us")),
    "portal_failed": YearState(
        "unlooked", _NOT_LOOKED, ("该网站最近一次未能采集", "the last walk of its portal failed")
    ),
    "lists_not_walked": YearState(
        "unlooked", _NOT_LOOKED, ("栏目最近一次未能走完", "its lists were not walked to their end")
    ),
    "list_short": YearState(
        "unlooked",
        _NOT_LOOKED,
        ("栏目自称或提到的多于读到的", "its list announces or names more than was found in it"),
    ),
    "not_due": YearState("undue", ("—", ""), ("未到期", "not due yet")),
    "not_known_to_exist": YearState("undue", ("—", ""), ("该年度未知有此单位", "not known to have existed that year")),
    "succeeded": YearState("undue", ("—", ""), ("已并入他单位", "another body followed it")),
}
"""Reason of a year without a report (`coverage.reason`) → how it is said."""
LATE = ("晚", "late")
SEEN = ("已见", "seen")
GONE = ("打不开了", "gone")


def year_state(year: Row) -> YearState:
    """How a row of `agency_years` is said; a reason that is not known here stands for itself."""
    if year["state"] != "found":
        return REASONS.get(year["reason"], YearState("unlooked", (year["reason"], ""), (year["reason"], "")))
    full = STATUS.get(year["status"] or "", SEEN)
    if year["status"] in ("withdrawn", "missing_once"):
        return YearState("gone", GONE if year["status"] == "withdrawn" else SEEN, full)
    if year["late"]:
        return YearState("late", LATE, (year["late"], "published after the date set"))
    return YearState("seen", SEEN, full)
