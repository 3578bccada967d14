"""The foot of each printed page of a revision: what was printed, and where it stays."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import Response

from publish.page import link

LONGEST = 300


def _css_string(text: str) -> str:
    """Any text as a CSS string: every sign that is not plainly harmless stands as its code."""
    return '"' + re.sub(r"[^A-Za-z0-9 .:/_-]", lambda sign: f"\\{ord(sign[0]):x} ", text[:LONGEST]) + '"'


async def print_style(datasette: Any, request: Any) -> Any:
    """GET /print/<version>.css: the margin of a printed page names the revision and its address."""
    known = unquote(request.url_vars["version"])
    address = datasette.absolute_url(request, link(datasette, "version", known))
    said = _css_string(f"年报 nianbao · 版次 revision {known} · {address}")
    style = f"@page {{ @bottom-left {{ content: {said}; font-size: 7pt; width: 85%; text-align: left; }} }}\n"
    return Response(style, content_type="text/css; charset=utf-8")
