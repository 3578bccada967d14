"""信息处理费: what each report says of it, as section six is to since report year 2021 (国办公开办函〔2021〕30号).

A fee of 0, none charged, a mere mention (a rate, a waiver, a rule), 无 for the whole section, and nothing said are five
things; none of them is taken for another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from archive.finding_rows import FeeState, FeeStatement, Finding, ReportText, Shown
from findings.fee_sentences import Said, fee_sentences

KIND = "fee_charged"
FIRST_YEAR = 2021
"""From this report year on every report is to say it; of earlier years only what is said is kept."""

_SECTION = "other_matters"
_NOTHING = re.compile(r"(?:暂|均)?无(?:其他)?(?:需要?)?(?:报告)?(?:的)?(?:事项)?")
_WEIGHT: dict[Said, int] = {"amount": 0, "zero": 1, "none_charged": 2, "mentioned": 3}
"""What counts where sentences say several things: the smallest."""


def _statement(text: ReportText) -> FeeStatement | None:
    sections = [part.text for part in text.parts if part.section == _SECTION]
    read = [*sections, *([text.fee[1]] if text.fee else [])]
    found = [said for part in read for said in fee_sentences(part, text.report_year)]
    if found:
        best = min(found, key=lambda said: _WEIGHT[said.said])
        return _row(text, best.said, best.printed, best.yuan, best.sentence)
    if text.report_year < FIRST_YEAR:
        return None
    if not sections:
        return _row(text, "section_missing")
    words = re.sub(r"[\s。.，,；;：:]", "", "".join(sections))
    return _row(text, "nothing_to_report" if _NOTHING.fullmatch(words) else "not_stated")


def _row(
    text: ReportText, state: FeeState, printed: str | None = None, yuan: Decimal | None = None,
    sentence: str | None = None,
) -> FeeStatement:  # fmt: skip
    return FeeStatement(text.version, text.agency, text.report_year, state, printed, yuan, sentence)


def fees(texts: Sequence[ReportText]) -> tuple[list[FeeStatement], Shown]:
    """What each report says of fees, and a note for each that charged some."""
    statements, shown = [], Shown()
    for text in texts:
        statement = _statement(text)
        if statement is None:
            continue
        statements.append(statement)
        if statement.state != "amount":
            continue
        shown.findings.append(
            Finding(
                kind=KIND,
                agency=text.agency,
                report_year=text.report_year,
                report=text.report,
                version=text.version,
                severity="info",
                form_table=None,
                row_key=None,
                column_key=None,
                seen=statement.printed,
                expected=None,
                other_version=None,
                chinese=f"{text.report_year}年度报告写明收取信息处理费 {statement.printed}。",
                english=f"The {text.report_year} report gives information processing fees of {statement.printed}.",
                sentence=statement.sentence,
            )
        )
    return statements, shown
