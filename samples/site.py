"""A portal laid out as addresses: what is answered where, rendered when it is asked for."""

from __future__ import annotations

import html
import importlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jinja2

from samples.portal import CATALOGUE, DOCUMENTS, HERE, Article, Column, Portal

MEDIA_TYPES = {
    ".css": "text/css",
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".js": "application/javascript",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
}

_RULE = re.compile(r"^=+ 正文 =+$", re.M)
"""What the collector of the 平潭 texts put between his header and the text of the page."""


@dataclass(frozen=True)
class Page:
    """What an address answers: a template with its context, or the bytes of a file.

    `counted`: the page shows how often it was asked for, so its bytes differ at each request.
    """

    address: str
    template: str | None = None
    context: Mapping[str, Any] = field(default_factory=dict)
    document: str | None = None
    media_type: str = "text/html"
    encoding: str = "utf-8"
    charset_in_header: bool = True
    counted: bool = False
    date: str = "2024-01-02"


@dataclass(frozen=True)
class Endpoint:
    """A script of the CMS: the parameters it looks at, with what it takes for those not given."""

    path: str
    parameters: Mapping[str, str]


class Site:
    """All addresses of one portal.

    A file's address has no query; one under an `Endpoint` has those of its parameters that are not empty, sorted.
    """

    def __init__(self, portal: Portal, origin: str) -> None:
        self.portal = portal
        self.origin = origin
        self.pages: dict[str, Page] = {}
        family = importlib.import_module(f"samples.families.{portal.family}")
        self._endpoints: dict[str, Endpoint] = {endpoint.path: endpoint for endpoint in family.endpoints(portal)}
        for page in (*_common(portal), *family.pages(portal)):
            address = self.address(page.address)
            if address in self.pages:
                raise ValueError(f"{portal.id}: two pages at {address}")
            self.pages[address] = page

    def address(self, target: str) -> str:
        """The address of a request target, as this portal tells its pages apart."""
        parts = urlsplit(target)
        endpoint = self._endpoint(parts.path)
        if endpoint is None:
            path = parts.path or "/"
            for name in self.portal.index:
                if path.endswith("/" + name):
                    path = path.removesuffix(name)
            return path
        given = dict(parse_qsl(parts.query))
        wanted = {name: given.get(name, default) for name, default in endpoint.parameters.items()}
        query = urlencode(sorted((name, value) for name, value in wanted.items() if value))
        return parts.path + (f"?{query}" if query else "")

    def render(self, page: Page, visits: int) -> bytes:
        """The bytes of a page at its n-th visit, in its encoding (what that cannot write becomes a reference)."""
        if page.document is not None:
            return (DOCUMENTS / page.document).read_bytes()
        assert page.template is not None
        text = render_template(
            page.template, portal=self.portal, origin=self.origin, visits=visits, page=page, **page.context
        )
        return text.encode(page.encoding, "xmlcharrefreplace")

    def _endpoint(self, path: str) -> Endpoint | None:
        if path in self._endpoints:
            return self._endpoints[path]
        folder = path.rsplit("/", 1)[0] + "/*"
        return self._endpoints.get(folder)


def render_template(name: str, **context: Any) -> str:
    """A template under `templates/`, filled; a family that has none of its own takes that of `generic/`."""
    return _environment().select_template([name, f"generic/{name.rpartition('/')[2]}"]).render(**context)


def list_pages(portal: Portal, column: Column) -> list[list[Article]]:
    """The articles of a column, cut into the pages of its list (one empty page where there is none)."""
    listed = portal.listed(column)
    size = column.page_size
    return [listed[start : start + size] for start in range(0, len(listed), size)] or [[]]


def _common(portal: Portal) -> Iterator[Page]:
    folder = portal.family
    news = [article for article in portal.articles if article.filler in ("news", "notice")]
    context = {"columns": portal.children(None), "news": news, "crumbs": [], "title": portal.name}
    yield Page("/", f"{folder}/home.html", context, **settings(portal))
    for column in portal.columns:
        if column.kind == "navigation":
            yield Page(column.path, f"{folder}/navigation.html", column_context(portal, column), **settings(portal))
    for article in portal.articles:
        for path in (article.path, *article.also_at):
            how = settings(portal) | {"date": article.date}
            if article.encoding:
                how |= {"encoding": article.encoding, "charset_in_header": False}
            yield Page(path, f"{folder}/{article.template}", article_context(portal, article, path), **how)
        for number, path in enumerate(article.further, 1):
            context = article_context(portal, article, path, number)
            yield Page(path, f"{folder}/{article.template}", context, **settings(portal) | {"date": article.date})
        for attachment in article.attachments:
            media_type = MEDIA_TYPES[attachment.document[attachment.document.rindex(".") :]]
            yield Page(attachment.path, document=attachment.document, media_type=media_type, date=article.date,
                       charset_in_header=False)  # fmt: skip
    for name in ("style.css", "page.js"):
        yield Page(f"/static/{name}", f"static/{name}", media_type=MEDIA_TYPES[name[name.index(".") :]])
    if portal.robots is not None:
        yield Page("/robots.txt", "static/robots.txt", media_type="text/plain")


def column_context(portal: Portal, column: Column) -> dict[str, Any]:
    """What every page of a column shows."""
    return {
        "column": column,
        "children": portal.children(column.path),
        "crumbs": portal.crumbs(column.path),
        "title": column.name,
    }


def article_context(portal: Portal, article: Article, path: str, number: int = 0) -> dict[str, Any]:
    """What a page of an article shows; `body` is its markup, of a split one that of its page `number`."""
    pages = _split(body(article), article.split)
    return {
        "article": article,
        "address": path,
        "crumbs": portal.crumbs(article.column),
        "title": article.title,
        "body": pages[number],
        "number": number,
        "pages": len(pages),
    }


def body(article: Article) -> str:
    """The markup of an article: a fragment of HTML as it is, a text as paragraphs, a filler with its unit's name."""
    if article.body is None and article.filler is None:
        return ""
    if article.body is None:
        paragraphs = [line.replace("{unit}", article.unit) for line in _fillers()[article.filler or ""]]
        return "\n".join(line if line.startswith("<") else f"<p>{html.escape(line)}</p>" for line in paragraphs)
    text = (DOCUMENTS / article.body).read_text("utf-8")
    if article.body.endswith(".html"):
        return text
    lines = _RULE.split(text)[-1].splitlines()
    return "\n".join(f"<p>{html.escape(line.strip())}</p>" for line in lines if line.strip())


def _split(markup: str, at: tuple[str, ...]) -> list[str]:
    """The pages of an article; raises ValueError where one is not to be found."""
    places = [0, *(markup.index(beginning) for beginning in at), len(markup)]
    return [markup[start:end] for start, end in pairwise(places)]


def settings(portal: Portal) -> dict[str, Any]:
    """How a portal sends its pages: encoding, whether the header says so, whether they count their visits."""
    return {
        "encoding": portal.encoding,
        "charset_in_header": portal.charset_in_header,
        "counted": portal.counter,
    }


@cache
def _fillers() -> dict[str, list[str]]:
    texts: dict[str, list[str]] = json.loads((CATALOGUE / "fillers.json").read_text("utf-8"))
    return texts


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(HERE / "templates")
    return jinja2.Environment(
        loader=loader, autoescape=jinja2.select_autoescape(["html", "xml"]), undefined=jinja2.StrictUndefined
    )
