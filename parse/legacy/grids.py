"""Statistics forms in grids (HTML, DOCX, PDF, spreadsheets, tab-separated text, markdown): located, cut into rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from parse.document import Document, Grid, Paragraph
from parse.label_form import label_form
from parse.legacy import columns, labels
from parse.legacy.figures import Printed, is_dash, is_number, read_cell, unit_cell
from parse.legacy.rows import Row, StatisticsTable
from parse.tables.lines import Line, Unit, grid_lines
from parse.tables.locate import MAX_LINES

MAX_ROWS = 400
"""The form of 2014 has some sixty rows, local forms at most a hundred."""
KNOWN_AT_LEAST = 3
"""Indicators that a table must name to be a statistics form; one is enough under the caption of one."""
_NATIONAL = re.compile(
    r"第二十条第|信息内容|勾稽关系|申请人情况|本年新收|结转下年|结果维持|结果纠正|尚未审结|复议后起诉|处理决定数量"
)
"""Words of the national tables of 2019 and 2021, none of which a statistics form has."""
_HINTS = ("指标", "信息数", "文件数", "申请数", "申请总数", "答复数", "复议数", "诉讼数", "网站公开")
"""Words without which no table names enough indicators: looked for first, for most tables are none of ours."""
_CAPTION = re.compile(r"信息公开.{0,12}统计(?:报)?表")
_FOOTER = re.compile(r"负责人|填报|审核人|审批人|填表|制表|联系电话|联系人|报出日期|盖章|\A注:|\A说明:|\A备注")
_COUNTING = frozenset(("甲", "乙", "丙"))


@dataclass(frozen=True, slots=True)
class _Panel:
    """A label column (or several), its unit column and its figure columns; two tables side by side are two panels."""

    start: int
    labels_end: int
    end: int
    unit: tuple[int, int] | None
    figures: tuple[tuple[int, int], ...]
    asides: tuple[tuple[int, int], ...]
    headings: tuple[str, ...]


def grid_tables(document: Document) -> list[StatisticsTable]:
    """The statistics forms in the grids of a document, in reading order."""
    tables: list[StatisticsTable] = []
    number = seen = captioned = 0
    last: tuple[StatisticsTable, tuple[_Panel, ...], int] | None = None
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            named = "表" in block.text and _CAPTION.search(label_form(block.text[:120]))
            captioned = 3 if named else max(captioned - 1, 0)
            continue
        number += 1
        if seen > MAX_LINES or not _may_be(block):
            captioned, last = 0, None
            continue
        lines = list(_lines(block, index, number - 1))
        seen += len(lines)
        if last is not None and last[2] == block.width and _continue(last[0], last[1], lines):
            continue
        found = _table(lines, captioned > 0)
        captioned = 0
        last = (*found, block.width) if found else None
        if found is not None:
            tables.append(found[0])
    return tables


def _may_be(grid: Grid) -> bool:
    text = "".join("".join(cell.text for cell in grid.cells).split()).replace("申请数量", "")
    return any(word in text for word in _HINTS)


def without(document: Document, tables: Sequence[StatisticsTable]) -> Document:
    """The document with the grid rows of the statistics forms blanked; blocks and grids keep their places."""
    own = {index: rows for table in tables for index, rows in table.kept.items()}
    if not own:
        return document
    blocks = list(document.blocks)
    for index, rows in own.items():
        block = blocks[index]
        if isinstance(block, Grid):
            blocks[index] = replace(block, cells=tuple(cell for cell in block.cells if cell.row not in rows))
    return replace(document, blocks=tuple(blocks))


def _lines(grid: Grid, index: int, number: int) -> Iterator[Line]:
    for count, line in enumerate(grid_lines(grid, index, number)):
        if count >= MAX_ROWS:
            return
        yield line


def _table(lines: Sequence[Line], captioned: bool) -> tuple[StatisticsTable, tuple[_Panel, ...]] | None:
    start = panels = None
    for at, line in enumerate(lines):
        if _is_national(line):
            if panels is not None:
                break
            start = None
            continue
        made = _panels(line, lines[at + 1] if at + 1 < len(lines) else None)
        if made:
            start, panels = at, made
            break
    if panels is None or start is None:
        return _without_heading(lines)
    table = StatisticsTable(panels[0].headings, [])
    if any(panel.headings != panels[0].headings for panel in panels):
        return None
    captioned = captioned or any(_CAPTION.search(unit.form) for line in lines[:start] for unit in line.printed)
    _read(table, panels, lines[: start + 1], lines[start + 1 :])
    if len(table.keys()) >= (1 if captioned else KNOWN_AT_LEAST):
        return table, panels
    return None


def _continue(table: StatisticsTable, panels: tuple[_Panel, ...], lines: Sequence[Line]) -> bool:
    """A grid of the same width right behind a statistics form is its next page if it names indicators of it and has
    no other heading."""
    if not panels or any(_panels(line, None) and not _same(_panels(line, None), panels) for line in lines):
        return False
    more = StatisticsTable(table.headings, [])
    _read(more, panels, (), lines)
    if not more.keys():
        return False
    table.rows += more.rows
    table.kept |= more.kept
    return True


def _same(panels: tuple[_Panel, ...], others: tuple[_Panel, ...]) -> bool:
    """Whether a heading line repeats that of the table."""
    return [panel.headings for panel in panels] == [panel.headings for panel in others]


def _is_national(line: Line) -> bool:
    return any(_names_national(unit.form[:80]) for unit in line.printed)


@lru_cache(4096)
def _names_national(form: str) -> bool:
    return _NATIONAL.search(form) is not None


def _panels(line: Line, below: Line | None) -> tuple[_Panel, ...]:
    """The panels that a heading line opens, or none where the line is no heading of a statistics form."""
    heads = [(columns.role_of(unit.text), unit) for unit in line.printed]
    if not any(role == "label" for role, _ in heads) or any(role is None for role, _ in heads):
        return ()
    if not any(role in ("figure", "unit") for role, _ in heads):
        return ()
    heads = [
        (role, unit)
        for head in heads
        for role, unit in (_refined(head[1], below) if head[0] == "figure" and below else [head])
    ]
    opened: list[list[tuple[columns.Role | None, Unit]]] = []
    for role, unit in heads:
        if role == "label" or not opened:
            if role == "label" and opened and not any(r == "label" for r, _ in opened[-1]):
                opened[-1].append((role, unit))  # 序号 | 指标名称
            else:
                opened.append([(role, unit)])
        else:
            opened[-1].append((role, unit))
    opened = _asides_first(opened)
    panels = []
    for at, panel in enumerate(opened):
        end = opened[at + 1][0][1].start if at + 1 < len(opened) else 10**6
        label = next((unit for role, unit in panel if role == "label"), None)
        figures = tuple(unit for role, unit in panel if role == "figure")
        named = next((unit for role, unit in panel if role == "unit"), None)
        if label is None or not figures:
            return ()
        first = min(other.start for role, other in panel if other.start > label.start)
        asides = tuple((other.start, other.end) for role, other in panel if role == "aside")
        places = tuple((one.start, one.end) for one in figures)
        headings = tuple(one.text for one in figures)
        place = (named.start, named.end) if named else None
        panels.append(_Panel(label.start, first, end, place, places, asides, headings))
    return tuple(panels)


def _asides_first(opened: list[list[tuple[columns.Role | None, Unit]]]) -> list[list[tuple[columns.Role | None, Unit]]]:
    """序号 before the second 指标名称 belongs to the second panel."""
    for left, right in pairwise(opened):
        if left[-1][0] == "aside" and any(role == "aside" for role, _ in opened[0][:1]):
            right.insert(0, left.pop())
    return opened


def _refined(unit: Unit, below: Line) -> list[tuple[columns.Role | None, Unit]]:
    """A heading over several columns, cut by the headings on the line below it."""
    under = [other for other in below.printed if unit.start <= other.start and other.end <= unit.end
             and not other.from_above]  # fmt: skip
    if len(under) > 1 and all(columns.role_of(other.text) == "figure" for other in under):
        return [("figure", other) for other in under]
    return [("figure", unit)]


def _read(table: StatisticsTable, panels: tuple[_Panel, ...], headings: Sequence[Line], lines: Sequence[Line]) -> None:
    by_panel: list[list[Row]] = [[] for _ in panels]
    own: dict[int, set[int]] = {}
    for line in headings:
        own.setdefault(line.block, set()).add(line.row)
    for line in lines:
        if _is_national(line):
            break
        own.setdefault(line.block, set()).add(line.row)
        if not line.printed or _is_heading(line):
            continue
        for panel, rows in zip(panels, by_panel, strict=True):
            row = _row(line, panel)
            if row is not None:
                rows.append(row)
    found = [row for rows in by_panel for row in rows]
    filled = [row for row in found if not row.heads]
    if 2 * sum(row.fault == "stray_value" for row in filled) > len(filled):  # a column of figures has no heading
        found = [row if row.heads else replace(row, values=None, fault="heading_missing") for row in found]
    table.rows += found
    table.kept |= {block: frozenset(rows) for block, rows in own.items()}


def _is_heading(line: Line) -> bool:
    roles = [columns.role_of(unit.text) for unit in line.printed]
    return None not in roles and ("label" in roles or len(roles) > 1)


def _row(line: Line, panel: _Panel) -> Row | None:
    units = [unit for unit in line.units if panel.start <= unit.start < panel.end]
    printed = [unit for unit in units if not unit.blank]
    if not printed or all(unit.from_above for unit in printed) or _FOOTER.search(printed[0].form):
        return None
    label = [unit for unit in printed if unit.start < panel.labels_end]
    text = " ".join(_text(unit) for unit in printed)
    if {unit.form for unit in printed} <= _COUNTING or (label and label[-1].form in _COUNTING):
        return None
    named = _at(units, panel.unit) if panel.unit else None
    values = [_at(units, place) for place in panel.figures]
    shifted = named is not None and not (named.blank or unit_cell(named.text) or is_dash(named.text))
    shifted = shifted or any(value is not None and unit_cell(value.text) for value in values)
    if shifted or not label or is_number(label[-1].text):
        return _in_sequence(printed, len(panel.figures), text)
    name, outer = _name(label)
    unit_name = unit_cell(named.text) if named is not None else None
    fault = _fault(printed, {id(unit) for unit in (*label, named) if unit is not None}, values, panel)
    if fault:
        return Row(name, unit_name, None, text, outer, fault)
    read = tuple(read_cell(value.text) if value is not None else Printed(None) for value in values)
    heads = unit_name is None and all(one.value is None and one.problem is None for one in read)
    return Row(name, unit_name, read, text, outer, heads=heads)


def _name(label: Sequence[Unit]) -> tuple[str, tuple[str, ...]]:
    """The label of a row and the labels that span it; a label whose cell was cut in two is put together again."""
    texts = tuple(_text(unit) for unit in label)
    whole = "".join(texts)
    return (whole, ()) if len(texts) > 1 and labels.known(whole) else (texts[-1], texts[:-1])


def _fault(printed: Sequence[Unit], used: set[int], values: Sequence[Unit | None], panel: _Panel) -> str | None:
    """Why the figures of a row cannot be given to their columns, or None."""
    filled = [value for value in values if value is not None and not value.blank]
    if len({id(value) for value in filled}) < len(filled):
        return "merged_value"
    if filled and None in values:
        return "short_row"  # a cell is missing, and it need not be the last one
    used |= {id(value) for value in filled}
    stray = [unit for unit in printed if id(unit) not in used and is_number(unit.text) and not unit.from_above]
    beside = [unit for unit in stray if any(unit.start < end and unit.end > start for start, end in panel.asides)]
    return "stray_value" if len(stray) > len(beside) else None


def _at(units: Sequence[Unit], place: tuple[int, int]) -> Unit | None:
    covering = [unit for unit in units if unit.start < place[1] and unit.end > place[0]]
    return covering[0] if covering else None


def _text(unit: Unit) -> str:
    return " ".join(unit.text.split())


def _in_sequence(printed: Sequence[Unit], width: int, text: str) -> Row | None:
    """A row whose cells do not stand under the headings: labels, unit, figures from left to right, all of them."""
    at = 0
    while at < len(printed) and not is_number(printed[at].text) and not unit_cell(printed[at].text):
        at += 1
    names, rest = printed[:at], list(printed[at:])
    if not names:
        return Row("", None, None, text, fault="stray_value") if any(is_number(one.text) for one in rest) else None
    unit = unit_cell(rest[0].text) if rest else None
    rest = rest[1:] if unit else rest
    values = tuple(read_cell(one.text) for one in rest)
    name, outer = _name(names)
    if not values:
        return Row(name, unit, (Printed(None),) * width, text, outer, heads=unit is None)
    if len(values) != width or any(value.value is None for value in values):
        return Row(name, unit, None, text, outer, "short_row" if len(values) < width else "surplus_value")
    return Row(name, unit, values, text, outer)


def _without_heading(lines: Sequence[Line]) -> tuple[StatisticsTable, tuple[_Panel, ...]] | None:
    """A table without a heading that we can read: its figures are read only where no row has more than one."""
    table = StatisticsTable((), [])
    own: set[int] = set()
    for line in lines:
        if _is_national(line):
            return None
        if not line.printed:
            continue
        row = _in_sequence(line.printed, 1, " ".join(_text(unit) for unit in line.printed))
        if row is not None and not _FOOTER.search(label_form(row.label)):
            table.rows.append(row)
            own.add(line.row)
    if len(table.keys()) < KNOWN_AT_LEAST:
        return None
    if any(row.fault for row in table.rows):
        table.rows = [
            row if row.heads else replace(row, values=None, fault="heading_missing") for row in table.rows if row.label
        ]
    table.kept = {lines[0].block: frozenset(own)}
    return table, ()
