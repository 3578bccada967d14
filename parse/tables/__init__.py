"""The three national tables of a document: located by label words, read by label and geometry, nothing guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from parse.document import Document
from parse.label_form import label_form
from parse.problem_kinds import KINDS, problem
from parse.report import Cell, Problem
from parse.schema import proactive_blocks, request_rows
from parse.tables.arithmetic import place_by_arithmetic
from parse.tables.editions import edition_of
from parse.tables.glued import read_glued
from parse.tables.labels import block_of, litigation_groups, match_request
from parse.tables.left_over import left_over, loose_numbers, taken_places
from parse.tables.lines import MAX_EXPANDED
from parse.tables.litigation import read_litigation
from parse.tables.locate import FOUR, THREE, TWO, Located, locate
from parse.tables.proactive import in_form_order, read_proactive
from parse.tables.reading import RowReading, TableRows, TablesReading
from parse.tables.requests import read_requests

MAX_PROBLEMS = 200
"""Problems of one kind in one reading; a report has at most some eighty rows."""

_TABLE_TWICE = 3
"""So many rows printed twice, and half of all, are a table printed twice."""

__all__ = ["TablesReading", "read_tables"]


def read_tables(document: Document) -> TablesReading:
    """Read the national tables of a document. Never raises on any Document."""
    located = locate(document)
    edition = edition_of(located, document)
    tables = {
        TWO: read_proactive(_part(located, TWO), edition),
        THREE: read_requests(_part(located, THREE), edition),
        FOUR: read_litigation(_part(located, FOUR)),
    }
    read_glued(document, edition, tables)
    for entry in located:
        if entry.role == "caption" and tables[entry.table].found and _is_label(entry.caption):
            tables[entry.table].taken.add(entry.block)
    problems: list[Problem] = [
        problem("grid_too_large", KINDS["grid_too_large"].english, seen=f"{grid.height} x {grid.width}")
        for grid in document.grids()
        if grid.spans_known and grid.height * grid.width > MAX_EXPANDED
    ]
    taken = {key: taken_places(table.rows) for key, table in tables.items()}
    for key, table in tables.items():
        table.rows = _without_repeats(table, key)
    place_by_arithmetic(tables[THREE].rows)
    for key, table in tables.items():
        problems.extend(table.problems)
        for row in table.rows:
            problems.extend(row.problems)
        if table.found:
            part = _part(located, key)
            if key != TWO:
                problems.extend(loose_numbers(key, part))
            problems.extend(left_over(key, part, taken[key], problems))
        problems.extend(_whole_table(key, table, edition, located))
    problems.extend(_mixed(edition, tables[THREE]))
    tables[TWO].rows = in_form_order(tables[TWO].rows)
    return TablesReading(
        edition=edition,
        tables=_as_tables(tables),
        cells=tuple(cell for table in tables.values() for row in table.rows for cell in row.cells),
        problems=tuple(_limited(problems)),
        taken=frozenset(index for table in tables.values() for index in table.taken),
    )


def _mixed(edition: str | None, requests: TableRows) -> Iterator[Problem]:
    if edition == "mixed":
        yield problem("edition_mixed", KINDS["edition_mixed"].english)
    elif edition == "2021" and any(row.key == "other_processing" for row in requests.rows):
        text = "(六)其他处理 is printed as one row, as in the form of 2019"
        yield problem("edition_mixed", text, table=THREE, row="other_processing")


def _limited(problems: list[Problem]) -> Iterator[Problem]:
    """At most MAX_PROBLEMS of one kind; the last one says how many more there are."""
    counts = Counter(one.kind for one in problems)
    seen: Counter[str] = Counter()
    for one in problems:
        seen[one.kind] += 1
        if seen[one.kind] < MAX_PROBLEMS:
            yield one
        elif seen[one.kind] == MAX_PROBLEMS:
            more = counts[one.kind] - MAX_PROBLEMS
            yield replace(one, message=f"{one.message} (and {more} more)" if more else one.message)


def _is_label(caption: str) -> bool:
    """Whether a short paragraph between the lines of a table is one of its labels, such as (三) 不予公开."""
    form = label_form(caption)
    match = match_request(form)
    named = block_of(form) or (match and match.exact) or litigation_groups(form)
    return bool(named) or "勾稽关系" in form or form.startswith(("申请人情况", "信息内容"))


def _part(located: list[Located], table: str) -> list[Located]:
    return [entry for entry in located if entry.table == table]


def _without_repeats(table: TableRows, key: str) -> list[RowReading]:
    """One reading for each row. A row printed twice with other values decides nothing."""
    kept: dict[tuple[str | None, str], RowReading] = {}
    twice = {place for place, times in Counter((row.block, row.key) for row in table.rows).items() if times > 1}
    for row in table.rows:
        place = (row.block, row.key)
        first = kept.get(place)
        if first is None:
            kept[place] = row
        elif first.printed() != row.printed() and not any(p.kind == "row_repeated" for p in first.problems):
            seen = f"{' '.join(first.printed())} / {' '.join(row.printed())}"[:200]
            _undecide(first)
            text = f"{KINDS['row_repeated'].english}: {row.key}"
            first.problems.append(problem("row_repeated", text, table=key, row=row.key, seen=seen))
    differ = any(p.kind == "row_repeated" for row in kept.values() for p in row.problems)
    if differ and len(twice) >= _TABLE_TWICE and 2 * len(twice) >= len(kept):
        for row in kept.values():  # the tables of two reports or years: which row is whose, nobody can say
            _undecide(row)
        table.problems.append(problem("table_repeated", KINDS["table_repeated"].english, table=key))
    return list(kept.values())


def _undecide(row: RowReading) -> None:
    row.cells = tuple(
        Cell(cell.table, cell.row, cell.column, None, None, "ambiguous", cell.page, cell.grid, cell.grid_row)
        for cell in row.cells
    )
    row.unplaced = ()


def _whole_table(key: str, table: TableRows, edition: str | None, located: list[Located]) -> list[Problem]:
    """What is to be said of a table as a whole: absent, cut, blank, rows missing."""
    if not table.found:
        return [problem("table_missing", KINDS["table_missing"].english, table=key)]
    found: list[Problem] = []
    grids = sorted({entry.line.grid for entry in located if entry.table == key and entry.line is not None})
    if len(grids) > 1:
        found.append(
            problem("table_split", f"The table is cut into {len(grids)} parts", table=key, seen=str(len(grids)))
        )
    pages = sorted({cell.page for row in table.rows for cell in row.cells if cell.page is not None})
    if len(grids) == 1 and len(pages) > 1:
        text = f"The table runs over pages {', '.join(map(str, pages))}"
        found.append(problem("table_split", text, table=key, seen=str(len(pages))))
    printed = any(row.filled() or any(cell.state == "ambiguous" for cell in row.cells) for row in table.rows)
    blank_line = any(row.line is not None for row in table.rows)
    if blank_line and not printed:
        found.append(problem("table_blank", KINDS["table_blank"].english, table=key))
    missing = _missing(key, table, edition)
    if not table.rows:
        found.append(problem("no_data_row", KINDS["no_data_row"].english, table=key))
    else:
        found.extend(problem("row_missing", f"Row not printed: {label}", table=key, row=row) for row, label in missing)
    return found


def _missing(key: str, table: TableRows, edition: str | None) -> list[tuple[str, str]]:
    rows = {row.key for row in table.rows}
    if edition not in ("2019", "2021"):
        return []
    if key == TWO:
        wanted = [(row.key, row.label) for block in proactive_blocks(edition) for row in block.rows]
    elif key == THREE:
        form = "2019" if "other_processing" in rows else edition
        wanted = [(row.key, row.label) for row in request_rows(form)]
    else:
        return []
    return [(row, label) for row, label in wanted if row not in rows]


def _as_tables(tables: dict[str, TableRows]) -> dict[str, Any]:
    proactive: dict[str, Any] = {}
    for row in tables[TWO].rows:
        proactive.setdefault(row.block or "", {})[row.key] = row.values()
    return {
        TWO: proactive,
        THREE: {row.key: row.values() for row in tables[THREE].rows},
        FOUR: {row.key: row.values() for row in tables[FOUR].rows},
    }
