"""What the text claims, marked in its sentence; citations; corrections of people; readings that we corrected."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from lxml import html

from archive.metadata import datasette_metadata
from publish.citation import cite
from publish.drawing import draw, newest_changes
from publish.narrative import narrative
from publish.problem_words import told

NANYUE = "/report/" + quote("000000-南岳镇-2020")


@pytest.fixture(scope="module")
def page(archive_path: Path) -> Any:
    served = Datasette([str(archive_path)], metadata=datasette_metadata(), settings={"suggest_facets": False})

    async def ask() -> Any:
        await served.invoke_startup()
        return await served.client.get(NANYUE)

    return html.fromstring(asyncio.run(ask()).text)


@pytest.fixture(scope="module")
def said_page(archive_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The same report where a person judged a problem and a later parser of ours read a cell otherwise."""
    path = tmp_path_factory.mktemp("said") / "archive.db"
    shutil.copy(archive_path, path)
    db = sqlite3.connect(path)
    [version] = db.execute("SELECT version FROM current WHERE report = '000000-南岳镇-2020'").fetchone()
    db.execute(
        "INSERT INTO corrections VALUES (?, 'judged', 'balance', '编辑部', '2026-04-01', '电话核实：总计漏填')",
        (version,),
    )
    db.execute(
        "INSERT INTO rereadings VALUES (?, '2026-04-02T00:00:00Z', 0, 'nianbao-parse 2', 'nianbao-parse 3',"
        " 'disclosure_requests', 'granted', 'total', '7', '0')",
        (version,),
    )
    db.commit()
    db.close()
    served = Datasette([str(path)], metadata=datasette_metadata(), settings={"suggest_facets": False})

    async def ask(address: str) -> Any:
        await served.invoke_startup()
        return await served.client.get(address, follow_redirects=True)

    return lambda address: html.fromstring(asyncio.run(ask(address)).text)


def text(node: Any) -> str:
    return re.sub(r"\s+", " ", node.text_content()).strip()


def test_a_claim_is_marked_in_the_sentence_that_makes_it(page: Any) -> None:
    """南岳镇 2020 says: 办结1件, and its table 0; 申请人为个人, and its table counts a business."""
    paragraph = next(p for p in page.xpath("//section[@id='text']//p") if "按时办结1件" in text(p))
    marks = {mark.get("class").split()[-1]: [] for mark in paragraph.xpath(".//span[starts-with(@class, 'claim ')]")}
    for mark in paragraph.xpath(".//span[starts-with(@class, 'claim ')]"):
        marks[mark.get("class").split()[-1]].append(text(mark))
    assert [re.split("[：:]", said)[0] for said in marks["claim-differs"]] == ["✗ 办结数", "✗ 申请人类别"]
    assert "正文 1，表 0" in marks["claim-differs"][0]
    assert [re.split("[：:]", said)[0] for said in marks["claim-agrees"]] == ["✓ 收到申请数", "✓ 上年结转数"]


def test_a_total_that_its_parts_do_not_make_is_marked(page: Any) -> None:
    """66 items: 6 + 3 + 2 + 1 + 53 are 65."""
    assert "总数 66，分项之和 65" in text(page.xpath("//section[@id='text']")[0])


def test_what_could_not_be_compared_is_not_called_agreement(archive_path: Path) -> None:
    """东宁镇 2020 says 未发生行政复议、行政诉讼, and its fourth table has a header and no row."""
    found = sqlite3.connect(archive_path).execute(
        "SELECT key, verdict FROM claims_checked AS m JOIN current AS c ON c.version = m.version"
        " WHERE c.report = '000000-东宁镇-2020' ORDER BY key"
    )
    assert found.fetchall() == [("litigation_total", "table_blank"), ("review_total", "table_blank")]


def test_a_sentence_is_found_whatever_blanks_it_has() -> None:
    claim = {"sentence": "收到申请 3 件。", "key": "requests_received"}
    lost = {"sentence": "另有一句。", "key": "x"}
    parts, unplaced = narrative([{"id": None, "heading": "一", "text": "前。收到申请3件。后。\n\n"}], "", [claim, lost])
    assert [piece.text for piece in parts[0].paragraphs[0]] == ["前。", "收到申请3件。", "后。"]
    assert [len(piece.claims) for piece in parts[0].paragraphs[0]] == [0, 1, 0]
    assert unplaced == [lost]


def test_the_saved_copies_have_their_links(page: Any) -> None:
    evidence = page.xpath("//section[@id='evidence']")[0]
    wayback = next(link for link in evidence.xpath(".//a") if "web.archive.org" in link.get("href"))
    assert re.match(
        r"https://web\.archive\.org/web/20260309010002/http://www\.shili\.example/report/002_", wayback.get("href")
    )
    assert "noreferrer" in wayback.get("rel")
    assert {"original", "decoded", "record"} <= {link.rsplit("/", 1)[-1] for link in evidence.xpath(".//a/@href")}


