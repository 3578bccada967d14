"""The national form, said once: tables, rows, columns, labels, accepted variants, units, editions.

Locator, cell reader, checks, SQL, Datasette metadata, codebook and pages draw from here. Sources:
国办公开办函〔2019〕60号 (edition `2019`), 国办公开办函〔2021〕30号 (edition `2021`). Labels are canonical print;
variants were seen in published reports. Labels are compared in `parse.label_form.label_form`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["count", "signed", "amount", "money"]
"""count: whole, not negative. signed: whole. amount: decimal in the unit of the label. money: printed with its unit."""

BOTH = ("2019", "2021")


@dataclass(frozen=True, slots=True)
class Column:
    """A value column. `sql` names are the keys (at most 32 characters)."""

    key: str
    label: str
    english: str
    variants: tuple[str, ...] = ()
    kind: Kind = "count"
    unit: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row that carries values. `ordinals` are its printed numbers from the outside in, such as ("三", "三", "8")."""

    key: str
    label: str
    english: str
    variants: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    group: str | None = None
    editions: tuple[str, ...] = BOTH


@dataclass(frozen=True, slots=True)
class Group:
    """A label that spans rows and has no values of its own."""

    key: str
    label: str
    english: str
    ordinals: tuple[str, ...]
    variants: tuple[str, ...] = ()
    editions: tuple[str, ...] = BOTH


@dataclass(frozen=True, slots=True)
class Block:
    """A block of table two in one edition: its line 第二十条第（N）项, its columns and rows."""

    key: str
    label: str
    english: str
    edition: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SectionKind:
    """One of the six parts of the report (条例 art. 50)."""

    key: str
    ordinal: str
    heading: str
    english: str
    variants: tuple[str, ...] = ()


SECTIONS = (
    SectionKind("overall", "一", "总体情况", "Overall situation"),
    SectionKind("proactive_disclosure", "二", "主动公开政府信息情况", "Proactive disclosure"),
    SectionKind("disclosure_requests", "三", "收到和处理政府信息公开申请情况", "Disclosure requests"),
    SectionKind(
        "review_and_litigation",
        "四",
        "政府信息公开行政复议、行政诉讼情况",
        "Administrative reconsideration and litigation",
        (
            "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
            "政府信息公开行政法复议、行政诉讼情况",
        ),
    ),
    SectionKind(
        "problems_and_improvements",
        "五",
        "存在的主要问题及改进情况",
        "Main problems and improvements",
        (
            "政府信息公开工作存在的主要问题及改进情况",
            "存在的主要问题及整改措施",
        ),
    ),
    SectionKind("other_matters", "六", "其他需要报告的事项", "Other matters"),
)

# ---------------------------------------------------------------------------------------------------------------------
# Table two

_RULES = Row("rules", "规章", "Administrative rules")
_NORMATIVE = Row(
    "normative_documents",
    "行政规范性文件",
    "Administrative normative documents",
    ("规范性文件", "行政规范性档案", "规范性档案"),
)
_NORMATIVE_2019 = Row(
    "normative_documents",
    "规范性文件",
    "Administrative normative documents",
    ("行政规范性文件", "规范性档案", "行政规范性档案"),
)
_LICENSING = Row("administrative_licensing", "行政许可", "Administrative licensing")
_OTHER_SERVICES = Row("other_external_services", "其他对外管理服务事项", "Other external services", editions=("2019",))
_PENALTIES = Row("administrative_penalties", "行政处罚", "Administrative penalties")
_COMPULSION = Row("administrative_compulsion", "行政强制", "Administrative compulsion")
_FEES = Row("administrative_fees", "行政事业性收费", "Administrative and institutional fees")
_PROCUREMENT = Row("centralized_procurement", "政府集中采购", "Centralized government procurement", editions=("2019",))

_PRIOR = Column("prior_year_items", "上一年项目数量", "Items in the year before")
_CHANGE = Column("change", "本年增/减", "Items added or dropped this year", ("本年增减",), kind="signed")
_DECISIONS_2019 = Column("decisions", "处理决定数量", "Decisions")
_DECISIONS_2021 = Column("decisions", "本年处理决定数量", "Decisions")

