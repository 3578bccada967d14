"""开普云 ucap: `<name>.shtml`, `<name>_2.shtml`; or `pc/list.html` with its list as JSON and `/common/search/<GUID>`.

The static names and the embedded `articleList` are known from spiders of others for this product; that the second and
further pages of `pc/list.html` come from `/common/search/` joins two facts that were seen on different portals.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from samples.portal import Article, Column, Portal
from samples.site import Endpoint, Page, column_context, list_pages, settings


def endpoints(portal: Portal) -> Iterator[Endpoint]:
    """The search script answers pages of a channel; its other parameters change nothing here."""
    for column in portal.columns:
        if "guid" in column.meta:
            yield Endpoint(f"/common/search/{column.meta['guid']}", {"page": "1"})


def pages(portal: Portal) -> Iterator[Page]:
    """The pages of every list, static or as JSON."""
    for column in portal.columns:
        if column.kind == "list":
            yield from _static(portal, column)
        elif column.kind == "json":
            yield from _embedded(portal, column)


def _static(portal: Portal, column: Column) -> Iterator[Page]:
    cut = list_pages(portal, column)
    stem, ending = column.path.rsplit(".", 1)
    addresses = [column.path] + [f"{stem}_{number}.{ending}" for number in range(2, len(cut) + 1)]
    for number, articles in enumerate(cut, 1):
        context = column_context(portal, column) | {"articles": articles, "number": number, "addresses": addresses}
        yield Page(addresses[number - 1], "ucap/list.html", context, **settings(portal))


def _embedded(portal: Portal, column: Column) -> Iterator[Page]:
    cut = list_pages(portal, column)
    total = len(portal.listed(column))
    context = column_context(portal, column) | {
        "articles_json": json.dumps([_record(article) for article in cut[0]], ensure_ascii=False),
        "total": total,
        "guid": column.meta["guid"],
    }
    yield Page(column.path, "ucap/list_json.html", context, **settings(portal))
    for number, articles in enumerate(cut, 1):
        answer = {
            "data": {
                "page": number,
                "rows": column.page_size,
                "total": total,
                "results": [_result(column, article) for article in articles],
            }
        }
        text = json.dumps(answer, ensure_ascii=False)
        yield Page(f"/common/search/{column.meta['guid']}?page={number}", "static/text", {"text": text},
                   media_type="application/json")  # fmt: skip


def _record(article: Article) -> dict[str, Any]:
    return {
        "id": article.path.rsplit("/", 1)[1].split(".")[0],
        "title": article.label,
        "pubDate": article.date,
        "urls": json.dumps({"pc": article.path}),
        "articleFiles": [
            {"fileName": attachment.text, "filePath": attachment.path, "domainName": ""}
            for attachment in article.attachments
        ],
    }


def _result(column: Column, article: Article) -> dict[str, Any]:
    return {
        "title": article.label,
        "url": article.path,
        "publishedTimeStr": article.date,
        "channelName": column.name,
        "domainMetaList": [],
    }
