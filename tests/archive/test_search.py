"""The index finds exactly what a plain scan of the texts finds."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search import (
    SEARCH_COLUMNS,
    SEARCH_DDL,
    contains,
    hits,
    index_version,
    match_query,
    query_terms,
    remove_version,
    snippet,
    snippet_pieces,
)

ROOT = Path(__file__).parent.parent.parent
SEEDS = sorted((ROOT / "tests" / "documents" / "seeds").glob("*.txt"))
TEXTS = {number: seed.read_text(encoding="utf-8") for number, seed in enumerate(SEEDS, 1)}
NAMED = ("公开", "东宁", "依申请公开", "三公开栏", "66条", "2020年")


@cache
def index() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.executescript(SEARCH_DDL)
    for number, text in TEXTS.items():
        index_version(db, number, None, [(None, text)])
    return db


def found(query: str, db: sqlite3.Connection | None = None) -> set[int]:
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH ?"
    return {row[0] for row in (db or index()).execute(sql, (match_query(query) or '""',))}


def plain(query: str) -> set[int]:
    """A scan that knows nothing of our normal form: NFKC, blanks away, a number stands whole."""
    wanted = re.escape(re.sub(r"\s+", "", unicodedata.normalize("NFKC", query)))
    pattern = re.compile(r"(?<![\d.])" + wanted if query[0].isdigit() else wanted)
    texts = {
        number: re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", unicodedata.normalize("NFKC", t)) for number, t in TEXTS.items()
    }
    return {number for number, text in texts.items() if pattern.search(text)}


@pytest.mark.parametrize(
    ("query", "seeds"),
    [
        ("公开", {1, 2, 3, 4, 5}),
        ("东宁", {1}),
        ("三公开栏", set()),
        ("三务公开栏", {2}),
        ("66条", {3}),
        ("南岳镇", {3}),
        ("量子计算", set()),
    ],
)
def test_read_by_eye(query: str, seeds: set[int]) -> None:
    assert found(query) == seeds


@pytest.mark.parametrize("query", NAMED)
def test_named_queries_as_a_plain_scan(query: str) -> None:
    assert found(query) == plain(query) == {number for number, text in TEXTS.items() if contains(text, query)}


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_piece_of_a_text(data: st.DataObject) -> None:
    text = TEXTS[data.draw(st.sampled_from(sorted(TEXTS)))]
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : start + data.draw(st.integers(1, 12))]
    assert found(piece) == {number for number, whole in TEXTS.items() if contains(whole, piece)}
    for number in found(piece):
        assert snippet(TEXTS[number], piece)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_chinese_piece_is_found_by_a_scan_of_another_making(data: st.DataObject) -> None:
    text = TEXTS[data.draw(st.sampled_from(sorted(TEXTS)))]
    runs = re.findall(r"[\u4e00-\u9fff，。；]+", text)
    run = data.draw(st.sampled_from(runs))
    start = data.draw(st.integers(0, len(run) - 1))
    piece = run[start : start + data.draw(st.integers(1, 12))]
    assert found(piece) == plain(piece)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.text(max_size=6))
def test_any_text_and_any_query(text: str, query: str) -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(SEARCH_DDL)
    index_version(db, 1, text, [])
    for wanted in (query, text[:3], text[2:5]):
        assert (found(wanted, db) == {1}) == contains(text, wanted)
    remove_version(db, 1, text, [])
    db.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")


def test_whole_numbers() -> None:
    texts = ["共66条", "共166条", "共1,066条", "占0.66条", "共６６ 条", "12020年", "2020 年"]
    expected = {
        "66条": [0, 4],
        "66": [0, 4],
        "66 条": [0, 4],
        "1066条": [2],
        "0.66": [3],
        "2020年": [6],
        "条": [0, 1, 2, 3, 4],
    }
    for query, places in expected.items():
        assert [at for at, text in enumerate(texts) if contains(text, query)] == places, query
        db = sqlite3.connect(":memory:")
        db.executescript(SEARCH_DDL)
        for at, text in enumerate(texts):
            index_version(db, at, None, [("overall", text)])
        assert sorted(found(query, db)) == places, query


def test_terms() -> None:
    assert query_terms('公开 工作 "a b"') == ["公开", "工作", "a b"]
    assert query_terms("东宁 2020 年") == ["东宁", "2020年"]
    assert query_terms("公开 公开") == ["公开"]
    assert match_query("") == match_query(" \u200b ") == ""
    assert match_query("公开", ["overall"]) == '{overall} : "公开"'
    with pytest.raises(ValueError, match="no part"):
        match_query("公开", ["x) OR (y"])


def test_parts_and_terms() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(SEARCH_DDL)
    parts = [("overall", "一、总体情况\n拆迁。"), (None, "前言"), ("other_matters", "补偿"), ("unheard_of", "别的")]
    index_version(db, 7, "某某镇年报", parts)
    assert found("拆迁 补偿", db) == {7}
    assert not found("拆迁补偿", db)
    assert found("别的 前言 某某镇", db) == {7}
    assert [row[0] for row in db.execute("SELECT rowid FROM search_index(?)", (match_query("拆迁", ["overall"]),))] == [
        7
    ]
    assert not db.execute("SELECT rowid FROM search_index(?)", (match_query("拆迁", ["title"]),)).fetchall()
    assert set(SEARCH_COLUMNS) >= {"title", "preamble", "overall"}


def test_signs_and_rare_characters_keep_their_place() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(SEARCH_DDL)
    index_version(db, 1, "公开，工作", [])
    index_version(db, 2, "公开工作", [])
    index_version(db, 3, "公开\U0002b7a9工作😀", [])
    assert found("公开，工作", db) == {1}
    assert found("公开工作", db) == {2}
    assert found("开\U0002b7a9工", db) == {3}
    assert found("😀", db) == {3}
    assert found('开"工', db) == set()


def test_many_terms_are_no_error() -> None:
    assert found(" ".join(f"词{number}语" for number in range(1000))) == set()


def test_snippets_are_printed_text() -> None:
    text = "本年度 主动公开\n政府信息 ６６ 条，其中 1,234 件。" + "其他。" * 200
    assert [text[start:end] for start, end in hits(text, "66条 1234")] == ["６６ 条", "1,234"]
    assert "【６６ 条】" in snippet(text, "66条")
    assert snippet(text, "167条") == ""
    assert sum(len(piece.text) for piece in snippet_pieces(text, "其")) < 400
    assert snippet_pieces("公开公开", "公开公 开公开")[-1].hit


def recipe() -> str:
    return re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "search.md").read_text(encoding="utf-8"), re.S)[-1]


@cache
def copied(folder: Path) -> Path:
    path = folder / "copy.db"
    db = sqlite3.connect(path)
    db.executescript(SEARCH_DDL)
    db.execute("CREATE TABLE versions (id TEXT, search_id INTEGER, report_year INTEGER, title TEXT)")
    for number, text in TEXTS.items():
        db.execute("INSERT INTO versions VALUES (?, ?, 2020, 'x')", (str(number), number))
        index_version(db, number, None, [(None, text)])
    db.commit()
    db.close()
    return path


RECIPE_QUERIES = (
    *NAMED,
    "栏",
    "，",
    "条，其中",
    "栏。",
    "应公开尽公开",
    '"应公开',
    "66",
    "2020年12月31日",
    "app",
    "县。",
    "0.66",
)


@pytest.mark.parametrize("query", RECIPE_QUERIES)
def test_the_documented_sql_needs_none_of_our_functions(query: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = copied(tmp_path_factory.getbasetemp())
    typed = unicodedata.normalize("NFKC", query).replace("'", "''")
    sql = recipe().replace("依申请公开", typed)
    db = sqlite3.connect(path)
    expected = {str(number) for number, text in TEXTS.items() if contains(text, query)}
    assert {row[0] for row in db.execute(sql)} == expected
    db.close()
    if shell := shutil.which("sqlite3"):
        printed = subprocess.run([shell, "-readonly", path, sql], capture_output=True, text=True, check=True).stdout
        assert {line.split("|")[0] for line in printed.splitlines()} == expected


@pytest.mark.parametrize("query", ["条例〉准备", "〈通知〉的", "3.否决公开", "1.5万", "々〇年", "a.b"])
def test_the_documented_sql_with_rarer_signs(query: str, tmp_path: Path) -> None:
    text = "关于实施〈条例〉准备工作〈通知〉的意见：3.否决公开答复，共1.5万件，々〇年，见a.b处"
    db = sqlite3.connect(tmp_path / "copy.db")
    db.executescript(SEARCH_DDL)
    db.execute("CREATE TABLE versions (id TEXT, search_id INTEGER, report_year INTEGER, title TEXT)")
    db.execute("INSERT INTO versions VALUES ('1', 1, 2020, 'x')")
    index_version(db, 1, None, [(None, text)])
    assert {row[0] for row in db.execute(recipe().replace("依申请公开", query))} == {"1"}


BROKEN_OFF = [
    (None, "本报告由办公室编制。共12"),
    ("overall", "一、总体情况\n主动公开"),
    ("disclosure_requests", "政府信息 3 条"),
    (None, "附件"),
    ("overall", "其余"),
]


@pytest.mark.parametrize(
    "query", ["编制。共12一、", "主动公开政府信息", "开政", "情况主动公开政府信息3条附件其余", "件其"]
)
def test_a_phrase_over_the_border_between_two_parts_is_found(query: str) -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(SEARCH_DDL)
    index_version(db, 1, "标题", BROKEN_OFF)
    assert found(query, db) == {1}


def test_parts_that_do_not_stand_side_by_side_make_no_phrase() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(SEARCH_DDL)
    index_version(db, 1, "标题", BROKEN_OFF)
    for query in ("标题本", "共12附件", "公开其余", "12附", "条其余", "主动公开其"):
        assert found(query, db) == set(), query
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH ?"
    assert not db.execute(sql, (match_query("公开政府", ["overall"]),)).fetchall(), "a part's filter stays strict"
    remove_version(db, 1, "标题", BROKEN_OFF)
    db.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")
    assert found("公开", db) == set()


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_piece_of_the_whole_text_is_found_however_it_is_divided(data: st.DataObject) -> None:
    text = TEXTS[data.draw(st.sampled_from(sorted(TEXTS)))]
    lines = [line for line in text.split("\n") if line.strip()]
    first = data.draw(st.integers(0, max(0, len(lines) - 12)))
    parts = [(None, line) for line in lines[first : first + 12]]
    whole = "".join(re.findall(r"[\u4e00-\u9fff，。；、]+", " ".join(part for _, part in parts)))
    han = [(None, "".join(re.findall(r"[\u4e00-\u9fff，。；、]+", part))) for _, part in parts]
    if not whole:
        return
    start = data.draw(st.integers(0, len(whole) - 1))
    db = sqlite3.connect(":memory:")
    db.executescript(SEARCH_DDL)
    index_version(db, 1, None, [part for part in han if part[1]])
    assert found(whole[start : start + data.draw(st.integers(1, 30))], db) == {1}
