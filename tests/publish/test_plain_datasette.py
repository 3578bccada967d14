"""The copied .db alone: in Datasette without our plugin, and in the sqlite3 that comes with the system."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "search.md"
MATCH = (
    "SELECT v.title FROM versions AS v WHERE v.search_id IN"
    " (SELECT rowid FROM search_index WHERE search_index MATCH '{}')"
)
JOINED = (
    "replace(replace(replace(replace(text || coalesce(title, ''), char(10), ''), char(13), ''), ' ', ''), char(9), '')"
)
"""The text without the breaks and blanks that do not count in a search."""
PLAIN = """
import asyncio, json, sys
from datasette.app import Datasette
from datasette.plugins import pm
for plugin in pm.get_plugins():
    if pm.get_name(plugin) == "nianbao":
        pm.unregister(plugin)
async def main():
    served = Datasette([], immutables=[sys.argv[1]])
    await served.invoke_startup()
    answers = {}
    for path in json.loads(sys.argv[2]):
        answer = await served.client.get(path)
        answers[path] = [answer.status_code, answer.text]
    print("ANSWERS" + json.dumps(answers))
asyncio.run(main())
"""


@pytest.fixture(scope="module")
def copied(archive_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file, nothing beside it."""
    path = tmp_path_factory.mktemp("copied") / "archive.db"
    shutil.copyfile(archive_path, path)
    return path


@pytest.fixture(scope="module")
def answers(copied: Path) -> dict[str, tuple[int, str]]:
    paths = [
        "/", "/archive", "/archive/reports", "/archive/reports.json?_shape=array", "/archive/versions.csv",
        "/archive/reports?_facet=report_year", "/archive/change_log.json?_shape=array", "/archive/cells_long?_size=5",
        "/archive.json?_shape=array&sql=" + MATCH.format("东宁").replace(" ", "+"), "/search", "/archive/discrepancies",
        "/archive/agency_years",
    ]  # fmt: skip
    said = subprocess.run(
        [sys.executable, "-c", PLAIN, str(copied), json.dumps(paths)], capture_output=True, text=True, check=True
    )
    found: dict[str, tuple[int, str]] = json.loads(said.stdout.partition("ANSWERS")[2])
    return found


def test_plain_datasette_shows_tables_views_facets_json_and_csv(answers: dict[str, tuple[int, str]]) -> None:
    assert {path: status for path, (status, _) in answers.items() if status != 200} == {"/search": 404}
    reports = json.loads(answers["/archive/reports.json?_shape=array"][1])
    assert {"东宁镇", "南岳镇"} <= {report["agency_name"] for report in reports}
    [change] = json.loads(answers["/archive/change_log.json?_shape=array"][1])
    assert (change["old"], change["new"]) == ("34", "43")


def test_plain_datasette_finds_a_word_of_two_characters(answers: dict[str, tuple[int, str]]) -> None:
    [path] = [path for path in answers if "MATCH" in path]
    assert ["东宁镇" in found["title"] for found in json.loads(answers[path][1])] == [True]


def sqlite(copied: Path, sql: str) -> list[dict[str, object]]:
    said = subprocess.run(
        ["sqlite3", "-readonly", "-json", str(copied), sql], capture_output=True, text=True, check=True
    )
    found: list[dict[str, object]] = json.loads(said.stdout or "[]")
    return found


@pytest.mark.skipif(which("sqlite3") is None, reason="sqlite3 is not installed")
def test_sqlite3_reads_every_table_and_view(copied: Path) -> None:
    for row in sqlite(
        copied, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'search%'"
    ):
        sqlite(copied, f'SELECT * FROM "{row["name"]}" LIMIT 3')


@pytest.mark.skipif(which("sqlite3") is None, reason="sqlite3 is not installed")
def test_sqlite3_finds_a_phrase_by_the_documented_statement(copied: Path) -> None:
    [statement] = [
        block for block in re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
        if "RECURSIVE" in block
    ]  # fmt: skip
    for phrase in ("东", "东宁镇", "依申请公开"):
        found = {str(row["id"]) for row in sqlite(copied, statement.replace("依申请公开", phrase))}
        scanned = sqlite(copied, f"SELECT id FROM versions WHERE {JOINED} LIKE '%{phrase}%'")
        assert found == {str(row["id"]) for row in scanned}, phrase
        assert found
