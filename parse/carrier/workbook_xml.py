"""What a spreadsheet library does not say of an .xlsx: how far its cells reach, cells that show an error or whose
formula was never computed (the library gives both as blank), and what is shown otherwise than it is stored."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator

import lxml.etree

from parse.carrier.sheet_face import Face, Place
from parse.carrier.workbook_styles import PLAIN, inline_string, marked_strings, parse, printed, styles_of

_ROW_BEGINS = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL_BEGINS = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_CELL_ENDS = re.compile(rb"</(?:\w+:)?c>")
_ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d{1,10})[\"']")
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']\$?([A-Za-z]{1,7})\$?(\d{1,10})[\"']")
_TYPE = re.compile(rb"\st\s*=\s*[\"'](\w+)[\"']")
_STYLE = re.compile(rb"\ss\s*=\s*[\"'](\d{1,6})[\"']")
_ROW_HEAD = re.compile(rb"<(?:\w+:)?row(\s[^<>]*)>")
_COLUMN_HEAD = re.compile(rb"<(?:\w+:)?col(\s[^<>]*)>")
_COLUMNS_END = 2**20
_HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_NO_HEIGHT = re.compile(rb"\sht\s*=\s*[\"']0(?:\.0*)?[\"']")
_NO_WIDTH = re.compile(rb"\swidth\s*=\s*[\"']0(?:\.0*)?[\"']")
_FIRST = re.compile(rb"\smin\s*=\s*[\"'](\d{1,6})[\"']")
_LAST = re.compile(rb"\smax\s*=\s*[\"'](\d{1,6})[\"']")
_NO_ZEROS = re.compile(rb"\sshowZeros\s*=\s*[\"'](?:0|false)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|t)[\s>]")
_SHOWN = re.compile(rb"<(?:\w+:)?(?:is|t)[\s>]|<(?:\w+:)?v(?:\s[^<>]*)?(?<!/)>[^<]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_INNER = re.compile(rb"<(?:\w+:)?%s[^<>]*>([^<]*)<")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
WORKBOOK = "xl/workbook.xml"


def extent(archive: zipfile.ZipFile) -> Place:
    """(height, width) that holds every cell of every sheet that is not empty."""
    height = width = 0
    for name in archive.namelist():
        if name.endswith(".xml"):
            for (row, column), _, _ in _cells(archive.read(name)):
                height, width = max(height, row + 1), max(width, column + 1)
    return height, width


def faces(archive: zipfile.ZipFile) -> dict[str, Face]:
    """Sheet name → what its cells show instead of their values (`#DIV/0!`, `=SUM(A1:B1)`, `50%`, `3¹`)."""
    styles, strings = styles_of(archive), marked_strings(archive)
    telling = {number for number, style in enumerate(styles) if style != PLAIN}
    found: dict[str, Face] = {}
    for name, part in _sheets(archive).items():
        data = archive.read(part)
        face = found[name] = Face(rows=_hidden_rows(data), columns=_hidden_columns(data))
        zeros = not _NO_ZEROS.search(data)
        for place, attributes, content in _cells(data):
            kind = _TYPE.search(attributes)
            typed = kind.group(1) if kind else b"n"
            if typed == b"e":
                face.texts[place] = _text(rb"v", content) or "#ERROR!"
            elif typed != b"str" and _FORMULA.search(content) and not _SHOWN.search(content):
                face.texts[place] = "=" + _text(rb"f", content)
            number = _STYLE.search(attributes)
            style = styles[int(number.group(1))] if number and int(number.group(1)) in telling else PLAIN
            if typed == b"n":
                if style is not PLAIN or not zeros:
                    face.put_number(place, _text(rb"v", content), style, zeros=zeros)
            elif typed == b"s":
                index = _text(rb"v", content)
                text = strings.get(int(index)) if index.isascii() and index.isdigit() else None
                if text is not None:
                    face.texts[place] = printed(text, style)
            elif typed == b"inlineStr" and (text := inline_string(content)) is not None:
                face.texts[place] = printed(text, style)
            if style is not PLAIN and typed in (b"s", b"inlineStr", b"str"):
                face.styled[place] = style
    return found


def _hidden_rows(part: bytes) -> set[int]:
    rows: set[int] = set()
    row = -1
    for match in _ROW_HEAD.finditer(part):
        number = _ROW_NUMBER.search(match.group(1))
        row = int(number.group(1)) - 1 if number else row + 1
        if _HIDDEN.search(match.group(1)) or _NO_HEIGHT.search(match.group(1)):
            rows.add(row)
    return rows


def _hidden_columns(part: bytes) -> list[tuple[int, int]]:
    columns: list[tuple[int, int]] = []
    for match in _COLUMN_HEAD.finditer(part, 0, _COLUMNS_END):
        first, last = _FIRST.search(match.group(1)), _LAST.search(match.group(1))
        if first and last and (_HIDDEN.search(match.group(1)) or _NO_WIDTH.search(match.group(1))):
            columns.append((int(first.group(1)) - 1, int(last.group(1)) - 1))
    return columns


def _cells(part: bytes) -> Iterator[tuple[Place, bytes, bytes]]:
    """(row, column), attributes and content of each cell that has a value or a formula.

    A row or cell that does not say where it stands follows the one before it.
    """
    row = -1
    for index, line in enumerate(_ROW_BEGINS.split(part)):
        head, *cells = _CELL_BEGINS.split(line)
        number = _ROW_NUMBER.search(b" " + head.partition(b">")[0])
        row = int(number.group(1)) - 1 if number else row + 1 if index else row
        column = -1
        for cell in cells:
            attributes, _, rest = cell.partition(b">")
            reference = _REFERENCE.search(attributes)
            column = _column(reference.group(1)) if reference else column + 1
            content = b"" if attributes.endswith(b"/") else _CELL_ENDS.split(rest, maxsplit=1)[0]
            if _VALUE.search(content) or _FORMULA.search(content):
                yield (int(reference.group(2)) - 1 if reference else max(row, 0), column), attributes, content


def _text(element: bytes, content: bytes) -> str:
    match = re.search(_INNER.pattern % element, content)
    return match.group(1).decode("utf-8", "replace").strip() if match else ""


def _column(letters: bytes) -> int:
    """0 for A."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → member."""
    targets = {
        element.get("Id"): element.get("Target") or ""
        for element in _xml(archive, "xl/_rels/workbook.xml.rels").iterdescendants("{*}Relationship")
    }
    members = set(archive.namelist())
    sheets: dict[str, str] = {}
    for element in _xml(archive, WORKBOOK).iterdescendants("{*}sheet"):
        target = targets.get(element.get(f"{{{_OFFICE}}}id") or element.get(f"{{{_STRICT_OFFICE}}}id"), "")
        member = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if member in members:
            sheets[element.get("name") or ""] = member
    return sheets


def _xml(archive: zipfile.ZipFile, name: str) -> lxml.etree._Element:
    return parse(archive.read(name))
