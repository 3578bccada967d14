"""Datasette's own pages say in Chinese what their fields and links are, the English beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import datasette
import pytest
from asking import tree
from datasette.app import Datasette
from datasette.filters import Filters

from publish.datasette_words import COMPARISONS, WORDS

TEMPLATES = Path(datasette.__file__).parent / "templates"


@pytest.fixture(name="served", scope="module")
def _served(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    path = tmp_path_factory.mktemp("words") / "some.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE towns (id INTEGER PRIMARY KEY, name TEXT)")
        db.execute("CREATE TABLE reports (id INTEGER PRIMARY KEY, town INTEGER REFERENCES towns(id), said TEXT)")
        db.executemany("INSERT INTO towns VALUES (?, ?)", [(1, "甲镇"), (2, "This data as")])
        db.executemany("INSERT INTO reports VALUES (?, 1, 'Next page')", [(1,), (2,), (3,)])
    return Datasette([str(path)], settings={"default_page_size": 2})


@pytest.mark.parametrize(("template", "old"), [(name, old) for name, pairs in WORDS.items() for old, _ in pairs])
def test_each_entry_stands_in_the_template_of_the_datasette_in_use(template: str, old: str) -> None:
    assert old in (TEMPLATES / template).read_text("utf-8")


def test_each_comparison_of_datasette_has_a_name_that_holds_its_own() -> None:
    for key, display, _ in Filters([]).lookups():
        assert COMPARISONS[key].endswith(f" {display}")


def test_a_table_page_is_understood_without_english(served: Datasette) -> None:
    page = tree(served, "/some/reports?town=1")
    said = " ".join(page.text_content().split())
    for words in ("3 rows 行", "这些数据另存为 This data as", "下一页 Next page", "导出 Advanced export", "下载文件"):
        assert words in said
    assert page.xpath("//p[@class='crumbs']/a/text()") == ["首页 home", "some"]
    assert page.xpath("//form[@class='filters']//input[@type='submit']/@value") == ["筛选 Apply"]
    choices = page.xpath("//select[@name='_filter_op']/option")
    assert [(choice.get("value"), choice.text) for choice in choices][:3] == [
        ("exact", "等于 ="),
        ("not", "不等于 !="),
        ("contains", "包含 contains"),
    ]


def test_what_an_archive_says_is_not_translated(served: Datasette) -> None:
    rows = tree(served, "/some/reports").xpath("//td[contains(@class, 'col-said')]/text()")
    assert rows == ["Next page"] * 2
    assert tree(served, "/some/towns/2").xpath("string(//td[contains(@class, 'col-name')])") == "This data as"


def test_a_row_and_a_query_say_what_they_are(served: Datasette) -> None:
    row = tree(served, "/some/towns/1")
    assert "别的表中与此有关的 Links from other tables" in [head.text for head in row.xpath("//h2")]
    assert "3 rows 行" in " ".join(row.text_content().split())
    query = tree(served, "/some?sql=select+*+from+towns+where+id+%3D+:id&id=9")
    assert query.xpath("//form[contains(@class, 'sql')]//input[@type='submit']/@value") == ["运行 Run SQL"]
    assert query.xpath("string(//p[@class='zero-results'])") == "没有结果 0 results"
    assert "查询的参数 Query parameters" in query.text_content()


def test_the_list_of_tables_says_what_it_is(served: Datasette) -> None:
    page = tree(served, "/some")
    heads = [head.text for head in page.xpath("//h2")]
    assert "表 Tables" in heads
    assert "自写的查询 Custom SQL query" in heads
    assert "3 rows 行" in " ".join(page.text_content().split())
