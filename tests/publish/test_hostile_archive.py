"""An archive that wants to harm its readers: hostile text in every field, a text of ten million signs, very many
revisions. Every page is asked for by following links, below a prefix."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from asking import answer as asked
from browsing import chromium, held_back, launched
from datasette.app import Datasette
from lxml import etree, html
from serving import serving

from archive.metadata import datasette_metadata
from publish.settings import SETTINGS

HOSTILE = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }}<!--"
KEYS = {
    "id", "report", "agency", "portal", "version", "other_version", "previous", "document", "capture", "crawl", "kind",
    "form_table", "row_key", "column_key", "status", "state", "origin", "severity", "relation", "place", "rule", "name",
}  # fmt: skip
"""Columns by which rows find each other."""
MANY = 100_000


def poisoned(path: Path) -> int:
    """Put HOSTILE at the end of every text that no rule of the schema protects; how many columns took it."""
    db = sqlite3.connect(path)
    taken = 0
    tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'").fetchall()
    for (table,) in tables:
        foreign = {row[3] for row in db.execute(f"PRAGMA foreign_key_list({table})")}
        if table.startswith(("sqlite_", "search_index", "_", "derived_by")):
            continue
        for _, name, kind, _, _, primary in db.execute(f"PRAGMA table_info({table})").fetchall():
            if kind not in ("TEXT", "ANY") or primary or name in foreign or (name in KEYS and table != "agencies"):
                continue
            try:
                with db:
                    taken += db.execute(f"UPDATE {table} SET {name} = {name} || ?", (HOSTILE,)).rowcount > 0
            except sqlite3.IntegrityError:
                pass  # a CHECK keeps this column
    db.close()
    return taken


def served(path: Path, **others: int) -> Datasette:
    settings = {**SETTINGS, "base_url": "/n/", **others}
    return Datasette([str(path)], metadata=datasette_metadata(), settings=settings)


def harmless(page: Any) -> None:
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in ("iframe", "object", "embed", "base"), element.tag
        for name, value in element.attrib.items():
            assert not name.startswith("on"), html.tostring(element)[:300]
            if name in ("href", "src", "action"):
                assert not re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE), value
    for block in page.xpath("//script | //style"):
        assert "alert" not in (block.text or ""), html.tostring(block)[:300]
        assert block.get("nonce") or block.get("src")
    assert not [image for image in page.xpath("//img") if image.get("src") == "x"]


def kind_of(path: str) -> str:
    """Addresses of one page with other things in it are one kind; a few of each are asked for."""
    parts = urlsplit(path).path.split("/")
    names = sorted({pair.partition("=")[0] for pair in urlsplit(path).query.split("&")})
    return "/".join([*parts[:3], *("*" for _ in parts[3:])]) + "?" + "&".join(names)


def walk(datasette: Datasette, most: int) -> dict[str, int]:
    """Follow links from the home page, some of each kind; status by address."""
    statuses: dict[str, int] = {}

    async def ask() -> None:
        await datasette.invoke_startup()
        waiting, kinds = ["/n/"], {}
        while waiting and len(statuses) < most:
            path = waiting.pop(0)
            answer = await datasette.client.get(path.removeprefix("/n"))
            statuses[path] = answer.status_code
            kind = answer.headers.get("content-type", "")
            if kind.startswith("application/atom+xml"):
                assert not etree.fromstring(answer.content).xpath("//*[local-name() = 'script']")
            if not kind.startswith("text/html"):
                continue
            page = html.fromstring(answer.text)
            harmless(page)
            assert "unsafe-inline" not in answer.headers["content-security-policy"]
            for address in page.xpath("//a/@href | //form/@action | //link/@href | //script/@src"):
                if address.startswith(("http://", "https://")) and not address.startswith("http://localhost/"):
                    continue
                whole = urljoin("http://localhost" + path, address)
                found = whole.removeprefix("http://localhost").partition("#")[0]
                assert found.startswith("/n/"), (path, address)
                if (
                    "/-/log" not in found
                    and kinds.setdefault(kind_of(found), 0) < 2
                    and found not in (*statuses, *waiting)
                ):
                    kinds[kind_of(found)] += 1
                    waiting.append(found)

    asyncio.run(ask())
    return statuses


def test_hostile_text_in_every_field_stays_text_and_every_link_answers(archive_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    shutil.copyfile(archive_path, path)
    assert poisoned(path) > 60
    statuses = walk(served(path), 220)
    wrong = {address: status for address, status in statuses.items() if status not in (200, 302)}
    # evidence and captures are not at hand beside a copied file; a form sends what it compares
    assert not [address for address in wrong if not re.search(r"/(evidence|capture|warc)/|/compare$", address)], wrong
    assert len(statuses) > 60


def test_a_search_that_finds_very_long_texts_shows_them(archive_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    shutil.copyfile(archive_path, path)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE versions SET text = text || ?", ("x" * 15_000_000,))
        (count,) = db.execute("SELECT count(*) FROM current").fetchone()
    assert count == 6
    page = html.fromstring(asked(served(path), "/search?q=信息").text)
    assert len(page.xpath("//ol[@class='results']/li")) == 6
    assert page.xpath("//mark[contains(., '信息')]")


def _captures_of(db: sqlite3.Connection, version: str) -> None:
    """So many saved copies of a revision, each like the first."""
    names = [row[1] for row in db.execute("PRAGMA table_info(captures)")]
    sql = "SELECT c.* FROM captures AS c JOIN version_captures AS s ON s.capture = c.id WHERE s.version = ? LIMIT 1"
    one = dict(zip(names, db.execute(sql, (version,)).fetchone(), strict=True))
    made = [tuple((one | {"id": f"{one['id']}-{number}"}).values()) for number in range(MANY // 10)]
    db.executemany(f"INSERT INTO captures VALUES ({', '.join('?' * len(names))})", made)
    db.executemany("INSERT INTO version_captures VALUES (?, ?)", [(version, row[0]) for row in made])


@pytest.fixture(scope="module")
def large(archive_path: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A text of 10 MB in one report, and so many revisions of another; and the revision with the text."""
    path = tmp_path_factory.mktemp("large") / "archive.db"
    shutil.copyfile(archive_path, path)
    db = sqlite3.connect(path)
    [(version, report)] = db.execute("SELECT version, report FROM current WHERE report LIKE '%南岳镇%'").fetchall()
    text = "本镇主动公开政府信息。" * (10_000_000 // len("本镇主动公开政府信息。".encode()))
    db.execute("UPDATE versions SET text = ? WHERE id = ?", (text, version))
    db.execute("UPDATE section_places SET own_text = ? WHERE version = ? AND position = 1", (text, version))
    [other] = db.execute("SELECT v.* FROM current AS c JOIN versions AS v ON v.id = c.version"
                         " WHERE c.report LIKE '%东宁镇%' LIMIT 1").fetchall()  # fmt: skip
    columns = [row[1] for row in db.execute("PRAGMA table_info(versions)")]
    known = dict(zip(columns, other, strict=True))
    rows, changes = [], []
    for number in range(2, MANY + 1):
        at = f"{2027 + number // 50_000}-01-01T00:00:00.{number % 50_000:06d}Z"
        identifier, previous = f"{known['id']}-{number}", f"{known['id']}-{number - 1}" if number > 2 else known["id"]
        own = {"id": identifier, "number": number, "search_id": 10_000 + number, "previous": previous}
        rows.append(tuple((known | own | {"first_seen": at, "last_seen": at}).values()))
        changes.append((f"c{number}", identifier, previous, known["report"], str(number), at))
    db.executemany(f"INSERT INTO versions VALUES ({', '.join('?' * len(columns))})", rows)
    db.executemany("INSERT INTO changes (id, version, previous, report, kind, row_key, old, new, first_seen_new)"
                   " VALUES (?, ?, ?, ?, 'section', 'overall', 'old', ?, ?)", changes)  # fmt: skip
    _captures_of(db, known["id"])
    db.commit()
    db.close()
    return path, report


def test_a_text_of_ten_million_bytes_and_a_hundred_thousand_revisions_are_shown(large: tuple[Path, str]) -> None:
    path, report = large
    datasette = served(path, sql_time_limit_ms=30_000)  # how much a page shows, not how busy the machine is
    db = sqlite3.connect(path)
    [(many, agency, version)] = db.execute(
        "SELECT report, agency, version FROM current WHERE report LIKE '%东宁镇%'"
    ).fetchall()
    place = db.execute("SELECT place FROM coverage WHERE agency = ?", (agency,)).fetchone()
    db.close()
    number = f"/report/{many}/disclosure_requests/new_requests/total"
    small = [f"/report/{many}", f"/version/{version}-{MANY}", f"/compare/{version}/{version}-{MANY}", number,
             f"/agency/{agency}", "/search?q=政务公开&all=1", "/search.atom?q=政务公开", "/archive/versions",
             "/archive/versions.json", "/archive/changes", "/archive/change_log", "/archive/reports", "/", "/changes",
             "/changes?what=text&page=2000", f"/changes?agency={agency}", "/discrepancies", "/coverage",
             f"/archive/versions?report={many}", f"/archive/version_captures?version={version}",
             *(f"/feed/{kind}.atom{whose}" for kind in ("reports", "changes", "withdrawals", "problems")
               for whose in ("", f"?agency={agency}"))]  # fmt: skip
    small += [f"/county/{place[0]}"] if place else []

    async def ask() -> dict[str, Any]:
        await datasette.invoke_startup()
        return {address: await datasette.client.get(address) for address in [f"/report/{report}", *small]}

    answers = asyncio.run(ask())
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200} == {}
    assert len(answers.pop(f"/report/{report}").content) < 25_000_000
    assert [address for address, answer in answers.items() if len(answer.content) > 1_500_000] == []
    page = html.fromstring(answers[f"/report/{many}"].text)
    assert page.xpath("count(//section[@id='changes']//li[contains(., 'old')])") == 200
    assert page.xpath("count(//section[@id='changes']//tbody/tr)") == 200
    assert page.xpath("count(//section[@id='evidence']//tbody/tr)") == 200
    said = page.xpath("//p[contains(., '只列最近 200 项')]/a/@href")
    assert [urlsplit(address).path for address in said] == [
        "/n/archive/changes", "/n/archive/versions", "/n/archive/version_captures",
    ]  # fmt: skip


