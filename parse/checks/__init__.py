"""What is checked within one report: its arithmetic, its plausibility, its text against its tables, its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parse.checks.arithmetic import check_identities
from parse.checks.narrative import check_narrative
from parse.checks.plausibility import check_plausibility
from parse.checks.structure import check_structure
from parse.metadata import Metadata
from parse.report import Cell, Checks, Claim, Problem
from parse.sections import Part

NOT_READ = {"unreadable", "ambiguous"}
"""States of cells that hold something that we could not read; what they leave open is our gap."""


def check_report(
    tables: Mapping[str, Any],
    cells: Iterable[Cell],
    claims: tuple[Claim, ...],
    metadata: Metadata,
    parts: tuple[Part, ...],
    edition: str | None,
) -> tuple[Checks, tuple[Problem, ...]]:
    """How the identities came out, and every problem found, the gravest family first."""
    doubtful = frozenset(cell.table for cell in cells if cell.state in NOT_READ)
    checks, problems = check_identities(tables, doubtful)
    problems += check_narrative(claims, tables, doubtful)
    problems += check_structure(metadata, parts, edition)
    problems += check_plausibility(tables, metadata.agency_level)
    return checks, tuple(problems)
