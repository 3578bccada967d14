"""What a spreadsheet library does not say of an .xlsx: how far its cells reach, and cells that show an error or whose
formula was never computed (the library gives both as blank)."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

import lxml.etree

Place = tuple[int, int]
Faults = dict[Place, str]

_ROW_BEGINS = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL_BEGINS = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_CELL_ENDS = re.compile(rb"</(?:\w+:)?c>")
_ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d{1,10})[\"']")
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']\$?([A-Za-z]{1,7})\$?(\d{1,10})[\"']")
_ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|t)[\s>]")
_SHOWN = re.compile(rb"<(?:\w+:)?(?:is|t)[\s>]|<(?:\w+:)?v(?:\s[^<>]*)?(?<!/)>[^<]")
_STRING = re.compile(rb"\bt\s*=\s*[\"']str[\"']")
"""The formula's result is a text, which may be none."""
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


def faults(archive: zipfile.ZipFile) -> dict[str, Faults]:
    """Sheet name → (row, column), from 0 → what the cell shows instead of a value (`#DIV/0!`, `=SUM(A1:B1)`)."""
    found: dict[str, Faults] = {}
    for name, part in _sheets(archive).items():
        found[name] = {}
        for place, attributes, content in _cells(archive.read(part)):
            if _ERROR.search(attributes):
                found[name][place] = _text(rb"v", content) or "#ERROR!"
            elif _FORMULA.search(content) and not _STRING.search(attributes) and not _SHOWN.search(content):
                found[name][place] = "=" + _text(rb"f", content)
    return found


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
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return lxml.etree.parse(io.BytesIO(archive.read(name)), parser).getroot()
