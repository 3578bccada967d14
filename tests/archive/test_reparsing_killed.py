"""Killed at any instant, reading again goes on to the same end, and the archive verifies at every instant."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from archive.archive import Archive

SCRIPT = Path(__file__).parent / "reparse_to_be_killed.py"
QUERIES = {
    "documents": "SELECT id, agency, report_year, status, kind, first_seen, last_seen FROM documents",
    "versions": "SELECT id, document, number, report, previous, first_capture, first_seen, last_seen, parser"
    " FROM versions",
    "shown": "SELECT version, capture FROM version_captures",
    "captures": "SELECT id, document, verdict, verdict_reason, read_by, read_with FROM captures",
    "members": "SELECT capture, path, document, verdict FROM members",
    "cells": "SELECT version, form_table, row_key, column_key, value, printed, state FROM cells_long",
    "problems": "SELECT version, document, capture, kind, message FROM problems",
    "changes": "SELECT id, version, previous, kind, row_key, column_key, old, new, last_seen_old, first_seen_new"
    " FROM changes",
    "rereadings": "SELECT version, parser_new, form_table, row_key, column_key, old, new FROM rereadings",
    "reports": "SELECT report, version, status, granted, changes FROM reports",
    "coverage": "SELECT agency, report_year, state, reason, report FROM coverage",
    "findings": "SELECT id, seen, expected FROM findings",
    "sightings": "SELECT document, crawl, sight, seen_at FROM sightings",
}  # fmt: skip


def run(*words: object) -> int:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, words)], check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode


def state(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with Archive.open(path) as archive:
        assert archive.verify() == []
        return {
            name: sorted((tuple(row) for row in archive.db.conn.execute(sql)), key=repr)
            for name, sql in QUERIES.items()
        }


def copied(path: Path, to: Path) -> Path:
    shutil.copy(path, to)
    shutil.copytree(path.with_name(path.name + ".warc"), to.with_name(to.name + ".warc"))
    return to


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "made.db"
    assert run("make", path) == 0
    return path


def test_killed_at_any_instant_reading_again_comes_to_the_same_end(made: Path, tmp_path: Path) -> None:
    whole = copied(made, tmp_path / "whole.db")
    assert run("again", whole) == 0
    expected = state(whole)
    # The page 4 (one run divided by what was found late), the Word file 2, the scan 2, the ZIP 2.
    assert len(expected["versions"]) == 10
    assert state(made) != expected
    path = copied(made, tmp_path / "killed.db")
    dice = random.Random(341522)
    kills = 0
    while run("again", path, dice.randint(1, 300 + 50 * kills)) != 0:
        kills += 1
        state(path)
        assert kills < 100, "it does not get on"
    assert kills >= 3
    assert state(path) == expected
    before = sqlite3.connect(path).execute("SELECT max(number) FROM chains").fetchone()
    assert run("again", path) == 0
    assert state(path) == expected
    assert sqlite3.connect(path).execute("SELECT max(number) FROM chains").fetchone() == before
