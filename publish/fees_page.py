"""信息处理费: what reports say of it in section six, with the amount and the sentence as printed."""

from __future__ import annotations

from typing import Any

from publish.database import rows
from publish.indicator_rows import FUNCTIONS
from publish.listing import Filters, cut, limits, number_of
from publish.page import archive_or_404, page

STATES: dict[str, tuple[str, str]] = {
    "amount": ("写明收取", "an amount is printed"),
    "zero": ("所印为 0", "0 is printed"),
    "none_charged": ("写明没有收取", "none charged, it says"),
    "mentioned": ("提到，未写明收没收", "mentioned, not whether any was charged"),
    "nothing_to_report": ("第六部分只写“无”", "section six says only 无"),
    "not_stated": ("没有提到", "not mentioned"),
    "section_missing": ("没有第六部分", "no section six"),
}
FILTERS = ("state", "report_year", "level", "portal", "function", "place")
COUNTS = "SELECT state, report_year, count(*) AS n FROM information_fees GROUP BY state, report_year"
LIST = """
WITH chosen AS (SELECT i.version, i.yuan, i.report_year, i.agency
  FROM information_fees AS i JOIN agencies AS a ON a.id = i.agency WHERE i.state = :state {}
  ORDER BY {} i.report_year DESC, i.agency DESC LIMIT :limit OFFSET :offset)
SELECT f.* FROM chosen AS i CROSS JOIN fee_statements AS f ON f.version = i.version
ORDER BY {} i.report_year DESC, i.agency DESC
"""
_WHERE = {
    "report_year": "i.report_year = CAST(:report_year AS INTEGER)",
    "level": "a.level = :level",
    "portal": "a.portal = :portal",
    "function": "a.function = :function",
    "place": "a.id >= :place AND a.id < :place || '~'",
}
_BY_AMOUNT = "i.yuan IS NULL, CAST(i.yuan AS REAL) DESC,"


async def fees(datasette: Any, request: Any) -> Any:
    """GET /fees: state (amount where none is said), report_year, level, portal, function, place, page."""
    database = await archive_or_404(datasette)
    query, number = Filters.of(request.args, FILTERS), number_of(request.args)
    state = query.chosen.get("state", "amount")
    state = state if state in STATES else "amount"
    where = "".join(f" AND {sql}" for name, sql in _WHERE.items() if name in query.chosen)
    order = _BY_AMOUNT if state == "amount" else ""
    keys = {**query.chosen, "state": state, **limits(number)}
    counted = await rows(database, COUNTS)
    return await page(
        datasette,
        request,
        "fees.html",
        {
            "database": database.name,
            "query": query,
            "state": state,
            "states": STATES,
            "counted": {
                key: sum(
                    one["n"]
                    for one in counted
                    if one["state"] == key and query.chosen.get("report_year", "") in ("", str(one["report_year"]))
                )
                for key in STATES
            },
            "years": sorted({one["report_year"] for one in counted}, reverse=True),
            "found": cut(await rows(database, LIST.format(where, order, order), keys), number),
            "functions": await rows(database, FUNCTIONS),
            "portals": await rows(database, "SELECT id, name FROM portals ORDER BY id LIMIT 1000"),
        },
    )
