"""What goes on from one year's report to the next: the identities of `chain_rules`, for the reports of one body.

Only consecutive report years, and only where every value is printed: a blank is not 0, it makes the identity not
assessable, as a reorganisation or a change of scope does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.finding_rows import AgencyFacts, CellKey, Finding, ReportFigures, Shown
from findings.chain_rules import RULES, ChainRule, Identity
from findings.neighbours import Neighbours, neighbours

Number = int | float


def _terms(identity: Identity, pair: Neighbours) -> list[tuple[int, Number]] | None:
    """Sign and value of each term; None where one of them is not printed."""
    counts: dict[str, Mapping[CellKey, Number]] = {"before": pair.before.counts, "now": pair.report.counts}
    found = [(term.sign, counts[term.year].get(term.key)) for term in identity.terms]
    values: list[tuple[int, Number]] = [(sign, value) for sign, value in found if value is not None]
    return values if len(values) == len(found) else None


def _applies(rule: ChainRule, pair: Neighbours) -> bool:
    year = pair.report.report_year
    return (rule.first_year is None or year >= rule.first_year) and (rule.last_year is None or year <= rule.last_year)


def _finding(
    rule: ChainRule, identity: Identity, pair: Neighbours, seen: Number, terms: list[tuple[int, Number]]
) -> Finding:
    now, expected = pair.report, sum(sign * value for sign, value in terms)
    words = {
        "year": now.report_year,
        "before": pair.before.report_year,
        "label": identity.label,
        "english": identity.english,
        "seen": seen,
        "expected": expected,
        "terms": " ".join(f"{'−' if sign < 0 else '+'} {value}" for sign, value in terms).removeprefix("+ "),
    }
    table, row, column = identity.seen
    return Finding(
        kind=rule.kind,
        agency=now.agency,
        report_year=now.report_year,
        report=now.report,
        version=now.version,
        severity="info" if pair.unsure else rule.severity,
        form_table=table,
        row_key=row,
        column_key=column,
        seen=str(seen),
        expected=str(expected),
        other_version=pair.before.version,
        chinese=rule.chinese.format(**words),
        english=rule.english.format(**words),
    )


def _compare(rule: ChainRule, pair: Neighbours) -> Shown:
    places = len(rule.identities)
    editions = {pair.before.edition, pair.report.edition}
    reason = pair.reason or ("edition" if rule.editions is not None and editions != rule.editions else None)
    if reason:
        return Shown([], [pair.checked(rule.kind, 0, 0, places, reason)])
    found, passed, failed = [], 0, 0
    for identity in rule.identities:
        seen, terms = pair.report.counts.get(identity.seen), _terms(identity, pair)
        if seen is None or terms is None:
            continue
        expected = sum(sign * value for sign, value in terms)
        if seen == expected or (rule.relation == "not_below" and seen > expected):
            passed += 1
        else:
            failed += 1
            found.append(_finding(rule, identity, pair, seen, terms))
    blank = places - passed - failed
    return Shown(found, [pair.checked(rule.kind, passed, failed, blank, "blank" if blank else None)])


def continuity(agency: AgencyFacts, reports: Sequence[ReportFigures]) -> Shown:
    """A finding for each cell that does not go on from one year to the next, and how often each kind held."""
    shown = Shown()
    for pair in neighbours(agency, reports):
        if "legacy" in (pair.before.edition, pair.report.edition):
            continue
        for rule in RULES:
            if _applies(rule, pair):
                shown += _compare(rule, pair)
    return shown
