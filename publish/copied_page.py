"""Texts that say the same: passages with all the reports that have them, pairs by share of copied wording, and their
passages side by side."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import NotFound

from publish.alike_groups import PAIRS_READ, groups_of
from publish.database import row, rows, together
from publish.listing import Filters, cut, limits, number_of
from publish.page import archive_or_404, page

FILTERS = ("relation", "portal", "agency", "report_year")
PAIRS = "SELECT * FROM similar_pairs WHERE {} ORDER BY share DESC, version, other_version LIMIT :limit OFFSET :offset"
PAIR = "SELECT * FROM similar_pairs WHERE version = :version AND other_version = :other"
PASSAGES = """
SELECT text, other_text FROM similar_passages WHERE version = :version AND other_version = :other ORDER BY start
"""
LEFT_OVER = """
SELECT version, kind, item, sentence, chinese, english FROM findings
WHERE version IN (:version, :other) AND kind IN ('other_name_left', 'other_year_left') ORDER BY version, id
"""


async def copied(datasette: Any, request: Any) -> Any:
    """GET /copied: relation, portal, agency, report_year, page."""
    database = await archive_or_404(datasette)
    asked, number = Filters.of(request.args, FILTERS), number_of(request.args)
    found = await rows(database, PAIRS.format(asked.where), {**asked.chosen, **limits(number)})
    portals = await rows(database, "SELECT id, name FROM portals ORDER BY id LIMIT 1000")
    groups = await together(database, lambda ask: groups_of(ask, asked)) if number == 1 else []
    context = {"database": database.name, "filters": asked, "found": cut(found, number), "portals": portals}
    context |= {"groups": groups, "pairs_read": PAIRS_READ}
    return await page(datasette, request, "copied.html", context)


async def copied_pair(datasette: Any, request: Any) -> Any:
    """GET /copied/<version>/<other version>: the passages that both have. Raises NotFound."""
    database = await archive_or_404(datasette)
    keys = {name: unquote(request.url_vars[name]) for name in ("version", "other")}
    pair = await row(database, PAIR, keys)
    if pair is None:
        raise NotFound("这两个版次没有雷同的记录 / No likeness of these two revisions is on record.")
    left = await rows(database, LEFT_OVER, keys)
    context = {"pair": pair, "passages": await rows(database, PASSAGES, keys), "left_over": left}
    return await page(datasette, request, "copied_pair.html", context)
