"""The page on method and limits."""

from __future__ import annotations

from typing import Any

from publish.kept_answers import kept_rows
from publish.page import archive_or_404, page

PARSERS = "SELECT parser, count(*) AS versions FROM versions GROUP BY parser ORDER BY parser"


async def method(datasette: Any, request: Any) -> Any:
    """GET /method"""
    database = await archive_or_404(datasette)
    parsers = await kept_rows(database, PARSERS)
    return await page(datasette, request, "method.html", {"database": database.name, "parsers": parsers})
