"""Lists of figures in a sentence: 主动公开 N 条，其中 a 3 条, b 5 条 … and the replies by kind."""

from __future__ import annotations

from dataclasses import dataclass

from parse.narrative.patterns import (
    BREAKDOWN_GOES_ON,
    BREAKDOWN_ITEM,
    BREAKDOWN_START,
    BREAKDOWN_STEP,
    BREAKDOWN_WITHOUT_TOTAL,
    REPLY_ITEM,
    REPLY_ITEMS_AT_LEAST,
)

_AT_LEAST = 2
_AT_LEAST_WITHOUT_TOTAL = 3
"""Two figures behind 主动公开 are more often about one field: 主动公开政府采购项目信息189条,网上竞价423条."""


@dataclass(frozen=True)
class Breakdown:
    """Kinds and their numbers. Not `whole`: the list goes on with what has no number, so its sum is not the total."""

    items: dict[str, int]
    whole: bool


def count(printed: str) -> int:
    """The number behind a match of NUMBER."""
    return int(printed.replace(",", ""))


def breakdown_after(packed: str, end: int) -> Breakdown | None:
    """The list that follows a total ending at `end`; None where no list of two or more follows."""
    start = BREAKDOWN_START.match(packed, end)
    return _items(packed, start.end()) if start else None


def breakdown_without_total(packed: str) -> Breakdown | None:
    """The list of 主动公开规章 22 件、规范性文件 34 件 …: kinds and their numbers, no total."""
    match = BREAKDOWN_WITHOUT_TOTAL.search(packed)
    found = _items(packed, match.end()) if match else None
    return found if found and len(found.items) >= _AT_LEAST_WITHOUT_TOTAL else None


def replies(packed: str) -> dict[str, int] | None:
    """The replies by the kinds of the statistics form of 2014, keyed by their printed names."""
    found = {match["label"]: count(match["n"]) for match in REPLY_ITEM.finditer(packed)}
    return found if len(found) >= REPLY_ITEMS_AT_LEAST else None


def _items(packed: str, at: int) -> Breakdown | None:
    items: dict[str, int] = {}
    steps: list[str] = []
    while match := BREAKDOWN_ITEM.match(packed, at):
        label = match["label"].strip("、")
        if label in items or not label:
            return None
        items[label] = count(match["n"])
        at = match.end()
        step = BREAKDOWN_STEP.match(packed, at)
        if step is None:
            break
        steps.append(step[0])
        at = step.end()
    # the sign that stood between the kinds stands behind the last of them too: another one follows
    last, between = (steps[-1], steps[:-1]) if steps and len(steps) == len(items) else ("", [])
    goes_on = last in between and last in BREAKDOWN_GOES_ON
    return Breakdown(items, whole=not goes_on) if len(items) >= _AT_LEAST else None
