"""What a sentence says of 信息处理费: charged and how much, charged none, or only that there is such a thing.

An amount counts as charged where the sentence says so of it, in words (收取, 收缴, 收入 …), in the report's year. What
is waived, given back, owed, a rate or a rule is mentioned, and no more is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from parse.chinese_date import compact

Said = Literal["amount", "zero", "none_charged", "mentioned"]


@dataclass(frozen=True, slots=True)
class FeeSentence:
    """A sentence as printed, and what it says; `printed` and `yuan` of the amount charged, else None."""

    said: Said
    sentence: str
    printed: str | None = None
    yuan: Decimal | None = None


_ENDS = re.compile(r"(?<=[。！？!?])|\n")
_TITLES = re.compile(r"《[^》]*》")
_ABOUT = re.compile(
    r"处理费|收费通知|信息公开[^,。;]{0,10}(?:收费|费用)|依申请[^,。;]{0,12}(?:收费|费用)|收费标准[为是:]*\d"
    r"|(?:收取|收缴|征收|减免|免收)(?:过|任何|相关|其他|的|申请人)*费用"
)
_TAKEN = re.compile(r"收取|收缴|征收|收到|实收|共收|已收|收入|缴纳|缴费|上缴|入库|收费(?:金额|总额|合计|共计|共|计)")
_NOT_TAKEN = re.compile(
    r"减免|免收|免除|免予|免缴|减收|退还|退回|退费|应收|应缴|拟|将|预收|欠|逾期|未收|未缴|未按|未交|标准|按每|超过|不足|以上|以内"
    r"|上限|最高|下限|支出|补贴|经费|罚|单价|每[件页张份次]|收取条件|(?:可以?|应当?|须|需要?)(?:依法|依规|按规定)*收取"
)
_RATE = re.compile(r"(?:/|每|一)[件页张份次条]|以[上内下]|的标准|标准|起")
_AMOUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(万)?元")
_NONE = re.compile(
    r"(?:未|没有|没|无|不曾|从不|零)(?:有|曾|实际|直接|再|发生|产生|出现)*(?:向|对|就|因|依|按|根据)?[^,。;\d]{0,14}?"
    r"(?:收取|收缴|征收|收费|产生|发生|收)(?:过|任何|相关|其他|政府|信息|公开|依申请|申请|的)*(?:处理)?(?:收费|费用|费|情况)"
    r"|(?:处理费|费用|收费)(?:用|的|金额|情况|事项|均|一律|也|为|:|,)*(?:未|没有|无|零)(?:有|曾)*(?:收取|收缴|征收|发生|产生|收费|收)?(?:[,。;情]|$)"
    r"|(?:未|没有|无)(?:有|发生|产生|进行|过)*(?:政府)?(?:信息公开|依申请公开|信息)?[^,。;\d]{0,4}收费"
    r"|(?:处理费|信息公开费用?)[^,。;\d]{0,8}(?:未|没有|无)(?:收取|收缴|发生|产生)"
)
_ZERO = re.compile(
    r"(?:处理费|费用|收费)(?:用|的|收取|收缴|情况|金额|总额|合计|共计|共|为|是|计|:)*((?:0|零)(?:\.0+)?(?:万?元)?)(?:[,。;]|$)"
)
_RULE = re.compile(r"应收未收|超过|标准|的,|如果|若|将|拟|可以|应当|规定.{0,6}(?:不|免)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")


def _of_year(words: str, report_year: int) -> bool:
    """Whether the year last named in these words, if any, is the report's."""
    named = _YEAR.findall(words)
    return not named or int(named[-1]) == report_year


def _charged(packed: str, report_year: int) -> tuple[str, Decimal] | None:
    """The first amount that is said to have been charged, as printed and in yuan."""
    start = 0
    for amount in _AMOUNT.finditer(packed):
        before, behind = packed[start : amount.start()], packed[amount.end() : amount.end() + 4]
        before = before[before.rfind(";") + 1 :]
        start = amount.end()
        taken = list(_TAKEN.finditer(before))
        if not taken or _NOT_TAKEN.search(before[_clause(before, taken[-1].start()) :]) or _RATE.match(behind):
            continue
        if _of_year(packed[: amount.start()], report_year):
            yuan = Decimal(amount[1].replace(",", "")) * (10000 if amount[2] else 1)
            return amount.group(), yuan
    return None


def _clause(words: str, at: int) -> int:
    """Where the clause begins that a place lies in."""
    return words.rfind(",", 0, at) + 1


def fee_sentence(printed: str, report_year: int) -> FeeSentence | None:
    """What one sentence says; None where it does not speak of such fees."""
    packed = compact(printed)
    if not _ABOUT.search(packed):
        return None
    packed = _TITLES.sub("", packed)
    charged = _charged(packed, report_year)
    if charged is not None:
        return FeeSentence("amount" if charged[1] else "zero", printed, *charged)
    zero = _ZERO.search(packed)
    if zero and _of_year(packed[: zero.start()], report_year):
        return FeeSentence("zero", printed, zero[1], Decimal(0))
    none = _NONE.search(packed)
    if none and not _RULE.search(packed) and _of_year(packed[: none.start()], report_year):
        return FeeSentence("none_charged", printed)
    return FeeSentence("mentioned", printed)


def fee_sentences(text: str, report_year: int) -> Iterator[FeeSentence]:
    """What the sentences of a section say, in order."""
    for part in _ENDS.split(text):
        said = fee_sentence(part.strip(), report_year)
        if said is not None:
            yield said
