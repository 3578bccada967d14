"""Archives of whole portals become one, whatever their order and grouping, and each is refused with a sentence where
it cannot be taken."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from archive_by_hand import START, Visitor, make_report
from click.testing import CliRunner
from test_migrations import first_archive

import nianbao.merge
from archive.archive import Archive, PortalRow
from archive.crawls import PortalOutcome
from archive.errors import ArchiveError, ArchiveLocked, ArchiveTooNew
from archive.logical_dump import dump_of
from nianbao.merge import command, merge
from parse.report import Context

PORTALS = {
    "huoqiu": PortalRow("huoqiu", "霍邱县人民政府", county="霍邱县", division_code="341522"),
    "helan": PortalRow("helan", "贺兰县人民政府", county="贺兰县", division_code="640122"),
    "dongning": PortalRow("dongning", "东宁市人民政府", county="东宁市", division_code="231086"),
}
TOWNS = {"huoqiu": "霍邱县众兴集镇", "helan": "贺兰县金贵镇", "dongning": "东宁市大肚川镇"}


def walk(archive: Archive, portals: Iterable[str], days: int, granted: int) -> None:
    """A crawl of these portals: a report whose figure is `granted`, one that stays, one that is gone from day 1 on.

    What is fetched when depends on the portal and the day alone.
    """
    crawl = archive.begin_crawl(list(portals))
    for portal in portals:
        at = START + timedelta(days=days, hours=list(PORTALS).index(portal))
        visitor = Visitor(archive, crawl, at)
        context = Context(portal=portal, portal_name=PORTALS[portal].name, crawl=crawl)
        town = TOWNS[portal]
        for path, year, figure in (("/a.html", 2024, granted), ("/b.html", 2023, 5), ("/c.html", 2022, 7)):
            url = f"http://{portal}.localhost{path}"
            if path == "/c.html" and days:
                body, more = b"gone", {"status": 404, "reason": "Not Found"}
            else:
                body, more = f"{portal} {year} {figure}".encode(), {}
            capture = archive.keep(visitor.exchange(url, body, context=context, **more))
            archive.flush()
            if archive.needs_reading(capture):
                archive.save_reading(capture, make_report(granted=figure, year=year, agency=f"{town}人民政府"))
    archive.finish_crawl(crawl, [PortalOutcome(portal, "walked") for portal in portals], withdrawal_gap=timedelta(0))


def make(path: Path, portals: Iterable[str], days: int = 3) -> Path:
    """An archive of as many crawls; on the second day a figure changed from 12 to 13."""
    names = list(portals)
    with Archive.open(path, write=True) as archive:
        for name in names:
            archive.upsert_portal(PORTALS[name])
        for day in range(days):
            walk(archive, names, day, 12 if day == 0 else 13)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("shards")
    for portal in PORTALS:
        make(made / f"{portal}.db", [portal])
    make(made / "whole.db", PORTALS)
    return made


@pytest.fixture
def shards(folder: Path, tmp_path: Path) -> dict[str, Path]:
    """The archives of one portal each; nothing that a test does to them reaches another."""
    shutil.copytree(folder, tmp_path / "shards")
    return {portal: tmp_path / "shards" / f"{portal}.db" for portal in (*PORTALS, "whole")}


def faults(path: Path) -> list[str]:
    with Archive.open(path) as archive:
        return archive.verify()


def test_order_and_grouping_do_not_matter(folder: Path, tmp_path: Path) -> None:
    a, b, c = (folder / f"{portal}.db" for portal in PORTALS)
    merge([a, b], tmp_path / "ab.db")
    merge([tmp_path / "ab.db", c], tmp_path / "ab_c.db")
    merge([b, c], tmp_path / "bc.db")
    merge([a, tmp_path / "bc.db"], tmp_path / "a_bc.db")
    merge([c, b, a], tmp_path / "cba.db")
    expected = dump_of(folder / "whole.db", times=True)
    assert sum(line.startswith('["versions"') for line in expected) == 12
    assert sum(line.startswith('["reports"') for line in expected) == 9
    assert any('"withdrawn"' in line for line in expected)
    for name in ("ab_c", "a_bc", "cba"):
        assert dump_of(tmp_path / f"{name}.db", times=True) == expected, name
        assert faults(tmp_path / f"{name}.db") == [], name


def test_what_is_searched_and_numbered_is_as_in_one_archive(folder: Path, tmp_path: Path) -> None:
    merge([folder / "helan.db", folder / "dongning.db", folder / "huoqiu.db"], tmp_path / "new.db")
    sql = (
        "SELECT v.id, v.search_id FROM search_index AS s JOIN versions AS v ON v.search_id = s.rowid"
        " WHERE search_index MATCH '\"众兴\"' ORDER BY v.search_id"
    )
    with Archive.open(tmp_path / "new.db") as new, Archive.open(folder / "whole.db") as whole:
        found = [row[0] for row in new.db.conn.execute(sql)]
        assert found == [row[0] for row in whole.db.conn.execute(sql)]
        numbers = [row[0] for row in new.db.conn.execute("SELECT search_id FROM versions ORDER BY first_seen, id")]
        assert numbers == list(range(1, 13))


def test_a_merged_archive_is_crawled_on(shards: dict[str, Path], tmp_path: Path) -> None:
    merge([shards["helan"], shards["huoqiu"]], tmp_path / "new.db")
    with Archive.open(tmp_path / "new.db", write=True) as archive:
        walk(archive, ["helan", "huoqiu"], 5, 14)
        assert archive.verify() == []
        changed = "SELECT count(*) FROM changes WHERE old = '13' AND new = '14'"
        assert archive.db.conn.execute(changed).fetchone()[0] == 4


def test_every_link_of_every_shard_is_kept_and_an_altered_row_of_each_is_found(
    shards: dict[str, Path], tmp_path: Path
) -> None:
    heads = set()
    for portal in PORTALS:
        with Archive.open(shards[portal]) as archive:
            heads |= {row[0] for row in archive.db.conn.execute("SELECT head FROM chains")}
    merge([shards[portal] for portal in PORTALS], tmp_path / "new.db")
    db = sqlite3.connect(tmp_path / "new.db")
    assert heads <= {row[0] for row in db.execute("SELECT head FROM chains")}
    assert [row[0] for row in db.execute("SELECT count(*) FROM chains")] == [10]
    for portal in PORTALS:
        altered = tmp_path / f"{portal}-altered.db"
        db.execute("VACUUM INTO ?", (str(altered),))
        shutil.copytree(tmp_path / "new.db.warc", f"{altered}.warc")
        other = sqlite3.connect(altered)
        other.execute(
            "UPDATE changes SET new = '99' WHERE new = '13' AND report LIKE ?", (f"{PORTALS[portal].division_code}%",)
        )
        other.commit()
        other.close()
        assert any("is not as it was" in fault for fault in faults(altered)), portal


def test_a_link_that_follows_a_head_that_is_not_there_is_found(shards: dict[str, Path], tmp_path: Path) -> None:
    merge([shards["helan"], shards["huoqiu"]], tmp_path / "new.db")
    db = sqlite3.connect(tmp_path / "new.db")
    db.execute("DELETE FROM chain_entries WHERE link = 1")
    db.execute("DELETE FROM chains WHERE number = 1")
    db.commit()
    db.close()
    assert any("does not follow" in fault for fault in faults(tmp_path / "new.db"))


def test_files_are_copied_where_they_cannot_be_linked(
    shards: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    merge([shards["helan"], shards["huoqiu"]], tmp_path / "new.db")
    assert faults(tmp_path / "new.db") == []


def test_a_portal_in_two_shards_is_refused(shards: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"The portal huoqiu is in .* and in .*: a shard has a portal whole"):
        merge([shards["huoqiu"], shards["whole"]], tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()
    assert [path.name for path in tmp_path.glob("new.db*")] == ["new.db.lock"]


def test_two_portals_that_publish_one_report_are_refused(shards: dict[str, Path], tmp_path: Path) -> None:
    county = replace(PORTALS["helan"], county="霍邱县", division_code="341522")
    with Archive.open(tmp_path / "second.db", write=True) as archive:
        archive.upsert_portal(county)
        crawl = archive.begin_crawl(["helan"])
        visitor = Visitor(archive, crawl)
        visitor.visit("http://helan.localhost/x.html", make_report(), context=Context(portal="helan", crawl=crawl))
        archive.finish_crawl(crawl, [PortalOutcome("helan", "walked")])
    with pytest.raises(ArchiveError, match=r"The report 341522-众兴集镇-2024 is in"):
        merge([shards["huoqiu"], tmp_path / "second.db"], tmp_path / "new.db")


def test_an_unfinished_crawl_is_refused(shards: dict[str, Path], tmp_path: Path) -> None:
    with Archive.open(shards["helan"], write=True) as archive:
        crawl = archive.begin_crawl(["helan"])
    with pytest.raises(ArchiveError, match=f"The crawl {crawl} of .*helan.db is unfinished"):
        merge([shards["helan"], shards["huoqiu"]], tmp_path / "new.db")


def test_a_shard_that_is_being_written_is_refused(shards: dict[str, Path], tmp_path: Path) -> None:
    with Archive.open(shards["helan"], write=True), pytest.raises(ArchiveLocked, match="is being written"):
        merge([shards["helan"], shards["huoqiu"]], tmp_path / "new.db")


def test_nobody_writes_a_shard_meanwhile(
    shards: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def look(archive: Archive) -> int:
        for portal in ("helan", "huoqiu"):
            with pytest.raises(ArchiveLocked):
                Archive.open(shards[portal], write=True)
            seen.append(portal)
        return len(str(archive))

    monkeypatch.setattr(nianbao.merge, "recompute", look)
    merge([shards["helan"], shards["huoqiu"]], tmp_path / "new.db")
    assert seen == ["helan", "huoqiu"]


def test_a_file_of_a_killed_run_is_refused(shards: dict[str, Path], tmp_path: Path) -> None:
    (shards["helan"].with_name("helan.db.warc") / "nianbao-20260301T000000000000Z-00000.warc.gz").write_bytes(b"")
    with pytest.raises(ArchiveError, match="was never sealed"):
        merge([shards["helan"], shards["huoqiu"]], tmp_path / "new.db")


def test_a_newer_shard_is_refused(shards: dict[str, Path], tmp_path: Path) -> None:
    db = sqlite3.connect(shards["helan"])
    db.execute("INSERT INTO _migrations VALUES (99, '9999_of_tomorrow', 'x')")
    db.commit()
    db.close()
    with pytest.raises(ArchiveTooNew, match=r"helan\.db: .*newer nianbao"):
        merge([shards["helan"], shards["huoqiu"]], tmp_path / "new.db")


def test_an_older_shard_is_brought_up_to_date_in_a_copy(shards: dict[str, Path], tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    first_archive(old)
    before = old.read_bytes()
    merge([old, shards["huoqiu"]], tmp_path / "new.db")
    assert sorted(path.name for path in tmp_path.glob("new.db*")) == ["new.db", "new.db.lock", "new.db.warc"]
    assert old.read_bytes() == before
    assert faults(tmp_path / "new.db") == []


def test_what_a_killed_run_left_is_made_again(shards: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "new.db.merging").write_bytes(b"half of it")
    (tmp_path / "new.db.merging-wal").write_bytes(b"and of this")
    files = sorted(shards["helan"].with_name("helan.db.warc").iterdir())
    (tmp_path / "new.db.warc").mkdir()
    os.link(files[0], tmp_path / "new.db.warc" / files[0].name)
    (tmp_path / "new.db.warc" / f".{files[-1].name}.partial").write_bytes(files[-1].read_bytes()[:20])
    merge([shards["helan"], shards["huoqiu"]], tmp_path / "new.db")
    assert sorted(path.name for path in tmp_path.glob("new.db*")) == ["new.db", "new.db.lock", "new.db.warc"]
    assert faults(tmp_path / "new.db") == []


def test_another_archive_is_never_overwritten(shards: dict[str, Path], tmp_path: Path) -> None:
    shutil.copy(shards["helan"], tmp_path / "new.db")
    answer = CliRunner().invoke(command, [str(shards["huoqiu"]), "--archive", str(tmp_path / "new.db")])
    assert answer.exit_code == 2
    assert "There is an archive at" in answer.stderr
    (tmp_path / "other.db.warc").mkdir()
    (tmp_path / "other.db.warc" / "nianbao-x.warc.gz").write_bytes(b"of another")
    answer = CliRunner().invoke(command, [str(shards["huoqiu"]), "--archive", str(tmp_path / "other.db")])
    assert answer.exit_code == 2
    assert "which is of none of these archives" in answer.stderr
    assert not (tmp_path / "other.db").exists()


def test_links_made_before_they_said_what_they_follow_hold(shards: dict[str, Path]) -> None:
    db = sqlite3.connect(shards["whole"])
    db.executescript(
        "CREATE TABLE before AS SELECT number, crawl, cause, made, entries, head FROM chains; DROP TABLE chains;"
        "CREATE TABLE chains (number INTEGER PRIMARY KEY, crawl TEXT,"
        " cause TEXT NOT NULL CHECK (cause IN ('crawl', 'rereading')), made TEXT NOT NULL, entries INTEGER NOT NULL,"
        " head TEXT NOT NULL) STRICT;"
        "INSERT INTO chains SELECT * FROM before; DROP TABLE before; DROP INDEX problems_document;"
        "DROP INDEX versions_previous; DROP INDEX changes_previous; DROP INDEX changes_repeats;"
        "DELETE FROM _migrations WHERE name = '0007_indexes';"
    )
    db.close()
    with Archive.open(shards["whole"], write=True) as archive:
        assert archive.verify() == []
        links = archive.db.conn.execute("SELECT head, follows FROM chains ORDER BY number").fetchall()
    heads = ["", *(link["head"] for link in links)]
    assert [link["follows"] for link in links] == heads[:3]


def test_what_may_stand_in_two_shards_is_joined(shards: dict[str, Path], tmp_path: Path) -> None:
    """A portal that is only named, a public body under another alias, and a correction that both were given."""
    for portal, name in (("helan", None), ("huoqiu", "全国目录")):
        db = sqlite3.connect(shards[portal])
        db.execute("INSERT INTO portals (id, name, note) VALUES ('mofcom', '商务部', ?)", (name,))
        db.execute(
            "INSERT INTO agencies (id, portal, name, basis) VALUES ('100000-商务部', 'mofcom', '商务部', 'title')"
        )
        seen = "2026-01-05" if portal == "helan" else "2026-01-09"
        db.execute(
            "INSERT INTO agency_aliases VALUES ('100000-商务部', '商务部', 'title', ?, ?)", (seen, f"{seen[:-1]}9")
        )
        db.commit()
        db.close()
    found = []
    for number, order in enumerate((("helan", "huoqiu"), ("huoqiu", "helan"))):
        path = tmp_path / f"{number}.db"
        merge([shards[name] for name in order], path)
        assert faults(path) == []
        db = sqlite3.connect(path)
        found.append(db.execute("SELECT note FROM portals WHERE id = 'mofcom'").fetchall())
        found.append(db.execute("SELECT first_seen, last_seen FROM agency_aliases WHERE name = '商务部'").fetchall())
        db.close()
    assert found == [[("全国目录",)], [("2026-01-05", "2026-01-09")]] * 2


def test_corrections_of_every_shard_stand_beside_the_merged_archive(shards: dict[str, Path], tmp_path: Path) -> None:
    header = "about,statement,value,author,made_on,reason\n"
    both = "http://elsewhere.localhost/x.html,judged,row_total,李编辑,2026-03-10,原文如此\n"
    year = "http://helan.localhost/b.html,report_year,2019,王编辑,2026-03-09,标题写错\n"
    (tmp_path / "shards" / "helan.db.warc" / "corrections.csv").write_text(header + both + year, "utf-8")
    agency = "http://huoqiu.localhost/a.html,agency,霍邱县石店镇人民政府,王编辑,2026-03-09,落款写错\n"
    said = tmp_path / "shards" / "huoqiu.db.warc" / "corrections.csv"
    said.write_text(header + agency + both, "utf-8")
    with Archive.open(shards["huoqiu"], write=True):
        pass
    said.unlink()  # its archive knows what was said
    merge([shards["huoqiu"], shards["helan"]], tmp_path / "new.db")
    merge([shards["helan"], shards["huoqiu"]], tmp_path / "other.db")
    written = (tmp_path / "new.db.warc" / "corrections.csv").read_text("utf-8").splitlines()
    assert sum("原文如此" in line for line in written) == 1
    assert year.strip() in written
    assert sum("霍邱县石店镇人民政府" in line for line in written) == 1
    assert (tmp_path / "other.db.warc" / "corrections.csv").read_text("utf-8").splitlines() == written
    with Archive.open(tmp_path / "new.db", write=True) as archive:
        found = {tuple(row) for row in archive.db.conn.execute("SELECT agency_name, report_year FROM reports")}
        assert ("霍邱县石店镇人民政府", 2024) in found
        assert any(report_year == 2019 for _, report_year in found)
        assert archive.verify() == []
