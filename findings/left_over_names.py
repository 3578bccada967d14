"""Another body's name left in a text that was taken over: only where the body's own name is expected.

Those places are the title, the preamble (由…编制, 现公布…年度报告), the lines of the signature, and the beginning of a
sentence that tells of the body's own work (…镇认真贯彻, …镇2023年主动公开). Neighbours and superiors named
elsewhere are none of our business. A name counts only if the archive knows a body of that name, and never if it is one
of the body's own names, a part of one, or its county's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.finding_rows import AgencyFacts, Finding, KnownNames, ReportText

KIND = "other_name_left"
AT_MOST = 5
"""Findings a report; a text that was taken over whole repeats the name in every sentence."""

_TOWNS = ("township", "subdistrict")
_BODY = r"(?:人民政府办公室|人民政府|政府办公室|政府|街道办事处|办事处|党委、?政府|党委政府)?"
_YEAR = r"(?:(?:19|20)\d\d年度?)"
_NAME = r"(?P<name>[\u4e00-\u9fff]{2,16}?(?:镇|乡|街道|县|市|区|旗))"
_DONE = (
    rf"(?:{_YEAR}|认真|严格|坚持|积极|高度重视|共?主动公开|共收到|未收到|没有收到|切实|深入|始终|全面|不断|紧紧围绕|持续"
    r"|进一步|按照|严格按照|以习近平)"
)
_PLACES = (
    re.compile(rf"(?:由|现公布|现将|特公布|公布){_NAME}{_BODY}(?:{_YEAR}|编制|政府信息公开)"),
    re.compile(rf"(?:^|[。；!！])(?:{_YEAR}[,，、]?|截至[^，,。]{{0,14}}[，,])?{_NAME}{_BODY}[,，]?{_DONE}"),
)
_TITLE = re.compile(rf"^(?:{_YEAR})?{_NAME}{_BODY}(?:关于)?(?:{_YEAR}|政府信息公开)")
_SIGNATURE = re.compile(rf"^{_NAME}{_BODY}$")
_SIGNED_IN_LAST = 4
"""Lines at the end of a text in which a signature may stand."""
_ADMIN = re.compile(r"[\u4e00-\u9fff]{2,9}?(?:自治区|自治州|自治县|省|市|县|区|旗|州|盟)")


def _candidates(text: ReportText) -> Iterator[tuple[str, str]]:
    """(name with its prefix, the sentence or line it stands in) at each place where the own name is expected."""
    if text.title:
        title = re.sub(r"\s+", "", text.title)
        if match := _TITLE.match(title):
            yield match["name"], text.title
    lines = [line for part in text.parts for line in part.text.splitlines() if line.strip()]
    for line in lines:
        packed = re.sub(r"\s+", "", line)
        for pattern in _PLACES:
            for match in pattern.finditer(packed):
                yield match["name"], _sentence(packed, match.start("name"))
    for line in lines[-_SIGNED_IN_LAST:]:
        if match := _SIGNATURE.match(re.sub(r"\s+", "", line)):
            yield match["name"], line.strip()


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in "。；!！") + 1
    end = min((found for mark in "。；!！" if (found := text.find(mark, at)) >= 0), default=len(text) - 1)
    return text[start : end + 1]


def _prefixes(name: str) -> tuple[list[str], str]:
    """The higher divisions that a name begins with, and what is left."""
    found, rest = [], name
    while (match := _ADMIN.match(rest)) and match.end() < len(rest):
        found.append(match.group())
        rest = rest[match.end() :]
    return found, rest


def _other(name: str, agency: AgencyFacts, known: KnownNames) -> str | None:
    """The name in it that is another body's; None where there is none."""
    own = [*agency.names, *([agency.county] if agency.county else []), *([agency.core] if agency.core else [])]

    def mine(some: str) -> bool:
        return any(some in one or one in some for one in own)

    above, last = _prefixes(name)
    for county in (*above, last):
        if county in known.counties and not mine(county):
            return county
    if agency.level in _TOWNS and last in known.towns and not mine(last):
        return last
    return None


def left_over_names(agency: AgencyFacts, texts: Sequence[ReportText], known: KnownNames) -> list[Finding]:
    """A finding for each other body's name in each report, with the first sentence it stands in."""
    if not agency.core or agency.level not in (*_TOWNS, "county", "department"):
        return []
    findings = []
    for text in texts:
        found: dict[str, str] = {}
        for candidate, sentence in _candidates(text):
            other = _other(candidate, agency, known)
            if other is not None:
                found.setdefault(other, sentence)
        for other, sentence in list(found.items())[:AT_MOST]:
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
                    seen=other,
                    expected=agency.core,
                    other_version=None,
                    chinese=f"{text.report_year}年度报告在应写“{agency.core}”之处写有“{other}”：“{sentence}”",
                    english=f"Where the {text.report_year} report should say {agency.core} it says {other}.",
                    item=other,
                    sentence=sentence,
                )
            )
    return findings
