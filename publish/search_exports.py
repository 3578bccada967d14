"""Hits to take away: the same search as CSV, as CSV for Excel, and as an Atom feed."""

from __future__ import annotations

import csv
import io
from typing import Any

from datasette.utils.asgi import AsgiStream

from publish import atom
from publish.search_asked import Asked
from publish.search_results import Found, find, results
from publish.search_words import COLUMNS
from publish.words import STATUS, beijing, pair

MOST_ROWS = 10_000
CHUNK = 100
ENTRIES = 50
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to Excel; a space before it makes it text."""


def snippet(result: dict[str, Any]) -> str:
    """The words around the hits in one line, hits in 【】."""
    pieces = result["snippet"]
    return "".join(f"【{piece['text']}】" if piece["hit"] else piece["text"] for piece in pieces).strip()


def _row(datasette: Any, request: Any, result: dict[str, Any], excel: bool) -> list[str]:
    said = {
        **result,
        "section": result["section_heading"] or result["section"],
        "snippet": snippet(result),
        "page": datasette.absolute_url(request, result["page"]),
    }
    if excel:
        said |= {
            "status": pair(STATUS, result["status"])[0],
            "first_seen": beijing(result["first_seen"]),
            "last_seen": beijing(result["last_seen"]),
        }
    cells = ["" if said[column] is None else str(said[column]) for column in COLUMNS]
    return [f" {cell}" if cell.startswith(_FORMULA) else cell for cell in cells] if excel else cells


def passing(answer: Any, found: Found) -> Any:
    """An answer, marked where it is not to be kept: a browser that kept it would be told that it has the page of the
    data as it is now."""
    if not found.final:
        answer.headers["Cache-Control"] = "no-store"
    return answer


async def csv_answer(datasette: Any, request: Any, database: Any, asked: Asked, excel: bool) -> Any:
    """The first MOST_ROWS hits, streamed. For Excel: with a byte order mark, Chinese headings and Beijing times."""
    found = await find(datasette, database, asked, 0, MOST_ROWS)

    async def stream(writer: Any) -> None:
        heads = [words[0] for words in COLUMNS.values()] if excel else list(COLUMNS)
        await writer.write(("\ufeff" if excel else "") + _line(heads))
        for start in range(0, len(found.ids), CHUNK):
            rows = await results(datasette, database, asked, found, found.ids[start : start + CHUNK])
            await writer.write("".join(_line(_row(datasette, request, result, excel)) for result in rows))

    name = "nianbao-search-excel.csv" if excel else "nianbao-search.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return passing(AsgiStream(stream, headers=headers, content_type="text/csv; charset=utf-8"), found)


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


async def atom_answer(datasette: Any, request: Any, database: Any, asked: Asked) -> Any:
    """A saved search as a feed: its newest reports, in the order in which we first saw them."""
    newest = Asked.of({**asked.arguments(sort="newest"), **asked.years})
    found = await find(datasette, database, newest, 0, ENTRIES)
    entries = [
        atom.Entry(
            atom.identifier("version", result["version"]),
            f"{result['agency'] or '单位不明'} {result['report_year'] or ''} 年度".replace("  ", " "),
            result["first_seen"],
            datasette.absolute_url(request, result["page"]),
            snippet(result) or result["title"] or "",
        )
        for result in await results(datasette, database, newest, found, found.ids)
    ]
    feed = atom.answer(
        f"{asked.query or '年报'} · 年报检索 nianbao search",
        datasette.absolute_url(request, datasette.urls.path(f"/search?{asked.address()}")),
        datasette.absolute_url(request, datasette.urls.path(f"/search.atom?{asked.address()}")),
        entries,
    )
    return passing(feed, found)
