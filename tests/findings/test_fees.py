"""What section six says of 信息处理费: an amount, a printed 0, none charged, 无, nothing; four different things."""

from __future__ import annotations

from decimal import Decimal

import pytest
from figures_by_hand import AGENCY

from archive.finding_rows import FeeStatement, ReportText, TextPart
from findings.fees import fees


def text(words: str | None, fee: tuple[str, str] | None = None, year: int = 2023) -> ReportText:
    parts = () if words is None else (TextPart("other_matters", 0, words),)
    return ReportText(f"{AGENCY}-{year}", AGENCY, year, "v", 1, "1", None, "2021", parts, fee=fee)


def said(words: str | None, fee: str | None = None, year: int = 2023) -> list[tuple[str, str | None, Decimal | None]]:
    statements: list[FeeStatement] = fees([text(words, (fee, words or "") if fee is not None else None, year)])[0]
    return [(one.state, one.printed, one.yuan) for one in statements]


@pytest.mark.parametrize(
    ("words", "claim", "expected"),
    [
        ("本年度收取信息处理费1,200.5元。", "1200.5", ("amount", "1,200.5元", Decimal("1200.5"))),
        ("收取信息处理费0.3万元。", "3000", ("amount", "0.3万元", Decimal(3000))),
        ("2023年收取信息处理费0元。", "0", ("zero", "0元", Decimal(0))),
        ("本机关未收取信息处理费。", "0", ("none_charged", None, None)),
        ("无。", None, ("nothing_to_report", None, None)),
        ("无其他需要报告的事项。", None, ("nothing_to_report", None, None)),
        ("本年度办理建议提案三件。", None, ("not_stated", None, None)),
        (None, None, ("section_missing", None, None)),
        ("收费标准为10元/件，本年度共收取信息处理费30元。", None, ("amount", "30元", Decimal(30))),
        ("减免信息处理费2元，实收10元。", None, ("amount", "10元", Decimal(10))),
        ("2022年收取信息处理费500元，2023年收取300元。", None, ("amount", "300元", Decimal(300))),
        ("向2名申请人发出信息处理费缴费通知，其中1名缴纳100元，1名未缴纳。", None, ("amount", "100元", Decimal(100))),
        ("应收信息处理费100元，实收0元。", None, ("zero", "0元", Decimal(0))),
        ("信息处理费收取金额为零。", None, ("zero", "零", Decimal(0))),
        ("2023年，无收取信息处理费情况", None, ("none_charged", None, None)),
        ("没有因信息公开收取信息处理费的情况。", None, ("none_charged", None, None)),
        ("2023年未收取信息处理费，2022年收取500元。", None, ("none_charged", None, None)),
    ],
)
def test_what_is_said(words: str | None, claim: str | None, expected: tuple[str, str | None, Decimal | None]) -> None:
    assert said(words, claim) == [expected]


@pytest.mark.parametrize(
    "words",
    [
        "本年度未收取任何费用。",
        "本机关未收取信息处理费。",
        "收取信息处理费情况：无。",
        "严格执行《政府信息公开信息处理费管理办法》，未发生收费行为。",
    ],
)
def test_none_charged_is_never_an_amount(words: str) -> None:
    assert said(words, "5") == [("none_charged", None, None)]


@pytest.mark.parametrize(
    "words",
    [
        "减免费用2元。",
        "收费标准10元/件。",
        "信息处理费收费标准为10元/件。",
        "信息处理费按件计收，超过10件的部分每件100元。",
        "应收信息处理费100元，已全部减免。",
        "退还申请人信息处理费50元。",
        "申请人逾期未缴纳信息处理费120元。",
        "发出信息处理费收费通知书2份，涉及金额600元，申请人均未缴纳。",
        "2022年收取信息处理费500元。",
        "本机关将依照《政府信息公开信息处理费管理办法》收取信息处理费。",
        "依申请提供政府信息不收取费用，但超过合理范围的，可以收取信息处理费。",
        "没有应收未收信息处理费的情况。",
    ],
)
def test_what_is_only_mentioned_is_no_fee_charged(words: str) -> None:
    """Whatever the reader took it for."""
    text_of = text(words, ("10", words))
    statements, shown = fees([text_of])
    assert [(one.state, one.printed, one.yuan, one.sentence) for one in statements] == [
        ("mentioned", None, None, words)
    ]
    assert shown.findings == []


def test_before_2021_only_what_is_said_is_kept() -> None:
    assert said("无。", None, 2020) == []
    assert [state for state, _, _ in said("本机关未收取信息处理费。", "0", 2020)] == ["none_charged"]


def test_a_fee_that_was_charged_is_a_note() -> None:
    (found,) = fees([text("本年度收取信息处理费100元。", ("100", "本年度收取信息处理费100元。"))])[1].findings
    assert (found.kind, found.severity, found.seen, found.sentence) == (
        "fee_charged", "info", "100元", "本年度收取信息处理费100元。",
    )  # fmt: skip
