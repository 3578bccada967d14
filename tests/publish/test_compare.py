"""Two revisions side by side: what differs is marked, what is the same is not, and no word is cut up."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from asking import tree as ask
from datasette.app import Datasette

from archive.metadata import datasette_metadata
from publish.beside import Line, beside
from publish.compare_page import _differs

Side = tuple[tuple[str, bool], ...]


def told(line: Line) -> tuple[Side, Side]:
    old, new = (tuple((piece.text, piece.differs) for piece in side) for side in (line.old, line.new))
    return old, new


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("收到申请12件。", "收到申请21件。", ((("收到申请", False), ("12", True), ("件。", False)),
                                   (("收到申请", False), ("21", True), ("件。", False)))),
        ("予以公开，无。", "予以公开, 无。", ((("予以公开，无。", False),), (("予以公开, 无。", False),))),
        ("县住建局全年公开", "县公安局全年公开", ((("县", False), ("住建", True), ("局全年公开", False)),
                                  (("县", False), ("公安", True), ("局全年公开", False)))),
        ("共受理申请", "未收到的申诉", ((("共受理申请", True),), ())),
    ],
)  # fmt: skip
def test_what_differs_in_a_paragraph(old: str, new: str, expected: tuple[Side, Side]) -> None:
    assert told(beside(old, new)[0][0]) == expected


def test_paragraphs_that_came_and_went_stand_alone() -> None:
    lines, whole = beside("一、总体情况\n甲乙丙丁\n二、主动公开", "一、总体情况\n二、主动公开\n戊己庚辛")
    assert whole
    assert [told(line) for line in lines] == [
        ((("一、总体情况", False),), (("一、总体情况", False),)),
        ((("甲乙丙丁", True),), ()),
        ((("二、主动公开", False),), (("二、主动公开", False),)),
        ((), (("戊己庚辛", True),)),
    ]


def test_nothing_of_either_text_is_lost() -> None:
    old, new = "甲，乙（丙）：\n 丁戊 66 条；", "甲、乙 丁\n丙：戊67条\n尾"
    lines, _ = beside(old, new)
    for text, side in ((old, "old"), (new, "new")):
        shown = "".join(piece.text for line in lines for piece in getattr(line, side))
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)


def test_a_text_of_very_many_paragraphs_is_cut_and_says_so() -> None:
    lines, whole = beside("\n".join(f"第{n}段" for n in range(5000)), "一")
    assert not whole
    assert len(lines) <= 2001


@pytest.fixture(scope="module")
def served(archive_path: Path) -> Datasette:
    return Datasette([str(archive_path)], metadata=datasette_metadata(), settings={"suggest_facets": False})


def test_two_revisions_of_a_report(served: Datasette, archive_path: Path) -> None:
    """The second look at 南岳镇 2020 has 43 where the first had 34, and nothing else."""
    version, previous = sqlite3.connect(archive_path).execute("SELECT version, previous FROM changes").fetchone()
    path = f"/compare/{quote(previous)}/{quote(version)}"
    page = ask(served, path)
    [line] = page.xpath("//tr[@class='differs']")
    assert [re.sub(r"\s+", " ", cell.text_content()).strip() for cell in line] == [
        "第二十条第(九)项 · 政府集中采购（采购项目数量）",
        "34",
        "43",
    ]
    assert len(page.xpath("//table[contains(@class, 'cells-beside')]//tbody/tr")) > 100
    alone = ask(served, f"{path}?only=1")
    assert len(alone.xpath("//table[contains(@class, 'cells-beside')]//tbody/tr")) == 1
    assert not alone.xpath("//table[contains(@class, 'text-beside')]")


def test_each_figure_leads_to_its_page_and_the_rows_are_had_as_csv(served: Datasette, archive_path: Path) -> None:
    version, previous = sqlite3.connect(archive_path).execute("SELECT version, previous FROM changes").fetchone()
    page = ask(served, f"/compare/{quote(previous)}/{quote(version)}?only=1")
    links = page.xpath("//tr[@class='differs']//a/@href")
    assert links == [
        f"/version/{one}/proactive_disclosure/centralized_procurement/procurement_items" for one in (previous, version)
    ]
    [csv] = [link for link in page.xpath("//main//a/@href") if ".csv?" in link]

    async def get() -> Any:
        return await served.client.get(csv)

    lines = asyncio.run(get()).text.splitlines()
    assert [line for line in lines if ",34,34,number,43,43,number" in line]


def test_two_bodies_are_said_to_be_two(served: Datasette, archive_path: Path) -> None:
    rows = sqlite3.connect(archive_path).execute("SELECT version FROM current ORDER BY report LIMIT 2").fetchall()
    page = ask(served, f"/compare/{quote(rows[0][0])}/{quote(rows[1][0])}")
    assert "两个不同单位" in page.text_content()


def test_only_what_another_revision_took_the_place_of_is_struck_out(served: Datasette, archive_path: Path) -> None:
    """Of two bodies' reports, and of two years', both stand: what differs is marked on both sides, and nothing is
    called deleted. Of two revisions the earlier is struck out on whichever side it stands."""
    db = sqlite3.connect(archive_path)
    rows = db.execute("SELECT version FROM current ORDER BY report LIMIT 2").fetchall()
    page = ask(served, f"/compare/{quote(rows[0][0])}/{quote(rows[1][0])}")
    assert not page.xpath("//table//del | //table//ins")
    assert page.xpath("//table[contains(@class, 'text-beside')]//td[1]//mark")
    assert page.xpath("//table[contains(@class, 'text-beside')]//td[2]//mark")
    assert "谁也没有改谁" in page.text_content()
    version, previous = db.execute("SELECT version, previous FROM changes").fetchone()
    for sides, struck in (((previous, version), 2), ((version, previous), 3)):
        page = ask(served, "/compare/" + "/".join(map(quote, sides)))
        assert [cell.text_content().strip() for cell in page.xpath(f"//tr[@class='differs']/td[{struck}]/del")] == [
            "34"
        ]
        assert [cell.text_content().strip() for cell in page.xpath("//tr[@class='differs']/td/ins")] == ["43"]


@pytest.mark.parametrize(
    ("old", "new", "of_two_reports", "of_one"),
    [
        (("number", 3, "3"), ("number", 3, "3"), None, None),
        (("number", 3, "3"), ("number", 5, "5"), "cell", "cell"),
        (("number", 3, "3"), ("number", 3.0, "3.0"), None, "cell"),
        (("number", 0, "0"), ("blank", None, ""), "cell", "cell"),
        (("number", 0, "0"), ("ambiguous", None, "0"), "unknown", "unknown"),
        (("table_missing", None, None), ("number", 0, "0"), "unknown", "unknown"),
        (("number", 4, "4"), ("not_in_form", None, None), "unknown", "unknown"),
    ],
)
def test_what_we_could_not_read_is_no_difference_of_the_reports(
    old: tuple[str, float | None, str | None], new: tuple[str, float | None, str | None],
    of_two_reports: str | None, of_one: str | None,
) -> None:  # fmt: skip
    names = ("state", "value", "printed")
    cell = {f"old_{name}": told for name, told in zip(names, old, strict=True)}
    cell |= {f"new_{name}": told for name, told in zip(names, new, strict=True)}
    assert (_differs(cell, False), _differs(cell, True)) == (of_two_reports, of_one)


def test_a_form_leads_to_the_page_of_the_two_it_names(served: Datasette) -> None:
    async def get(path: str) -> Any:
        await served.invoke_startup()
        return await served.client.get(path)

    answer = asyncio.run(get("/compare?old=a/b&new=//evil.example"))
    assert answer.status_code == 302
    assert answer.headers["location"] == "/compare/a%2Fb/%2F%2Fevil.example"
    assert asyncio.run(get("/compare?old=a")).status_code == 404


def test_an_unknown_revision_is_not_found(served: Datasette) -> None:
    ask(served, "/compare/a/b", 404)
