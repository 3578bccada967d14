"""Tables printed one cell a line: a label, and each of its values on a line of its own (extractors and pages of <p>).

Such a line is a cell only where nothing else can be: labels of the form in its order, most rows with exactly as many
lines as the form has columns and none with more, and no figure alone on a line anywhere else (a page number would be
one). The table is then laid out as a grid of ragged rows, and read as those of any other carrier.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parse.document import Block, Document, Grid, GridCell, Paragraph
from parse.label_form import label_form
from parse.schema import APPLICANT_COLUMNS, LITIGATION_GROUPS, OUTCOME_COLUMNS, PROACTIVE_BLOCKS
from parse.tables.labels import (
    block_of,
    litigation_groups,
    match_applicant,
    match_outcome,
    match_proactive_column,
    match_proactive_row,
    match_request,
)
from parse.tables.locate import FOUR, THREE, TWO, locate
from parse.tables.values import is_blank, is_value

_LABEL_LENGTH = 120
_VALUE_LENGTH = 40
_SENTENCE = re.compile(r"[。；]")
_SECTION = re.compile(
    r"[一二三四五六],(?:总体|概述|主动公开|收到|政府信息公开行政|因政府信息公开|行政复议|存在|其他需要|需要说明)"
)
_THREE_BEGINS = re.compile(r"\(?本列数据的勾稽关系|申请人情况|一,本年新收")
_THREE_ROWS = re.compile(r"一,本年新收")
_PERSON, *_KINDS, _TOTAL = (column.key for column in APPLICANT_COLUMNS)
_HEADINGS: tuple[tuple[str, ...], ...] = ((), (_PERSON, *_KINDS, _TOTAL), (_PERSON, _TOTAL, *_KINDS))
"""How the heading of table three names the columns line by line, if it does: 总计 stands beside 法人或其他组织, above
the kinds of these."""
_FOUR_CELLS = len(LITIGATION_GROUPS) * len(OUTCOME_COLUMNS)
_LEAST_ROWS = {TWO: 3, THREE: 5, FOUR: 1}
"""Rows with exactly the form's number of values from which lines are taken for cells."""


@dataclass(slots=True)
class _Row:
    """A label line and the lines of values behind it."""

    label: str
    values: list[str]


def laid_out(document: Document) -> Document:
    """The document with those of its tables as grids that it prints one cell a line. Never raises on any Document."""
    lines = [_values(block) for block in document.blocks]
    if not any(lines):
        return document
    found = {table: _stretch(document.blocks, lines, table) for table in (TWO, THREE, FOUR)}
    stretches = [(*stretch, table) for table, stretch in found.items() if stretch]
    inside = {at for start, end, *_ in stretches for at in range(start, end)}
    if not stretches or any(values and at not in inside for at, values in enumerate(lines)):
        return document
    own = {entry.table for entry in locate(document) if entry.line is not None and entry.role in ("row", "heading")}
    blocks = list(document.blocks)
    for start, end, grid, table in sorted(stretches, key=lambda stretch: -stretch[0]):
        if grid is not None and table not in own:
            blocks[start:end] = [grid]
    return replace(document, blocks=tuple(blocks))


def _values(block: Block) -> list[str]:
    """The cells of a line that has nothing but a value, or of a row of such (lines that begin with a tab)."""
    if isinstance(block, Paragraph):
        text = block.text.strip() if len(block.text) <= _VALUE_LENGTH else ""
        return [text] if not block.recognised and len(text.split()) == 1 and is_value(text) else []
    if block.spans_known or block.height != 1:
        return []
    cells = [cell.text for cell in block.cells]
    return cells if all(is_value(text) or is_blank(text) for text in cells) else []


def _stretch(blocks: Sequence[Block], lines: Sequence[list[str]], table: str) -> tuple[int, int, Grid | None] | None:
    """Where a table stands in lines of cells, and its grid; None for one whose lines do not tell their columns."""
    start = next(
        (
            at
            for at, block in enumerate(blocks)
            if isinstance(block, Paragraph) and _is_label(block) and _begins(table, label_form(block.text))
        ),
        None,
    )
    if start is None:
        return None
    rows: list[_Row] = []
    end = start
    for at in range(start, len(blocks)):
        block = blocks[at]
        if lines[at] and rows:
            rows[-1].values += lines[at]
            end = at + 1
        elif isinstance(block, Paragraph) and _is_label(block):
            rows.append(_Row(block.text, []))
        else:
            break
    while rows and not rows[-1].values:
        rows.pop()
    if not rows:
        return None
    if not _is_whole(table, rows):
        return start, end, None
    if table == THREE:
        rows = _rows_of_three(rows)
    if table == FOUR:
        rows[-1:] = [_Row(rows[-1].label, []), _Row("", rows[-1].values)]
    return start, end, _grid(rows)


