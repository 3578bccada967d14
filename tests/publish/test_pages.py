"""The pages, asked of Datasette in this process over an archive of the seed reports."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import logging
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from asking import answer as get
from datasette.app import Datasette
from jinja2 import Environment
from lxml import html

import publish.words
from archive.metadata import datasette_metadata
from archive.printed_form import problem_names
from publish.report_page import _grouped, _numbered
from publish.search_results import Found
from publish.settings import SETTINGS
from publish.text_change import differing
from publish.words import interval

ROOT = Path(__file__).parent.parent.parent
HOSTILE_AGENCY = "<script>alert(1)</script>镇"
NANYUE = "/report/" + quote("000000-南岳镇-2020")


@pytest.fixture(scope="session")
def served(archive_path: Path) -> Datasette:
    return Datasette([str(archive_path)], metadata=datasette_metadata(), settings={"suggest_facets": False})


def tree(served: Datasette, path: str, status: int = 200) -> Any:
    return html.fromstring(get(served, path, status).text)


def text(node: Any) -> str:
    return re.sub(r"\s+", " ", node.text_content()).strip()


def grid(page: Any, table: str) -> list[list[str]]:
    """The printed lines of a table, spans repeated, marks left out."""
    lines: list[list[str]] = []
    held: dict[tuple[int, int], str] = {}
    for y, line in enumerate(page.xpath(f"//*[@id='{table}']//tr")):
        row: list[str] = []
        for cell in line:
            while (y, len(row)) in held:
                row.append(held[(y, len(row))])
            [figure] = cell.xpath("./a[@class='n']") or [cell]
            shown = "" if figure.xpath("./span[@class='for-ear']") else (figure.text or "").strip()
            for _ in range(int(cell.get("colspan", 1))):
                for below in range(1, int(cell.get("rowspan", 1))):
                    held[(y + below, len(row))] = shown
                row.append(shown)
        while (y, len(row)) in held:
            row.append(held[(y, len(row))])
        lines.append(row)
    return lines


def test_home(served: Datasette) -> None:
    page = tree(served, "/")
    shown = text(page)
    assert "6 份年报" in shown
    assert "1 处改动" in shown
    assert "政府集中采购（采购项目数量） 34 → 43" in shown
    assert "在 2026-03-02 09:00—2026-03-09 09:00 两次查看之间" in shown
    for origin in ("原文疑点", "未能读出", "未能访问"):
        assert origin in shown
    assert page.xpath("//form[@role='search']//input[@name='q']")


def test_a_report_is_drawn_as_its_printed_form(served: Datasette) -> None:
    page = tree(served, NANYUE)
    two, three, four = (
        grid(page, table) for table in ("proactive_disclosure", "disclosure_requests", "review_and_litigation")
    )
    assert two[0] == ["第二十条第（一）项"] * 4
    assert two[-1] == ["政府集中采购", "43", "50.920543 万元", "50.920543 万元"]
    assert all(len(line) == 10 for line in three)
    assert three[2][3:] == ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    assert len(three) == 3 + 23
    state_secret = next(line for line in three if line[2] == "1.属于国家秘密")
    assert state_secret[:3] == ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"]
    not_held = next(line for line in three if line[2] == "1.本机关不掌握相关政府信息")
    assert not_held[3:] == ["0", "1", "0", "0", "0", "0", "0"]
    assert four[-1] == ["0", "0", "0", "0", "0", "2", "0", "0", "", "2", "0", "0", "0", "0", "0"]


def test_edition_2021_has_its_own_form(served: Datasette) -> None:
    page = tree(served, "/report/" + quote("000000-张巷镇-2021"))
    two = grid(page, "proactive_disclosure")
    assert two[1] == ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    assert two[3][0] == "行政规范性文件"
    assert len(grid(page, "disclosure_requests")) == 3 + 25


def test_blank_is_not_zero(served: Datasette) -> None:
    page = tree(served, NANYUE)
    cells = page.xpath("//*[@id='review_and_litigation']//td")
    blank = [cell for cell in cells if "state-blank" in cell.get("class")]
    assert len(blank) == 1
    assert "不等于 0" in blank[0].get("title")
    assert sum("state-number" in cell.get("class") for cell in cells) == 14


def test_wrong_totals_are_marked_with_both_sides(served: Datasette) -> None:
    page = tree(served, NANYUE)
    wrong = page.xpath("//*[@id='disclosure_requests']//td[contains(@class, 'wrong')]")
    assert wrong
    numbers = {anchor.get("href") for cell in wrong for anchor in cell.xpath(".//a[@class='mark']")}
    assert all(page.xpath(f"//li[@id='{number.removeprefix('#')}']") for number in numbers)
    balance = next(text(item) for item in page.xpath("//ul[@class='problems']/li") if "第一项加第二项" in text(item))
    assert re.search(r"第一项加第二项 one \+ two 1\s?；\s?第三项加第四项 three \+ four 0", balance)
    assert "原文疑点" in text(page.xpath("//section[@id='problems']")[0])


def test_many_problems_of_one_kind_are_one_entry_with_numbered_places() -> None:
    problems = [
        {"origin": "reading", "severity": "error", "kind": kind, "row_key": str(number)}
        for number, kind in enumerate(["run_together", "short_row", *["run_together"] * 5])
    ]
    numbered = _numbered(problems)
    assert [problem["kind"] for problem in numbered.values()] == ["run_together"] * 6 + ["short_row"]
    assert [list(group) for group in _grouped(numbered)["reading"]] == [[1, 2, 3, 4, 5, 6], [7]]


def test_every_kind_of_problem_of_fetching_and_findings_has_words() -> None:
    names = problem_names()
    for kind in ("http_error", "fetch_failed", "body_truncated", "reading_limit", "reader_crashed", "agency_unknown",
                 "rendering_disagrees", "carry_over", "zero_requests_with_cases", "run_together"):  # fmt: skip
        assert all(names[kind]), kind


def test_states_are_words_and_looks_within_a_minute_show_their_seconds() -> None:
    words = interval("2026-03-02T01:00:05Z", "2026-03-02T01:00:41Z")[0]
    assert words == "在 2026-03-02 09:00:05—2026-03-02 09:00:41 两次查看之间"
    bits = (ROOT / "publish" / "templates" / "_bits.html").read_text(encoding="utf-8")
    shown = (
        Environment(autoescape=True)
        .from_string(bits + "{{ old_new(change) }}")
        .render(change={"kind": "status", "old": "live", "new": "withdrawn"}, words=publish.words, differing=differing)
    )
    assert "原网址可打开" in shown
    assert "原网址打不开" in shown
    assert "withdrawn" not in shown


def test_a_citation_holds_the_whole_address_of_its_revision(served: Datasette) -> None:
    page = tree(served, NANYUE)
    shown = page.xpath("//dd[@class='citation']")
    assert len(shown) == 3
    for form in shown:
        assert re.search(r"http://localhost/version/[0-9a-f]{16}-", text(form))


def test_a_report_whose_figures_were_not_read_is_not_called_free_of_problems(served: Datasette) -> None:
    assert "不等于没有差错" in text(tree(served, hostile_path(served)).xpath("//section[@id='problems']")[0])


def test_what_only_an_earlier_revision_holds_is_named(served: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    async def found(*_: object) -> Found:
        return Found(0, 1, [], "relevance", [], [], 0, frozenset())

    monkeypatch.setattr("publish.search_page.find", found)
    page = tree(served, "/search?q=66")
    assert "1 个其他版次或形式符合" in text(page)
    assert page.xpath("//a[contains(@href, 'all=1')]")


def test_an_index_made_by_other_rules_is_said(served: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    assert get(served, "/search.json?q=x").json()["stale_index"] is False
    assert "另一版规则" not in get(served, "/search?q=x").text
    monkeypatch.setattr("publish.search_page.normal_form_rule", lambda: "another")
    assert get(served, "/search.json?q=x").json()["stale_index"] is True
    assert "另一版规则" in get(served, "/search?q=x").text


def test_the_archive_s_page_begins_with_the_reports(served: Datasette) -> None:
    first = tree(served, "/archive").xpath("//section[@class='start-here']//a")[0]
    assert first.get("href") == "/archive/reports"
    assert text(first).startswith("年报")


def test_changed_cell_and_interval(served: Datasette) -> None:
    page = tree(served, NANYUE)
    changed = page.xpath("//td[contains(@class, 'changed')]")
    assert [text(cell) for cell in changed] == ["43原 34，2026-03-02 尚见"]
    log = page.xpath("//section[@id='changes']")[0]
    assert "两次查看之间" in text(log)
    beside = tree(served, log.xpath(".//a[text()='对照 compare']/@href")[0])
    fixed = tree(served, beside.xpath("//main//th/a/@href")[0])
    assert grid(fixed, "proactive_disclosure")[-1][1] == "34"
    assert "现取另一版次或形式" in text(fixed)
    assert not fixed.xpath("//td[contains(@class, 'changed')]")


def test_narrative_with_its_preamble(served: Datasette) -> None:
    page = tree(served, "/report/" + quote("000000-张巷镇-2021"))
    narrative = page.xpath("//section[@id='text']")[0]
    assert text(narrative).count("本报告根据《中华人民共和国政府信息公开条例》") == 1
    headings = [text(heading) for heading in narrative.xpath(".//h3")]
    assert headings[0] == "（前言）"
    assert headings[1].startswith("一、总体情况")
    assert len(headings) == 7


def test_a_check_that_could_not_be_made_is_not_called_failed(served: Datasette) -> None:
    page = tree(served, "/report/" + quote("000000-东宁镇-2020"))
    listed = [text(item) for item in page.xpath("//li[contains(@class, 'severity-info')]")]
    assert sum("无法核对" in item for item in listed) >= 4


def test_evidence(served: Datasette, archive_path: Path) -> None:
    page = tree(served, NANYUE)
    db = sqlite3.connect(archive_path)
    capture = db.execute(
        "SELECT k.payload_sha256, k.warc_file, k.warc_offset, k.url FROM current AS c"
        " JOIN version_captures AS w ON w.version = c.version JOIN captures AS k ON k.id = w.capture"
        " WHERE c.report = '000000-南岳镇-2020'"
    ).fetchone()
    evidence = text(page.xpath("//section[@id='evidence']")[0])
    assert capture[0] in evidence
    assert f"{capture[1]} @ {capture[2]}" in evidence
    assert capture[0] in text(page.xpath("//section[@id='cite']")[0])
    source = page.xpath("//a[@class='source']")[0]
    assert source.get("href") == capture[3]
    assert "noreferrer" in source.get("rel")
    assert "2026-03-09 01:00:02" in evidence
    assert "2026-03-09 09:00" in evidence


def test_the_evidence_is_a_zip_that_holds_together(served: Datasette) -> None:
    address = tree(served, NANYUE).xpath("//section[@id='evidence']//a[contains(@href, '.zip')]")[0].get("href")
    response = get(served, address)
    assert response.headers["content-type"] == "application/zip"
    assert response.headers["content-disposition"].startswith('attachment; filename="evidence-')
    with zipfile.ZipFile(io.BytesIO(response.content)) as opened:
        for line in opened.read("SHA256SUMS").decode().splitlines():
            digest, _, name = line.partition("  ")
            assert hashlib.sha256(opened.read(name)).hexdigest() == digest
        assert "南岳镇" in opened.read("index.html").decode()
    get(served, "/evidence/nobody-2024.zip", 404)


def test_evidence_without_warc_files_is_not_given(archive_path: Path, tmp_path: Path) -> None:
    shutil.copy(archive_path, tmp_path / "alone.db")
    alone = Datasette([str(tmp_path / "alone.db")])
    # Datasette sends a path with percent signs that is not found on to the same path with tildes
    moved = get(alone, "/evidence/" + quote("000000-南岳镇-2020") + ".zip", 302).headers["location"]
    assert "此处不能给出存证" in get(alone, moved, 404).text


def test_table_without_values_says_blank(served: Datasette) -> None:
    page = tree(served, "/report/" + quote("000000-东宁镇-2020"))
    for table, state in (
        ("proactive_disclosure", "state-blank"),
        ("disclosure_requests", "state-blank"),
        ("review_and_litigation", "state-row_not_printed"),
    ):
        cells = page.xpath(f"//*[@id='{table}']//td")
        assert cells
        assert {cell.get("class") for cell in cells} == {state}
        assert not any("0" in text(cell) for cell in cells)


def test_report_without_tables(served: Datasette) -> None:
    page = tree(served, hostile_path(served))
    shown = text(page.xpath("//section[@id='tables']")[0])
    assert "没有这张表" in shown or "没有全国统一表格" in shown
    assert not page.xpath("//section[@id='tables']//td")


def test_addresses_of_a_report(served: Datasette) -> None:
    assert text(tree(served, "/report/" + quote("000000-南岳镇") + "/2020").xpath("//h1")[0]) == "南岳镇 2020 年度"
    for missing in ("/report/nothing", "/report/nothing/2020", "/version/nothing"):
        get(served, missing, 404)
    assert "不等于未公开" in get(served, "/report/nothing", 404).text


def test_errors(served: Datasette, capfd: pytest.CaptureFixture[str]) -> None:
    assert "没有这一页" in get(served, "/nothing/at/all/of/it/here", 404).text
    assert "首页" in get(served, "/nothing/at", 404).text
    assert get(served, "/nothing.here.json", 404).json()["ok"] is False
    assert "no such column" in get(served, "/archive?sql=" + quote("select nonsense"), 400).text
    wrong = get(served, "/archive.json?sql=" + quote("select nonsense"), 400).json()
    assert "no such column" in wrong["error"]
    assert "<b>" not in get(served, "/archive/reports?_sort=<b>secretword", 500).text
    get(served, "/report/secretword", 404)
    assert "secretword" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("公开", {"东宁镇", "张巷镇", "南岳镇", "贺兰县金贵镇", None, HOSTILE_AGENCY}),
        ("东宁", {"东宁镇"}),
        ("三务公开栏", {"张巷镇"}),
        ("三公开栏", set()),
        ("66条", {"南岳镇"}),
        ("６６ 条", {"南岳镇"}),
        ("南岳鎮", {"南岳镇"}),
        ("量子计算", set()),
    ],
)
def test_search_page_and_its_json(served: Datasette, query: str, found: set[str | None]) -> None:
    answer = get(served, f"/search.json?q={quote(query)}").json()
    assert {result["agency"] for result in answer["results"]} == found
    assert answer["count"] == len(answer["results"])
    page = tree(served, f"/search?q={quote(query)}")
    assert len(page.xpath("//ol[@class='results']/li")) == answer["count"]
    for result in answer["results"]:
        assert any(piece["hit"] for piece in result["snippet"])
        assert result["source"].startswith("http")
        get(served, result["page"])


def test_search_filters(served: Datasette) -> None:
    def agencies(arguments: str) -> list[str | None]:
        return [
            result["agency"] for result in get(served, f"/search.json?q={quote('公开')}&{arguments}").json()["results"]
        ]

    assert agencies("year=2021") == ["张巷镇"]
    assert agencies("portal=nowhere") == []
    assert set(agencies("section=title")) == {"东宁镇", "张巷镇", "南岳镇", "贺兰县金贵镇", HOSTILE_AGENCY}
    assert len(agencies("all=1")) == len(agencies("")) + 1
    assert agencies("page=99") == []
    assert get(served, "/search.json?portal=shili").json()["count"] == 6
    assert get(served, "/search.json?year=2021").json()["results"][0]["agency"] == "张巷镇"
    assert "6 份年报" in text(tree(served, "/search?portal=shili"))
    assert get(served, "/search.json?q=&year=x&page=-1&sort=nonsense&section=x").json()["count"] == 0
    assert get(served, "/search").status_code == 200


@pytest.mark.parametrize("table", ["versions", "reports"])
@pytest.mark.parametrize(
    ("query", "count"), [("66条", 1), ("东宁", 1), ("公开", 6), ("镇", 6), ('"', None), ("a OR (", 0)]
)
def test_datasettes_own_search_box(served: Datasette, table: str, query: str, count: int | None) -> None:
    found = get(served, f"/archive/{table}.json?_search={quote(query)}&_shape=array&_size=max").json()
    if count is not None:
        assert len({row.get("report") for row in found}) == count


def test_datasette_stays(served: Datasette) -> None:
    for path in (
        "/archive",
        "/archive/reports",
        "/archive/reports.csv",
        "/archive/cells_long?form_table=disclosure_requests",
        "/archive/fields",
        "/archive/problems?_facet=kind",
        "/archive.json?sql=" + quote("select 1"),
        "/archive.json?sql=" + quote("select nianbao_snippet(text, '66条') as s from versions"),
        "/-/plugins.json",
        "/.json",
    ):
        get(served, path)
    answer = get(
        served, "/archive.json?_shape=array&sql=" + quote("select nianbao_snippet(text, '66条') as s from versions")
    )
    assert any("【66条】" in (row["s"] or "") for row in answer.json())
    page = tree(served, "/archive/reports")
    assert page.xpath("//td[contains(@class, 'col-report')]/a[starts-with(@href, '/report/')]")
    assert "报告年度" in page.text_content()


def test_a_value_made_to_be_huge_is_refused(served: Datasette) -> None:
    for sql in ("select randomblob(1000000000)", "select zeroblob(100000000)"):
        answer = get(served, "/archive.json?sql=" + quote(sql), 400)
        assert "too big" in answer.text


def test_headers(served: Datasette) -> None:
    for path in ("/", NANYUE, "/archive/reports", "/-/static-plugins/nianbao/nianbao.css", "/nothing.here/at/all"):
        headers = asyncio.run(served.client.get(path)).headers
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"


def hostile_path(served: Datasette) -> str:
    answer = get(served, "/search.json?q=" + quote("主动公开政府信息 12 条")).json()
    assert answer["count"] == 1
    return str(answer["results"][0]["page"])


def test_hostile_text_is_text(served: Datasette) -> None:
    hostile = hostile_path(served)
    pages = ["/", hostile, "/search?q=" + quote("<script>alert(7)</script> \"'><b>"), "/search?q=" + quote("12 条")]
    pages += ["/archive/versions", "/archive/portals", "/archive/documents", "/archive/sections"]
    for path in pages:
        page = tree(served, path)
        scripts = [script.text or "" for script in page.iter("script")]
        assert not any("alert(" in script for script in scripts), path
        assert not [
            (node.tag, name)
            for node in page.iter()
            if isinstance(node.tag, str)
            for name in node.attrib
            if name.startswith("on")
        ], path
        assert not page.xpath("//svg[@onload] | //img[@src='x'] | //b[text()='&']"), path
        assert not [link for link in page.xpath("//a/@href") if link.lower().startswith("javascript:")], path
    shown = get(served, hostile).text
    assert "&lt;img src=x onerror=alert(2)&gt;" in shown
    assert "{{ 7*7 }}" in shown
    ours = tree(served, hostile)
    assert not ours.xpath("//script | //style | //*[@style]")
    assert not [link for link in ours.xpath("//link/@href | //img/@src") if link.startswith(("http:", "https:", "//"))]


def test_plain_datasette_without_our_metadata_or_plugin(archive_path: Path) -> None:
    bare = Datasette([str(archive_path)])
    assert get(bare, "/archive/reports.json").json()["rows"]
    db = sqlite3.connect(archive_path)
    db.execute("SELECT * FROM reports").fetchall()
    assert len(db.execute("SELECT rowid FROM search_index WHERE search_index MATCH '东宁'").fetchall()) == 1


def test_the_access_log_names_no_query(served: Datasette, caplog: pytest.LogCaptureFixture) -> None:
    asyncio.run(served.invoke_startup())
    logger = logging.getLogger("uvicorn.access")
    with caplog.at_level(logging.INFO, logger="uvicorn.access"):
        logger.info('%s - "%s %s HTTP/%s" %d', "127.0.0.1:1", "GET", "/search?q=secret", "1.1", 200)
    assert "/search HTTP" in caplog.text
    assert "secret" not in caplog.text


def test_settings_are_datasettes() -> None:
    known = {setting.name for setting in __import__("datasette.app", fromlist=["SETTINGS"]).SETTINGS}
    assert set(SETTINGS) <= known
    assert SETTINGS["suggest_facets"] is False


def test_templates_trust_no_text() -> None:
    for template in (ROOT / "publish" / "templates").rglob("*.html"):
        source = template.read_text(encoding="utf-8")
        assert "|safe" not in source.replace(" ", ""), template
        assert "autoescape" not in source, template
        # the page in an evidence ZIP is one file that needs nothing else, and is never served
        assert "<style" not in source or template.name == "evidence.html", template
    assert json.loads((ROOT / "datasette-metadata.json").read_text(encoding="utf-8"))["title"]


def test_every_hook_is_known_whichever_of_us_and_datasette_is_imported_first() -> None:
    said = (
        "import publish.words; from datasette.plugins import pm\n"
        "print(sorted(name for name in publish.__all__ if 'nianbao' not in"
        " [known.plugin_name for known in getattr(pm.hook, name).get_hookimpls()]))"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