def test_other_bodies_of_the_county_and_year_are_offered_for_comparison(page: Any) -> None:
    [form] = page.xpath("//form[contains(@action, '/compare')]")
    assert "东宁镇" in [option.text for option in form.xpath(".//option")]
    assert "张巷镇" not in [option.text for option in form.xpath(".//option")]  # its report is of 2021
    assert form.xpath(".//input[@name='new']/@value")[0] in page.xpath("//link[@media='print']/@href")[0]


def _report(**others: Any) -> dict[str, Any]:
    report = {
        "agency_known": "甲镇", "agency_name": None, "title": "甲镇 100% {年报} \\x", "report_year": 2024,
        "published_on": "2025-01-20", "signed_on": None, "url": "http://a.example/x_1.html", "version": "v-1",
        "first_seen": "2025-02-01T00:00:00Z", "last_seen": "2025-03-01T20:00:00Z",
    }  # fmt: skip
    return report | others


def test_three_forms_of_a_citation() -> None:
    found = cite(_report(), "https://n.example/version/v-1", "ab")
    assert found.chinese == (
        "甲镇. 甲镇 100% {年报} \\x[R/OL]. (2025-01-20)[2025-03-02]. http://a.example/x_1.html."
        " 年报 nianbao 存档，版次 v-1：https://n.example/version/v-1，SHA-256 ab。"
    )
    assert "last seen 2025-03-01 20:00:00 UTC, revision v-1" in found.english
    assert "  title = {{甲镇 100\\% \\{年报\\} \\textbackslash{}x}}," in found.bibtex
    assert "  year = {2025}," in found.bibtex
    undated = cite(_report(published_on=None), "https://n.example/version/v-1", None)
    assert "No date printed." in undated.english
    assert "year" not in undated.bibtex


def test_a_problem_that_a_person_judged_says_so() -> None:
    problem = {"kind": "balance", "severity": "error", "form_table": "disclosure_requests", "row_key": None,
               "column_key": "total", "message": "natural_person does not add up"}  # fmt: skip
    judged = {"statement": "judged", "value": "balance", "author": "编辑", "made_on": "2026-01-02", "reason": "属实"}
    assert told([problem], [judged])[0]["judged"] == [judged]
    assert told([problem], [judged | {"value": "row_total"}])[0]["judged"] == []


def _change(version: str, seen: str, old: str, new: str) -> dict[str, Any]:
    return {"kind": "cell", "version": version, "form_table": "disclosure_requests", "row_key": "granted",
            "column_key": "total", "old": old, "new": new, "first_seen_new": seen}  # fmt: skip


def test_a_cell_bears_its_last_change_and_a_reread_one_another_mark() -> None:
    changes = [_change("v3", "3", "5", "6"), _change("v2", "2", "4", "5")]
    assert newest_changes(changes, "v2", "2") == [changes[1]]
    assert newest_changes(changes, "v4", "4") == [changes[0]]
    cell = {"form_table": "disclosure_requests", "row_key": "granted", "column_key": "total", "value": 6,
            "printed": "6", "state": "number", "implied_zero": 0, "placed_by": "label", "page": None,
            "confidence": None}  # fmt: skip
    again = {"form_table": "disclosure_requests", "row_key": "granted", "column_key": "total"}
    table = draw("disclosure_requests", "2021", [cell], {}, [changes[0]], [again])
    assert table
    drawn = next(part for line in table.lines for part in line if part.text == "6")
    assert drawn.changed == changes[0]
    assert drawn.reread
    other = draw("disclosure_requests", "2021", [cell], {}, [changes[1]])
    assert other
    assert next(part for line in other.lines for part in line if part.text == "6").changed is None


def test_what_people_said_is_shown_as_theirs(said_page: Any) -> None:
    page = said_page(NANYUE)
    said = text(page.xpath("//section[@id='corrections']")[0])
    assert "电话核实：总计漏填" in said
    assert "编辑部" in said
    [judged] = page.xpath("//section[@id='problems']//span[@class='judged']")
    assert "某列：第一项加第二项之和不等于第三项加第四项之和" in text(judged.getparent())


def test_a_corrected_reading_stands_apart_from_the_changes(said_page: Any) -> None:
    page = said_page(NANYUE)
    assert "7 → 0" in text(page.xpath("//section[@id='rereadings']")[0])
    assert "7 → 0" not in text(page.xpath("//section[@id='changes']")[0])
    [cell] = page.xpath("//td[contains(@class, 'reread')]")
    assert "changed" not in cell.get("class")
    assert "原文未变" in cell.get("title")
    number = said_page(cell.xpath("./a[@class='n']/@href")[0])
    assert "7 → 0" in text(number.xpath("//section[@id='rereadings']")[0])
    assert "7 → 0" not in text(number.xpath("//section[@id='history']")[0])


def test_without_warc_files_it_says_so_and_offers_no_bytes(said_page: Any) -> None:
    evidence = said_page(NANYUE).xpath("//section[@id='evidence']")[0]
    assert "此处只有数据库" in text(evidence)
    assert not [link for link in evidence.xpath(".//a/@href") if link.endswith(("/original", "/record", ".zip"))]
