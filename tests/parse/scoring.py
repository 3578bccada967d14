"""Compare tables with truth.json, cell by cell: right, wrong, missing, invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from distinct import Path, leaves

from parse.report import Money


@dataclass
class Score:
    """Cells by outcome. `invented`: a value where the document prints none. `missing`: null or absent for a number."""

    right: int = 0
    wrong: list[tuple[Path, Any, Any]] = field(default_factory=list)
    missing: list[Path] = field(default_factory=list)
    invented: list[tuple[Path, Any]] = field(default_factory=list)

    def exact(self) -> bool:
        return not (self.wrong or self.missing or self.invented)


def plain(value: Any) -> Any:
    """A value of the reader in the shape of truth.json."""
    if isinstance(value, Money):
        return {
            "raw": value.raw,
            "value": None if value.value is None else str(value.value),
            "unit": value.unit,
            "yuan": None if value.yuan is None else f"{value.yuan:f}",
        }
    return float(value) if isinstance(value, Decimal) else value


def plain_tables(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The reader's tables in the shape of truth.json."""
    return {key: plain_tables(value) if isinstance(value, Mapping) else plain(value) for key, value in tables.items()}


def score(tables: Mapping[str, Any], truth: Mapping[str, Any]) -> Score:
    """Score a reading. A cell of the truth that the reading does not have at all is missing, even if it is null."""
    read, expected = dict(leaves(plain_tables(tables))), dict(leaves(truth))
    result = Score()
    for path, value in expected.items():
        if (
            path in read
            and read[path] == value
            and isinstance(read[path], type(value)) | isinstance(value, int | float)
        ):
            result.right += 1
        elif path not in read or read[path] is None:
            result.missing.append(path)
        elif value is None:
            result.invented.append((path, read[path]))
        else:
            result.wrong.append((path, value, read[path]))
    result.invented += [(path, value) for path, value in read.items() if path not in expected]
    return result
