"""Datasette's own words in Chinese, the English beside them: what its templates print around tables and queries.

Like `publish.spoken_names` it works on the source of templates; words of a later Datasette that are not known here stay
English, and tests/publish/test_datasette_words.py tells which entries no longer stand in its templates.
"""

from __future__ import annotations

from pathlib import Path

from jinja2.ext import Extension

OURS = Path(__file__).parent / "templates"
_ROWS = ".format({n}) }}}} row{{% if {n} == 1 %}}{{% else %}}s{{% endif %}}"
_TABLE_ROWS, _QUERY_ROWS, _OTHER_ROWS, _LISTED_ROWS = (
    _ROWS.format(n=name) for name in ("filtered_table_rows_count", "display_rows|length", "other.count", "table.count")
)
WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "database.html": (
        ("Custom SQL query", "自写的查询 Custom SQL query"),
        (">Format SQL<", ">整理 Format SQL<"),
        ('value="Run SQL"', 'value="运行 Run SQL"'),
        (">Queries</h2>", ">查询 Queries</h2>"),
        (">Tables</h2>", ">表 Tables</h2>"),
        (">Views</h2>", ">视图 Views</h2>"),
        (_LISTED_ROWS, f"{_LISTED_ROWS} 行"),
        ("Many rows", "很多行 Many rows"),
        ("hidden table", "张内部的表 hidden table"),
        ("Download SQLite DB:", "下载整个数据库 Download SQLite DB:"),
    ),
    "table.html": (
        (_TABLE_ROWS, f"{_TABLE_ROWS} 行"),
        ("(view)", "（视图 view）"),
        (">Search:<", ">检索 Search:<"),
        ("- remove filter -", "- 取消这一条件 remove filter -"),
        ("- column -", "- 列 column -"),
        (">{{ display }}</option>", ">{{ comparisons.get(key, display) }}</option>"),
        (">Sort...<", ">排序 Sort...<"),
        (">Sort by {{", ">按此列排序 Sort by {{"),
        ("> descending<", "> 降序 descending<"),
        ('value="Apply"', 'value="筛选 Apply"'),
        ("extra where clause", "条附加条件 extra where clause"),
        (">remove</a>", ">取消 remove</a>"),
        ("View and edit SQL", "查看、修改 SQL View and edit SQL"),
        ("This data as ", "这些数据另存为 This data as "),
        (">advanced</a>", ">更多 advanced</a>"),
        ("These facets timed out:", "这些分类计数超时 These facets timed out:"),
        (">Next page</a>", ">下一页 Next page</a>"),
        (">Advanced export<", ">导出 Advanced export<"),
        ("JSON shape:", "JSON 的形式 JSON shape:"),
        (">default</a>", ">默认 default</a>"),
        (">array</a>", ">数组 array</a>"),
        (">newline-delimited</a>", ">每行一条 newline-delimited</a>"),
        (">object</a>", ">对象 object</a>"),
        ("CSV options:", "CSV 的选项 CSV options:"),
        ("> download file<", "> 下载文件 download file<"),
        ("> expand labels<", "> 写出名称 expand labels<"),
        ("> stream all rows<", "> 所有行 stream all rows<"),
        ('value="Export CSV"', 'value="导出 CSV Export CSV"'),
    ),
    "_description_source_license.html": (
        ("Data license:", "数据许可 Data license:"),
        ("Data source:", "数据来源 Data source:"),
    ),
    "_crumbs.html": (
        (">{{ item.label }}</a>", '>{{ "首页 home" if loop.first and item.label == "home" else item.label }}</a>'),
    ),
    "row.html": (
        ("This data as ", "这些数据另存为 This data as "),
        ("Links from other tables", "别的表中与此有关的 Links from other tables"),
        (_OTHER_ROWS, f"{_OTHER_ROWS} 行"),
    ),
    "query.html": (
        ("Custom SQL query", "自写的查询 Custom SQL query"),
        (_QUERY_ROWS, f"{_QUERY_ROWS} 行"),
        ("Query parameters", "查询的参数 Query parameters"),
        (">Format SQL<", ">整理 Format SQL<"),
        ('value="Run SQL"', 'value="运行 Run SQL"'),
        (">Edit SQL</a>", ">修改 Edit SQL</a>"),
        ("This data as ", "这些数据另存为 This data as "),
        (">0 results<", ">没有结果 0 results<"),
    ),
}
"""Template of Datasette's → (what stands there, what stands there instead)."""
COMPARISONS = {
    "exact": "等于 =",
    "not": "不等于 !=",
    "contains": "包含 contains",
    "endswith": "结尾是 ends with",
    "startswith": "开头是 starts with",
    "gt": "大于 >",
    "gte": "大于或等于 ≥",
    "lt": "小于 <",
    "lte": "小于或等于 ≤",
    "like": "形如 like",
    "notlike": "不形如 not like",
    "glob": "形如 glob",
    "in": "是其中之一 in",
    "notin": "不是其中之一 not in",
    "arraycontains": "数组包含 array contains",
    "arraynotcontains": "数组不包含 array does not contain",
    "date": "日期是 date",
    "isnull": "为空 is null",
    "notnull": "不为空 is not null",
    "isblank": "为空或没有字 is blank",
    "notblank": "有字 is not blank",
}
"""Key of a filter of Datasette's → what its choice is called."""


class DatasetteWords(Extension):
    """Jinja extension: see the module."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template, if it is Datasette's, with both languages."""
        if filename is None or Path(filename).is_relative_to(OURS):
            return source
        for old, new in WORDS.get(name or "", ()):
            source = source.replace(old, new)
        return source
