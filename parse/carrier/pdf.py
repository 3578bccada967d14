"""PDF: ruled tables to Grids, the text between them to paragraphs. Pages that are scans come in as recognised pages."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pypdfium2 as pdfium

from parse.carrier.page_blocks import blocks_of
from parse.carrier.pdf_page import Page, read_page
from parse.document import Document
from parse.report import Problem

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 200
MAX_GLYPHS = 600_000
_FEW = 10
_PRIVATE = re.compile(r"[\ue000-\uf8ff\ufffd]")
_NAMES = {"Title": "title", "Author": "meta:Author", "Subject": "meta:Subject", "Keywords": "meta:Keywords"}
_DATES = {"CreationDate": "meta:CreationDate", "ModDate": "meta:ModDate"}


def open_pdf(data: bytes, recognised: Mapping[int, Page] | None = None) -> Document:
    """The document in a PDF. Never raises: broken and encrypted files are a Problem `unreadable`.

    `recognised` are pages, by their number, that stand in for those whose own text is none or cannot be trusted.
    """
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return Document(MEDIA_TYPE, (), problems=(_unreadable(f"The PDF does not open: {error}"),))
    try:
        return _open(pdf, recognised or {})
    finally:
        pdf.close()


def _unreadable(message: str) -> Problem:
    return Problem("unreadable", "reading", "error", message)


def _open(pdf: pdfium.PdfDocument, recognised: Mapping[int, Page]) -> Document:
    pages: list[Page] = []
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
        page = recognised.get(page.number, page)
        pages.append(page)
        glyphs += len(page.glyphs)
        if page.cut or glyphs > MAX_GLYPHS:
            problems.append(
                Problem("too_large", "reading", "warning", f"Reading stopped at page {page.number}: too much on it.")
            )
            break
    problems += _text_layer_problems([page for page in pages if page.number not in recognised])
    return Document(
        MEDIA_TYPE,
        tuple(blocks_of(pages)),
        tuple(_facts(pdf)),
        sum(page.images for page in pages),
        tuple(problems),
    )


def is_picture(page: Page) -> bool:
    """Whether a page is a picture without a text layer."""
    return page.images > 0 and sum(not glyph.char.isspace() for glyph in page.glyphs) < _FEW


def has_hidden_text(page: Page) -> bool:
    """Whether the text of a page lies invisibly over a picture."""
    return page.images > 0 and page.invisible * 2 > max(page.texts, 1)


def is_undecodable(page: Page) -> bool:
    """Whether a fifth of the characters of a page have no known meaning."""
    return bool(page.glyphs) and sum(bool(_PRIVATE.match(g.char)) for g in page.glyphs) * 5 > len(page.glyphs)


def _text_layer_problems(pages: list[Page]) -> list[Problem]:
    """Scans, text laid invisibly over scans (somebody else's OCR), and fonts without meaning."""
    problems = []
    printed = {page.number: [g.char for g in page.glyphs if not g.char.isspace()] for page in pages}
    scans = [page.number for page in pages if is_picture(page)]
    if scans:
        seen = ", ".join(map(str, scans))
        problems.append(Problem("no_text_layer", "reading", "error", f"Pages that are pictures: {seen}.", seen=seen))
    hidden = [page.number for page in pages if has_hidden_text(page)]
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
