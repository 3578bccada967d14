"""`nianbao rebuild`: from the WARC files of real walks alone comes the same archive, link for link of its chain."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from commands import EDITED, ROOT, nianbao, query
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.logical_dump import dump_of
from archive.warc_reader import Record, survey

SEED = Path(__file__).parent / "documents" / "seeds" / "004_4b1104c5c2484d6c.txt"


@pytest.fixture
def folder(three_walks: Path, tmp_path: Path) -> Path:
    """A copy of the original's WARC files."""
    return Path(shutil.copytree(three_walks.with_name("archive.db.warc"), tmp_path / "kept"))


def test_the_same_archive_comes_of_its_warc_files(three_walks: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    said = nianbao("rebuild", "--warc", str(three_walks.with_name("archive.db.warc")), "--archive", str(new))
    assert "The digest chain is that of the original at the end of each of its 3 crawls." in said
    assert dump_of(new, times=True) == dump_of(three_walks, times=True)
    changes = query(new, "SELECT kind, column_key, old, new FROM changes WHERE kind = 'status' AND repeats IS NULL")
    assert ("status", "status", "live", "withdrawn") in changes
    assert query(new, "SELECT status, count(*) FROM documents GROUP BY status") == query(
        three_walks, "SELECT status, count(*) FROM documents GROUP BY status"
    )
    for table in ("captures", "sightings", "crawl_portals", "chain_entries", "coverage", "findings", "members"):
        assert sorted(map(repr, query(new, f"SELECT * FROM {table}"))) == sorted(
            map(repr, query(three_walks, f"SELECT * FROM {table}"))
        ), table
    assert "every digest, every WARC pointer and every derived row holds" in nianbao("verify", "--archive", str(new))
    assert [path.name for path in tmp_path.iterdir() if "rebuilding" in path.name] == []


def test_an_archive_is_never_overwritten(three_walks: Path) -> None:
    before = three_walks.read_bytes()
    warc = str(three_walks.with_name("archive.db.warc"))
    said = nianbao("rebuild", "--warc", warc, "--archive", str(three_walks), expect=2)
    assert said.strip().endswith("already; nothing is overwritten.")
    assert three_walks.read_bytes() == before


def test_a_folder_without_warc_files_is_a_mistake(tmp_path: Path) -> None:
    said = nianbao("rebuild", "--warc", str(tmp_path), "--archive", str(tmp_path / "new.db"), expect=2)
    assert said.strip() == f"Error: There is no WARC file in {tmp_path}."
    assert list(tmp_path.iterdir()) == []


def test_killed_the_same_command_goes_on(three_walks: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    words = ["rebuild", "--warc", str(three_walks.with_name("archive.db.warc")), "--archive", str(new)]
    built = tmp_path / "new.db.rebuilding" / "archive.db"
    for versions in (1, 8):
        child = subprocess.Popen(
            [sys.executable, "-m", "nianbao", *words],
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 120
        while child.poll() is None and time.monotonic() < deadline:
            try:
                if query(built, "SELECT count(*) FROM versions")[0][0] >= versions:  # type: ignore[operator]
                    break
            except sqlite3.Error:
                time.sleep(0.005)
        os.killpg(child.pid, signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
        assert not new.exists()
    nianbao(*words)
    assert dump_of(new, times=True) == dump_of(three_walks, times=True)
    nianbao("verify", "--archive", str(new))
    assert not built.parent.exists()


def test_what_is_damaged_is_said_and_the_rest_is_read(three_walks: Path, folder: Path, tmp_path: Path) -> None:
    first, _, last = sorted(folder.iterdir())
    victim = next(
        item for item in survey(first)
        if isinstance(item, Record) and item.type == "response" and (item.url or "").endswith(EDITED)
    )  # fmt: skip
    data = bytearray(first.read_bytes())
    data[victim.offset + victim.length // 2] ^= 4
    first.write_bytes(data)
    os.truncate(last, last.stat().st_size - 40)
    new = tmp_path / "new.db"
    said = nianbao("rebuild", "--warc", str(folder), "--archive", str(new))
    assert f"bytes {victim.offset} to {victim.offset + victim.length} hold no whole record" in said
    assert f"The answer is lost, its context is there: {first.name}: {victim.url} at {victim.date}." in said
    assert "The file ends within a record." in said
    assert "differs from what was kept" in said
    problems = query(new, "SELECT count(*) FROM problems WHERE kind = 'record_damaged'")
    assert problems[0][0] == 3
    # The first copy is lost, and with it what the report said before its figure changed.
    sql = f"SELECT v.number FROM versions AS v JOIN documents AS d ON d.id = v.document WHERE d.url LIKE '%{EDITED}'"
    assert query(three_walks, sql) == [(1,), (2,)]
    assert query(new, sql) == [(1,)]
    nianbao("verify", "--archive", str(new))


def by_another_program(path: Path, url: str, body: bytes, *, gzip: bool, chunked: bool = False) -> None:
    """A WARC as a mirroring tool writes it: no context, seconds in the date, SHA-1 digests."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzip, warc_version="1.0")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "mirror/1.2", "format": "WARC 1.0"}))
        sent = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if chunked else body
        headers = [("Content-Type", "text/plain; charset=utf-8")]
        headers += [("Transfer-Encoding", "chunked")] if chunked else []
        http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        named = {"WARC-Date": "2022-03-04T05:06:07Z"}
        record = writer.create_warc_record(
            url, "response", payload=BytesIO(sent), http_headers=http, warc_headers_dict=named
        )
        writer.write_record(record)


@pytest.mark.parametrize("name", ["mirror.warc.gz", "mirror.warc"])
def test_files_of_other_programs_are_read_too(folder: Path, tmp_path: Path, name: str) -> None:
    form = next(
        json.loads(item.payload.partition(b":")[2]) for item in survey(min(folder.iterdir()))
        if isinstance(item, Record) and (item.url or "").startswith("urn:nianbao:crawl:")
    )  # fmt: skip
    homepage = next(portal["homepage"] for portal in form["portals"] if portal["id"] == "huoqiu")
    url = homepage.rstrip("/") + "/older/report.txt"
    by_another_program(folder / name, url, SEED.read_bytes(), gzip=name.endswith("gz"), chunked=True)
    new = tmp_path / "new.db"
    nianbao("rebuild", "--warc", str(folder), "--archive", str(new))
    sql = f"SELECT origin, portal, fetched_at, verdict, warc_file FROM captures WHERE url = '{url}'"
    assert query(new, sql) == [("mirror/1.2", "huoqiu", "2022-03-04T05:06:07.000000Z", "report", name)]
    assert query(new, "SELECT count(*) FROM captures WHERE origin = 'crawl'") != [(0,)]
    nianbao("verify", "--archive", str(new))


def test_records_that_look_like_ours_do_no_harm(folder: Path, tmp_path: Path) -> None:
    path = folder / "forged.warc.gz"
    forms = (
        {"format": "nianbao-crawl"},
        {"format": "nianbao-crawl", "crawl": {"id": 1, "started": None, "portals": []}, "portals": [], "went": []},
        {"format": "nianbao-crawl", "crawl": {}, "portals": [{"id": "x", "evil": 1}], "went": []},
        {"format": "nianbao-capture", "context": "none", "failure": {"kind": "timeout", "message": ""}},
        {"format": "nianbao-capture", "failure": "timeout"},
    )
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        for form in forms:
            block = b"nianbao: " + json.dumps(form).encode()
            record = writer.create_warc_record(
                "http://huoqiu.localhost/", "metadata", BytesIO(block), warc_content_type="application/warc-fields"
            )
            writer.write_record(record)
        broken = {"WARC-Date": "yesterday"}
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            "http://huoqiu.localhost/x", "response", BytesIO(b"x"), http_headers=http, warc_headers_dict=broken
        )
        writer.write_record(record)
    new = tmp_path / "new.db"
    said = nianbao("rebuild", "--warc", str(folder), "--archive", str(new))
    assert said.count("the record cannot be understood") == len(forms) + 1
    assert query(new, "SELECT count(*) FROM captures WHERE warc_file = 'forged.warc.gz'") == [(0,)]
    nianbao("verify", "--archive", str(new))
