"""The statistics tables of free-form reports in every carrier: figures right, wrong, missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents_read import REAL
from legacy_pages import CARRIERS, REPORTS, WITH_TABLE, Figure, rewritten

from parse.reader import read
from parse.report import LegacyFigure

RAN_TOGETHER = {"pingtan-county-2012.txt", "pingtan-2018-excerpt.txt"}
"""Texts whose extractor ran the two columns of figures together: every figure is null, and told."""


@dataclass(frozen=True)
class LegacyLine:
    """One document read: how the two figures of each row of its table came out."""

    name: str
    carrier: str
    distinct: bool
    right: int
    wrong: int
    missing: int

    @property
    def faults(self) -> list[str]:
        """What this reading must not be, in words; empty where all is well."""
        may_miss = self.name in RAN_TOGETHER and not self.distinct
        return [f"{self.wrong} wrong"] * bool(self.wrong) + [f"{self.missing} missing"] * bool(
            self.missing and not may_miss
        )


def legacy_lines() -> Iterator[LegacyLine]:
    """Every report with a statistics table as its text was stored, and with other numbers in every carrier."""
    for name in WITH_TABLE:
        rows = REPORTS[name]["legacy_figures"]["table"]["rows"]
        printed = [(row["label"], row["unit"], row["value"], row["cumulative"]) for row in rows]
        report = read((REAL / "reports" / name).read_bytes(), url=f"http://www.example.gov.cn/{name}")
        yield _line(name, "txt", False, printed, report.legacy_figures)
        for carrier in CARRIERS:
            made = rewritten(name, carrier)
            yield _line(name, carrier, True, made.figures, read(made.data, url=made.url).legacy_figures)


def _line(
    name: str, carrier: str, changed: bool, expected: Sequence[Figure], figures: Sequence[LegacyFigure]
) -> LegacyLine:
    right = wrong = missing = 0
    for (label, unit, *values), figure in zip(expected, figures[-len(expected) :], strict=True):
        same_row = (figure.label, figure.unit) == (label, unit)
        for value, read_value in zip(values, (figure.value, figure.cumulative), strict=True):
            if same_row and read_value == value:
                right += 1
            elif same_row and read_value is None:
                missing += 1
            else:
                wrong += 1
    return LegacyLine(name, carrier, changed, right, wrong, missing)
