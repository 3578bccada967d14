"""What is said of pictures: low ones are read, and one that was not read is never the gap of its document."""

from __future__ import annotations

import json
import zipfile
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest

from parse.reader import read as parse_read
from parse.report import Report
from reading.conversion import convert
from reading.converters import ocr
from reading.messages import Converted, Failure, Task, Wanted
from reading.reader import read
from reading.steps import read_document

WIDE = Path(__file__).parents[1] / "documents" / "made" / "wide-tables"
LINES = Path(__file__).parents[1] / "documents" / "made" / "lines-of-cells"
installed = pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra ocr is not installed")
TABLES = ("proactive_disclosure", "disclosure_requests", "review_and_litigation")
URL = "http://x.localhost/nb/1.html"
BROKEN_PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(1, 251)) * 4


def page(*, tables: bool = True) -> bytes:
    """A report whose tables, if any, are pictures."""
    said = (LINES / "one-a-line.txt").read_text("utf-8").splitlines()
    parts = ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"]
    shown = [f"<p>{part}</p>" + (f'<p><img src="{n}.png"></p>' if tables else "") for n, part in enumerate(parts)]
    body = "".join(f"<p>{line}</p>" for line in said[:4]) + "".join(shown) + f"<p>{said[-4]}</p><p>{said[-3]}</p>"
    return f"<html><head><meta charset='utf-8'><title>{said[0]}</title></head><body>{body}</body></html>".encode()


def nobody(wanted: Wanted) -> Converted | Failure:
    del wanted
    return Failure("needs_converter", "The extra is missing.")


def only(task: Task) -> Report:
    parts = read_document(task, read, nobody, 60)
    assert not isinstance(parts, Failure)
    return parts[0].report


def told(report: Report) -> dict[str, set[str | None]]:
    kinds: dict[str, set[str | None]] = {}
    for known in report.problems:
        kinds.setdefault(known.kind, set()).add(known.table)
    return kinds


def test_tables_in_pictures_are_no_tables_that_the_document_lacks() -> None:
    found = only(Task(page(), "text/html", URL, None))
    assert found.is_report
    assert "tables_are_images" in told(found)
    assert "table_missing" not in told(found)
    assert {known.origin for known in found.problems if known.table in TABLES} <= {"reading"}


def test_a_report_without_tables_and_pictures_lacks_them() -> None:
    found = only(Task(page(tables=False), "text/html", URL, None))
    assert told(found)["table_missing"] == set(TABLES)
    assert {known.origin for known in found.problems if known.kind == "table_missing"} == {"source"}


def recognised(pictures: list[dict[str, object]], pages: list[object]) -> Report:
    made = json.dumps({"pages": pages, "left_out": [], "pictures": pictures}).encode()
    return parse_read(page(), media_type="text/html", url=URL, recognised=made)


def test_a_table_in_a_picture_that_was_not_recognised_beside_one_that_was() -> None:
    (three,) = json.loads((WIDE / "three.recognised.json").read_text("utf-8"))["pages"]
    found = recognised(
        [{"address": "0.png", "before": 4, "pages": None}, {"address": "1.png", "before": 5, "pages": [1]}], [three]
    )
    kinds = told(found)
    assert found.tables
    assert found.tables["disclosure_requests"]
    assert kinds["table_among_pictures"] == {"proactive_disclosure", "review_and_litigation"}
    assert "table_missing" not in kinds
    assert [known.seen for known in found.problems if known.kind == "picture_unread"] == ["0.png"]


def test_totals_beside_the_rule_at_the_side_of_a_picture_are_whole() -> None:
    """总计 of table three, read by eye; five of them stand so close to the side that one digit more had no room."""
    made = (WIDE / "three.recognised.json").read_bytes()
    found = parse_read((WIDE / "three.png").read_bytes(), media_type="image/png", recognised=made)
    assert found.tables
    totals = [row["total"] for row in found.tables["disclosure_requests"].values()]
    assert totals == [
        2571, 24, 182, 93, 69, 90, 140, 119, 113, 132, 77, 119, 119, 148, 139, 95, 138, 136, 137, 111, 94, 131, 180,
        2562, 33,
    ]  # fmt: skip
    assert "cut_figure" not in told(found)


def test_totals_at_the_side_of_a_picture_without_a_rule_may_be_cut() -> None:
    made = json.loads((WIDE / "three.recognised.json").read_text("utf-8"))
    (three,) = made["pages"]
    three["vertical"] = [rule for rule in three["vertical"] if rule[0] < 580]
    found = parse_read((WIDE / "three.png").read_bytes(), media_type="image/png", recognised=json.dumps(made).encode())
    assert "cut_figure" in told(found)
    assert found.tables
    assert found.tables["disclosure_requests"]["new_requests"]["total"] is None


@installed
def test_a_low_picture_of_table_four_is_read() -> None:
    parts = read_document(Task((WIDE / "four.png").read_bytes(), None, "four.png", None), read, convert, 60)
    assert not isinstance(parts, Failure)
    found = parts[0].report
    assert found.tables
    assert {key: list(row.values()) for key, row in found.tables["review_and_litigation"].items()} == {
        "review": [1, 2, 3, 4, 10],
        "litigation_direct": [5, 6, 7, 8, 26],
        "litigation_after_review": [2, 0, 1, 3, 6],
    }


@installed
def test_a_broken_picture_is_named_and_an_icon_is_not() -> None:
    from PIL import Image

    from reading.linked_pictures import Linked, pack
    from reading.recognise_linked import recognise_pictures

    icon = BytesIO()
    Image.new("L", (90, 90), 255).save(icon, "PNG")
    found = recognise_pictures(pack([Linked("broken", 0, BROKEN_PNG), Linked("icon", 0, icon.getvalue())]))
    assert [picture["pages"] for picture in found["pictures"]] == [None, []]


@pytest.mark.parametrize("data", [BROKEN_PNG], ids=["right signature"])
def test_a_broken_picture_is_unreadable(data: bytes) -> None:
    made = json.dumps({"pages": [], "left_out": []}).encode()
    found = parse_read(data, media_type="image/png", recognised=made)
    assert found.verdict == "unreadable"
    assert told(found).keys() >= {"unreadable"}
    assert [known.severity for known in found.problems if known.kind == "unreadable"] == ["error"]


def test_an_archive_without_files_says_so() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w"):
        pass
    found = only(Task(file.getvalue(), "application/zip", "http://x.localhost/a.zip", None))
    assert (found.media_type, found.is_report, found.verdict) == ("application/zip", False, "empty")
    assert [known.message for known in found.problems] == ["The ZIP archive holds no files."]


@pytest.mark.parametrize(
    "task",
    [Task(page(), "text/html", URL, None, images=((f"{URL[:-6]}0.png", (WIDE / "four.png").read_bytes()),))],
    ids=["pictures of a page"],
)
def test_a_broken_extra_is_told_with_its_reason(task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rapidocr").mkdir()
    (tmp_path / "rapidocr" / "__init__.py").write_text("import nothing_of_this_name\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    if ocr.OCR.missing():
        pytest.skip("the extra ocr is not installed")
    parts = read_document(task, read, convert, 60)
    assert not isinstance(parts, Failure)
    found = parts[0].report
    (failed,) = [known for known in found.problems if known.kind == "converter_failed"]
    assert "No module named 'nothing_of_this_name'" in failed.message
    assert {"picture_unread", "too_many_pages"}.isdisjoint(told(found))
