"""How reports word their figures. Data: a claim's key, the wording, and what must not stand around it.

Wordings are matched on the compact form (NFKC, no blanks), so commas and brackets are ASCII there and 。、 are not.
`NUMBER` is group n; `HEDGE` is group about (余, 多, 以上: then the figure is approximate).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER = r"(?P<n>\d{1,3}(?:,\d{3})+(?!\d)|\d+)"
HEDGE = r"(?P<about>余|多|左右)?"
CASES = r"(?:件|条|起|宗|次|例|份|人次|个)"
ITEMS = r"(?:条|件|篇|份|项|个|则)"
_FIGURE = rf"{NUMBER}{HEDGE}{CASES}(?P<above>以上)?"
_ABOUT_REQUESTS = r"(?:(?!复议|诉讼|投诉|举报|热线)[^,。;:\d])"
_REQUEST = r"(?:信息公开申请|公开申请|依申请公开|依申请信息公开|信息公开的(?:[^,。;\d]{0,6})申请|信息公开类申请)"
_YEAR_TO_COME = r"(?:下一?年度?|次年度?|(?:19|20)\d\d年度?)"
_OF_THEM = r"(?:的)?(?:有|共)?"
_NONE = r"(?:未发生|没有发生|未出现|未产生|未收到|没有收到|没有|未引发|无)"
_PLEA_END = r"(?:的?(?:情况|情形|案件|申请|事项|现象|案|件))?(?=[,。;、)]|\Z)"


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of one claim. `value` is the value where the words themselves state it (未收到 → 0).

    `needs` must be found in the sentence or in the one before it.
    """

    key: str
    pattern: re.Pattern[str]
    value: int | str | bool | None = None
    needs: re.Pattern[str] | None = None
    word: str = ""
    """Characters that every text of the pattern holds: what does not have them need not be searched."""

    @property
    def counts(self) -> bool:
        """Whether it states a figure: then a sentence without a digit does not have it."""
        return self.value is None


def _wording(
    key: str, pattern: str, value: int | str | bool | None = None, needs: str | None = None, word: str = ""
) -> Wording:
    return Wording(key, re.compile(pattern), value, re.compile(needs) if needs else None, word)


_OGI = r"信息公开|政务公开|依申请公开|公开申请"

PROACTIVE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"主动公开(?:的|了)?(?:(?:我|全)[省市区县旗])?(?:各级(?:各部门|单位|部门))?(?:各类|各种)?(?:政府|政务)?信息(?:的)?(?:数量|总数)?(?:共计|总计|合计|累计|共|达|为)?{NUMBER}{HEDGE}条(?P<above>以上)?",
        rf"(?:政府|政务)?信息公开(?:共计|总计|合计|共){NUMBER}{HEDGE}条(?P<above>以上)?",
        rf"(?:公布|发布|公开)(?:了)?(?:各类|各种)?(?:公开)?(?:政府|政务)信息{NUMBER}{HEDGE}(?:条|件)(?P<above>以上)?",
        rf"(?:公布|发布|公开)(?:了)?(?:各类|各种)?(?:政府|政务)公开信息(?:更新)?{NUMBER}{HEDGE}条(?P<above>以上)?",
        rf"(?:发布|公布)(?:了)?(?:各类|各种)?公开(?:的)?(?:政府|政务)?信息{NUMBER}{HEDGE}条(?P<above>以上)?",
        rf"通过[^,。;]{{2,30}}网站?[^,。;\d]{{0,6}}(?:公布|发布|公开)(?:了)?(?:各类|各种)?信息{NUMBER}{HEDGE}条(?P<above>以上)?",
    )
)
"""Wordings of the total of published items; the one that stands first in a sentence is its total."""

BREAKDOWN_START = re.compile(r"[,:;(]*其中(?:主要)?(?:包括|包含|有|为)?[:,]?")
BREAKDOWN_ITEM = re.compile(rf"(?P<label>[^\d,;:。()]{{1,40}}?)(?:共计|共)?{NUMBER}{ITEMS}(?=[,、;).。]|\Z)")
BREAKDOWN_STEP = re.compile(r"[,、;]")
BREAKDOWN_GOES_ON = "、;"
"""Signs that part the kinds of a list and no clauses; behind the last kind they say that another one follows."""
BREAKDOWN_WITHOUT_TOTAL = re.compile(
    r"(?:公开(?:的)?(?:政府)?信息的?主要类别(?:有|包括|为)?:|主动公开(?:了)?(?=[^,。;\d]{1,40}?\d))"
)
"""Where a list of kinds begins that follows no total."""

