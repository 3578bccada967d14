"""Feeds of what is new: valid Atom, newest first, of a portal or body, and no text out of its place."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette
from lxml import html

from archive.metadata import datasette_metadata
from publish.atom import NAMESPACE

ATOM = f"{{{NAMESPACE}}}"
KINDS = ("reports", "changes", "withdrawals", "problems")


@pytest.fixture(scope="module")
def served(archive_path: Path) -> Datasette:
    return Datasette([str(archive_path)], metadata=datasette_metadata(), settings={"base_url": "/n/"})


def answer(served: Datasette, path: str) -> Any:
    async def ask() -> Any:
        await served.invoke_startup()
        return await served.client.get(path)

    return asyncio.run(ask())


def feed(served: Datasette, path: str) -> Any:
    got = answer(served, path)
    assert got.status_code == 200, got.text[:500]
    assert got.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(got.text)


def titles(root: Any) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_has_what_rfc_4287_asks_for(served: Datasette, kind: str) -> None:
    root = feed(served, f"/feed/{kind}.atom")
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    entries = root.findall(f"{ATOM}entry")
    for node in (root, *entries):
        for name in ("id", "title", "updated"):
            [found] = node.findall(f"{ATOM}{name}")
            assert found.text
        assert urlsplit(node.findtext(f"{ATOM}id")).scheme in ("urn", "tag", "http")
        assert datetime.fromisoformat(node.findtext(f"{ATOM}updated")).tzinfo
        for link in node.findall(f"{ATOM}link"):
            assert link.get("href").startswith("http://localhost/n/")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))
    times = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert times == sorted(times, reverse=True)
    if times:
        assert root.findtext(f"{ATOM}updated") == times[0]
    assert [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"] == [
        f"http://localhost/n/feed/{kind}.atom"
    ]


def test_each_report_is_new_once(served: Datasette) -> None:
    found = titles(feed(served, "/feed/reports.atom"))
    assert len(found) == 6
    assert "南岳镇 2020 年度 · 新收年报 new report" in found
    assert "<script>alert(1)</script>镇 2022 年度 · 新收年报 new report" in found


def test_a_change_is_told_with_both_figures_and_both_looks(served: Datasette) -> None:
    [entry] = feed(served, "/feed/changes.atom").findall(f"{ATOM}entry")
    said = entry.findtext(f"{ATOM}summary")
    assert "34 → 43" in said
    assert "在 2026-03-02 09:00—2026-03-09 09:00 两次查看之间" in said


def test_nothing_is_gone_in_this_archive(served: Datasette) -> None:
    assert titles(feed(served, "/feed/withdrawals.atom")) == []


def test_problems_are_called_leads(served: Datasette) -> None:
    for entry in feed(served, "/feed/problems.atom").findall(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}summary").startswith("这些是线索，不是结论。")


def test_a_feed_of_one_portal_or_body(served: Datasette) -> None:
    assert len(titles(feed(served, "/feed/reports.atom?portal=shili"))) == 6
    assert titles(feed(served, "/feed/reports.atom?portal=nowhere")) == []
    root = feed(served, "/feed/reports.atom?agency=" + quote("000000-南岳镇"))
    assert titles(root) == ["南岳镇 2020 年度 · 新收年报 new report"]
    assert root.findtext(f"{ATOM}id").endswith("?agency=" + quote("000000-南岳镇"))
    for kind in KINDS:
        feed(served, f"/feed/{kind}.atom?portal=shili&agency=" + quote("000000-南岳镇"))


def test_pages_name_their_feeds_and_the_feeds_answer(served: Datasette) -> None:
    named: set[str] = set()
    for path in ("/", "/changes?portal=shili", "/discrepancies", "/agency/" + quote("000000-南岳镇")):
        page = html.fromstring(answer(served, path).text)
        links = page.xpath("//link[@rel='alternate'][@type='application/atom+xml']/@href")
        assert links, path
        named.update(links)
    assert "/n/feed/changes.atom?portal=shili" in named
    for address in named:
        feed(served, address.removeprefix("/n"))


def test_an_unknown_feed_is_not_found(served: Datasette) -> None:
    assert answer(served, "/feed/nothing.atom").status_code == 404
