"""Which body reports: from the title, else the signature, else the words 由…编制, else the page's publisher."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parse.chinese_date import YEAR, compact
from parse.metadata.title import REPORT_TITLE

AGENCY_END = (
    "人民政府|政府|委员会|管委会|管理委员会|党工委|办公室|办公厅|办事处|街道办|街道|公司|大队|支队|总队|银行|医院|学校|"
    "局|厅|委|办|镇|乡|县|区|市|州|盟|旗|省|中心|学院|大学|法院|检察院|站|处|所|院|园区|开发区|新区|实验区|林场|农场|苏木"
)
_NAME = re.compile(rf"[\u4e00-\u9fff（）()·]{{1,38}}?(?:{AGENCY_END})\Z")
_YEARS = re.compile(rf"(?<!\d){YEAR}(?:年度?)?|年度")
_COMPILER = re.compile(
    rf"(?:本(?:年度)?(?:报告|年报)|[，。；,;])(?:系|是)?由(?P<name>[\u4e00-\u9fff]{{2,30}}?(?:{AGENCY_END}))"
    r"(?=编制|负责编制|根据|按照|依据|编写|编辑)"
)
_SIGNATURE_LINES = 8
_NOT_A_NAME = re.compile(r"^(?:我|本|全|各|该|其|上级|有关|一是|二是)|[的和与]$|年度|报告|目录|栏目|网站")


@dataclass(frozen=True, slots=True)
class Agency:
    """A body's name as printed, and on what it is known: title, signature, compiler, publisher."""

    name: str
    source: str


def agency_of_title(title: str) -> str | None:
    """The name in a title, without year and subject: 贺兰县金贵镇, 上海市人民政府办公厅."""
    match = REPORT_TITLE.fullmatch(compact(title).strip("《》"))
    if match is None:
        return None
    before = match["before"]
    if before.endswith("人民") and match["subject"].startswith("政府"):
        before += "政府"
    name = _YEARS.sub("", before).removeprefix("关于").removesuffix("关于").removesuffix("的").strip("-—_·【】[]")
    return name if len(name) >= 2 and re.search(r"[\u4e00-\u9fff]", name) and not _NOT_A_NAME.search(name) else None


def agency_of_signature(lines: Sequence[str]) -> str | None:
    """The body that signs: the last lines that are nothing but a body's name, with or without a date behind it."""
    for line in reversed([line for line in lines if line.strip()][-_SIGNATURE_LINES:]):
        name = re.sub(rf"[（(]?{YEAR}年.*\Z", "", compact(line))
        if is_name(name):
            return name
    return None


def agency_of_compiler(text: str) -> str | None:
    """The body behind 由…编制."""
    match = _COMPILER.search(compact(text))
    return match["name"] if match and not _NOT_A_NAME.search(match["name"]) else None


def is_name(text: str) -> bool:
    """Whether the words are the name of a body and nothing else."""
    return bool(_NAME.fullmatch(text)) and len(text) >= 3 and not _NOT_A_NAME.search(text)
