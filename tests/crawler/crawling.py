"""Runs a crawl in a process of its own, as Twisted's reactor runs once in a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from crawler.portal import COLUMNS

ROOT = Path(__file__).parent.parent.parent
HEADER = ",".join(COLUMNS)
CODE = """
import json, sys
from pathlib import Path
from crawler.run import crawl
from spiders.portals import read_table, spider_classes
options = json.loads(sys.argv[3])
result = crawl(list(spider_classes(read_table(Path(sys.argv[1]))).values()), Path(sys.argv[2]), options=options)
print(json.dumps({"exit": result.exit_code, "error": result.error, "continued": result.continued,
    "outcomes": {name: [o.outcome, o.message, o.documents] for name, o in result.outcomes.items()}}))
"""


def table(folder: Path, *lines: str) -> Path:
    """A portals table with these rows."""
    path = folder / "portals.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


def row(
    name: str,
    home: str,
    columns: str = "",
    family: str = "generic",
    hosts: str = "",
    delay: str = "",
    expectations: str = "",
    schedule: str = "",
    paused: str = "",
    known_by: str = "operator",
    **more: str,
) -> str:
    """A row of a portals table; `more` are further columns by name. One that is not an operator's address has a look at
    the homepage after its columns."""
    facts = f"{name},{name} 县,样例县,,,{home},{columns},{family},{hosts},,{delay}"
    further = "".join(f",{more.get(column, '')}" for column in COLUMNS[COLUMNS.index("paused") + 1 :])
    return f'{facts},{expectations},{known_by},,"{schedule}",{paused}{further}'


def environment(**more: str) -> dict[str, str]:
    """What a crawl of loopback hosts needs."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "NIANBAO_ALLOW_LOOPBACK": "1", **more}


def start(portals: Path, archive: Path, options: dict[str, Any] | None = None, **more: str) -> subprocess.Popen[str]:
    """Begin a crawl."""
    return subprocess.Popen(
        [sys.executable, "-c", CODE, str(portals), str(archive), json.dumps(options or {})],
        env=environment(**more), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def run(portals: Path, archive: Path, options: dict[str, Any] | None = None, **more: str) -> dict[str, Any]:
    """A whole crawl; its result as printed."""
    out, err = start(portals, archive, options, **more).communicate(timeout=90)
    assert out.strip(), err
    result: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
    return result
