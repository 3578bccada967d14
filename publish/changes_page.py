"""Changes and withdrawals, newest first: a sentence each, under the heading a reader looks for."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from archive.views import WHAT_CHANGED
from publish.change_rows import condition, newest
from publish.database import rows
from publish.kept_answers import kept_rows
from publish.listing import Filters, cut, limits, number_of
from publish.page import archive_or_404, page

HEADINGS = {
    "figures": ("数字改了", "figures"),
    "text": ("文字改了", "text"),
    "gone": ("不见了", "gone"),
    "back": ("又出现", "back again"),
    "moved": ("换了地址", "moved or replaced"),
}
FILTERS = ("what", "portal", "agency", "report_year")
COUNTS = f"SELECT {WHAT_CHANGED} AS what, count(*) AS n FROM changes AS h WHERE {{}} GROUP BY 1"


async def changes(datasette: Any, request: Any) -> Any:
    """GET /changes: what, portal, agency, report_year, page."""
    database = await archive_or_404(datasette)
    asked, number = Filters.of(request.args, FILTERS), number_of(request.args)
    of_all = asked.without("what").chosen
    counts = await kept_rows(database, COUNTS.format(condition(of_all)), of_all)
    counted = {count["what"]: count["n"] for count in counts}
    count = counted.get(asked.chosen["what"], 0) if "what" in asked.chosen else sum(counted.values())
    found = cut(await rows(database, newest(asked.chosen, count), {**asked.chosen, **limits(number)}), number)
    together = groupby(found.rows, key=lambda row: (row["report"], row["version"], row["first_seen_new"]))
    return await page(
        datasette,
        request,
        "changes.html",
        {
            "database": database.name,
            "filters": asked,
            "headings": HEADINGS,
            "counted": counted,
            "found": found,
            "together": [list(same) for _, same in together],
            "portals": await rows(database, "SELECT id, name FROM portals ORDER BY id LIMIT 1000"),
        },
    )
