"""A county's figures beside those of its bureaus, townships and subdistricts; the two are never added together.

Whether they can be set against one another depends on the scope of the county's report: those of its own office alone
cannot; where the report does not say, only a note is made; where it says that it counts the whole county, they
contradict each other if every unit known was seen. A figure below that of one single unit needs no other unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.finding_rows import Checked, Coverage, Finding, Severity, Shown, UnitFigures
from parse import schema

BELOW, ABOVE, BELOW_ONE = "county_below_units", "county_above_units", "county_below_unit"
UNIT_LEVELS = frozenset(("department", "township", "subdistrict"))
UNITS_AT_LEAST = 10
"""A county of which fewer bodies are known is not known: no county has so few bureaus and towns."""

_REQUEST_ROWS = ("new_requests", "carried_over", "results_total", "carried_forward")
ROWS: dict[tuple[str, str], tuple[str, str]] = {
    **{
        ("disclosure_requests", row.key): (row.label, row.english)
        for row in schema.REQUEST_ROWS
        if row.key in _REQUEST_ROWS
    },
    **{("review_and_litigation", group.key): (group.label, group.english) for group in schema.LITIGATION_GROUPS},
}
"""The totals that are compared: (table, row) → label and English."""


def _finding(
    kind: str,
    severity: Severity,
    county: UnitFigures,
    key: tuple[str, str],
    expected: int,
    words: tuple[str, str],
    other: UnitFigures | None = None,
) -> Finding:
    return Finding(
        kind=kind,
        agency=county.agency,
        report_year=county.report_year,
        report=county.report,
        version=county.version,
        severity=severity,
        form_table=key[0],
        row_key=key[1],
        column_key="total",
        seen=str(county.totals[key]),
        expected=str(expected),
        other_version=other.version if other else None,
        chinese=words[0],
        english=words[1],
        sentence=county.scope_sentence,
    )


def _sum(
    county: UnitFigures, key: tuple[str, str], units: Sequence[UnitFigures], expected_units: int, known: bool
) -> Finding | None:
    """The county's total against the sum of its units; None where they are equal."""
    total, expected = county.totals[key], sum(unit.totals[key] for unit in units)
    if total == expected:
        return None
    label, english = ROWS[key]
    contradiction = county.scope == "whole" and known
    scope = "写明为全县汇总" if county.scope == "whole" else "未说明口径"
    counts = "counts the whole county" if county.scope == "whole" else "does not say whose figures it gives"
    return _finding(
        BELOW if total < expected else ABOVE,
        "warning" if contradiction else "info",
        county,
        key,
        expected,
        (
            f"{county.report_year}年度县报告（{scope}）“{label}”总计为 {total}，"
            f"所见 {len(units)} 个单位（存档所知应有 {expected_units} 个）之和为 {expected}。",
            f"The county's report of {county.report_year} ({counts}) prints {total} in total ({english}); "
            f"the {len(units)} units seen, of {expected_units} known, add up to {expected}.",
        ),
    )


def _largest(county: UnitFigures, key: tuple[str, str], units: Sequence[UnitFigures]) -> Finding | None:
    """The county's total against its largest unit; None where it is not below."""
    largest = max(units, key=lambda unit: (unit.totals[key], unit.agency))
    total, expected = county.totals[key], largest.totals[key]
    if total >= expected:
        return None
    (label, english), name = ROWS[key], largest.name or largest.agency
    return _finding(
        BELOW_ONE,
        "warning" if county.scope == "whole" else "info",
        county,
        key,
        expected,
        (
            f"{county.report_year}年度县报告“{label}”总计为 {total}，少于{name}一家的 {expected}。",
            f"The county's report of {county.report_year} prints {total} in total ({english}), "
            f"less than one of its units ({name}: {expected}).",
        ),
        largest,
    )


def _checked(county: UnitFigures, kind: str, passed: int, failed: int, reason: str | None) -> Checked:
    return Checked(
        report=county.report,
        kind=kind,
        agency=county.agency,
        report_year=county.report_year,
        passed=passed,
        failed=failed,
        not_assessable=len(ROWS) - passed - failed,
        reason=reason,
    )


def county_sums(
    figures: Sequence[UnitFigures], years: Mapping[str, Sequence[Coverage]], lists_complete: bool
) -> dict[str, Shown]:
    """By county agency, what its reports show beside those of its units. `figures` are of one county, `years` the
    coverage of its bodies."""
    shown: dict[str, Shown] = {}
    gaps = {
        row.report_year
        for rows in years.values()
        for row in rows
        if row.state == "not_seen" or row.reason == "withdrawn"
    }
    for county in figures:
        if county.level != "county":
            continue
        mine = shown.setdefault(county.agency, Shown())
        units = [unit for unit in figures if unit.report_year == county.report_year and unit.level in UNIT_LEVELS]
        if not county.totals or not units:
            continue
        if county.scope == "own":
            mine.checked += [_checked(county, kind, 0, 0, "scope_own") for kind in (BELOW, BELOW_ONE)]
            continue
        everyone = (
            lists_complete
            and county.report_year not in gaps
            and len(units) >= UNITS_AT_LEAST
            and len({unit.level for unit in units} & {"township", "subdistrict"}) > 0
            and "department" in {unit.level for unit in units}
        )
        expected_units = sum(
            row.report_year == county.report_year and row.state != "not_expected" and row.agency != county.agency
            for rows in years.values()
            for row in rows
        )
        sums, ones, known_rows, compared = [], [], 0, 0
        for key in ROWS:
            printed = [unit for unit in units if key in unit.totals]
            if key not in county.totals or not printed:
                continue
            compared += 1
            known = everyone and len(printed) == len(units)
            known_rows += known
            sums += [one] if (one := _sum(county, key, printed, expected_units, known)) else []
            ones += [one] if (one := _largest(county, key, printed)) else []
        mine.findings += [*sums, *ones]
        assessed = known_rows if county.scope == "whole" else 0
        failed = sum(finding.severity == "warning" for finding in sums)
        reason = "scope_unstated" if county.scope != "whole" else "units_unknown" if not everyone else "blank"
        mine.checked.append(
            _checked(county, BELOW, assessed - failed, failed, reason if assessed < len(ROWS) else None)
        )
        failed = len(ones)
        mine.checked.append(
            _checked(county, BELOW_ONE, compared - failed, failed, "blank" if compared < len(ROWS) else None)
        )
    return shown
