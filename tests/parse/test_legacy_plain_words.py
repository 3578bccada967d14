"""Bare words of free-form reports, years and totals of many years, levels and blanks of forms; values read by eye."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from parse.legacy.text import text_figures
from parse.reader import read
from parse.report import LegacyFigure
from parse.sections import Outline, Part

MADE = Path(__file__).parent.parent / "documents" / "made" / "before-2019"
DISCLOSED, REQUESTS, REMEDIES = "二、主动公开政府信息情况", "三、依申请公开政府信息情况", "五、复议、诉讼和申诉情况"


def _figures(name: str) -> tuple[LegacyFigure, ...]:
    return read((MADE / name).read_bytes(), media_type="text/html").legacy_figures


def test_bare_words_of_a_report_of_2010() -> None:
    figures = _figures("text-2010-bare-words.html")
    assert [(one.key, one.label, one.value, one.cumulative, one.unit) for one in figures[2:]] == [
        ("items_disclosed", "主动公开政府信息", 339, None, "条"),
        (None, "政务动态类信息", 112, None, "条"),
        (None, "统计信息", 146, None, "条"),
        (None, "其它类", 81, None, "条"),
        ("items_disclosed", "主动公开政府信息", None, 1205, "条"),
        ("requests_received", "收到政府信息公开申请", 25, None, "件"),
        ("requests_in_person", "当面申请", 4, None, "件"),
        ("requests_online", "网上申请", 13, None, "件"),
        ("requests_by_letter", "信函申请", 8, None, "件"),
        ("replies", "答复", 25, None, "件"),
        ("replies_granted", "同意公开", 20, None, "件"),
        ("replies_partially_granted", "部分公开", 1, None, "件"),
        ("replies_refused", "不予公开", 2, None, "件"),
        ("replies_not_existing", "信息不存在", 2, None, "件"),
        ("fees_charged", "收取检索、复印、邮寄等费用", Decimal("0.35"), None, "万元"),
        ("fees_waived", "减免费用", 120, None, "元"),
        (None, "接受咨询", 2070, None, "人次"),
        (None, "电话咨询", 2000, None, "人次"),
        ("website_visits", "网站专栏访问量", Decimal("3.5"), None, "万人次"),
        ("reviews", "发生针对本局的行政复议案", 3, None, "件"),
        ("reviews_upheld", "维持", 2, None, "件"),
        ("reviews_corrected", "纠错", 1, None, "件"),
        ("lawsuits", "行政诉讼", 0, None, "件"),
    ]


def test_the_replies_of_the_year_in_a_form_of_2009() -> None:
    (replies,) = [one for one in _figures("form-2009-replies-of-the-year.html") if one.key == "replies"]
    assert (replies.label, replies.value) == ("本年度对申请的答复总数", Decimal(6))
    assert replies.cumulative == Decimal(9)


def test_a_blank_of_the_form_of_2014_is_a_blank() -> None:
    empty = [(one.key, one.state) for one in _figures("form-2014-blank-figure.html") if one.value is None]
    assert empty == [("disclosed_otherwise", "blank")]


def test_rows_of_the_form_of_2014_say_what_they_stand_under() -> None:
    headings = {one.key: one.heading for one in _figures("form-2014-blank-figure.html") if one.heading is not None}
    assert headings["reviews"] == headings["lawsuits"] == headings["fees_charged"] == ""
    assert headings["reviews_corrected"] == "四、行政复议数量"
    assert headings["lawsuits_corrected"] == "五、行政诉讼数量"
    refused = "三、依申请公开情况\n（三）申请答复数\n4.不同意公开答复数"
    assert headings["refused_state_secret"] == headings["refused_privacy"] == refused
    assert headings["replies_not_competent"] == "三、依申请公开情况\n（三）申请答复数"
    assert headings["disclosed_by_gazette"] == "一、主动公开情况\n（二）通过不同渠道和方式公开政府信息的情况"


def test_states_of_empty_figures() -> None:
    rows = (("收到申请数", "5"), ("1.当面申请数", "/"), ("2.传真申请数", "无"), ("3.网络申请数", "若干"),
            ("4.信函申请数", ""))  # fmt: skip
    cells = "".join(f"<tr><td>{label}</td><td>件</td><td>{value}</td></tr>" for label, value in rows)
    page = (
        "<h1>青石县2014年政府信息公开工作年度报告</h1><p>一、概述</p><p>2014年，我县政府信息公开工作有序进行。</p>"
        f"<table><tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>{cells}</table>"
    )
    figures = read(page.encode(), media_type="text/html").legacy_figures
    assert [(one.value, one.state) for one in figures] == [
        (5, None), (None, "slash"), (None, "none_word"), (None, "unreadable"), (None, "blank"),
    ]  # fmt: skip


def _told(heading: str, year: int, text: str) -> list[tuple[str | None, str, object, object]]:
    part = Part(None, 2, heading, True, (text,), ())
    return [(f.key, f.label, f.value, f.cumulative) for f in text_figures(Outline((), (), (part,)), year)]


@pytest.mark.parametrize(
    ("heading", "year", "text", "figures"),
    [
        # 闽侯县水利局 2010
        (DISCLOSED, 2010, "截至2010年底，我局主动公开政府信息历年累计52条，其中2010年新增主动公开政府信息14条。",
         [("items_disclosed", "主动公开政府信息", None, 52), ("items_disclosed", "新增主动公开政府信息", 14, None)]),
        # 永泰县水利局 2010
        (DISCLOSED, 2010,
         "2010年，我局全年累计共主动向社会公开信息24条，其中机构职能类信息5条；政策、规范性文件类信息4条。",
         [("items_disclosed", "主动向社会公开信息", 24, None), (None, "机构职能类信息", 5, None),
          (None, "政策、规范性文件类信息", 4, None)]),
        # 城厢镇 2013
        (DISCLOSED, 2013, "2013年我镇新增公开政府信息86条，历年累计信息公开170条，全文电子化的主动公开达100%。",
         [(None, "新增公开政府信息", 86, None), (None, "信息公开", None, 170)]),
        # 壶镇镇 2013
        (DISCLOSED, 2013, "（一）主动公开政府信息的数量共192条。",
         [("items_disclosed", "主动公开政府信息的数量", 192, None)]),
        # a town, 2013
        (DISCLOSED, 2013, "2013年，我镇主动公开政府信息共455条（规范性文件84条，计划规划20条，业务公开累计296条）。",
         [("items_disclosed", "主动公开政府信息", 455, None), (None, "规范性文件", 84, None),
          (None, "计划规划", 20, None), (None, "业务公开", 296, None)]),
        # a district's office, 2017
        (REQUESTS, 2017, "2017年我局共收到依申请公开政府信息申请1件。",
         [("requests_received", "收到依申请公开政府信息申请", 1, None)]),
        (REMEDIES, 2017, "2017年我局有关政府信息公开的行政复议案共1起。",
         [("reviews", "有关政府信息公开的行政复议案", 1, None)]),
        (DISCLOSED, 2010, "今年以来，累计主动公开政府信息31条。", [("items_disclosed", "主动公开政府信息", 31, None)]),
        (DISCLOSED, 2013, "截至2013年12月，我镇共发布信息255条。", []),
    ],
)  # fmt: skip
def test_sentences_of_real_reports(
    heading: str, year: int, text: str, figures: list[tuple[str | None, str, object, object]]
) -> None:
    assert _told(heading, year, text) == figures


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        (DISCLOSED, "窗口收到政府信息公开申请9件，其中当面申请4件，不予公开2件。"),
        (REQUESTS, "行政服务中心共办理事项90件，其中当面申请40件，网上申请50件。"),
        (REMEDIES, "行政复议3件、行政诉讼2件，其中维持4件，纠错1件。"),
        (REMEDIES, "信访事项3件，其中维持2件，纠错1件。"),
    ],
)
def test_bare_words_that_may_be_about_something_else_have_no_key(heading: str, text: str) -> None:
    keys = {label: key for key, label, _, _ in _told(heading, 2012, text)}
    bare = [label for label in keys if label in ("当面申请", "网上申请", "不予公开", "维持", "纠错")]
    assert len(bare) == 2
    assert [keys[label] for label in bare] == [None, None]
