"""Table two: proactive disclosure, blocks of article 20, each with its own heading line and rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from parse.problem_kinds import problem
from parse.schema import Block, Column, Row, proactive_blocks
from parse.tables.headings import label_end
from parse.tables.labels import ColumnMatch, match_proactive_column, match_proactive_row
from parse.tables.lines import Line, Unit
from parse.tables.locate import TWO, Located
from parse.tables.placing import Columns, Placement, Witnesses, place
from parse.tables.reading import RowReading, TableRows, read_row, seen_in
from parse.tables.values import is_value

_YEAR = re.compile(r"20\d\d(?=年)|[上去前今]年|本年(?=$|度$)")


@dataclass(slots=True)
class _Heading:
    """The last heading line: which editions and blocks its columns fit, where they stand, which units they name."""

    blocks: tuple[Block, ...] = ()
    columns: tuple[Column, ...] = ()
    starts: Columns = ()
    units: dict[str, str | None] = field(default_factory=dict)
    grid: int | None = None
    width: int = 0
    end: int = 0
    repeats: frozenset[int] = frozenset()
    """Columns whose heading is that of the column before: a merged cell that a converter wrote out."""
    years: bool = False
    """Whether it names years instead of columns: last year's numbers beside this year's."""


def read_proactive(located: Sequence[Located], edition: str | None) -> TableRows:
    """Read the lines of table two; `edition` is that of the document's labels."""
    table = TableRows()
    lines = [entry for entry in located if entry.line is not None]
    table.found = any(entry.role in ("block", "heading") for entry in lines)
    if not table.found:
        return table
    heading = _Heading()
    reported: set[str] = set()
    for entry in lines:
        line = entry.line
        if line is None:
            continue
        table.taken.add(entry.block)
        if entry.role == "heading":
            heading = _heading(line, table, reported)
        elif entry.role == "row":
            _read(line, heading, edition, table)
        elif entry.role != "block":
            _left_over(line, table)
    for entry in located:
        if entry.role == "caption" and is_value(entry.caption) and any(char.isdigit() for char in entry.caption):
            table.problems.append(
                problem("stray_value", f"A number beside table two: {entry.caption}", table=TWO, seen=entry.caption)
            )
    return table


def _heading(line: Line, table: TableRows, reported: set[str]) -> _Heading:
    found: list[tuple[ColumnMatch, int]] = []
    repeats: set[int] = set()
    years: set[str] = set()
    before = ""
    for unit in line.printed:
        match = match_proactive_column(unit.form)
        if match is None:
            years.update(_YEAR.findall(unit.form))
            continue
        if unit.form == before and not line.spans_known:
            repeats.add(unit.start)
            continue
        before = unit.form
        found.append((match, unit.start))
        if not match.exact and unit.form not in reported:
            reported.add(unit.form)
            seen = " ".join(unit.text.split())
            table.problems.append(
                problem("label_variant", f"Printed label differs from the form: {seen}", table=TWO,
                        column=match.column.key, seen=seen, expected=match.column.label)
            )  # fmt: skip
    blocks: tuple[Block, ...] = ()
    for match, _ in found:
        blocks = match.blocks if not blocks else tuple(block for block in blocks if block in match.blocks)
    return _Heading(
        blocks,
        tuple(match.column for match, _ in found),
        tuple(start for _, start in found),
        {match.column.key: match.unit for match, _ in found},
        line.grid,
        line.units[-1].end,
        label_end([line], lambda form: form if match_proactive_column(form) else None),
        frozenset(repeats),
        len(years) > 1,
    )


