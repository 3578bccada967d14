"""Carriers: the ways a report is published. Every one opens to the same `parse.document.Document`."""

from __future__ import annotations

from parse.carrier import sniff
from parse.carrier.encoding import decode
from parse.document import Document
from parse.report import Problem

_NAMES = {
    sniff.DOC: "a Word file (.doc)",
    sniff.WPS: "a WPS file",
    sniff.OLE: "an OLE file (.doc, .xls or .wps)",
    sniff.XLS: "a spreadsheet (.xls)",
    sniff.XLSX: "a spreadsheet (.xlsx)",
    sniff.RTF: "an RTF file",
    sniff.ZIP: "a ZIP archive",
    sniff.RAR: "a RAR archive",
    sniff.SEVEN_ZIP: "a 7z archive",
    sniff.OFD: "an OFD file",
}


def open_document(data: bytes, media_type: str | None = None, url: str | None = None) -> Document:
    """The document in the bytes. Never raises: what cannot be opened is a Document with a Problem of origin reading.

    Kinds of problem: `unreadable` (broken, encrypted, over a bound), `needs_converter` (a kind that has to be converted
    outside of `parse`), `no_text_layer` (pages that are pictures), `empty`.
    """
    kind = sniff.sniff(data, media_type, url)
    if not data.strip():
        return Document(kind, (), problems=(Problem("empty", "reading", "error", "The document has no bytes."),))
    if kind == sniff.PDF:
        from parse.carrier.pdf import open_pdf

        return open_pdf(data)
    if kind == sniff.DOCX:
        from parse.carrier.docx import open_docx

        return open_docx(data)
    if kind in (sniff.HTML, sniff.TEXT, sniff.MARKDOWN):
        return _open_text_kind(data, kind, media_type)
    image = kind.startswith("image/")
    name = f"a picture ({kind.partition('/')[2]})" if image else _NAMES.get(kind, kind)
    problem = Problem(
        "needs_converter", "reading", "error", f"{name[0].upper()}{name[1:]}: it must be converted first.", seen=kind
    )
    return Document(kind, (), image_count=int(image), problems=(problem,))


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
    return Document(kind, document.blocks, document.facts, document.image_count, problems + document.problems)
