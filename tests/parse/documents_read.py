"""The documents of the tests and what was read from them by eye (tests/documents/*/truth.json)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from parse.json_form import report_json
from parse.reader import read

DOCUMENTS = Path(__file__).parent.parent / "documents"
SEEDS = DOCUMENTS / "seeds"
REAL = DOCUMENTS / "real"
DOCUMENT_FIELDS = {
    "title": "title",
    "agency_name": "agency_name",
    "agency_level": "agency_level",
    "report_year": "report_year",
    "template_generation": "edition",
    "cited_notice": "cited_notice",
    "stated_period_start": "period_start",
    "stated_period_end": "period_end",
    "document_date": "signed_on",
    "published_on": "published_on",
}
"""Fields of truth.json and the fields of the parse contract that must equal them."""


@cache
def _truth(folder: Path) -> dict[str, Any]:
    entries = json.loads((folder / "truth.json").read_text("utf-8"))
    return {name: entry for name, entry in entries.items() if isinstance(entry, dict) and "document" in entry}


SEED_TRUTH = _truth(SEEDS)
REAL_TRUTH = _truth(REAL)


@cache
def reading(path: Path) -> dict[str, Any]:
    """The JSON of a document and what else its Report holds, read once a test run."""
    report = read(path.read_bytes(), url=f"http://example.gov.cn/{path.name}")
    counts = {name: getattr(report.checks, name) for name in ("passed", "failed", "not_assessable")}
    beside = ("verdict", "text", "report_year_source")
    return report_json(report) | {name: getattr(report, name) for name in beside} | {"counts": counts}


def seed(name: str) -> dict[str, Any]:
    return reading(SEEDS / name)


def real(name: str) -> dict[str, Any]:
    return reading(REAL / "reports" / name)


def claims(report: dict[str, Any]) -> dict[str, Any]:
    return {claim["key"]: claim["value"] for claim in report["narrative"]}


def places(report: dict[str, Any], *kinds: str, severity: str | None = None) -> set[tuple[str, str | None, str | None]]:
    """(kind, row, column) of the report's problems of some kinds."""
    return {
        (problem["kind"], problem["row"], problem["column"])
        for problem in report["problems"]
        if (not kinds or problem["kind"] in kinds) and severity in (None, problem["severity"])
    }
