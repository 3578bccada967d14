"""A page that shows its tables as pictures by their addresses is one report, in the order of the page."""

from __future__ import annotations

import functools
import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from parse.carrier import open_document
from parse.document import Grid, Paragraph
from parse.report import Report
from reading.conversion import convert
from reading.converters import ocr
from reading.linked_pictures import Linked, linked_pictures, pack, unpack
from reading.messages import Converted, Failure, Task, Wanted
from reading.reader import read
from reading.steps import read_document
from samples.carriers import make

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "parse"))
from scoring import score  # noqa: E402

MADE = HERE.parent / "documents" / "made" / "nanyue-tables-as-pictures"
SITE = "http://x.localhost:8000"
URL = f"{SITE}/gk/nb/t20210101_1.html"
NAMES = ("three-a.png?v=1", "two.png", "four.png", "three-b.png")
"""As they came, which is not as they stand on the page."""
installed = pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra ocr is not installed")


def task(*names: str) -> Task:
    images = tuple((f"{SITE}/gk/nb/{name}", (MADE / name.split("?")[0]).read_bytes()) for name in names)
    return Task((MADE / "page.html").read_bytes(), "text/html", URL, None, images=images)


@functools.cache
def report() -> Report:
    parts = read_document(task(*NAMES), read, convert, 60)
    assert not isinstance(parts, Failure)
    return parts[0].report


@installed
def test_text_and_pictures_are_one_report_without_a_wrong_figure() -> None:
    """Table three goes over two pictures. All figures differ; one is in doubt."""
    found = report()
    assert (found.is_report, found.media_type, found.report_year, found.edition) == (True, "text/html", 2020, "2019")
    assert found.tables is not None
    result = score(found.tables, json.loads((MADE / "tables.json").read_text("utf-8")))
    assert (result.wrong, result.invented) == ([], [])
    assert len(result.missing) <= 1
    assert result.right >= 197
    doubted = {(cell.row, cell.column) for cell in found.cells if cell.state == "unreadable"}
    assert {path[-2:] for path in result.missing} <= doubted


@installed
def test_every_figure_says_that_it_was_recognised_and_the_text_is_the_pages_own() -> None:
    found = report()
    assert all(cell.confidence is not None for cell in found.cells if cell.state == "number")
    (told,) = [told for told in found.problems if told.kind == "read_by_ocr"]
    assert [name.rsplit("/", 1)[1] for name in (told.seen or "").split()] == [
        "two.png",
        "three-a.png?v=1",
        "three-b.png",
        "four.png",
    ]
    assert not {"tables_are_images", "needs_converter"} & {told.kind for told in found.problems}
    assert "2020年，全镇共办理政府信息公开申请1件" in found.text


def test_without_the_extra_it_is_a_report_whose_tables_are_pictures() -> None:
    def nobody(wanted: Wanted) -> Converted | Failure:
        assert wanted.converter == "ocr"
        return Failure("needs_converter", "Pages that are pictures need the extra.")

    parts = read_document(task(*NAMES), read, nobody, 60)
    assert not isinstance(parts, Failure)
    found = parts[0].report
    assert (found.is_report, found.report_year) == (True, 2020)
    assert {"tables_are_images", "needs_converter"} <= {told.kind for told in found.problems}
    assert not [cell for cell in found.cells if cell.value is not None]


def test_a_page_with_its_tables_in_the_text_asks_for_no_recognition() -> None:
    page = (HERE.parent / "documents/real/reports/pingtan-2025.html").read_bytes()
    images = (("http://x.localhost/seal.png", b"\x89PNG"),)
    assert read(Task(page, "text/html", "http://x.localhost/1.html", None, images=images)).wanted is None


def test_pictures_stand_in_the_order_of_the_page() -> None:
    given = task(*NAMES)
    page = open_document(given.data, "text/html", URL)
    moved = (*given.images, (f"{SITE}/moved/seal.png", b"seal"))
    found = linked_pictures(page, URL, moved)
    assert [linked.address.rsplit("/", 1)[1] for linked in found] == [
        "two.png",
        "three-a.png?v=1",
        "three-b.png",
        "seal.png",
        "four.png",
    ], "one that the page names otherwise stands behind the one that was asked for before it"
    behind = [page.blocks[linked.before] for linked in found]
    assert [block.text[:2] for block in behind if isinstance(block, Paragraph)] == [
        "三、",
        "四、",
        "四、",
        "四、",
        "五、",
    ]
    assert list(unpack(pack(found))) == found


