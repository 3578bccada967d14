"""The crosswalk between the editions: every printed figure has its place in it, and nothing else has."""

from __future__ import annotations

import pytest

from parse.crosswalk import EDITIONS, SERIES, Term
from parse.legacy.indicators import INDICATORS
from parse.schema import APPLICANT_COLUMNS, LITIGATION_GROUPS, OUTCOME_COLUMNS, proactive_blocks, request_rows

BY_KEY = {series.key: series for series in SERIES}


def printed(edition: str) -> set[tuple[str, str, str]]:
    """Every place that an edition prints."""
    return {
        *(
            ("proactive_disclosure", row.key, column.key)
            for block in proactive_blocks(edition)
            for row in block.rows
            for column in block.columns
        ),
        *(
            ("disclosure_requests", row.key, column.key)
            for row in request_rows(edition)
            for column in APPLICANT_COLUMNS
        ),
        *(
            ("review_and_litigation", group.key, column.key)
            for group in LITIGATION_GROUPS
            for column in OUTCOME_COLUMNS
        ),
    }


def place(term: Term) -> tuple[str, str, str]:
    return term.table, term.row, term.column


@pytest.mark.parametrize(("edition", "cells"), [("2019", 198), ("2021", 200)])
def test_every_printed_figure_is_in_some_series_and_no_other(edition: str, cells: int) -> None:
    exact = {place(term) for series in SERIES for source in series.sources
             if source.edition == edition and source.match == "exact" for term in source.terms}  # fmt: skip
    assert exact == printed(edition)
    assert len(exact) == cells


def test_names_are_short_and_unique() -> None:
    assert len(BY_KEY) == len(SERIES)
    assert max(map(len, BY_KEY)) <= 26


def test_each_edition_has_one_source_with_figures_or_a_reason() -> None:
    known = {indicator.key for indicator in INDICATORS}
    for series in SERIES:
        assert tuple(source.edition for source in series.sources) == EDITIONS, series.key
        for source in series.sources:
            assert bool(source.terms) == (source.match != "none"), series.key
            assert source.chinese, series.key
            assert source.english, series.key
            if source.edition == "legacy":
                assert source.match != "exact", series.key
                assert {term.row for term in source.terms} <= known, series.key


@pytest.mark.parametrize(
    ("series", "edition", "match", "formula"),
    [
        # what research into the two forms says of comparability
        ("norm_issued", "2019", "approximate", "proactive_disclosure.normative_documents.newly_made"),
        ("norm_inforce", "2019", "none", ""),
        ("norm_disclosed_all", "2021", "none", ""),
        ("licensing_decisions", "2019", "exact", "proactive_disclosure.administrative_licensing.decisions"),
        ("fees_wan_yuan", "2019", "none", ""),
        ("oth_all_total", "2019", "exact", "disclosure_requests.other_processing.total"),
        (
            "oth_all_total",
            "2021",
            "exact",
            "disclosure_requests.other_no_correction.total + disclosure_requests.other_fee_unpaid.total"
            " + disclosure_requests.other_misc.total",
        ),
        ("new_total", "legacy", "approximate", "legacy_figures.requests_received"),
        ("new_person", "legacy", "none", ""),
        ("lit_total", "legacy", "approximate", "legacy_figures.lawsuits"),
        ("una_unclear_total", "legacy", "none", ""),
    ],
)
def test_what_is_comparable(series: str, edition: str, match: str, formula: str) -> None:
    source = BY_KEY[series].source(edition)
    assert source is not None
    assert (source.match, source.formula) == (match, formula)
