"""大汉 hanweb: the first page of a column stands in it as a `<datastore>`, further ones come from `dataproxy.jsp`.

`dataproxy.jsp` looks at `page` only, as some servers are known to; the servlet `xxgkAnnualReport.jsp` answers a unit's
report of a year (`area`, `fbtime`).
"""

from __future__ import annotations

from collections.abc import Iterator

from samples.portal import Portal
from samples.site import Endpoint, Page, column_context, list_pages, settings

PROXY = "/module/web/jpage/dataproxy.jsp"


def endpoints(portal: Portal) -> Iterator[Endpoint]:
    """The two scripts."""
    del portal
    yield Endpoint(PROXY, {"columnid": "", "unitid": "", "page": "1"})
    yield Endpoint("/module/xxgk/xxgkAnnualReport.jsp", {"area": "", "fbtime": ""})


def pages(portal: Portal) -> Iterator[Page]:
    """Every column with its records, and the records of each of its pages as XML."""
    for column in portal.columns:
        if column.kind == "units":
            context = column_context(portal, column) | {"reports": portal.listed(column)}
            yield Page(column.path, "hanweb/units.html", context, **settings(portal))
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
