"""PDF with a text layer: ruled tables to Grids, the text between them to paragraphs. Scans are left to OCR."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pypdfium2 as pdfium

from parse.carrier.pdf_grid import PdfTable, find_tables
from parse.carrier.pdf_join import JoinedTable, can_join, join
from parse.carrier.pdf_lines import Line, append, continues, drop_page_numbers, lines_of, measure
from parse.carrier.pdf_page import Page, read_page
from parse.document import Block, Document, Paragraph
from parse.report import Problem

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 200
MAX_GLYPHS = 600_000
_FEW = 10
_PRIVATE = re.compile(r"[\ue000-\uf8ff\ufffd]")
_NAMES = {"Title": "title", "Author": "meta:Author", "Subject": "meta:Subject", "Keywords": "meta:Keywords"}
_DATES = {"CreationDate": "meta:CreationDate", "ModDate": "meta:ModDate"}


@dataclass(slots=True)
class _PageContent:
    page: Page
    tables: list[PdfTable]
    lines: list[Line]


def open_pdf(data: bytes) -> Document:
    """The document in a PDF. Never raises: broken and encrypted files are a Problem `unreadable`."""
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return Document(MEDIA_TYPE, (), problems=(_unreadable(f"The PDF does not open: {error}"),))
    try:
        return _open(pdf)
    finally:
        pdf.close()


def _unreadable(message: str) -> Problem:
    return Problem("unreadable", "reading", "error", message)


def _open(pdf: pdfium.PdfDocument) -> Document:
    contents: list[_PageContent] = []
    problems: list[Problem] = []
    glyphs = 0
    if len(pdf) > MAX_PAGES:
        problems.append(
            Problem(
                "too_many_pages",
                "reading",
                "warning",
                f"Only the first {MAX_PAGES} pages are read.",
                seen=str(len(pdf)),
            )
        )
    for index in range(min(len(pdf), MAX_PAGES)):
        try:
            opened = pdf[index]
        except pdfium.PdfiumError:
            problems.append(_unreadable(f"Page {index + 1} of the PDF does not load."))
            continue
        try:
            page = read_page(opened, index + 1)
        except pdfium.PdfiumError as error:
            problems.append(_unreadable(f"Page {index + 1} of the PDF cannot be read: {error}"))
            continue
        finally:
            opened.close()
        tables, rest = find_tables(page)
        lines = drop_page_numbers(lines_of(rest, page.number), page.height)
        contents.append(_PageContent(page, tables, lines))
        glyphs += len(page.glyphs)
        if page.cut or glyphs > MAX_GLYPHS:
            problems.append(
                Problem("too_large", "reading", "warning", f"Reading stopped at page {page.number}: too much on it.")
            )
            break
    problems += _text_layer_problems(contents)
    _drop_running_heads(contents)
    return Document(
        MEDIA_TYPE,
        tuple(_blocks(contents)),
        tuple(_facts(pdf)),
        sum(content.page.images for content in contents),
        tuple(problems),
    )


def _text_layer_problems(contents: list[_PageContent]) -> list[Problem]:
    """Scans, text laid invisibly over scans (somebody else's OCR), and fonts without meaning."""
    problems = []
    printed = {
        content.page.number: [g.char for g in content.page.glyphs if not g.char.isspace()] for content in contents
    }
    scans = [c.page.number for c in contents if c.page.images and len(printed[c.page.number]) < _FEW]
    if scans:
        seen = ", ".join(map(str, scans))
        problems.append(Problem("no_text_layer", "reading", "error", f"Pages that are pictures: {seen}.", seen=seen))
    hidden = [c.page.number for c in contents if c.page.images and c.page.invisible * 2 > max(c.page.texts, 1)]
    if hidden:
        seen = ", ".join(map(str, hidden))
        message = f"The text of pages {seen} lies invisibly over a picture: it is OCR by somebody else."
        problems.append(Problem("hidden_text_layer", "reading", "warning", message, seen=seen))
    everything = "".join(char for chars in printed.values() for char in chars)
    lost = len(_PRIVATE.findall(everything))
    if lost:
        severity = "error" if lost * 5 > len(everything) else "warning"
        message = f"{lost} of {len(everything)} characters have no known meaning (font without a Unicode table)."
        problems.append(
            Problem(
                "undecodable_text", "reading", "error" if severity == "error" else "warning", message, seen=str(lost)
            )
        )
    return problems


def _drop_running_heads(contents: list[_PageContent]) -> None:
    """A line at the same height in the margin of half of the pages, three at least, is a running head."""
    places: dict[tuple[str, int], int] = {}
    for content in contents:
        for line in content.lines[:1] + content.lines[-1:]:
            key = (line.text, round(line.y / 4))
            places[key] = places.get(key, 0) + 1
    heads = {key for key, count in places.items() if count >= 3 and count * 2 >= len(contents)}
    for content in contents:
        margin = 0.1 * content.page.height
        content.lines = [
            line
            for line in content.lines
            if (line.text, round(line.y / 4)) not in heads or margin <= line.y <= content.page.height - margin
        ]


def _blocks(contents: list[_PageContent]) -> list[Block]:
    """Paragraphs and grids in reading order, both put together over page breaks."""
    width = max((content.page.width for content in contents), default=0.0)
    column = measure([line for content in contents for line in content.lines], width)
    items: list[list[Line] | JoinedTable] = []
    for content in contents:
        things: list[tuple[float, Line | PdfTable]] = [(line.y, line) for line in content.lines]
        things += [(table.ys[0], table) for table in content.tables]
        things.sort(key=lambda thing: -thing[0])
        for position, (_, thing) in enumerate(things):
            last = items[-1] if items else None
            if isinstance(thing, PdfTable):
                if (
                    position == 0
                    and isinstance(last, JoinedTable)
                    and _ends_on(last, thing.page - 1)
                    and can_join(last, thing)
                ):
                    items[-1] = join(last, thing)
                else:
                    items.append(JoinedTable.of(thing))
            elif isinstance(last, list) and column and continues(last[-1], thing, column):
                last.append(thing)
            else:
                items.append([thing])
    blocks: list[Block] = []
    for item in items:
        if isinstance(item, JoinedTable):
            blocks.append(item.grid())
        else:
            text = ""
            for line in item:
                text = append(text, line.text)
            blocks.append(Paragraph(text, page=item[0].page))
    return blocks


def _ends_on(table: JoinedTable, page: int) -> bool:
    return max(number for _, number in table.cells) == page


def _facts(pdf: pdfium.PdfDocument) -> list[tuple[str, str]]:
    """The file's own properties. They are often a template's: hints, never more."""
    facts: list[tuple[str, str]] = []
    for key, name in (_NAMES | _DATES).items():
        try:
            value = pdf.get_metadata_value(key).strip()
        except UnicodeDecodeError:  # a damaged property says nothing
            continue
        if value:
            facts.append((name, value))
    return facts
