"""广东 gkmlpt: a body's categories are hashes of `/<body>/gkmlpt/index`, their lists come from `api/all/<category>`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from samples.portal import Portal
from samples.site import Endpoint, Page, column_context, list_pages, settings


def endpoints(portal: Portal) -> Iterator[Endpoint]:
    """The interface of every category; it wants the site's number."""
    for column in portal.columns:
        if column.kind == "category":
            yield Endpoint(_interface(column.path), {"page": "1", "sid": ""})


def pages(portal: Portal) -> Iterator[Page]:
    """Directories of bodies, which list no article, and the answers of the interface."""
    for column in portal.columns:
        if column.kind == "directory":
            context = column_context(portal, column)
            yield Page(column.path, "gkmlpt/directory.html", context, **settings(portal))
        elif column.kind == "list":
            context = column_context(portal, column) | {
                "articles": portal.listed(column),
                "number": 1,
                "addresses": [""],
            }
            yield Page(column.path, "generic/list.html", context, **settings(portal))
        elif column.kind == "category":
            listed = portal.listed(column)
            for number, articles in enumerate(list_pages(portal, column), 1):
                answer = {
                    "total": len(listed),
                    "articles": [
                        {"id": number, "title": one.label, "url": f"@{one.path}", "created_at": one.date}
                        for one in articles
                    ],
                }
                text = json.dumps(answer, ensure_ascii=False)
                address = f"{_interface(column.path)}?page={number}&sid={portal.meta['sid']}"
                yield Page(address, "gkmlpt/answer.json", {"text": text}, media_type="application/json")


def _interface(path: str) -> str:
    """`/<body>/gkmlpt/index#<category>` → `/<body>/gkmlpt/api/all/<category>`."""
    return path.replace("index#", "api/all/")
