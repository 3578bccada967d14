"""博达 VSB: the first page of a list is `<path>.htm`, the second of N `<path>/<N-1>.htm`, the last `<path>/1.htm`.

`paging` of a column is `link` (a link 下页) or `box` (only a box for a page's number); kind `report` is a column whose
page is its only article, as seen in 洪雅.
"""

from __future__ import annotations

from collections.abc import Iterator

from samples.portal import Portal
from samples.site import Endpoint, Page, column_context, list_pages, settings


def endpoints(portal: Portal) -> Iterator[Endpoint]:
    """The dynamic form of an article, and the program that hands out files."""
    del portal
    yield Endpoint("/content.jsp", {"urltype": "", "wbtreeid": "", "wbnewsid": ""})
    yield Endpoint("/system/_content/download.jsp", {"urltype": "", "owner": "", "wbfileid": ""})


def pages(portal: Portal) -> Iterator[Page]:
    """The pages of every list, counting down."""
    for column in portal.columns:
        if column.kind != "list":
            continue
        cut = list_pages(portal, column)
        stem = column.path.removesuffix(".htm")
        addresses = [column.path] + [f"{stem}/{number}.htm" for number in range(len(cut) - 1, 0, -1)]
        for number, articles in enumerate(cut, 1):
            context = column_context(portal, column) | {
                "articles": articles,
                "number": number,
                "addresses": addresses,
                "paging": column.meta.get("paging", "link"),
            }
            yield Page(addresses[number - 1], "visualsite/list.html", context, **settings(portal))
