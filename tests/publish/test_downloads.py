"""Data releases on the page, and their files: whole, in parts, and nothing beside them."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from lxml import html

from archive.metadata import datasette_metadata
from publish.release_file import asked_range

STAMP = "20260309T010000Z"
DATABASE = bytes(range(256)) * 40
TABLE = "报告,年度\n东宁镇,2020\n".encode() * 100


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one release, one that is damaged, and things that are none."""
    folder = tmp_path / "releases"
    files = {"archive.db": DATABASE, "csv/reports.csv": TABLE}
    for path, body in files.items():
        (folder / STAMP / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / STAMP / path).write_bytes(body)
    listed = {path: {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()} for path, body in files.items()}
    (tmp_path / "secret.txt").write_text("secret")
    (folder / STAMP / "link.csv").symlink_to(tmp_path / "secret.txt")
    listed["link.csv"] = listed["../../secret.txt"] = {"bytes": 6, "sha256": "0" * 64}
    frame = {"reports": 5, "bodies": 4, "portals_walked": 1, "first_report_year": 2020, "last_report_year": 2022}
    manifest = {"format": 1, "stamp": STAMP, "frame": frame, "rows": {"reports": 5}, "files": listed}
    (folder / STAMP / "manifest.json").write_text(json.dumps(manifest))
    (folder / STAMP / "not-listed.txt").write_text("secret")
    (folder / "20260310T010000Z").mkdir()
    (folder / "20260310T010000Z" / "manifest.json").write_text("{")
    monkeypatch.setenv("NIANBAO_RELEASES", str(folder))
    return folder


@pytest.fixture(scope="module")
def served(archive_path: Path) -> Datasette:
    return Datasette([str(archive_path)], metadata=datasette_metadata())


def ask(served: Datasette, path: str, **headers: str) -> Any:
    async def answer() -> Any:
        await served.invoke_startup()
        return await served.client.get(path, headers={name.replace("_", "-"): text for name, text in headers.items()})

    return asyncio.run(answer())


@pytest.mark.usefixtures("releases")
def test_the_page_lists_what_there_is(served: Datasette) -> None:
    page = html.fromstring(ask(served, "/downloads").text)
    words = " ".join(page.text_content().split())
    assert "2026-03-09 09:00 北京时间 20260309T010000Z" in words
    assert "5 份年报，4 个单位，1 个网站，2020–2022 年度" in words
    assert "10.2 kB" in words
    assert hashlib.sha256(DATABASE).hexdigest() in words
    assert f"/downloads/{STAMP}/csv/reports.csv" in page.xpath("//a/@href")


def test_without_a_folder_the_page_says_so(served: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIANBAO_RELEASES", raising=False)
    answer = ask(served, "/downloads")
    assert answer.status_code == 200
    assert "本站没有提供数据包" in answer.text


@pytest.mark.usefixtures("releases")
def test_a_file_comes_whole_and_in_parts(served: Datasette) -> None:
    path = f"/downloads/{STAMP}/archive.db"
    whole = ask(served, path)
    assert (whole.status_code, whole.content) == (200, DATABASE)
    assert whole.headers["content-length"] == str(len(DATABASE))
    assert whole.headers["etag"] == f'"{hashlib.sha256(DATABASE).hexdigest()}"'
    for asked, expected in (
        ("bytes=0-0", DATABASE[:1]),
        ("bytes=10000-", DATABASE[10000:]),
        ("bytes=-5", DATABASE[-5:]),
        ("bytes=10200-99999", DATABASE[10200:]),
    ):
        part = ask(served, path, range=asked, if_range=whole.headers["etag"])
        assert (part.status_code, part.content) == (206, expected)
        assert part.headers["content-range"].endswith(f"/{len(DATABASE)}")
    assert ask(served, path, range="bytes=99999-").status_code == 416
    assert ask(served, path, range="bytes=0-1", if_range='"another"').content == DATABASE
    assert ask(served, path, if_none_match=whole.headers["etag"]).status_code == 304


@pytest.mark.usefixtures("releases")
def test_a_table_of_a_release_is_not_packed_on_its_way(served: Datasette) -> None:
    answer = ask(served, f"/downloads/{STAMP}/csv/reports.csv", accept_encoding="gzip")
    assert "content-encoding" not in answer.headers
    assert answer.content == TABLE


@pytest.mark.usefixtures("releases")
@pytest.mark.parametrize(
    "path",
    [
        "../../secret.txt", "%2e%2e/%2e%2e/secret.txt", "..%2f..%2fsecret.txt", "~2E~2E~2F~2E~2E~2Fsecret~2Etxt",
        "link.csv", "not-listed.txt", "csv", "csv/", "/etc/passwd", "%2fetc%2fpasswd", "csv/reports.csv%00",
    ],
)  # fmt: skip
def test_nothing_beside_the_files_of_a_release_can_be_had(served: Datasette, path: str) -> None:
    for release in (STAMP, "20260310T010000Z", "..", "%2e%2e"):
        answer = ask(served, f"/downloads/{release}/{path}")
        assert answer.status_code in (302, 404)
        assert "secret" not in answer.text.replace("secret.txt", "")


@pytest.mark.parametrize("asked", ["", "bytes=", "bytes=-", "lines=0-1", "bytes=5-2", "bytes=0-1,3-4", "nonsense"])
def test_a_range_that_is_none_is_the_whole(asked: str) -> None:
    assert asked_range(asked, 100) is None


@pytest.mark.parametrize(("asked", "size"), [("bytes=100-", 100), ("bytes=-0", 100), ("bytes=0-5", 0)])
def test_a_range_that_the_file_does_not_have_is_refused(asked: str, size: int) -> None:
    with pytest.raises(ValueError, match="bytes"):
        asked_range(asked, size)
