"""What the address of an indicator asks for: level, function, place, year, order, state, page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from publish.database import Row
from publish.indicator_rows import SORTS
from publish.listing import number_of
from publish.words import LEVEL, STATE

LEVELS = ("county", "department", "township", "subdistrict", "prefecture", "province", "unknown")
"""In the order of the page."""
OF_FUNCTION = {"county_government": "county", "township": "township", "subdistrict": "subdistrict"}
"""Functions that are a level; all others are of departments."""
_PLACE = re.compile(r"[0-9A-Za-z._-]{2,40}\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """`function` and `place` are "" where all are asked for; `place` is the beginning of a division code, or a portal.
    `year` None: the last one that there is."""

    level: str
    function: str
    place: str
    year: int | None
    sort: str
    state: str
    number: int

    @classmethod
    def of(cls, arguments: Any, level_years: list[Row], functions: set[str]) -> Asked:
        """Read the arguments; what makes no sense is left out. The level is that of most reports where none is said."""
        function = arguments.get("function") or ""
        function = function if function in functions else ""
        level = arguments.get("level") or ""
        if function:
            level = OF_FUNCTION.get(function, "department")
        elif level not in LEVELS:
            counts = dict.fromkeys(LEVELS, 0)
            for known in level_years:
                counts[known["level"]] = counts.get(known["level"], 0) + known["reports"]
            level = max(LEVELS, key=counts.__getitem__)
        place, year = (arguments.get("place") or "").strip(), arguments.get("year") or ""
        sort, state = arguments.get("sort"), arguments.get("state") or ""
        return cls(
            level,
            function,
            place if _PLACE.match(place) else "",
            int(year) if year.isdecimal() and len(year) == 4 else None,
            sort if sort in SORTS else "value",
            state if state in (*STATE, "number", "no_unit") else "",
            number_of(arguments),
        )

    @property
    def narrowed(self) -> bool:
        """Whether only bodies of a place or function are asked for."""
        return bool(self.place or self.function)

    @property
    def counted(self) -> str:
        """The function by which `indicators` counts: of departments alone, "" where the level says it."""
        return "" if self.function in OF_FUNCTION else self.function

    @property
    def province(self) -> str:
        """The place where it is a whole province, else ""."""
        return self.place if len(self.place) == 2 and self.place.isdecimal() else ""

    def address(self, **other: object) -> str:
        """The query string with some arguments changed; None and "" take one away."""
        known: dict[str, object] = {
            "level": self.level, "function": self.function, "place": self.place, "year": self.year,
            "sort": None if self.sort == "value" else self.sort, "state": self.state,
        }  # fmt: skip
        return urlencode({name: value for name, value in {**known, **other}.items() if value not in (None, "")})

    def of_view(self, year: int, key: dict[str, str]) -> str:
        """The query string of the same rows in the view `indicator_values` of Datasette; a place as one part or a
        range of codes."""
        found: list[tuple[str, object]] = [*key.items(), ("level", self.level), ("report_year", year)]
        if self.function:
            found.append(("function", self.function))
        if self.place:
            found.append(("place__startswith", self.place))
        if self.state:
            found.append(("state", self.state))
        return urlencode([*found, ("_sort_desc", "value")])


def level_name(level: str) -> tuple[str, str]:
    """A level in both languages."""
    return LEVEL.get(level, ("级别不明", "level not known"))
