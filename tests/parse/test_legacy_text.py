"""Figures of running text before 2019: each under the words that say what it counts, and nothing else a figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from documents_read import real
from legacy_pages import REPORTS
from statistics_form import PROSE

from parse.legacy.text import text_figures
from parse.reader import read
from parse.report import LegacyFigure
from parse.sections import Outline, Part

NOT_READ = {
    ("pingtan-2011.txt", "公众查阅点"),
    ("pingtan-county-2012.txt", "公众查阅点"),
    ("pingtan-2014.txt", "公众查阅点"),
    ("pingtan-taxbureau-2013.txt", "咨询涉税信息有关事务"),
    ("pingtan-taxbureau-2013.txt", "办结率"),
}
"""Numbers that stand before the noun they count (60个单位的…信息, 4900人次…咨询), and a rate: read under no label."""
UNIT_NOT_PRINTED = {("pingtan-taxbureau-2013.txt", "从事政府信息公开工作的全职人员")}
"""没有…人员: no unit is printed, the person who read it by eye wrote 人."""
BEYOND = {
    ("pingtan-2011.txt", "政府信息公开的申请", 0),
    ("pingtan-2011.txt", "政府信息公开行政复议申请", 0),
    ("pingtan-county-2012.txt", "政府信息公开行政复议申请", 0),
    ("pingtan-taxbureau-2013.txt", "政府信息公开申请", 0),
}
"""Noughts in words (未收到…, 因未发生…) that truth.json does not list, or lists once where the text says it twice."""


def _of_text(name: str) -> list[dict[str, Any]]:
    table = REPORTS[name]["legacy_figures"]["table"]
    figures: list[dict[str, Any]] = real(name)["legacy_figures"]
    return figures[: len(figures) - len(table["rows"])] if table else list(figures)


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_the_figures_of_a_real_text(name: str) -> None:
    left = _of_text(name)
    missed = set()
    for wanted in REPORTS[name]["legacy_figures"]["text"]:
        value = wanted["value"]
        number = None if str(value).endswith("%") else Decimal(str(value))
        same = [
            one
            for one in left
            if number is not None and Decimal(str(one["value"])) == number and one["label"].endswith(wanted["label"])
        ]
        if not same:
            missed.add((name, wanted["label"]))
            continue
        left.remove(same[0])
        assert same[0]["unit"] == wanted["unit"] or (name, wanted["label"]) in UNIT_NOT_PRINTED
    assert missed == {entry for entry in NOT_READ if entry[0] == name}
    assert {(name, one["label"], one["value"]) for one in left} <= BEYOND


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_figure_stands_in_its_sentence(name: str) -> None:
    for one in _of_text(name):
        assert one["label"] in one["sentence"]
        assert one["value"] == 0 or f"{one['value']}" in one["sentence"]


def _keys(name: str) -> dict[str, Any]:
    return {one["key"]: one["value"] for one in _of_text(name) if one["key"]}


def test_only_whole_labels_have_a_key() -> None:
    assert _keys("pingtan-county-2012.txt") == {
        "items_disclosed": 2026, "website_visits": 24745, "requests_received": 21, "requests_in_person": 18,
        "requests_by_email": 3, "replies": 21, "replies_granted": 17, "reviews": 0,
    }  # fmt: skip
    assert _keys("pingtan-2014.txt") == {"items_disclosed": 2543, "website_visits": 69598, "reviews": 0}
    assert _keys("pingtan-taxbureau-2013.txt") == {
        "items_disclosed": 45, "requests_received": 0, "reviews": 0, "staff_full_time": 0,
    }  # fmt: skip


def _told(text: str, key: str | None = "proactive_disclosure", year: int | None = 2014) -> list[LegacyFigure]:
    part = Part(key, 2, "二、主动公开政府信息情况", True, (text,), ())
    return text_figures(Outline((), (), (part,)), year)


def _pairs(text: str, **about: Any) -> list[tuple[str, object, str | None]]:
    return [(one.label, one.value, one.unit) for one in _told(text, **about)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("2014年，我局主动公开政府信息1,234条。", [("主动公开政府信息", 1234, "条")]),
        ("全年共主动公开政府信息 88 条，其中网站公开60条、公报公开28条。",
         [("主动公开政府信息", 88, "条"), ("网站公开", 60, "条"), ("公报公开", 28, "条")]),
        ("收到申请5件，其中：当面申请2件；网上申请3件。",
         [("收到申请", 5, "件"), ("当面申请", 2, "件"), ("网上申请", 3, "件")]),
        ("政府信息公开专项经费：3.5万元。", [("政府信息公开专项经费", Decimal("3.5"), "万元")]),
        ("网站专栏访问量达到5.2万人次。", [("网站专栏访问量", Decimal("5.2"), "万人次")]),
        ("不予公开信息数为１２。", [("不予公开信息数", 12, None)]),
        ("（三）培训情况 举办培训班2期，培训人员146人次。", [("举办培训班", 2, "期"), ("培训人员", 146, "人次")]),
    ],
)  # fmt: skip
def test_labels_are_the_words_before_a_number(text: str, figures: list[tuple[str, object, str | None]]) -> None:
    assert _pairs(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "通过联合审批、节假日加班等7项新举措，提升服务水平。",
        "目前已汇集了60个单位的主动公开的政府信息。",
        "2013年主动公开政府信息1200条。",
        "主动公开信息数比上年增加35条。",
        "主动公开信息同比增长20%。",
        "2015年，我局将主动公开政府信息不少于500条。",
        "力争主动公开信息达到600条。",
        "依据第492号令，15个工作日内答复。",
        "按照闽政办函〔2014〕130号的要求，办公地点在楼14层，电话24336243。",
        "每季度召开会议1次。",
        "“12345”热线受理群众来电573件。",
        "上半年主动公开政府信息300条。",
        "截至2014年底，网站存有政府信息5300条。",
        "第3次修订。",
        "在信息公开专栏，发布133条。",
        "通过“政务”等专栏33个。",
        "办理时限为5-10件。",
        "主动公开信息20 35条。",
        "设置公众查阅点3个镇。",
        "自2008年5月1日以来受理申请12件。",
        "没有不予公开的情况。",
        "未收到群众来信。",
    ],
)
def test_numbers_that_are_no_figures_of_the_year(text: str) -> None:
    assert _pairs(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("网站访问量约3000人次。", 3000),
        ("网站访问量近3000人次。", 3000),
        ("网站访问量3000余人次。", 3000),
        ("网站访问量达3000多人次。", 3000),
        ("网站访问量3000人次以上。", 3000),
        ("网站访问量超过3000人次。", 3000),
    ],
)
def test_approximate_figures_say_so(text: str, value: int) -> None:
    assert [(one.label, one.value, one.approximate) for one in _told(text)] == [("网站访问量", value, True)]


def test_a_sum_of_many_years_is_cumulative() -> None:
    (figure,) = _told("截至2014年底，历年累计主动公开政府信息5300条。")
    assert (figure.key, figure.label) == ("items_disclosed", "主动公开政府信息")  # the column 历年累计 of the forms
    assert (figure.value, figure.cumulative) == (None, 5300)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("2014年未收到政府信息公开申请。", ("requests_received", "政府信息公开申请", 0)),
        ("我局没有收到有关政府信息公开的行政复议，", ("reviews", "政府信息公开的行政复议", 0)),
        ("未发生政府信息公开行政诉讼案件。", ("lawsuits", "政府信息公开行政诉讼案件", 0)),
        ("未收到政府信息公开行政复议、提起行政诉讼的申请。", (None, "政府信息公开行政复议、提起行政诉讼的申请", 0)),
    ],
)
def test_a_nought_in_words_is_nought(text: str, figure: tuple[str | None, str, int]) -> None:
    assert [(one.key, one.label, one.value) for one in _told(text)] == [figure]


def test_plans_and_the_preamble_state_no_figures() -> None:
    assert _told("2014年主动公开政府信息12条。", key="problems_and_improvements") == []
    assert text_figures(Outline(("2014年主动公开政府信息12条。",), (), ()), 2014) == []


def test_a_part_of_a_figure_is_not_the_figure() -> None:
    text = "2014年全区主动公开政府信息2543条。其中，各乡镇主动公开政府信息856条，区直各部门主动公开政府信息1687条。"
    assert [(one.key, one.value) for one in _told(text)] == [("items_disclosed", 2543), (None, 856), (None, 1687)]


def test_requests_named_behind_another_figure_have_no_key() -> None:
    assert [one.key for one in _told("全年答复咨询20件、政府信息公开申请5件。")] == [None, None]


def test_requests_that_may_be_about_licences_have_no_key() -> None:
    assert [one.key for one in _told("窗口共受理申请121510件，办结171件。")] == [None, None]


def test_figures_of_running_text_are_read_in_the_free_form_only() -> None:
    title = "示例县人民政府{year}年政府信息公开工作年度报告"
    body = f"<p>{PROSE}</p><h2>二、主动公开政府信息情况</h2><p>全年主动公开政府信息77条。</p>"
    old = read(f"<h1>{title.format(year=2016)}</h1>{body}".encode(), media_type="text/html")
    assert [(one.key, one.value) for one in old.legacy_figures] == [("items_disclosed", 77)]
    new = read(f"<h1>{title.format(year=2022)}</h1>{body}".encode(), media_type="text/html")
    assert (new.edition, new.legacy_figures) == (None, ())
