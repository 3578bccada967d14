"""The documents of the evaluation: every report that a person read by eye, in every carrier, as printed and with every
number another one, each with what must be read from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import office
from distinct import FIRST_TEXT_CELL, HTML_CELL, MARKDOWN_CELL, distinct, leaves

from samples.carriers import CARRIERS, make

DOCUMENTS = Path(__file__).parent.parent / "documents"
SEEDS = DOCUMENTS / "seeds"
REAL = DOCUMENTS / "real"
FOUND = DOCUMENTS / "found"
SURPLUS = {"003_7c65fe511f0a5482.txt": 1}
"""Numbers that a document prints beyond the form (003: the sixteenth of table four)."""
OFFICE_CARRIERS = {"pdf", "doc"}
"""Carriers of the samples that only LibreOffice can make."""
FIELDS = {
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
"""Facts of truth.json and the fields of a Report that must equal them."""
_PAGE_FACTS = {"published_on"}
"""Facts that stand in the page around a report and not in the report, so that another carrier does not have them."""
_CELLS = {".html": HTML_CELL, ".md": MARKDOWN_CELL, ".txt": FIRST_TEXT_CELL}


@dataclass(frozen=True)
class Case:
    """A document to read. `fields` are expected facts by field of a Report, `checks` the failures of checks that a
    person found in it (None: not known, the numbers were changed).
    """

    name: str
    carrier: str
    distinct: bool
    data: bytes = field(repr=False)
    suffix: str
    tables: Mapping[str, Any] = field(repr=False)
    fields: Mapping[str, Any] = field(repr=False, default_factory=dict)
    checks: frozenset[tuple[str, str | None]] | None = None

    @property
    def url(self) -> str:
        """An address for the document, with nothing in it but the kind of file."""
        return f"http://www.example.gov.cn/art/1.{self.suffix}"


@cache
def truth(folder: Path) -> dict[str, Any]:
    """What a person read in the documents of a folder, by file name; those with tables."""
    known: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return {name: entry for name, entry in known.items() if isinstance(entry, dict) and entry.get("tables")}


def cases(carriers: tuple[str, ...] = CARRIERS) -> Iterator[Case]:
    """All cases, those that only LibreOffice can make where it is installed."""
    yield from seed_cases(carriers)
    for folder in (REAL / "reports", *([FOUND] if (FOUND / "truth.json").exists() else [])):
        yield from report_cases(folder)


def seed_cases(carriers: tuple[str, ...] = CARRIERS) -> Iterator[Case]:
    """Every seed in every carrier of the samples."""
    for name, entry in truth(SEEDS).items():
        text = (SEEDS / name).read_text(encoding="utf-8")
        for changed, written, tables in _variants(name, text, entry["tables"], FIRST_TEXT_CELL):
            for carrier in carriers:
                if carrier in OFFICE_CARRIERS and not office.INSTALLED:
                    continue
                suffix = re.split("_", {"word_html": "html", "word_html_grid": "html"}.get(carrier, carrier))[0]
                yield _case(name, carrier, changed, make(written, carrier), suffix, tables, entry)


def report_cases(folder: Path) -> Iterator[Case]:
    """Every report of a folder as it was published and in the other common encoding; pages also as office files."""
    entries = truth(folder.parent if folder.name == "reports" else folder)
    pages: dict[str, tuple[str, bool, str, dict[str, Any]]] = {}
    for name, entry in entries.items():
        data = (folder / name).read_bytes()
        suffix = Path(name).suffix
        yield _case(name, suffix[1:], False, data, suffix[1:], entry["tables"], entry, own=True)
        if suffix not in _CELLS:
            continue
        text = data.decode("utf-8-sig")
        for changed, written, tables in _variants(name, text, entry["tables"], _CELLS[suffix]):
            if changed:
                yield _case(name, suffix[1:], True, written.encode(), suffix[1:], tables, entry, own=True)
            other = written.encode("gb18030")
            yield _case(name, f"{suffix[1:]}_gb18030", changed, other, suffix[1:], tables, entry, own=True)
            if suffix == ".html":
                pages[f"{name} {changed}"] = (name, changed, written, tables)
    if pages and office.INSTALLED:
        for (key, carrier), data in office.saved_by_office({key: page[2] for key, page in pages.items()}).items():
            name, changed, _, tables = pages[key]
            yield _case(name, f"office_{carrier}", changed, data, carrier, tables, entries[name], facts=False)


def _case(
    name: str,
    carrier: str,
    changed: bool,
    data: bytes,
    suffix: str,
    tables: Mapping[str, Any],
    entry: Mapping[str, Any],
    *,
    own: bool = False,
    facts: bool = True,
) -> Case:
    known = entry["document"] if facts else {}
    fields = {ours: known[theirs] for theirs, ours in FIELDS.items() if theirs in known}
    if not own:
        fields = {name: value for name, value in fields.items() if name not in _PAGE_FACTS}
    return Case(
        name, carrier, changed, data, suffix, tables, fields,
        checks=None if changed else expected_checks(entry),
    )  # fmt: skip


def expected_checks(entry: Mapping[str, Any]) -> frozenset[tuple[str, str | None]]:
    """(kind, row, group or column) of the checks that must fail."""
    return frozenset(
        (failure["check"], failure.get("row") or failure.get("group") or failure.get("column"))
        for failure in entry["expected_check_failures"]
    )


def _variants(
    name: str, text: str, tables: Mapping[str, Any], cell: re.Pattern[str]
) -> Iterator[tuple[bool, str, Mapping[str, Any]]]:
    """(distinct, text, tables) of a document: as printed, and with every number another one where a person's tables and
    the numbers of its text are one to one (not where cells ran together)."""
    yield False, text, tables
    if not any(value is not None for _, value in leaves(tables)):
        return
    try:
        made = distinct(text, tables, cell, surplus=SURPLUS.get(name, 0))
    except AssertionError:
        return
    yield True, made.text, made.tables
