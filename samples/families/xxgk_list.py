"""The PHP product of 吉安 and 达州: `/xxgk-list-<slug>-<N>.html`; kind `ajax` lists by `/api-ajax_list-<N>.html`.

What is asked for there stands in the body of a POST; here a portal has one such list, so the page's number says all.
"""

from __future__ import annotations

import json
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
        cut = list_pages(portal, column)
        if column.kind == "ajax":
            yield Page(column.path, "xxgk_list/ajax.html", column_context(portal, column), **settings(portal))
            for number, articles in enumerate([*cut, []], 1):
                records = [{"url": one.path, "title": one.label, "updatetime": one.day} for one in articles]
                text = json.dumps({"data": records}, ensure_ascii=False)
                yield Page(f"/api-ajax_list-{number}.html", "static/text", {"text": text},
                           media_type="application/json")  # fmt: skip
        if column.kind != "list":
            continue
        stem = column.path.removesuffix(".html")
        addresses = [column.path] + [f"{stem}-{number}.html" for number in range(2, len(cut) + 1)]
        for number, articles in enumerate(cut, 1):
            context = column_context(portal, column) | {
                "articles": articles,
                "number": number,
                "addresses": addresses,
                "paging": column.meta.get("paging", "link"),
            }
            yield Page(addresses[number - 1], "xxgk_list/list.html", context, **settings(portal))
