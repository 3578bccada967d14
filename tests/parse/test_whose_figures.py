"""Figures of a part of the year and of other bodies are no claims of the report; those of two bodies do not clash."""

from __future__ import annotations

import pytest

from parse.checks.narrative import check_narrative
from parse.narrative import read_narrative
from parse.sections import Outline, Part

TABLES = {"disclosure_requests": {"new_requests": {"total": 2647}}}


def outline(text: str) -> Outline:
    return Outline(head=(), head_rows=(), parts=(Part("overview", 1, "一、总体情况", True, (text,), ()),))


def received(text: str, agency: str | None = "青石县云溪镇人民政府", level: str | None = "township") -> object:
    claims = {claim.key: claim.value for claim in read_narrative(outline(text), 2023, agency, level)}
    return claims.get("requests_received")


@pytest.mark.parametrize(
    "text",
    [
        "一季度收到政府信息公开申请3件，二季度收到政府信息公开申请4件。",
        "上半年，我镇收到政府信息公开申请3件。",
        "2023年1月1日至6月30日共收到政府信息公开申请50件。",
        "2023年5月，我镇收到政府信息公开申请1件。",
        "县水利局收到政府信息公开申请7件，县公安局收到政府信息公开申请9件。",
        "2023年，县公安局共收到政府信息公开申请9件。",
    ],
)
def test_figures_of_a_part_of_the_year_or_of_another_body_are_no_claims(text: str) -> None:
    assert received(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2023年1月1日至2023年12月31日，我镇共收到政府信息公开申请5件。", 5),
        ("截至2023年12月31日，共收到政府信息公开申请6件。", 6),
        ("云溪镇政府全年收到政府信息公开申请7件。", 7),
        ("5月开展培训1次，全年收到政府信息公开申请8件。", 8),
        ("通过县政府网站收到政府信息公开申请9件。", 9),
    ],
)
def test_figures_of_the_body_and_its_whole_year_are(text: str, number: int) -> None:
    assert received(text) == number


def test_a_government_s_report_speaks_of_its_office() -> None:
    text = "2023年，市政府办公厅代表市政府共受理政府信息公开申请859件。"
    assert received(text, "上海市人民政府办公厅", "department") == 859
    assert received("县政府办公室收到政府信息公开申请12件。", "青石县人民政府", "county") == 12


def test_a_sentence_that_counts_for_two_bodies_is_not_set_against_the_table_of_one() -> None:
    def kinds(text: str) -> list[str]:
        claims = read_narrative(outline(text), 2023, "青石县人民政府", "county")
        return [told.kind for told in check_narrative(claims, TABLES, frozenset())]

    assert kinds("2023年，全县共收到政府信息公开申请99999件，县政府办公室收到2647件。") == []
    assert kinds("2023年，全县共收到政府信息公开申请99999件，县政府办公室收到2648件。") == [
        "narrative_received_vs_table"
    ]
