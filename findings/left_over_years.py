"""Another year left in a text that was taken over: only where the report year is expected.

Those places are the stated period (2022年1月1日至12月31日), 截至2022年12月31日, and the beginning of a sentence
about the year's work in the preamble or the first part (2022年，我镇…). The year that follows is that of plans, and a
sentence that looks back or compares says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.finding_rows import Finding, ReportText

KIND = "other_year_left"
AT_MOST = 5

_YEAR = r"((?:19|20)\d\d)年"
_PERIOD = re.compile(rf"{_YEAR}1月1日[起始]?(?:到|至|—+|-+|－|~|～)(?:{_YEAR})?12月31日")
_UNTIL = re.compile(rf"截[至止]到?{_YEAR}(?:12月31日|12月底|底|年底)")
_TOLD = re.compile(
    rf"(?:^|[。；!！])(?:在)?{_YEAR}度?[,，]?(?:以来[,，])?(?:我|本|全)(?:省|市|县|区|旗|镇|乡|街道|局|委|办|单位|机关|中心)"
)
_LOOKS_BACK = re.compile(
    r"相比|同比|比上年|较上年|以来|对照|整改|针对|往年|去年|上年|上一年|印发|起施行|开始|延续|累计|近[两三四五]年"
)
_OF_THE_YEAR = frozenset((None, "overall"))


def _years(text: ReportText) -> Iterator[tuple[int, str]]:
    """(another year, the sentence it stands in) where the report year is expected."""
    for part in text.parts:
        for line in part.text.splitlines():
            packed = re.sub(r"\s+", "", line)
            for sentence in re.split(r"(?<=[。；!！])", packed):
                for match in _PERIOD.finditer(sentence):
                    first = int(match[1])
                    last = int(match[2]) if match[2] else first
                    # a period of several years that ends with the report year is a proper one
                    if last != text.report_year:
                        yield (last if match[2] else first), sentence
                    elif first > last:
                        yield first, sentence
                for match in _UNTIL.finditer(sentence):
                    if int(match[1]) != text.report_year and not _LOOKS_BACK.search(sentence):
                        yield int(match[1]), sentence
                if part.section in _OF_THE_YEAR and not _LOOKS_BACK.search(sentence):
                    match_told = _TOLD.match(sentence)
                    if match_told and int(match_told[1]) < text.report_year:
                        yield int(match_told[1]), sentence


def left_over_years(texts: Sequence[ReportText]) -> list[Finding]:
    """A finding for each sentence with another year, at most `AT_MOST` a report."""
    findings = []
    for text in texts:
        found = dict.fromkeys(_years(text))
        for number, (year, sentence) in enumerate(list(found)[:AT_MOST]):
            findings.append(
                Finding(
                    kind=KIND,
                    agency=text.agency,
                    report_year=text.report_year,
                    report=text.report,
                    version=text.version,
                    severity="warning",
                    form_table=None,
                    row_key=None,
                    column_key=None,
                    seen=str(year),
                    expected=str(text.report_year),
                    other_version=None,
                    chinese=f"{text.report_year}年度报告在应写该年度之处写有 {year} 年：“{sentence}”",
                    english=f"Where the report of {text.report_year} should speak of that year it says {year}.",
                    item=f"{year}-{number}",
                    sentence=sentence,
                )
            )
    return findings