PROACTIVE_BLOCKS = (
    Block(
        "art20_1",
        "第二十条第(一)项",
        "Article 20 (1)",
        "2019",
        (
            Column("newly_made", "本年新制作数量", "Made this year", ("新制作数量", "本年新")),
            Column("newly_disclosed", "本年新公开数量", "Disclosed this year", ("新公开数量",)),
            Column("total_disclosed", "对外公开总数量", "Disclosed in total"),
        ),
        (_RULES, _NORMATIVE_2019),
    ),
    Block(
        "art20_5",
        "第二十条第(五)项",
        "Article 20 (5)",
        "2019",
        (_PRIOR, _CHANGE, _DECISIONS_2019),
        (_LICENSING, _OTHER_SERVICES),
    ),
    Block(
        "art20_6",
        "第二十条第(六)项",
        "Article 20 (6)",
        "2019",
        (_PRIOR, _CHANGE, _DECISIONS_2019),
        (_PENALTIES, _COMPULSION),
    ),
    Block("art20_8", "第二十条第(八)项", "Article 20 (8)", "2019", (_PRIOR, _CHANGE), (_FEES,)),
    Block(
        "art20_9",
        "第二十条第(九)项",
        "Article 20 (9)",
        "2019",
        (
            Column("procurement_items", "采购项目数量", "Procurement projects"),
            Column("procurement_amount", "采购总金额", "Procurement amount", kind="money"),
        ),
        (_PROCUREMENT,),
    ),
    Block(
        "art20_1",
        "第二十条第(一)项",
        "Article 20 (1)",
        "2021",
        (
            Column("issued", "本年制发件数", "Issued this year"),
            Column("repealed", "本年废止件数", "Repealed this year"),
            Column("in_force", "现行有效件数", "In force"),
        ),
        (_RULES, _NORMATIVE),
    ),
    Block("art20_5", "第二十条第(五)项", "Article 20 (5)", "2021", (_DECISIONS_2021,), (_LICENSING,)),
    Block("art20_6", "第二十条第(六)项", "Article 20 (6)", "2021", (_DECISIONS_2021,), (_PENALTIES, _COMPULSION)),
    Block(
        "art20_8",
        "第二十条第(八)项",
        "Article 20 (8)",
        "2021",
        (
            Column(
                "fee_amount_wan_yuan",
                "本年收费金额(单位:万元)",
                "Fees charged this year (10,000 yuan)",
                ("本年收费金额", "本年收费金额(万元)"),
                kind="amount",
                unit="万元",
            ),
        ),
        (_FEES,),
    ),
)

# ---------------------------------------------------------------------------------------------------------------------
# Table three

APPLICANT_COLUMNS = (
    Column("natural_person", "自然人", "Natural persons"),
    Column("business_enterprise", "商业企业", "Business enterprises", group="organizations"),
    Column("research_institution", "科研机构", "Research institutions", group="organizations"),
    Column(
        "public_welfare_organization",
        "社会公益组织",
        "Public-welfare organizations",
        ("社会组织", "公益组织"),
        group="organizations",
    ),
    Column("legal_service_institution", "法律服务机构", "Legal service institutions", group="organizations"),
    Column("other_organization", "其他", "Other organizations", ("其它",), group="organizations"),
    Column("total", "总计", "Total", ("合计",)),
)

REQUEST_GROUPS = (
    Group("results", "三、本年度办理结果", "Results this year", ("三",)),
    Group("refused", "(三)不予公开", "Not disclosed", ("三", "三")),
    Group("unable", "(四)无法提供", "Unable to provide", ("三", "四")),
    Group("not_processed", "(五)不予处理", "Not processed", ("三", "五"), ("(五)不予公开",)),
    Group("other", "(六)其他处理", "Otherwise handled", ("三", "六"), ("(六)其他",), ("2021",)),
)


def _row(
    key: str,
    label: str,
    english: str,
    ordinals: str,
    group: str | None = None,
    variants: tuple[str, ...] = (),
    editions: tuple[str, ...] = BOTH,
) -> Row:
    return Row(key, label, english, variants, tuple(ordinals.split("/")), group, editions)


REQUEST_ROWS = (
    _row("new_requests", "一、本年新收政府信息公开申请数量", "New requests", "一"),
    _row("carried_over", "二、上年结转政府信息公开申请数量", "Carried over from last year", "二"),
    _row("granted", "(一)予以公开", "Granted", "三/一", "results"),
    _row(
        "partially_granted",
        "(二)部分公开(区分处理的,只计这一情形,不计其他情形)",
        "Partially granted",
        "三/二",
        "results",
        ("(二)部分公开",),
    ),
    _row("refused_state_secret", "1.属于国家秘密", "State secrets", "三/三/1", "refused"),
    _row(
        "refused_prohibited_by_law",
        "2.其他法律行政法规禁止公开",
        "Prohibited by other laws",
        "三/三/2",
        "refused",
        ("2.其他法律行政止公开",),
    ),
    _row(
        "refused_three_securities_one_stability",
        "3.危及“三安全一稳定”",
        "Three securities and one stability",
        "三/三/3",
        "refused",
    ),
    _row("refused_third_party_rights", "4.保护第三方合法权益", "Third-party rights", "三/三/4", "refused"),
    _row("refused_internal_affairs", "5.属于三类内部事务信息", "Internal affairs", "三/三/5", "refused"),
    _row("refused_process_information", "6.属于四类过程性信息", "Process information", "三/三/6", "refused"),
    _row("refused_enforcement_file", "7.属于行政执法案卷", "Enforcement case files", "三/三/7", "refused"),
    _row("refused_administrative_inquiry", "8.属于行政查询事项", "Administrative inquiries", "三/三/8", "refused"),
    _row("unable_not_held", "1.本机关不掌握相关政府信息", "Not held by this body", "三/四/1", "unable"),
    _row("unable_requires_creation", "2.没有现成信息需要另行制作", "Would have to be created", "三/四/2", "unable"),
    _row("unable_still_unclear", "3.补正后申请内容仍不明确", "Still unclear after correction", "三/四/3", "unable"),
    _row(
        "not_processed_petition_complaint",
        "1.信访举报投诉类申请",
        "Petitions and complaints",
        "三/五/1",
        "not_processed",
    ),
    _row("not_processed_repeat_request", "2.重复申请", "Repeated requests", "三/五/2", "not_processed"),
    _row("not_processed_public_publication", "3.要求提供公开出版物", "Public publications", "三/五/3", "not_processed"),
    _row(
        "not_processed_excessive_requests", "4.无正当理由大量反复申请", "Excessive requests", "三/五/4", "not_processed"
    ),
    _row(
        "not_processed_confirm_or_reissue",
        "5.要求行政机关确认或重新出具已获取信息",
        "Confirm or reissue",
        "三/五/5",
        "not_processed",
        ("5.要求行政机关确认或新出具已获取信息",),
    ),
    _row("other_processing", "(六)其他处理", "Otherwise handled", "三/六", "results", ("(六)其他",), ("2019",)),
    _row(
        "other_no_correction",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "Not corrected in time",
        "三/六/1",
        "other",
        editions=("2021",),
    ),
    _row(
        "other_fee_unpaid",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "Fee not paid",
        "三/六/2",
        "other",
        editions=("2021",),
    ),
    _row("other_misc", "3.其他", "Other", "三/六/3", "other", editions=("2021",)),
    _row("results_total", "(七)总计", "Total of results", "三/七", "results", ("(七)合计",)),
    _row(
        "carried_forward",
        "四、结转下年度继续办理",
        "Carried forward to next year",
        "四",
        None,
        ("四、结转下一年度继续办理", "四、结转下年"),
    ),
)

