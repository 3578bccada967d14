"""龙讯 LonSun: a unit is a number, `/public/column/<unit>?type=3` its reports; lists are fragments of a label.

Known: the types (2 指南, 3 年报, 4 主动公开), `action=detail&title=<year>`, the label's parameters and markup.
Not known: whether `type=3&action=list` writes its list into the page; here it does not, as on the portals whose
spiders use the label.
"""

from __future__ import annotations

from collections.abc import Iterator

from samples.portal import Portal
from samples.site import Endpoint, Page, column_context, list_pages, settings

LABEL = "/site/label/8888"


def endpoints(portal: Portal) -> Iterator[Endpoint]:
    """Columns of units by type, action and year; the label by unit, type, category and page."""
    del portal
    yield Endpoint("/public/column/*", {"type": "4", "action": "list", "title": "", "catId": ""})
    label = {"labelName": "", "organId": "", "type": "4", "catId": "", "pageIndex": "1"}
    yield Endpoint(LABEL, label)


def pages(portal: Portal) -> Iterator[Page]:
    """The shell of every list and the fragments of its pages."""
    for column in portal.columns:
        if column.kind != "list":
            continue
        cut = list_pages(portal, column)
        context = column_context(portal, column) | {"pages": len(cut), "total": len(portal.listed(column))}
        yield Page(column.path, "lonsun/list.html", context, **settings(portal))
        wanted = "&".join(f"{name}={value}" for name, value in column.meta.items())
        for number, articles in enumerate(cut, 1):
            address = f"{LABEL}?labelName=publicInfoList&{wanted}&pageIndex={number}"
            yield Page(
                address, "lonsun/fragment.html", context | {"articles": articles, "number": number}, **settings(portal)
            )
