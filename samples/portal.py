"""What a sample portal publishes, read from `catalogue/<id>.json`: columns, articles, attachments, their addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CATALOGUE = HERE / "catalogue"
DOCUMENTS = HERE / "documents"


@dataclass(frozen=True)
class Attachment:
    """A file beside an article: its address on the portal, the text of its link, the file under `documents/`."""

    path: str
    text: str
    document: str


@dataclass(frozen=True)
class Article:
    """A page of a portal. `body` is a file under `documents/`, else `filler` names a text of `catalogue/fillers.json`.

    `also_at` are further addresses that show the same body, `also_in` further columns that list it; `split` is the
    markup with which each further page of an article begins that is split over several.
    """

    path: str
    title: str
    date: str
    column: str
    body: str | None = None
    filler: str | None = None
    unit: str = ""
    source: str = ""
    link_text: str = ""
    encoding: str = ""
    template: str = "article.html"
    attachments: tuple[Attachment, ...] = ()
    also_at: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)

    @property
    def further(self) -> list[str]:
        """The addresses of its further pages: `t…_1084_1.html`."""
        stem, _, ending = self.path.rpartition(".")
        return [f"{stem}_{number}.{ending}" for number in range(1, len(self.split) + 1)]

    @property
    def label(self) -> str:
        """The text of the links to it."""
        return self.link_text or self.title

    @property
    def day(self) -> str:
        """The date without its time."""
        return self.date[:10]


@dataclass(frozen=True)
class Column:
    """A column (栏目) of a portal. `kind`: navigation (links to its children) or a name the family knows (list, …)."""

    path: str
    name: str
    kind: str = "navigation"
    parent: str | None = None
    page_size: int = 5
    unit: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Portal:
    """A sample portal: `family` names its module under `families/` and its templates."""

    id: str
    name: str
    family: str
    columns: tuple[Column, ...]
    articles: tuple[Article, ...]
    site_code: str = ""
    encoding: str = "utf-8"
    declared_encoding: str = ""
    charset_in_header: bool = True
    robots: str | None = None
    counter: bool = False
    gzip: bool = False
    index: tuple[str, ...] = ("index.html",)
    meta: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_path(self) -> dict[str, Column]:
        """The columns by their address."""
        return {column.path: column for column in self.columns}

    def children(self, path: str | None) -> list[Column]:
        """The columns under a column, or those of the home page."""
        return [column for column in self.columns if column.parent == path]

    def listed(self, column: Column) -> list[Article]:
        """The articles a column lists, newest first."""
        found = [article for article in self.articles if column.path in (article.column, *article.also_in)]
        return sorted(found, key=lambda article: article.date, reverse=True)

    def crumbs(self, path: str | None) -> list[Column]:
        """The columns from the home page down to a column."""
        crumbs: list[Column] = []
        while path is not None:
            crumbs.insert(0, self.by_path[path])
            path = crumbs[0].parent
        return crumbs


def load_portal(portal: str) -> Portal:
    """Read a portal of the catalogue; raises KeyError or TypeError where its file names something unknown."""
    data: dict[str, Any] = json.loads((CATALOGUE / f"{portal}.json").read_text("utf-8"))
    columns = tuple(Column(**column) for column in data.pop("columns"))
    articles = tuple(_article(article) for article in data.pop("articles"))
    data["index"] = tuple(data.get("index", ("index.html",)))
    return Portal(id=portal, columns=columns, articles=articles, **data)


PORTALS = HERE / "portals.csv"
"""The portals of `nianbao demo`."""
PRODUCTS = HERE / "products.csv"
"""One portal more for each product and way of listing that those do not have. They publish the same reports once more,
so they are walked by tests and not by the demo."""
BROWSER = HERE / "browser.csv"
"""The portal whose lists only a browser sees: walked by tests where the extra `browser` and a Chromium are there."""


def load_portals(table: Path = PORTALS) -> Iterator[Portal]:
    """All portals of a table, in its order."""
    for line in table.read_text("utf-8").splitlines()[1:]:
        yield load_portal(line.split(",", 1)[0])


def _article(data: dict[str, Any]) -> Article:
    attachments = tuple(Attachment(**attachment) for attachment in data.pop("attachments", ()))
    also_at = tuple(data.pop("also_at", ()))
    also_in = tuple(data.pop("also_in", ()))
    split = tuple(data.pop("split", ()))
    return Article(attachments=attachments, also_at=also_at, also_in=also_in, split=split, **data)
