"""What was typed is read as a person would read it, never refused, and found as a plain scan finds it."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.query import All, Either, Node, Not, Term, parse
from archive.search import SEARCH_DDL, contains, index_version, match_query, snippet

DEMOLISH, PAY, SCHOOL = Term("拆迁"), Term("补偿"), Term("学校")


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("拆迁 补偿", All((DEMOLISH, PAY))),
        ("拆迁\u3000AND 补偿", All((DEMOLISH, PAY))),
        ("拆迁 与 补偿", All((DEMOLISH, PAY))),
        ("拆迁 OR 补偿", Either((DEMOLISH, PAY))),
        ("拆迁 或 补偿", Either((DEMOLISH, PAY))),
        ("拆迁 ＯＲ 补偿", Either((DEMOLISH, PAY))),
        ("拆迁 | 补偿", Either((DEMOLISH, PAY))),
        ("拆迁 -学校", All((DEMOLISH, Not(SCHOOL)))),
        ("拆迁 －学校", All((DEMOLISH, Not(SCHOOL)))),
        ("拆迁 NOT 学校", All((DEMOLISH, Not(SCHOOL)))),
        ("拆迁 AND NOT 学校", All((DEMOLISH, Not(SCHOOL)))),
        ("拆迁 非 学校", All((DEMOLISH, Not(SCHOOL)))),
        ("-学校", Not(SCHOOL)),
        ("NOT NOT 学校", SCHOOL),
        ('拆迁 -"学 校"', All((DEMOLISH, Not(SCHOOL)))),
        ("补偿 拆迁 OR 学校", Either((All((PAY, DEMOLISH)), SCHOOL))),
        ("补偿 (拆迁 OR 学校)", All((PAY, Either((DEMOLISH, SCHOOL))))),
        ("补偿 （拆迁 或 学校）", All((PAY, Either((DEMOLISH, SCHOOL))))),
        ("拆迁 -(补偿 学校)", All((DEMOLISH, Not(All((PAY, SCHOOL)))))),
        ("((拆迁 OR 补偿) AND (学校))", All((Either((DEMOLISH, PAY)), SCHOOL))),
        ('"拆迁 补偿"', Term("拆迁补偿")),
        ("“a  b”", Term("a b")),
        ("拆 迁", DEMOLISH),
        ("共 66 条", All((Term("共"), Term("66条")))),
        ("１，２３４ 件", Term("1234件")),
        ("拆遷", DEMOLISH),
        ("拆迁 拆迁", DEMOLISH),
        ("与", Term("与")),
        ("OR", Term("or")),
        ("非公开", Term("非公开")),
        ("and", Term("and")),
        ("(一)主动公开", Term("(一)主动公开")),
        ("（一）", Term("(一)")),
        ("（2019）60号", Term("(2019)60号")),
        ("2019-2020年", Term("2019-2020年")),
        ("——拆迁", Term("--拆迁")),
        ("-", Term("-")),
        ('开"工', Term('开"工')),
    ],
)
def test_read_as_meant(typed: str, tree: Node) -> None:
    read = parse(typed)
    assert read.tree == tree
    assert read.notes == ()
    assert parse(read.written).tree == tree


@pytest.mark.parametrize(
    ("typed", "tree", "notes"),
    [
        ("(拆迁 OR 补偿", Either((DEMOLISH, PAY)), ("bracket",)),
        ("拆迁 补偿)", All((DEMOLISH, PAY)), ("bracket",)),
        ("拆迁 OR", DEMOLISH, ("operator",)),
        ("OR 拆迁", DEMOLISH, ("operator",)),
        ("AND 拆迁 AND AND 补偿 AND", All((DEMOLISH, PAY)), ("operator",)),
        ("拆迁 NOT", DEMOLISH, ("operator",)),
        ("拆迁 OR ( ) OR 补偿", Either((DEMOLISH, PAY)), ("operator",)),
        ("a OR (", Term("a"), ("bracket", "operator")),
    ],
)
def test_what_makes_no_sense_is_read_otherwise_and_said(typed: str, tree: Node, notes: tuple[str, ...]) -> None:
    assert parse(typed).tree == tree
    assert parse(typed).notes == notes


def test_nothing_to_look_for() -> None:
    assert parse("").tree is None
    assert parse(" \u200b ").tree is None
    assert parse('""').tree in (None, Term('""'))
    assert not contains("公开", "")


def test_bounds() -> None:
    assert parse(" ".join(f"词{number}语" for number in range(1000))).notes == ("too_many",)
    assert len(parse(" ".join(f"词{number}语" for number in range(1000))).terms) == 100
    deep = "(" * 50 + "拆迁 OR 补偿" + ")" * 50
    assert parse(deep).tree == Either((DEMOLISH, PAY))
    assert match_query(deep)


REPORTS = ("拆迁补偿", "拆迁学校", "补偿", "学校，共66条", "公开")


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("拆迁", [0, 1]),
        ("拆迁 OR 补偿", [0, 1, 2]),
        ("拆迁 -学校", [0]),
        ("-拆迁", [2, 3, 4]),
        ("公开 OR NOT 拆迁", [2, 3, 4]),
        ("-拆迁 -补偿", [3, 4]),
        ("NOT (拆迁 OR 公开)", [2, 3]),
        ("(拆迁 OR 学校) -(补偿 OR 66条)", [1]),
        ("-(公开 OR (补偿 -拆迁))", [0, 1, 3]),
        ("拆 迁 或 66 条", [0, 1, 3]),
    ],
)
def test_found_by_eye(typed: str, places: list[int]) -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(SEARCH_DDL)
    for number, text in enumerate(REPORTS):
        index_version(db, number, None, [("overall", text)])
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid"
    assert [row[0] for row in db.execute(sql, (match_query(typed),))] == places
    assert [row[0] for row in db.execute(sql, (match_query(typed, ["overall"]),))] == places
    assert [number for number, text in enumerate(REPORTS) if contains(text, typed)] == places


def test_what_must_not_stand_there_is_not_marked() -> None:
    assert parse("公开 -拆迁").terms == ["公开"]
    assert parse("公开 -(拆迁 -补偿)").terms == ["公开", "补偿"]
    assert snippet("公开与补偿", "公开 -(拆迁 -补偿)") == "【公开】与【补偿】"


def test_without_is_also_by_part() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(SEARCH_DDL)
    index_version(db, 1, "拆迁", [("overall", "公开"), ("other_matters", "学校")])
    sql = "SELECT count(*) FROM search_index WHERE search_index MATCH ?"
    assert db.execute(sql, (match_query("-拆迁"),)).fetchone() == (0,)
    assert db.execute(sql, (match_query("-拆迁", ["overall"]),)).fetchone() == (1,)
    assert db.execute(sql, (match_query("-公开", ["overall"]),)).fetchone() == (0,)


WORDS = st.sampled_from(
    ["拆迁", "补偿", "学校", "66条", "公开", "开", "a", "OR", "AND", "NOT", "或", "非", "-", "(", ")", '"']
)
TYPED = st.one_of(
    st.text(max_size=30), st.lists(WORDS, max_size=12).map(" ".join), st.lists(WORDS, max_size=12).map("".join)
)


@settings(max_examples=400, deadline=None)
@given(TYPED)
def test_anything_typed_is_read_and_found_as_by_a_scan(typed: str) -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(SEARCH_DDL)
    for number, text in enumerate((*REPORTS, typed)):
        index_version(db, number, None, [("overall", text)])
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid"
    found = [row[0] for row in db.execute(sql, (match_query(typed) or '""',))]
    assert found == [number for number, text in enumerate((*REPORTS, typed)) if contains(text, typed)]


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS.filter(lambda word: word != '"'), max_size=12).map(" ".join))
def test_written_again_it_is_the_same_query(typed: str) -> None:
    read = parse(typed)
    assert parse(read.written).tree == read.tree
