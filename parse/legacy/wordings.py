"""How free-form reports word their figures. Data: what opens and closes a label, what makes a number no figure of the
year, and which labels name an indicator of ours for certain."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parse.legacy.figures import DIGITS, UNIT

HEDGED = r"大约|约|近|将近|接近|超过|逾|不少于"
FIGURE = re.compile(
    rf"(?P<before>(?:{HEDGED})\s*)?(?<![\d.,〔\[第\-~～—–+])(?<!\d[至到])(?P<digits>{DIGITS})\s*(?P<after>余|多)?\s*"
    rf"(?P<unit>{UNIT})(?P<above>以上|左右)?(?=[\s，。；、,;：:)）】]|\Z|其中|（|\()"
)
"""A number with its unit, and nothing behind them that the number could count (7项新举措)."""
BARE_FIGURE = re.compile(
    rf"(?:(?<![指分倍岁次个系参函])数|数量|总量)\s*(?:为|共|共计|达)?\s*(?P<digits>{DIGITS})(?=\s*[，。；,;)）]|\s*\Z)"
)
"""A number without a unit, behind a word that says it is one."""

LABEL_STARTS = re.compile(r"[，。；：！？,;:!?()（）【】《》“”\n\r\t]")
"""What ends the clause before a label."""
LIST_STARTS = re.compile(
    r"[\s、和及与以并且]*(?:以及|并且|其中|包括|包含|分别(?:为|是)|主要(?:有|是|包括)|其余)?[\s、：:，,]*"
)

SCOPES = re.compile(
    r"(?:(?:目前|今年|本年度?|全年|年内|当年|一年来|年度内|期间|去年以来)[，,]?|"
    r"[我全本](?:市|县|区|州|旗|镇|乡|局|委|办|院|厅|街道|系统|单位|部门|机关|中心|所|队|处|站|社区|省)(?:各级)?|"
    r"历年(?:来)?|共计|总计|合计|累计|总共|一共|共有|共|已|还|又|另|同时|新|即)\s*(?=\S)"
)
"""Words before a label that are none of its own (`新` stays: see KEPT)."""
KEPT = re.compile(r"新(?!收)|已主动|共享|共建|共同|共青|共产|还款|已公开|合计划|即时")
ENDS = re.compile(r"(?:总?共计|总计|合计|累计|历年|共有|共|达到|已达|达|为|是|有|约|近|[:：]|\s|了|计)++\Z")
"""Words between a label and its number."""

HEADS = re.compile(r"\A.*(?:情况|数量|类别|形式|内容|方式|渠道|方面)[\s\u3000]+(?=\S)", re.DOTALL)
"""A heading in front of its sentence, with nothing but a blank between."""

YEAR = re.compile(r"(?:(?<!\d)(?P<year>(?:19|20)\d\d))\s*年(?:度|[底末初])?(?!以来|来)")
DAYS = re.compile(r"(?:\d{1,2}月(?:\d{1,2}日|[底末])\s*(?:起|止|期间|至|到|以来|—|-|，|,)*\s*)+")
OTHER_TIME = re.compile(
    r"去年(?!以来)|上年|上一?年度|前年|往年|明年|下一?年|次年|上半年|下半年|季度|月份|本月|当月|每[年月周日季天]"
    r"|月均|日均|年均|平均|人均|截至|截止|以来|历年|至今|\d\s*年[底末]|\d+\s*[-至到~—]\s*\d+\s*月"
)
"""Times other than the report year, and figures that are no count of it."""
CUMULATIVE = re.compile(r"(?:截至|截止|以来|历年|至今|\d\s*年[底末]).{0,60}(?:累计|历年)")
OF_THIS_YEAR = re.compile(r"(?:今年|本年度?|当年|年初)以来")
"""Words for the report year that hold one of those for many years."""
ADDED = re.compile(r"新增|全年|本年|当年|今年|年内")
"""Words in a clause of its own that make its figure one of the year, whatever was said before it."""
COMPARED = re.compile(
    r"同比|环比|[比较][上去前]|[比较]\s*(?:19|20)\d\d|(?:增加|增长|增多|上升|提高|减少|下降|降低|少|多|扩大|缩短)(?:了|到|至)?\Z"
)
PLANNED = re.compile(
    r"将(?!近)|力争|计划(?!生育|类|信息|总结|规划|、|及)|打算|下一步|预计|拟(?!定)|目标|要求|应当|不得|不超过|以内|至少|最多"
)
NO_LABEL = re.compile(
    r"\A等|\A(?:发布|公布|公开|修订|修改|收取|办理|处理|制发|制作|印发|编发|受理|收到|提供|开展|组织|完成)\Z|(?:等|的|第|各|每|于|(?<!不存)在|从|由|被|把|将|对|向|以|和|与|及|或|、|是|不|未|没有|无|含|仅|只|各类|各种|通过)\Z"
    r"|\d|热线|邮编|邮政编码|电子邮箱|地址|联系|附件|办公楼|http|www|[A-Za-z]{4,}"
)
"""Clauses before a number that do not name what it counts."""
SHORTEST, LONGEST = 2, 48

_OGI = r"(?:政府|政务)?信息(?:公开)?"
_ABOUT = r"(?:有关|关于|各类|各种|涉及|的|以|因){0,3}"
_COUNT = r"(?:数|总数|数量|总量)?"
_ASKED = rf"{_ABOUT}(?:依申请公开(?:政府|政务)?信息|依申请公开|(?:政府|政务)?信息公开)"
TEXT_KEYS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (rf"(?:新增)?主动(?:向社会)?公开(?:了)?(?:各类|各种)?(?:的)?{_OGI}(?:的)?(?:件数|条数|{_COUNT})",
         "items_disclosed"),
        (rf"(?:收到|受理|接收|接到|新收)(?:到|了)?{_ASKED}(?:的)?(?:书面)?申请{_COUNT}", "requests_received"),
        (r"(?:政府|政务)?信息公开(?:的)?申请(?:数|总数|数量)", "requests_received"),
        (rf"(?:收到|受理|接到|发生)?{_ABOUT}(?:针对)?{_OGI}(?:工作)?(?:的|类)?(?:申请)?行政复议(?:的)?(?:申请|案件|案)?(?:数|数量)?",
         "reviews"),
        (rf"(?:收到|受理|接到|发生)?{_ABOUT}(?:针对)?{_OGI}(?:工作)?(?:的|类)?(?:提起)?行政诉讼(?:的)?(?:案件|案)?(?:数|数量)?",
         "lawsuits"),
        (rf"{_OGI}专栏(?:页面)?(?:访问量|访问|浏览量)", "website_visits"),
        (r"从事政府信息公开工作的?(?:的)?(?:全职|专职)(?:工作)?人员(?:数)?", "staff_full_time"),
        (r"从事政府信息公开工作的?(?:的)?兼职(?:工作)?人员(?:数)?", "staff_part_time"),
        (r"(?:对)?(?:依申请公开|政府信息公开申请)的?答复总?数", "replies"),
        (r"当面申请数", "requests_in_person"),
        (r"传真申请数", "requests_by_fax"),
        (r"电子邮件申请数", "requests_by_email"),
        (r"(?:网上|网络)申请数", "requests_online"),
        (r"信函申请数", "requests_by_letter"),
        (r"同意公开答复数", "replies_granted"),
        (r"同意部分公开答复数", "replies_partially_granted"),
        (r"(?:不予公开|不同意公开|否决公开)答复数", "replies_refused"),
        (rf"{_OGI}专项经费", "dedicated_funds"),
    )
)  # fmt: skip
"""Whole labels (compared form) that name an indicator in running text. Anything around them makes it another figure:
各乡镇主动公开政府信息 is a part of 主动公开政府信息, and 受理申请 alone may be about licences."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Bare words that name an indicator only in a part whose heading says what it is about, and, with `parent`, only
    where a figure of that indicator stands before them and none that they could belong to as well."""

    heading: re.Pattern[str]
    parent: str | None
    keys: frozenset[str] = frozenset()
    """Indicators that a label of the statistics form names here as it does in the form."""
    words: tuple[tuple[re.Pattern[str], str], ...] = ()


def _words(*entries: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), key) for pattern, key in entries)


_ON_REQUEST = re.compile(r"\A(?!.*(?:复议|诉讼)).*申请")
_REMEDIES = re.compile(r"复议|诉讼")
_AGAINST = r"(?:发生|收到|受理)?(?:针对本(?:局|机关|单位|部门|县|区|市|镇|乡|街道|办|委)的?)?"
PARENTS = frozenset(("requests_received", "reviews", "lawsuits"))
PLAIN: tuple[Plain, ...] = (
    Plain(
        _ON_REQUEST, "requests_received",
        frozenset((
            "requests_in_person", "requests_by_fax", "requests_by_email", "requests_online", "requests_online_or_email",
            "requests_by_letter", "requests_by_letter_or_fax", "requests_otherwise", "completed_on_time",
            "completed_after_extension", "replies_already_public", "replies_granted", "replies_partially_granted",
            "replies_refused", "refused_state_secret", "refused_trade_secret", "refused_privacy",
            "replies_not_competent", "replies_not_existing", "replies_to_be_corrected", "replies_other_channel",
        )),
        _words((r"(?:均?已)?答复(?:申请)?", "replies"), (r"部分公开", "replies_partially_granted")),
    ),
    Plain(re.compile(r"咨询|主动公开|依申请公开"), None,
          frozenset(("website_visits",))),
    Plain(re.compile(r"收费|费用|减免"), None, words=_words(
        (r"收取(?:依申请公开(?:政府)?信息(?:的)?)?费用", "fees_charged"),
        (r"收取检索[、,](?:复印|复制)[、,](?:邮寄|邮递)等(?:成本)?费用", "fees_charged"),
        (r"减免(?:收费|费用)(?:金额)?", "fees_waived"),
    )),
    Plain(_REMEDIES, None, words=_words(
        (rf"{_AGAINST}行政复议(?:案|案件|申请)?", "reviews"), (rf"{_AGAINST}行政诉讼(?:案|案件)?", "lawsuits"),
    )),
    Plain(_REMEDIES, "reviews", words=_words(
        (r"维持(?:原)?(?:具体行政行为|决定)?", "reviews_upheld"), (r"被?(?:依法)?纠错", "reviews_corrected"),
    )),
    Plain(_REMEDIES, "lawsuits", words=_words((r"被?(?:依法)?纠错", "lawsuits_corrected"))),
)  # fmt: skip
"""After the labels of the form of 2014 (国办发〔2014〕32号) and of local forms (`parse.legacy.indicators`), as reports
of the free form shorten them: 当面申请 for 当面申请数. Left without a key, because they are only near to one:
电话咨询 and 接受咨询 (a tax office counts questions about taxes), 维持 of a lawsuit (the form counts it with 驳回),
办结 (of what), 予以公开 (may hold what was public before)."""

NONE_STATED = re.compile(
    r"(?P<none>(?:未|没有|尚未|未曾|从未)(?:收到|接到|受理|发生|产生|出现)(?:过|任何|到)?)\s*(?:有关|关于|涉及|任何)?\s*"
    r"(?P<label>[^，。；,;！？\d]{4,40}?)(?=\s*[，。；,;！？]|\s*\Z)"
)
"""A nought in words: 未收到政府信息公开申请."""
NONE_EMPLOYED = re.compile(
    r"没有\s*(?P<label>从事政府信息公开工作的?(?:全职|专职|兼职)(?:工作)?人员)(?=\s*[，。；,;]|\s*\Z)"
)
NONE_KINDS = re.compile(
    rf"{_ABOUT}(?:{_OGI}|依申请公开)[^，。；]{{0,8}}(?:申请|复议|诉讼|举报|投诉|申诉)(?:的?申请|的?案件|、提起行政诉讼的?申请)?"
    rf"(?:[、和及或](?:提起)?行政诉讼(?:的?(?:申请|案件|情况))?)?"
)
"""What a nought in words must be about to be a figure of these reports."""
