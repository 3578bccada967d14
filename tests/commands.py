"""Commands as an operator types them, and a look into the archive that they leave."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
EDITED = "/public/content/36027100"
"""A report of 霍邱 in whose text 867 stands once."""


def nianbao(*words: str, expect: int = 0, **environment: str) -> str:
    """Run a command; returns what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "nianbao", *words],
        env={**os.environ, **environment}, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout + done.stderr


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Rows of an archive."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        return db.execute(sql).fetchall()
