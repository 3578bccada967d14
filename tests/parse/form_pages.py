"""Pages with the national form, written from its labels: every cell a number of its own, in many ways of writing it.

Independent of the documents of this project and of the reader: what a page prints and what is expected of it come from
one table of numbers. A `Style` says how the page is written.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

APPLICANTS = (
    "natural_person",
    "business_enterprise",
    "research_institution",
    "public_welfare_organization",
    "legal_service_institution",
    "other_organization",
    "total",
)
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
OUTCOME_LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
GROUPS = ("review", "litigation_direct", "litigation_after_review")

_SUBS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "（三）不予公开",
        (
            ("refused_state_secret", "1.属于国家秘密"),
            ("refused_prohibited_by_law", "2.其他法律行政法规禁止公开"),
            ("refused_three_securities_one_stability", "3.危及“三安全一稳定”"),
            ("refused_third_party_rights", "4.保护第三方合法权益"),
            ("refused_internal_affairs", "5.属于三类内部事务信息"),
            ("refused_process_information", "6.属于四类过程性信息"),
            ("refused_enforcement_file", "7.属于行政执法案卷"),
            ("refused_administrative_inquiry", "8.属于行政查询事项"),
        ),
    ),
    (
        "（四）无法提供",
        (
            ("unable_not_held", "1.本机关不掌握相关政府信息"),
            ("unable_requires_creation", "2.没有现成信息需要另行制作"),
            ("unable_still_unclear", "3.补正后申请内容仍不明确"),
        ),
    ),
    (
        "（五）不予处理",
        (
            ("not_processed_petition_complaint", "1.信访举报投诉类申请"),
            ("not_processed_repeat_request", "2.重复申请"),
            ("not_processed_public_publication", "3.要求提供公开出版物"),
            ("not_processed_excessive_requests", "4.无正当理由大量反复申请"),
            ("not_processed_confirm_or_reissue", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
)
_OTHER = (
    "（六）其他处理",
    (
        ("other_no_correction", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        ("other_fee_unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
        ("other_misc", "3.其他"),
    ),
)
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

_TWO: dict[str, tuple[tuple[str, str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]], ...]] = {
    "2019": (
        (
            "art20_1",
            "一",
            (
                ("newly_made", "本年新制作数量"),
                ("newly_disclosed", "本年新公开数量"),
                ("total_disclosed", "对外公开总数量"),
            ),
            (("rules", "规章"), ("normative_documents", "规范性文件")),
        ),
        (
            "art20_5",
            "五",
            (("prior_year_items", "上一年项目数量"), ("change", "本年增/减"), ("decisions", "处理决定数量")),
            (("administrative_licensing", "行政许可"), ("other_external_services", "其他对外管理服务事项")),
        ),
        (
            "art20_6",
            "六",
            (("prior_year_items", "上一年项目数量"), ("change", "本年增/减"), ("decisions", "处理决定数量")),
            (("administrative_penalties", "行政处罚"), ("administrative_compulsion", "行政强制")),
        ),
        (
            "art20_8",
            "八",
            (("prior_year_items", "上一年项目数量"), ("change", "本年增/减")),
            (("administrative_fees", "行政事业性收费"),),
        ),
    ),
    "2021": (
        (
            "art20_1",
            "一",
            (("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")),
            (("rules", "规章"), ("normative_documents", "行政规范性文件")),
        ),
        ("art20_5", "五", (("decisions", "本年处理决定数量"),), (("administrative_licensing", "行政许可"),)),
        (
            "art20_6",
            "六",
            (("decisions", "本年处理决定数量"),),
            (("administrative_penalties", "行政处罚"), ("administrative_compulsion", "行政强制")),
        ),
        (
            "art20_8",
            "八",
            (("fee_amount_wan_yuan", "本年收费金额（单位：万元）"),),
            (("administrative_fees", "行政事业性收费"),),
        ),
    ),
}


@dataclass(frozen=True)
class Place:
    """A printed cell of a page. `path` is its place in the tables, None for a label."""

    text: str
    path: tuple[str, ...] | None = None
    rows: int = 1
    columns: int = 1


Rows = list[list[Place]]


@dataclass
class Form:
    """The three tables as printed rows, and the numbers that they hold."""

    two: Rows
    three: Rows
    four: Rows
    expected: dict[str, Any]


@dataclass(frozen=True)
class Style:
    """How a page writes the form."""

    name: str
    number: Callable[[int], str] = str
    """How a number is printed."""
    change: Callable[[Form], None] = lambda _: None
    """What is done to the rows before they are written."""
    markup: Callable[[str], str] = lambda page: page
    """What is done to the finished page."""
    encode: Callable[[str], bytes] = lambda page: page.encode()
    cell: Callable[[Place, str], str] = lambda _, inner: inner
    """What stands inside a cell."""
    one_table: bool = False
    blanks: bool = False
    """Cells left blank at random."""
    big: bool = True
    """Numbers of four and five digits, else of one to three."""
    lossy: bool = False
    """Cells may be missing, with a problem."""
    seen: tuple[str, ...] = field(default=())
    """Kinds of problems that must be said."""


def form(edition: str, source: random.Random, style: Style) -> Form:
    """The form of an edition with random numbers; no two are equal where they are big."""
    low, high = (1000, 99_999) if style.big else (0, 999)
    pool = source.sample(range(low, high), 300)
    expected: dict[str, Any] = {"proactive_disclosure": {}, "disclosure_requests": {}, "review_and_litigation": {}}

    def value(*path: str) -> Place:
        number = pool.pop()
        blank = style.blanks and source.random() < 0.4
        at = expected
        for key in path[:-1]:
            at = at.setdefault(key, {})
        at[path[-1]] = None if blank else number
        return Place("" if blank else style.number(number), path)

    two: Rows = []
    for block, ordinal, columns, rows in _TWO[edition]:
        two.append([Place(f"第二十条第（{ordinal}）项", columns=4)])
        spans = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[len(columns)]
        two.append(
            [Place("信息内容"), *(Place(label, columns=n) for (_, label), n in zip(columns, spans, strict=True))]
        )
        for key, label in rows:
            cells = [
                replace(value("proactive_disclosure", block, key, column), columns=n)
                for (column, _), n in zip(columns, spans, strict=True)
            ]
            two.append([Place(label), *cells])
    three: Rows = [
        [Place(NOTE, rows=3, columns=3), Place("申请人情况", columns=7)],
        [Place("自然人", rows=2), Place("法人或其他组织", columns=5), Place("总计", rows=2)],
        [Place(label) for label in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]

    def seven(row: str) -> list[Place]:
        return [value("disclosure_requests", row, column) for column in APPLICANTS]

    three.append([Place("一、本年新收政府信息公开申请数量", columns=3), *seven("new_requests")])
    three.append([Place("二、上年结转政府信息公开申请数量", columns=3), *seven("carried_over")])
    groups = (*_SUBS, _OTHER) if edition == "2021" else _SUBS
    height = 3 + sum(len(rows) for _, rows in groups) + (edition == "2019")
    three.append([Place("三、本年度办理结果", rows=height), Place("（一）予以公开", columns=2), *seven("granted")])
    three.append(
        [Place("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", columns=2), *seven("partially_granted")]
    )
    for group, rows in groups:
        for at, (key, label) in enumerate(rows):
            head = [] if at else [Place(group, rows=len(rows))]
            three.append([*head, Place(label), *seven(key)])
    if edition == "2019":
        three.append([Place("（六）其他处理", columns=2), *seven("other_processing")])
    three.append([Place("（七）总计", columns=2), *seven("results_total")])
    three.append([Place("四、结转下年度继续办理", columns=3), *seven("carried_forward")])
    four: Rows = [
        [Place("行政复议", rows=1, columns=5), Place("行政诉讼", columns=10)],
        [
            *(Place(label, rows=2) for label in OUTCOME_LABELS),
            Place("未经复议直接起诉", columns=5),
            Place("复议后起诉", columns=5),
        ],
        [Place(label) for label in OUTCOME_LABELS * 2],
        [value("review_and_litigation", group, outcome) for group in GROUPS for outcome in OUTCOMES],
    ]
    return Form(two, three, four, expected)


def write(made: Form, style: Style) -> bytes:
    """The page of a form."""

    def table(rows: Rows) -> str:
        body = "".join(f"<tr>{''.join(cell(place) for place in row)}</tr>\n" for row in rows)
        return f'<table border="1">\n{body}</table>\n'

    def cell(place: Place) -> str:
        spans = (f' rowspan="{place.rows}"' if place.rows > 1 else "") + (
            f' colspan="{place.columns}"' if place.columns > 1 else ""
        )
        return f"<td{spans}>{style.cell(place, place.text)}</td>"

    titles = (
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    )
    parts = [made.two, made.three, made.four]
    if style.one_table:
        body = "".join(f"<p>{title}</p>" for title in titles) + table([row for part in parts for row in part])
    else:
        body = "".join(f"<p>{title}</p>\n{table(part)}" for title, part in zip(titles, parts, strict=True))
    page = (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
        "<title>某镇2022年政府信息公开工作年度报告</title></head><body>"
        "<h1>某镇2022年政府信息公开工作年度报告</h1>\n"
        "<p>根据《中华人民共和国政府信息公开条例》，现公布2022年政府信息公开工作年度报告。</p>\n"
        f"<p>一、总体情况</p><p>本年度主动公开政府信息若干。</p>\n{body}"
        "<p>五、存在的主要问题及改进情况</p><p>公开内容不够丰富。</p><p>六、其他需要报告的事项</p><p>无</p></body></html>"
    )
    return style.encode(style.markup(page))


def leaves(tables: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """(path, value) of every cell."""
    if isinstance(tables, dict):
        for key, value in tables.items():
            yield from leaves(value, (*path, key))
    else:
        yield path, tables
