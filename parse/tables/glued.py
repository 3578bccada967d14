"""Tables in running text, their cells glued together by an extractor: labels cut it, blanks and signs divide values.

Digits that ran together are never split: 0000000 behind a label of seven columns is seven noughts only if no cell is
blank, and nothing in the text says so. Such rows are null, state `ambiguous`, with one problem that says what was seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from parse.document import Document, Paragraph
from parse.label_form import label_form
from parse.problem_kinds import KINDS, problem
from parse.report import Cell
from parse.schema import (
    APPLICANT_COLUMNS,
    LITIGATION_GROUPS,
    OUTCOME_COLUMNS,
    REQUEST_GROUPS,
    REQUEST_ROWS,
    Block,
    Column,
    proactive_blocks,
)
from parse.tables.lines import Unit
from parse.tables.locate import FOUR, THREE, TWO
from parse.tables.reading import RowReading, TableRows
from parse.tables.values import clean, read_value

_BLOCK_MARK = re.compile(r"第二十条第\(([一五六八九])\)项")
_BLOCKS = {"一": "art20_1", "五": "art20_5", "六": "art20_6", "八": "art20_8", "九": "art20_9"}
_SECTION = re.compile(r"[三四五六],(?:收到|政府信息公开|因政府|存在|其他需要)")
_REQUESTS_START = re.compile(r"一,本年新收政府信息公开申请数量")
_REQUESTS_END = re.compile(r"四,(?:因?政府信息公开|行政复议)")
_OUTCOMES = re.compile("".join(column.label for column in OUTCOME_COLUMNS))
_RUN = re.compile(r"[\s\u00a0\u3000\d０-９.,．，+\-－−—/／元万亿件项条个]*")
_SIGN = re.compile(r"(?<=[\d０-９])(?=[+\-－−])")
_CELL_END = re.compile(r"\Z|[一二三四五六七][、,.．]|[（(]|第二十条|[1-8][.．、]|—\s*\d+\s*—|注[:：]")
_PAGE_NUMBER = re.compile(r"[-－—]\s*\d+\s*[-－—]")
_ROW_LENGTH = 40
_LINE = 120
"""No line of a table is longer."""


@dataclass(frozen=True, slots=True)
class _Compact:
    """A paragraph in label form with, for each of its characters, where it stands in the printed text."""

    form: str
    at: tuple[int, ...]
    text: str

    def behind(self, end: int) -> int:
        """The printed position behind the form's character end - 1."""
        return self.at[end - 1] + 1 if end else 0

    def before(self, start: int) -> int:
        return self.at[start] if start < len(self.at) else len(self.text)


@lru_cache(8192)
def _form(char: str) -> str:
    return label_form(char)


def _compact(text: str) -> _Compact:
    form: list[str] = []
    at: list[int] = []
    for index, char in enumerate(text):
        for piece in _form(char):
            form.append(piece)
            at.append(index)
    return _Compact("".join(form), tuple(at), text)


def _may_hold(text: str, inside: bool) -> bool:
    """Whether a paragraph can hold rows of a table: by words that every glued table has, or a short line in a block."""
    if "第二十条" in text or "本年新收" in text or "信息内容" in text:
        return True
    return (inside and len(text) <= _ROW_LENGTH) or ("维持" in text and "审结" in text)


def read_glued(document: Document, edition: str | None, tables: dict[str, TableRows]) -> None:
    """Add rows that only running text has; a table (of table two: a row) that grids gave is left alone."""
    block_key: str | None = None
    headed: tuple[Block, ...] = ()
    for index, paragraph in enumerate(document.blocks):
        if not isinstance(paragraph, Paragraph) or paragraph.recognised:
            continue
        if not _may_hold(paragraph.text, block_key is not None or bool(headed)):
            if len(paragraph.text) > 4 * _ROW_LENGTH:
                block_key, headed = None, ()
            continue
        compact = _compact(paragraph.text)
        if edition in ("2019", "2021"):
            headed = _headed(compact, edition) or headed
            if block_key is None and headed:
                block_key = _block_of_row(compact, headed)
            block_key = _proactive(compact, edition, block_key, tables[TWO], index)
        if not tables[THREE].rows:
            _requests(compact, tables[THREE])
        if not tables[FOUR].found:
            _litigation(compact, tables[FOUR])
    if not tables[THREE].rows:
        _requests(_compact(_lines_of_three(document)), tables[THREE])
    if not tables[FOUR].found:
        _litigation(_compact(_lines_of_four(document)), tables[FOUR])


