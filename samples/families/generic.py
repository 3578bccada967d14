"""A portal of no known product: a list whose pages are linked by 下一页, addresses without a grammar."""

from __future__ import annotations

from collections.abc import Iterator

from samples.portal import Portal
from samples.site import Endpoint, Page, column_context, list_pages, settings


def endpoints(portal: Portal) -> Iterator[Endpoint]:
    """A column whose address ends with `?page=` pages by query."""
    for column in portal.columns:
        if column.meta.get("paging") == "query":
            yield Endpoint(column.path, {"page": ""})


def pages(portal: Portal) -> Iterator[Page]:
    """The pages of every list: `list_p2.html` beside `list.html`, or `?page=2`."""
    for column in portal.columns:
        if column.kind != "list":
            continue
        cut = list_pages(portal, column)
        addresses = [_address(column.path, column.meta.get("paging", ""), number) for number in range(1, len(cut) + 1)]
        for number, articles in enumerate(cut, 1):
            context = column_context(portal, column) | {
                "articles": articles,
                "number": number,
                "addresses": addresses,
            }
            yield Page(addresses[number - 1], "generic/list.html", context, **settings(portal))


def _address(path: str, paging: str, number: int) -> str:
    if number == 1:
        return path
    if paging == "query":
        return f"{path}?page={number}"
    return path.replace(".html", f"_p{number}.html")
