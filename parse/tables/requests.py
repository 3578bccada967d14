"""Table three: requests received and handled, a row by its label, seven values by kind of applicant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parse.label_form import label_form
from parse.problem_kinds import KINDS, problem
from parse.report import Cell, Problem
from parse.schema import APPLICANT_COLUMNS, REQUEST_NOTE, Row, request_rows
from parse.tables.headings import add_row, empty_columns, fewer_columns, label_end, label_starts, width
from parse.tables.labels import Match, holds_several, loose, match_applicant, match_request, split_ordinal
from parse.tables.lines import Line, Unit
from parse.tables.locate import THREE, Located, request_label
from parse.tables.placing import Placement, Witnesses, place, starts
from parse.tables.reading import RowReading, TableRows, read_row, seen_in

_COUNT = len(APPLICANT_COLUMNS)
_KEYS = tuple(column.key for column in APPLICANT_COLUMNS)
_TORN = 4
"""Into how many pieces above its values a label may be torn."""
_SUBROWS = frozenset(row.key for row in request_rows("2021") if row.editions == ("2021",))


@dataclass(slots=True)
class _Labelled:
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


def read_requests(located: Sequence[Located], edition: str | None) -> TableRows:
    """Read the lines of table three; `edition` is that of table two, or None."""
    table = TableRows()
    lines = [entry.line for entry in located if entry.line is not None and entry.role in ("row", "values", "other")]
    headings = [entry.line for entry in located if entry.line is not None and entry.role == "heading"]
    own = any("勾稽关系" in unit.form or unit.form == "申请人情况" for line in headings for unit in line.printed)
    table.found = own or any(entry.role == "row" for entry in located)
    if not table.found:
        return table
    labelled = list(_labelled(located))
    witnesses = _witnesses(headings, lines, labelled)
    sequence = [_read(item, witnesses) for item in labelled]
    _place_unlabelled(sequence, labelled, witnesses, edition, table)
    _collect(sequence, table)
    _report_loose_numbers(located, table)
    _report_headings(headings, table)
    _report_columns(located, headings, table, witnesses)
    _report_width(labelled, table)
    _report_shift(table, witnesses)
    _report_broken(labelled, table)
    _report_groups(lines, table)
    table.taken.update(entry.block for entry in located if entry.line is not None)
    return table


def _labelled(located: Sequence[Located]) -> Iterator[_Labelled]:
    torn: list[str] = []
    previous: _Labelled | None = None
    for entry in located:
        if entry.role == "caption":
            torn.append(entry.caption)
            continue
        if entry.line is None or entry.role == "heading" or _names_columns(entry):
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


def _names_columns(entry: Located) -> bool:
    """Whether a line is a heading of its own making: 类别 | 数据1 | … | 总计. It names no column of the form."""
    printed = entry.line.printed if entry.line else ()
    return entry.role == "other" and len(printed) >= 4 and not any(unit.value for unit in printed)


def _cut(line: Line, torn: Sequence[str]) -> _Labelled:
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


def _labelled_at(line: Line, label: str, match: Match | None, last: Unit | None, printed: Sequence[Unit]) -> _Labelled:
    candidates = line.units if last is None else line.units[line.units.index(last) + 1 :]
    return _Labelled(line, label, match, last.start if last else None, len(printed), tuple(candidates))


def _goes_on(previous: _Labelled, item: _Labelled) -> bool:
    """Whether a line with words but no values is the rest of the label above it: 5.属于三类内部事务 / 信息."""
    match = match_request(label_form(previous.label + item.label))
    return bool(
        match and previous.match and match.exact and not previous.match.exact and match.rows == previous.match.rows
    )


def _witnesses(headings: Sequence[Line], lines: Sequence[Line], labelled: Sequence[_Labelled]) -> Witnesses:
    witnesses = Witnesses()
    witnesses.heading = label_starts(headings, _KEYS, _applicant_key)
    if witnesses.heading is None and all(line.spans_known for line in headings):
        witnesses.fewer = fewer_columns(headings, _KEYS, _applicant_key)
    witnesses.heading_end = label_end(headings, _applicant_key) if witnesses.heading else 0
    for item in labelled:
        if item.match is not None:
            add_row(witnesses, item.candidates, _COUNT)
    for grid in {line.grid for line in headings}:
        witnesses.widths[grid] = width([line for line in headings if line.grid == grid])
        witnesses.empty_columns[grid] = empty_columns([line for line in (*headings, *lines) if line.grid == grid])
    return witnesses


def _applicant_key(form: str) -> str | None:
    found = match_applicant(form)
    return found[0].key if found else None


def _read(item: _Labelled, witnesses: Witnesses) -> RowReading | None:
    """The row of a labelled line; None for a line whose label does not tell the row."""
    match = item.match
    if match is None or not match.rows:
        return None
    row = match.rows[0]
    reading = _below_fewer(row.key, item, witnesses) or read_row(
        THREE, row.key, APPLICANT_COLUMNS, place(item.candidates, _COUNT, witnesses, item.line.grid), item.line
    )
    reading.tentative = bool(match.groups)
    exact = match.exact or match_exactly(item.label, row)
    if not exact:
        reading.problems.append(
            problem("label_variant", f"Printed label differs from the form: {_line(item.label)}", table=THREE,
                    row=row.key, seen=_line(item.label), expected=row.label)
        )  # fmt: skip
    return reading


def _below_fewer(row: str, item: _Labelled, witnesses: Witnesses) -> RowReading | None:
    """The row of a table that leaves out columns of the form: each cell stands below the heading that names it."""
    if witnesses.fewer is None or starts(item.candidates) != witnesses.fewer[1]:
        return None
    named = witnesses.fewer[0]
    columns = [column for column in APPLICANT_COLUMNS if column.key in named]
    reading = read_row(THREE, row, columns, Placement(item.candidates, placed_by="label"), item.line)
    cells = {cell.column: cell for cell in reading.cells}
    reading.cells = tuple(
        cells.get(key) or Cell(THREE, row, key, None, None, "row_not_printed", grid=item.line.grid) for key in _KEYS
    )
    return reading


def match_exactly(label: str, row: Row) -> bool:
    """Whether a label put together again from its parts is that of the row."""
    match = match_request(label_form(label))
    return bool(match and match.exact and match.rows == (row,))


def _place_unlabelled(
    sequence: list[RowReading | None],
    labelled: Sequence[_Labelled],
    witnesses: Witnesses,
    edition: str | None,
    table: TableRows,
) -> None:
    """Rows without a readable label: placed where exactly as many rows of the form are missing between neighbours."""
    known = {reading.key for reading in sequence if reading is not None}
    order = [row.key for row in request_rows(_edition(edition, known))]
    at = 0
    while at < len(sequence):
        if sequence[at] is not None:
            at += 1
            continue
        end = at
        while end < len(sequence) and sequence[end] is None:
            end += 1
        before, after = sequence[at - 1] if at else None, sequence[end] if end < len(sequence) else None
        gap = _gap(order, before, after, known)
        run = labelled[at:end]
        said = [item.above.rows[0].key if item.above else None for item in run]
        if len(gap) == len(run) and all(_could_be(item) for item in run):
            placed = gap if all(name in (None, key) for name, key in zip(said, gap, strict=True)) else []
        else:
            placed = [key for key in gap if key in said]
            placed = placed if said == placed else []
        for offset, (key, item) in enumerate(zip(placed, run, strict=False)):
            item.match = item.above
            sequence[at + offset] = _read(item, witnesses) or _by_order(key, item, witnesses)
        if not placed:
            table.problems.extend(_not_placed(item) for item in run if _has_digits(item))
        at = end


def _edition(edition: str | None, known: set[str]) -> str:
    return "2021" if known & _SUBROWS or (edition == "2021" and "other_processing" not in known) else "2019"


def _gap(order: list[str], before: RowReading | None, after: RowReading | None, known: set[str]) -> list[str]:
    if (before and before.key not in order) or (after and after.key not in order):
        return []
    first = order.index(before.key) + 1 if before else 0
    last = order.index(after.key) if after else len(order)
    return [key for key in order[first:last] if key not in known]


def _could_be(item: _Labelled) -> bool:
    """An unlabelled line is a row of the table only if it is complete: as many numbers as columns, side by side."""
    printed = [unit for unit in item.candidates if not unit.blank]
    return len(printed) == _COUNT and all(unit.value for unit in printed) and (item.match is None)


def _by_order(key: str, item: _Labelled, witnesses: Witnesses) -> RowReading:
    row = next(row for row in (*request_rows("2021"), *request_rows("2019")) if row.key == key)
    placement = place(item.candidates, _COUNT, witnesses, item.line.grid)
    reading = read_row(THREE, key, APPLICANT_COLUMNS, placement, item.line, placed_by="order")
    reading.problems.append(
        problem("placed_by_order", f"Row without a readable label, taken for {row.label} by its place",
                table=THREE, row=key, seen=seen_in(item.line), expected=row.label)
    )  # fmt: skip
    return reading


def _has_digits(item: _Labelled) -> bool:
    return any(char.isdigit() for unit in item.candidates for char in unit.text)


def _not_placed(item: _Labelled) -> Problem:
    kind = "unknown_label" if item.label else "stray_value"
    return problem(kind, f"A line of table three that is no row of the form: {_line(item.label) or seen_in(item.line)}",
                   table=THREE, seen=seen_in(item.line))  # fmt: skip


def _collect(sequence: Sequence[RowReading | None], table: TableRows) -> None:
    found = {reading.key for reading in sequence if reading is not None}
    for reading in sequence:
        if reading is None:
            continue
        if reading.tentative and found & _SUBROWS:  # (六)其他处理 is the group line above its sub-items
            if reading.filled() and reading.line is not None:
                seen = seen_in(reading.line)
                table.problems.append(problem("unknown_label", f"Values beside the label of a group: {seen}",
                                              table=THREE, row="other", seen=seen))  # fmt: skip
            continue
        table.rows.append(reading)


def _report_loose_numbers(located: Sequence[Located], table: TableRows) -> None:
    """Numbers that stand alone between the rows: cells that a converter lost."""
    rows = [index for index, entry in enumerate(located) if entry.role in ("row", "values")]
    for entry in located[rows[0] : rows[-1]] if rows else ():
        if entry.role == "caption" and label_form(entry.caption).isdigit():
            text = f"A number that stands alone between the rows of table three: {entry.caption}"
            table.problems.append(problem("stray_value", text, table=THREE, seen=entry.caption))


def _report_headings(headings: Sequence[Line], table: TableRows) -> None:
    reported: set[str] = set()
    note = loose(label_form(REQUEST_NOTE))
    for line in headings:
        for unit in line.printed:
            if "勾稽关系" in unit.form and loose(unit.form) not in note and unit.form not in reported:
                reported.add(unit.form)
                table.problems.append(
                    problem("label_variant", f"Printed note differs from the form: {_line(unit.text)}", table=THREE,
                            seen=_line(unit.text), expected=REQUEST_NOTE)
                )  # fmt: skip
            found = match_applicant(unit.form)
            if found and not found[1] and unit.form not in reported:
                reported.add(unit.form)
                table.problems.append(
                    problem("label_variant", f"Printed label differs from the form: {_line(unit.text)}", table=THREE,
                            column=found[0].key, seen=_line(unit.text), expected=found[0].label)
                )  # fmt: skip


def _report_columns(located: Sequence[Located], headings: Sequence[Line], table: TableRows, given: Witnesses) -> None:
    """Columns that no heading names, and headings of the document's own making."""
    own = dict.fromkeys(seen_in(entry.line) for entry in located if entry.line is not None and _names_columns(entry))
    for seen in own:
        text = f"{KINDS['heading_unknown'].english}: {seen}"
        table.problems.append(problem("heading_unknown", text[:200], table=THREE, seen=seen))
    named = {key for line in headings for unit in line.printed if (key := _applicant_key(unit.form))}
    lost = [column.label for column in APPLICANT_COLUMNS if column.key not in named]
    if lost and given.fewer is None and any(reading.filled() for reading in table.rows):
        text = f"Columns that no heading names: {', '.join(lost)}"
        table.problems.append(problem("heading_missing", text, table=THREE, seen=", ".join(lost)))


