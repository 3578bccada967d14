"""`nianbao serve` as a process: mutable and immutable, behind a prefix, and a switch of data that refuses nobody."""

from __future__ import annotations

import http.client
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import pytest
from click.testing import CliRunner
from serving import NIANBAO, ask, serving

from archive.archive import Archive
from archive.crawls import PortalRow
from nianbao.serve import Site, command, datasette


def make(path: Path, name: str) -> Path:
    """An archive with one portal of that name; the home page shows it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Archive.open(path, write=True) as archive:
        archive.upsert_portal(PortalRow(id="shili", name=name, homepage="http://www.shili.example/"))
    return path


def test_a_crawl_that_writes_while_the_archive_is_served_is_seen(tmp_path: Path) -> None:
    archive = make(tmp_path / "archive.db", "甲县人民政府")
    with serving(archive, "--prefix", "nianbao") as port:
        ask(port, "/nianbao/search?q=%E7%94%B3%E8%AF%B7")
        assert "甲县人民政府" in ask(port, "/nianbao/")[1]
        make(archive, "乙县人民政府")
        assert "乙县人民政府" in ask(port, "/nianbao/")[1]
        assert ask(port, "/nianbao/archive.db")[0] == 403


def test_an_immutable_file_is_served_and_can_be_downloaded(tmp_path: Path) -> None:
    archive = make(tmp_path / "archive.db", "甲县人民政府")
    with serving(archive, "--immutable") as port:
        assert "甲县人民政府" in ask(port)[1]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/archive.db", timeout=60) as answer:
            assert answer.read() == archive.read_bytes()


def test_an_archive_with_a_log_of_writes_is_not_served_as_immutable(tmp_path: Path) -> None:
    archive = make(tmp_path / "archive.db", "甲县人民政府")
    writer = sqlite3.connect(archive)
    writer.execute("UPDATE portals SET name = '乙县人民政府'")
    writer.commit()
    said = CliRunner().invoke(command, ["--archive", str(archive), "--immutable"])
    writer.close()
    assert said.exit_code == 2
    assert "is not empty" in said.output


@pytest.mark.parametrize("prefix", ["/a b/", "https://x.example/", "/%2e/", "/a?b/"])
def test_a_prefix_is_a_plain_path(tmp_path: Path, prefix: str) -> None:
    said = CliRunner().invoke(command, ["--archive", str(tmp_path / "archive.db"), "--prefix", prefix, "--systemd"])
    assert said.exit_code == 2


def units(*options: str) -> dict[str, str]:
    said = CliRunner().invoke(command, [*options, "--systemd"])
    assert said.exit_code == 0, said.output
    parts = said.output.split("# /etc/systemd/system/")[1:]
    return {part.partition("\n")[0]: part.partition("\n")[2] for part in parts}


@pytest.mark.skipif(which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("options", [(), ("--immutable", "--prefix", "/n/", "--releases", "/"), ("--host", "::1")])
def test_systemd_takes_the_units(tmp_path: Path, options: tuple[str, ...]) -> None:
    found = units("--archive", str(tmp_path / "with blank & 100%.db"), *options)
    assert set(found) == {"nianbao-serve.socket", "nianbao-serve.service"}
    for name, text in found.items():
        (tmp_path / name).write_text(text.replace(str(Path(sys.executable).with_name("nianbao")), "/bin/true"))
    said = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in found)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert not [line for line in said.stderr.splitlines() if "nianbao-serve" in line], said.stderr


HAND_OVER = """
import os, sys
if sys.argv[1] != "3":
    os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.argv[2], sys.argv[2:])
"""


@contextmanager
def activated(archive: Path, listening: socket.socket) -> Iterator[None]:
    """As systemd starts it: the socket is descriptor 3, and stays open when the process ends."""
    words = [*NIANBAO, "serve", "--archive", str(archive), "--immutable"]
    process = subprocess.Popen(
        [sys.executable, "-c", HAND_OVER, str(listening.fileno()), *words], pass_fds=[listening.fileno()],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_the_switch_to_another_snapshot_refuses_nobody(tmp_path: Path) -> None:
    for number, name in (("1", "甲县人民政府"), ("2", "乙县人民政府")):
        make(tmp_path / number / "archive.db", name)
    current = tmp_path / "current"
    current.symlink_to(tmp_path / "1")
    answers: list[str] = []
    faults: list[str] = []
    done = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]

    def reader() -> None:
        while not done.is_set():
            try:
                # a program asks again where a kept connection was closed before it was used
                status, page = ask(port, "/", tries=2)
                answers.append("".join(name for name in ("甲县", "乙县") if name in page) if status == 200 else page)
            except (OSError, http.client.HTTPException) as error:
                faults.append(repr(error))

    thread = threading.Thread(target=reader)
    with listening:
        with activated(current / "archive.db", listening):
            ask(port, "/")
            thread.start()
            time.sleep(0.5)
            other = tmp_path / "current.new"
            other.symlink_to(tmp_path / "2")
            other.replace(current)
        with activated(current / "archive.db", listening):
            ask(port, "/")
            time.sleep(0.5)
            done.set()
            thread.join(timeout=60)
    assert faults == []
    assert set(answers) == {"甲县", "乙县"}
    assert answers == sorted(answers, key="甲县 乙县".index), "one snapshot after the other"
    shutil.rmtree(tmp_path / "1")


def test_settings_reach_datasette_as_they_are_meant(tmp_path: Path) -> None:
    made = datasette(make(tmp_path / "archive.db", "甲县人民政府"), Site(prefix="/n/"))
    assert made.setting("suggest_facets") is False
    assert made.setting("template_debug") is False
    assert made.setting("base_url") == "/n/"
