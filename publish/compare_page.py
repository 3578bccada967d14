"""Two revisions, two years or two bodies side by side: every cell, and the text paragraph by paragraph."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlencode

from datasette.utils.asgi import NotFound, Response

from archive.printed_form import section_names
from publish.beside import beside
from publish.database import Row, row, rows
from publish.page import archive_or_404, link, page

SIDE = """
SELECT v.id AS version, v.report, v.report_year, v.edition, v.title, v.agency, v.number, v.first_seen, v.last_seen,
  v.published_on, v.text, a.name AS agency_name, coalesce(d.live_url, d.url) AS url, d.status
FROM versions AS v JOIN agencies AS a ON a.id = v.agency JOIN documents AS d ON d.id = v.document WHERE v.id = :version
"""
CELLS = """
SELECT f.number, f.form_table, f.row_key, f.column_key, f.group_label, f.row_label, f.column_label,
  o.value AS old_value, o.printed AS old_printed, coalesce(o.state, 'not_in_form') AS old_state,
  n.value AS new_value, n.printed AS new_printed, coalesce(n.state, 'not_in_form') AS new_state
FROM fields AS f
  LEFT JOIN (SELECT * FROM cells_long WHERE version = :old) AS o
    ON o.form_table = f.form_table AND o.row_key = f.row_key AND o.column_key = f.column_key
  LEFT JOIN (SELECT * FROM cells_long WHERE version = :new) AS n
    ON n.form_table = f.form_table AND n.row_key = f.row_key AND n.column_key = f.column_key
WHERE o.version IS NOT NULL OR n.version IS NOT NULL ORDER BY f.number
"""
LONGEST = 400_000
"""Characters of a text that are compared."""


def _differs(cell: Row) -> bool:
    return (cell["old_state"], cell["old_printed"]) != (cell["new_state"], cell["new_printed"])


async def choose(datasette: Any, request: Any) -> Any:
    """GET /compare?old=<version>&new=<version>, as a form sends it: on to the page of the two. Raises NotFound."""
    sides = [(request.args.get(name) or "").strip()[:300] for name in ("old", "new")]
    if not all(sides):
        raise NotFound("请选两个版次来对照 / Choose two revisions to compare.")
    return Response.redirect(link(datasette, "compare", *sides))


async def compare(datasette: Any, request: Any) -> Any:
    """GET /compare/<version>/<version>; ?only=1 shows what differs alone. Raises NotFound."""
    database = await archive_or_404(datasette)
    keys = {name: unquote(request.url_vars[name]) for name in ("old", "new")}
    sides = [await row(database, SIDE, {"version": version}) for version in keys.values()]
    old, new = sides
    if old is None or new is None:
        raise NotFound("没有这一版次 / No such revision.")
    cells = await rows(database, CELLS, keys)
    names = section_names()
    tables = [(key, name, [cell for cell in cells if cell["form_table"] == key]) for key, name in names.items()]
    lines, whole = beside((old["text"] or "")[:LONGEST], (new["text"] or "")[:LONGEST])
    whole = whole and max(len(old["text"] or ""), len(new["text"] or "")) <= LONGEST
    return await page(
        datasette,
        request,
        "compare.html",
        {
            "old": old,
            "new": new,
            "only": request.args.get("only") == "1",
            "tables": [
                (key, name, [{**cell, "differs": _differs(cell)} for cell in found])
                for key, name, found in tables
                if found
            ],
            "data": f"{datasette.urls.database(database.name)}{{}}?{urlencode({'sql': CELLS.strip(), **keys})}",
            "lines": lines,
            "whole": whole,
        },
    )
