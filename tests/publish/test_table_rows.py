"""Datasette's tables as we draw them: what a cell says is text; what Datasette's script reads of the head is there."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from asking import tree
from datasette.app import Datasette


def test_cells_are_text_and_the_head_has_what_the_script_of_datasette_reads(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    with sqlite3.connect(path) as db:
        db.execute('CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL, "a<b>" TEXT, seen TEXT)')
        db.execute("INSERT INTO things VALUES (1, '<script>alert(1)</script>', '\"><img src=x>', NULL)")
        db.execute("INSERT INTO things VALUES (2, 'https://a.localhost/?x=1&y=\"2\"', '0', 'http://b.localhost/')")
    described = {"databases": {"some": {"tables": {"things": {"columns": {"name": "名称 <i>name</i>"}}}}}}
    page = tree(Datasette([str(path)], metadata=described), "/some/things?_sort_desc=name")
    heads = page.xpath("//table[@class='rows-and-columns']/thead/tr/th")
    assert [head.get("data-column") for head in heads] == ["id", "name", "a<b>", "seen"]
    assert [head.get("data-column-type") for head in heads] == ["integer", "text", "text", "text"]
    assert [head.get("data-column-not-null") for head in heads] == ["0", "1", "0", "0"]
    assert [head.get("data-is-pk") for head in heads] == ["1", "0", "0", "0"]
    assert heads[1].get("data-column-description") == "名称 <i>name</i>"
    assert [head.text_content().strip() for head in heads] == ["id", "name\N{NO-BREAK SPACE}▲", "a<b>", "seen"]
    assert heads[1].xpath("string(a/@href)") == "/some/things?_sort=name"
    rows = page.xpath("//table[@class='rows-and-columns']/tbody/tr")
    texts = [[cell.text_content() for cell in row.xpath("td")] for row in rows]
    assert texts[0][:3] == ["2", 'https://a.localhost/?x=1&y="2"', "0"]
    assert texts[1] == ["1", "<script>alert(1)</script>", '"><img src=x>', "\N{NO-BREAK SPACE}"]
    assert page.xpath("count(//tbody//script) + count(//tbody//img) + count(//th//i)") == 0
    assert [cell.get("class") for cell in rows[1].xpath("td")][1:2] == ["col-name type-str"]
    assert rows[0].xpath("string(td[4]/a/@href)") == "http://b.localhost/"


def test_a_table_without_rows_says_so(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE things (id INTEGER PRIMARY KEY)")
    page = tree(Datasette([str(path)]), "/some/things")
    assert page.xpath("string(//p[@class='zero-results'])") == "没有行 / 0 records"


def test_identifiers_lead_to_our_pages_below_the_path_of_the_site(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, version TEXT, report, previous TEXT)")
        db.execute("INSERT INTO things VALUES (1, 'a/b:1#2', 7, NULL), (2, '', 'r?<2023>', 'https://a.localhost/')")
    page = tree(Datasette([str(path)], settings={"base_url": "/kept/"}), "/kept/some/things")
    rows = [
        row.xpath("td[not(contains(@class, 'type-pk'))]")
        for row in page.xpath("//table[@class='rows-and-columns']/tbody/tr")
    ]
    links = [[cell.xpath("string(a/@href)") for cell in row] for row in rows]
    assert links == [
        ["/kept/version/a%2Fb%3A1%232", "", ""],
        ["", "/kept/report/r%3F%3C2023%3E", "https://a.localhost/"],
    ]
    assert [cell.text_content() for cell in rows[0]] == ["a/b:1#2", "7", "\N{NO-BREAK SPACE}"]
    assert rows[1][1].text_content() == "r?<2023>"


def test_links_of_the_head_keep_the_filters_and_leave_the_place_in_the_old_order(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    with sqlite3.connect(path) as db:
        db.execute('CREATE TABLE things (id INTEGER PRIMARY KEY, "名 & 称" TEXT)')
        db.executemany("INSERT INTO things VALUES (?, 'x')", [(1,), (2,), (3,)])
    page = tree(Datasette([str(path)]), "/some/things?id__gt=0&_size=1&_next=1&_sort=id")
    links = page.xpath("//table[@class='rows-and-columns']/thead/tr/th/a/@href")
    kept = "/some/things?id__gt=0&_size=1"
    assert links == [f"{kept}&_sort_desc=id", f"{kept}&_sort=%E5%90%8D+%26+%E7%A7%B0"]
