"""Answers `304 Not Modified` that cannot be what they say: a firewall in front of a portal gives them, too.

A 304 says that nothing changed since a copy that we have. It can only say so to a request that named that copy
(RFC 9110, 13.1 and 15.4.5), and where it names a copy itself, it has to be the same. One that a firewall signs is not
believed either: the page is asked for whole, and what comes then counts.
"""

from __future__ import annotations

import re

from scrapy import Request
from scrapy.http import Response

NOT_MODIFIED = "not_modified"
"""Flag of a response that stands for a 304: it has the body that the archive holds."""

_SERVERS = re.compile(rb"waf\b|firewall|safedog|yunsuo|360wzws|anquanbao|nsfocus|knownsec", re.IGNORECASE)
"""Words by which firewalls call themselves in `Server`."""
_COOKIES = re.compile(rb"__jsl_clearance|FSSBBIl1UgzbN7N80|acw_sc__v2|wzws_sessionid|yunsuo_session|waf_captcha")
"""Cookies of a challenge, which no page of a portal sets; `crawler.blocks` knows the same products by their scripts."""


def doubted(request: Request, response: Response) -> str | None:
    """Why a 304 is not believed, or None where it is, or where the answer is none."""
    if response.status != 304:
        return None
    asked, since = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
    if asked is None and since is None:
        return "status 304 to a request that named no copy"
    tag = response.headers.get("ETag")
    if asked is not None and tag is not None and _opaque(tag) != _opaque(asked):
        return "status 304 for another copy than the one that was named"
    server, cookies = response.headers.get("Server") or b"", b" ".join(response.headers.getlist("Set-Cookie"))
    if _SERVERS.search(server) or _COOKIES.search(cookies):
        return "status 304 by a firewall"
    return None


def _opaque(tag: bytes) -> bytes:
    """A tag without what says that it is weak; servers add a coding's name to it when they compress (`-gzip`)."""
    return re.sub(rb'(?:-gzip|-br|;gzip)(?="?$)', b"", tag.strip().removeprefix(b"W/"))
