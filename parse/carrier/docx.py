"""Word files (.docx): paragraphs and tables in body order, merged cells exactly, numbers that Word itself counts."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

import docx
import lxml.etree
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError

from parse.carrier.docx_numbering import Numbering
from parse.carrier.docx_table import boxed_cell, table_grid
from parse.carrier.docx_text import W, contents, is_cut_out, local, paragraph_lines
from parse.carrier.docx_unseen import take_out_unseen
from parse.carrier.package import bomb
from parse.document import Block, Document, Grid, Paragraph
from parse.report import Problem

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_BLOCKS = 100_000
MAX_NESTING = 12

_BROKEN = (
    OpcError,
    lxml.etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
)
"""What python-docx and zipfile raise on packages that are cut, encrypted or forged; neither has one exception."""


def open_docx(data: bytes) -> Document:
    """The document in a .docx. Never raises: bombs and broken packages are a Problem `unreadable`."""
    try:
        if reason := bomb(data, "Word file"):
            return _unreadable(reason)
        word = docx.Document(io.BytesIO(data))
        return _read(word)
    except _BROKEN as error:
        return _unreadable(f"The Word file does not open: {type(error).__name__}.")


def _unreadable(message: str) -> Document:
    return Document(MEDIA_TYPE, (), problems=(Problem("unreadable", "reading", "error", message),))


def _read(word: WordDocument) -> Document:
    body = word.element.body
    numbering = Numbering(word)
    problems = take_out_unseen(word)
    blocks: list[Block] = []
    for block in _blocks(body, numbering, 0):
        if len(blocks) >= MAX_BLOCKS:
            problems.append(Problem("too_large", "reading", "warning", f"Only the first {MAX_BLOCKS} blocks are read."))
            break
        blocks.append(block)
    images = sum(1 for element in body.iter() if local(element) in ("blip", "imagedata"))
    return Document(MEDIA_TYPE, tuple(blocks), tuple(_facts(word)), images, tuple(problems))


def _blocks(container: lxml.etree._Element, numbering: Numbering, depth: int) -> Iterator[Block]:
    """The blocks in a body, a cell or a text box."""
    for element in contents(container):
        name = local(element)
        if name == "p":
            level = numbering.outline_level(element)
            lines, boxes = paragraph_lines(element, numbering.label(element))
            for line in lines:
                yield Paragraph(line, level=level)
            if depth < MAX_NESTING:
                for box in boxes:
                    yield from _blocks(box, numbering, depth + 1)
        elif name == "tbl":
            yield from _table(element, numbering, depth)


def _table(table: lxml.etree._Element, numbering: Numbering, depth: int) -> Iterator[Block]:
    """A table as a Grid, then the tables inside it; a table of one cell is a frame around its content."""
    cells = [cell for cell in table.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tbl")) is table]
    if len(cells) <= 1:
        if depth < MAX_NESTING:
            for cell in cells:
                yield from _blocks(cell, numbering, depth + 1)
        return
    grid: Grid | None = table_grid(table, numbering)
    if grid is not None:
        yield grid
    if depth < MAX_NESTING:
        for cell in cells:
            for inner in contents(cell):
                if local(inner) == "tbl" and not is_cut_out(inner) and boxed_cell(inner) is None:
                    yield from _table(inner, numbering, depth + 1)


def _facts(word: WordDocument) -> Iterator[tuple[str, str]]:
    """The file's own properties. They are often a template's: hints, never more."""
    properties = word.core_properties
    named = (
        ("title", properties.title),
        ("meta:Author", properties.author),
        ("meta:Subject", properties.subject),
        ("meta:Keywords", properties.keywords),
        ("meta:LastModifiedBy", properties.last_modified_by),
        ("meta:CreationDate", properties.created.isoformat() if properties.created else ""),
        ("meta:ModDate", properties.modified.isoformat() if properties.modified else ""),
    )
    for name, value in named:
        if value and value.strip():
            yield name, value.strip()
