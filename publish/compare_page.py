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


OURS = frozenset({"unreadable", "ambiguous", "table_missing"})
"""States that say what we could not read, or did not find: no difference of the reports."""


def _differs(cell: Row, same_report: bool) -> str | None:
    """Whether the two sides differ: `cell` where both reports say something, `unknown` where a side has no such place
    in its form or was not read, None where they are alike. 3 and 3.0 of two reports are alike; of two revisions of one
    report the print counts."""
    states = (cell["old_state"], cell["new_state"])
    values = (cell["old_value"], cell["new_value"])
    if states == ("number", "number") and not same_report and None not in values:
        return "cell" if values[0] != values[1] else None
    if (states[0], cell["old_printed"]) == (states[1], cell["new_printed"]):
        return None
    return "unknown" if OURS.union(("not_in_form",)).intersection(states) else "cell"


def _earlier(old: Row, new: Row) -> str | None:
    """Which side, `old` or `new`, is what the other took the place of: of two revisions of one report the one that was
    last seen before the other was first seen. None where both stand: two years, two bodies, two renderings."""
    if old["report"] == new["report"]:
        if old["last_seen"] <= new["first_seen"]:
            return "old"
        if new["last_seen"] <= old["first_seen"]:
            return "new"
    return None


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
            "earlier": _earlier(old, new),
            "tables": [
                (key, name, [{**cell, "differs": _differs(cell, old["report"] == new["report"])} for cell in found])
                for key, name, found in tables
                if found
            ],
            "data": f"{datasette.urls.database(database.name)}{{}}?{urlencode({'sql': CELLS.strip(), **keys})}",
            "lines": lines,
            "whole": whole,
        },
    )
