"""Whose figures a government's report gives: those of its own office, those of all its bodies, or it does not say.

A county's report may count the requests of the county government's office alone or of every bureau and township of the
county (国办公开办函〔2021〕30号 leaves it to the report), and without that word its figures cannot be set against the
sum of its units.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from parse.chinese_date import compact
from parse.report import Scope

_GOVERNMENTS = {"county", "prefecture", "province"}
_CITY = re.compile(r"市(?:人民)?(?:政府)?\Z")
"""A government, though its name leaves open whether that of a county or of a prefecture."""
_GOVERNMENT_OFFICE = re.compile(r"(?:人民)?政府(?:办公室|办公厅)\Z")
_AREA = r"全(?:县|区|市|州|盟|旗|省|自治区|自治县|域)"
_UNITS = (
    r"(?:各级(?:各)?(?:行政机关|部门|单位|政府)|各(?:有关|相关)?(?:单位|部门)|各(?:乡镇|镇|乡|街道|办事处|县区|区县|县市)"
    r"|(?:县|区|市|州|旗)(?:政府)?直(?:属)?(?:各)?(?:有关)?(?:部门|单位)|[\u4e00-\u9fff]{2,8}各(?:有关|相关)?(?:单位|部门))"
)
_ASKED = r"(?:收到|受理|接收|接到|承办|未收到)"
_COUNT = rf"{_ASKED}(?:(?!办结|答复)[^。；;]){{0,30}}?申请[^。；;,，]{{0,12}}?(?P<n>\d[\d,]*)?(?:件|条|份|宗|个|次)?"
_OWN_OFFICE = (
    r"(?:本(?:机关|级|办)(?:(?!不掌握))|我办|(?:县|区|市|州|旗|省|管委会)(?:人民)?(?:政府)?(?:、|和|及|\(含|含)?(?:人民)?(?:政府)?"
    r"(?:办公室|办公厅|府办|政府办|本级))"
)
_QUOTED = re.compile(r"《[^》]*》|<[^>]*>|〈[^〉]*〉")
"""Titles of regulations and notices: their words are not the report's."""

_WHOLE_SAID = (
    re.compile(
        rf"(?:汇总|综合|汇集|根据|依据|基于|结合)[^。]{{0,40}}?{_UNITS}[^。]{{0,40}}?"
        r"(?:年度报告|年报|工作情况|公开情况|情况|数据|材料)[^。]{0,8}(?:编制|汇总|综合|编写|整理|形成|撰写|而成)"
    ),
    re.compile(
        rf"(?:数据|统计|范围|内容|报告)[^。]{{0,12}}?(?:包括|包含|涵盖|涉及|覆盖|汇总|为)[^。]{{0,24}}?(?:{_AREA}|{_UNITS})"
        r"[^。]{0,20}?(?:数据|情况|机关|部门|单位|乡镇|街道|汇总|统计)"
    ),
    re.compile(rf"(?:数据|表格?)[^。]{{0,10}}?{_AREA}[^。]{{0,8}}?汇总"),
)
_OWN_SAID = (
    re.compile(
        r"(?:数据|统计|范围|内容|报告)[^。]{0,16}?(?:仅|只)(?:包括|包含|涵盖|统计|反映|含|限于|限|为|涉及)?[^。]{0,16}?"
        r"(?:本机关|本级|本单位|办公室|办公厅|政府办)"
    ),
    re.compile(rf"(?:数据|统计|范围|内容|报告)[^。]{{0,30}}?(?:不(?:含|包括|包含|涵盖|涉及))[^。]{{0,12}}?{_UNITS}"),
    re.compile(r"以(?:县|区|市|州|旗|省)(?:人民)?政府[^。]{0,20}?名义[^。]{0,20}?(?:公开|受理|收到|办理|制发)"),
)
_OF_FIGURES = re.compile(r"数据|统计|范围|内容|报告|名义|表|汇总|综合|汇集|根据|依据|基于|结合")
"""Words of which every one of the patterns above has one: most sentences have none of them."""
_WHOLE_COUNT = re.compile(rf"{_AREA}(?:(?!其中)[^。；;,，]){{0,24}}?(?:,|，)?(?:(?!其中)[^。；;,，]){{0,10}}?{_COUNT}")
_WHOLE_DISCLOSED = re.compile(
    rf"{_AREA}(?:(?!其中)[^。；;,，]){{0,12}}?(?:主动)?公开(?:各类)?(?:政府)?信息(?P<n>\d[\d,]*)(?:余|多)?条"
)
_OWN_COUNT = re.compile(rf"{_OWN_OFFICE}(?:(?!其中|部门)[^。；;,，]){{0,14}}?{_COUNT}")
_UNITS_TOO = re.compile(rf"{_UNITS}[^。；;]{{0,16}}?{_ASKED}")


def read_scope(
    level: str | None, name: str | None, sentences: Iterable[str], received: frozenset[int] = frozenset()
) -> tuple[Scope | None, str | None]:
    """(scope, the sentence that says it) of a report; (None, None) for a body that is no government.

    `sentences` are those of the whole report as printed. What a report says of its figures comes first; then whose
    requests it counts in words; then, where a government reports and not its office, whose disclosures. `received` are
    the numbers of requests that the table gives (new ones, and with those carried over; none where it was not read): a
    sentence with another number does not speak of the table's figures. `unstated` has no sentence.
    """
    if level not in _GOVERNMENTS and not (name and (_CITY.search(name) or _GOVERNMENT_OFFICE.search(name))):
        return None, None
    said: dict[Scope, str] = {}
    counted: list[tuple[Scope, str, int]] = []
    disclosed: str | None = None
    for printed in sentences:
        packed = _QUOTED.sub("", compact(printed))
        if _OF_FIGURES.search(packed):
            if any(pattern.search(packed) for pattern in _OWN_SAID):
                said.setdefault("own", printed)
            elif any(pattern.search(packed) for pattern in _WHOLE_SAID):
                said.setdefault("whole", printed)
        if "申请" in packed:
            counted += [(scope, printed, number) for scope, number in _counts(packed)]
        if disclosed is None and "全" in packed and _WHOLE_DISCLOSED.search(packed):
            disclosed = printed
    if len(said) == 1:
        return next(iter(said.items()))
    if said:
        return "unstated", None
    of_table = {scope: printed for scope, printed, number in reversed(counted) if not received or number in received}
    if len(of_table) == 1:
        return next(iter(of_table.items()))
    office = name is not None and _GOVERNMENT_OFFICE.search(name) is not None
    return ("whole", disclosed) if disclosed and not counted and not office else ("unstated", None)


def _counts(packed: str) -> Iterator[tuple[Scope, int]]:
    """Whose requests a sentence counts, and how many (未收到 is 0)."""
    whole = _WHOLE_COUNT.search(packed)
    if whole:
        yield "whole", _number(whole)
        return
    own = _OWN_COUNT.search(packed)
    if own and not _UNITS_TOO.search(packed):
        yield "own", _number(own)


def _number(match: re.Match[str]) -> int:
    return int(match["n"].replace(",", "")) if match["n"] else 0
