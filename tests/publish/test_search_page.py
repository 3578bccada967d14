"""The search page: filters, how a query was read, and the same hits as JSON, CSV and Atom."""

from __future__ import annotations

import csv
import io
import sqlite3
import time
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from asking import answer as get
from datasette.app import Datasette
from lxml import html

from archive.metadata import datasette_metadata
from publish.atom import NAMESPACE
from publish.search_exports import MOST_ROWS


@pytest.fixture(scope="session")
def searched(archive_path: Path) -> Datasette:
    return Datasette([str(archive_path)], metadata=datasette_metadata(), settings={"suggest_facets": False})


def found(served: Datasette, query: str, others: str = "") -> set[str | None]:
    results = get(served, f"/search.json?q={quote(query)}{others}").json()["results"]
    return {result["agency"] for result in results}


HOSTILE = "<script>alert(1)</script>镇"
SEEDS = {"东宁镇", "张巷镇", "南岳镇", "贺兰县金贵镇", None}


@pytest.mark.parametrize(
    ("query", "agencies"),
    [
        ("东宁 OR 三务公开栏", {"东宁镇", "张巷镇"}),
        ("东宁 或 南岳镇", {"东宁镇", "南岳镇"}),
        ("公开 -东宁 -张巷镇 -南岳镇", {"贺兰县金贵镇", None, HOSTILE}),
        ("NOT (东宁 OR 张巷镇 OR 南岳镇)", {"贺兰县金贵镇", None, HOSTILE}),
        ("南 岳 鎮", {"南岳镇"}),
        ("(东宁 OR 量子计算", {"东宁镇"}),
    ],
)
def test_the_grammar_by_eye(searched: Datasette, query: str, agencies: set[str | None]) -> None:
    assert found(searched, query) == agencies


@pytest.mark.parametrize("table", ["versions", "reports"])
def test_datasettes_own_box_reads_the_same_grammar(searched: Datasette, table: str) -> None:
    path = f"/archive/{table}.json?_shape=array&_size=max&_search="
    for query, agencies in (("东宁 或 南岳鎮", {"东宁", "南岳"}), ("镇 -东宁 -(张巷镇 OR 金贵镇)", {"南岳"})):
        rows = get(searched, path + quote(query)).json()
        assert agencies <= {name for name in ("东宁", "南岳", "张巷", "金贵") for row in rows if name in row["report"]}
        assert not any(name in row["report"] for row in rows for name in {"东宁", "南岳", "张巷", "金贵"} - agencies)


def test_filters_by_eye(searched: Datasette) -> None:
    assert found(searched, "公开", "&changed=1") == {"南岳镇"}
    assert found(searched, "公开", "&withdrawn=1") == set()
    assert found(searched, "公开", "&from=2021&to=2021") == {"张巷镇"}
    assert found(searched, "公开", "&from=2022") == {HOSTILE}
    assert found(searched, "公开", "&province=00") == SEEDS | {HOSTILE}
    assert found(searched, "公开", "&province=33") == set()
    assert found(searched, "公开", "&county=000000") == SEEDS | {HOSTILE}
    assert found(searched, "公开", "&agency=" + quote("000000-南岳镇")) == {"南岳镇"}
    assert found(searched, "公开", "&level=county") == set()
    assert "南岳镇" in found(searched, "公开", "&level=township")
    assert found(searched, "", "&changed=1") == {"南岳镇"}


def test_problems_are_those_of_the_report_itself(searched: Datasette, archive_path: Path) -> None:
    db = sqlite3.connect(archive_path)
    flawed = {
        row[0]
        for row in db.execute(
            "SELECT agency_name FROM reports WHERE version IN (SELECT version FROM problems WHERE origin = 'source'"
            " AND severity <> 'info')"
        )
    }
    assert flawed
    assert found(searched, "", "&problems=1") == flawed


def test_counts_beside_the_hits(searched: Datasette) -> None:
    said = get(searched, "/search.json?q=" + quote("公开")).json()
    assert said["count"] == 6
    assert said["portals"] == {"shili": 6}
    assert sum(said["years"].values()) + sum(r["report_year"] is None for r in said["results"]) == 6
    assert said["years"]["2021"] == 1


