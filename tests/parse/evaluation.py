"""Every report that a person read by eye, in every carrier: cells right, wrong, missing, invented; facts; checks.

`make eval` prints the table; `test_evaluation.py` holds it to the floor. A missing cell is allowed only where the
document does not decide it (`UNDECIDED`), and then a problem of the reading names its row.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from evaluated import Case, cases
from evaluated_legacy import legacy_lines
from scoring import Score, score

from parse.reader import read
from parse.report import Report
from reading.limits import Limits
from reading.messages import Failure, Task
from reading.pool import Pool
from reading.queue import failed_reading

Reader = Callable[[Case], Report]
WORKERS = 2
UNDECIDED = {
    "shanghai-office-2025.md": 194,
    "pingtan-2019.txt": 19,
    "pingtan-2020-tables.txt": 26,
    "pingtan-2022.txt": 19,
    "pingtan-2023.txt": 6,
    "pingtan-2021.txt": 4,
}
"""Texts whose extractor ran cells together or tore them off, and how many cells of each must be read all the same."""
OFF_THE_PAPER = {
    ("shanghai-office-2019.html", False): 151,
    ("shanghai-office-2019.html", True): 151,
    ("shuyang-ndrc-2023.html", False): 185,
    ("shuyang-ndrc-2023.html", True): 160,
    ("pingtan-2019.html", True): 177,
    ("pingtan-2024.html", True): 199,
    ("pingtan-2025.html", True): 199,
}
"""Pages (and whether their numbers were changed) with tables wider than the paper that an office program prints them
on: columns, halves of labels and digits are not in the PDF. How many cells must be read all the same."""
_IDENTITIES = ("balance", "row_total", "results_total", "group_total")


@dataclass(frozen=True)
class Line:
    """One document read, and how it came out."""

    case: Case
    score: Score
    facts_right: int
    facts_wrong: tuple[tuple[str, Any, Any], ...]
    """(field, expected, read)."""
    checks_expected: int
    checks_missed: frozenset[tuple[str, str | None]]
    checks_extra: frozenset[tuple[str, str | None]]
    unnamed: frozenset[tuple[str, str]]
    """(table, row) of missing cells that no problem of the reading names."""

    @property
    def faults(self) -> list[str]:
        """What this reading must not be, in words; empty where all is well."""
        least = least_right(self.case)
        said = [f"{len(self.score.wrong)} wrong"] * bool(self.score.wrong)
        said += [f"{len(self.score.invented)} invented"] * bool(self.score.invented)
        said += [f"{len(self.score.missing)} missing"] * bool(self.score.missing and least is None)
        said += [f"fewer than {least} right"] * (least is not None and self.score.right < least)
        said += [f"no problem names what is missing: {sorted(self.unnamed)}"] * bool(self.unnamed)
        said += [f"facts: {self.facts_wrong}"] * bool(self.facts_wrong)
        said += [f"checks not found: {sorted(self.checks_missed, key=str)}"] * bool(
            self.checks_missed and least is None
        )
        said += [f"checks that fail in no one's eyes: {sorted(self.checks_extra, key=str)}"] * bool(self.checks_extra)
        return said


def least_right(case: Case) -> int | None:
    """How many cells of a document that does not decide all of them must be right; None if it decides them."""
    if case.carrier == "office_pdf" and (case.name, case.distinct) in OFF_THE_PAPER:
        return OFF_THE_PAPER[case.name, case.distinct]
    return UNDECIDED.get(case.name)


def in_process(case: Case) -> Report:
    """The reading of a case by `parse` alone."""
    return read(case.data, url=case.url)


def through_workers(documents: Iterable[Case]) -> Iterator[tuple[Case, Report]]:
    """The cases as a crawl reads them: in worker processes, with the converters of this machine."""
    known = list(documents)
    pool = Pool(WORKERS, Limits())
    try:
        for number, case in enumerate(known):
            pool.submit(number, Task(case.data, None, case.url, None))
        for _ in known:
            key, result = pool.results.get()
            case = known[int(str(key))]
            yield case, failed_reading(None, case.url, result) if isinstance(result, Failure) else result[0].report
    finally:
        pool.close()


def evaluate(documents: Iterable[Case], reader: Reader | None = None) -> Iterator[Line]:
    """Read the cases, by `reader` or as a crawl does, and compare; in any order."""
    readings = through_workers(documents) if reader is None else ((case, reader(case)) for case in documents)
    for case, report in readings:
        yield compare(case, report)


def compare(case: Case, report: Report) -> Line:
    """A reading against what a person read."""
    cells = score(report.tables or {}, case.tables)
    facts = [(field, expected, getattr(report, field)) for field, expected in case.fields.items()]
    wrong = tuple(fact for fact in facts if fact[1] != fact[2])
    known = frozenset(case.checks or ())
    found = frozenset(
        (problem.kind, problem.row or problem.column if problem.kind in _IDENTITIES else None)
        for problem in report.problems
        if problem.severity != "info" and (problem.kind in _IDENTITIES or problem.kind.startswith("narrative_"))
    )
    expected = frozenset((kind, place if kind in _IDENTITIES else None) for kind, place in known)
    told = {(problem.table, problem.row) for problem in report.problems if problem.origin == "reading"}
    gone = {(path[0], path[-2]) for path in cells.missing}
    return Line(
        case, cells, len(facts) - len(wrong), wrong, len(expected),
        expected - found if case.checks is not None else frozenset(),
        found - expected if case.checks is not None else frozenset(),
        frozenset(place for place in gone if place not in told and (place[0], None) not in told),
    )  # fmt: skip


def main() -> int:
    """Print the table; 1 if any reading has a fault."""
    print(f"{'document':36} {'carrier':16} {'numbers':9} {'right':>6} {'wrong':>6} {'missing':>8} {'invented':>9}"
          f" {'facts':>7} {'checks':>7}")  # fmt: skip
    totals = [0, 0, 0, 0]
    faults: list[str] = []
    lines = sorted(evaluate(cases()), key=lambda line: (line.case.name, line.case.carrier, line.case.distinct))
    for line in lines:
        counts = [line.score.right, len(line.score.wrong), len(line.score.missing), len(line.score.invented)]
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        numbers = "distinct" if line.case.distinct else "printed"
        facts = f"{line.facts_right}/{line.facts_right + len(line.facts_wrong)}"
        checks = "" if line.case.checks is None else f"{line.checks_expected - len(line.checks_missed)}/{line.checks_expected}"  # fmt: skip  # noqa: E501
        print(f"{line.case.name:36} {line.case.carrier:16} {numbers:9} {counts[0]:6} {counts[1]:6} {counts[2]:8}"
              f" {counts[3]:9} {facts:>7} {checks:>7}")  # fmt: skip
        faults += [f"{line.case.name} as {line.case.carrier} ({numbers}): {fault}" for fault in line.faults]
    print(f"{'all':63} {totals[0]:6} {totals[1]:6} {totals[2]:8} {totals[3]:9}")
    print()
    for old in legacy_lines():
        numbers = "distinct" if old.distinct else "printed"
        print(
            f"{old.name:36} {old.carrier:16} {numbers:9} {old.right:6} {old.wrong:6} {old.missing:8}  (legacy figures)"
        )
        faults += [f"{old.name} as {old.carrier} ({numbers}): {fault}" for fault in old.faults]
    print()
    for name, least in UNDECIDED.items():
        print(f"{name}: the text does not decide every cell; at least {least} must be right.")
    for (name, changed), least in OFF_THE_PAPER.items():
        numbers = "distinct" if changed else "printed"
        print(f"{name} as office_pdf ({numbers}): its tables run off the paper; at least {least} must be right.")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