def test_a_page_that_takes_too_long_says_so(archive_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    shutil.copyfile(archive_path, path)
    with sqlite3.connect(path) as db:
        columns = [name for (name, *_) in db.execute("SELECT * FROM change_log LIMIT 0").description]
        db.execute("DROP VIEW change_log")
        db.execute(
            "CREATE VIEW change_log AS WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless)"
            f" SELECT {', '.join(f'n AS {name}' for name in columns)} FROM endless"
        )
    answer = asked(served(path, sql_time_limit_ms=200), "/changes", 503)
    assert "用时超过限度" in answer.text


@pytest.mark.skipif(chromium() is None, reason="no Chromium on this system (.ci/system-packages installs Debian's)")
def test_nothing_that_an_archive_holds_runs_in_a_browser(archive_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    shutil.copyfile(archive_path, path)
    poisoned(path)
    found = [address for address, status in walk(served(path), 150).items() if status == 200]
    pages = [address for address in found if not re.search(r"\.(csv|json|atom|css|js|db|zip)|/-/static|sql=", address)]
    ran: list[str] = []
    with serving(path, "--prefix", "n") as port, launched() as browser:
        page = browser.new_page()
        page.on("dialog", lambda dialog: (ran.append(f"{page.url} {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda said: ran.append(f"{page.url} {said.text}") if held_back(said) else None)
        for address in pages:
            page.goto(f"http://127.0.0.1:{port}{address}")
    assert len(pages) > 40
    assert ran == []