def _lines_of_three(document: Document) -> str:
    """The lines of table three where each stands alone: a label, or a piece of one, and its values with blanks between.

    From its first row to its end, or to what is no line of a table.
    """
    lines: list[str] = []
    for block in document.blocks:
        told = isinstance(block, Paragraph) and not block.recognised and len(block.text) <= _LINE
        text = block.text if isinstance(block, Paragraph) and told else ""
        form = label_form(text)
        if lines and (not form or _REQUESTS_END.match(form)):
            break
        if form and (lines or _REQUESTS_START.match(form)):
            lines.append(text)
    return "\n".join(lines)


def _lines_of_four(document: Document) -> str:
    """The lines of table four where its headings stand in several: from the first outcomes to a line of values."""
    lines: list[str] = []
    for block in document.blocks:
        told = isinstance(block, Paragraph) and not block.recognised and len(block.text) <= _LINE
        text = block.text if isinstance(block, Paragraph) and told else ""
        form = label_form(text)
        if lines and (not form or _SECTION.match(form)):
            break
        if form and (lines or _OUTCOMES.match(form)):
            lines.append(text)
            if _RUN.fullmatch(text):
                break
    return "\n".join(lines)


def _headed(compact: _Compact, edition: str) -> tuple[Block, ...]:
    """The blocks that a line of column labels may head: 信息内容 本年处理决定数量, and nothing else."""
    if not compact.form.startswith("信息内容") or len(compact.text) > _LINE:
        return ()
    end = len(compact.form)
    return tuple(block for block in proactive_blocks(edition) if _behind_heading(compact, block, 0, end) == end)


def _block_of_row(compact: _Compact, headed: Sequence[Block]) -> str | None:
    """The block of a line with one of its rows, where the line that names the block is not in the document: the page
    before it is missing."""
    if len(compact.text) > _ROW_LENGTH:
        return None
    found = [
        block.key
        for block in headed
        for row in block.rows
        if any(compact.form.startswith(label_form(label)) for label in (row.label, *row.variants))
    ]
    return found[0] if len(found) == 1 else None


def _proactive(compact: _Compact, edition: str, block_key: str | None, table: TableRows, index: int) -> str | None:
    """Read the rows of table two in one paragraph; a paragraph may hold one row, or the whole report."""
    marks = list(_BLOCK_MARK.finditer(compact.form))
    parts = [(block_key, 0, marks[0].start() if marks else len(compact.form))] if block_key else []
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(compact.form)
        parts.append((_BLOCKS[mark.group(1)], mark.end(), end))
    for key, start, end in parts:
        block_key = key
        block = next((block for block in proactive_blocks(edition) if block.key == key), None)
        section = _SECTION.search(compact.form, start, end)
        if block is not None and _rows_of(compact, block, start, section.start() if section else end, table):
            table.found = True
            if len(compact.text) <= 2 * _ROW_LENGTH:
                table.taken.add(index)
        if section:
            block_key = None
    return block_key


