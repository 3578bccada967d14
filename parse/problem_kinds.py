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
    ProblemKind("heading_missing", "source", "warning",
                "The table does not name every column of its values; they are taken in the order of the form",
                "表头未写明各列名称，数值按规定格式的次序采用"),
    ProblemKind("heading_unknown", "source", "warning",
                "A heading line names columns that are not those of the form; the values are taken in its order",
                "表头与规定格式不同，数值按规定格式的次序采用"),
    ProblemKind("surplus_column", "source", "info",
                "The table is wider than its headings: it has a column without a name", "表格多出无名称的列"),
    ProblemKind("too_few_cells", "source", "info",
                "Rows have fewer cells than the form has columns; all of them are blank",
                "部分行单元格少于表列，且均为空白"),
    ProblemKind("placed_by_order", "source", "warning",
                "A row has no readable label; its place between its neighbours decides",
                "该行标题缺失，按前后行的次序确定"),
    ProblemKind("table_split", "source", "info",
                "A table is cut into parts",
                "表格被拆成几段"),
    ProblemKind("row_missing", "source", "warning",
                "A row of the form is not printed",
                "缺少规定格式中的一行"),
    ProblemKind("column_missing", "source", "warning",
                "A column of the form is not printed", "缺少规定格式中的一列"),
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
    ProblemKind("wrapped_figure", "reading", "warning",
                "A narrow cell breaks the figure over lines; it was put together again",
                "单元格过窄，数字被折成两行，已合并为一个数"),
    ProblemKind("grid_too_large", "reading", "error",
                "A table is too large to be one of the form; it was not read",
                "表格过大，不可能是规定格式的统计表，未读取"),
    ProblemKind("edition_mixed", "source", "warning",
                "Labels of both editions of the form stand in one report",
                "同一报告混用两种格式"),
)  # fmt: skip

_DOCUMENTS = (
    ProblemKind("empty", "reading", "error",
                "The document has no bytes or no text", "文件为空或没有文字"),
    ProblemKind("unreadable", "reading", "error",
                "The document is broken, encrypted or beyond a bound", "文件损坏、加密或超出限制"),
    ProblemKind("needs_converter", "reading", "error",
                "The document is of a kind that has to be converted first", "该类文件须先转换才能读取"),
    ProblemKind("converter_failed", "reading", "error",
                "The program that converts such files failed on this one", "转换程序未能转换该文件"),
    ProblemKind("reading_limit", "reading", "error",
                "Reading the document took more time or memory than a reading may use",
                "读取该文件超出时间或内存限制"),
    ProblemKind("reader_crashed", "reading", "error",
                "The process that read the document ended", "读取该文件的进程意外结束"),
    ProblemKind("member_unread", "reading", "error",
                "A file in the archive could not be unpacked", "压缩包内有文件无法解压"),
    ProblemKind("no_text_layer", "reading", "error",
                "The pages are pictures without text", "页面是图片，没有文字层"),
    ProblemKind("hidden_text", "reading", "info",
                "The page holds text that a reader of the page does not see", "网页含有不显示的文字"),
    ProblemKind("hidden_text_layer", "reading", "warning",
                "The pages hold text that a reader of the pages does not see", "页面含有不可见的文字层"),
    ProblemKind("page_too_deep", "reading", "info",
                "The page is nested deeper than any page for people", "网页嵌套过深"),
    ProblemKind("grid_too_large", "reading", "warning",
                "A table is larger than any table of the form; the rest was left out", "表格过大，超出部分未读"),
    ProblemKind("body_by_own_walk", "reading", "info",
                "The body of the page was found without the extractor, because the page is too large for it",
                "网页过大，正文由简单方法提取"),
    ProblemKind("too_large", "reading", "warning",
                "The document is larger than the reader reads; the rest was left out", "文件过大，超出部分未读"),
    ProblemKind("table_too_large", "reading", "warning",
                "A table of the page is larger than the reader lays out; it was read as running text",
                "网页中的表格过大，按正文读取"),
    ProblemKind("too_many_pages", "reading", "warning",
                "The document has more pages than the reader reads; the rest was left out", "页数过多，超出部分未读"),
    ProblemKind("undecodable_text", "reading", "error",
                "Characters of the text layer could not be decoded", "文字层中有字符无法解码"),
    ProblemKind("undecodable_bytes", "reading", "warning",
                "Bytes of the document are no characters in any encoding that fits it",
                "部分字节无法按任何适用的编码解读"),
    ProblemKind("not_a_report", "reading", "info",
                "The document is not an annual report", "该文件不是年度报告"),
    ProblemKind("reader_failed", "reading", "error",
                "The reader itself failed on this document", "读取程序出错"),
    ProblemKind("tables_are_images", "reading", "error",
                "The tables of the report are pictures", "报告的表格是图片"),
)  # fmt: skip

_STRUCTURE = (
    ProblemKind("missing_section", "source", "warning",
                "One of the six sections has no heading in the document", "缺少六个部分之一的标题"),
    ProblemKind("duplicate_section_number", "source", "warning",
                "Two sections carry the same number", "两个部分使用同一序号"),
    ProblemKind("section_number_variant", "source", "info",
                "A section carries another number than the form gives it, in another script, or none",
                "部分的序号与规定格式不同"),
    ProblemKind("section_heading_variant", "source", "info",
                "The heading of a section differs from that of the form", "部分的标题与规定格式不同"),
    ProblemKind("section_unknown", "source", "info",
                "A numbered section is none of the six of the form", "规定的六个部分之外另有部分"),
    ProblemKind("wrong_notice_cited", "source", "warning",
                "The report cites the notice of another edition than the form it uses",
                "所引通知与所用格式不一致"),
    ProblemKind("title_missing", "source", "warning",
                "The document has no title", "文中没有标题"),
    ProblemKind("agency_not_named", "source", "warning",
                "The document does not name the body that reports", "文中没有写明报告单位"),
    ProblemKind("year_not_in_title", "source", "info",
                "The title has no year", "标题没有年度"),
    ProblemKind("report_year_unknown", "source", "warning",
                "The document does not decide its report year", "文中不能确定报告年度"),
    ProblemKind("year_conflict", "source", "error",
                "The title and the stated period name different years", "标题年度与统计期限不一致"),
)  # fmt: skip

