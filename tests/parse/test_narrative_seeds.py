"""What the narratives state, seed by seed and in the real reports, each value typed by eye; and the traps."""

from __future__ import annotations

from typing import Any

import pytest
from documents_read import REAL_TRUTH, SEED_TRUTH, claims, real, seed

from parse.document import Document, Paragraph
from parse.narrative import read_narrative
from parse.sections import read_outline

CASES = [
    pytest.param(opened, name, key, value, id=f"{name}-{key}")
    for opened, truth in ((seed, SEED_TRUTH), (real, REAL_TRUTH))
    for name, entry in truth.items()
    for key, value in (entry.get("narrative") or {}).items()
    if key != "notes"
]


@pytest.mark.parametrize(("opened", "name", "key", "value"), CASES)
def test_a_claim_is_what_the_text_states(opened: Any, name: str, key: str, value: Any) -> None:
    assert claims(opened(name)).get(key) == value


@pytest.mark.parametrize("name", SEED_TRUTH)
def test_nothing_is_claimed_that_truth_does_not_know(name: str) -> None:
    assert set(claims(seed(name))) <= set(SEED_TRUTH[name]["narrative"])


@pytest.mark.parametrize("name", SEED_TRUTH)
def test_a_claim_brings_its_sentence_as_printed(name: str) -> None:
    report = seed(name)
    for claim in report["narrative"]:
        assert claim["sentence"] in report["text"]


def stated(*paragraphs: str, heading: str = "一、总体情况", year: int | None = 2022) -> dict[str, Any]:
    blocks = tuple(Paragraph(text) for text in (heading, *paragraphs))
    outline = read_outline(Document("text/plain", blocks))
    return {claim.key: claim.value for claim in read_narrative(outline, year)}


def test_hotline_calls_are_not_requests() -> None:
    assert stated("通过12345平台受理群众举报573件，在规定时间内予以回复，通过电话回应群众疑问300余条。") == {}


def test_other_years_are_not_the_report_year() -> None:
    assert stated("2021年主动公开政府信息88条。") == {}
    assert stated("2021年收到政府信息公开申请3件，2022年收到政府信息公开申请5件。").get("requests_received") != 3
    assert stated("公开了《2021年度决算》，主动公开政府信息12条。") == {"proactively_disclosed_items": 12}


def test_plans_are_not_results() -> None:
    assert stated("下一步将主动公开政府信息200条。") == {}
    assert stated("主动公开政府信息200条。", heading="五、存在的主要问题及改进情况") == {}


def test_an_approximate_figure_says_so() -> None:
    assert stated("全年主动公开政府信息7700余条。") == {
        "proactively_disclosed_items": 7700,
        "proactively_disclosed_items_is_approximate": True,
    }


def test_thousands_and_full_width_digits() -> None:
    assert stated("全年主动公开政府信息１，２３４条。") == {"proactively_disclosed_items": 1234}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("我镇未收到政府信息公开申请。", {"requests_received": 0}),
        ("未收到有关政府信息公开行政复议、提起行政诉讼的申请。", {"review_total": 0, "litigation_total": 0}),
        ("因信息公开被行政复议2件、行政诉讼案件1起。", {"review_total": 2, "litigation_total": 1}),
        ("全年未发生因依申请公开被行政复议纠错或行政诉讼败诉情形。", {}),
        ("收到政府信息公开申请5件，均已按时办结。", {"requests_received": 5, "requests_completed": 5}),
        ("收到政府信息公开申请5件，均在法定期限内予以答复，办结率100%。", {"requests_received": 5}),
        ("收到政府信息公开申请5件，结转至2023年2件。", {"requests_received": 5, "requests_carried_forward": 2}),
        ("收到政府信息公开申请5件（含上年结转1件）。", {"requests_received": 5, "requests_carried_over": 1}),
        ("全年办理行政复议案件30件。", {}),
        ("全年收取信息处理费共计0.5万元。", {"processing_fee_yuan": "5000"}),
        ("2022年，未收取信息处理费。", {"processing_fee_yuan": "0"}),
        ("全年作出行政许可决定120件、行政处罚决定7件。", {"licensing_decisions": 120}),
        (
            "全年实施行政处罚决定7件，废止行政规范性文件3件。",
            {"penalty_decisions": 7, "normative_documents_repealed": 3},
        ),
        ("行政事业性收费共计12.5万元。", {"fees_charged_yuan": "125000"}),
        (
            "政府集中采购34项，采购总金额50.920543万元。",
            {"procurement_items": 34, "procurement_amount_yuan": "509205.43"},
        ),
        ("公开行政许可事项30项、行政处罚信息12条。", {}),
        ("下一步将办理行政许可200件。", {}),
    ],
)
def test_wordings(sentence: str, expected: dict[str, Any]) -> None:
    assert stated(sentence) == expected
