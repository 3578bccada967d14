"""A long list shown a page at a time: where it goes on, and the same rows as a table of Datasette's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from publish.database import Row

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to: the columns of its view by name, those not asked for left out."""

    chosen: dict[str, str]

    @classmethod
    def of(cls, arguments: Any, names: tuple[str, ...]) -> Filters:
        """Read the arguments of an address; empty ones are left out."""
        return cls({name: value for name in names if (value := (arguments.get(name) or "").strip()[:200])})

    @property
    def where(self) -> str:
        """SQL that keeps the rows asked for; parameters are `chosen`. A year is a number."""
        return " AND ".join(
            f"{name} = CAST(:{name} AS INTEGER)" if name.endswith("year") else f"{name} = :{name}"
            for name in self.chosen
        ) or "1"  # fmt: skip

    def without(self, name: str) -> Filters:
        """The same filters but one."""
        return Filters({key: value for key, value in self.chosen.items() if key != name})

    def address(self, **other: object) -> str:
        """A query string with some of them changed; None takes one away."""
        return urlencode({name: value for name, value in {**self.chosen, **other}.items() if value is not None})

    def of_table(self, **more: object) -> str:
        """The query string of the same rows in Datasette's table: the filters, a place as what a body's id begins
        with, and `more`."""
        named = {"agency__startswith" if name == "place" else name: value for name, value in self.chosen.items()}
        return urlencode({**named, **{name: value for name, value in more.items() if value is not None}})

    def feed(self) -> str:
        """The query string of the feed of the same portal and body; feeds are narrowed to nothing else."""
        return urlencode({name: value for name, value in self.chosen.items() if name in ("portal", "agency")})


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, its number, and whether another follows."""

    rows: list[Row]
    number: int
    more: bool


def number_of(arguments: Any) -> int:
    """The page asked for, from 1 to 2,000; anything else is the first."""
    asked = arguments.get("page") or ""
    return min(int(asked), 2000) if asked.isdecimal() and 0 < len(asked) < 6 and int(asked) else 1


def limits(number: int) -> dict[str, int]:
    """Parameters `limit` (one row more than a page has) and `offset` of a page."""
    return {"limit": PAGE + 1, "offset": (number - 1) * PAGE}


def cut(found: list[Row], number: int) -> Page:
    """A page of rows asked for with `limits`."""
    return Page(found[:PAGE], number, len(found) > PAGE)
