"""Spreadsheets (.xlsx, .xls): the tables of every visible sheet with their merged cells, and the text around them.

Numbers are written as the program shows them without a number format: at most 15 significant digits, no trailing
zeros. A cell that shows an error, or whose formula was never computed, holds that and is not blank.
"""

from __future__ import annotations

import datetime
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import lxml.etree
import python_calamine

from parse.carrier import workbook_biff, workbook_xml
from parse.carrier.compound_file import BrokenCompoundFileError
from parse.carrier.package import bomb
from parse.carrier.sniff import XLSX
from parse.carrier.spreadsheet_layout import Sheet, blocks
from parse.carrier.workbook_xml import Faults
from parse.document import Block, Document
from parse.report import Problem

MAX_PLACES = 400_000
"""Rows times columns from the first cell to the last: the library fills the whole rectangle."""
MAX_SHEETS = 64
_SIGNIFICANT = 15

Value = int | float | str | bool | datetime.time | datetime.date | datetime.timedelta

_BROKEN = (
    python_calamine.CalamineError,
    BrokenCompoundFileError,
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
    IndexError,
    OverflowError,
)
"""What zipfile, lxml and the library raise on files that are cut, encrypted or forged."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What was looked up before the library opens the file."""

    height: int
    width: int
    by_name: Mapping[str, Faults]
    by_place: Sequence[Faults]

    def faults(self, name: str, index: int) -> Faults:
        return self.by_name.get(name) or (self.by_place[index] if index < len(self.by_place) else {})


def open_spreadsheet(data: bytes, kind: str) -> Document:
    """The document in a spreadsheet of this media type. Never raises: what does not open is a Problem `unreadable`,
    what is larger than any report `too_large`."""
    try:
        if kind == XLSX and (reason := bomb(data, "spreadsheet")):
            return _failed(kind, "unreadable", reason)
        known = _look_xlsx(data) if kind == XLSX else _look_xls(data)
        if known.height * known.width > MAX_PLACES:
            size = f"{known.height} rows and {known.width} columns"
            return _failed(kind, "unreadable", f"The spreadsheet is larger than any report: {size}.")
        return _read(data, kind, known)
    except _BROKEN as error:
        return _failed(kind, "unreadable", f"The spreadsheet does not open: {type(error).__name__}.")
    except BaseException as error:
        # the library's way to say that it came upon a bug of its own; it is no Exception
        if type(error).__name__ != "PanicException":
            raise
        return _failed(kind, "unreadable", "The spreadsheet does not open.")


def _failed(kind: str, problem: str, message: str) -> Document:
    return Document(kind, (), problems=(Problem(problem, "reading", "error", message),))


def _look_xlsx(data: bytes) -> _Known:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        height, width = workbook_xml.extent(archive)
        faults = workbook_xml.faults(archive) if height * width <= MAX_PLACES else {}
    return _Known(height, width, faults, ())


def _look_xls(data: bytes) -> _Known:
    records = workbook_biff.workbook(data)
    height, width = workbook_biff.extent(records)
    return _Known(height, width, {}, workbook_biff.faults(records))


def _read(data: bytes, kind: str, known: _Known) -> Document:
    found: list[Block] = []
    problems: list[Problem] = []
    with python_calamine.load_workbook(io.BytesIO(data)) as workbook:
        for index, about in enumerate(workbook.sheets_metadata[:MAX_SHEETS]):
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = _sheet(workbook.get_sheet_by_index(index), known.faults(about.name, index))
            if about.visible == python_calamine.SheetVisibleEnum.Visible:
                found += blocks(sheet)
            elif any(map(any, sheet.rows)):
                message = f"The sheet {about.name} is hidden; it was left out."
                problems.append(Problem("hidden_text", "reading", "info", message, seen=about.name))
    images = _pictures(data) if kind == XLSX else 0
    return Document(kind, tuple(found), image_count=images, problems=tuple(problems))


def _sheet(sheet: python_calamine.CalamineSheet, faults: Faults) -> Sheet:
    rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), shown in faults.items():
        while len(rows) <= row:
            rows.append([])
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = shown
    return Sheet(rows, tuple(_merged(sheet)))


def _merged(sheet: python_calamine.CalamineSheet) -> Iterator[tuple[int, int, int, int]]:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if bottom >= top and right >= left:
            yield top, left, bottom, right


def _text(value: Value) -> str:
    """What a cell shows."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return str(value)


def _number(value: float) -> str:
    """Without an exponent, as Excel shows whole numbers of up to 15 digits and the fractions that people type."""
    shortest = Decimal(f"{value:.{_SIGNIFICANT}g}")
    if not shortest:
        return "0"
    if not shortest.is_finite():
        return str(value)
    text = f"{shortest:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _pictures(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(name.startswith("xl/media/") for name in archive.namelist())