def _report_width(labelled: Sequence[_Labelled], table: TableRows) -> None:
    """Blank rows with fewer cells than columns: nothing is lost in them, but they are not those of the form."""
    short = [
        item.match.rows[0].key
        for item in labelled
        if item.match is not None and item.match.rows and not any(not unit.blank for unit in item.candidates)
        and sum(unit.end - unit.start for unit in item.candidates) < _COUNT
    ]  # fmt: skip
    if short:
        text = f"{len(short)} blank rows have fewer than {_COUNT} cells"
        table.problems.append(problem("too_few_cells", text, table=THREE, seen=", ".join(short)[:200],
                                      expected=f"{_COUNT} cells"))  # fmt: skip


def _report_shift(table: TableRows, witnesses: Witnesses) -> None:
    if witnesses.fewer is not None and table.rows:
        absent = [column for column in APPLICANT_COLUMNS if column.key not in witnesses.fewer[0]]
        table.problems.extend(
            problem("column_missing", f"Column not printed: {column.label}", table=THREE, column=column.key,
                    expected=column.label)
            for column in absent
            if all(cell.value is None for row in table.rows for cell in row.cells if cell.column == column.key)
        )  # fmt: skip
    if witnesses.heading is None:
        return
    shifted = [
        reading.key
        for reading in table.rows
        if reading.line is not None
        and all(cell.grid_column is not None for cell in reading.cells)
        and tuple(cell.grid_column for cell in reading.cells) != witnesses.heading
    ]
    if shifted:
        table.problems.append(
            problem("unlabelled_shift", f"{len(shifted)} rows do not stand under their headings", table=THREE,
                    seen=", ".join(shifted)[:200])
        )  # fmt: skip


