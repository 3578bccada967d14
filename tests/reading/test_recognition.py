"""Scanned reports are read by OCR: every figure that is given is the one on the paper, and a doubt is no figure.

One reading of each document for all its tests: a page takes seconds.
"""

from __future__ import annotations

import functools
import io
import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from parse.json_form import report_json
from parse.report import Report
from reading.conversion import convert
from reading.converters import ocr
from reading.messages import Converted, Failure, Task, Wanted
from reading.reader import read
from reading.steps import read_document

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "parse"))
from scoring import Score, score  # noqa: E402

MADE = HERE.parent / "documents" / "made"
REAL = HERE.parent / "documents" / "real"
installed = pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra ocr is not installed")


def _reading(data: bytes, name: str) -> Report:
    parts = read_document(Task(data, None, name, None), read, convert, 600)
    assert not isinstance(parts, Failure)
    return parts[0].report


@functools.cache
def scanned(name: str) -> Report:
    return _reading((MADE / name).read_bytes(), name)


def _score(report: Report, truth: dict[str, object]) -> Score:
    assert report.tables is not None
    return score(report.tables, truth)


def _kinds(report: Report) -> list[str]:
    return [told.kind for told in report.problems]


@installed
def test_a_scanned_report_says_what_is_printed() -> None:
    """洪泽区 2023, five pages at 200 dpi in black and white."""
    report = scanned("hongze-2023-scan.pdf")
    truth = json.loads((REAL / "truth.json").read_text("utf-8"))["hongze-2023.pdf"]
    result = _score(report, truth["tables"])
    assert (result.wrong, result.invented, result.missing) == ([], [], [])
    assert (report.media_type, report.is_report, report.report_year) == ("application/pdf", True, 2023)
    assert report.title == "洪泽区人民政府2023年政府信息公开工作年度报告"
    assert "2023年全区受理政府信息公开申请21件" in report.text


@installed
def test_recognised_figures_say_so() -> None:
    report = scanned("hongze-2023-scan.pdf")
    told = next(told for told in report.problems if told.kind == "read_by_ocr")
    assert (told.origin, told.severity, told.seen) == ("reading", "warning", "1, 2, 3, 4, 5")
    figures = [cell for cell in report.cells if cell.state == "number"]
    assert all(cell.confidence is not None and 0.9 <= cell.confidence <= 1 for cell in figures)
    assert {cell.page for cell in report.cells if cell.table == "review_and_litigation"} == {4}
    assert report_json(report)["cells"][0]["confidence"] is not None


@installed
def test_figures_that_are_all_different_in_a_bad_scan() -> None:
    """Turned by a degree, blurred, at 150 dpi, in coarse JPEG: what is given is right, what is in doubt is null."""
    report = scanned("dongning-other-numbers-scan.pdf")
    truth = json.loads((MADE / "dongning-other-numbers-scan.tables.json").read_text("utf-8"))
    result = _score(report, truth)
    assert (result.wrong, result.invented) == ([], [])
    assert result.right >= 190
    doubted = {(cell.row, cell.column) for cell in report.cells if cell.state == "unreadable"}
    assert {path[-2:] for path in result.missing} <= doubted


@installed
def test_blank_cells_of_a_scan_stay_blank() -> None:
    """Three pages of a TIFF; every third cell is blank, all figures differ."""
    report = scanned("fengcheng-third-blank-scan.tif")
    truth = json.loads((MADE / "fengcheng-third-blank-scan.tables.json").read_text("utf-8"))
    result = _score(report, truth)
    assert (result.wrong, result.invented, result.missing) == ([], [], [])
    assert (report.media_type, report.is_report) == ("image/tiff", True)
    assert "needs_converter" not in _kinds(report)


@installed
def test_a_page_without_ink_is_no_report() -> None:
    from PIL import Image

    file = io.BytesIO()
    Image.new("L", (1000, 1400), 255).save(file, "PNG")
    report = _reading(file.getvalue(), "x.png")
    assert (report.is_report, report.tables) == (False, None)


def test_without_the_extra_a_scan_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _: None)
    task = Task((MADE / "hongze-2023-scan.pdf").read_bytes(), None, "x.pdf", None)
    wanted = read(task).wanted
    assert wanted is not None
    assert wanted.converter == "ocr"
    missing = ocr.OCR.missing()
    assert missing is not None
    assert "nianbao[ocr]" in missing

    def nobody(_: Wanted) -> Converted | Failure:
        return Failure("needs_converter", missing or "")

    parts = read_document(task, read, nobody, 60)
    assert not isinstance(parts, Failure)
    report = parts[0].report
    assert (report.is_report, report.tables) == (False, None)
    assert {"needs_converter", "no_text_layer"} <= set(_kinds(report))


def test_a_pdf_with_text_needs_no_recognition() -> None:
    task = Task((REAL / "reports" / "hongze-2023.pdf").read_bytes(), None, "x.pdf", None)
    assert read(task).wanted is None


def test_broken_recognised_pages_are_a_problem() -> None:
    task = Task((MADE / "hongze-2023-scan.pdf").read_bytes(), None, "x.pdf", None)
    for made in (b"", b"{}", b'{"pages":[{"number":1}],"left_out":[]}', b'{"pages":[[]],"left_out":[]}'):
        assert not ocr.OCR.check(made)
        converted = Converted("ocr", made, ocr.OCR.media_type)
        report = read(Task(task.data, None, "x.pdf", None, (converted,))).report
        assert "converter_failed" in _kinds(report)
        assert not re.search(r"\d", json.dumps(report_json(report)["tables"]))


@installed
def test_what_may_be_a_character_read_wrongly_is_never_the_reports_fault() -> None:
    """The same report as text has two problems of the source; as a scan everything is ours until somebody compares."""
    report = scanned("hongze-2023-scan.pdf")
    assert {told.origin for told in report.problems} == {"reading"}
    assert "error" not in {told.severity for told in report.problems}


@installed
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_on_its_side_or_its_head_is_read(quarters: int) -> None:
    """Table four of 洪泽区's fourth page; its values, read by eye: 10 1 0 0 0, 0 0 0 0 0, 5 0 0 0 0."""
    import numpy as np

    from reading.recognition.engine import Engine
    from reading.recognition.page import recognise
    from reading.recognition.pictures import pictures_of

    page = list(pictures_of((MADE / "hongze-2023-scan.pdf").read_bytes()))[3]
    part = np.ascontiguousarray(np.rot90(page.gray[840:1330], quarters))
    drawn = recognise(part, page.dpi, 4, Engine())
    figures = sorted(mark for mark in drawn.characters if mark[4].isdigit())
    assert "".join(mark[4] for mark in figures) == "1010000000050000"
    assert all(mark[5] > 0.9 for mark in figures)
    assert drawn.width > drawn.height
