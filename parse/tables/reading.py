"""What the readers of the three tables hand to each other: rows read, cells, problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parse.problem_kinds import KINDS, problem
from parse.report import Cell, PlacedBy, Problem, State
from parse.schema import Column
from parse.tables.lines import Line, Unit
from parse.tables.placing import Placement
from parse.tables.values import Reading, clean, read_value


@dataclass(frozen=True, slots=True)
class TablesReading:
    """The national tables of a document.

    `edition` is `2019`, `2021`, `mixed`, or None where no label proves one. `tables` has the shape of truth.json:
    `proactive_disclosure` block → row → column, `disclosure_requests` row → column, `review_and_litigation` group →
    column; values are int, Decimal (amounts), Money or None; a table that is not in the document is an empty mapping.
    `cells` holds every cell of every printed row. `taken` are the indices of document.blocks that are (part of) them.
    """

    edition: str | None
    tables: Mapping[str, Any]
    cells: tuple[Cell, ...]
    problems: tuple[Problem, ...]
    taken: frozenset[int]


@dataclass(slots=True)
class RowReading:
    """One row of one table: its cells in the order of its columns. `key` is the row (table four: the group)."""

    table: str
    key: str
    cells: tuple[Cell, ...]
    problems: list[Problem] = field(default_factory=list)
    block: str | None = None
    tentative: bool = False
    """Whether the label may also be that of a group without values."""
    line: Line | None = None
    unplaced: tuple[Unit, ...] = ()
    """What is printed in a row whose values could not be placed, if all of it are values."""

    def values(self) -> dict[str, Any]:
        return {cell.column: cell.value for cell in self.cells}

    def printed(self) -> tuple[str, ...]:
        return tuple((cell.printed or "").strip() for cell in self.cells)

    def filled(self) -> bool:
        """Whether anything is printed in its cells."""
        return any(self.printed())


@dataclass(slots=True)
class TableRows:
    """The rows of one table in printed order and what was found wrong with it as a whole."""

    rows: list[RowReading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    found: bool = False
    taken: set[int] = field(default_factory=set)


def read_row(
    table: str,
    row: str,
    columns: Sequence[Column],
    placement: Placement,
    line: Line,
    units: Mapping[str, str | None] | None = None,
    placed_by: PlacedBy | None = None,
) -> RowReading:
    """The cells of a placed row; where the placement failed, every cell is null and one problem says what was seen."""
    reading = RowReading(table, row, (), line=line)
    if placement.fault is not None:
        seen = seen_in(line)
        text = f"{KINDS[placement.fault].english}: {row}"
        reading.problems.append(problem(placement.fault, text, table=table, row=row, seen=seen))
        reading.cells = tuple(_undecided(table, row, column, line) for column in columns)
        reading.unplaced = placement.unplaced
        return reading
    if placement.merged:
        text = f"{KINDS['merged_value'].english}: {row}"
        reading.problems.append(problem("merged_value", text, table=table, row=row, seen=seen_in(line)))
    cells = []
    merged, by, grid, grid_row = placement.merged, placed_by or placement.placed_by, line.grid, line.row
    for at, (column, unit) in enumerate(zip(columns, placement.units, strict=True)):
        if at in merged:
            cells.append(_undecided(table, row, column, line))
            continue
        text = unit.text
        unit_name = (units and units.get(column.key)) or column.unit
        value = _certain(unit) or read_value(text, column.kind, unit_name)
        cells.append(
            Cell(
                table, row, column.key, text, value.value, value.state, unit.page, grid, grid_row, unit.start, by,
                unit.confidence,
            )
        )  # fmt: skip
        if unit.wrapped and value.value is not None:
            reading.problems.append(
                problem("wrapped_figure", f"{KINDS['wrapped_figure'].english}: {unit.text.strip()}", table=table,
                        row=row, column=column.key, seen=unit.text.strip())
            )  # fmt: skip
        if value.problem:
            nothing_spent = value.problem == "unit_missing" and not any(
                char in "123456789" for char in clean(unit.text)
            )
            reading.problems.append(
                problem(
                    value.problem,
                    f"{KINDS[value.problem].english}: {unit.text.strip()}",
                    table=table,
                    row=row,
                    column=column.key,
                    seen=unit.text.strip(),
                    severity="info" if nothing_spent else None,
                )
            )
    reading.cells = tuple(cells)
    for unit in placement.surplus:
        reading.problems.append(
            problem(
                "surplus_value",
                f"{KINDS['surplus_value'].english}: {unit.text.strip()}",
                table=table,
                row=row,
                seen=unit.text.strip(),
                expected=f"{len(columns)} values",
            )
        )
    return reading


def undecided_row(table: str, row: str, columns: Sequence[Column], state: State, printed: str | None) -> RowReading:
    """A row whose cells are all null for one reason, such as `row_not_printed`."""
    return RowReading(table, row, tuple(Cell(table, row, column.key, printed, None, state) for column in columns))


def _certain(unit: Unit) -> Reading | None:
    """What becomes of a cell cut by its page or recognised without certainty: print kept, value null."""
    if (not unit.cut and unit.confidence is None) or not unit.doubtful:
        return None
    return Reading(None, "unreadable", "cut_figure" if unit.cut else "uncertain_recognition")


def seen_in(line: Line) -> str:
    """A line as printed, cells divided by a bar, cut to a readable length."""
    return " | ".join(" ".join(unit.text.split()) for unit in line.units)[:200]


def _undecided(table: str, row: str, column: Column, line: Line) -> Cell:
    page = line.units[0].page if line.units else None
    return Cell(table, row, column.key, None, None, "ambiguous", page, line.grid, line.row)
