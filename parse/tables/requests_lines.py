"""Lines of table three, each cut into its printed label and the cells behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parse.label_form import label_form
from parse.tables.labels import Match, holds_several, match_request
from parse.tables.lines import Line, Unit
from parse.tables.locate import Located, request_label

_TORN = 4
"""Into how many pieces above its values a label may be torn."""


@dataclass(slots=True)
class Labelled:
    """A line cut into its label and the cells behind it. `match` is None where the label says nothing.

    `above`: what the words in the lines above say, for a line that has no words of its own.
    """

    line: Line
    label: str
    match: Match | None
    column: int | None
    depth: int
    candidates: tuple[Unit, ...]
    above: Match | None = None


def labelled_lines(located: Sequence[Located]) -> Iterator[Labelled]:
    torn: list[str] = []
    previous: Labelled | None = None
    for entry in located:
        if entry.role == "caption":
            torn.append(entry.caption)
            continue
        if entry.line is None or entry.role == "heading" or names_columns(entry):
            torn.clear()
            continue
        item = _cut(entry.line, torn)
        printed = [unit for unit in item.candidates if not unit.blank]
        if item.match is None and not printed:
            if previous is not None and _goes_on(previous, item):
                previous.label += item.label
            else:
                torn.append(item.label)
            continue
        if item.match is not None and not item.match.rows and not printed:
            torn.clear()
            continue
        torn.clear()
        previous = item
        yield item


def names_columns(entry: Located) -> bool:
    """Whether a line is a heading of its own making: 类别 | 数据1 | … | 总计. It names no column of the form."""
    printed = entry.line.printed if entry.line else ()
    return entry.role == "other" and len(printed) >= 4 and not any(unit.value for unit in printed)


def _cut(line: Line, torn: Sequence[str]) -> Labelled:
    """Cut a line behind its last label cell."""
    words: list[Unit] = []
    for unit in line.units[_counted(line) :]:
        if unit.value:
            break
        words.append(unit)
    printed = [unit for unit in words if not unit.blank]
    for unit in reversed(printed):
        match = request_label(unit.form, first=unit is printed[0])
        if match is not None and not _is_outer(match, unit, printed):
            last = printed[-1] if all(_is_spanning_group(other) for other in _behind(unit, printed)) else unit
            return _labelled_at(line, unit.text, match, last, printed)
    whole = "".join(unit.text for unit in printed)
    match = match_request(label_form(whole)) if len(printed) > 1 else None
    if torn and not printed:
        item = _labelled_at(line, "".join(torn), None, None, printed)
        item.above = _one_label(label_form(item.label))
        return item
    if match is None and torn:
        match = match_request(label_form("".join(torn[-_TORN:]) + whole))
        whole = "".join(torn[-_TORN:]) + whole if match else whole
    return _labelled_at(line, whole, match, printed[-1] if printed else None, printed)


def _one_label(form: str) -> Match | None:
    """The row whose label the words above a line are, and nothing but it. Converters pile up the labels of several
    rows before the first of them."""
    match = match_request(form)
    return match if match and match.exact and match.rows and not holds_several(form) else None


def _counted(line: Line) -> int:
    """How many cells stand before the label of a line whose rows were numbered in a column of their own (序号)."""
    at = 0
    for index, unit in enumerate(line.units):
        if unit.blank:
            continue
        if unit.value and unit.form.isdigit() and not at:
            at = index + 1
            continue
        return at if not unit.value else 0
    return 0


def _is_outer(match: Match, unit: Unit, printed: Sequence[Unit]) -> bool:
    """Whether a group label stands before further words, which then are the row's own label (not recognised), or
    reaches down from a row above, past words of this row: spans that are a row too short or long put it behind them."""
    if not match.groups:
        return False
    return unit is not printed[-1] or (unit.from_above and any(not other.from_above for other in printed))


def _behind(unit: Unit, printed: Sequence[Unit]) -> Sequence[Unit]:
    return printed[printed.index(unit) + 1 :]


def _is_spanning_group(unit: Unit) -> bool:
    match = match_request(unit.form) if unit.from_above else None
    return bool(match and match.groups)


def _labelled_at(line: Line, label: str, match: Match | None, last: Unit | None, printed: Sequence[Unit]) -> Labelled:
    candidates = line.units if last is None else line.units[line.units.index(last) + 1 :]
    return Labelled(line, label, match, last.start if last else None, len(printed), tuple(candidates))


def _goes_on(previous: Labelled, item: Labelled) -> bool:
    """Whether a line with words but no values is the rest of the label above it: 5.属于三类内部事务 / 信息."""
    match = match_request(label_form(previous.label + item.label))
    return bool(
        match and previous.match and match.exact and not previous.match.exact and match.rows == previous.match.rows
    )
