"""The page behind a number: what is printed, what it means, its history, its checks, its years; values by eye from the
seed reports of 南岳镇 2020 (002) and 东宁镇 2020."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from lxml import html

from archive.metadata import datasette_metadata
from publish import number_rows
from publish.number_words import among, in_short, share

NANYUE = "/report/" + quote("000000-南岳镇-2020")
DONGNING = "/report/" + quote("000000-东宁镇-2020")


@pytest.fixture(scope="module")
def served(archive_path: Path) -> Datasette:
    return Datasette([str(archive_path)], metadata=datasette_metadata(), settings={"suggest_facets": False})


def get(served: Datasette, path: str, status: int = 200) -> Any:
    async def ask() -> Any:
        await served.invoke_startup()
        return await served.client.get(path, follow_redirects=True)

    response = asyncio.run(ask())
    assert response.status_code == status, response.text[:300]
    return response


def tree(served: Datasette, path: str, status: int = 200) -> Any:
    return html.fromstring(get(served, path, status).text)


def text(node: Any) -> str:
    return re.sub(r"\s+", " ", node.text_content()).strip()


def section(page: Any, name: str) -> str:
    return text(page.xpath(f"//section[@id='{name}']")[0])


def test_every_cell_of_a_report_leads_to_its_number(served: Datasette) -> None:
    page = tree(served, NANYUE)
    cells = page.xpath("//figure[starts-with(@class, 'form form-')]//td")
    links = [cell.xpath("./a[@class='n']/@href") for cell in cells]
    assert len(cells) == 22 + 23 * 7 + 15
    assert all(len(found) == 1 for found in links)
    granted = next(link for [link] in links if link.endswith("/disclosure_requests/granted/total"))
    assert granted.startswith("/version/")
    assert text(tree(served, granted).xpath("//p[contains(@class, 'big-number')]")[0]) == "0"


def test_a_zero_is_what_the_body_reports_and_a_blank_is_no_zero(served: Datasette) -> None:
    zero = tree(served, NANYUE + "/disclosure_requests/granted/total")
    assert "该单位报告为 0（所印就是 0）" in text(zero)
    blank = tree(served, NANYUE + "/review_and_litigation/litigation_direct/pending")
    assert "这一格空白：没有填，不等于 0" in text(blank)
    assert text(blank.xpath("//p[contains(@class, 'big-number')]")[0]).startswith("空白")
    assert "blank" in blank.xpath("//p[contains(@class, 'big-number')]/@class")[0]


def test_the_cell_is_lit_in_its_table(served: Datasette) -> None:
    page = tree(served, NANYUE + "/disclosure_requests/unable_not_held/business_enterprise")
    [lit] = page.xpath("//td[@id='lit']")
    assert text(lit) == "1"
    assert "1.本机关不掌握相关政府信息（商业企业）" in text(page.xpath("//h1")[0])


def test_its_history_has_the_interval_and_what_stood_before(served: Datasette) -> None:
    page = tree(served, NANYUE + "/proactive_disclosure/centralized_procurement/procurement_items")
    assert "该单位报告为 43" in text(page)
    history = section(page, "history")
    assert "34 → 43" in history
    assert "在 2026-03-02 09:00—2026-03-09 09:00 两次查看之间" in history
    first = page.xpath("//section[@id='history']//table//a/@href")[0]
    before = tree(served, first)
    assert text(before.xpath("//p[contains(@class, 'big-number')]")[0]) == "34"
    assert "另一" in text(before.xpath("//p[@class='notice']")[0])


def test_both_sides_of_each_check_are_shown(served: Datasette) -> None:
    """New requests 1, carried over 0, decided 0, carried forward 0: printed so."""
    page = tree(served, NANYUE + "/disclosure_requests/results_total/total")
    failed = [text(one) for one in page.xpath("//div[@class='check-fail']")]
    assert len(failed) == 2
    assert "1 + 0 ≠ 0 + 0" in failed[0]
    assert "（1 ≠ 0）" in failed[0]
    [held] = page.xpath("//div[@class='check-pass']")
    assert "(七)总计" in text(held)
    assert "与表不符：正文 1，表 0" in section(page, "checks")


def test_a_check_with_a_blank_cell_is_not_called_held(served: Datasette) -> None:
    page = tree(served, NANYUE + "/review_and_litigation/litigation_direct/total")
    [unknown] = page.xpath("//section[@id='checks']/div")
    assert unknown.get("class") == "check-not_assessable"
    assert "不能核对" in text(unknown)


def test_the_same_rows_are_had_as_csv(served: Datasette) -> None:
    page = tree(served, NANYUE + "/disclosure_requests/new_requests/total")
    [address] = [link for link in page.xpath("//section[@id='years']//a/@href") if ".csv?" in link]
    lines = get(served, address).text.splitlines()
    assert lines[0].startswith("report_year,report,version,edition,printed,state,value")
    assert lines[1].startswith("2020,000000-南岳镇-2020,")
    assert lines[1].endswith(",2019,1,number,1")


def test_the_citation_names_the_number_and_its_address(served: Datasette) -> None:
    page = tree(served, NANYUE + "/review_and_litigation/litigation_direct/upheld")
    chinese, _, bibtex = (text(form) for form in page.xpath("//dd[@class='citation']"))
    assert "南岳镇. 南岳镇政府信息公开工作年度报告[R/OL]." in chinese
    assert "所引数字：未经复议直接起诉（结果维持） 2。" in chinese
    assert "/review_and_litigation/litigation_direct/upheld" in bibtex
    assert bibtex.startswith("@misc{nianbao-")


@pytest.mark.parametrize(
    "place",
    ["/disclosure_requests/granted/nothing", "/nothing/granted/total", "/proactive_disclosure/rules/in_force"],
)
def test_a_cell_that_is_not_there_is_not_found(served: Datasette, place: str) -> None:
    get(served, NANYUE + place, 404)


@pytest.mark.parametrize(
    ("state", "printed", "said"),
    [("number", "12", "12"), ("blank", "", "空白"), ("slash", "/", "/"), ("ambiguous", None, "？（我们未能读出）"),
     ("unreadable", "1O", "1O？（我们未能读出）"), ("row_not_printed", None, "未印")],
)  # fmt: skip
def test_what_we_could_not_read_is_not_cited_as_a_blank(state: str, printed: str | None, said: str) -> None:
    assert in_short({"state": state, "printed": printed, "value": None}) == said


def test_a_share_of_few_is_no_per_cent() -> None:
    assert share(1, 2) == "1/2"
    assert share(9, 9) == "9/9"
    assert share(3, 12) == "3/12 = 25.0%"
    assert share(0, 0) is None
    assert share(None, 20) is None


def _peer(seen: str = "found", state: str | None = "number", value: object = None) -> dict[str, Any]:
    return {"seen": seen, "state": state, "value": value, "version": "v" if seen == "found" else None}


def test_peers_with_a_number_a_blank_and_nothing_seen_are_counted_apart() -> None:
    peers = [
        _peer(value=0), _peer(value=4), _peer(value=90), _peer(state="blank"), _peer(state="slash"),
        _peer(state="unreadable"), _peer(state="row_not_printed"), _peer(state=None), _peer("not_seen", None),
    ]  # fmt: skip
    found = among(peers, own=90, decided=12)
    assert (found.bodies, found.numbers, found.median, found.rank) == (9, 3, 4, 1)
    assert (found.blank, found.not_read, found.not_printed, found.not_seen) == (2, 1, 2, 1)
    assert among(peers, own=90, decided=9).rank is None
    assert among(peers[:1], own=0, decided=40).median is None


def test_what_is_known_of_the_captures_is_downloaded_as_bytes_of_no_type(served: Datasette, archive_path: Path) -> None:
    seed = next((Path(__file__).parent.parent / "documents" / "seeds").glob("002_*.txt")).read_bytes()
    page = tree(served, NANYUE)
    original, *_ = [link for link in page.xpath("//section[@id='evidence']//a/@href") if link.endswith("/original")]
    answer = get(served, original)
    assert answer.content == seed.replace("政府集中采购\t34\t".encode(), "政府集中采购\t43\t".encode())
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    record = get(served, original.replace("/original", "/record"))
    capture = original.split("/")[-2]
    found = sqlite3.connect(archive_path).execute(
        "SELECT warc_file, warc_offset, warc_length FROM captures WHERE id = ?", (capture,)
    )
    name, offset, length = found.fetchone()
    kept = (archive_path.with_name(f"{archive_path.name}.warc") / name).read_bytes()
    assert record.content == kept[offset : offset + length]
    assert record.headers["content-disposition"].endswith('.warc.gz"')


@pytest.mark.parametrize(
    "name", ["REVISIONS", "CHANGES", "REREADINGS", "YEARS", "CLAIMS", "FINDINGS", "PEERS", "PEER_CELLS"]
)
def test_no_query_of_the_page_reads_a_table_from_end_to_end(archive_path: Path, name: str) -> None:
    names = ("table", "row", "column", "report", "agency", "version", "year", "place", "level", "prefecture")
    for bodies in number_rows.BODIES.values():
        sql = getattr(number_rows, name).format(bodies=bodies)
        plan = sqlite3.connect(archive_path).execute("EXPLAIN QUERY PLAN " + sql, dict.fromkeys(names, "1"))
        steps = [step[3] for step in plan]
        scanned = {step for step in steps if step.startswith("SCAN")}
        # what was picked before: the newest revisions, changes of the cell, which cell states a claim
        picked = {"SCAN v", "SCAN h", "SCAN k", "SCAN 33 CONSTANT ROWS", "SCAN claims_checked"}
        assert scanned <= picked, scanned
        assert not any("problems_kind" in step for step in steps)


def test_a_capture_that_is_not_there_is_said(served: Datasette) -> None:
    assert "No capture is called nobody" in get(served, "/capture/nobody/original", 404).text


def test_the_printed_foot_names_the_revision_and_no_text_leaves_its_string(served: Datasette) -> None:
    foot = get(served, "/print/" + quote('x"; } body { display: none', safe="") + ".css").text
    assert foot.count('"') == 2
    assert "}" not in foot.split('"')[1]
