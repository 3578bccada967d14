"""What a damaged document prints, found without the reader, and whether a reading holds a number that it does not."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import lxml.etree
import lxml.html
import lxml.html.defs
import pypdfium2
from distinct import leaves
from scoring import plain_tables

from parse.carrier.encoding import decode
from parse.report import Report

_INLINE_WORDS = "span font b i u s em strong big small tt label a ins o:p st1:chsdate code abbr"
_INLINE = frozenset(_INLINE_WORDS.split())
_TAGS = frozenset(lxml.html.defs.tags)
"""A browser shows an element that it does not know as inline."""
_HALF = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
_TOKEN = re.compile(r"\d+(?:[,.]\d+)*|\.\d+")
_ORDINAL = re.compile(r"(\d)[.．、](?=[\u4e00-\u9fff])")
"""The number of a label (2.其他 …) belongs to the label, whatever stands before it."""
_PARAGRAPH = re.compile(r"<w:(?:p|tc|br|cr|tab)\b[^>]*>|</w:(?:p|tc)>")
_DELETED = re.compile(r"<w:delText\b[^>]*>[^<]*</w:delText>|<w:instrText\b[^>]*>[^<]*</w:instrText>")


def printed_text(data: bytes, kind: str) -> str:
    """All text of a document, a line feed wherever something other than an inline element begins or ends."""
    if kind == "docx":
        return _word_text(data)
    if kind == "pdf":
        return _pdf_text(data)
    text, _ = decode(data)
    return _page_text(text) + "\n" + text if "<" in text else text


def _page_text(text: str) -> str:
    parser = lxml.etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = lxml.etree.fromstring(text.encode("utf-8", "replace"), parser)
    except lxml.etree.XMLSyntaxError:
        return ""
    pieces: list[str] = []
    unseen: set[lxml.html.HtmlElement] = set()
    hidden = 0
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")) if root is not None else ():
        wall = element.tag in _TAGS and element.tag not in _INLINE
        if wall:
            pieces.append("\n")
        if event == "end":
            hidden -= element in unseen
            piece = element.tail
        else:
            if "display:none" in (element.get("style") or ""):
                unseen.add(element)
                hidden += 1
            piece = element.text
        if not hidden:
            pieces.append((piece or "").replace("\n", " "))
    return "".join(pieces)


def _word_text(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            text = package.read("word/document.xml").decode("utf-8", "replace")
    except (
        zipfile.BadZipFile,
        KeyError,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        zipfile.zlib.error,
    ):
        return ""
    return re.sub(r"<[^>]*>", "", _PARAGRAPH.sub("\n", _DELETED.sub("", text)))


def _pdf_text(data: bytes) -> str:
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            return "\n".join(_pdf_page(pdf, number) for number in range(len(pdf)))
    except (pypdfium2.PdfiumError, ValueError):
        return ""


def _pdf_page(pdf: pypdfium2.PdfDocument, number: int) -> str:
    try:
        return pdf[number].get_textpage().get_text_range()
    except (pypdfium2.PdfiumError, ValueError):
        return ""


def tokens(text: str) -> Counter[str]:
    """How often each number is printed, commas and full-width forms aside."""
    text = _ORDINAL.sub(r"\n\1.", text.translate(_HALF))
    return Counter(token.replace(",", "") for token in _TOKEN.findall(text))


def invented(report: Report, text: str, kind: str) -> list[str]:
    """What a reading holds and the document does not print: numbers, or more of one number than it prints."""
    known = tokens(text)
    run = re.sub(r"\s", "", text.translate(_HALF)) if kind == "pdf" else ""
    faults: list[str] = []
    read: Counter[str] = Counter()
    for cell in report.cells:
        if cell.value is None:
            continue
        found = _TOKEN.findall((cell.printed or "").translate(_HALF))
        if not found:
            faults.append(f"{cell.table}/{cell.row}/{cell.column}: a value without a printed number: {cell.printed!r}")
            continue
        number = found[0].replace(",", "")
        # a narrow cell of a PDF breaks a number over lines
        if number not in known and not (run and number in run):
            faults.append(f"{cell.table}/{cell.row}/{cell.column}: {number} is printed nowhere")
        read[number] += 1
    if not run:
        faults += [
            f"{number} read {count} times, printed {known[number]}"
            for number, count in read.items()
            if count > known[number] > 0
        ]
    return faults


def wrong_places(report: Report, tables: Mapping[str, Any]) -> Iterator[str]:
    """Values of a reading that are not those of the undamaged document; nulls are none."""
    expected = dict(leaves(tables))
    for path, value in leaves(plain_tables(report.tables or {})):
        if value is None or (isinstance(value, Mapping) and value.get("value") is None):
            continue
        if expected.get(path) != value:
            yield f"{'/'.join(path)}: {value}, not {expected.get(path)}"
