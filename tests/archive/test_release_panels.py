"""The long cells and the panels: each number and each missing one, as printed in documents read by eye."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from archive_by_hand import PORTAL, Visitor
from release_by_hand import release_of, rows_of, walk

from archive.archive import Archive
from archive.releases.harmonised import PrintedCell, PrintedReport, harmonised
from archive.releases.states import CELL_STATES
from findings.recompute import recompute
from parse.crosswalk import SERIES
from parse.reader import read
from parse.report import Context

SEEDS = Path(__file__).parent.parent / "documents" / "seeds"
TRUTH: dict[str, Any] = json.loads((SEEDS / "truth.json").read_text(encoding="utf-8"))
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walked")
    walk(folder / "a.db")
    return release_of(folder / "a.db", folder / "out")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the five real reports."""
    folder = tmp_path_factory.mktemp("seeds")
    with Archive.open(folder / "a.db", write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive)
        visitor.begin()
        for name in sorted(TRUTH):
            context = Context(portal="huoqiu", portal_name="霍邱县人民政府", crawl=visitor.crawl)
            capture = visitor.fetch(
                f"/{name}", (SEEDS / name).read_bytes(), headers=(("Content-Type", "text/plain"),), context=context
            )
            pending = archive.pending_captures()[0]
            report = read(archive.payload(capture), media_type="text/plain", url=pending.url, context=context)
            archive.save_reading(capture, report)
        visitor.finish()
        recompute(archive)
    return release_of(folder / "a.db", folder / "out")


def panel(release: Path) -> dict[tuple[str, int], dict[str, Any]]:
    return {(row["agency_name"], row["report_year"]): row for row in rows_of(release, "panel_agency_year")}


def figures(row: dict[str, Any], *names: str) -> list[tuple[Any, str]]:
    return [(row[name], row[f"{name}_state"]) for name in names]


def test_every_long_cell_is_what_is_printed(seeds: Path) -> None:
    documents = {row["id"]: row["url"].rsplit("/", 1)[1] for row in rows_of(seeds, "documents")}
    compared = 0
    for cell in rows_of(seeds, "cells_long"):
        tables = TRUTH[documents[cell["document"]]]["tables"]
        table = tables[cell["form_table"]]
        if cell["form_table"] == "proactive_disclosure":
            table = {row: columns for block in table.values() for row, columns in block.items()}
        printed = table[cell["row_key"]][cell["column_key"]]
        if isinstance(printed, dict):
            assert cell["printed"] == printed["raw"]
            assert cell["value_yuan"] == (None if printed["yuan"] is None else float(printed["yuan"]))
            assert cell["unit"] == printed["unit"]
            printed = printed["value"]
        assert cell["value"] == (None if printed is None else float(printed)), cell
        assert (cell["state"] == "number") == (printed is not None), cell
        compared += 1
    assert compared == 4 * 198 + 200


def test_numbers_of_real_reports_in_the_panel(seeds: Path) -> None:
    """Read by eye in the five documents: 002 prints 1 request and 2 lawsuits, 003 leaves out no row."""
    rows = {row["version"]: row for row in rows_of(seeds, "panel_agency_year")}
    names = {row["id"]: row["url"].rsplit("/", 1)[1] for row in rows_of(seeds, "documents")}
    by_file = {names[row["document"]]: rows[row["version"]] for row in rows_of(seeds, "reports")}
    for name, row in by_file.items():
        tables = TRUTH[name]["tables"]
        assert row["edition"] == TRUTH[name].get("edition", row["edition"])
        requests, cases = tables["disclosure_requests"], tables["review_and_litigation"]
        assert row["new_total"] == requests["new_requests"]["total"]
        assert row["carried_out_person"] == requests["carried_forward"]["natural_person"]
        assert row["una_notheld_total"] == requests["unable_not_held"]["total"]
        assert row["review_total"] == cases["review"]["total"]
        direct, after = cases["litigation_direct"]["total"], cases["litigation_after_review"]["total"]
        assert row["lit_total"] == (None if direct is None or after is None else direct + after)
    second = next(row for name, row in by_file.items() if name.startswith("002"))
    assert figures(second, "new_total", "lit_total") == [(1, "number"), (2, "number")]


def test_a_form_of_2019_beside_one_of_2021(walked: Path) -> None:
    rows = panel(walked)
    old, new = rows["霍邱县众兴集镇人民政府", 2020], rows["霍邱县众兴集镇人民政府", 2024]
    assert (old["edition"], new["edition"]) == ("2019", "2021")
    assert figures(old, "granted_total", "oth_all_total", "oth_misc_total", "norm_inforce", "norm_issued",
                   "procure_yuan", "fees_wan_yuan") == [
        (4, "number"), (0, "number"), (None, "not_in_form"), (None, "not_in_form"), (0, "number"),
        (30000.0, "number"), (None, "not_in_form"),
    ]  # fmt: skip
    assert figures(new, "granted_total", "oth_all_total", "oth_misc_total", "norm_inforce", "norm_issued",
                   "procure_yuan", "fees_wan_yuan", "review_other") == [
        (21, "number"), (0, "number"), (0, "number"), (0, "number"), (0, "number"),
        (None, "not_in_form"), (1.5, "number"), (None, "slash"),
    ]  # fmt: skip


