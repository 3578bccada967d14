"""The pages of a body, a county and of coverage: what the seeds print, and never our gap for theirs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from asking import tree as page
from datasette.app import Datasette

from archive.archive import Archive
from archive.metadata import datasette_metadata
from findings.recompute import recompute
from publish.chart import Series, chart
from publish.coverage_words import REASONS, year_state

NANYUE = "000000-南岳镇"


@pytest.fixture(scope="module")
def served(archive_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    path = tmp_path_factory.mktemp("places") / "archive.db"
    shutil.copy(archive_path, path)
    with Archive.open(path, write=True) as archive:
        recompute(archive)
    return Datasette([str(path)], metadata=datasette_metadata(), settings={"suggest_facets": False})


def words(node: Any) -> str:
    return re.sub(r"\s+", " ", node.text_content()).strip()


def test_the_years_of_a_body(served: Datasette) -> None:
    """南岳镇 2020 prints 1 new request and 1 granted (seed 002), and was changed once."""
    found = page(served, f"/agency/{quote(NANYUE)}")
    lines = {
        words(line[0]): [words(cell) for cell in line[1:]]
        for line in found.xpath("//table[contains(@class, 'years-of-one')]/tbody/tr")
    }
    seen = lines["2020"]
    assert seen[0].startswith("已见")
    assert (seen[2], seen[4]) == ("1", "1")
    assert all(not line[2] for year, line in lines.items() if year != "2020")


def test_the_county_with_its_bodies_and_years(served: Datasette) -> None:
    found = page(served, "/county/000000")
    assert "/feed/withdrawals.atom?portal=shili" in found.xpath("//link[@type='application/atom+xml']/@href")
    grid = {
        words(line[0]): [words(cell) for cell in line[1:]]
        for line in found.xpath("//table[contains(@class, 'year-grid')]/tbody/tr")
    }
    heads = [words(cell) for cell in found.xpath("//table[contains(@class, 'year-grid')]/thead/tr/th")[1:]]
    assert grid["南岳镇"][heads.index("2020")] == "1"
    # 东宁镇 2020 leaves the cell blank (seed 000): 空, and never 0.
    assert grid["东宁镇"][heads.index("2020")] == "空"
    assert "未公开" not in re.sub("不等于未公开", "", words(found))
    for sort in ("name", "new_requests", "granted", "source_problems", "changes", "nonsense"):
        assert page(served, f"/county/000000?year=2020&sort={sort}").xpath(
            "//th[@aria-sort='ascending' or @aria-sort='descending']"
        )


def test_a_county_begins_with_the_newest_year_of_which_a_report_was_seen(served: Datasette) -> None:
    """The hostile document of 2022 is the newest; later years are due, and nothing of them was seen."""
    found = page(served, "/county/000000")
    assert found.xpath("//nav[@class='tabs']/a[@aria-current]/text()") == ["2022"]
    assert "<script>alert(1)</script>镇" in words(found.xpath("//h2[@id='units']/following-sibling::div[1]")[0])


def test_blanks_are_last_where_bodies_are_sorted_by_requests(served: Datasette) -> None:
    found = page(served, "/county/000000?year=2020&sort=new_requests").xpath(
        "//h2[@id='units']/following::table[1]/tbody/tr"
    )
    requests = [words(line[1]) for line in found]
    assert requests == sorted(requests, key=lambda said: (not said.isdecimal(), -int(said) if said.isdecimal() else 0))
    assert requests[-1] == "空"


def test_coverage_counts_the_county(served: Datasette) -> None:
    found = page(served, "/coverage")
    assert found.xpath("//a[@href='/county/000000']")
    assert "不是全国样本" in words(found)


def test_what_is_not_known_is_not_found(served: Datasette) -> None:
    page(served, "/agency/nobody", 404)
    page(served, "/county/nowhere", 404)


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_no_gap_is_called_unpublished(reason: str) -> None:
    said = year_state({"state": "not_seen", "reason": reason, "status": None, "late": None})
    assert "未公开" not in "".join(said.short + said.full)
    assert said.mark not in ("seen", "late", "gone")


def test_a_year_without_a_number_is_marked_and_the_seam_is_drawn() -> None:
    drawn = chart(("申请", "Requests"), [Series(("新收", "new"), {2019: 12, 2020: None, 2022: 40})], [2019, 2020, 2022])
    assert drawn
    assert [(bar.said, bar.blank) for bar in drawn.bars] == [
        ("2019 新收 12", False),
        ("2020 新收 没有数字 no number", True),
        ("2022 新收 40", False),
    ]
    assert drawn.years == (2019, 2020, 2021, 2022)
    assert drawn.seam
    labels = {year: x for x, year in drawn.labels}
    assert labels[2020] < drawn.seam < labels[2021]
    assert drawn.ticks[0][1] == 0
    assert drawn.ticks[-1][1] >= 40


def test_no_seam_within_one_form_and_no_chart_without_a_number() -> None:
    only_new = chart(("申请", ""), [Series(("新收", ""), {2021: 1, 2024: 2})], [2021, 2024])
    assert only_new
    assert only_new.seam is None
    assert chart(("申请", ""), [Series(("新收", ""), {2021: None})], [2021]) is None