REPLY_ITEM = re.compile(
    rf"(?P<label>属于已主动公开范围|(?<!不)同意公开(?:答复)?|同意部分公开(?:答复)?|不同意公开(?:答复)?|不予公开(?:答复)?"
    rf"|不属于[^,、。;\d]{{0,12}}?公开(?:范围)?|(?:申请)?信息不存在|告知作出更改补充|告知通过其他途径办理)(?:的|数)*{NUMBER}{CASES}"
)
"""The eight kinds of reply of the statistics form of 2014 (国办发〔2014〕32号)."""
REPLY_ITEMS_AT_LEAST = 3
NAMED_LIKE_OLD_KINDS = {"requests_granted", "requests_partially_granted", "requests_refused"}
"""Claims whose words are also kinds of 2014, where they mean something else (不予公开 counted by other reasons)."""

WORDINGS: tuple[Wording, ...] = (
    _wording(
        "requests_received",
        rf"(?<!未)(?<!没有)(?:收到|受理|接收|接到|收悉|新收)了?{_ABOUT_REQUESTS}{{0,28}}?{_REQUEST}{_ABOUT_REQUESTS}{{0,8}}?{_FIGURE}",
        word="申请",
    ),
    _wording(
        "requests_received",
        rf"办理了?{_ABOUT_REQUESTS}{{0,28}}?{_REQUEST}{_ABOUT_REQUESTS}{{0,8}}?{_FIGURE}(?=[^。]*(?:办结|答复)了?\d)",
        word="申请",
    ),
    _wording(
        "requests_received",
        rf"(?:未|没有)(?:收到|接到|受理)(?:过|任何)?{_ABOUT_REQUESTS}{{0,28}}?{_REQUEST}(?!{_ABOUT_REQUESTS}{{0,6}}(?:复议|诉讼))(?=[,。;、)]|\Z)",
        0,
        word="申请",
    ),
    _wording(
        "requests_completed",
        rf"(?:办结|(?<!公开)答复)(?:了)?(?:依申请公开|(?:政府)?信息公开申请|申请)?{_FIGURE}",
        needs=_OGI,
    ),
    _wording("requests_completed", rf"共办理{_FIGURE}", needs=r"(?:收到|受理)[^。]{0,20}公开申请", word="共办理"),
    _wording(
        "requests_completed",
        rf"(?:收到|受理|接收|接到){_ABOUT_REQUESTS}{{0,28}}?{_REQUEST}{_ABOUT_REQUESTS}{{0,8}}?{NUMBER}{CASES},(?:均|都|全部)?已(?!收)[^,;。\d未]{{0,16}}办结(?![率\d])",
        word="办结",
    ),
    _wording(
        "requests_carried_over", rf"(?:上年度?|上一年度?|去年)结转(?:的|(?:政府)?信息公开|申请)*{_FIGURE}", word="结转"
    ),
    _wording(
        "requests_carried_forward",
        rf"结?转(?:至|到|入)?{_YEAR_TO_COME}(?:继续)?(?:办理)?(?:答复)?(?:的|申请)*有?{_FIGURE}",
        word="转",
    ),
    _wording(
        "requests_carried_forward",
        rf"{NUMBER}件(?:申请)?[^,。;\d]{{0,12}}(?:顺延|结转)(?:到|至|入){_YEAR_TO_COME}",
        word="件",
    ),
    _wording("requests_granted_or_partial", rf"予以公开(?:及|和|或|、|与)部分公开(?:的)?{_FIGURE}", word="部分公开"),
    _wording("requests_granted", rf"(?:(?<!不)予以公开|(?<!不)同意公开答复){_OF_THEM}{_FIGURE}", word="公开"),
    _wording(
        "requests_partially_granted",
        rf"(?<!同意)(?<!以公开[及和或、与])部分公开(?:答复)?{_OF_THEM}{_FIGURE}",
        word="部分公开",
    ),
    _wording("requests_refused", rf"不予公开(?:答复)?{_OF_THEM}{_FIGURE}", word="不予公开"),
    _wording("requests_unable", rf"无法提供{_OF_THEM}{_FIGURE}", word="无法提供"),
    _wording("requests_not_processed", rf"不予处理{_OF_THEM}{_FIGURE}", word="不予处理"),
    _wording("requests_other", rf"其他处理{_OF_THEM}{_FIGURE}", word="其他处理"),
    _wording("received_natural_person", rf"自然人(?:申请|提交)?(?:的)?{_FIGURE}", needs=_OGI, word="自然人"),
    _wording(
        "received_organizations",
        rf"(?:法人(?:或|和|及)其他组织|商业企业|企业)(?:申请|提交)?(?:的)?{_FIGURE}",
        needs=_OGI,
    ),
    _wording(
        "review_total",
        rf"行政复议(?:申请|案件|案|件)?(?:数量?|总数)?(?:累计|共计|共有|共|为|合计)?{_FIGURE}",
        needs=_OGI,
        word="行政复议",
    ),
    _wording(
        "review_total",
        rf"有{NUMBER}{CASES}(?:涉及|因|关于)(?:政府)?信息公开(?:工作)?的?(?:被)?(?:申请|提起)?的?行政复议",
        word="行政复议",
    ),
    _wording(
        "litigation_total",
        rf"(?:行政)?诉讼(?:申请|案件|案|件)?(?:数量?|总数)?(?:累计|共计|共有|共|为|合计)?{_FIGURE}",
        needs=_OGI,
        word="诉讼",
    ),
    _wording(
        "review_total",
        rf"{_NONE}[^,;。\d]{{0,24}}?(?:行政)?复议(?:(?:[、和及或与]|以及)(?:被?提起)?(?:行政)?诉讼)?{_PLEA_END}",
        0,
        needs=_OGI,
        word="复议",
    ),
    _wording("litigation_total", rf"{_NONE}[^,;。\d]{{0,24}}?(?:行政)?诉讼{_PLEA_END}", 0, needs=_OGI, word="诉讼"),
    _wording(
        "review_and_litigation_total",
        rf"行政复议[、和及与]行政诉讼[^。\d]{{0,40}}?(?:相关|上述|两类)案件{_FIGURE}",
        word="行政复议",
    ),
    _wording(
        "review_and_litigation_all_upheld", r"复议[^。;]{0,20}诉讼[^。;]{0,12},均(?:获|被|予以)?维持", True, word="复议"
    ),
    _wording("applicant_kind", r"申请人(?:均|都)?(?:为|是|系)(?:个人|公民|自然人)", "natural_person", word="申请人"),
    _wording("applicant_kind", r"申请人(?:均|都)?(?:为|是|系)(?:商业)?企业", "business_enterprise", word="申请人"),
    _wording(
        "policy_interpretations",
        rf"(?:解读材料|政策解读(?:材料|稿件)?|解读类信息)(?:共|共计)?{_FIGURE.replace(CASES, '(?:篇|件|条|个|份)')}",
        word="解读",
    ),
    _wording("tender_notices", rf"(?:招标|采购|中标|成交)[^,。;\d]{{0,20}}公告(?:共|共计)?{_FIGURE}", word="公告"),
    _wording("normative_documents_in_force", rf"现行有效(?:的)?(?:行政)?规范性文件{_FIGURE}", word="规范性文件"),
    _wording(
        "normative_documents_issued",
        rf"(?:本年度?|全年|新)(?:制发|制定|印发)(?:的)?(?:行政)?规范性文件{_FIGURE}",
        word="规范性文件",
    ),
    _wording("normative_documents_repealed", rf"废止(?:的|了)?(?:行政)?规范性文件{_FIGURE}", word="规范性文件"),
    _wording(
        "licensing_decisions",
        rf"(?:作出|做出|办理|办结)(?:了)?(?:各类)?行政许可(?:处理)?(?:决定|案件)?{_FIGURE}",
        word="行政许可",
    ),
    _wording(
        "penalty_decisions",
        rf"(?:作出|做出|办理|办结|实施)(?:了)?(?:各类)?行政处罚(?:处理)?(?:决定|案件)?{_FIGURE}",
        word="行政处罚",
    ),
    _wording(
        "compulsion_decisions",
        rf"(?:作出|做出|办理|办结|实施)(?:了)?(?:各类)?行政强制(?:措施)?(?:处理)?(?:决定|案件)?{_FIGURE}",
        word="行政强制",
    ),
    _wording(
        "procurement_items",
        rf"政府集中采购(?:项目)?(?:共计|共)?{_FIGURE.replace(CASES, '(?:项|个|件|宗|次)')}",
        word="政府集中采购",
    ),
)

