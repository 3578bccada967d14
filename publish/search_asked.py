"""What the address of a search asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from archive.query import Query, parse
from archive.search import match_query
from archive.search_tokens import SEARCH_COLUMNS

LONGEST = 200
ORDERS = ("relevance", "newest", "year")
WHOSE = ("province", "county", "portal", "agency", "level")
"""Filters that are a word of an address each."""
STATES = ("problems", "changed", "withdrawn")
"""Filters that are `1` or not there."""
LAST_PAGE = 5000


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: the query as typed, the filters, the order, and the page (from 1)."""

    query: str
    section: str | None
    first_year: int | None
    last_year: int | None
    whose: dict[str, str]
    states: tuple[str, ...]
    order: str | None
    everything: bool
    number: int
    own: bool = False
    """Whether hits that stand only in boilerplate are left out."""

    @classmethod
    def of(cls, arguments: Any) -> Asked:
        """Read the arguments; what makes no sense is left out."""
        section, order, number = arguments.get("section"), arguments.get("sort"), arguments.get("page", "")
        year = _year(arguments.get("year"))
        return cls(
            arguments.get("q", "").strip()[:LONGEST],
            section if section in SEARCH_COLUMNS else None,
            year or _year(arguments.get("from")),
            year or _year(arguments.get("to")),
            {name: value for name in WHOSE if (value := _words(arguments, name))},
            tuple(name for name in STATES if arguments.get(name) == "1"),
            order if order in ORDERS else None,
            arguments.get("all") == "1",
            min(int(number), LAST_PAGE) if number.isdecimal() and 0 < len(number) < 7 and int(number) else 1,
            arguments.get("own") == "1",
        )

    @property
    def read(self) -> Query:
        """The query as it is read."""
        return parse(self.query)

    @property
    def match(self) -> str:
        """Its MATCH expression; "" where there is nothing to look for."""
        return match_query(self.query, [self.section] if self.section else [])

    @property
    def narrowed(self) -> bool:
        """Whether anything but a query narrows the search."""
        return bool(self.whose or self.states or self.first_year or self.last_year)

    def arguments(self, **other: object) -> dict[str, object]:
        """The arguments of this search, some of them changed; those that say nothing left out."""
        found = {
            "q": self.query,
            **self.whose,
            "section": self.section,
            "from": self.first_year,
            "to": self.last_year,
            **dict.fromkeys(self.states, "1"),
            "sort": self.order,
            "all": "1" if self.everything else None,
            "own": "1" if self.own else None,
            **other,
        }
        return {name: value for name, value in found.items() if value}

    @property
    def years(self) -> dict[str, str]:
        """The years as an address has them."""
        found = {"from": self.first_year, "to": self.last_year}
        return {name: str(year) for name, year in found.items() if year}

    def address(self, **other: object) -> str:
        """The query string of this search with some arguments changed; `year` sets first and last."""
        if "year" in other:
            other = {"from": other["year"], "to": other["year"], **other}
            other.pop("year")
        return urlencode(self.arguments(**other))


def several(value: str) -> list[str]:
    """The values of a filter that takes more than one: counties, divided by commas."""
    return [one for part in value.split(",") if (one := part.strip())]


def _words(arguments: Any, name: str) -> str:
    """A filter as one text; a county that is chosen more than once is a list divided by commas."""
    given = arguments.getlist(name) if name == "county" and hasattr(arguments, "getlist") else [arguments.get(name)]
    return ",".join(one.strip() for one in given if one and one.strip())[:LONGEST]


def _year(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isdecimal() and len(typed) == 4 else None