_CHECKS = (
    ProblemKind("balance", "source", "error",
                "New requests and those carried over are not results and those carried forward, in a column",
                "某列：第一项加第二项之和不等于第三项加第四项之和"),
    ProblemKind("row_total", "source", "error",
                "The total of a row is not the sum of its applicants", "某行总计不等于各类申请人之和"),
    ProblemKind("results_total", "source", "error",
                "(7) Total is not the sum of the results above it, in a column",
                "某列（七）总计不等于各项办理结果之和"),
    ProblemKind("group_total", "source", "error",
                "A total of table four is not the sum of its outcomes", "复议或诉讼的总计不等于各项结果之和"),
    ProblemKind("disclosed_exceeds_total", "source", "warning",
                "More was disclosed this year than in total", "本年新公开数量大于对外公开总数量"),
    ProblemKind("items_below_zero", "source", "warning",
                "More items were dropped than there were", "减少的项目多于上一年项目"),
    ProblemKind("in_force_below_issued", "source", "warning",
                "Fewer documents are in force than were issued less repealed", "现行有效件数小于制发减废止"),
    ProblemKind("rules_by_lower_body", "source", "warning",
                "A body that cannot make rules reports rules", "无规章制定权的单位填报了规章"),
)  # fmt: skip

_VS_TABLE = {
    "received": ("received requests", "收到申请数"),
    "completed": ("requests completed", "办结数"),
    "carried_over": ("requests carried over", "上年结转数"),
    "carried_forward": ("requests carried forward", "结转下年数"),
    "granted": ("requests granted", "予以公开数"),
    "granted_or_partial": ("requests granted in full or in part", "予以公开及部分公开数"),
    "refused": ("requests refused", "不予公开数"),
    "unable": ("requests that could not be met", "无法提供数"),
    "not_processed": ("requests not processed", "不予处理数"),
    "other": ("requests otherwise handled", "其他处理数"),
    "received_natural_person": ("requests of natural persons", "自然人申请数"),
    "received_organizations": ("requests of organizations", "法人或其他组织申请数"),
    "applicant_kind": ("the kind of applicant", "申请人类别"),
    "review": ("reconsiderations", "行政复议数"),
    "review_upheld": ("reconsiderations upheld", "行政复议维持数"),
    "review_corrected": ("reconsiderations corrected", "行政复议纠正数"),
    "review_other": ("reconsiderations with another outcome", "行政复议其他结果数"),
    "litigation": ("lawsuits", "行政诉讼数"),
    "litigation_upheld": ("lawsuits upheld", "行政诉讼维持数"),
    "litigation_corrected": ("lawsuits corrected", "行政诉讼纠正数"),
    "litigation_other": ("lawsuits with another outcome", "行政诉讼其他结果数"),
    "review_and_litigation": ("reconsiderations and lawsuits", "行政复议和行政诉讼数"),
    "all_upheld": ("that all cases were upheld", "均获维持的说法"),
}
"""What the text states and a table too: part of a kind's name → (English, Chinese)."""

_VS_TABLE_TWO = {
    "documents_issued": ("normative documents issued", "制发规范性文件数"),
    "documents_repealed": ("normative documents repealed", "废止规范性文件数"),
    "documents_in_force": ("normative documents in force", "现行有效规范性文件数"),
    "licensing": ("licensing decisions", "行政许可决定数"),
    "penalties": ("penalty decisions", "行政处罚决定数"),
    "compulsion": ("compulsion decisions", "行政强制决定数"),
    "procurement": ("procurement items", "集中采购项目数"),
    "procurement_amount": ("the amount of procurement", "集中采购总金额"),
    "fees": ("fees charged", "行政事业性收费金额"),
}
"""The same for table two, where text and table may count differently without either being wrong."""

_NARRATIVE = (
    ProblemKind("narrative_breakdown_sum", "source", "error",
                "The kinds of published items do not add up to the stated number",
                "主动公开各类条数之和与总数不符"),
    ProblemKind("narrative_old_categories", "source", "info",
                "The text counts replies by the categories of the 2014 statistics form, not by those of the table",
                "正文按2014年统计表的类别统计答复情况，与表格类别不同"),
    ProblemKind("narrative_table_blank", "source", "info",
                "The text states figures that the table leaves blank", "正文有数字而表格空白"),
    ProblemKind("narrative_table_unread", "reading", "info",
                "The text states figures that could not be read in the table", "正文有数字而表格未能读出"),
    *(
        ProblemKind(f"narrative_{name}_vs_table", "source", "error",
                    f"The text and the table differ: {english}", f"正文与表格不一致：{chinese}")
        for name, (english, chinese) in _VS_TABLE.items()
    ),
    *(
        ProblemKind(f"narrative_{name}_vs_table", "source", "warning",
                    f"The text and the table differ: {english}", f"正文与表格不一致：{chinese}")
        for name, (english, chinese) in _VS_TABLE_TWO.items()
    ),
)  # fmt: skip

KINDS: dict[str, ProblemKind] = {kind.key: kind for kind in (*_TABLES, *_DOCUMENTS, *_STRUCTURE, *_CHECKS, *_NARRATIVE)}


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
