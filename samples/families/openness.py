"""`OpennessAnnualReport`: reports by unit and year, lists and units' directories as `showList/…/page_N.html`."""

from __future__ import annotations

from collections.abc import Iterator

from samples.portal import Portal
from samples.site import Endpoint, Page, column_context, list_pages, settings


def endpoints(portal: Portal) -> Iterator[Endpoint]:
    """None: addresses have no query."""
    del portal
    yield from ()


def pages(portal: Portal) -> Iterator[Page]:
    """The pages of every list; `paging` of a column is `link` or `announced` (共N页 and no link)."""
    for column in portal.columns:
        if column.kind == "years":
            context = column_context(portal, column) | {"reports": portal.listed(column)}
            yield Page(column.path, "openness/years.html", context, **settings(portal))
        if column.kind != "list":
            continue
        cut = list_pages(portal, column)
        addresses = [column.path.replace("page_1", f"page_{number}") for number in range(1, len(cut) + 1)]
        for number, articles in enumerate(cut, 1):
            context = column_context(portal, column) | {
                "articles": articles,
                "number": number,
                "addresses": addresses,
                "paging": column.meta.get("paging", "link"),
            }
            yield Page(addresses[number - 1], "openness/list.html", context, **settings(portal))
