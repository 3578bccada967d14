"""What a line does not say: a column that only the homepage leads to, one that is linked and is not there."""

from __future__ import annotations

from pathlib import Path

from commands import query
from crawling import row, run, table
from loop_site import LoopSite, Reply, Seen
from unseen_sites import Answer, documents, every, home, items, page, titled

HELD = every((2022, 2023))
ROWS = titled(HELD, "/n/{n}.htm")
ALL: dict[str, Answer] = {
    "/": home('<a href="/gk/">政府信息公开</a>'),
    "/gk/": page("政府信息公开", "<a href='/nb/'>政府信息公开年报</a> <a href='/xz/nb/'>乡镇政府信息公开年报</a>"),
    "/nb/": page("政府信息公开年报", items(ROWS[:3])),
    "/xz/nb/": page("乡镇政府信息公开年报", items(ROWS[3:])),
    **documents(HELD, "/n/{n}.htm"),
}
LISTS = "SELECT substr(url, -7), state, found, reason FROM lists ORDER BY crawl, url"


def test_a_column_that_only_the_homepage_leads_to_is_walked_and_told(tmp_path: Path) -> None:
    with LoopSite(dict(ALL)) as site:
        here = f"http://localhost:{site.port}"
        result = run(table(tmp_path, row("x", f"{here}/", f"{here}/nb/", known_by="test")), tmp_path / "a.db")
        assert result["outcomes"]["x"][:2] == ["walked", f"{here}/xz/nb/ is a column that its line does not have"]
        assert query(tmp_path / "a.db", "SELECT count(*) FROM reports") == [(6,)]
        assert sorted(site.paths()) == sorted([*ALL, "/robots.txt"])
        again = run(
            table(tmp_path, row("x", f"{here}/", f"{here}/nb/ {here}/xz/nb/", known_by="test")), tmp_path / "a.db"
        )
        assert again["outcomes"]["x"][:2] == ["walked", None]


def test_a_homepage_that_cannot_be_had_harms_no_walk_from_columns(tmp_path: Path) -> None:
    pages: dict[str, Answer] = {**ALL, "/": Reply("", 500)}
    with LoopSite(pages) as site:
        here = f"http://localhost:{site.port}"
        result = run(table(tmp_path, row("x", f"{here}/", f"{here}/nb/", known_by="test")), tmp_path / "a.db")
        assert (result["exit"], result["outcomes"]["x"][:2]) == (0, ["walked", None])
        assert query(tmp_path / "a.db", "SELECT lists_complete FROM crawl_portals") == [(1,)]


def test_a_column_that_is_linked_and_not_there_is_told_and_a_row(tmp_path: Path) -> None:
    with LoopSite({one: reply for one, reply in ALL.items() if one != "/xz/nb/"}) as site:
        here = f"http://localhost:{site.port}"
        result = run(table(tmp_path, row("x", f"{here}/")), tmp_path / "a.db")
        told = f"{here}/xz/nb/ is linked as a column and is not there"
        assert (result["exit"], result["outcomes"]["x"][:2]) == (0, ["walked", told])
        assert query(tmp_path / "a.db", LISTS) == [
            (f"{site.port}/nb/"[-7:], "whole", 3, None),
            ("/xz/nb/", "broken", 0, "status 404"),
        ]
        assert query(tmp_path / "a.db", "SELECT lists_complete FROM crawl_portals") == [(0,)]
        assert query(tmp_path / "a.db", "SELECT count(*) FROM problems WHERE kind = 'list_broken'") == [(1,)]


def test_a_column_that_had_reports_and_is_not_there_ends_the_walk_as_cut_short(tmp_path: Path) -> None:
    gone = False

    def second(_: Seen) -> Reply:
        found = ALL["/xz/nb/"]
        assert isinstance(found, Reply)
        return Reply("gone", 404) if gone else found

    with LoopSite({**ALL, "/xz/nb/": second}) as site:
        here = f"http://localhost:{site.port}"
        assert run(table(tmp_path, row("x", f"{here}/")), tmp_path / "a.db")["exit"] == 0
        gone = True
        result = run(table(tmp_path, row("x", f"{here}/")), tmp_path / "a.db")
        assert (result["exit"], result["outcomes"]["x"][:2]) == (1, ["cut_short", f"{here}/xz/nb/: status 404"])


def test_why_no_column_was_found_is_said(tmp_path: Path) -> None:
    rules = Reply("User-agent: *\nDisallow: /nb/\nDisallow: /xz/\n", headers={"Content-Type": "text/plain"})
    with LoopSite({**ALL, "/robots.txt": rules}) as site:
        here = f"http://localhost:{site.port}"
        result = run(table(tmp_path, row("x", f"{here}/")), tmp_path / "a.db")
        told = f"{here}/nb/: robots.txt forbids it; and 1 more lists"
        assert (result["exit"], result["outcomes"]["x"][:2]) == (1, ["no_column", told])


def test_a_portal_of_which_nothing_is_there_says_why_of_each_address(tmp_path: Path) -> None:
    with LoopSite({"/": Reply("moved", 410)}) as site:
        here = f"http://localhost:{site.port}"
        result = run(table(tmp_path, row("x", f"{here}/", f"{here}/nb/")), tmp_path / "a.db")
        assert result["outcomes"]["x"][:2] == ["unreachable", f"{here}/nb/: status 404; {here}/: status 410"]