def test_a_blank_is_null_and_says_so(walked: Path) -> None:
    row = panel(walked)["霍邱县众兴集镇人民政府", 2022]
    assert figures(row, "granted_total", "granted_person", "granted_business") == [
        (None, "blank"), (None, "blank"), (0, "number")
    ]  # fmt: skip


def test_a_year_that_was_not_seen_is_a_row_without_figures(walked: Path) -> None:
    row = panel(walked)["霍邱县众兴集镇人民政府", 2023]
    assert (row["coverage_state"], row["report"]) == ("not_seen", None)
    assert {row[f"{series.key}_state"] for series in SERIES} == {"not_seen"}


def test_a_free_form_report(walked: Path) -> None:
    row = panel(walked)["霍邱县人民政府", 2016]
    assert row["edition"] == "legacy"
    assert figures(row, "new_total", "lit_total", "review_total", "new_person", "granted_total") == [
        (3, "number"), (None, "several_figures"), (None, "not_stated"), (None, "not_in_form"), (None, "not_stated")
    ]  # fmt: skip


def test_the_county_and_its_units_stand_apart(walked: Path) -> None:
    rows = {row["report_year"]: row for row in rows_of(walked, "panel_county_year")}
    row = rows[2024]
    assert (row["place"], row["county"], row["own_bodies"], row["scope"]) == ("341522", "霍邱县", 1, "whole")
    assert (row["granted_total"], row["u_granted_total"], row["u_granted_total_n"]) == (30, 21, 1)
    assert (row["units_expected"], row["units_found"], row["units_not_seen"]) == (1, 1, 0)
    # the slash of the town's report is no number
    assert (row["u_review_other"], row["u_review_other_n"]) == (None, 0)
    assert rows[2020]["own_bodies"] == 0
    # the form of 2019 prints those newly made: near to those issued, and so in no sum
    assert (rows[2020]["u_granted_total"], rows[2020]["u_norm_issued"], rows[2020]["u_norm_issued_n"]) == (4, None, 0)
    # the two granted cells of 2022 are blank
    assert (rows[2022]["u_granted_total"], rows[2022]["u_granted_total_n"], rows[2022]["u_new_total"]) == (None, 0, 0)


def test_superseded_versions_stay_in_the_long_cells(walked: Path) -> None:
    granted = [
        (cell["printed"], cell["is_current"])
        for cell in rows_of(walked, "cells_long")
        if (cell["row_key"], cell["column_key"], cell["report_year"]) == ("granted", "total", 2024)
        and cell["agency"] == "341522-众兴集镇"
    ]
    assert granted == [("12", 0), ("21", 1)]


def test_states_are_listed(walked: Path) -> None:
    codes = {row["code"] for row in rows_of(walked, "missingness")}
    assert {row["state"] for row in rows_of(walked, "cells_long")} <= {code for code, _, _ in CELL_STATES} <= codes


def one(value: float | None, state: str = "number", yuan: float | None = None) -> PrintedCell:
    return PrintedCell(value, yuan, state)


def figure(report: PrintedReport, name: str) -> tuple[Any, str]:
    return harmonised(report)[[series.key for series in SERIES].index(name)]


REFUSED = (
    "state_secret", "prohibited_by_law", "three_securities_one_stability", "third_party_rights", "internal_affairs",
    "process_information", "enforcement_file", "administrative_inquiry",
)  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([one(2.0)] * 8, (16, "number")),
        ([one(2.0)] * 7 + [one(None, "blank")], (None, "incomplete")),
        ([one(None, "blank")] * 8, (None, "blank")),
        ([one(2.0)] * 7 + [one(2.5)], (None, "out_of_range")),
        ([one(2.0)] * 7 + [one(1e20)], (None, "out_of_range")),
    ],
)
def test_a_sum_needs_every_figure(cells: list[PrintedCell], expected: tuple[Any, str]) -> None:
    printed = {
        ("disclosure_requests", f"refused_{row}", "total"): cell for row, cell in zip(REFUSED, cells, strict=True)
    }
    assert figure(PrintedReport("2021", printed, {}), "ref_all_total") == expected


def test_what_only_some_reports_have() -> None:
    procurement = ("proactive_disclosure", "centralized_procurement", "procurement_amount")
    money = PrintedReport("2019", {procurement: one(5.0)}, {})
    assert figure(money, "procure_yuan") == (None, "unit_not_printed")
    mixed = PrintedReport("mixed", {("disclosure_requests", "granted", "total"): one(3.0)}, {})
    assert figure(mixed, "granted_total") == (3, "number")
    assert figure(mixed, "norm_issued") == (None, "mixed_editions")
    assert figure(PrintedReport(None, {}, {}), "granted_total") == (None, "edition_unknown")
    assert figure(PrintedReport("legacy", {}, {"replies": [4.0, 4.0]}), "results_total") == (4, "number")
    assert figure(PrintedReport("legacy", {}, {"replies": [None]}), "results_total") == (None, "not_stated")