def test_how_a_query_was_read_is_said(searched: Datasette) -> None:
    said = get(searched, "/search.json?q=" + quote("（东宁 或 南岳鎮")).json()
    assert (said["read_as"], said["notes"]) == ("东宁 OR 南岳镇", ["bracket"])
    page = get(searched, "/search?q=" + quote("（东宁 或 南岳鎮")).text
    assert "东宁 OR 南岳镇" in page
    assert "有括号不成对" in page


def test_orders(searched: Datasette) -> None:
    def years(order: str) -> list[int]:
        results = get(searched, f"/search.json?q={quote('公开')}&sort={order}").json()["results"]
        return [result["report_year"] or 0 for result in results]

    assert years("year") == sorted(years("year"), reverse=True)
    seen = get(searched, f"/search.json?q={quote('公开')}&sort=newest").json()["results"]
    assert [r["first_seen"] for r in seen] == sorted((r["first_seen"] for r in seen), reverse=True)
    assert seen[0]["agency"] == "南岳镇", "it was changed at the second look"


def test_csv_and_its_excel_form(searched: Datasette) -> None:
    plain = get(searched, "/search.csv?q=" + quote("公开"))
    lines = list(csv.DictReader(io.StringIO(plain.content.decode())))
    assert len(lines) == 6
    nanyue = next(line for line in lines if line["agency"] == "南岳镇")
    assert "【公开】" in nanyue["snippet"]
    assert nanyue["page"].startswith("http://localhost/report/")
    assert nanyue["source"].startswith("http://www.shili.example/report/")
    excel = get(searched, "/search.csv?excel=1&q=" + quote("公开")).content
    assert excel.startswith("\ufeff单位,报告年度".encode())
    assert not plain.content.startswith("\ufeff".encode())
    assert MOST_ROWS == 10_000


def test_excel_runs_no_formula_of_a_report() -> None:
    from publish.search_exports import _row
    from publish.search_words import COLUMNS

    class Site:
        def absolute_url(self, _: object, path: str) -> str:
            return path

    result = {**dict.fromkeys(COLUMNS, ""), "title": '=HYPERLINK("http://x")', "snippet": [], "section_heading": ""}
    assert ' =HYPERLINK("http://x")' in _row(Site(), None, {**result, "page": "/x"}, True)
    assert '=HYPERLINK("http://x")' in _row(Site(), None, {**result, "page": "/x"}, False)


def test_a_saved_search_is_a_feed(searched: Datasette) -> None:
    answer = get(searched, "/search.atom?from=2021&to=2021&q=" + quote("公开 -东宁"))
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    entries = root.findall(f"{{{NAMESPACE}}}entry")
    assert [entry.findtext(f"{{{NAMESPACE}}}title") for entry in entries] == ["张巷镇 2021 年度"]
    result = get(searched, "/search.json?year=2021&q=" + quote("公开 -东宁")).json()["results"][0]
    assert entries[0].findtext(f"{{{NAMESPACE}}}id") == "urn:nianbao:version:" + quote(result["version"], safe="")
    assert entries[0].findtext(f"{{{NAMESPACE}}}updated") == result["first_seen"]
    page = html.fromstring(get(searched, "/search?q=" + quote("公开")).text)
    assert page.xpath("//head/link[@type='application/atom+xml']/@href")


def test_hostile_texts_in_a_feed_and_a_query(searched: Datasette) -> None:
    answer = get(searched, "/search.atom?q=" + quote("主动公开政府信息 12 条"))
    assert b"<script" not in answer.content
    ElementTree.fromstring(answer.content)
    for query in ("<script>", "((((((((((((" * 20, '"' * 99, "- - OR AND NOT ( )", "\x00\ud7ff", "a" * 5000):
        for form in ("", ".json", ".csv", ".atom"):
            get(searched, f"/search{form}?q={quote(query)}")


def test_a_search_sees_what_was_saved_since(archive_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    sqlite3.connect(archive_path).backup(sqlite3.connect(path))
    served = Datasette([str(path)], metadata=datasette_metadata())
    assert found(served, "", "&portal=shili&from=2021") == {"张巷镇", HOSTILE}
    db = sqlite3.connect(path)
    db.execute("UPDATE versions SET report_year = 2023 WHERE report_year = 2021")
    db.commit()
    db.close()
    time.sleep(0.5)
    assert found(served, "", "&portal=shili&from=2023") == {"张巷镇"}
