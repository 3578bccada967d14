"""Why a value is missing, said in words: the states of a cell and those that only a panel has."""

from __future__ import annotations

from archive.releases.writing import Column, Table

CELL_STATES = (
    ("number", "数字", "a number is printed"),
    ("blank", "空白", "the cell is printed and empty; never read as 0"),
    ("slash", "斜线或横线", "a slash or dash is printed"),
    ("none_word", "印“无”", "无 is printed"),
    ("unreadable", "未能读出", "something is printed that we could not read"),
    ("ambiguous", "不能确定", "printed, but nothing says in which column it belongs"),
    ("row_not_printed", "未印该行", "the report leaves the row out"),
    ("not_in_form", "该格式无此格", "this edition of the form has no such cell (for a panel: none near to it)"),
    ("table_missing", "未见该表", "no such table was seen: the report lacks it, or it was not read (see problems)"),
)

PANEL_STATES = (
    ("not_seen", "未见该年报", "no report of this body and year was seen; not that none was published"),
    ("not_expected", "尚不应有该年报", "no report of this body and year is expected yet, or any more"),
    ("incomplete", "相加各项不全", "a sum of printed figures of which some are missing"),
    ("unit_not_printed", "未印单位", "an amount whose unit is not printed"),
    ("several_figures", "有不同数字", "the report states several figures for it that differ"),
    ("not_stated", "未写明", "a free-form report that does not state it"),
    ("mixed_editions", "格式混用", "the report mixes two editions of the form and they print it differently"),
    ("edition_unknown", "格式不明", "the edition of the form is not known"),
    (
        "out_of_range",
        "非整数或过大",
        "a number is printed that is not whole or has more than 15 digits; see the long cells",
    ),
    ("several_bodies", "有两个以上县级单位", "more than one county-level body of this place reported; none was chosen"),
)

ALL_STATES = (*CELL_STATES, *PANEL_STATES)
CODES = tuple(code for code, _, _ in ALL_STATES)

TABLE = Table(
    "missingness",
    "缺失代码 Missingness codes",
    "数值为空的原因，逐一列出；从不以特殊数字代替 / why a value is null, one row a code; never a sentinel number",
    (
        Column("code", "text", "代码 / code, as in the columns `state` and `*_state`", True),
        Column("number", "integer", "Stata 文件中的数值 / its number in the Stata files", True),
        Column("used_in", "text", "见于 / where it occurs", True, ("cells and panels", "panels")),
        Column("chinese", "text", "中文说明 / meaning in Chinese", True),
        Column("english", "text", "英文说明 / meaning in English", True),
    ),
    ("code",),
)


def rows() -> list[tuple[str, int, str, str, str]]:
    """The rows of the released table `missingness`."""
    return [
        (code, number, "cells and panels" if number < len(CELL_STATES) else "panels", chinese, english)
        for number, (code, chinese, english) in enumerate(ALL_STATES)
    ]
