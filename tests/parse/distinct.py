"""Documents with every value of the national tables replaced by another number, all different.

Most printed values are 0, so a reader that mixes up rows or columns goes unnoticed. This module knows nothing of the
reader: it takes the text of a document, finds the cells that hold a number by a pattern of its carrier, checks that
these numbers are those of truth.json in the same order, and writes other ones.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

NUMBER = r"[+-]?\d+(?:\.\d+)?"
TEXT_CELL = re.compile(rf"(?<=\t)[\u3000\xa0 ]*({NUMBER})(?=[\u3000\xa0 ]*(?:万元|元)?[\u3000\xa0 ]*(?:\t|\n|\Z))")
"""A cell of a tab-separated row or a Word dump (one cell behind each tab)."""
FIRST_TEXT_CELL = re.compile(
    rf"(?:(?<=\t)|(?<=\n))[\u3000\xa0 ]*({NUMBER})(?=[\u3000\xa0 ]*(?:万元|元)?[\u3000\xa0 ]*(?:\t|\n\S|\n\t|\n\n|\Z))"
)
"""The same, the first cell of a row included (table four has no label)."""
HTML_CELL = re.compile(
    rf">(?:\s|&nbsp;|\u3000|\xa0)*({NUMBER})(?=(?:\s|&nbsp;|\u3000|\xa0)*(?:万元|元)?(?:\s|&nbsp;|\u3000|\xa0)*<)"
)
"""A text node of HTML that is a number."""
MARKDOWN_CELL = re.compile(rf"\|\s*({NUMBER})(?=\s*(?:万元|元)?\s*\|)")
REGION = re.compile(
    r"第二十条第[（(]一[）)]项.*?(?=[五5][、.]\s*(?:</?\w+[^>]*>)*(?:政府信息公开工作)?存在的主要问题|\Z)", re.DOTALL
)
"""From the first block of table two to the heading of section five."""

Path = tuple[str, ...]


@dataclass(frozen=True)
class Variant:
    """A rewritten document. `tables` are expected; `places` say where the numbers were written (path None: surplus)."""

    text: str
    tables: dict[str, Any]
    places: tuple[tuple[Path | None, int, int], ...]


def leaves(tables: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """(path, value) of every cell in the order of the form; an amount of money is one cell."""
    for key, value in tables.items():
        if isinstance(value, Mapping) and "raw" not in value:
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


def with_leaf(tables: dict[str, Any], path: Path, value: Any) -> None:
    """Set one cell in place."""
    for key in path[:-1]:
        tables = tables[key]
    tables[path[-1]] = value


def number_of(value: Any) -> Decimal:
    """The number that truth.json holds in a cell."""
    return Decimal(str(value["value"] if isinstance(value, Mapping) else value))


def distinct(
    text: str,
    tables: Mapping[str, Any],
    cell: re.Pattern[str] = FIRST_TEXT_CELL,
    *,
    surplus: int = 0,
    seed: int = 1,
    drop: Collection[int] = (),
) -> Variant:
    """The document with every printed value replaced by a different number, and the tables it must give.

    `cell` finds numbers (group 1) in the region of the tables. `surplus` numbers at the end are beyond the form.
    The values with the indices in `drop` are blanked instead, and null is expected. Raises AssertionError if the
    numbers found are not those of `tables` in order.
    """
    region = REGION.search(text)
    assert region, "no tables in the text"
    found = [match.span(1) for match in cell.finditer(text, *region.span())]
    printed = [(path, value) for path, value in leaves(tables) if value is not None]
    assert len(found) == len(printed) + surplus, (len(found), len(printed), surplus)
    for (start, end), (path, value) in zip(found, printed, strict=False):
        assert Decimal(text[start:end]) == number_of(value), (path, text[start:end], value)
    numbers = random.Random(seed).sample(range(100, 99_999), len(found))
    expected = copy.deepcopy(dict(tables))
    parts: list[str] = []
    places: list[tuple[Path | None, int, int]] = []
    at = length = 0
    for index, (start, end) in enumerate(found):
        new = "" if index in drop else _new(text[start:end], numbers[index])
        path = printed[index][0] if index < len(printed) else None
        if path is not None:
            with_leaf(expected, path, _expected(printed[index][1], new))
        parts += [text[at:start], new]
        length += start - at
        places.append((path, length, length + len(new)))
        length += len(new)
        at = end
    return Variant("".join(parts) + text[at:], expected, tuple(places))


def _new(old: str, number: int) -> str:
    whole, point, decimals = old.partition(".")
    return f"{'-' if whole.startswith('-') else ''}{number}{point}{decimals}"


def _expected(old: Any, new: str) -> Any:
    """The cell of truth.json with another number."""
    if not new:
        return None
    if not isinstance(old, Mapping):
        return float(new) if "." in new else int(new)
    factor = {"元": 1, "万元": 10_000, None: None}[old["unit"]]
    raw = re.sub(NUMBER, new, old["raw"], count=1)
    yuan = None if factor is None else _plain(Decimal(new) * factor)
    return {"raw": raw, "value": new, "unit": old["unit"], "yuan": yuan}


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
