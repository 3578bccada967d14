"""A county's total beside those of its units: a contradiction only by its scope, and only where every unit is known."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.finding_rows import Coverage, Shown, UnitFigures
from findings.county_sums import county_sums

NEW = ("disclosure_requests", "new_requests")
COUNTY = "341522-霍邱县"


def body(name: str, level: str, total: int | None, scope: str | None = None, year: int = 2024) -> UnitFigures:
    totals = {} if total is None else {NEW: total}
    sentence = "本报告数据为全县汇总。" if scope == "whole" else None
    return UnitFigures(
        f"341522-{name}", name, level, f"341522-{name}-{year}", year, f"version-{name}", scope, sentence, totals
    )


def county(total: int | None, scope: str = "whole") -> UnitFigures:
    return body("霍邱县", "county", total, scope)


def units(*totals: int | None) -> list[UnitFigures]:
    """Ten or more units: the first is a bureau, the others are towns."""
    return [
        body(f"镇{n}" if n else "财政局", "township" if n else "department", total) for n, total in enumerate(totals)
    ]


TEN = (5, 4, 3, 2, 1, 0, 0, 0, 0, 0)
"""Ten units that add up to 15."""


def shown(figures: Sequence[UnitFigures], *, missing: bool = False, lists_complete: bool = True) -> Shown:
    rows = {
        one.agency: [Coverage(one.agency, one.report_year, "341522", "found", "live", one.version, one.report, None)]
        for one in figures
    }
    if missing:
        rows["341522-未见镇"] = [
            Coverage("341522-未见镇", 2024, "341522", "not_seen", "not_on_lists", None, None, None)
        ]
    return county_sums(figures, rows, lists_complete)[COUNTY]


def found(figures: Sequence[UnitFigures], **more: bool) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.kind, one.severity, one.seen, one.expected) for one in shown(figures, **more).findings]


def test_a_whole_county_that_is_not_the_sum_of_units_all_known() -> None:
    assert found([county(15), *units(*TEN)]) == []
    assert found([county(14), *units(*TEN)]) == [("county_below_units", "warning", "14", "15")]
    assert found([county(20), *units(*TEN)]) == [("county_above_units", "warning", "20", "15")]
    (finding,) = shown([county(14), *units(*TEN)]).findings
    assert finding.sentence == "本报告数据为全县汇总。"
    assert finding.chinese == (
        "2024年度县报告（写明为全县汇总）“一、本年新收政府信息公开申请数量”总计为 14，"
        "所见 10 个单位（存档所知应有 10 个）之和为 15。"
    )


@pytest.mark.parametrize(
    ("figures", "more"),
    [
        ([county(20), *units(*TEN)], {"missing": True}),
        ([county(20), *units(*TEN)], {"lists_complete": False}),
        ([county(20), *units(5, 4, 3, 2, 1)], {}),
        ([county(20), *units(*TEN[:-1], None)], {}),
        ([county(20, "unstated"), *units(*TEN)], {}),
    ],
    ids=["one unit not seen", "lists not walked", "few units", "one blank", "scope not said"],
)
def test_otherwise_it_is_a_note(figures: list[UnitFigures], more: dict[str, bool]) -> None:
    assert found(figures, **more) == [("county_above_units", "info", "20", "15")]
    (below,) = [one for one in shown(figures, **more).checked if one.kind == "county_below_units"]
    assert (below.passed, below.failed) == (0, 0)
    assert below.reason in ("units_unknown", "scope_unstated", "blank")


def test_how_many_units_were_seen_is_said() -> None:
    (finding,) = shown([county(20), *units(*TEN)], missing=True).findings
    assert "所见 10 个单位（存档所知应有 11 个）" in finding.chinese


def test_a_county_below_one_of_its_units() -> None:
    assert found([county(3), *units(5, 0, 0)]) == [
        ("county_below_units", "info", "3", "5"),
        ("county_below_unit", "warning", "3", "5"),
    ]
    assert ("county_below_unit", "info", "3", "5") in found([county(3, "unstated"), *units(5, 0, 0)])


def test_the_office_s_own_figures_are_not_compared() -> None:
    own = shown([county(3, "own"), *units(*TEN)])
    assert own.findings == []
    assert [one.reason for one in own.checked] == ["scope_own", "scope_own"]


def test_a_blank_is_not_0() -> None:
    assert found([county(None), *units(*TEN)]) == []
    assert found([county(0), *units(None, None)]) == []
