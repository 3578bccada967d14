"""Changes, discrepancies and like texts as lists: what the seeds print (truth.json, by eye) is on the pages."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from asking import tree as page
from datasette.app import Datasette
from jinja2 import Environment, PackageLoader
from lxml import html

import publish.words
from archive.metadata import datasette_metadata
from publish.discrepancies_page import ELSEWHERE, GROUPS


@pytest.fixture(scope="module")
def served(archive_path: Any) -> Datasette:
    return Datasette([str(archive_path)], metadata=datasette_metadata(), settings={"suggest_facets": False})


def words(nodes: list[Any]) -> list[str]:
    return [re.sub(r"\s+", " ", node.text_content()).strip() for node in nodes]


def test_a_changed_figure_is_a_sentence_with_both_looks(served: Datasette) -> None:
    for path in (
        "/changes",
        "/changes?what=figures",
        "/changes?portal=shili",
        "/changes?report_year=2020&what=figures",
    ):
        [said] = words(page(served, path).xpath("//ol[@class='log']/li/ul/li"))
        assert said.startswith("政府集中采购")
        assert "34 → 43" in said
        assert "在 2026-03-02 09:00—2026-03-09 09:00 两次查看之间" in said


@pytest.mark.parametrize("what", ["text", "gone", "back", "moved"])
def test_where_nothing_of_a_kind_was_seen_the_page_says_so(served: Datasette, what: str) -> None:
    assert not page(served, f"/changes?what={what}").xpath("//ol[@class='log']")
    assert "没有见到这样的改动" in page(served, f"/changes?what={what}").text_content()


def test_arguments_without_sense_are_no_error(served: Datasette) -> None:
    for path in (
        "/changes?what='&page=0",
        "/changes?page=99999",
        "/discrepancies?kind=%27%22<&report_year=x",
        "/copied?page=-1",
    ):
        assert page(served, path) is not None


def test_kinds_of_discrepancies_are_counted_and_lead_to_their_rows(served: Datasette) -> None:
    found = page(served, "/discrepancies")
    kinds = {
        link.get("href").removeprefix("?kind="): int(line[1].text)
        for line in found.xpath("//tbody/tr")
        for link in line.iter("a")
    }
    assert kinds
    for kind, number in kinds.items():
        rows = page(served, f"/discrepancies?kind={quote(kind)}")
        assert len(rows.xpath("//ol[@class='log']/li")) == min(number, 50)
        assert "可能的正当原因" in rows.text_content()


def test_a_report_of_one_request_and_two_lawsuits_is_no_zero_request(served: Datasette) -> None:
    """Seed 002 prints 1 new request and 2 lawsuits."""
    assert not page(served, "/discrepancies?kind=zero_requests_with_cases").xpath("//ol[@class='log']/li")


def test_no_kind_stands_in_two_groups() -> None:
    kinds = [kind for group in GROUPS.values() for kind in group]
    assert len(kinds) == len(set(kinds))
    assert not ELSEWHERE & set(kinds)


def test_like_texts_are_a_page_even_where_none_is_known(served: Datasette) -> None:
    assert "没有见到" in page(served, "/copied").text_content()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"column_key": "pictures", "old": "a" * 64, "new": "b" * 64}, "代表表格的图片换了"),
        ({"column_key": "table", "form_table": "disclosure_requests", "old": "cells", "new": "picture"},
         "表三（依申请公开） 由表格改为图片"),
        ({"column_key": "edition", "old": "2019", "new": "2021"}, "格式 2019 试行格式 → 2021 格式"),
        ({"row_key": "rules", "column_key": "newly_made", "row_label": "规章", "column_label": "本年制发件数",
          "old": "blank", "new": "slash"}, "规章（本年制发件数） 空白（未填，不等于 0） → 斜线"),
    ],
)  # fmt: skip
def test_a_change_of_form_is_said_in_words(change: dict[str, str], expected: str) -> None:
    bits = Environment(loader=PackageLoader("publish"), autoescape=True).get_template("_bits.html")
    known = {"kind": "form", "form_table": None, "row_key": None, "row_label": None, "column_label": None}
    sentence = bits.make_module({"words": publish.words}).form_sentence({**known, **change})
    said = html.fragment_fromstring(sentence, create_parent="p")
    for english in said.xpath("//*[@lang='en']"):
        english.drop_tree()
    assert re.sub(r"\s+", " ", said.text_content()).strip() == expected
