"""A Report as the JSON object that `nianbao parse` prints (the command contract, without `file`)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from parse.report import Cell, Check, Claim, LegacyFigure, Money, Problem, Report, Section


def report_json(report: Report) -> dict[str, Any]:
    """The contract's keys in plain JSON types; they are always present, what is not known is null.

    Money is `{raw, value, unit, yuan}` with decimal strings; every other amount is a number.
    """
    return {
        "media_type": report.media_type,
        "is_report": report.is_report,
        "title": report.title,
        "agency_name": report.agency_name,
        "agency_source": report.agency_source,
        "agency_level": report.agency_level,
        "report_year": report.report_year,
        "edition": report.edition,
        "cited_notice": report.cited_notice,
        "index_number": report.index_number,
        "document_number": report.document_number,
        "published_on": report.published_on,
        "signed_on": report.signed_on,
        "period_start": report.period_start,
        "period_end": report.period_end,
        "scope": report.scope,
        "scope_sentence": report.scope_sentence,
        "sections": [_section(section) for section in report.sections],
        "tables": None if report.tables is None else _plain(report.tables),
        "cells": [_cell(cell) for cell in report.cells],
        "legacy_figures": [_legacy_figure(figure) for figure in report.legacy_figures],
        "narrative": [_claim(claim) for claim in report.narrative],
        "checks": [_check(check) for check in report.checks.results],
        "problems": [_problem(problem) for problem in report.problems],
        "parser": report.parser,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return {
            "raw": value.raw,
            "value": _decimal_text(value.value),
            "unit": value.unit,
            "yuan": _decimal_text(value.yuan),
        }
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value


def _decimal_text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _section(section: Section) -> dict[str, Any]:
    return {"id": section.id, "position": section.position, "heading": section.heading, "text": section.text}


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "printed": cell.printed,
        "value": _plain(cell.value),
        "state": cell.state,
        "page": cell.page,
        "grid_row": cell.grid_row,
        "grid_column": cell.grid_column,
        "placed_by": cell.placed_by,
        "confidence": cell.confidence,
    }


def _legacy_figure(figure: LegacyFigure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "label": figure.label,
        "value": _number(figure.value),
        "cumulative": _number(figure.cumulative),
        "unit": figure.unit,
        "sentence": figure.sentence,
        "state": figure.state,
        "cumulative_state": figure.cumulative_state,
        "heading": figure.heading,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {"key": claim.key, "value": _plain(claim.value), "sentence": claim.sentence}


def _check(check: Check) -> dict[str, Any]:
    return {
        "kind": check.kind,
        "table": check.table,
        "row": check.row,
        "column": check.column,
        "identity": check.words,
        "outcome": check.outcome,
        "left": _plain(check.left),
        "right": _plain(check.right),
        "blank_as_zero": {
            "outcome": check.lenient_outcome,
            "left": _plain(check.lenient_left),
            "right": _plain(check.lenient_right),
        },
        "left_cells": [list(place) for place in check.left_cells],
        "right_cells": [list(place) for place in check.right_cells],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "kind": problem.kind,
        "origin": problem.origin,
        "severity": problem.severity,
        "table": problem.table,
        "row": problem.row,
        "column": problem.column,
        "seen": problem.seen,
        "expected": problem.expected,
        "message": problem.message,
    }
