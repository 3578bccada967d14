"""Carriers: the ways a report is published. Every one opens to the same `parse.document.Document`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from parse.carrier import sniff
from parse.carrier.encoding import decode
from parse.document import Block, Document, Paragraph
from parse.report import Problem

_NAMES = {
    sniff.DOC: "a Word file (.doc)",
    sniff.WPS: "a WPS file",
    sniff.OLE: "an OLE file (of no kind that is known)",
    sniff.WORD_XML: "a Word file (.xml)",
    sniff.EXCEL_XML: "a spreadsheet (.xml)",
    sniff.ODT: "an OpenDocument text",
    sniff.RTF: "an RTF file",
    sniff.ZIP: "a ZIP archive",
    sniff.RAR: "a RAR archive",
    sniff.SEVEN_ZIP: "a 7z archive",
    sniff.OFD: "an OFD file",
}


def open_document(
    data: bytes,
    media_type: str | None = None,
    url: str | None = None,
    recognised: bytes | None = None,
    further: Sequence[bytes] = (),
) -> Document:
    """The document in the bytes. Never raises: what cannot be opened is a Document with a Problem of origin reading.

    `recognised` is what the recognition of characters made of those of its pages or pictures that have no text of their
    own (`parse.carrier.recognised`); pages with text are read as text. `further` are the other pages of a web
    page whose article is split, in order (`parse.carrier.parts`).

    Kinds of problem: `unreadable` (broken, encrypted, over a bound), `needs_converter` (a kind that has to be converted
    outside of `parse`), `no_text_layer` (pages that are pictures), `empty`.
    """
    kind = sniff.sniff(data, media_type, url)
    if recognised is not None:
        return _with_recognised(data, kind, media_type, url, recognised, further)
    if kind == sniff.HTML and (further or b"createPage" in data):
        return _open_split(data, media_type, further)
    if not data.strip():
        return Document(kind, (), problems=(Problem("empty", "reading", "error", "The document has no bytes."),))
    if kind == sniff.PDF:
        from parse.carrier.pdf import open_pdf

        return open_pdf(data)
    if kind == sniff.DOCX:
        from parse.carrier.docx import open_docx

        return open_docx(data)
    if kind in (sniff.XLSX, sniff.XLS):
        from parse.carrier.spreadsheet import open_spreadsheet

        return open_spreadsheet(data, kind)
    if kind == sniff.MHTML:
        return _open_mhtml(data)
    if kind in (sniff.HTML, sniff.TEXT, sniff.MARKDOWN):
        return _open_text_kind(data, kind, media_type)
    if kind == sniff.ENCRYPTED:
        return Document(kind, (), problems=(Problem("unreadable", "reading", "error", "The file is encrypted."),))
    image = kind.startswith("image/")
    name = f"a picture ({kind.partition('/')[2]})" if image else _NAMES.get(kind, kind)
    problem = Problem(
        "needs_converter", "reading", "error", f"{name[0].upper()}{name[1:]}: it must be converted first.", seen=kind
    )
    return Document(kind, (), image_count=int(image), problems=(problem,))


def _with_recognised(
    data: bytes, kind: str, media_type: str | None, url: str | None, made: bytes, further: Sequence[bytes]
) -> Document:
    """The document with the pages that were recognised: in their places in a PDF and in a web page that shows
    them by their addresses, behind the text of any other."""
    from parse.carrier.page_blocks import blocks_of
    from parse.carrier.recognised import read_recognised
    from parse.carrier.recognised_tables import tables_in, wanted

    try:
        recognised = read_recognised(made)
    except ValueError as error:
        document = open_document(data, media_type, url, further=further)
        told = Problem("converter_failed", "reading", "error", f"ocr: {error}"[:400])
        return dataclasses.replace(document, problems=(told, *document.problems))
    if kind == sniff.PDF:
        from parse.carrier.pdf import open_pdf

        document = open_pdf(data, recognised.pages)
        blocks = [_marked(block) if block.page in recognised.pages else block for block in document.blocks]
        document = dataclasses.replace(document, blocks=tuple(blocks))
    else:
        document = open_document(data, media_type, url, further=further)
        joined = list(document.blocks)
        own = tables_in(joined)
        for before, pages in reversed(recognised.runs()):
            at = len(joined) if before < 0 else min(before, len(document.blocks))
            joined[at:at] = [_marked(block) for block in wanted(blocks_of(pages), own)]
        if own and len(joined) == len(document.blocks):
            left_out = (told for told in recognised.problems() if told.kind != "read_by_ocr")
            return dataclasses.replace(document, problems=(*left_out, *document.problems))
        kept = tuple(told for told in document.problems if told.kind != "needs_converter")
        if kind.startswith("image/") and not recognised.pages and not recognised.left_out:
            text = "The picture does not open, is larger than is read, or too small to show a table."
            kept = (Problem("unreadable", "reading", "error", text, seen=kind), *kept)
        document = dataclasses.replace(document, blocks=tuple(joined), problems=kept)
    return dataclasses.replace(document, problems=(*recognised.problems(), *document.problems))


def _marked(block: Block) -> Block:
    """A recognised paragraph says so; the cells of a grid have their confidence."""
    return dataclasses.replace(block, recognised=True) if isinstance(block, Paragraph) else block


def _open_split(data: bytes, media_type: str | None, further: Sequence[bytes]) -> Document:
    """A web page with the further pages of its article, which is told where some of them are not at hand."""
    from parse.carrier.parts import joined, lacking

    document = _open_text_kind(data, sniff.HTML, media_type)
    if further:
        document = joined(document, [_open_text_kind(page, sniff.HTML, None) for page in further])
    told = lacking(decode(data, media_type)[0], 1 + len(further))
    return dataclasses.replace(document, problems=(told, *document.problems)) if told else document


def _open_mhtml(data: bytes) -> Document:
    from parse.carrier.mhtml import page_in, unreadable

    page = page_in(data)
    if page is None:
        return unreadable(sniff.MHTML)
    return dataclasses.replace(_open_text_kind(page[0], sniff.HTML, page[1]), media_type=sniff.MHTML)


def _open_text_kind(data: bytes, kind: str, media_type: str | None) -> Document:
    text, codec = decode(data, media_type)
    problems: tuple[Problem, ...] = ()
    if lost := text.count("\ufffd"):
        problems = (
            Problem(
                "undecodable_bytes",
                "reading",
                "warning",
                f"{lost} characters could not be decoded ({codec}).",
                seen=str(lost),
            ),
        )
    if kind == sniff.HTML:
        from parse.carrier.html import open_html

        document = open_html(text)
    else:
        from parse.carrier.text import open_text

        document = open_text(text)
    return dataclasses.replace(document, media_type=kind, problems=problems + document.problems)