def _read(line: Line, heading: _Heading, edition: str | None, table: TableRows) -> None:
    labels = [(unit, match_proactive_row(unit.form)) for unit in line.printed if not unit.value]
    label, known = next(((unit, match) for unit, match in labels if match), (line.printed[0], None))
    if known is None:
        return
    block_key, _ = known
    block = _block(block_key, heading, edition)
    row = _row(block, known[1].key) if block else None
    if block is None or row is None:
        table.problems.append(
            problem("unknown_label", f"A row that this edition of the form does not have: {label.text.strip()}",
                    table=TWO, seen=seen_in(line))
        )  # fmt: skip
        return
    columns, witnesses = _columns(block, heading)
    candidates = _written_once(line.units[line.units.index(label) + 1 :], heading.repeats)
    witnesses.swapped = heading.years
    placement = place(candidates, len(columns), witnesses, line.grid)
    if _splits_label(candidates, len(columns), heading) and line.spans_known and placement.fault is None:
        placement = Placement(fault="ambiguous")
    reading = read_row(TWO, row.key, columns, placement, line, heading.units)
    reading.block = block.key
    if label.form != row.label:
        reading.problems.append(
            problem("label_variant", f"Printed label differs from the form: {label.text.strip()}", table=TWO,
                    row=row.key, seen=" ".join(label.text.split()), expected=row.label)
        )  # fmt: skip
    table.rows.append(reading)


def _splits_label(units: Sequence[Unit], count: int, heading: _Heading) -> bool:
    """Whether the cells below the last of several labels are two, the second blank: one of the numbers before it may
    have come in."""
    if count < 2 or len(units) <= count or not heading.starts:
        return False
    return units[-1].blank and heading.starts[-1] < units[-1].start < heading.end and not units[-2].blank


def _written_once(units: Sequence[Unit], repeats: frozenset[int]) -> tuple[Unit, ...]:
    """The cells without those that repeat the cell before them below a heading that is repeated, too."""
    return tuple(
        unit for before, unit in zip((None, *units), units, strict=False)
        if before is None or unit.start not in repeats or unit.text != before.text
    )  # fmt: skip


def _block(key: str, heading: _Heading, edition: str | None) -> Block | None:
    """The block of a row: by the heading above it, else by the edition of the document."""
    for block in heading.blocks:
        if block.key == key:
            return block
    if edition in ("2019", "2021"):
        return next((block for block in proactive_blocks(edition) if block.key == key), None)
    return None


def _row(block: Block, key: str) -> Row | None:
    return next((row for row in block.rows if row.key == key), None)


def _columns(block: Block, heading: _Heading) -> tuple[tuple[Column, ...], Witnesses]:
    """The block's columns in the order of the heading line, which is a witness if it names all of them."""
    if block in heading.blocks and {column.key for column in heading.columns} == {c.key for c in block.columns}:
        by_key = {column.key: column for column in block.columns}
        if len(heading.columns) == len(by_key):
            ordered = tuple(by_key[column.key] for column in heading.columns)
            widths = {} if heading.grid is None else {heading.grid: heading.width}
            return ordered, Witnesses(heading=heading.starts, heading_end=heading.end, widths=widths)
    return block.columns, Witnesses()


def _left_over(line: Line, table: TableRows) -> None:
    """What stands inside the table and is no row of it, if it holds numbers."""
    numbers = [unit for unit in line.printed if unit.value and any(char.isdigit() for char in unit.text)]
    if not numbers:
        return
    kind = "unknown_label" if len(numbers) < len(line.printed) else "stray_value"
    table.problems.append(
        problem(kind, f"A line of table two that is no row of the form: {seen_in(line)}", table=TWO, seen=seen_in(line))
    )


def in_form_order(rows: Sequence[RowReading]) -> list[RowReading]:
    """Rows sorted by block and row of the form."""
    order = _order()
    return sorted(rows, key=lambda reading: order.get((reading.block or "", reading.key), len(order)))


@cache
def _order() -> dict[tuple[str, str], int]:
    return {(b.key, r.key): at for e in ("2019", "2021") for at, (b, r) in enumerate(_all(e))}


def _all(edition: str) -> list[tuple[Block, Row]]:
    return [(block, row) for block in proactive_blocks(edition) for row in block.rows]