# ---------------------------------------------------------------------------------------------------------------------
# Table four: in truth.json and SQL a row is a group, its columns are the five outcomes

LITIGATION_GROUPS = (
    Group("review", "行政复议", "Administrative reconsideration", ()),
    Group("litigation_direct", "未经复议直接起诉", "Direct lawsuits", ()),
    Group("litigation_after_review", "复议后起诉", "Lawsuits after reconsideration", ()),
)

OUTCOME_COLUMNS = (
    Column("upheld", "结果维持", "Upheld"),
    Column("corrected", "结果纠正", "Corrected"),
    Column("other", "其他结果", "Other outcome", ("其它结果",)),
    Column("pending", "尚未审结", "Pending"),
    Column("total", "总计", "Total", ("合计",)),
)


EXTRA_COLUMNS = frozenset({"单位", "计量单位", "占比", "比例", "备注", "说明", "行次", "小计", "序号", "编号"})
"""Headings of columns that offices add to tables three and four. 小计 is that of their own 法人或其他组织."""


@dataclass(frozen=True, slots=True)
class Table:
    """A national table: its section key, which is also its SQL name, and its titles."""

    key: str
    title: str
    english: str


TABLES = (
    Table("proactive_disclosure", "主动公开政府信息情况", "Proactive disclosure"),
    Table("disclosure_requests", "收到和处理政府信息公开申请情况", "Disclosure requests received and handled"),
    Table("review_and_litigation", "政府信息公开行政复议、行政诉讼情况", "Reconsideration and litigation"),
)

EDITION_MARKS = {
    "2019": (
        "本年新制作数量",
        "本年新公开数量",
        "对外公开总数量",
        "上一年项目数量",
        "本年增/减",
        "其他对外管理服务事项",
        "第二十条第(九)项",
        "政府集中采购",
        "采购总金额",
    ),
    "2021": ("本年制发件数", "本年废止件数", "现行有效件数", "本年处理决定数量", "本年收费金额"),
}
"""Labels that prove an edition (format.md 1); the report year proves nothing."""


TRADITIONAL = dict(
    zip(
        "規範請數結轉機關確認獲購採額總計對務業許處罰強費項條製開減構會組織審糾維議訴訟經復複覆後屬於國護權類內過執詢無沒現"
        "補訪舉報當繳納單萬動況係據穩區這檔繼續辦",
        "规范请数结转机关确认获购采额总计对务业许处罚强费项条制开减构会组织审纠维议诉讼经复复复后属于国护权类内过执询无没现"
        "补访举报当缴纳单万动况系据稳区这档继续办",
        strict=True,
    )
)
"""Characters of the labels and titles as traditional mirrors of a page write them (they turn 文件 into 檔案)."""

REQUEST_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
"""The note in the top left cell of table three, in both editions."""


def request_rows(edition: str) -> tuple[Row, ...]:
    """The value rows of table three in one edition, in printed order."""
    return tuple(row for row in REQUEST_ROWS if edition in row.editions)


def proactive_blocks(edition: str) -> tuple[Block, ...]:
    """The blocks of table two in one edition, in printed order."""
    return tuple(block for block in PROACTIVE_BLOCKS if block.edition == edition)


def proactive_columns() -> tuple[Column, ...]:
    """Every column of table two over all editions, once each, in printed order."""
    columns: dict[str, Column] = {}
    for block in PROACTIVE_BLOCKS:
        for column in block.columns:
            columns.setdefault(column.key, column)
    return tuple(columns.values())
