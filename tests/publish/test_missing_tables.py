"""What stands in the place of a table that was not read: never that the document lacks it where that is not known."""

from __future__ import annotations

from typing import Any

import pytest

from publish.drawing import draw

FOUR = "review_and_litigation"


def _told(kind: str, table: str | None) -> dict[str, Any]:
    return {
        "kind": kind, "form_table": table, "row_key": None, "column_key": None, "severity": "warning",
        "origin": "reading",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (_told("tables_are_images", None), "该表以图片形式刊登，未能读出"),
        (_told("table_among_pictures", FOUR), "可能以图片形式刊登"),
        (_told("table_unread", FOUR), "未能读出该表"),
        (_told("table_missing", FOUR), "文中没有这张表"),
        (_told("table_missing", "disclosure_requests"), "未读到该表"),
    ],
)
def test_why_no_table_is_shown(told: dict[str, Any], said: str) -> None:
    table = draw(FOUR, "2021", [], {1: told}, [])
    assert table
    assert table.missing
    assert said in table.missing[0]
    assert ("没有这张表" in table.missing[0]) == (said == "文中没有这张表")


def test_a_picture_is_named_before_what_else_is_told() -> None:
    told = {1: _told("table_missing", FOUR), 2: _told("tables_are_images", None)}
    table = draw(FOUR, "2021", [], told, [])
    assert table
    assert table.missing
    assert "图片" in table.missing[0]
