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