def _rows_of(compact: _Compact, block: Block, start: int, end: int, table: TableRows) -> bool:
    at = _behind_heading(compact, block, start, end)
    if at is None:
        return False
    known = {(row.block, row.key) for row in table.rows}
    places = []
    for row in block.rows:
        for label in sorted((row.label, *row.variants), key=len, reverse=True):
            form = label_form(label)
            found = compact.form.find(form, at, end)
            if found >= 0:
                places.append((found, found + len(form), row.key))
                at = found + len(form)
                break
    for number, (_, behind, key) in enumerate(places):
        stop = places[number + 1][0] if number + 1 < len(places) else end
        if (block.key, key) in known:
            continue
        reading = _row(TWO, key, block.columns, compact.text[compact.behind(behind) : compact.before(stop)])
        reading.block = block.key
        table.rows.append(reading)
    return bool(places)


def _behind_heading(compact: _Compact, block: Block, start: int, end: int) -> int | None:
    """Where the rows begin: behind 信息内容 and the block's column labels, or at once in a paragraph of one row."""
    head = compact.form.find("信息内容", start, end)
    if head < 0:
        labels = [label_form(label) for row in block.rows for label in (row.label, *row.variants)]
        alone = len(compact.text) <= _ROW_LENGTH and any(compact.form.startswith(label) for label in labels)
        return start if alone else None
    at = head + len("信息内容")
    for column in block.columns:
        for label in sorted((column.label, *column.variants), key=len, reverse=True):
            form = label_form(label)
            if compact.form.startswith(form, at):
                at += len(form)
                break
        else:
            return None
    return at


def _requests(compact: _Compact, table: TableRows) -> None:
    start = _REQUESTS_START.search(compact.form)
    if start is None:
        return
    finish = _REQUESTS_END.search(compact.form, start.end())
    end = finish.start() if finish else len(compact.form)
    edition = "2021" if compact.form.find("1.申请人无正当理由逾期不补正", start.start(), end) >= 0 else "2019"
    places = _places(compact, start.start(), end, edition)
    if sum(1 for _, _, key in places if key) < 5:
        return
    table.found = True
    for number, (_, behind, key) in enumerate(places):
        stop = places[number + 1][0] if number + 1 < len(places) else end
        if key:
            run = compact.text[compact.behind(behind) : compact.before(stop)]
            table.rows.append(_row(THREE, key, APPLICANT_COLUMNS, run))


def _places(compact: _Compact, start: int, end: int, edition: str) -> list[tuple[int, int, str | None]]:
    """Start, end and row key (None: a group) of every label of table three, from left to right, none overlapping."""
    labels: list[tuple[str, str | None]] = []
    for row in REQUEST_ROWS:
        if edition in row.editions:
            labels.extend((label_form(label), row.key) for label in (row.label, *row.variants))
    for group in REQUEST_GROUPS:
        if edition in group.editions:
            labels.extend((label_form(label), None) for label in (group.label, *group.variants))
    found: list[tuple[int, int, str | None]] = []
    for label, key in labels:
        at = compact.form.find(label, start, end)
        while at >= 0:
            found.append((at, at + len(label), key))
            at = compact.form.find(label, at + 1, end)
    found.sort(key=lambda place: (place[0], -place[1]))
    kept: list[tuple[int, int, str | None]] = []
    for place in found:
        if not kept or place[0] >= kept[-1][1]:
            kept.append(place)
    return kept


def _litigation(compact: _Compact, table: TableRows) -> None:
    headings = list(_OUTCOMES.finditer(compact.form))
    if len(headings) != len(LITIGATION_GROUPS):
        return
    table.found = True
    rest = compact.text[compact.behind(headings[-1].end()) :]
    count = len(LITIGATION_GROUPS) * len(OUTCOME_COLUMNS)
    run, whole = _run(rest)
    tokens = _tokens(run) if whole else []
    decided = len(tokens) == count
    if whole and not run.strip():
        table.problems.append(problem("no_data_row", KINDS["no_data_row"].english, table=FOUR))
    for number, group in enumerate(LITIGATION_GROUPS):
        part = tokens[number * len(OUTCOME_COLUMNS) : (number + 1) * len(OUTCOME_COLUMNS)] if decided else []
        text = " ".join(part) if decided else run
        table.rows.append(_row(FOUR, group.key, OUTCOME_COLUMNS, text, report=decided or not number))


