"""Figures over many bodies: a giant is no trend, the seam no step, a blank no 0, and small counts have no per cent."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import bureaus_by_hand
import pytest
from asking import answer, tree
from datasette.app import Datasette

from archive.archive import Archive
from archive.indicator_store import renew_indicators
from archive.metadata import datasette_metadata
from archive.rows import rows
from archive.times import now
from findings.recompute import recompute
from publish.coverage_page import PROVINCES
from publish.province_tiles import mark_of

REQUESTS = "/indicator/disclosure_requests/new_requests/total"
GRANTED = "/indicator/disclosure_requests/granted/total"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bureaus") / "archive.db"
    bureaus_by_hand.make(made)
    return made


@pytest.fixture(scope="module")
def served(path: Path) -> Datasette:
    return Datasette([str(path)], metadata=datasette_metadata(), settings={"suggest_facets": False})


def words(node: Any) -> str:
    return re.sub(r"\s+", " ", node.text_content()).strip()


def by_year(page: Any) -> dict[str, list[str]]:
    lines = page.xpath("//table[contains(@class, 'by-year')]/tbody/tr[not(contains(@class, 'seam-row'))]")
    return {words(line[0]): [words(cell) for cell in line[1:]] for line in lines}


def bodies(page: Any) -> list[list[str]]:
    return [[words(cell) for cell in line[1:]] for line in page.xpath("//table[contains(@class, 'bodies')]/tbody/tr")]


def test_a_year_with_its_total_without_the_largest_median_and_same_bodies(served: Datasette) -> None:
    """2023: 100 + 6; without 甲县 6; the same two bodies had 10 + 4 the year before; a blank and a slash apart."""
    lines = by_year(tree(served, f"{REQUESTS}?level=department"))
    assert lines["2023"][:10] == ["2", "0", "1", "1", "0", "0", "0", "0", "0", "106"]
    assert lines["2023"][10:12] == ["6", "53"]
    assert lines["2023"][12].startswith("14 → 1062 个")
    assert lines["2022"][9:12] == ["14", "4", "7"]
    assert lines["2022"][12].startswith("8 → 101 个")


def test_years_on_two_forms_are_never_compared(served: Datasette) -> None:
    found = tree(served, f"{REQUESTS}?level=department")
    assert by_year(found)["2021"][12] == "—"
    lines = found.xpath("//table[contains(@class, 'by-year')]/tbody/tr")
    [seam] = [number for number, line in enumerate(lines) if "seam-row" in line.get("class", "")]
    assert [words(lines[seam - 1][0]), words(lines[seam + 1][0])] == ["2021", "2020"]
    assert not found.xpath("//*[local-name()='path' or local-name()='polyline']")
    assert len(found.xpath("//*[local-name()='line' and contains(@class, 'seam')]")) == 1


def test_bodies_by_what_they_print(served: Datasette) -> None:
    found = bodies(tree(served, f"{REQUESTS}?level=department&year=2023"))
    assert [line[0] for line in found][:2] == ["甲县住房和城乡建设局", "乙县住房和城乡建设局"]
    assert [line[2] for line in found][:2] == ["100", "6"]
    assert {line[0]: line[2] for line in found[2:]} == {"甲县公安局": "空白（未填，不等于 0）", "丙县公安局": "斜线"}
    least = bodies(tree(served, f"{REQUESTS}?level=department&year=2023&sort=least"))
    assert [line[2] for line in least][:2] == ["6", "100"]
    [blank] = bodies(tree(served, f"{REQUESTS}?level=department&year=2023&state=blank"))
    assert blank[0] == "甲县公安局"


def test_shares_of_fewer_than_ten_have_no_per_cent_and_stand_last(served: Datasette) -> None:
    """甲县 grants 3 of 12; 乙县 1 of 2, which is a larger share of too little."""
    found = bodies(tree(served, f"{GRANTED}?level=department&year=2023&sort=share"))
    assert [(line[0], line[3]) for line in found[:1]] == [("甲县住房和城乡建设局", "3/12 = 25.0%")]
    page = tree(served, f"{GRANTED}?level=department&year=2023&sort=share")
    ranks = [words(line[0]) for line in page.xpath("//table[contains(@class, 'bodies')]/tbody/tr")]
    assert ranks == ["1", "", "", ""]
    assert ("乙县住房和城乡建设局", "1/2") in [(line[0], line[3]) for line in found[1:]]


def test_levels_are_never_added(served: Datasette) -> None:
    assert by_year(tree(served, f"{REQUESTS}?level=township"))["2023"][9] == "1"
    assert "106" not in by_year(tree(served, f"{REQUESTS}?level=township"))["2023"]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("function=housing", "106"), ("function=housing&place=33", "106"), ("function=housing&place=3301", "106"),
        ("function=housing&place=330102", "6"), ("level=department&place=330101", "100"),
    ],
)  # fmt: skip
def test_a_function_and_a_place(served: Datasette, query: str, total: str) -> None:
    assert by_year(tree(served, f"{REQUESTS}?{query}&year=2023"))["2023"][9] == total


def test_of_bodies_in_a_place_those_not_seen_and_not_looked_at_are_apart(served: Datasette) -> None:
    """2023 was seen whole; the counted years are those of reports."""
    assert by_year(tree(served, f"{REQUESTS}?level=department&place=3301&year=2023"))["2023"][7:9] == ["0", "0"]


def test_the_same_rows_as_csv(served: Datasette) -> None:
    [link] = [
        one for one in tree(served, f"{REQUESTS}?level=department&year=2023").xpath("//a/@href") if "values.csv" in one
    ]
    found = list(csv.DictReader(io.StringIO(answer(served, link).text)))
    told = {line["agency_name"]: (line["value"], line["state"]) for line in found}
    assert told == {
        "甲县住房和城乡建设局": ("100", "number"),
        "乙县住房和城乡建设局": ("6", "number"),
        "甲县公安局": ("", "blank"),
        "丙县公安局": ("", "slash"),
    }


def test_every_figure_of_the_form_has_a_page(served: Datasette) -> None:
    links = [link for link in tree(served, "/indicators").xpath("//td/a/@href") if link.startswith("/indicator/")]
    assert len(links) == 226
    for link in links[::25]:
        tree(served, link)
    tree(served, "/indicator/disclosure_requests/nothing/total", 404)
    tree(served, f"{REQUESTS}?level=x&function=<&place=%27&year=9&sort=x&page=-1")


def test_peers_of_one_function(served: Datasette) -> None:
    found = tree(served, "/peers?function=housing&place=3301&year=2023&sort=new_requests")
    lines = {words(line[0]): [words(cell) for cell in line[1:]] for line in found.xpath("//tbody/tr")}
    assert [line.split()[0] for line in lines] == ["甲县住房和城乡建设局", "乙县住房和城乡建设局"]
    [medians] = found.xpath("//tr[@class='medians']")
    assert words(medians[2]) == "53 (2)"
    assert "公安" not in " ".join(lines)
    everything = tree(served, "/peers")
    assert {"住建", "公安", "乡镇"} <= {words(cell).split()[0] for cell in everything.xpath("//tbody//th")}


def test_bodies_of_a_place_without_a_division_code_are_among_the_peers(path: Path, tmp_path: Path) -> None:
    copied = tmp_path / "archive.db"
    shutil.copy(path, copied)
    with Archive.open(copied, write=True) as archive:
        with archive.db.atomic():
            archive.db.execute("UPDATE agencies SET division_code = NULL WHERE portal = 'bing'")
            archive.db.execute("UPDATE portals SET division_code = NULL WHERE id = 'bing'")
            archive.db.execute("UPDATE derived_by SET rule = 'older', made = ? WHERE what = 'findings'", (now(),))
        recompute(archive)
    served = Datasette([str(copied)], metadata=datasette_metadata(), settings={"suggest_facets": False})
    found = tree(served, "/peers?function=public_security&year=2023")
    lines = {words(line[0]): [words(cell) for cell in line[1:]] for line in found.xpath("//tbody/tr")}
    assert lines == {"33": ["1", "0", "0"], "丙县人民政府": ["1", "0", "0"]}
    [link] = found.xpath("//tbody//a[. = '丙县人民政府']/@href")
    assert "丙县公安局" in words(tree(served, f"/peers{link}"))


def test_the_peers_of_a_number(served: Datasette) -> None:
    """甲县住建 2023: in the prefecture two bureaus, median 53; in the county it stands alone."""
    found = tree(served, "/report/330101-住房和城乡建设局-2023/disclosure_requests/new_requests/total")
    table = found.xpath("//section[@id='peers']//table")[-1]
    lines = [[words(cell) for cell in line] for line in table.xpath("./tbody/tr")]
    assert [line[1:3] for line in lines] == [["—", "1"], ["53", "2"]]


def listed(served: Datasette, address: str) -> list[str]:
    return [words(line[0]).split()[0] for line in tree(served, address).xpath("//tbody/tr[th/a]")]


def test_who_was_not_seen_and_what_we_did_not_look_at(served: Datasette) -> None:
    """丙县 was not reached at the last walk: that gap is ours."""
    assert set(listed(served, "/not-seen?report_year=2025&level=department")) == {
        "甲县住房和城乡建设局", "甲县公安局", "乙县住房和城乡建设局",
    }  # fmt: skip
    assert listed(served, "/not-seen?report_year=2025&level=township") == ["甲县某某镇"]
    assert listed(served, "/not-seen?report_year=2025&tab=ours") == ["丙县公安局"]
    assert listed(served, "/not-seen?report_year=2025&place=330102") == ["乙县住房和城乡建设局"]
    said = words(tree(served, "/not-seen?report_year=2025"))
    assert "也可能已撤并、更名" in said
    assert "2026-01-31 条例 law" in said
    assert "2026-01-31 惯例，不是法定" in said
    feed = answer(served, "/feed/unseen.atom").text
    assert feed.count("<entry>") == 4
    assert "丙县" not in feed
    assert "未见不等于未公开" in feed


def test_who_was_late_has_three_dates(served: Datasette) -> None:
    [line] = tree(served, "/not-seen?tab=late&report_year=2023").xpath("//tbody/tr[th/a[contains(@href, '/report/')]]")
    said = [words(cell) for cell in line]
    assert said[1] == "2024-01-31"
    assert said[2].startswith("2024-02-15 页面所载")
    assert said[3].startswith("没有查看过")
    assert said[4] == "2026-03-02 09:00"


def test_fees_with_their_sentence(served: Datasette) -> None:
    [line] = tree(served, "/fees").xpath("//tbody/tr")
    assert [words(cell) for cell in line][2:] == ["150元", "150", "2023年度收取信息处理费150元。"]
    assert "没有提到不等于没有收取" in words(tree(served, "/fees?state=not_stated"))


def test_what_we_corrected_is_no_change(served: Datasette) -> None:
    [entry] = tree(served, "/corrections").xpath("//ol[contains(@class, 'own-corrections')]/li")
    assert "甲县公安局 2023" in words(entry)
    assert "7 → 9" in words(entry)
    assert not tree(served, "/changes").xpath("//ol[@class='log']/li")
    [line] = tree(served, "/corrections?tab=people").xpath("//tbody/tr")
    assert words(line[1]) == "甲县公安局 2023 年度"
    assert "已核看原件" in words(line)
    assert answer(served, "/feed/corrections.atom").text.count("<entry>") == 1


def test_a_search_without_boilerplate(served: Datasette) -> None:
    """标准化 stands in a sentence of all five reports of 2023, and in a sentence of 乙县住建 alone."""
    assert answer(served, "/search.json?q=标准化").json()["count"] == 5
    found = answer(served, "/search.json?q=标准化&own=1").json()
    assert [(found["count"], found["left_out"], one["report"]) for one in found["results"]] == [
        (1, 4, "330102-住房和城乡建设局-2023")
    ]
    assert "张贴标准化补偿方案" in "".join(piece["text"] for piece in found["results"][0]["snippet"])
    assert answer(served, "/search.csv?q=标准化&own=1&excel=1").text.startswith("\ufeff单位,")


def test_a_search_in_several_counties(served: Datasette) -> None:
    counts = [
        answer(served, f"/search.json?q=标准化&{query}").json()["count"]
        for query in ("county=330101", "county=330101&county=320101", "county=330101,320101", "county=330102&county=x")
    ]
    assert counts == [3, 4, 4, 1]


def test_the_map_leads_to_the_counties_of_a_province(served: Datasette) -> None:
    """2025: of 浙江 nothing was seen on lists walked whole; 江苏 was not looked at."""
    found = tree(served, "/coverage?year=2025")
    marks = {words(tile)[:2]: tile.get("class") for tile in found.xpath("//*[local-name()='svg']/*")}
    assert marks["浙江"] == "tile tile-unseen"
    assert marks["江苏"] == "tile tile-unlooked"
    assert marks["四川"] == "tile tile-unlooked"
    of_province = [words(line) for line in tree(served, "/coverage?province=33").xpath("//tbody//th/a")]
    assert of_province == ["甲县人民政府", "乙县人民政府"]


def test_a_county_whose_bodies_are_not_known_is_not_counted_as_one_without_bodies() -> None:
    db = sqlite3.connect(":memory:")
    db.row_factory = sqlite3.Row
    db.execute("CREATE TABLE county_coverage (place, report_year, expected, found, not_seen, withdrawn, state)")
    lines = [("330101", 2025, 2, 2, 0, 0, "found"), ("330102", 2025, None, 0, 0, 0, "not_seen"),
             ("320101", 2025, 3, 3, 0, 0, "found")]  # fmt: skip
    db.executemany("INSERT INTO county_coverage VALUES (?, ?, ?, ?, ?, ?, ?)", lines)
    found = {one["code"]: {**dict(one), "unseen": 0} for one in db.execute(PROVINCES, {"year": 2025})}
    assert [(code, one["expected"], mark_of(one)) for code, one in sorted(found.items())] == [
        ("32", 3, "seen"), ("33", None, "part"),
    ]  # fmt: skip


def test_indicators_follow_the_reports(path: Path) -> None:
    """What is made again for one body is what is made from nothing."""
    tables = ("indicator_reports", "indicator_rows", "indicators", "level_years")
    with Archive.open(path, write=True) as archive:
        before = {table: rows(archive.db, f"SELECT * FROM {table}") for table in tables}
        with archive.db.atomic():
            renew_indicators(archive.db, ["330101-住房和城乡建设局", "320101-公安局"])
        assert {table: rows(archive.db, f"SELECT * FROM {table}") for table in tables} == before
        with archive.db.atomic():
            archive.db.execute("UPDATE derived_by SET rule = 'older', made = ? WHERE what = 'findings'", (now(),))
        recompute(archive)
        assert {table: rows(archive.db, f"SELECT * FROM {table}") for table in tables} == before


def test_only_other_figures_are_counted_again(path: Path) -> None:
    with Archive.open(path, write=True) as archive:
        with archive.db.atomic():
            archive.db.execute("UPDATE indicators SET total = -1 WHERE report_year = 2023")
            renew_indicators(archive.db, ["320101-公安局"])
        assert rows(archive.db, "SELECT DISTINCT total FROM indicators WHERE report_year = 2023") == [{"total": -1}]
        with archive.db.atomic():
            archive.db.execute("UPDATE indicator_rows SET v6 = 5 WHERE report_year = 2023 AND level = 'township'")
            renew_indicators(archive.db, ["330101-某某镇"])
            sql = "SELECT DISTINCT level FROM indicators WHERE report_year = 2023 AND total = -1"
            assert rows(archive.db, sql) == [{"level": "department"}]
            renew_indicators(archive.db, None)
        assert rows(archive.db, "SELECT 1 FROM indicators WHERE total = -1") == []


def test_hostile_names_do_no_harm(archive_path: Path, tmp_path: Path) -> None:
    """The body of the hostile document is called <script>alert(1)</script>镇; it is listed as it is printed."""
    copied = tmp_path / "archive.db"
    shutil.copy(archive_path, copied)
    with Archive.open(copied, write=True) as archive:
        recompute(archive)
    served = Datasette([str(copied)], metadata=datasette_metadata(), settings={"suggest_facets": False})
    for address in (
        "/not-seen?tab=ours", "/not-seen?report_year=2023", "/not-seen?place=\"><script>alert(5)</script>",
        f"{REQUESTS}?level=township&place=\"><script>", f"{REQUESTS}?level=township&year=2022",
        "/peers?function=township&place=00", "/peers?function=township&place=\"><script>alert(5)</script>",
        "/fees?state=section_missing", "/fees?state=not_stated&report_year=<script>", "/corrections?portal=\"><script>",
        "/coverage", "/coverage?province=\"><script>", "/indicators", "/search?q=申请&own=1&county=\"><script>",
    ):  # fmt: skip
        found = answer(served, address).text
        assert "<script>alert" not in found, address
        assert '"><script' not in found, address
