"""TRS WCM: folders, `index.html` and `index_1.html`, and a script `createPageHTML(total, 0, "index", "html")`."""

from __future__ import annotations

from collections.abc import Iterator

from samples.portal import Portal
from samples.site import Endpoint, Page, column_context, list_pages, settings


def endpoints(portal: Portal) -> Iterator[Endpoint]:
    """None: a TRS site is a tree of files."""
    del portal
    yield from ()


def pages(portal: Portal) -> Iterator[Page]:
    """The pages of every list; links in them are relative to the column (`./202101/t2021…html`)."""
    ending = portal.meta.get("ending", "html")
    for column in portal.columns:
        if column.kind != "list":
            continue
        cut = list_pages(portal, column)
        for number, articles in enumerate(cut):
            context = column_context(portal, column) | {
                "links": [(_relative(column.path, article.path), article) for article in articles],
                "number": number,
                "total": len(cut),
                "ending": ending,
            }
            address = column.path if number == 0 else f"{column.path}index_{number}.{ending}"
            yield Page(address, "trs/list.html", context, **settings(portal))


def _relative(folder: str, path: str) -> str:
    return "./" + path.removeprefix(folder) if path.startswith(folder) else path
