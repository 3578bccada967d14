"""A report whose article is split over three pages: one document, made of all of them, whichever of them changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from crawling import row, run, start, table
from loop_site import LoopSite, Reply, Seen, article, listing

from samples.portal import load_portal
from samples.site import Site

TITLE = "金贵镇2020年政府信息公开工作年度报告"
FOLDER = "/gk/nb/202101/"


def pages() -> dict[str, Any]:
    """The report of 贺兰县金贵镇 as a TRS site splits it, before its parts three and four."""
    portal = load_portal("trsyears")
    site = Site(portal, "http://trsyears.localhost")
    split = next(one for one in portal.articles if one.split)
    shown = {
        f"{FOLDER}{path.rpartition('/')[2]}": Reply(site.render(site.pages[path], 1).decode())
        for path in (split.path, *split.further)
    }
    return {"/gk/nb/": listing((f"{FOLDER}t20210121_1084.html", TITLE)), **shown}


def query(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(archive)) as db:
        return db.execute(sql).fetchall()


SECOND = f"{FOLDER}t20210121_1084_1.html"


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[list[tuple[Any, ...]]]]:
    """An archive of three walks, the last after a number on the second page was changed; versions after each."""
    folder = tmp_path_factory.mktemp("split")
    archive, after = folder / "a.db", []
    with LoopSite(pages()) as site:
        home = f"http://x.localhost:{site.port}/"
        portals = table(folder, row("x", home, home + "gk/nb/"))
        for change in (False, False, True):
            if change:
                reply = site.pages[SECOND]
                assert isinstance(reply, Reply)
                assert isinstance(reply.body, str)
                old = "一、本年新收政府信息公开申请数量</td><td>1</td>"
                assert reply.body.count(old) == 1
                reply.body = reply.body.replace(old, old.replace("<td>1<", "<td>7<"))
            assert run(portals, archive, NIANBAO_DOWNLOAD_DELAY="0")["exit"] == 0
            after.append(query(archive, "SELECT document, number FROM versions ORDER BY document, number"))
    return archive, after


def test_it_is_one_document_with_all_its_tables(walked: tuple[Path, list[list[tuple[Any, ...]]]]) -> None:
    archive, after = walked
    assert [number for _, number in after[0]] == [1]
    assert [url.rpartition("/")[2] for (url,) in query(archive, "SELECT url FROM documents")] == ["t20210121_1084.html"]
    # By eye, from the town's report: one request new and granted, none carried over, no litigation.
    sql = "SELECT row_key, total FROM disclosure_requests JOIN versions ON id = version WHERE number = 1"
    rows = dict(query(archive, f"{sql} AND row_key IN ('new_requests', 'carried_over', 'granted')"))
    assert rows == {"new_requests": 1, "carried_over": 0, "granted": 1}
    assert query(archive, "SELECT count(*) FROM review_and_litigation")[0][0] >= 3
    kept = query(archive, "SELECT DISTINCT substr(url, -7), purpose FROM captures WHERE url LIKE '%1084%' ORDER BY 1")
    assert kept == [("84.html", "document"), ("_1.html", "part"), ("_2.html", "part")]


def test_a_walk_that_finds_it_the_same_makes_no_revision(walked: tuple[Path, list[list[tuple[Any, ...]]]]) -> None:
    assert walked[1][1] == walked[1][0]


def test_a_change_on_its_second_page_is_a_change_of_the_report(
    walked: tuple[Path, list[list[tuple[Any, ...]]]],
) -> None:
    archive, after = walked
    assert [number for _, number in after[2]] == [1, 2]
    changed = query(archive, "SELECT kind, row_key, column_key, old, new FROM changes WHERE kind = 'cell'")
    assert changed == [("cell", "new_requests", "natural_person", "1", "7")]


def test_killed_between_its_pages_it_is_read_whole_in_the_end(tmp_path: Path) -> None:
    """The first page is kept and the second is on its way when the process dies."""
    served, asked = pages(), []

    def slow(seen: Seen) -> Reply:
        asked.append(seen)
        running.kill()
        return Reply("", 503, wait=1.0)

    second, served[SECOND] = served[SECOND], slow
    with LoopSite(served) as site:
        home = f"http://x.localhost:{site.port}/"
        portals = table(tmp_path, row("x", home, home + "gk/nb/"))
        running = start(portals, tmp_path / "a.db", NIANBAO_DOWNLOAD_DELAY="0.7")
        running.communicate(timeout=60)
        site.pages[SECOND] = second
        assert asked
        ended = run(portals, tmp_path / "a.db", NIANBAO_DOWNLOAD_DELAY="0")
    assert (ended["exit"], ended["continued"]) == (0, True)
    assert query(tmp_path / "a.db", "SELECT count(*) FROM versions") == [(1,)]
    sql = "SELECT total FROM disclosure_requests WHERE row_key = 'new_requests'"
    assert query(tmp_path / "a.db", sql) == [(1,)]


def test_a_page_that_failed_is_read_when_it_comes(tmp_path: Path) -> None:
    """The first page did not change in the meantime; what was read without the second one is read again."""
    served = pages()
    second, served[SECOND] = served[SECOND], Reply("", 500)
    with LoopSite(served) as site:
        home = f"http://x.localhost:{site.port}/"
        portals = table(tmp_path, row("x", home, home + "gk/nb/"))
        options = {"RETRY_TIMES": "0"}
        run(portals, tmp_path / "a.db", options, NIANBAO_DOWNLOAD_DELAY="0")
        said = query(tmp_path / "a.db", "SELECT seen, expected FROM problems WHERE kind = 'article_pages_missing'")
        site.pages[SECOND] = second
        run(portals, tmp_path / "a.db", options, NIANBAO_DOWNLOAD_DELAY="0")
    assert said == [("2", "3")]
    sql = "SELECT v.number, t.total FROM versions AS v LEFT JOIN disclosure_requests AS t ON t.version = v.id"
    assert query(tmp_path / "a.db", f"{sql} AND t.row_key = 'new_requests' ORDER BY 1") == [(1, 1)]
    assert query(tmp_path / "a.db", "SELECT * FROM changes") == [], "our own gap was closed; the report is the same"
    assert query(tmp_path / "a.db", "SELECT count(*) > 0 FROM rereadings") == [(1,)]


def test_a_list_is_no_split_article(tmp_path: Path) -> None:
    """A town's page that stands in the list like a document and turns its pages is walked as before."""
    item = f"{FOLDER}t20210122_7.html"
    town = {
        "/gk/nb/": listing(("/gk/nb/zx/", "张巷镇2021年政府信息公开工作年度报告")),
        "/gk/nb/zx/": listing(more='<a href="/gk/nb/zx/index_1.html">下一页</a>'),
        "/gk/nb/zx/index_1.html": listing((item, TITLE)),
        item: article(TITLE),
    }
    with LoopSite(town) as site:
        home = f"http://x.localhost:{site.port}/"
        run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db", NIANBAO_DOWNLOAD_DELAY="0")
        assert item in site.paths()