def _report_broken(labelled: Sequence[_Labelled], table: TableRows) -> None:
    """Rows whose label stands left of where labels of its level stand, and rows whose label goes on below."""
    usual: Counter[tuple[int, int]] = Counter()
    levels: dict[int, int] = {}
    for item in labelled:
        ordinal, _ = split_ordinal(label_form(item.label))
        if item.match and ordinal and item.column is not None:
            usual[ordinal.level, item.column] += 1
    for (level, column), _count in usual.most_common():
        levels.setdefault(level, column)
    for item in labelled:
        ordinal, _ = split_ordinal(label_form(item.label))
        if not (item.match and item.match.rows and ordinal and item.column is not None):
            continue
        if item.column < levels[ordinal.level] and ordinal.level == 3:
            table.problems.append(
                problem("broken_row", f"The label stands in column {item.column + 1}, not {levels[3] + 1}: "
                        f"{_line(item.label)}", table=THREE, row=item.match.rows[0].key, seen=seen_in(item.line))
            )  # fmt: skip


def _report_groups(lines: Sequence[Line], table: TableRows) -> None:
    reported: set[str] = set()
    for line in lines:
        for unit in line.printed:
            match = None if unit.value or unit.form in reported else match_request(unit.form)
            if match and match.groups and not match.rows and not match.exact and match_is_near(unit.form, match):
                reported.add(unit.form)
                table.problems.append(
                    problem("label_variant", f"Printed label differs from the form: {_line(unit.text)}", table=THREE,
                            row=match.groups[0].key, seen=_line(unit.text), expected=match.groups[0].label)
                )  # fmt: skip


def match_is_near(form: str, match: Match) -> bool:
    """Whether a group label is printed whole, not only its end: a label cut by a page break is no variant."""
    return split_ordinal(form)[0] is not None and bool(match.groups)


def _line(text: str) -> str:
    return " ".join(text.split())[:120]
