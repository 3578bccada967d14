"""The addresses that pages give: made absolute, without session and fragment, and what two of them are the same by."""

from __future__ import annotations

import re
from base64 import b64decode
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urldefrag, urljoin, urlsplit, urlunsplit

from crawler import link_words as words


def clean_url(base: str, href: str, not_followed: re.Pattern[str] = words.NOT_FOLLOWED) -> str | None:
    """The absolute http address of a link, without fragment and session; None where there is none to follow."""
    href = href.strip().replace("\\", "/")
    if not href or href.startswith("#") or not_followed.search(href):
        return None
    if _PLAIN.fullmatch(href) and (start := _start(base, href[0] == "/")) is not None:
        return start + href
    return _joined(base, href)


_PLAIN = re.compile(r"/?(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*)?")
"""Most links: a path of plain names, from the root or from the page's folder."""


@lru_cache(maxsize=1024)
def _start(base: str, root: bool) -> str | None:
    """What a plain path comes after, from the root or from the page's folder; None where that is not so plain."""
    found = _joined(base, "/x" if root else "x")
    if found is None or not found.endswith("/x") or re.search(r"[;?#]", found):
        return None
    return found[:-2] if root else found[:-1]


def _joined(base: str, href: str) -> str | None:
    try:
        url = urldefrag(urljoin(base, href))[0]
        parts = urlsplit(url)
        hash(parts.port)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    path = re.sub(r"/{2,}", "/", parts.path) or "/"
    url = urlunsplit((parts.scheme, parts.netloc.lower(), path, parts.query, ""))
    return words.SESSION.sub("", url).rstrip("?&")


def query_in(codec: str, href: str) -> str:
    """An address with its query as a browser sends it from a page in this encoding."""
    if codec == "utf-8" or "?" not in href or href.isascii():
        return href
    path, _, query = href.partition("?")
    return f"{path}?{quote(query, safe=_SAFE, encoding=codec, errors='xmlcharrefreplace')}"


_SAFE = "%/:=&?~#+!$,;'@()*[]"
"""What stands in a query as it is."""


def bare(url: str) -> str:
    """An address without scheme, `www.`, and index file: what is the same page for the record of a walk."""
    bare = re.sub(r"^https?://(?:www\.)?", "", url)
    return re.sub(r"/(?:index\.(?:s?html?|jsp|aspx?|php))?$", "/", bare)


def file_shown(url: str) -> str | None:
    """The file that the address of a viewer names (`viewer.html?file=/a/b.pdf`, `onlinePreview?url=<Base64 of it>`),
    absolute; None where it names none. Of pdf.js [C] it may be any address, of others it is a path to a file's name."""
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if name == "file" and re.search(r"viewer\.html?$", parts.path) and "/" in value:
            return clean_url(url, value)
        for told in (value, _from_base64(value)):
            if "/" in told and words.ATTACHMENT_URL.search(told):
                return clean_url(url, told)
    return None


def _from_base64(value: str) -> str:
    """What a value says that is an address as Base64, else nothing."""
    if not re.fullmatch(r"[A-Za-z0-9+/ _-]{8,2000}={0,2}", value):
        return ""
    try:
        return b64decode(value.replace(" ", "+"), altchars=b"-_" if set("-_") & set(value) else None).decode()
    except ValueError:
        return ""


PARAMETERS = frozenset(
    {
        *("pageindex", "page", "pageno", "curpage", "currpage", "pagenum", "pn", "p", "currentpage", "pagenumber"),
        *("curr", "current", "nowpage", "page_no", "page_num"),
    }
)
"""Address parameters that number pages, lower case."""


def same_list(one: str, other: str) -> bool:
    """Whether two addresses differ only in a page number, in the path's last part or in a page parameter."""
    a, b = urlsplit(one), urlsplit(other)
    if (a.netloc.removeprefix("www."), a.path.rpartition("/")[0]) != (
        b.netloc.removeprefix("www."),
        b.path.rpartition("/")[0],
    ):
        inner, outer = sorted((a.path, b.path), key=len, reverse=True)
        # 博达: zcyzc.htm, then zcyzc/30.htm
        return bool(re.fullmatch(re.escape(re.sub(r"\.s?html?$", "", outer)) + r"/\d+\.s?html?", inner))
    if a.path != b.path and _folder(a.path) == _folder(b.path):
        here, there = dict(parse_qsl(a.query)), dict(parse_qsl(b.query))
        return any(name.lower() in PARAMETERS for name in (*here, *there)) and all(
            here[name] == there[name] for name in here.keys() & there.keys() if name.lower() not in PARAMETERS
        )
    if a.path == b.path:
        left = {k: v for k, v in parse_qsl(a.query) if k.lower() not in PARAMETERS}
        right = {k: v for k, v in parse_qsl(b.query) if k.lower() not in PARAMETERS}
        return left == right
    return _neutral(a.path) == _neutral(b.path)


def _folder(path: str) -> str:
    """A path without the name of its folder's index."""
    return re.sub(r"/(?:index|default)\.\w{2,5}$", "/", path)


def _neutral(path: str) -> str:
    last = path.rpartition("/")[2] or "index.html"
    last = re.sub(r"\.s?html?$", "", last)
    return re.sub(r"[_-]?\d{1,4}$", "", last) or "#"