def test_recognised_tables_stand_between_the_paragraphs_of_the_page() -> None:
    given = task()
    rules = {"horizontal": [[at, 10, 190] for at in (10, 40, 70)], "vertical": [[at, 10, 70] for at in (10, 100, 190)]}
    marks = [[20 + 90 * (n % 2), 15 + 30 * (n // 2), 30 + 90 * (n % 2), 25 + 30 * (n // 2), "7", 1] for n in range(4)]
    page = {"number": 1, "width": 200, "height": 100, "characters": marks, **rules}
    picture = {"address": "http://x/two.png", "before": 3, "pages": [1]}
    rest = {"address": "http://x/four.png", "before": 5, "pages": None}
    made = json.dumps({"pages": [page], "left_out": [], "pictures": [picture, rest]}).encode()
    assert ocr.OCR.check(made)
    document = open_document(given.data, "text/html", URL, made)
    assert [isinstance(block, Grid) for block in document.blocks[:5]] == [False, False, False, True, False]
    told = {problem.kind: problem.seen for problem in document.problems}
    assert told == {"read_by_ocr": "http://x/two.png", "picture_unread": "http://x/four.png"}


@installed
def test_what_bounds_leave_out_is_named_and_a_broken_picture_costs_itself_only() -> None:
    from reading.recognise_linked import recognise_pictures

    whole = (MADE / "four.png").read_bytes()
    package = pack([Linked("left", 0, b""), Linked("broken", 0, whole[:3000]), Linked("no picture", 1, b"<html>")])
    found = recognise_pictures(package)
    assert [picture["pages"] for picture in found["pictures"]] == [None, None, []]
    late = recognise_pictures(pack([Linked("late", 0, whole)]), seconds=-1)
    assert (late["pages"], late["pictures"][0]["pages"]) == ([], None)


SEED = "002_d1d250c2011c14d6.txt"
FOUR = "四、政府信息公开行政复议、行政诉讼情况"


def mixed() -> Task:
    """The same report with tables two and three as text, with figures of its own, and four as a picture; a picture of
    table two stands there too."""
    written = (HERE.parent / "documents" / "seeds" / SEED).read_text("utf-8")
    page = make(written, "html").decode()
    begin = page.index("<table", page.index(FOUR))
    end = page.index("</table>", begin) + len("</table>")
    shown = '<p><img src="two.png"></p><p><img src="four.png"></p>'
    images = tuple((f"{SITE}/gk/nb/{name}", (MADE / name).read_bytes()) for name in ("two.png", "four.png"))
    return Task((page[:begin] + shown + page[end:]).encode(), "text/html", URL, None, images=images)


@installed
def test_only_the_table_that_the_text_has_not_is_taken_from_a_picture() -> None:
    parts = read_document(mixed(), read, convert, 60)
    assert not isinstance(parts, Failure)
    found = parts[0].report
    own = json.loads((HERE.parent / "documents" / "seeds" / "truth.json").read_text("utf-8"))
    truth = next(entry for name, entry in own.items() if name.startswith(SEED[:3]))["tables"]
    drawn = json.loads((MADE / "tables.json").read_text("utf-8"))
    result = score(found.tables or {}, {**truth, "review_and_litigation": drawn["review_and_litigation"]})
    assert (result.wrong, result.invented, result.missing) == ([], [], [])
    sure = {table: {cell.confidence is None for cell in found.cells if cell.table == table and cell.state == "number"}
            for table in truth}  # fmt: skip
    assert sure == {
        "proactive_disclosure": {True},
        "disclosure_requests": {True},
        "review_and_litigation": {False},
    }
    assert "table_among_pictures" not in {told.kind for told in found.problems}


def test_without_the_extra_the_table_that_may_be_a_picture_is_named() -> None:
    parts = read_document(mixed(), read, lambda _: Failure("needs_converter", "The extra is missing."), 60)
    assert not isinstance(parts, Failure)
    told = {told.table: told.seen for told in parts[0].report.problems if told.kind == "table_among_pictures"}
    assert told == {"review_and_litigation": "2 pictures"}
    assert parts[0].report.tables is not None
    assert parts[0].report.tables["disclosure_requests"]
