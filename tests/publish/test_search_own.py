"""Hits in a report's own words, of however many reports: what stands in boilerplate alone is left out, nothing else."""

from __future__ import annotations

import json
import sqlite3

import pytest

from publish import search_own
from publish.search_facts import Facts
from publish.search_own import in_own_words

SHARED = "本机关严格执行标准化规定。"
"""Boilerplate of every text."""


def archive_of(texts: dict[int, str]) -> tuple[sqlite3.Connection, Facts]:
    """Texts that begin with SHARED, newest first by id."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE versions (search_id INTEGER PRIMARY KEY, title TEXT, text TEXT)")
    db.execute("CREATE TABLE boilerplate (search_id INTEGER PRIMARY KEY, places TEXT)")
    title = "某镇2023年政府信息公开工作年度报告"
    for key, text in texts.items():
        db.execute("INSERT INTO versions VALUES (?, ?, ?)", (key, title, SHARED + text))
        db.execute("INSERT INTO boilerplate VALUES (?, ?)", (key, json.dumps([[0, len(SHARED)]])))
    ids = sorted(texts, reverse=True)
    return db, Facts(ids, {key: place for place, key in enumerate(ids)}, {}, {}, {})


def kept(db: sqlite3.Connection, facts: Facts, query: str) -> tuple[list[int], int]:
    """Ids of texts where `query` stands behind SHARED, and how many were looked into."""
    own, looked = in_own_words(db, facts, facts.every, query)
    return sorted(facts.newest(own)), looked.bit_count()


def test_it_is_exact_for_all_hits_however_many() -> None:
    texts = {key: "标准化改革落地。" if key % 3 == 0 else "办理答复及时。" for key in range(1, 2501)}
    found, looked = kept(*archive_of(texts), "标准化")
    assert looked == 2500
    assert found == [*range(3, 2501, 3)]


@pytest.mark.parametrize(
    ("text", "query", "stands"),
    [
        ("推进标准化。", "标准化", True),
        ("推进标 准\n化。", "标准化", True),
        ("推進標準化。", "标准化", True),
        ("推进规范化。", "标准化", False),
        ("推进规范化。", "严格执行标准化规定", False),
        ("共１２件。", "12件", True),
        ("共1,200件。", "1200件", True),
        ("共12件。", "2件", False),
        ("共12.5万元。", "12", False),
        ("见ABC平台。", "abc", True),
        ("见ABCD平台。", "abc", False),
        ("无", "公开", False),
        ("无", "某镇", True),
    ],
)
def test_what_stands_in_a_text(text: str, query: str, stands: bool) -> None:
    """By eye. The title is own but for what every title says."""
    assert kept(*archive_of({1: text}), query) == ([1] if stands else [], 1)


def test_out_of_time_it_says_how_many_and_goes_on_from_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_own, "SECONDS", -1.0)
    made = archive_of(dict.fromkeys(range(1, 1201), "标准化。"))
    assert kept(*made, "标准化") == ([*range(701, 1201)], 500), "the newest"
    assert kept(*made, "标准化") == ([*range(201, 1201)], 1000)
    assert kept(*made, "标准化") == ([*range(1, 1201)], 1200)
