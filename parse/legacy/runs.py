"""Statistics forms in running text, their cells parted by blanks, by line breaks or by nothing at all.

A row is a label, its unit, then its figures. Digits that touch each other are one number or several: nothing in the
text says which, so they are never split.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from parse.document import Document, Grid, GridCell, Paragraph
from parse.legacy import labels
from parse.legacy.columns import meanings
from parse.legacy.figures import DIGITS, UNIT, Printed, number
from parse.legacy.indicators import GROUPS
from parse.legacy.rows import Row, StatisticsTable

MAX_TEXT = 20_000
"""Characters looked at behind the heading of a form."""
_SKIPPED = 160
"""Characters of a row that cannot be read, behind which the next row is looked for."""
MAX_FORMS = 20
"""Headings of a form that are followed up in one document."""
KNOWN_AT_LEAST = 2
_BETWEEN = r"[\s|]{0,40}+"


def _spaced(word: str) -> str:
    return r"\s*".join(word)


_NAME = "|".join(map(_spaced, ("指标名称", "统计指标")))
_UNIT_NAME = "|".join(map(_spaced, ("计量单位", "单位")))
_YEAR_NAME = r"(?:19|20)\s*\d\s*\d\s*年\s*(?:度\s*)?(?:数(?!\s*量))?"
_FIGURE_NAME = "|".join(
    (
        _YEAR_NAME,
        *map(_spaced, ("历年累计数", "历年累计", "本年累计", "本年度", "本年", "年度", "统计数", "数量", "合计")),
    )
)
HEADING = re.compile(
    rf"(?P<name>{_NAME}){_BETWEEN}(?:(?P<unit>{_UNIT_NAME}){_BETWEEN})?(?P<figures>(?:(?:{_FIGURE_NAME}){_BETWEEN}){{1,3}})"
)
"""The heading of a form in running text: 指标名称 计量单位 2011年度 历年累计."""
NAME_LINE = re.compile(rf"\s*(?:{_NAME})\s*")
"""The first cell of a form whose cells stand on lines of their own."""
_FIGURE_HEADING = re.compile(_FIGURE_NAME)
_ORDINAL = r"(?:\d{1,2}\s*[.、．]\s*(?!\d)|[(（]\s*\d{1,2}\s*[)）]\s*)"
_LABEL = rf"(?:其中\s*[:：]\s*)?{_ORDINAL}?(?:[（(][^（）()\n]{{0,40}}[）)]|[^\d。；;|（）()]){{2,60}}?"
_HEAD = re.compile(
    rf"[\s|]*(?P<head>(?:[一二三四五六七八九十]{{1,2}}\s*[、.．]|[（(][一二三四五六七八九十]{{1,2}}[）)])?\s*"
    rf"(?:{'|'.join(_spaced(name) for _, name in sorted(GROUPS, key=lambda pair: -len(pair[1])))}))[\s|—―─\-/]*"
)
"""A line that heads a part of the form: it has neither unit nor figure."""
_ROW = re.compile(rf"{_BETWEEN}(?P<label>(?=[^\s|]){_LABEL})(?<![\s|]){_BETWEEN}(?P<unit>{UNIT})(?=[\s\d|]|\Z)")
_ROW_WITHOUT_UNIT = re.compile(rf"{_BETWEEN}(?P<label>(?=[^\s|]){_LABEL})(?<![\s|]){_BETWEEN}(?=\d|\Z)")
_TOKEN = re.compile(rf"(?P<gap>[\s|]*)(?P<digits>{DIGITS})(?!\d)")
_NEXT_ORDINAL = re.compile(r"\s*[.、．](?!\d)")
_INNER_UNIT = re.compile(UNIT)


@dataclass(frozen=True, slots=True)
class _Run:
    """The figures behind a label. `glued`: digits touch the unit before them; `cut`: the ordinal behind them."""

    tokens: tuple[str, ...]
    end: int
    glued: bool = False
    cut: bool = False


def run_tables(document: Document) -> list[StatisticsTable]:
    """The statistics forms in the running text of a document."""
    tables: list[StatisticsTable] = []
    behind = tried = 0
    for at, block in enumerate(document.blocks):
        if at < behind or not isinstance(block, Paragraph) or block.recognised or "标" not in block.text:
            continue
        if not HEADING.search(block.text) and not NAME_LINE.fullmatch(block.text):
            continue
        tried += 1
        if tried > MAX_FORMS:
            break
        text = _following(document, at)
        heading = HEADING.search(text)
        if heading is None or heading.start() > len(block.text):
            continue
        table, end = _table(text, heading)
        if len(table.keys()) >= KNOWN_AT_LEAST:
            table.paragraphs = _whole_paragraphs(document, at, text, heading.start(), end)
            behind = table.paragraphs.stop
            tables.append(table)
    return tables


def laid_out(document: Document, tables: Sequence[StatisticsTable]) -> Document:
    """The document with a grid in place of paragraphs that are the cells of a statistics form, one a line, so that
    nothing takes its labels for headings or its figures for sentences. Blocks keep their places."""
    blocks = list(document.blocks)
    for table in tables:
        if len(table.paragraphs) < 2:
            continue
        rows = [row.printed.splitlines() for row in table.rows]
        cells = tuple(GridCell(text, row, column) for row, line in enumerate(rows) for column, text in enumerate(line))
        for index in table.paragraphs:
            blocks[index] = Paragraph("")
        blocks[table.paragraphs.start] = Grid(cells, len(rows), max(map(len, rows)), spans_known=False)
    return replace(document, blocks=tuple(blocks))


def _whole_paragraphs(document: Document, at: int, text: str, start: int, end: int) -> range:
    """The paragraphs from `at` on that a form fills from its heading to its last figure; none where it has only one."""
    if text[:start].strip():
        return range(0)
    length, index = 0, at
    while length < end and index < len(document.blocks):
        block = document.blocks[index]
        if not isinstance(block, Paragraph):
            break
        length += len(block.text) + 1
        index += 1
    return range(at, index) if not text[end : length - 1].strip() else range(0)


def _following(document: Document, at: int) -> str:
    """The text of a paragraph and of those behind it, up to a table."""
    pieces: list[str] = []
    length = 0
    for block in islice(document.blocks, at, None):
        if not isinstance(block, Paragraph) or length > MAX_TEXT:
            break
        pieces.append(block.text)
        length += len(block.text) + 1
    return "\n".join(pieces)


def _table(text: str, heading: re.Match[str]) -> tuple[StatisticsTable, int]:
    """The form behind its heading, and where it ends."""
    headings = tuple(match.group() for match in _FIGURE_HEADING.finditer(heading["figures"]))
    table = StatisticsTable(headings, [])
    pattern = _ROW if heading["unit"] else _ROW_WITHOUT_UNIT
    at, last = heading.end(), min(len(text), heading.end() + MAX_TEXT)
    while True:
        if head := _HEAD.match(text, at, last):
            table.rows.append(Row(" ".join(head["head"].split()), None, None, head.group().strip(), heads=True))
            at = head.end()
            continue
        match = pattern.match(text, at, last)
        if match is None:
            match = pattern.search(text, at, min(last, at + _SKIPPED))
            if match is None or not labels.known(match["label"]):
                break
            table.rows.append(Row("", None, None, text[at : match.start()].strip(), fault="stray_value"))
            at = match.start()
        run = _run(text, match.end(), last, _next_number(match["label"]))
        unit = match.groupdict().get("unit")
        label = match["label"]
        if run.glued or not run.tokens:  # no blanks between cells
            while cut := _two_labels(label):
                blank, blank_unit, label = cut
                table.rows.append(_row(blank, blank_unit, _Run((), 0), f"{blank}{blank_unit}", len(headings)))
        if not run.tokens and unit is None:
            break
        printed = text[at : run.end].strip(" \t\n|\u3000\xa0")
        table.rows.append(_row(label, unit, run, printed, len(headings)))
        at = run.end
    return _believed(table), at


def _believed(table: StatisticsTable) -> StatisticsTable:
    """A form whose rows have more figures than its heading has columns has a heading that we do not understand; so has
    one with a single column that is not the year's, or whose first label, behind the heading, is none that we know."""
    rows = [row for row in table.rows if not row.heads]
    surplus = sum(row.fault == "surplus_value" for row in rows)
    alone = len(table.headings) == 1 and bool(rows)
    unclear = alone and (labels.known(rows[0].label) is None or meanings(table.headings, None) != ("value",))
    if 2 * surplus > len(rows) or unclear:
        table.rows = [row if row.heads else replace(row, values=None, fault="heading_missing") for row in table.rows]
    return table


