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

from archive.normal_form import normal_form
from archive.search import (
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
from archive.search_tokens import FINALS, SEARCH_COLUMNS

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
        assert snippet(TEXTS[number], piece) or not query_terms(piece)


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
    "。",
    "，其中",
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


def test_the_documented_sql_finds_a_phrase_over_a_border(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "copy.db")
    db.executescript(SEARCH_DDL)
    db.execute("CREATE TABLE versions (id TEXT, search_id INTEGER, report_year INTEGER, title TEXT)")
    db.execute("INSERT INTO versions VALUES ('1', 1, 2020, 'x')")
    index_version(
        db, 1, None, [(None, '前言说明"情况。'), ("overall", "二、主动公开66"), ("other_matters", "件，其余")]
    )
    for query in ('明"情况。二、主', "。二", "况。二、主动公开66件,其余", "动公开66件,", "66件", "况。二、主动公开"):
        assert {row[0] for row in db.execute(recipe().replace("依申请公开", query))} == {"1"}, query
    for query in ("况二", "。主动", "公开66其余", "公开6件", "。二、主动公开66件,余"):
        assert not db.execute(recipe().replace("依申请公开", query)).fetchall(), query


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


LONG = "主动公开政府信息的范围由县人民政府办公室会同各乡镇各部门逐项核对并在门户网站公布接受社会各界监督"


def divided(*parts: str) -> sqlite3.Connection:
    """An index of one report whose parts are of sections in turn."""
    db = sqlite3.connect(":memory:")
    db.executescript(SEARCH_DDL)
    keys = ("overall", None, "problems_and_improvements")
    index_version(db, 1, "标题", [(keys[number % 3], part) for number, part in enumerate(parts)])
    return db


@pytest.mark.parametrize("length", [2, 3, 12, 13, 40, 64])
def test_a_phrase_over_one_border(length: int) -> None:
    parts = [f"{5 * LONG}{number}{LONG[::-1]}{end}" for number, end in enumerate(("。", "，", ""))]
    db, whole, border = divided(*parts), "".join(parts), 0
    for part in parts[:-1]:
        border += len(part)
        for left in {1, length // 2, length - 1}:
            query = whole[border - left : border - left + length]
            assert found(query, db) == {1}, query
            assert found(query[:-1] + "囍", db) == set(), query


def test_a_long_query_makes_no_long_expression() -> None:
    """It is opened phrase by phrase, which no time limit ends."""
    for query in ("(" * 200, "，" + "公开信息" * 50, "公开" * 100, "，" * 200):
        assert match_query(query).count(" ") < 60_000, query[:9]


def test_a_phrase_over_a_short_part_between_two_others() -> None:
    db = divided(LONG, "附件，见后。", LONG)
    for query in ("监督附件，见后。主动", f"{LONG[-15:]}附件，见后。{LONG[:15]}", "督附", "。主", "见后。主动公开政"):
        assert found(query, db) == {1}, query
    for query in ("监督主动", "附件，见后。监督", "督附件主"):
        assert found(query, db) == set(), query


def test_borders_with_the_same_characters_are_not_taken_for_one() -> None:
    db = divided(f"{LONG}甲。", f"一乙{LONG}", f"丙{LONG}丁。", f"一戊{LONG}")
    for query in ("甲。一乙", "丁。一戊", f"{LONG[-20:]}丁。一戊{LONG[:10]}"):
        assert found(query, db) == {1}, query
    for query in ("甲。一戊", "丁。一乙", f"{LONG[-20:]}甲。一戊"):
        assert found(query, db) == set(), query


def test_a_stop_is_found_behind_any_character_and_none() -> None:
    assert normal_form(FINALS) == FINALS
    assert len(set(FINALS)) == len(FINALS)
    text = "完善制度，加强公开。其中：鑫，加强"
    for query, expected in {
        "，加强": True, "度，加强": True, "鑫，加强": True, "。其中：": True, "，": True, "。加强": False,
        "度：": False, "度": True, "中：鑫": True, "度加": False, "开。其": True, "；": False,
    }.items():  # fmt: skip
        db = divided(text)
        assert bool(found(query, db)) == contains(text, query) == expected, query
        db = divided(text[:6], text[6:])
        assert bool(found(query, db)) == expected, f"over a border: {query}"


def test_a_title_that_begins_the_text_is_looked_for_in_the_title() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(SEARCH_DDL)
    index_version(db, 1, "某县年度报告", [(None, f"某县年度报告\n{LONG}"), ("overall", LONG)])
    index_version(db, 2, "某县年度报告", [(None, f"某县年度报告书\n{LONG}"), ("overall", LONG)])
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid"
    assert found("年度报告主动公开", db) == {1}
    assert found("年度报告书主动", db) == {2}
    for column, rows in (("title", [1, 2]), ("preamble", [])):
        assert [row[0] for row in db.execute(sql, (match_query("某县年度报告", [column]),))] == rows
    remove_version(db, 1, "某县年度报告", [(None, f"某县年度报告\n{LONG}"), ("overall", LONG)])
    db.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")


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
