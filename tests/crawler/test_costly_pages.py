"""A page that takes very long to look through, or in which looking fails, is a row of its own; the others go on."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from crawling import CODE, ROOT, environment, row, table
from loop_site import LoopSite, article, listing

from crawler.patience import TookTooLong, bounded, each_bounded

REPORT = "镇2022年政府信息公开工作年度报告"

PRELUDE = """
from crawler import patience, list_walk
patience.LONGEST = 3.0
patience.each_bounded.__defaults__ = (3.0,)
walk_list = list_walk.WalksLists.walk_list
def walked(self, page, context, meta):
    yield from walk_list(self, page, context, meta)
    while "SLOW" in page.text:
        pass
    if "BROKEN" in page.text:
        raise LookupError("what nobody thought of")
list_walk.WalksLists.walk_list = walked
"""
"""Put before a crawl: a page of a list that says SLOW is never looked through to its end, one that says BROKEN
fails."""


def spin() -> int:
    number = 0
    while True:
        number += 1


def test_what_takes_too_long_is_broken_off() -> None:
    with pytest.raises(TookTooLong):
        bounded(spin, 0.05)
    assert bounded(lambda: 7, 0.05) == 7


def test_a_pattern_is_broken_off() -> None:
    with pytest.raises(TookTooLong):
        bounded(lambda: re.match(r"(a*)*b", "a" * 60), 0.05)


def test_nothing_is_broken_off_later() -> None:
    for _ in range(3):
        with pytest.raises(TookTooLong):
            bounded(spin, 0.05)
    ends = time.process_time() + 0.2
    while time.process_time() < ends:
        pass


def test_the_outer_bound_holds_within_another() -> None:
    with pytest.raises(TookTooLong):
        bounded(lambda: bounded(spin, 1000), 0.05)


def test_all_that_an_iterator_gives_has_one_bound() -> None:
    def pages() -> Iterator[int]:
        for number in range(1_000_000):
            ends = time.process_time() + 0.02
            while time.process_time() < ends:
                pass
            yield number

    had: list[int] = []
    with pytest.raises(TookTooLong):
        had.extend(each_bounded(pages(), 0.2))
    assert 1 <= len(had) <= 20


@pytest.mark.parametrize(
    ("word", "kind", "said"),
    [
        ("SLOW", "page_too_costly", "looking through it takes more than 3 s"),
        ("BROKEN", "page_not_walked", "looking through it failed: LookupError: what nobody thought of"),
    ],
)
def test_a_page_is_given_up_and_all_else_goes_on(tmp_path: Path, word: str, kind: str, said: str) -> None:
    pages = {"/gk/nb/": listing(("a_10001.html", "甲" + REPORT)), "/gk/nb/a_10001.html": article("甲" + REPORT)}
    more = f'<p>{word}</p><a href="index_2.html">下一页</a>'
    odd = {**pages, "/gk/nb/": listing(("a_10001.html", "甲" + REPORT), more=more)}
    with LoopSite(odd) as slow, LoopSite(pages) as beside:  # type: ignore[arg-type]
        rows = []
        for name, site in (("x", slow), ("y", beside)):
            home = f"http://{name}.localhost:{site.port}/"
            rows.append(row(name, home, home + "gk/nb/"))
        ran = subprocess.run(
            [sys.executable, "-c", PRELUDE + CODE, str(table(tmp_path, *rows)), str(tmp_path / "a.db"), "{}"],
            env=environment(), cwd=ROOT, capture_output=True, text=True, timeout=90, check=False,
        )  # fmt: skip
        out, err = ran.stdout, ran.stderr
        assert '"y": ["walked", null, 1]' in out, err
        # What was found before it was given up is asked for.
        assert "/gk/nb/a_10001.html" in slow.paths()
    address = f"http://x.localhost:{slow.port}/gk/nb/"
    assert f'"x": ["cut_short", "{address}: page 1: {said}", 1]' in out
    assert ("Traceback" in err) == (word == "BROKEN")
    with sqlite3.connect(tmp_path / "a.db") as db:
        found = db.execute("SELECT seen, message FROM problems WHERE kind = 'fetch_failed'").fetchall()
        verdicts = db.execute("SELECT DISTINCT verdict FROM captures WHERE url LIKE '%/a_10001.html'").fetchall()
    assert found == [(kind, f"{address}: {said}")]
    assert verdicts == [("report",)]
