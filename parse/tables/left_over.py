"""What stands in the lines of a national table and nothing took out: told, each piece of it, so that no loss is silent.

Labels take cells out one by one: a number is taken out as a cell of a row, words as a label of the form or a piece of
one. What a problem of the table already shows is told. The rest is a problem here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from parse.label_form import label_form
from parse.problem_kinds import KINDS, problem
from parse.report import Problem
from parse.schema import (
    APPLICANT_COLUMNS,
    LITIGATION_GROUPS,
    OUTCOME_COLUMNS,
    PROACTIVE_BLOCKS,
    REQUEST_GROUPS,
    REQUEST_NOTE,
    REQUEST_ROWS,
    TABLES,
)
from parse.tables.labels import (
    block_of,
    litigation_groups,
    loose,
    match_applicant,
    match_outcome,
    match_proactive_column,
    match_proactive_row,
    match_request,
)
from parse.tables.lines import Line
from parse.tables.locate import Located
from parse.tables.reading import RowReading, seen_in

_Place = tuple[int, int, int]
_FRAME = ("申请人情况", "法人或其他组织", "信息内容", "行政复议", "行政诉讼", "序号", REQUEST_NOTE, "本列表的勾稽关系")
"""Words of the form that are no row and no column of values."""
_ROWS_NUMBERED = 3
_NUMBER = re.compile(r"\d{1,2}")


def taken_places(rows: Sequence[RowReading]) -> frozenset[_Place]:
    """Grid, row and column of every printed cell that the rows hold."""
    return frozenset(
        (cell.grid, cell.grid_row, cell.grid_column)
        for row in rows
        for cell in row.cells
        if cell.grid is not None and cell.grid_row is not None and cell.grid_column is not None
    )


def left_over(
    key: str, located: Sequence[Located], taken: frozenset[_Place], told: Sequence[Problem]
) -> Iterator[Problem]:
    """A problem for each printed piece in the lines of one table that is no cell, no label, and not yet told."""
    lines = [entry.line for entry in located if entry.line is not None]
    seen = {one.seen for one in told if one.seen and one.table == key}
    with_rows = {place[:2] for place in taken}
    numbered = _numbered(lines, taken)
    for line in lines:
        if seen and seen_in(line) in seen:
            continue
        for unit in line.printed:
            place = (line.grid, line.row, unit.start)
            if unit.from_above or place in taken:
                continue
            text = " ".join(unit.text.split())
            if text in seen or unit.text.strip() in seen:
                continue
            if unit.value and any(char.isdigit() for char in unit.text):
                if place not in numbered:
                    message = f"{KINDS['stray_value'].english}: {text}"
                    yield problem("stray_value", message[:200], table=key, seen=text[:200])
            elif not unit.value and place[:2] in with_rows and not _is_of_the_form(unit.form):
                message = f"{KINDS['left_over'].english}: {text}"
                yield problem("left_over", message[:200], table=key, seen=text[:200])


def loose_numbers(key: str, located: Sequence[Located]) -> Iterator[Problem]:
    """Numbers that stand alone between the lines of a table: cells that a converter lost."""
    lines = [index for index, entry in enumerate(located) if entry.role in ("row", "values")]
    for entry in located[lines[0] : lines[-1]] if lines else ():
        if entry.role == "caption" and label_form(entry.caption).isdigit():
            text = f"A number that stands alone between the rows of the table: {entry.caption}"
            yield problem("stray_value", text, table=key, seen=entry.caption)


def _numbered(lines: Sequence[Line], taken: frozenset[_Place]) -> frozenset[_Place]:
    """The numbers of rows that a document counts in a column of their own (序号): three at least, rising by one."""
    found: dict[tuple[int, int], list[tuple[int, _Place]]] = {}
    for line in lines:
        first = line.printed[0] if line.printed else None
        place = (line.grid, line.row, first.start) if first else None
        if first and place and place not in taken and _NUMBER.fullmatch(first.form) and len(line.printed) > 1:
            found.setdefault((line.grid, first.start), []).append((int(first.form), place))
    counted: set[_Place] = set()
    for places in found.values():
        run = [places[0]]
        for one in places[1:]:
            if one[0] == run[-1][0] + 1:
                run.append(one)
                continue
            counted.update(place for _, place in run if len(run) >= _ROWS_NUMBERED)
            run = [one]
        counted.update(place for _, place in run if len(run) >= _ROWS_NUMBERED)
    return frozenset(counted)


@cache
def _labels() -> tuple[str, ...]:
    items = (*APPLICANT_COLUMNS, *OUTCOME_COLUMNS, *REQUEST_GROUPS, *REQUEST_ROWS, *LITIGATION_GROUPS)
    printed = [label for item in items for label in (item.label, *item.variants)]
    for block in PROACTIVE_BLOCKS:
        printed.append(block.label)
        printed += [label for column in block.columns for label in (column.label, *column.variants)]
        printed += [label for row in block.rows for label in (row.label, *row.variants)]
    return tuple({loose(label_form(label)) for label in (*printed, *_FRAME, *(table.title for table in TABLES))})


@lru_cache(4096)
def _is_of_the_form(form: str) -> bool:
    """Whether words are a label of the form, several of them, or a piece of one."""
    bare = loose(form)
    known = (block_of, match_request, match_proactive_row, match_proactive_column, match_applicant, match_outcome)
    if any(match(form) for match in known) or litigation_groups(form) or "勾稽关系" in form:
        return True
    return any(bare in label or (len(label) >= 3 and label in bare) for label in _labels())
