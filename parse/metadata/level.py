"""The level of a body, by its name; None where a name leaves two (市 is a county or a prefecture)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OFFICES = (
    (re.compile(r"街道(?:办事处|办|党工委)?\Z"), "subdistrict"),
    (re.compile(r"(?:镇|乡|苏木|民族乡)(?:人民)?(?:政府)?\Z"), "township"),
    (
        re.compile(r"(?:开发区|新区|实验区|高新区|园区|示范区|管理区|度假区)(?:党工委)?(?:管委会|管理委员会)?\Z"),
        "county",
    ),
    (
        re.compile(r"(?:局|厅|委员会|委|办公室|办公厅|办|中心|站|处|所|院|大队|支队|总队|公司|银行|学校|大学|医院)\Z"),
        "department",
    ),
    (re.compile(r"(?:北京|天津|上海|重庆)市(?:人民)?(?:政府)?\Z"), "province"),
    (re.compile(r"(?:省|自治区)(?:人民)?(?:政府)?\Z"), "province"),
    (re.compile(r"(?:自治州|盟|地区|行署|行政公署)(?:人民)?(?:政府)?\Z"), "prefecture"),
    (re.compile(r"(?:县|自治县|旗|区|特区)(?:人民)?(?:政府)?\Z"), "county"),
    (re.compile(r"[\u4e00-\u9fff]{2,}(?:市|州)[\u4e00-\u9fff]{1,}市(?:人民)?(?:政府)?\Z"), "county"),
)
# How a body speaks of itself where it does not name itself.
_SELF = (
    (re.compile(r"我镇|我乡|镇党委、?政府|本镇|本乡"), "township"),
    (re.compile(r"我街道|本街道|我办事处"), "subdistrict"),
    (re.compile(r"我局|我委|我中心|本局"), "department"),
    (re.compile(r"我县|我区|我旗"), "county"),
)
# A 市 that is neither named a province nor below another 市: a city with counties of its own is a prefecture.
_CITY = re.compile(r"市(?:人民)?(?:政府)?\Z")
_COUNTIES = re.compile(r"各县(?:[(（]?市、?区|区|、区|、市|[(（]区)|各区县|各区[(（]县|各县市区|县[(（]市、?区[)）]")
_TOWNS = re.compile(r"各(?:乡镇|镇街|镇|乡|街镇)|乡镇[(（]?街道")


def level_of_name(name: str) -> str | None:
    """The level that the end of a name says: 东宁镇 → township, 沭阳县发展和改革局 → department."""
    return next((level for pattern, level in _OFFICES if pattern.search(name)), None)


def level_of_text(paragraphs: Iterable[str]) -> str | None:
    """The level that the words 我镇, 我局 … say, if only one is said."""
    text = "\n".join(paragraphs)
    levels = {level for pattern, level in _SELF if pattern.search(text)}
    return levels.pop() if len(levels) == 1 else None


def level_of(name: str | None, paragraphs: Iterable[str]) -> str | None:
    """The level of a body, by its name, or, where that leaves two or there is none, by what its report says."""
    texts = tuple(paragraphs)
    if name and (level := level_of_name(name)):
        return level
    return (_level_of_city(texts) if name and _CITY.search(name) else None) or level_of_text(texts)


def _level_of_city(texts: tuple[str, ...]) -> str | None:
    """`prefecture` for a city that speaks of its counties, `county` for one that speaks of its towns only."""
    if any(_COUNTIES.search(text) for text in texts):
        return "prefecture"
    return "county" if any(_TOWNS.search(text) for text in texts) else None
