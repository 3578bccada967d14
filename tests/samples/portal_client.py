"""Ask the sample portals as a crawler would: by host name, over loopback."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from samples import SamplePortals


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(portals: SamplePortals, host: str, path: str, method: str = "GET", body: str = "", **headers: str) -> Got:
    """One request; header names are given with underscores."""
    connection = http.client.HTTPConnection("127.0.0.1", portals.port, timeout=10)
    name = host if "." in host else f"{host}.localhost"
    sent = {"Host": f"{name}:{portals.port}"} | {key.replace("_", "-"): value for key, value in headers.items()}
    try:
        connection.request(method, path, body or None, sent)
        response = connection.getresponse()
        return Got(response.status, dict(response.getheaders()), response.read())
    finally:
        connection.close()


class Links(HTMLParser):
    """The addresses a page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def links(text: str, host: str, path: str) -> list[tuple[str, str]]:
    """(host, path with query) of every link of a page, also of those inside CDATA."""
    parser = Links()
    parser.feed(text.replace("<![CDATA[", "").replace("]]>", "").replace('<script type="text/xml">', ""))
    absolute = (urlsplit(urljoin(f"http://{host}.localhost{path}", link)) for link in parser.found)
    return [(parts.hostname or "", parts.path + (f"?{parts.query}" if parts.query else "")) for parts in absolute]


class Tables(HTMLParser):
    """The tables of a page: rows of (text, colspan, rowspan)."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[tuple[str, int, int]]]] = []
        self._cell: tuple[int, int] | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag == "td":
            self._cell = int(given.get("colspan") or 1), int(given.get("rowspan") or 1)
            self._text = ""
        elif tag == "br" and self._cell:
            self._text += "\n"

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "td" and self._cell:
            self.tables[-1][-1].append((self._text, *self._cell))
            self._cell = None


def tables(text: str) -> list[list[list[tuple[str, int, int]]]]:
    """The tables of a page."""
    parser = Tables()
    parser.feed(text)
    return parser.tables