def _next_number(label: str) -> int | None:
    own = labels.cut(label)
    return own.number + 1 if own.number is not None and own.level in (3, 4) else None


def _two_labels(label: str) -> tuple[str, str, str] | None:
    """Label, unit and next label where a row without figures ran into the next one, told by a label that we know."""
    for match in _INNER_UNIT.finditer(label):
        if labels.known(label[: match.start()]) and labels.known(label[match.end() :]):
            return label[: match.start()], match.group(), label[match.end() :]
    return None


def _run(text: str, at: int, last: int, following: int | None) -> _Run:
    """The figures at a place. `following` is the ordinal that the next label should have; where it touches the digits
    it belongs to the label, and what is before it may be anything."""
    tokens: list[str] = []
    glued = False
    while match := _TOKEN.match(text, at, last):
        ordinal = _NEXT_ORDINAL.match(text, match.end())
        if ordinal and len(match["digits"]) <= 2 and match["gap"]:
            break  # 7 2.政府公报公开: the ordinal of the next label
        glued = glued or not match["gap"]
        if ordinal:
            number_ = str(following or "")
            own = len(number_) if number_ and match["digits"].endswith(number_) else 1
            digits = match["digits"][:-own]
            return _Run((*tokens, digits) if digits else tuple(tokens), match.end() - own, glued, True)
        tokens.append(match["digits"])
        at = match.end()
    return _Run(tuple(tokens), at, glued)


def _row(label: str, unit: str | None, run: _Run, printed: str, width: int) -> Row:
    name = " ".join(label.split())
    if not run.tokens and not run.cut:
        return Row(name, unit, (Printed(None),) * width, printed)
    values = [number(digits) for digits in run.tokens]
    if len(values) == width and not run.cut and None not in values:
        return Row(name, unit, tuple(Printed(value) for value in values), printed)
    if len(values) > width:
        return Row(name, unit, None, printed, fault="surplus_value")
    return Row(name, unit, None, printed, fault="run_together" if run.glued or run.cut else "short_row")
