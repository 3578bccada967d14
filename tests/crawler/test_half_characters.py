"""Half a surrogate pair, in an answer of an interface, a script, a title or an address, ends nothing."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path

import pytest
from crawling import row, run, table
from loop_site import LoopSite, Reply, article, listing

from crawler.characters import whole, whole_context, whole_escapes
from parse.report import Context

TITLE = "镇2022年政府信息公开工作年度报告"
HALF = r"\ud83d"


def answered(title: str, address: str, more: str = "") -> Reply:
    record = f'{{"title":"{title}","url":"{address}"{more}}}'
    return Reply(f'{{"data":[{record}]}}', headers={"Content-Type": "application/json"})


def drawn(title: str, address: str) -> Reply:
    return listing(more=f'<script>var z=[{{name:"{title}",url:"{address}"}}]</script>')


COLUMNS = {
    "answer": answered(f"{HALF}甲{TITLE}", "/gk/nb/a_10001.html"),
    "address": answered(f"甲{TITLE}", f"/gk/nb/{HALF}a_10001.html"),
    "node": drawn(f"{HALF}甲{TITLE}", "/gk/nb/a_10001.html"),
    "node-address": drawn(f"甲{TITLE}", f"/gk/nb/{HALF}a_10001.html"),
    "body": answered(f"甲{TITLE}", "/gk/nb/a_10001.html", r',"dept":"\ude00局"'),
}
"""What a portal's column answers. Each names one report, the one at /gk/nb/a_10001.html or /gk/nb/%EF%BF%BDa_10001.html
(half a character in an address is asked for as U+FFFD)."""


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("年报", "年报"),
        ("\ud83d\ude00", "😀"),
        ("年\ud83d报", "年\ufffd报"),
        ("\ude00\ud83d", "\ufffd\ufffd"),
        ("\ud83d\ud83d\ude00", "\ufffd😀"),
    ],
)
def test_halves_are_joined_or_replaced(given: str, wanted: str) -> None:
    assert whole(given) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (r"年\u62a5", r"年\u62a5"),
        (r"\ud83d\ude00", r"\ud83d\ude00"),
        (r"\uD83D年\uDE00", r"\ufffd年\ufffd"),
        (r"\ud83d\ud83d\ude00\ude00", r"\ufffd\ud83d\ude00\ufffd"),
        (r"\ud83", r"\ud83"),
    ],
)
def test_escapes_of_halves_are_replaced(given: str, wanted: str) -> None:
    assert whole_escapes(given) == wanted


def test_a_context_is_whole() -> None:
    context = Context(portal="x", link_text="年\ud83d报")
    assert whole_context(context) == Context(portal="x", link_text="年\ufffd报")
    assert whole_context(Context(portal="x")) == Context(portal="x")


def test_each_is_walked_beside_the_others(tmp_path: Path) -> None:
    with ExitStack() as stack:
        rows = []
        for name, column in COLUMNS.items():
            pages = {"/gk/nb/": column}
            for address in ("/gk/nb/a_10001.html", "/gk/nb/%EF%BF%BDa_10001.html"):
                pages[address] = article("\ufffd甲" + TITLE)
            site = stack.enter_context(LoopSite(pages))  # type: ignore[arg-type]
            home = f"http://{name}.localhost:{site.port}/"
            rows.append(row(name, home, home + "gk/nb/"))
        result = run(table(tmp_path, *rows), tmp_path / "a.db")
    assert result["error"] is None
    assert {name: outcome[2] for name, outcome in result["outcomes"].items()} == dict.fromkeys(COLUMNS, 1)
    with sqlite3.connect(tmp_path / "a.db") as db:
        sql = "SELECT portal, link_text, substr(url, instr(url, '/gk')) FROM captures WHERE verdict = 'report'"
        assert sorted(db.execute(sql)) == [
            ("address", "甲" + TITLE, "/gk/nb/%EF%BF%BDa_10001.html"),
            ("answer", "\ufffd甲" + TITLE, "/gk/nb/a_10001.html"),
            ("body", "甲" + TITLE, "/gk/nb/a_10001.html"),
            ("node", "\ufffd甲" + TITLE, "/gk/nb/a_10001.html"),
            ("node-address", "甲" + TITLE, "/gk/nb/%EF%BF%BDa_10001.html"),
        ]
