"""Names and years that were left in a copied text, and those that properly stand there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from figures_by_hand import AGENCY, TOWN

from archive.finding_rows import KnownNames, ReportText, TextPart
from findings.left_over_names import left_over_names
from findings.left_over_years import left_over_years

KNOWN = KnownNames(
    towns=frozenset({"众兴集镇", "城关镇", "高塘镇", "东湖街道"}), counties=frozenset({"霍邱县", "金寨县", "东宁市"})
)
OWN = replace(TOWN, county="霍邱县")


def text(
    *parts: tuple[str | None, str], year: int = 2023, title: str = "众兴集镇2023年政府信息公开工作年度报告"
) -> ReportText:
    return ReportText(
        report=f"{AGENCY}-{year}",
        agency=AGENCY,
        report_year=year,
        version=f"version-{year}",
        search_id=year,
        made_of="1",
        title=title,
        edition="2021",
        parts=tuple(TextPart(section, 0, words) for section, words in parts),
    )


def names(*parts: tuple[str | None, str], **more: str) -> list[tuple[str | None, str | None]]:
    return [(one.seen, one.sentence) for one in left_over_names(OWN, [text(*parts, **more)], KNOWN)]  # type: ignore[arg-type]


def years(*parts: tuple[str | None, str]) -> list[tuple[str | None, str | None]]:
    return [(one.seen, one.sentence) for one in left_over_years([text(*parts)])]


@pytest.mark.parametrize(
    ("section", "words", "name"),
    [
        (None, "本报告由霍邱县高塘镇人民政府编制。", "高塘镇"),
        (None, "现公布高塘镇2023年度政府信息公开工作年度报告。", "高塘镇"),
        ("overall", "我镇重视公开。2023年，高塘镇严格按照条例要求公开信息。", "高塘镇"),
        ("overall", "金寨县众兴集镇认真贯彻落实条例。", "金寨县"),
        ("overall", "东湖街道办事处主动公开信息12条。", "东湖街道"),
        (None, "高塘镇人民政府\n2024年1月20日", "高塘镇"),
    ],
)
def test_another_name_where_the_own_is_expected(section: str | None, words: str, name: str) -> None:
    assert [seen for seen, _ in names((section, words))] == [name]


def test_the_finding_quotes_the_sentence() -> None:
    (found,) = left_over_names(OWN, [text(("overall", "我镇重视公开。2023年，高塘镇严格按照条例公开信息。"))], KNOWN)
    assert (found.sentence, found.expected, found.severity) == (
        "2023年，高塘镇严格按照条例公开信息。",
        "众兴集镇",
        "warning",
    )
    assert found.chinese == "2023年度报告在应写“众兴集镇”之处写有“高塘镇”：“2023年，高塘镇严格按照条例公开信息。”"


@pytest.mark.parametrize(
    "words",
    [
        "霍邱县众兴集镇认真贯彻落实条例。",
        "众兴集镇人民政府2023年主动公开信息12条。",
        "组织人员赴高塘镇学习经验，与城关镇交流。",
        "霍邱县人民政府高度重视公开工作。",
        "在霍邱县政府信息公开办指导下开展工作。",
        "新兴集镇认真贯彻落实条例。",
        "全镇认真贯彻落实条例。各乡镇积极公开。本县积极公开。",
        "霍邱县众兴集镇人民政府\n2024年1月20日",
        "金寨县的做法值得学习。",
    ],
)
def test_names_that_properly_stand_there(words: str) -> None:
    assert names(("overall", words)) == []


def test_the_title_names_another_town() -> None:
    assert [seen for seen, _ in names(title="高塘镇2023年政府信息公开工作年度报告")] == ["高塘镇"]


def test_a_county_may_name_its_towns_and_not_another_county() -> None:
    county = replace(OWN, id="341522-霍邱县", core="霍邱县", level="county", names=("霍邱县", "霍邱县人民政府"))
    told = text(("overall", "高塘镇认真开展公开。金寨县全面推进公开。"), title="霍邱县2023年报告")
    assert [one.seen for one in left_over_names(county, [told], KNOWN)] == ["金寨县"]


@pytest.mark.parametrize(
    ("section", "words", "year"),
    [
        (None, "本年度报告所列数据的统计期限从2022年1月1日至12月31日。", "2022"),
        (None, "统计期限自2023年1月1日起至2022年12月31日止。", "2022"),
        ("overall", "截至2022年12月31日，共公开信息12条。", "2022"),
        ("overall", "2022年，我镇认真贯彻落实条例。", "2022"),
    ],
)
def test_another_year_where_the_report_year_is_expected(section: str | None, words: str, year: str) -> None:
    assert years((section, words)) == [(year, words)]


@pytest.mark.parametrize(
    ("section", "words"),
    [
        (None, "统计期限从2023年1月1日至12月31日。"),
        (None, "统计期限从2021年1月1日至2023年12月31日。"),
        ("overall", "2023年，我镇认真贯彻落实条例。与2022年相比增长一倍。"),
        ("overall", "2022年以来，我镇持续推进公开。"),
        ("overall", "2022年，我镇对照整改问题三个。"),
        ("problems_and_improvements", "2022年，我镇公开不够及时。"),
        ("problems_and_improvements", "2024年，我镇将加强公开。"),
        ("overall", "国办2022年印发通知。"),
    ],
)
def test_years_that_properly_stand_there(section: str | None, words: str) -> None:
    assert years((section, words)) == []
