"""The manners of a guest: what a portal may rely on, whatever options an operator gives."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from crawler.agent import contact, user_agent
from crawler.operator import operator

FLOOR = 2.0
"""Seconds between two requests to a public host; a portal's row may only raise it."""

FORCED = 1000
"""A settings priority above the command line's."""


OURS = ("DOWNLOADER_MIDDLEWARES", "DOWNLOAD_HANDLERS", "DOWNLOAD_MAXSIZE")
"""Settings that are as `crawler.settings` says, whatever an option says."""


class MannersError(ValueError):
    """A crawl that the manners forbid; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What a portal's line puts up with over https: Scrapy's settings for it, and how the summary tells of it."""

    settings: Mapping[str, object]
    told: str


TLS = {
    "unverified": Tolerance({"DOWNLOAD_VERIFY_CERTIFICATES": False}, "its certificate is not checked, by its line"),
    "old": Tolerance(
        {"DOWNLOADER_CLIENT_TLS_CIPHERS": "DEFAULT@SECLEVEL=0", "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0"},
        "old TLS is put up with, by its line",
    ),
}
"""A portal whose TLS is broken (a chain without its middle, expired, not its name) or old is fetched from only if its
line says so; else each failure is a row."""


def is_loopback_name(host: str) -> bool:
    """Whether a host names this machine by itself: localhost, *.localhost (RFC 6761), a loopback address."""
    host = host.strip("[]").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def all_loopback(hosts: Iterable[str]) -> bool:
    """Whether every one of the `host` or `host:port` names is on this machine."""
    return all(is_loopback_name(urlsplit("//" + host).hostname or "") for host in hosts)


def enforce(settings: BaseSettings, hosts: Iterable[str], row_delay: float | None, tls: Collection[str] = ()) -> None:
    """Put the manners, and what keeps a crawl from harm, above every other source of settings.

    The delay is the largest of the floor (public hosts only), the portal's row, and what was set by option or
    environment; `tls` are the words of the portal's row. Raises MannersError where a public host would be visited
    without a contact.
    """
    from crawler import settings as ours  # it reads the operator's file

    local = all_loopback(hosts)
    agent = user_agent()
    if not local and not contact():
        raise MannersError("set NIANBAO_CONTACT to an address where a portal's operator can reach you")
    by_option = (settings.getpriority("DOWNLOAD_DELAY") or 0) > SETTINGS_PRIORITIES["project"]
    wish = settings["DOWNLOAD_DELAY"] if by_option else os.environ.get("NIANBAO_DOWNLOAD_DELAY", "").strip()
    try:
        delay = max(float(wish or operator().delay), row_delay or 0.0, 0.0 if local else FLOOR)
    except ValueError as error:
        raise MannersError(f"a download delay is a number of seconds, not {wish!r}") from error
    for name, value in (
        ("DOWNLOAD_DELAY", delay),
        ("DOWNLOAD_DELAY_JITTER", 0.0),
        ("DOWNLOAD_SLOTS", {}),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", 1),
        ("CONCURRENT_REQUESTS_PER_IP", 0),
        ("AUTOTHROTTLE_ENABLED", not local),
        ("ROBOTSTXT_OBEY", True),
        ("ROBOTSTXT_USER_AGENT", "nianbao"),
        ("USER_AGENT", agent),
        ("TELNETCONSOLE_ENABLED", False),
        ("REMOTE_CONTROL_ENABLED", False),
        ("HTTPPROXY_ENABLED", False),
        ("METAREFRESH_ENABLED", False),
        ("HTTPCACHE_ENABLED", False),
        ("DOWNLOAD_VERIFY_CERTIFICATES", True),
        *((name, getattr(ours, name)) for name in OURS),
        *((name, value) for word in sorted(tls) for name, value in TLS[word].settings.items()),
        ("JOBDIR", None),
    ):
        settings.set(name, value, priority=FORCED)
