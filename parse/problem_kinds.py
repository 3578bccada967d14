"""Every kind of problem the reader can report: what it means, in English and Chinese, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from parse.report import Origin, Problem, Severity


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem. `origin` and `severity` are the usual ones."""

    key: str
    origin: Origin
    severity: Severity
    english: str
    chinese: str


_TABLES = (
    ProblemKind("broken_row", "source", "info",
                "A row was broken: its label stands in another column, or goes on in a row of its own",
                "表格行被拆断：行标题错列，或在下一行续写"),
    ProblemKind("surplus_value", "source", "warning",
                "A row has more values than the form has columns; the surplus is not used",
                "该行数值多于表列，多出的数值未采用"),
    ProblemKind("short_row", "reading", "error",
                "A row has fewer cells than the form has columns, and nothing tells which are missing",
                "该行单元格少于表列，无法确定缺哪一列"),
    ProblemKind("ambiguous", "reading", "error",
                "The document leaves more than one column for the values of a row",
                "原文不能确定该行数值属于哪一列"),
    ProblemKind("unlabelled_shift", "source", "info",
                "The values of some rows do not stand under their own column headings",
                "部分行的数值与表头错位"),
    ProblemKind("label_variant", "source", "info",
                "A printed label differs from that of the form",
                "标签文字与规定格式不同"),
    ProblemKind("placed_by_order", "source", "warning",
                "A row has no readable label; its place between its neighbours decides",
                "该行标题缺失，按前后行的次序确定"),
    ProblemKind("table_split", "source", "info",
                "A table is cut into parts",
                "表格被拆成几段"),
    ProblemKind("row_missing", "source", "warning",
                "A row of the form is not printed",
                "缺少规定格式中的一行"),
    ProblemKind("row_repeated", "source", "error",
                "A row is printed twice with different values",
                "同一行出现两次且数值不同"),
    ProblemKind("no_data_row", "source", "warning",
                "The table's heading is printed, but no row of values",
                "只有表头，没有数据行"),
    ProblemKind("table_blank", "source", "warning",
                "Every cell of the table is blank",
                "整张表未填写"),
    ProblemKind("table_missing", "source", "warning",
                "A national table is not in the document",
                "文中没有该统计表"),
    ProblemKind("unknown_label", "reading", "error",
                "A row inside a national table has values under a label that the form does not know",
                "统计表中有一行带数值，但其标题不在规定格式内"),
    ProblemKind("stray_value", "reading", "error",
                "A number stands inside a national table without a row of its own",
                "统计表内有不属于任何行的数值"),
    ProblemKind("merged_value", "reading", "error",
                "One printed value covers several cells",
                "一个数值占了几个单元格"),
    ProblemKind("unit_missing", "source", "warning",
                "An amount of money is printed without its unit",
                "金额没有单位"),
    ProblemKind("unit_differs", "source", "warning",
                "An amount is printed in another unit than its column asks for; it was converted exactly",
                "金额单位与表头不同，已按单位换算"),
    ProblemKind("gloss_in_cell", "source", "info",
                "A cell holds a remark beside its value",
                "单元格内除数值外还有说明文字"),
    ProblemKind("unreadable_value", "reading", "error",
                "What is printed in a cell is not a number",
                "单元格内容不是数字"),
    ProblemKind("negative_count", "source", "warning",
                "A count is negative", "数量为负数"),
    ProblemKind("not_whole", "source", "warning",
                "A count is not a whole number", "数量不是整数"),
    ProblemKind("run_together", "reading", "error",
                "The digits of several cells ran together in the text; they are not split",
                "文本中多个单元格的数字连在一起，不作拆分"),
    ProblemKind("grid_too_large", "reading", "error",
                "A table is too large to be one of the form; it was not read",
                "表格过大，不可能是规定格式的统计表，未读取"),
    ProblemKind("edition_mixed", "source", "warning",
                "Labels of both editions of the form stand in one report",
                "同一报告混用两种格式"),
)  # fmt: skip

KINDS: dict[str, ProblemKind] = {kind.key: kind for kind in _TABLES}


def problem(
    kind: str,
    message: str,
    *,
    table: str | None = None,
    row: str | None = None,
    column: str | None = None,
    seen: str | None = None,
    expected: str | None = None,
    severity: Severity | None = None,
) -> Problem:
    """A Problem of a known kind; `kind` must be a key of KINDS (KeyError otherwise)."""
    known = KINDS[kind]
    return Problem(kind, known.origin, severity or known.severity, message, table, row, column, seen, expected)
