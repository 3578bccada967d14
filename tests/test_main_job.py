"""The main job: sample portals → crawl → archive.db, again and again, with the commands an operator types."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from samples.server import SamplePortals

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "tests" / "documents" / "seeds"
BIN = Path(sys.executable).parent

PUBLISHED = {
    "dongning": "000_bbc32dee6d9bf6c2.txt",
    "fengcheng": "001_ae53f9282b2209bb.txt",
    "yueqing": "002_d1d250c2011c14d6.txt",
    "helan": "003_7c65fe511f0a5482.txt",
    "huoqiu": "004_4b1104c5c2484d6c.txt",
}
"""Which seed each of the five portals publishes."""

CARRIERS = {
    "dongning": {"html", "text"},
    "fengcheng": {"html", "pdf"},
    "yueqing": {"html", "pdf"},
    "helan": {"html", "docx"},
    "huoqiu": {"html", "docx", "text"},
}
"""The forms in which each of them publishes it."""


class Operator:
    """Runs commands against one archive while the sample portals are up."""

    def __init__(self, samples: SamplePortals, folder: Path) -> None:
        self.samples = samples
        self.archive = folder / "archive.db"

    def run(self, *words: str, expect: int = 0) -> str:
        """Run a program of the environment; returns what it printed."""
        environment = {
            **os.environ,
            "NIANBAO_ALLOW_LOOPBACK": "1",
            "NIANBAO_SAMPLE_PORT": str(self.samples.port),
            "NIANBAO_PORTALS": str(self.samples.portals_csv),
            "NIANBAO_ARCHIVE": str(self.archive),
            "NIANBAO_WITHDRAWAL_GAP": "0",
        }
        done = subprocess.run(
            [str(BIN / words[0]), *words[1:]], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout

    def crawl(self, *portals: str) -> str:
        return self.run("nianbao", "crawl", *(portals or PUBLISHED), "--archive", str(self.archive))

    def verify(self) -> None:
        self.run("nianbao", "verify", "--archive", str(self.archive))

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        with sqlite3.connect(f"file:{self.archive}?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(sql, values)]


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    """After the first crawl of the five seed portals."""
    with SamplePortals(port=0) as samples:
        made = Operator(samples, tmp_path_factory.mktemp("main-job"))
        said = made.crawl()
        assert "5 reports seen: 5 new, 0 changed." in said
        yield made


def expected(seed: str) -> dict[tuple[str, str, str], Any]:
    """(table, row, column) → value of truth.json; money as its value in yuan."""
    tables = json.loads((SEEDS / "truth.json").read_text("utf-8"))[seed]["tables"]
    cells: dict[tuple[str, str, str], Any] = {}
    for table, rows in tables.items():
        for key, row in rows.items():
            blocks = row.items() if table == "proactive_disclosure" else [(key, row)]
            for row_key, columns in blocks:
                for column, value in columns.items():
                    cells[table, row_key, column] = float(value["value"]) if isinstance(value, dict) else value
    return cells


@pytest.mark.parametrize("portal", PUBLISHED)
def test_every_cell_of_every_rendering(operator: Operator, portal: str) -> None:
    versions = operator.rows(
        "SELECT v.id, d.kind FROM versions AS v JOIN documents AS d ON d.id = v.document WHERE d.portal = ?", portal
    )
    assert {version["kind"] for version in versions} == CARRIERS[portal]
    truth = expected(PUBLISHED[portal])
    for version in versions:
        cells = operator.rows(
            "SELECT form_table, row_key, column_key, value, state FROM cells_long WHERE version = ?", version["id"]
        )
        read = {(cell["form_table"], cell["row_key"], cell["column_key"]): cell["value"] for cell in cells}
        assert read == truth, version["kind"]
        states = {cell["state"] for cell in cells if cell["value"] is None}
        assert states <= {"blank", "row_not_printed"}, "table four of 东宁镇 has a header and no row"


def test_one_report_whatever_its_forms_and_addresses(operator: Operator) -> None:
    assert len(operator.rows("SELECT * FROM reports")) == 5
    assert {
        row["portal"]: row["status"] for row in operator.rows("SELECT portal, status FROM reports")
    } == dict.fromkeys(PUBLISHED, "live")


def test_what_is_no_report_is_a_capture_with_a_reason(operator: Operator) -> None:
    verdicts = {row["verdict"] for row in operator.rows("SELECT DISTINCT verdict FROM captures")}
    assert {"guide", "rules", "notice", "interpretation", "news"} <= verdicts
    assert None not in verdicts


def test_the_archive_holds_together(operator: Operator) -> None:
    operator.verify()


def test_changes_between_crawls(operator: Operator) -> None:
    """Nothing is new although visit counters moved; then one cell is."""
    before = operator.rows("SELECT count(*) AS n FROM captures")[0]["n"]
    assert "5 reports seen: nothing new, nothing changed." in operator.crawl()
    assert operator.rows("SELECT count(*) AS n FROM captures")[0]["n"] > before
    versions = operator.rows("SELECT id FROM versions")
    assert operator.rows("SELECT * FROM changes") == []

    page = operator.rows("SELECT url FROM documents WHERE portal = 'helan' AND kind = 'html'")[0]["url"]
    operator.samples.edit_text("helan", "/" + page.split("/", 3)[3], "328.65", "328.66")
    assert "1 changed" in operator.crawl("helan")
    changes = operator.rows("SELECT * FROM changes WHERE kind = 'cell'")
    assert [(c["form_table"], c["row_key"], c["column_key"], c["old"], c["new"]) for c in changes] == [
        ("proactive_disclosure", "centralized_procurement", "procurement_amount", "328.65 万元", "328.66 万元")
    ]
    disagree = operator.rows("SELECT origin, row_key FROM problems WHERE kind = 'rendering_disagrees'")
    assert disagree == [{"origin": "source", "row_key": "centralized_procurement"}], "the Word file still has the old"
    assert changes[0]["last_seen_old"] < changes[0]["first_seen_new"]
    changed = operator.rows("SELECT number, document FROM versions WHERE id = ?", changes[0]["version"])
    assert changed[0]["number"] == 2
    assert len(operator.rows("SELECT id FROM versions")) == len(versions) + 1
    operator.verify()


def test_a_report_that_is_gone_is_withdrawn_after_two_sightings(operator: Operator) -> None:
    for row in operator.rows("SELECT url FROM documents WHERE portal = 'dongning'"):
        operator.samples.remove("dongning", "/" + row["url"].split("/", 3)[3])
    status = "SELECT status FROM reports WHERE portal = 'dongning'"
    operator.crawl("dongning")
    assert operator.rows(status) == [{"status": "missing_once"}]
    operator.crawl("dongning")
    assert operator.rows(status) == [{"status": "withdrawn"}]
    cells = operator.rows("SELECT count(*) AS n FROM disclosure_requests AS t JOIN reports AS r USING (version)"
                          " WHERE r.portal = 'dongning'")  # fmt: skip
    assert cells == [{"n": 23}], "what it said still stands"
    operator.verify()


def test_plain_scrapy_archives_as_well(operator: Operator, tmp_path: Path) -> None:
    listed = operator.run("scrapy", "list").split()
    assert set(PUBLISHED) <= set(listed)
    alone = Operator(operator.samples, tmp_path)
    alone.run("scrapy", "crawl", "huoqiu", "-L", "ERROR")
    assert len(alone.rows("SELECT * FROM reports")) == 1
    alone.verify()


def test_manners(operator: Operator) -> None:
    """Honest user agent everywhere, robots.txt first, nothing that it forbids."""
    requests = operator.samples.requests
    assert all(request.headers.get("User-Agent", "").startswith("nianbao/") for request in requests)
    assert not [request for request in requests if request.path.startswith("/fcsrmzf/search/")]
