"""Ids are made from natural keys: the same whichever of several addresses of a report answers first."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from archive_by_hand import HOST, PORTAL, Visitor, make_report

from archive.archive import Archive
from archive.identity import address_id, address_rank
from archive.rows import value
from archive.search import SEARCH_TABLE, match_query
from parse.report import Context, Problem, Report

PAGE = "/art/2025/1/22/art_1_7.html"
OTHER = "/art/2025/1/22/art_1_70.html"
MODULE = "/module/a.jsp?area=1"
PDF = "/attach/7.pdf"
NARROW, WIDE = "全年主动公开政府信息66条。", "全年主动公开政府信息６６条。"
TIMES = re.compile(r"\d{8}T\d{12}Z|\d{4}-\d\d-\d\dT[\d:.]+Z")


def way(path: str, crawl: str | None) -> Context:
    """The context of an address: every field of it names the address."""
    return Context(
        portal="huoqiu",
        portal_name="霍邱县人民政府",
        crawl=crawl,
        agency="众兴集镇",
        column=f"column {path}",
        column_url=f"{HOST}/column?of={path}",
        link_text=f"link {path}",
        list_date="2025-01-22" if path == PAGE else "2025-02-01",
        parent_url=f"{HOST}/parent?of={path}",
    )


def shown_at(path: str, **more: Any) -> Report:
    """The same report at each address, but printed in wide figures and with a problem of its own."""
    media_type = "application/pdf" if path == PDF else "text/html"
    problem = Problem(kind="unknown_label", origin="reading", severity="info", message=path)
    sentence = WIDE if path == MODULE else NARROW
    return make_report(media_type=media_type, sentence=sentence, problems=(problem,), **more)


def walk(visitor: Visitor, order: tuple[str, ...], gone: tuple[str, ...] = (), **more: Any) -> None:
    visitor.begin()
    for path in order:
        body = f"{path} {more} {visitor.at}".encode()
        visitor.visit(path, shown_at(path, **more), body, context=way(path, visitor.crawl))
        assert not visitor.archive.db.conn.execute("PRAGMA foreign_key_check").fetchall()
    for path in gone:
        visitor.gone(path)
    visitor.finish()


def dump(archive: Archive, *, times: bool = False) -> dict[str, list[tuple[object, ...]]]:
    """What was kept, without times (also those within ids), crawls and local numbers."""
    queries = {
        "documents": "SELECT id, portal, agency, url, live_url, kind, media_type, report_year, title, published_on,"
        " status, list_date, link_text, column_name, column_url, parent_url FROM documents",
        "addresses": "SELECT id, document FROM addresses",
        "captures": "SELECT address, document FROM captures",
        "versions": "SELECT id, document, number, report, agency, previous, first_capture, content_sha256, text"
        " FROM versions",
        "version_captures": "SELECT version, capture FROM version_captures",
        "cells": "SELECT version, form_table, row_key, column_key, printed, state FROM cells_long",
        "sections": "SELECT version, id, position, heading, text FROM sections",
        "problems": "SELECT version, document, capture, kind, message FROM problems",
        "changes": "SELECT version, previous, kind, form_table, row_key, column_key, old, new, repeats IS NULL"
        " FROM changes",
        "change ids": "SELECT id FROM changes",
        "sightings": "SELECT document, sight FROM sightings",
        "current": "SELECT report, agency, report_year, version FROM current",
        "reports": "SELECT report, version, document, url, number, documents, versions, changes, granted FROM reports",
    }
    found = {}
    for name, sql in queries.items():
        cut = (lambda item: item) if times else (lambda item: TIMES.sub("T", item) if isinstance(item, str) else item)
        found[name] = sorted((tuple(map(cut, row)) for row in archive.db.conn.execute(sql)), key=repr)
    return found


def walked(
    folder: Path, *orders: tuple[str, ...], granted: int = 12, gone: tuple[str, ...] = ()
) -> dict[str, list[tuple[object, ...]]]:
    """`gone`: what answers 404 after the first walk."""
    with Archive.open(folder / "a.db", write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive)
        for number, order in enumerate(orders):
            walk(visitor, order, gone if number else (), granted=granted + number)
        assert archive.verify() == []
        return dump(archive)


def every_order(tmp_path: Path, addresses: tuple[str, ...]) -> list[dict[str, list[tuple[object, ...]]]]:
    return [walked(tmp_path / str(number), order) for number, order in enumerate(permutations(addresses))]


def test_the_rank_of_addresses() -> None:
    wanted = ["http://b.cn/z.html", "https://www.a.cn/zz.html", "http://b.cn/zz.html", "http://a.cn/?i=1"]
    assert all(sorted(order, key=address_rank) == wanted for order in permutations(wanted))
    assert address_rank("http://www.a.cn/1") == address_rank("https://A.cn:443/1#top")


@pytest.mark.parametrize("addresses", [(PAGE, MODULE), (PAGE, OTHER), (PAGE, MODULE, OTHER), (PAGE, MODULE, PDF)])
def test_every_order_gives_the_same_archive(tmp_path: Path, addresses: tuple[str, ...]) -> None:
    first, *others = every_order(tmp_path, addresses)
    for other in others:
        assert other == first
    pages = [row for row in first["documents"] if row[5] == "html"]
    assert [(row[0], row[3], row[4]) for row in pages] == [(address_id(HOST + PAGE), HOST + PAGE, HOST + PAGE)]
    assert pages[0][-5:] == (
        "2025-01-22",
        f"link {PAGE}",
        f"column {PAGE}",
        f"{HOST}/column?of={PAGE}",
        f"{HOST}/parent?of={PAGE}",
    )
    texts = [row[-1] for row in first["versions"] if row[1] == address_id(HOST + PAGE)]
    assert len(texts) == 1
    assert NARROW in str(texts[0])


def test_a_change_at_every_address_is_the_same_in_every_order(tmp_path: Path) -> None:
    addresses = (PAGE, MODULE, OTHER)
    found = [
        walked(tmp_path / str(number), (MODULE, PAGE, OTHER), order)
        for number, order in enumerate(permutations(addresses))
    ]
    for other in found[1:]:
        assert other == found[0]
    assert [row[:3] for row in found[0]["versions"]] == sorted(row[:3] for row in found[0]["versions"])
    assert sorted((row[1], row[2]) for row in found[0]["versions"]) == [
        (address_id(HOST + PAGE), 1),
        (address_id(HOST + PAGE), 2),
    ]
    assert len(found[0]["changes"]) == 2


def test_addresses_that_leave_their_document_together_are_one(tmp_path: Path) -> None:
    """The canonical address does not answer in the second crawl; the two others show new figures."""
    found = [
        walked(tmp_path / str(number), (PAGE, MODULE, OTHER), order)
        for number, order in enumerate(permutations((MODULE, OTHER)))
    ]
    assert found[0] == found[1]
    assert sorted(row[0] for row in found[0]["documents"]) == sorted(address_id(HOST + path) for path in (PAGE, OTHER))


def test_posted_again_at_two_addresses_follows_the_report_in_both_orders(tmp_path: Path) -> None:
    found = [
        walked(tmp_path / str(number), ("/old.html",), order, gone=("/old.html",))
        for number, order in enumerate(((PAGE, MODULE), (MODULE, PAGE)))
    ]
    assert found[0] == found[1]
    assert sorted(str(row[2]) for row in found[0]["changes"]) == ["cell", "cell", "status"]


def test_closed_is_final(archive: Archive, visitor: Visitor) -> None:
    walk(visitor, (MODULE,))
    before = dump(archive, times=True)
    head = archive.chain_head()
    walk(visitor, (PAGE, MODULE))
    after = dump(archive, times=True)
    assert head != archive.chain_head()
    for name in ("versions", "cells", "sections", "changes", "current"):
        assert after[name] == before[name]
    assert [row[0] for row in after["documents"]] == [address_id(HOST + MODULE)]
    assert {row[1] for row in after["addresses"]} == {address_id(HOST + MODULE)}
    assert archive.verify() == []


def test_a_crawl_that_is_continued_is_still_open(tmp_path: Path) -> None:
    whole = walked(tmp_path / "whole", (PAGE, MODULE))
    path = tmp_path / "stopped" / "a.db"
    with Archive.open(path, write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive)
        visitor.begin()
        visitor.visit(MODULE, shown_at(MODULE), context=way(MODULE, visitor.crawl))
    with Archive.open(path, write=True) as archive:
        visitor = Visitor(archive, at=visitor.at)
        visitor.begin()
        visitor.visit(PAGE, shown_at(PAGE), context=way(PAGE, visitor.crawl))
        visitor.finish()
        assert archive.verify() == []
        assert dump(archive) == whole
        sql = f"SELECT rowid FROM {SEARCH_TABLE} WHERE {SEARCH_TABLE} MATCH ?"
        found = archive.db.conn.execute(sql, (match_query("主动公开政府信息66条"),)).fetchall()
        assert [row[0] for row in found] == [value(archive.db, "SELECT search_id FROM versions")]


def test_the_way_to_a_document_is_of_one_address(archive: Archive, visitor: Visitor) -> None:
    """The canonical address was asked for without a link: the next address tells the way, and is not mixed with it."""
    visitor.begin()
    bare = Context(portal="huoqiu", portal_name="霍邱县人民政府", crawl=visitor.crawl)
    visitor.visit(PAGE, shown_at(PAGE), context=bare)
    visitor.visit(MODULE, shown_at(MODULE), context=replace(way(MODULE, visitor.crawl), parent_url=None))
    row = archive.db.conn.execute("SELECT url, live_url, link_text, parent_url FROM documents").fetchone()
    assert tuple(row) == (HOST + PAGE, HOST + PAGE, f"link {MODULE}", None)
