"""The indicators of reports before 2019: the national statistics form of 2014 (国办发〔2014〕32号) and local forms.

Labels are those of the national form as published; other names were seen in local forms and reports. Names are compared
by `parse.legacy.labels`, which drops ordinals, 其中, remarks in brackets and a closing 数, 总数, 数量.
"""

from __future__ import annotations

from dataclasses import dataclass

ITEMS, TIMES, CASES, PEOPLE, VISITS, PLACES, WAN_YUAN, YUAN = "条", "次", "件", "人", "人次", "个", "万元", "元"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `key` has at most 32 characters and is stable; `unit` is the unit of the form.

    `names` say what it is wherever they stand in a table; `names_under` only directly under one of the indicators
    `parents`, because other indicators have parts of the same name.
    """

    key: str
    label: str
    english: str
    unit: str
    section: str
    names: tuple[str, ...] = ()
    names_under: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


def _of(section: str, *entries: Indicator) -> tuple[Indicator, ...]:
    assert all(entry.section == section for entry in entries)
    return entries


_P, _A, _R, _V, _L, _C, _F, _S, _M = (
    "proactive_disclosure", "responses", "disclosure_requests", "review", "litigation", "complaints", "fees",
    "resources", "meetings_and_training",
)  # fmt: skip

INDICATORS: tuple[Indicator, ...] = (
    *_of(
        _P,
        Indicator("items_disclosed", "主动公开政府信息数", "Items disclosed proactively", ITEMS, _P,
                  ("主动公开信息数", "主动公开政务信息数", "主动公开政府信息总数", "主动公开的政府信息数")),
        Indicator("documents_disclosed", "主动公开文件数", "Documents disclosed proactively", ITEMS, _P,
                  ("主动公开政府文件数",)),
        Indicator("normative_disclosed", "主动公开规范性文件数", "Normative documents disclosed", ITEMS, _P),
        Indicator("normative_issued", "制发规范性文件总数", "Normative documents issued", CASES, _P),
        Indicator("normative_added", "新增规范性文件数", "Normative documents added", ITEMS, _P,
                  ("新增的行政规范性文件数", "新增行政规范性文件数")),
        Indicator("disclosed_by_gazette", "政府公报公开政府信息数", "Items disclosed by gazette", ITEMS, _P,
                  ("政府公报公开数", "通过政府公报公开政府信息数"), ("政府公报",), ("items_disclosed", "channels")),
        Indicator("disclosed_by_website", "政府网站公开政府信息数", "Items disclosed by website", ITEMS, _P,
                  ("政府网站公开数", "网站公开数", "通过政府网站公开政府信息数"), ("政府网站", "网站"),
                  ("items_disclosed", "channels")),
        Indicator("disclosed_by_microblog", "政务微博公开政府信息数", "Items disclosed by microblog", ITEMS, _P,
                  ("政务微博公开数", "微博公开数"), ("政务微博",), ("items_disclosed", "channels")),
        Indicator("disclosed_by_wechat", "政务微信公开政府信息数", "Items disclosed by WeChat", ITEMS, _P,
                  ("政务微信公开数", "微信公开数"), ("政务微信",), ("items_disclosed", "channels")),
        Indicator("disclosed_otherwise", "其他方式公开政府信息数", "Items disclosed otherwise", ITEMS, _P,
                  ("其他方式公开数", "通过其他方式公开政府信息数"), ("其他方式", "其他"),
                  ("items_disclosed", "channels")),
        Indicator("items_digitised", "全文电子化的主动公开信息数", "Items in electronic full text", ITEMS, _P),
        Indicator("items_for_services", "提供服务类信息数", "Items on services", ITEMS, _P),
        Indicator("website_visits", "网站专栏页面访问量", "Visits to the website's OGI column", VISITS, _P,
                  ("政府信息公开专栏访问量", "网站专栏访问量", "专栏页面访问量", "信息公开专栏访问量")),
        Indicator("visitors_received", "现场接待人数", "Visitors received", VISITS, _P),
        Indicator("inquiries_online", "网上咨询数", "Inquiries online", VISITS, _P),
        Indicator("inquiries_by_telephone", "咨询电话接听数", "Inquiries by telephone", VISITS, _P),
    ),
    *_of(
        _A,
        Indicator("public_concerns_answered", "回应公众关注热点或重大舆情数", "Public concerns answered", TIMES, _A),
        Indicator("press_conferences", "参加或举办新闻发布会总次数", "Press conferences", TIMES, _A,
                  ("举办新闻发布会总次数", "参加或举办新闻发布会次数")),
        Indicator("press_conferences_by_head", "主要负责同志参加新闻发布会次数", "Press conferences with the head",
                  TIMES, _A, (), ("主要负责同志参加", "主要负责同志"), ("press_conferences",)),
        Indicator("online_interviews", "政府网站在线访谈次数", "Online interviews", TIMES, _A, ("在线访谈次数",)),
        Indicator("online_interviews_by_head", "主要负责同志参加政府网站在线访谈次数",
                  "Online interviews with the head", TIMES, _A, (), ("主要负责同志参加", "主要负责同志"),
                  ("online_interviews",)),
        Indicator("interpretations_published", "政策解读稿件发布数", "Policy interpretations published", "篇", _A,
                  ("发布政策解读稿件数",)),
        Indicator("answered_by_social_media", "微博微信回应事件数", "Events answered by social media", TIMES, _A),
        Indicator("answered_otherwise", "其他方式回应事件数", "Events answered otherwise", TIMES, _A),
    ),
    *_of(
        _R,
        Indicator("request_catalogue_items", "依申请公开信息目录数", "Items listed as open on request", ITEMS, _R),
        Indicator("requests_received", "收到申请数", "Requests received", CASES, _R,
                  ("申请总数", "收到申请总数", "收到政府信息公开申请数", "信息公开申请数", "政府信息公开申请数",
                   "受理依申请公开信息总数", "受理申请总数", "受理政府信息公开申请数")),
        Indicator("requests_in_person", "当面申请数", "Requests in person", CASES, _R),
        Indicator("requests_by_fax", "传真申请数", "Requests by fax", CASES, _R),
        Indicator("requests_by_email", "电子邮件申请数", "Requests by e-mail", CASES, _R),
        Indicator("requests_online", "网络申请数", "Requests online", CASES, _R, ("网上申请数",)),
        Indicator("requests_online_or_email", "网上填表及电子邮件申请数", "Requests online or by e-mail", CASES, _R,
                  ("网上填表或电子邮件申请数",)),
        Indicator("requests_by_letter", "信函申请数", "Requests by letter", CASES, _R),
        Indicator("requests_by_letter_or_fax", "信函、传真申请数", "Requests by letter or fax", CASES, _R,
                  ("信函及传真申请数", "信函或传真申请数")),
        Indicator("requests_otherwise", "其他形式申请数", "Requests in other ways", CASES, _R, ("其他方式申请数",)),
        Indicator("requests_completed", "申请办结数", "Requests completed", CASES, _R),
        Indicator("completed_on_time", "按时办结数", "Completed on time", CASES, _R),
        Indicator("completed_after_extension", "延期办结数", "Completed after an extension", CASES, _R),
        Indicator("replies", "申请答复数", "Replies", CASES, _R,
                  ("对申请的答复数", "对申请的答复总数", "本年度对申请的答复总数", "对依申请公开的答复总数",
                   "答复总数")),
        Indicator("replies_already_public", "属于已主动公开范围数", "Already public", CASES, _R),
        Indicator("replies_granted", "同意公开答复数", "Granted", CASES, _R, ("同意公开数",)),
        Indicator("replies_partially_granted", "同意部分公开答复数", "Partially granted", CASES, _R,
                  ("同意部分公开数",)),
        Indicator("replies_refused", "不同意公开答复数", "Refused", CASES, _R,
                  ("不予公开答复数", "否决公开答复数", "否决公开答复总数", "不同意公开数", "不予公开数")),
        Indicator("refused_state_secret", "涉及国家秘密", "Refused: state secrets", CASES, _R),
        Indicator("refused_trade_secret", "涉及商业秘密", "Refused: trade secrets", CASES, _R),
        Indicator("refused_privacy", "涉及个人隐私", "Refused: personal privacy", CASES, _R),
        Indicator("refused_security_and_stability", "危及国家安全、公共安全、经济安全和社会稳定",
                  "Refused: security and stability", CASES, _R, ("危及三安全一稳定", "危及“三安全一稳定”")),
        Indicator("refused_not_ogi", "不是《条例》所指政府信息", "Refused: no government information", CASES, _R,
                  ("非《条例》所指政府信息", "非《规定》所指政府信息")),
        Indicator("refused_other_law", "法律法规规定的其他情形", "Refused: other cases by law", CASES, _R,
                  ("法律法规规定的其它情形",)),
        Indicator("replies_not_competent", "不属于本行政机关公开数", "Not for this body to disclose", CASES, _R,
                  ("非本部门掌握数",)),
        Indicator("replies_not_existing", "申请信息不存在数", "No such information", CASES, _R, ("信息不存在数",)),
        Indicator("replies_to_be_corrected", "告知作出更改补充数", "To be corrected or completed", CASES, _R,
                  ("申请内容不明确数",)),
        Indicator("replies_other_channel", "告知通过其他途径办理数", "Referred to another channel", CASES, _R),
        Indicator("replies_otherwise", "其他类型答复数", "Other replies", CASES, _R),
    ),
    *_of(
        _V,
        Indicator("reviews", "行政复议数量", "Administrative reconsiderations", CASES, _V,
                  ("有关政府信息公开行政复议数", "政府信息公开行政复议数")),
        Indicator("reviews_upheld", "维持具体行政行为数", "Reconsiderations: upheld", CASES, _V, (),
                  ("维持具体行政行为数",), ("reviews",)),
        Indicator("reviews_corrected", "被依法纠错数", "Reconsiderations: corrected", CASES, _V, (),
                  ("被依法纠错数",), ("reviews",)),
        Indicator("reviews_other", "其他情形数", "Reconsiderations: other outcome", CASES, _V, (), ("其他情形数",),
                  ("reviews",)),
    ),
    *_of(
        _L,
        Indicator("lawsuits", "行政诉讼数量", "Administrative lawsuits", CASES, _L,
                  ("有关政府信息公开行政诉讼数", "政府信息公开行政诉讼数")),
        Indicator("lawsuits_upheld", "维持具体行政行为或者驳回原告诉讼请求数", "Lawsuits: upheld or dismissed", CASES,
                  _L, ("维持具体行政行为或驳回原告诉讼请求数",), ("维持具体行政行为数",), ("lawsuits",)),
        Indicator("lawsuits_corrected", "被依法纠错数", "Lawsuits: corrected", CASES, _L, (), ("被依法纠错数",),
                  ("lawsuits",)),
        Indicator("lawsuits_other", "其他情形数", "Lawsuits: other outcome", CASES, _L, (), ("其他情形数",),
                  ("lawsuits",)),
    ),
    *_of(
        _C,
        Indicator("complaints", "举报投诉数量", "Reports and complaints", CASES, _C,
                  ("投诉举报数", "有关政府信息公开投诉数")),
        Indicator("appeals", "行政申诉数", "Administrative appeals", CASES, _C),
        Indicator("lawsuits_and_reports", "接受行政诉讼、举报数", "Lawsuits and reports taken together", CASES, _C),
    ),
    *_of(
        _F,
        Indicator("fees_charged", "依申请公开信息收取的费用", "Fees charged for requests", WAN_YUAN, _F,
                  ("依申请公开政府信息收取的费用",)),
        Indicator("fees_waived", "政府信息公开收费减免金额", "Fees waived", YUAN, _F),
    ),
    *_of(
        _S,
        Indicator("dedicated_units", "政府信息公开工作专门机构数", "Dedicated units", PLACES, _S),
        Indicator("reading_points", "设置政府信息公开查阅点数", "Reading points", PLACES, _S,
                  ("政府信息公开查阅点数",)),
        Indicator("staff", "从事政府信息公开工作人员数", "Staff", PEOPLE, _S),
        Indicator("staff_full_time", "专职人员数", "Full-time staff", PEOPLE, _S, ("全职人员数",)),
        Indicator("staff_part_time", "兼职人员数", "Part-time staff", PEOPLE, _S),
        Indicator("dedicated_funds", "政府信息公开专项经费", "Dedicated funds", WAN_YUAN, _S),
    ),
    *_of(
        _M,
        Indicator("meetings_held", "召开政府信息公开工作会议或专题会议数", "Meetings held", TIMES, _M),
        Indicator("training_courses", "举办各类培训班数", "Training courses", TIMES, _M),
        Indicator("people_trained", "接受培训人员数", "People trained", VISITS, _M),
    ),
)  # fmt: skip

GROUPS: tuple[tuple[str, str], ...] = (
    ("proactive", "主动公开情况"),
    ("channels", "通过不同渠道和方式公开政府信息的情况"),
    ("responses", "回应解读情况"),
    ("response_channels", "通过不同渠道和方式回应解读的情况"),
    ("requests", "依申请公开情况"),
    ("resources", "机构建设和保障经费情况"),
    ("resources", "机构建设和保障经费"),
    ("meetings", "政府信息公开会议和培训情况"),
    ("meetings", "会议和培训情况"),
)
"""Labels that head a part of the form and carry no figure of their own."""

EXHAUSTIVE = frozenset(
    ("requests_received", "requests_completed", "replies", "reviews", "lawsuits", "staff")
)  # fmt: skip
"""Indicators whose numbered kinds are all there are: one request arrives in one way and gets one reply. What is
disclosed in several channels counts in each of them, so the channels add up to no total."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Rows of table three (2019 on) that an indicator comes near to. A judgement: `comparable` says whether a series
    across the two may be drawn at all; it is approximate even then, for the form of 2014 has no carry-over."""

    indicator: str
    rows: tuple[str, ...]
    comparable: bool
    approximate: bool = True


COUNTERPARTS: tuple[Counterpart, ...] = (
    Counterpart("requests_received", ("new_requests",), True),
    Counterpart("replies", ("results_total",), True),
    Counterpart("replies_already_public", ("granted",), True),
    Counterpart("replies_granted", ("granted",), True),
    Counterpart("replies_partially_granted", ("partially_granted",), True),
    Counterpart("refused_state_secret", ("refused_state_secret",), True),
    Counterpart("refused_trade_secret", ("refused_third_party_rights",), True),
    Counterpart("refused_privacy", ("refused_third_party_rights",), True),
    Counterpart("refused_security_and_stability", ("refused_three_securities_one_stability",), True),
    Counterpart("refused_other_law", ("refused_prohibited_by_law",), True),
    Counterpart("replies_not_competent", ("unable_not_held",), True),
    Counterpart("replies_not_existing", ("unable_not_held",), True),
    Counterpart("replies_to_be_corrected", ("unable_still_unclear", "other_no_correction"), False),
    Counterpart("replies_other_channel", ("not_processed_petition_complaint", "refused_administrative_inquiry"), False),
)
