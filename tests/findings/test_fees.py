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
    ],
)
def test_what_is_said(words: str | None, claim: str | None, expected: tuple[str, str | None, Decimal | None]) -> None:
    assert said(words, claim) == [expected]


def test_before_2021_only_what_is_said_is_kept() -> None:
    assert said("无。", None, 2020) == []
    assert [state for state, _, _ in said("本机关未收取信息处理费。", "0", 2020)] == ["none_charged"]


def test_a_fee_that_was_charged_is_a_note() -> None:
    (found,) = fees([text("本年度收取信息处理费100元。", ("100", "本年度收取信息处理费100元。"))])[1].findings
    assert (found.kind, found.severity, found.seen, found.sentence) == (
        "fee_charged", "info", "100元", "本年度收取信息处理费100元。",
    )  # fmt: skip