def _rows_of_three(rows: Sequence[_Row]) -> list[_Row]:
    """The lines of table three as it is printed: the second row of its heading names the kinds of organisations, behind
    总计; the label of a group stands beside its first row."""
    heading = _heading(rows)
    forms = [label_form(row.label) for row in heading]
    first = next((at for at, form in enumerate(forms) if match_applicant(form)), len(heading))
    end = next((at for at, form in enumerate(forms, 1) if form in ("总计", "合计")), len(heading))
    made = list(heading[:first])
    made += [
        _Row(part[0].label, [row.label for row in part[1:]]) for part in (heading[first:end], heading[end:]) if part
    ]
    groups: list[str] = []
    for row in rows[len(heading) :]:
        match = match_request(label_form(row.label))
        if match and match.groups and not row.values:
            groups.append(row.label)
            continue
        cells = [*groups, row.label, *row.values]
        made.append(_Row(cells[0], cells[1:]))
        groups = []
    return made


def _is_label(block: Paragraph) -> bool:
    if block.recognised or len(block.text) > _LABEL_LENGTH or _SENTENCE.search(block.text):
        return False
    return not _SECTION.match(label_form(block.text))


def _is_whole(table: str, rows: Sequence[_Row]) -> bool:
    """Whether the lines behind the labels are the cells of rows: the columns are named in the form's order, enough rows
    have exactly as many lines, none has more, and none that has any is unknown."""
    if table == FOUR:
        return _is_whole_four(rows)
    if table == THREE and _applicants(rows) not in _HEADINGS:
        return False
    exact = 0
    block: str | None = None
    heads: list[str] = []
    for row in rows:
        form = label_form(row.label)
        if (named := block_of(form)) is not None:
            block, heads = named, []
        if not row.values:
            heads += [column.column.key] if (column := match_proactive_column(form)) else []
            continue
        columns = _columns(form) if table == THREE else _columns_of_block(form, block, tuple(heads))
        if columns is None or len(row.values) > columns:
            return False
        exact += len(row.values) == columns
    return exact >= _LEAST_ROWS[table]


def _is_whole_four(rows: Sequence[_Row]) -> bool:
    forms = [label_form(row.label) for row in rows]
    outcomes = [column.key for form in forms if (column := match_outcome(form))]
    groups = [group.key for form in forms for group in litigation_groups(form) if form != "行政诉讼"]
    return (
        [len(row.values) for row in rows if row.values] == [_FOUR_CELLS]
        and groups == [group.key for group in LITIGATION_GROUPS][-len(groups) :]
        and outcomes == [column.key for column in OUTCOME_COLUMNS] * len(LITIGATION_GROUPS)
    )


def _applicants(rows: Sequence[_Row]) -> tuple[str, ...]:
    """The columns that lines above the first row of table three name."""
    matches = (match_applicant(label_form(row.label)) for row in _heading(rows))
    return tuple(match[0].key for match in matches if match)


def _heading(rows: Sequence[_Row]) -> Sequence[_Row]:
    """The lines above the first row of table three."""
    return rows[: next((at for at, row in enumerate(rows) if _THREE_ROWS.match(label_form(row.label))), len(rows))]


def _columns(form: str) -> int | None:
    """How many columns the row of table three has that a label names; None where it names none."""
    match = match_request(form)
    return len(APPLICANT_COLUMNS) if match and match.rows else None


def _columns_of_block(form: str, block: str | None, heads: tuple[str, ...]) -> int | None:
    """The same of table two: as many as lines name columns of the block above it."""
    if match_proactive_row(form) is None:
        return None
    named = any(known.key == block and tuple(c.key for c in known.columns) == heads for known in PROACTIVE_BLOCKS)
    return len(heads) if named else None


def _grid(rows: Sequence[_Row]) -> Grid:
    cells = tuple(
        GridCell(text, at, column)
        for at, row in enumerate(rows)
        for column, text in enumerate([row.label, *row.values] if row.label else row.values)
    )
    return Grid(cells, len(rows), max(cell.column for cell in cells) + 1, spans_known=False)


def _begins(table: str, form: str) -> bool:
    """Whether a table begins with a line."""
    if table == TWO:
        return block_of(form) is not None
    if table == THREE:
        return _THREE_BEGINS.match(form) is not None
    column = match_outcome(form)
    return form == "行政复议" or (column is not None and column.key != "total")
