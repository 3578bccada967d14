"""What every page has: our style sheet, the words, and links to the pages of the archive."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from publish import words
from publish.database import archive_database
from publish.hook import hook
from publish.inline_blocks import NONCE

STYLE = "/-/static-plugins/nianbao/nianbao.css"


@hook()
def extra_css_urls(datasette: Any) -> list[str]:
    """Our style sheet on every page (light, dark, print, phone)."""
    return [datasette.urls.path(STYLE)]


@hook()
def extra_template_vars(datasette: Any, request: Any) -> Callable[[], Awaitable[dict[str, Any]]]:
    """What templates may use: `words`, the archive's name, and the query for the search box of the page's head."""

    async def shared() -> dict[str, Any]:
        database = await archive_database(datasette)
        return {
            "words": words,
            "asked": request.args.get("q", "") if request else "",
            "archive_name": database.name if database else None,
            NONCE: request.scope.get(NONCE, "") if request else "",
        }

    return shared


@hook()
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """Our pages in Datasette's menu."""
    return [
        {"href": datasette.urls.path("/search"), "label": "检索 Search"},
        {"href": datasette.urls.path("/method"), "label": "方法与局限 Method and limits"},
    ]