_AMOUNT = r"(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)(?P<unit>万?元)"
AMOUNTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("fees_charged_yuan", re.compile(rf"行政事业性收费(?:收入|总额|金额|总计|合计|共计|共|为)*{_AMOUNT}")),
    (
        "procurement_amount_yuan",
        re.compile(rf"政府集中采购[^。;]{{0,16}}?(?:总金额|金额|总额|总价)(?:共计|共|为|达)*{_AMOUNT}"),
    ),
)
"""Amounts that table two has too; the claim is in yuan."""

FEE_FIGURE = re.compile(r"信息处理费(?:用)?(?:[^\d。;]{0,10}?)(?P<n>\d+(?:\.\d+)?)(?P<unit>万?元)")
FEE_NONE = re.compile(
    r"(?:未|没有|无|不曾|暂未)(?:有)?(?:向[^,。;]{0,10})?(?:依[^,。;]{0,10})?(?:收取|产生|发生|收)(?:任何|过|政府)*信息(?:公开)?处理费|信息处理费[^,。;\d]{0,8}(?:未收取|未发生|未产生)"
    r"|信息公开[^,。;\d]{0,10}(?:未|没有|无)(?:发生|产生)?收费"
    r"|(?:未|没有)(?:发生|产生)(?:政府)?信息公开(?:申请)?收费"
)

OUTCOMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("upheld", re.compile(rf"维持[^,。;\d]{{0,24}}?(?:数)?{NUMBER}{CASES}")),
    ("corrected", re.compile(rf"(?:纠错|纠正)(?:的|数)?{NUMBER}{CASES}")),
    ("other", re.compile(rf"其他(?:情形|情况|结果)(?:的|数)?{NUMBER}{CASES}")),
)
"""How reconsiderations and lawsuits ended, looked for behind 其中 in the sentence of their total."""

PLAN = re.compile(r"将|力争|计划(?!生育|类|信息|总结)|打算|下一步|预计")
YEAR_MENTION = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)年")
QUOTED = re.compile(r"《[^》]*》")

WHOLE_YEAR = re.compile(
    r"(?:(?:19|20)\d\d年)?0?1月(?:0?1日)?起?(?:至|到|[-—~])(?:(?:19|20)\d\d年)?12月(?:31日|底|末)?止?"
    r"|12月(?:31日|底|末)|下半年以来"
)
PART_OF_YEAR = re.compile(r"季度|半年|\d{1,2}月|[一二三四五六七八九十]月份")
"""What is counted in a part of the year is no figure of the year; ranges of the whole year are taken out before."""
ONLY_A_TIME = re.compile(
    r"(?:在|自|从|截至|截止)?[\d一二三四五六七八九十上下前第、至到\-—~年月日号季度半底末份期间中内以来起止]+"
)
BODY_BEFORE = re.compile(
    r"(?:\A|[,;。:、)])(?P<body>[\u4e00-\u9fff]{2,20}?"
    r"(?:局|委|办|镇|乡|街道|中心|院|厅|科|股|(?<!网)站|所|大队|政府|办公室|公司))"
    r"(?:均|都|也|共|累计|共计|合计|总共|今年|全年|本年度?|年内|依法|先后|分别|直接|新|还|又|另|(?:19|20)\d\d年度?)*\Z"
)
"""The body that is named directly before a figure, as who received or handled it."""
BETWEEN_BODIES = re.compile(r"代表|和|与|及|、")
OWN_WORDS = re.compile(r"\A(?:我|本|全|各|该|通过|经|由|在|从|向|以|对)")
GOVERNMENT_WORDS = re.compile(
    r"\A.{0,10}?(?:省|市|县|区|州|盟|旗|管委会)(?:委)?(?:人民)?(?:政府)?(?:办公室|办公厅|办)?\Z"
)

AGAIN = {"requests_received": re.compile(rf"(?:收到|受理|接收|接到)了?(?:(?:政府)?信息公开)?(?:申请)?{NUMBER}{CASES}")}
"""A figure for a second body, short: 全县共收到信息公开申请 90 件，县政府办公室收到 12 件."""
