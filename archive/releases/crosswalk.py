"""The crosswalk between the editions of the form, as a released table."""

# ruff: noqa: E501 (a Han character counts as two columns)
from __future__ import annotations

from archive.releases.writing import Column, Table
from parse.crosswalk import EDITIONS, SERIES

TABLE = Table(
    "crosswalk",
    "格式对照 Crosswalk between the editions",
    "面板每一数列在 2021、2019 格式与旧式报告中由何数字而来：相同、相近或没有，及其理由"
    " / what each series of the panels is made of in the editions 2021, 2019 and legacy: exact, approximate or none, and"
    " why",
    (
        Column("series", "text", "数列，即面板的列名 / series: the name of its column in the panels", True),
        Column("number", "integer", "次序 / order", True),
        Column("edition", "text", "格式 / edition of the form", True, EDITIONS),
        Column("match", "text", "对应程度 / how near it is", True, ("exact", "approximate", "none")),
        Column("formula", "text", "由何数字而来 / the printed figures it is made of; null where none"),
        Column("why_chinese", "text", "理由（中文）/ why, in Chinese", True),
        Column("why_english", "text", "理由（英文）/ why, in English", True),
        Column("label_chinese", "text", "数列名称（中文）/ label in Chinese", True),
        Column("label_english", "text", "数列名称（英文）/ label in English", True),
        Column("unit", "text", "单位 / unit"),
        Column(
            "is_total",
            "integer",
            "1：总计或不分申请人 / 1 where it is a total over all applicants, or has no such parts",
            True,
        ),
    ),
    ("series", "edition"),
)


def rows() -> list[tuple[str, int, str, str, str | None, str, str, str, str, str | None, int]]:
    """The rows of the released table, in the order of the form."""
    return [
        (
            series.key,
            number,
            source.edition,
            source.match,
            source.formula or None,
            source.chinese,
            source.english,
            series.chinese,
            series.english,
            series.unit,
            int(series.is_total),
        )
        for number, series in enumerate(SERIES)
        for source in series.sources
    ]
