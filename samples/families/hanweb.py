"""大汉 hanweb: the first page of a column stands in it as a `<datastore>`, further ones come from `dataproxy.jsp`.

`dataproxy.jsp` looks at `page` only, as some servers are known to; the servlet `xxgkAnnualReport.jsp` answers a unit's
report of a year (`area`, `fbtime`). Kind `jpaas` lists by `build/unit`, kind `xxgk` by `search.jsp`, which lists beside
its column too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode

from samples.portal import Column, Portal
from samples.site import Endpoint, Page, column_context, list_pages, settings

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
SEARCH = "/module/xxgk/search.jsp"
PROXY = "/module/web/jpage/dataproxy.jsp"


def endpoints(portal: Portal) -> Iterator[Endpoint]:
    """The scripts. A page's number outside of `paramJson` changes nothing."""
    del portal
    yield Endpoint(UNIT, {"pageId": "", "paramJson": ""})
    yield Endpoint(SEARCH, {"area": "", "divid": "", "currpage": "1"})
    yield Endpoint(PROXY, {"columnid": "", "unitid": "", "page": "1"})
    yield Endpoint("/module/xxgk/xxgkAnnualReport.jsp", {"area": "", "fbtime": ""})


def pages(portal: Portal) -> Iterator[Page]:
    """Every column with its records, and the records of each of its pages as XML."""
    for column in portal.columns:
        if column.kind == "units":
            context = column_context(portal, column) | {"reports": portal.listed(column)}
            yield Page(column.path, "hanweb/units.html", context, **settings(portal))
        if column.kind in ("jpaas", "xxgk"):
            yield from _module(portal, column)
        if column.kind != "list":
            continue
        cut = list_pages(portal, column)
        ids = f"columnid={column.meta['columnid']}&unitid={column.meta['unitid']}"
        context = column_context(portal, column) | {"total": len(portal.listed(column)), "pages": len(cut)}
        for number, articles in enumerate(cut, 1):
            records = context | {"articles": articles, "number": number}
            if number == 1:
                yield Page(column.path, "hanweb/list.html", records, **settings(portal))
            yield Page(f"{PROXY}?{ids}&page={number}", "hanweb/records.xml", records, media_type="text/xml")


def _module(portal: Portal, column: Column) -> Iterator[Page]:
    """A column whose page lists nothing, and the answers of its script; one past the end is empty."""
    context = column_context(portal, column) | {"unit": UNIT}
    yield Page(column.path, f"hanweb/{column.kind}.html", context, **settings(portal))
    cut = list_pages(portal, column)
    for number, articles in enumerate([*cut, []], 1):
        listed = context | {"articles": articles, "number": number, "pages": len(cut)}
        if column.kind == "jpaas":
            page = json.dumps({"pageNo": number, "pageSize": 15}, separators=(",", ":"))
            query = urlencode({"pageId": column.meta["pageId"], "paramJson": page})
            yield Page(f"{UNIT}?{query}", "hanweb/unit.json", listed, media_type="application/json")
        elif articles:
            query = urlencode({"area": column.meta["area"], "divid": column.meta["divid"], "currpage": str(number)})
            yield Page(f"{SEARCH}?{query}", "hanweb/search.html", listed)
