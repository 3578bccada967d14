"""How a page of ours is answered."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from datasette.utils.asgi import NotFound, Response

from publish.database import archive_database
from publish.text_change import apart, differing


async def archive_or_404(datasette: Any) -> Any:
    """The archive's database. Raises NotFound where Datasette serves none."""
    database = await archive_database(datasette)
    if database is None:
        raise NotFound("没有年报存档 / No archive is served here.")
    return database


async def page(datasette: Any, request: Any, template: str, context: dict[str, Any]) -> Any:
    """Render a template of ours as a response."""
    shared = {"nianbao_page": True, "link": lambda *parts: link(datasette, *parts), "web_address": web_address}
    shared |= {"differing": differing, "apart": apart}
    return Response.html(await datasette.render_template(template, {**shared, **context}, request=request))


def link(datasette: Any, *parts: object) -> str:
    """The address of a page of ours, its parts quoted; `link('report', 'a/b')` is /report/a%2Fb."""
    return str(datasette.urls.path(quoted(*parts)))


def quoted(*parts: object) -> str:
    """The path of a page of ours, its parts quoted, from the root of the site."""
    return "/" + "/".join(quote(str(part), safe="") for part in parts)


def web_address(url: str | None) -> str | None:
    """An address that a link may lead to: http and https alone (an archive may hold any text)."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
