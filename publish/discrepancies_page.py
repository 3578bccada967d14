"""What does not add up: leads by kind, each with both sides, and what may innocently cause it."""

from __future__ import annotations

from typing import Any

from archive.printed_form import problem_names
from publish.database import rows
from publish.kept_answers import kept_rows
from publish.listing import Filters, cut, limits, number_of
from publish.page import archive_or_404, page
from publish.problem_words import spoken
from publish.words import sides

GROUPS: dict[tuple[str, str], tuple[str, ...]] = {
    ("申请与案件", "Requests and cases"): ("zero_requests_with_cases",),
    ("本县与各单位", "County and units"): ("county_below_unit", "county_below_units", "county_above_units"),
    ("与上年不衔接", "Against the year before"): (
        "carry_over",
        "stock_chain",
        "items_chain",
        "disclosed_total",
        "identical_tables",
        "all_zero_again",
    ),
    ("表内合计", "Sums within a table"): ("balance", "row_total", "results_total", "group_total"),
    ("同一报告的两种形式", "Two renderings of a report"): ("rendering_disagrees",),
    ("他处文字", "Left from elsewhere"): ("other_name_left", "other_year_left"),
}
"""Kinds in the order of the page; the kinds narrative_… make a group of their own, and the rest the last."""
NARRATIVE = ("正文与表格", "Text against tables")
OTHERS = ("不合表式", "Not as the form has it")
ELSEWHERE = frozenset({"late", "similar_to_last_year", "similar_to_other", "common_template", "fee_charged"})
"""Kinds that are no contradiction and have pages of their own."""
FILTERS = ("kind", "portal", "agency", "level", "report_year")
COUNTS = """
SELECT kind, count(*) AS n, count(DISTINCT report) AS reports FROM discrepancies WHERE {} GROUP BY kind ORDER BY kind
"""
ONE_KIND = """
SELECT d.*, f.row_label, coalesce(f.column_label, (SELECT g.column_label FROM fields AS g
  WHERE g.form_table = d.form_table AND g.column_key = d.column_key LIMIT 1)) AS column_label
FROM (SELECT * FROM discrepancies WHERE {}) AS d LEFT JOIN fields AS f
  ON f.form_table = d.form_table AND f.row_key = d.row_key AND f.column_key = d.column_key
ORDER BY d.report_year DESC, d.report, d.form_table, d.row_key, d.column_key LIMIT :limit OFFSET :offset
"""
SLIP = (
    "抄写、录入差错，更正后未同步，或对栏目含义理解不同。",
    "A slip of the pen, a correction made in one place only, another reading of the column.",
)
"""What may innocently cause a contradiction within one report."""


def grouped(counted: dict[str, dict[str, Any]]) -> dict[tuple[str, str], list[str]]:
    """Group → kinds that occur, in the order of the page."""
    known = {kind for kinds in GROUPS.values() for kind in kinds} | ELSEWHERE
    narrative = [kind for kind in counted if kind.startswith("narrative_")]
    rest = [kind for kind in counted if kind not in known and kind not in narrative]
    found = {group: [kind for kind in kinds if kind in counted] for group, kinds in GROUPS.items()}
    return {group: kinds for group, kinds in {**found, NARRATIVE: narrative, OTHERS: rest}.items() if kinds}


async def discrepancies(datasette: Any, request: Any) -> Any:
    """GET /discrepancies: kind, portal, agency, level, report_year, page. Without a kind: how many of each."""
    database = await archive_or_404(datasette)
    asked, number = Filters.of(request.args, FILTERS), number_of(request.args)
    kind = asked.chosen.get("kind")
    of_all = asked.without("kind")
    counts = await kept_rows(database, COUNTS.format(of_all.where), of_all.chosen)
    counted = {count["kind"]: count for count in counts}
    about = {row["kind"]: row for row in await rows(database, "SELECT * FROM finding_kinds")}
    names = {kind: (row["chinese"], row["english"]) for kind, row in about.items()}
    # of one kind there may be tens of thousands, each to be looked up before the first fifty are known
    listed = {**asked.chosen, **limits(number)}
    found = await kept_rows(database, ONE_KIND.format(asked.where), listed) if kind else []
    return await page(
        datasette,
        request,
        "discrepancies.html",
        {
            "database": database.name,
            "filters": asked,
            "kind": kind,
            "about": about.get(kind or ""),
            "slip": SLIP,
            "names": {**problem_names(), **names},
            "grouped": grouped(counted),
            "counted": counted,
            "found": cut(found, number),
            "sides": sides,
            "spoken": spoken,
            "portals": await rows(database, "SELECT id, name FROM portals ORDER BY id LIMIT 1000"),
        },
    )
