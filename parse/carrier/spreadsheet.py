"""Spreadsheets (.xlsx, .xls): the tables of every visible sheet with their merged cells, and the text around them.

A cell holds what it shows (`parse.carrier.sheet_face`): a number in its number format, but without separators of
thousands and trailing zeros and with at most 15 significant digits. A cell that shows an error, or whose formula was
never computed, holds that and is not blank. What is out of sight is left out and told.
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
from itertools import chain

import lxml.etree
import python_calamine

from parse.carrier import workbook_biff, workbook_xml
from parse.carrier.compound_file import BrokenCompoundFileError
from parse.carrier.package import bomb
from parse.carrier.sheet_face import Face
from parse.carrier.sniff import XLSX
from parse.carrier.spreadsheet_layout import Sheet, blocks
from parse.carrier.workbook_reports import Named, one_report
from parse.document import Document, Paragraph
from parse.problem_kinds import KINDS, problem
from parse.report import Problem

MAX_PLACES = 400_000
"""Rows times columns from the first cell to the last: the library fills the whole rectangle."""
MAX_SHEETS = 64
_SIGNIFICANT = 15
_TOLD, _TOLD_LENGTH = 20, 200

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
    by_name: Mapping[str, Face]
    by_place: Sequence[Face]

    def face(self, name: str, index: int) -> Face:
        return self.by_name.get(name) or (self.by_place[index] if index < len(self.by_place) else Face())


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


def _failed(kind: str, fault: str, message: str) -> Document:
    return Document(kind, (), problems=(Problem(fault, "reading", "error", message),))


def _look_xlsx(data: bytes) -> _Known:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        height, width = workbook_xml.extent(archive)
        faces = workbook_xml.faces(archive) if height * width <= MAX_PLACES else {}
    return _Known(height, width, faces, ())


def _look_xls(data: bytes) -> _Known:
    records = workbook_biff.workbook(data)
    height, width = workbook_biff.extent(records)
    return _Known(height, width, {}, workbook_biff.faces(records))


def _read(data: bytes, kind: str, known: _Known) -> Document:
    found: list[Named] = []
    problems: list[Problem] = []
    with python_calamine.load_workbook(io.BytesIO(data)) as workbook:
        for index, about in enumerate(workbook.sheets_metadata[:MAX_SHEETS]):
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            face = known.face(about.name, index)
            sheet = _sheet(workbook.get_sheet_by_index(index), face)
            if about.visible == python_calamine.SheetVisibleEnum.Visible:
                found.append((about.name, list(blocks(sheet))))
                problems += _told(about.name, face)
            elif any(map(any, sheet.rows)):
                message = f"The sheet {about.name} is hidden; it was left out."
                problems.append(Problem("hidden_text", "reading", "info", message, seen=about.name))
    images = _pictures(data) if kind == XLSX else 0
    if len(found) > 1:
        found, several = one_report(found)
        if several:
            names = _some(several)
            problems.append(problem("several_reports", f"{KINDS['several_reports'].english}: {names}", seen=names))
            found = [(name, [block for block in held if isinstance(block, Paragraph)]) for name, held in found[:1]]
    return Document(kind, tuple(chain.from_iterable(held for _, held in found)), (), images, tuple(problems))


def _sheet(sheet: python_calamine.CalamineSheet, face: Face) -> Sheet:
    rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    face.put_texts(rows)
    return Sheet(*face.seen(rows, tuple(_merged(sheet))))


def _told(name: str, face: Face) -> Iterator[Problem]:
    """What a sheet holds otherwise than it shows it."""
    if face.unseen:
        yield problem("hidden_text", f"The sheet {name} holds values that it does not show.", seen=_some(face.unseen))
    if face.rounded:
        yield problem("rounded_figure", f"{KINDS['rounded_figure'].english}: {name}", seen=_some(face.rounded))


def _some(values: Sequence[str]) -> str:
    return "; ".join(values[:_TOLD])[:_TOLD_LENGTH]


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
