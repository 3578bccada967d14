"""The national tables as their edition prints them: header lines, merged labels, and the place of each value.

Drawn from `parse.schema` (国办公开办函〔2019〕60号, 〔2021〕30号), for pages that show a report as its form.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from archive.form_tables import form_fields
from parse import schema
from parse.problem_kinds import KINDS

EDITIONS = ("2019", "2021")
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
NOTE_ENGLISH = "In each column: one + two = three + four"


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label and the columns and lines it spans."""

    text: str
    english: str
    columns: int = 1
    lines: int = 1
    head: bool = False


_PRINTED_SIGNS = str.maketrans({"(": "（", ")": "）", ",": "，", ":": "："})


def printed_label(label: str) -> str:
    """A label with the full-width signs of the printed form (the schema keeps them half-width)."""
    return label.translate(_PRINTED_SIGNS)


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value; `unit` is the unit its column prints."""

    row: str
    column: str
    columns: int = 1
    unit: str | None = None


Line = tuple[Label | Slot, ...]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One national table of one edition, line by line; `width` counts its columns."""

    key: str
    title: str
    english: str
    width: int
    lines: tuple[Line, ...]

    def slots(self) -> list[Slot]:
        """Every value place, in printed order."""
        return [part for line in self.lines for part in line if isinstance(part, Slot)]


def _spans(count: int, width: int) -> list[int]:
    """How `count` columns share `width`: the last takes what is left."""
    return [1] * (count - 1) + [width - count + 1]


def _table_two(edition: str) -> tuple[Line, ...]:
    lines: list[Line] = []
    for block in schema.proactive_blocks(edition):
        spans = _spans(len(block.columns), 3)
        lines.append((Label(block.label, block.english, 4, head=True),))
        heads = [
            Label(column.label, column.english, span, head=True)
            for column, span in zip(block.columns, spans, strict=True)
        ]
        lines.append((Label("信息内容", "Information", head=True), *heads))
        for row in block.rows:
            slots = [
                Slot(row.key, column.key, span, column.unit) for column, span in zip(block.columns, spans, strict=True)
            ]
            lines.append((Label(row.label, row.english), *slots))
    return tuple(lines)


def _table_three(edition: str) -> tuple[Line, ...]:
    columns = schema.APPLICANT_COLUMNS
    kinds = [column for column in columns if column.group]
    lines: list[Line] = [
        (
            Label(NOTE, NOTE_ENGLISH, 3, 3, head=True),
            Label("申请人情况", "Applicants", len(columns), head=True),
        ),
        (
            Label(columns[0].label, columns[0].english, 1, 2, head=True),
            Label("法人或其他组织", "Legal persons and other organizations", len(kinds), head=True),
            Label(columns[-1].label, columns[-1].english, 1, 2, head=True),
        ),
        tuple(Label(column.label, column.english, head=True) for column in kinds),
    ]
    groups = {group.key: group for group in schema.REQUEST_GROUPS}
    rows = schema.request_rows(edition)
    inside = [row for row in rows if row.group]
    for group_key, members in groupby(rows, lambda row: row.group):
        for position, row in enumerate(printed := list(members)):
            labels: list[Label] = []
            if inside and row is inside[0]:
                results = groups["results"]
                labels.append(Label(results.label, results.english, 1, len(inside)))
            if group_key is None:
                labels.append(Label(row.label, row.english, 3))
            elif group_key == "results":
                labels.append(Label(row.label, row.english, 2))
            else:
                if position == 0:
                    labels.append(Label(groups[group_key].label, groups[group_key].english, 1, len(printed)))
                labels.append(Label(row.label, row.english))
            lines.append((*labels, *(Slot(row.key, column.key) for column in columns)))
    return tuple(lines)


def _table_four() -> tuple[Line, ...]:
    review, direct, after = schema.LITIGATION_GROUPS
    outcomes = schema.OUTCOME_COLUMNS
    width = len(outcomes)
    return (
        (
            Label(review.label, review.english, width, head=True),
            Label("行政诉讼", "Administrative litigation", 2 * width, head=True),
        ),
        (
            *(Label(column.label, column.english, 1, 2, head=True) for column in outcomes),
            Label(direct.label, direct.english, width, head=True),
            Label(after.label, after.english, width, head=True),
        ),
        tuple(Label(column.label, column.english, head=True) for _ in (direct, after) for column in outcomes),
        tuple(Slot(group.key, column.key) for group in schema.LITIGATION_GROUPS for column in outcomes),
    )


def _printed(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(
        tuple(replace(part, text=printed_label(part.text)) if isinstance(part, Label) else part for part in line)
        for line in lines
    )


@cache
def printed_tables(edition: str) -> tuple[PrintedTable, ...]:
    """The three tables of edition `2019` or `2021` (KeyError for others)."""
    if edition not in EDITIONS:
        raise KeyError(edition)
    lines = tuple(_printed(table) for table in (_table_two(edition), _table_three(edition), _table_four()))
    widths = (4, 3 + len(schema.APPLICANT_COLUMNS), 3 * len(schema.OUTCOME_COLUMNS))
    return tuple(
        PrintedTable(table.key, table.title, table.english, width, drawn)
        for table, drawn, width in zip(schema.TABLES, lines, widths, strict=True)
    )


def section_names() -> dict[str, tuple[str, str]]:
    """Section key → its heading in Chinese (with its ordinal) and English."""
    return {section.key: (f"{section.ordinal}、{section.heading}", section.english) for section in schema.SECTIONS}


_OTHER_PROBLEMS = {
    "fetch_failed": ("未能取得该网页", "The page could not be fetched"),
    "http_error": ("该网址没有给出文件", "The address answered with an error"),
    "body_truncated": ("传送中断，文件不完整", "The transfer was cut short"),
    "reading_limit": ("读取超出时间或内存限度", "Reading it would take more time or memory than allowed"),
    "reader_crashed": ("读取程序出错", "The reader failed"),
    "record_damaged": ("存档记录损坏，无法恢复", "A kept record is damaged and lost"),
    "record_unused": ("存档文件中另有未采用的记录", "A file holds records that were not used"),
    "crawl_unknown": ("某次采集缺少说明，未据以判断", "What a crawl was is not known; it is not judged"),
    "crawl_lists_unknown": ("当次采集的栏目列表未保存", "What the lists showed in a crawl was not kept"),
    "agency_unknown": ("不能确定报告单位", "The public body could not be told"),
    "county_misprinted": ("县名误印", "The name of the county is misprinted"),
    "rendering_disagrees": ("同一报告的另一形式所印数值不同", "Another form of this report prints another value"),
    "carry_over": (
        "上年结转数与上一年度报告的结转下年数不符",
        "Carried over is not what last year's report carried forward",
    ),
    "zero_requests_with_cases": ("报告申请数为 0，却有行政复议或诉讼", "No request is reported, yet there are cases"),
}
"""Kinds that are not the reader's: of fetching, reading queue, archive and findings."""


def problem_names() -> dict[str, tuple[str, str]]:
    """Kind of problem → what it means, in Chinese and English."""
    return {**_OTHER_PROBLEMS, **{kind.key: (kind.chinese, kind.english) for kind in KINDS.values()}}


@cache
def key_words() -> dict[str, str]:
    """Key of a row or column → its English words, as they stand in the middle of a sentence."""
    found: dict[str, str] = {}
    for field in form_fields():
        for key, english in ((field.row_key, field.row_english), (field.column_key, field.column_english)):
            if english:
                found.setdefault(key, english[:1].lower() + english[1:])
    return found
