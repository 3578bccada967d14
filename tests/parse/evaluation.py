"""Every seed in every carrier, as printed and with distinct numbers: cells right, wrong, missing, invented.

`make eval` prints the table; `test_evaluation.py` holds it to no wrong, no missing and no invented cell.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from distinct import distinct
from scoring import Score, score

from parse.reader import read
from parse.report import Report
from samples.carriers import CARRIERS, make

SEEDS = Path(__file__).parent.parent / "documents" / "seeds"
SURPLUS = {"003_7c65fe511f0a5482.txt": 1}
"""Numbers that a seed prints beyond the form (003: the sixteenth of table four)."""


@dataclass(frozen=True)
class Line:
    """One document read: seed, carrier, whether its numbers were made distinct, and how its cells came out."""

    seed: str
    carrier: str
    distinct: bool
    score: Score
    problems: frozenset[str]


@cache
def truth() -> dict[str, Any]:
    """Every cell of the seeds, typed by eye."""
    known: dict[str, Any] = json.loads((SEEDS / "truth.json").read_text(encoding="utf-8"))
    return known


def variants(seed: str) -> Iterator[tuple[bool, str, dict[str, Any]]]:
    """(distinct, text, expected tables) of a seed: as printed, and with every number another one."""
    text = (SEEDS / seed).read_text(encoding="utf-8")
    tables = truth()[seed]["tables"]
    yield False, text, tables
    if any(character.isdigit() for character in json.dumps(list(_values(tables)))):
        made = distinct(text, tables, surplus=SURPLUS.get(seed, 0))
        yield True, made.text, made.tables


def _values(tables: Any) -> Iterator[Any]:
    if isinstance(tables, dict):
        for value in tables.values():
            yield from _values(value)
    else:
        yield tables


def evaluate(carriers: tuple[str, ...] = CARRIERS, reader: Callable[..., Report] = read) -> Iterator[Line]:
    """Read every seed in every carrier; PDF only where LibreOffice is there to make one."""
    for seed in truth():
        for carrier in carriers:
            if carrier == "pdf" and shutil.which("soffice") is None:
                continue
            for changed, text, expected in variants(seed):
                report = reader(make(text, carrier))
                kinds = frozenset(problem.kind for problem in report.problems)
                yield Line(seed, carrier, changed, score(report.tables or {}, expected), kinds)


def main() -> int:
    """Print the table; 1 if a cell is wrong, missing or invented."""
    print(f"{'seed':5} {'carrier':15} {'numbers':9} {'right':>6} {'wrong':>6} {'missing':>8} {'invented':>9}")
    totals = [0, 0, 0, 0]
    for line in evaluate():
        counts = [line.score.right, len(line.score.wrong), len(line.score.missing), len(line.score.invented)]
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        numbers = "distinct" if line.distinct else "printed"
        print(
            f"{line.seed[:3]:5} {line.carrier:15} {numbers:9} {counts[0]:6} {counts[1]:6} {counts[2]:8} {counts[3]:9}"
        )
    print(f"{'all':31} {totals[0]:6} {totals[1]:6} {totals[2]:8} {totals[3]:9}")
    return 0 if totals[1:] == [0, 0, 0] else 1


if __name__ == "__main__":
    sys.exit(main())
