"""The front page says of which portals nobody has seen a column live; the commands say it too."""

from __future__ import annotations

import asyncio
from pathlib import Path

from click.testing import CliRunner
from datasette.app import Datasette
from lxml import html

from archive.archive import Archive
from archive.crawls import PortalOutcome, PortalRow
from archive.metadata import datasette_metadata
from nianbao.portals import command

MARK = "尚无人在线见过其栏目"


def test_only_what_was_walked_or_seen_is_unmarked(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path, write=True) as archive:
        for name in ("walked", "blocked", "named"):
            archive.upsert_portal(PortalRow(id=name, name=name, known_by="stored page of 1 report"))
        archive.upsert_portal(PortalRow(id="seen", name="seen", seen_live="2026-03-01"))
        crawl = archive.begin_crawl(["walked", "blocked"])
        archive.finish_crawl(crawl, [PortalOutcome("walked", "walked"), PortalOutcome("blocked", "blocked")])
    served = Datasette([str(path)], metadata=datasette_metadata())

    async def ask() -> str:
        await served.invoke_startup()
        return str((await served.client.get("/")).text)

    lines = {
        row.xpath("string(td[1]/a)"): row
        for row in html.fromstring(asyncio.run(ask())).xpath("//table[@class='list']/tbody/tr")
    }
    marked = {name for name, row in lines.items() if MARK in row.text_content()}
    assert set(lines) == {"walked", "blocked", "named", "seen"}
    assert marked == {"blocked", "named"}
    assert lines["named"].xpath("string(.//span/@title)") == "stored page of 1 report"
    assert "nobody has seen its column live" in lines["named"].text_content()


def test_the_list_of_portals_says_never(tmp_path: Path) -> None:
    table = tmp_path / "portals.csv"
    table.write_text(
        "id,name,homepage,family,seen_live\n"
        "a,a,http://a.localhost/,generic,2026-03-01\n"
        "b,b,http://b.localhost/,generic,\n"
        "b,b,http://bb.localhost/,generic,\n",
        encoding="utf-8",
    )
    said = CliRunner().invoke(command, ["list", "--portals", str(table)], env={"COLUMNS": "200"}).output
    assert [line.count("never") for line in said.splitlines() if "localhost" in line] == [0, 1, 1]
    assert "2 portals; nobody has seen 1 of them live" in said
