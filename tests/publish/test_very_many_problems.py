"""A report with more problems than anybody reads: feeds and pages tell the first of them and that there are more."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from asking import answer, tree
from datasette.app import Datasette

from archive.metadata import datasette_metadata
from publish.problem_words import spoken

MANY = 3000


@pytest.fixture(scope="module")
def served(archive_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    """南岳镇 2020 with MANY further discrepancies, changes and corrected readings of one time."""
    path = tmp_path_factory.mktemp("many") / "archive.db"
    shutil.copyfile(archive_path, path)
    db = sqlite3.connect(path)
    [(version, report)] = db.execute("SELECT version, report FROM current WHERE report LIKE '%南岳镇-2020'").fetchall()
    db.executemany(
        "INSERT INTO problems (version, kind, origin, severity, form_table, row_key, column_key, message)"
        " VALUES (?, 'balance', 'source', 'error', 'disclosure_requests', ?, 'total', 'does not add up')",
        [(version, f"r{number}") for number in range(MANY)],
    )
    db.executemany(
        "INSERT INTO changes (id, version, previous, report, kind, row_key, old, new, last_seen_old, first_seen_new)"
        " VALUES (?, ?, ?, ?, 'section', 'overall', 'old', 'new', '2026-03-10T00:00:00Z', '2026-03-11T00:00:00Z')",
        [(f"c{number}", version, version, report) for number in range(MANY)],
    )
    db.executemany(
        "INSERT INTO rereadings (version, reread_at, position, parser_old, parser_new, form_table, row_key, column_key,"
        " old, new) VALUES (?, '2026-03-12T00:00:00Z', ?, 'a', 'b', 'disclosure_requests', 'granted', 'total', '1', '2'"
        ")",
        [(version, number) for number in range(1, MANY + 1)],
    )
    db.commit()
    db.close()
    # how much is shown, not how busy the machine is
    return Datasette([str(path)], metadata=datasette_metadata(), settings={"sql_time_limit_ms": 60_000})


@pytest.mark.parametrize("kind", ["problems", "changes", "corrections"])
def test_a_feed_tells_fifteen_and_that_there_are_many_more(served: Datasette, kind: str) -> None:
    text = answer(served, f"/feed/{kind}.atom").text
    assert text.count("另有至少 485 处 / and at least 485 more") == 1
    if kind == "problems":
        assert "南岳镇 2020 年度 · 500+ 处对不上" in text
    assert len(text) < 100_000


def test_the_page_lists_a_thousand_and_leads_to_the_rest(served: Datasette) -> None:
    page = tree(served, "/report/000000-南岳镇-2020")
    [said] = page.xpath("//section[@id='problems']/p[contains(., '只列最要紧的 1000 项')]")
    [link] = said.xpath("a/@href")
    assert answer(served, link.replace("/problems?", "/problems.json?")).json()["filtered_table_rows_count"] >= MANY


def test_the_page_of_a_number_still_answers(served: Datasette) -> None:
    page = tree(served, "/report/000000-南岳镇-2020/disclosure_requests/new_requests/total")
    assert page.xpath("normalize-space(//*[contains(@class, 'big-number')])") == "1"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            "5 of 7 cannot be assessed, because cells have no number: natural_person, other_organization. Or so.",
            "5 of 7 cannot be assessed, because cells have no number: natural persons, other organizations. Or so.",
        ),
        ("The document is not an annual report: other_tables", "The document is not an annual report: other tables"),
        (
            "The text says that the applicant is a natural_person.",
            "The text says that the applicant is natural persons.",
        ),
        ("See http://a.example/x_y_z/b.html", "See http://a.example/x_y_z/b.html"),
    ],
)
def test_a_message_says_words_and_no_keys(message: str, said: str) -> None:
    assert spoken(message) == said
