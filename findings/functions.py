"""What a body is there for (职能): 住建, 自然资源, 公安, 乡镇 …, so that bodies of one function can be compared.

Decided by the level (governments) or by words in the name (bureaus), and by nothing else. A name with the words of two
functions (住房和城乡建设交通局) is of neither, and so is one with none: they stay null. Names of before the reform of
2018 (《深化党和国家机构改革方案》) stand with those that followed; those that were divided among several are not here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.finding_rows import AgencyFacts, FunctionRow


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how pages name it, and the words in a bureau's name that say it."""

    key: str
    chinese: str
    english: str
    words: tuple[str, ...]


BUREAU = re.compile(r"(?:局|委员会|委|厅|办公室|办|中心|分局|大队|支队)\Z")
"""How the name of a bureau ends: 职业教育学校 is none."""

FUNCTIONS = (
    Function("general_office", "政府办", "general office", ("人民政府办公", "政府办公", "管委会办公室")),
    Function("development_reform", "发改", "development and reform", ("发展和改革", "发展改革", "发改")),
    Function("education", "教育", "education", ("教育", "教体", "教科")),
    Function("industry", "工信", "industry and information", ("工业和信息化", "工业信息化", "经济和信息化", "工信")),
    Function("public_security", "公安", "public security", ("公安",)),
    Function("civil_affairs", "民政", "civil affairs", ("民政局", "民政和", "民政与")),
    Function("justice", "司法", "justice", ("司法",)),
    Function("finance", "财政", "finance", ("财政",)),
    Function("labour", "人社", "human resources", ("人力资源", "人社", "劳动和社会保障")),
    Function("natural_resources", "自然资源", "natural resources", ("自然资源", "国土资源")),
    Function("environment", "生态环境", "environment", ("生态环境", "环境保护", "环保")),
    Function(
        "housing",
        "住建",
        "housing and construction",
        ("住房和城乡建设", "住房城乡建设", "住房和建设", "住建", "城乡建设局"),
    ),
    Function("transport", "交通", "transport", ("交通",)),
    Function("water", "水利", "water", ("水利", "水务")),
    Function("agriculture", "农业农村", "agriculture", ("农业", "农牧", "畜牧")),
    Function("commerce", "商务", "commerce", ("商务", "商贸", "商业")),
    Function("culture_tourism", "文旅", "culture and tourism", ("文化", "文旅", "文广")),
    Function("health", "卫健", "health", ("卫生健康", "卫健", "卫生和计划生育", "卫生局")),
    Function("veterans", "退役军人", "veterans", ("退役军人",)),
    Function("emergency", "应急", "emergency management", ("应急管理", "安全生产监督")),
    Function("audit", "审计", "audit", ("审计",)),
    Function(
        "market",
        "市场监管",
        "market regulation",
        ("市场监督", "市场监管", "工商行政管理", "食品药品监督", "质量技术监督"),
    ),
    Function("statistics", "统计", "statistics", ("统计",)),
    Function("medical_insurance", "医保", "medical insurance", ("医疗保障", "医保")),
    Function("forestry", "林草", "forestry", ("林业", "林草")),
    Function("city_management", "城管", "city management", ("城市管理", "综合执法", "综合行政执法", "城管")),
    Function("petitions", "信访", "petitions", ("信访",)),
    Function("approval", "行政审批", "approvals and services", ("行政审批", "政务服务", "政务和")),
    Function("tax", "税务", "tax", ("税务",)),
)
OF_LEVEL = {
    "township": Function("township", "乡镇", "townships", ()),
    "subdistrict": Function("subdistrict", "街道", "subdistricts", ()),
    "county": Function("county_government", "县级政府", "county governments", ()),
}
"""Governments are what their level says."""


def function_of(body: AgencyFacts) -> tuple[str, str] | None:
    """(function, what says so) of a body; None where neither its level nor its name decides."""
    if body.level in OF_LEVEL:
        return OF_LEVEL[body.level].key, f"level {body.level}"
    if body.level != "department" or not body.core or not BUREAU.search(body.core):
        return None
    said = [(one.key, word) for one in FUNCTIONS for word in one.words if word in body.core]
    if len({key for key, _ in said}) != 1:
        return None
    return said[0][0], f"name {said[0][1]}"


def function_rows() -> list[FunctionRow]:
    """All functions as the archive keeps them, with the words that decide."""
    return [
        FunctionRow(one.key, number, one.chinese, one.english, " ".join(one.words))
        for number, one in enumerate((*OF_LEVEL.values(), *FUNCTIONS))
    ]
