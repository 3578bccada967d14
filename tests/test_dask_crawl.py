"""Portals handed to a local cluster of four worker processes, one of which is killed in the middle."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from commands import ROOT, nianbao, query

from archive.archive import Archive
from archive.logical_dump import dump_of
from nianbao.cluster import Software, differing, software
from nianbao.command import main
from nianbao.merge import merge
from samples.server import SamplePortals

distributed = pytest.importorskip("distributed", reason="the extra nianbao[dask] is not installed")

PORTALS = ("huoqiu", "hongze", "helan", "dongning")


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    """Four worker processes."""
    os.environ["NIANBAO_ALLOW_LOOPBACK"] = "1"
    with distributed.LocalCluster(
        n_workers=4, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as made:
        yield made
    del os.environ["NIANBAO_ALLOW_LOOPBACK"]


def captures(shard: Path) -> int:
    """How many captures a shard has while it is being written; 0 where it is not there yet."""
    try:
        with closing(sqlite3.connect(f"file:{shard}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM captures").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def kill_one(client: object, shards: Path) -> str:
    """Kill the worker of a portal in the middle of its walk; returns the portal."""
    ends = time.monotonic() + 240
    while time.monotonic() < ends:
        for portal in PORTALS:
            if captures(shards / f"{portal}.db") >= 3 and not query(
                shards / f"{portal}.db", "SELECT 1 FROM crawls WHERE finished IS NOT NULL"
            ):
                pids = client.run(os.getpid)  # type: ignore[attr-defined]
                parents = {pid: worker for worker, pid in pids.items()}
                for child in (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()):
                    try:
                        words = Path(f"/proc/{child}/cmdline").read_bytes()
                        parent = int(Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[1])
                        files = [os.readlink(entry) for entry in Path(f"/proc/{child}/fd").iterdir()]  # noqa: PTH115
                    except OSError:
                        continue
                    if b"nianbao.walking" in words and parent in parents and str(shards / f"{portal}.db") in files:
                        os.kill(parent, signal.SIGKILL)
                        return portal
        time.sleep(0.05)
    raise AssertionError("no portal was ever in the middle of its walk")


def test_a_worker_killed_in_the_middle_loses_nothing(cluster: object, tmp_path: Path) -> None:
    address = cluster.scheduler_address  # type: ignore[attr-defined]
    with SamplePortals(port=0) as samples:
        about = {"NIANBAO_ALLOW_LOOPBACK": "1", "NIANBAO_SAMPLE_PORT": str(samples.port)}
        words = ("crawl", *PORTALS, "--portals", str(samples.portals_csv), "--set", "NIANBAO_READERS=1")
        nianbao(*words, "--archive", str(tmp_path / "whole.db"), **about)
        alone = len(samples.requests)
        slow = ("--set", "DOWNLOAD_DELAY=0.3")
        handing = subprocess.Popen(
            [sys.executable, "-m", "nianbao", *words, *slow, "--dask", address, "--archive", str(tmp_path / "a.db")],
            env={**os.environ, **about}, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        shards = tmp_path / "a.db.shards"
        with distributed.Client(address, set_as_default=False) as client:
            killed = kill_one(client, shards)
        said, _ = handing.communicate(timeout=280)
        asked = len(samples.requests) - alone
    assert handing.returncode == 0, said
    assert json.loads((shards / "run.json").read_text())["finished"]
    for portal in PORTALS:
        told = query(shards / f"{portal}.db", "SELECT finished IS NOT NULL, continued FROM crawls")
        assert told == [(1, 1 if portal == killed else 0)], (portal, killed)
    # What the killed walk had asked for and not yet kept is asked for again: robots.txt, and a page or two.
    assert asked <= alone + 8
    # Also by which of its ways a document was reached: the Word file of 金贵镇 stands on two pages.
    expected = dump_of(tmp_path / "whole.db")
    assert sum(line.startswith('["reports"') for line in expected) >= len(PORTALS)
    a, b, c, d = (shards / f"{portal}.db" for portal in PORTALS)
    merge([d, c, b, a], tmp_path / "backwards.db")
    merge([b, d], tmp_path / "two.db")
    merge([tmp_path / "two.db", c, a], tmp_path / "grouped.db")
    for name in ("backwards", "grouped"):
        assert dump_of(tmp_path / f"{name}.db") == expected, name
        with Archive.open(tmp_path / f"{name}.db") as archive:
            assert archive.verify() == []


def test_no_scheduler_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nianbao.cluster.WAIT", 1)
    monkeypatch.setenv("NIANBAO_CONTACT", "somebody@example.org")
    words = ["crawl", "huoqiu", "--dask", "tcp://127.0.0.1:9", "--archive", str(tmp_path / "a.db")]
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 2
    assert "No Dask scheduler answers at tcp://127.0.0.1:9" in answer.stderr


def test_without_the_extra_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setenv("NIANBAO_CONTACT", "somebody@example.org")
    words = ["crawl", "huoqiu", "--dask", "tcp://127.0.0.1:9", "--archive", str(tmp_path / "a.db")]
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 2
    assert "nianbao[dask]" in answer.stderr


def test_another_software_is_told() -> None:
    ours = software()
    assert differing("tcp://w", ours, ours) is None
    other = Software(ours.nianbao, "nianbao-parse 0", ours.schema, ours.python, ours.distributed)
    assert differing("tcp://w", other, ours) == (
        f"The worker tcp://w has reader nianbao-parse 0 (here {ours.reader}): the same is needed on all machines."
    )


def test_what_the_workers_read_is_what_is_read_here(cluster: object, three_walks: Path, tmp_path: Path) -> None:
    """Every version is read again as if another reader had read it."""
    dumps = []
    for name, words in (("here", []), ("far", ["--dask", cluster.scheduler_address])):  # type: ignore[attr-defined]
        archive = tmp_path / f"{name}.db"
        shutil.copy(three_walks, archive)
        shutil.copytree(f"{three_walks}.warc", f"{archive}.warc")
        with closing(sqlite3.connect(archive)) as db:
            db.execute("UPDATE versions SET parser = 'nianbao-parse 0'")
            db.execute("UPDATE captures SET read_by = 'nianbao-parse 0' WHERE read_by IS NOT NULL")
            db.commit()
        said = nianbao("reparse", *words, "--archive", str(archive))
        assert "captures read again" in said
        dumps.append((said.splitlines()[-1], dump_of(archive)))
    assert dumps[0] == dumps[1]
    assert not any("nianbao-parse 0" in line for line in dumps[1][1])