def _run(text: str) -> tuple[str, bool]:
    """The characters of values at the head of a text, and whether a cell can end behind them."""
    match = _RUN.match(text)
    run = match.group() if match else ""
    return run, bool(_CELL_END.match(text, len(run)))


def _tokens(run: str) -> list[str]:
    return [token for part in clean(run).split() for token in _SIGN.split(part)]


def _row(table: str, key: str, columns: Sequence[Column], text: str, *, report: bool = True) -> RowReading:
    """One row from the characters behind its label."""
    run, whole = _run(text)
    head, *below = [line for line in run.splitlines() if line.strip()] or [run]
    tokens = _tokens(head if len(_tokens(head)) == len(columns) else run)
    if whole and not tokens:
        return RowReading(table, key, tuple(Cell(table, key, column.key, "", None, "blank") for column in columns))
    readings = [read_value(token, column.kind, column.unit) for token, column in zip(tokens, columns, strict=False)]
    in_one_line = not below or (len(_tokens(head)) == len(columns) and not _more_rows(below, len(columns)))
    # else one of them may be the number of a page
    if (
        whole
        and in_one_line
        and len(tokens) == len(columns)
        and all(reading.state != "unreadable" for reading in readings)
    ):
        cells = tuple(
            Cell(table, key, column.key, token, reading.value, reading.state, placed_by="order")
            for token, column, reading in zip(tokens, columns, readings, strict=True)
        )
        row = RowReading(table, key, cells)
        row.problems.extend(
            problem(reading.problem, KINDS[reading.problem].english, table=table, row=key, column=cell.column,
                    seen=cell.printed)
            for cell, reading in zip(cells, readings, strict=True)
            if reading.problem
        )  # fmt: skip
        row.problems.extend(
            problem("stray_value", f"A number below a row: {line.strip()}", table=table, row=key, seen=line.strip())
            for line in below
            if not _PAGE_NUMBER.fullmatch(line.strip())
        )
        return row
    row = _undecided(table, key, columns, run if run.strip() else text[:60], tokens, report=report)
    if whole and not below and len(tokens) == len(run.split()) < len(columns):
        row.unplaced = tuple(Unit(token, at, at + 1) for at, token in enumerate(tokens))
    return row


def _more_rows(below: Sequence[str], columns: int) -> bool:
    """Whether further rows of numbers stand below the first: an extractor wrote all labels before all numbers."""
    rest = [line for line in below if not _PAGE_NUMBER.fullmatch(line.strip())]
    return any(columns == 1 or len(_tokens(line)) > 1 for line in rest)


def _undecided(
    table: str, key: str, columns: Sequence[Column], run: str, tokens: Sequence[str], *, report: bool
) -> RowReading:
    cells = [Cell(table, key, column.key, None, None, "ambiguous") for column in columns]
    first = _before_sign(tokens, columns)
    if first is not None:
        reading = read_value(first, columns[0].kind)
        if reading.state == "number":
            cells[0] = Cell(table, key, columns[0].key, first, reading.value, "number", placed_by="order")
    row = RowReading(table, key, tuple(cells))
    if report:
        seen = " ".join(run.split())
        kind = (
            "ambiguous"
            if 1 < len(tokens) == len([line for line in run.splitlines() if line.strip()])
            else "run_together"
        )
        row.problems.append(problem(kind, f"{KINDS[kind].english}: {seen}", table=table, row=key, seen=seen))
    return row


def _before_sign(tokens: Sequence[str], columns: Sequence[Column]) -> str | None:
    """A sign can only begin the second cell (本年增/减), so what stands before it is the first cell."""
    signed = [number for number, column in enumerate(columns) if column.kind == "signed"]
    if signed == [1] and len(tokens) == 2 and tokens[1][:1] in "+-":
        return tokens[0]
    return None
