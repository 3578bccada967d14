"""`portals add` finds columns and product from any page; `portals check` says which columns still answer."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from commands import nianbao
from crawling import row, table
from loop_site import LoopSite, Reply, article, listing

from crawler.page import page_of_text
from samples.portal import BROWSER
from samples.server import SamplePortals
from spiders.marks import evidence
from spiders.overlay import write_line
from spiders.portals import portal_of_address, read_table

COLUMNS = {
    "helan": {"/xxgk_7799/zfxxgknb_73800/", "/xz/jgz_73950/zwgk_73951/zfxxgknb_73952/"},
    "fengcheng": {"/fcsrmzf/zfxxgknb/index.shtml", "/fcsrmzf/xzxxgkml/index.shtml"},
    "yueqing": {"/col/col1229246031/index.html"},
    "hongze": {"/zwgk/nianbao/list.html"},
}
"""As samples/portals.csv and the catalogue have them: of 丰城 the directory of towns, each with a column of its own."""
FAMILY = {"helan": "trs", "fengcheng": "ucap", "yueqing": "hanweb", "hongze": "generic"}


def line(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    return row


@pytest.mark.parametrize("portal", sorted(COLUMNS))
def test_a_home_page_is_enough(tmp_path: Path, portal: str) -> None:
    with SamplePortals(0) as site:
        here = site.origin(portal)
        overlay = tmp_path / "mine.csv"
        said = nianbao("portals", "add", here, "--portals", str(overlay), NIANBAO_ALLOW_LOOPBACK="1")
    found = line(overlay)
    assert {address.removeprefix(here) for address in found["columns"].split()} == COLUMNS[portal]
    assert found["family"] == FAMILY[portal]
    assert "read as a report" in said
    assert "home → " in said


def test_a_report_is_enough(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.csv"
    with SamplePortals(0) as site:
        here = site.origin("helan")
        page = f"{here}/xz/jgz_73950/zwgk_73951/zfxxgknb_73952/202101/t20210121_2567811.html"
        words = ("portals", "add", page, "--portals", str(overlay), "--id", "helan", "--code", "640122")
        nianbao(*words, NIANBAO_ALLOW_LOOPBACK="1")
        assert line(overlay)["homepage"] == f"{here}/"
        assert line(overlay)["id"] == "helan"
        assert line(overlay)["division_code"] == "640122"
        before = overlay.read_bytes()
        said = nianbao(*words, expect=2, NIANBAO_ALLOW_LOOPBACK="1")
        assert "--replace" in said
        assert overlay.read_bytes() == before
        listed = nianbao("portals", "list", NIANBAO_PORTALS=str(overlay))
        assert "贺兰县人民政府" in listed


def test_where_no_report_is_nothing_is_written(tmp_path: Path) -> None:
    pages: dict[str, Reply] = {
        "/": Reply(f'<html><body><a href="/gk/nb/">政府信息公开年报</a><p>{"要闻。" * 200}</p></body></html>'),
        "/gk/nb/": listing(("/gk/nb/1.html", "样例县政府信息公开指南")),
        "/gk/nb/1.html": article("样例县政府信息公开指南"),
    }
    overlay = tmp_path / "mine.csv"
    with LoopSite(dict(pages)) as site:
        home = f"http://127.0.0.1:{site.port}/"
        said = nianbao("portals", "add", home, "--portals", str(overlay), expect=1, NIANBAO_ALLOW_LOOPBACK="1")
        assert "no page was read as a report" in said
        assert not overlay.exists()
        site.pages["/"] = Reply("", 403)
        said = nianbao("portals", "add", home, "--portals", str(overlay), expect=1, NIANBAO_ALLOW_LOOPBACK="1")
        assert "403" in said
    assert not overlay.exists()


def test_other_lines_of_an_overlay_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "id,name,homepage,family\na,甲,http://a.localhost:{port}/,trs\nb,乙,http://b.cn/,generic\n", "utf-8"
    )
    write_line(path, portal_of_address("http://c.cn/"))
    assert [row.id for row in read_table(path)] == ["a", "b", "c-cn"]
    assert "http://a.localhost:{port}/" in path.read_text("utf-8")


def test_columns_that_answer_and_columns_that_do_not() -> None:
    with SamplePortals(0) as site:
        words = ("portals", "check", "--portals", str(site.portals_csv))
        said = nianbao(*words, NIANBAO_ALLOW_LOOPBACK="1")
        lines = said.strip().splitlines()
        assert len(lines) == len(site.sites)
        assert all(one.startswith("ok ") for one in lines)
        site.remove("helan", "/xxgk_7799/zfxxgknb_73800/", 404)
        site.replace("hongze", "/zwgk/nianbao/list.html", "<html><body><p>栏目建设中</p></body></html>".encode())
        said = nianbao(*words, "helan", "hongze", "pingtan", expect=1, NIANBAO_ALLOW_LOOPBACK="1")
        helan, hongze, pingtan = (
            next(one for one in said.splitlines() if f" {name} " in one) for name in ("helan", "hongze", "pingtan")
        )
        assert helan.startswith("LOOK")
        assert "404" in helan
        assert hongze.startswith("LOOK")
        assert pingtan.startswith("ok")
        nianbao(*words, "nobody", expect=2)


REPORTS = [(f"/gk/nb/t2023010{n}_100{n}.html", f"{n}号镇2022年政府信息公开工作年度报告") for n in range(1, 5)]


def home(column: str, name: str = "样例县人民政府") -> Reply:
    return Reply(
        f'<html><head><title>{name}门户网站</title></head><body><a href="{column}">政府信息公开年报</a>'
        f"<p>{'要闻。' * 200}</p></body></html>"
    )


def checked(folder: Path, pages: dict[str, Reply], line: str, expect: int) -> str:
    """What `portals check` says of a portal with these pages."""
    with LoopSite(dict(pages)) as site:
        here = f"http://x.localhost:{site.port}"
        lines = table(folder, line.replace("HERE", here))
        said = nianbao("portals", "check", "--portals", str(lines), expect=expect, NIANBAO_ALLOW_LOOPBACK="1")
    return said.replace(here, "").strip()


ARTICLES = {path: article(title) for path, title in REPORTS}


def test_a_column_that_moved_is_told_with_where_it_is_now(tmp_path: Path) -> None:
    pages = {"/": home("/zwgk/nianbao/"), "/zwgk/nianbao/": listing(*REPORTS), **ARTICLES}
    said = checked(tmp_path, pages, row("x", "HERE/", "HERE/gk/nb/"), 1)
    assert said == "LOOK  x  /gk/nb/: status 404; its homepage now leads to /zwgk/nianbao/"
    sends = pages | {"/gk/nb/": Reply("", 301, {"Location": "/zwgk/nianbao/"})}
    said = checked(tmp_path, sends, row("x", "HERE/", "HERE/gk/nb/"), 0)
    assert said.startswith("ok    x  1 column, 4 documents")
    assert "/gk/nb/ sends on to /zwgk/nianbao/" in said


def test_a_column_with_fewer_entries_than_its_line_expects(tmp_path: Path) -> None:
    pages = {"/": home("/gk/nb/"), "/gk/nb/": listing(*REPORTS), **ARTICLES}
    line = row("x", "HERE/", "HERE/gk/nb/", expectations="listed>=5")
    assert checked(tmp_path, pages, line, 1) == "LOOK  x  its columns have 4 entries, its line expects at least 5"
    # By its pager, of which one page is looked at; and where nothing says how many there are, nothing is said.
    more = '<a href="/gk/nb/index_1.html">下一页</a>'
    told = pages | {"/gk/nb/": listing(*REPORTS, more=f"<p>共9条 第1/3页 {more}</p>")}
    assert checked(tmp_path, told, line, 0).startswith("ok")
    fewer = row("x", "HERE/", "HERE/gk/nb/", expectations="listed>=10")
    assert "have 9 entries" in checked(tmp_path, told, fewer, 1)
    unsaid = pages | {"/gk/nb/": listing(*REPORTS, more=more)}
    assert checked(tmp_path, unsaid, fewer, 0).startswith("ok")


def test_a_portal_that_refuses(tmp_path: Path) -> None:
    pages = {"/": home("/gk/nb/"), "/gk/nb/": Reply("", 403)}
    said = checked(tmp_path, pages, row("x", "HERE/", "HERE/gk/nb/"), 1)
    assert said == "LOOK  x  blocked: status 403 at /gk/nb/"


def test_a_county_in_a_folder_of_its_citys_site_is_not_the_city(tmp_path: Path) -> None:
    report = (Path(__file__).parent.parent / "documents/real/reports/pingtan-2025.html").read_bytes()
    county = home("/dongli/gk/nb/", "东篱县人民政府")
    pages = {
        "/": home("/gk/nb/", "南岳市人民政府"),
        "/gk/nb/": listing(*REPORTS),
        **ARTICLES,
        "/dongli/": Reply(str(county.body).replace("<p>", '<a href="/gk/">政府信息公开</a><p>', 1)),
        "/dongli/gk/nb/": listing(("/dongli/gk/nb/t20230101_9001.html", "东篱县2022年政府信息公开工作年度报告")),
        "/dongli/gk/nb/t20230101_9001.html": Reply(report),
        "/gk/": home("/gk/nb/", "南岳市人民政府"),
    }
    overlay = tmp_path / "mine.csv"
    with LoopSite(dict(pages)) as site:
        here = f"http://x.localhost:{site.port}"
        nianbao("portals", "add", f"{here}/dongli/", "--portals", str(overlay), NIANBAO_ALLOW_LOOPBACK="1")
        found = line(overlay)
    assert found["columns"] == f"{here}/dongli/gk/nb/"
    assert (found["homepage"], found["name"]) == (f"{here}/dongli/", "东篱县人民政府")
    assert found["id"].endswith("-dongli")


def test_a_portal_whose_lists_a_script_draws_is_marked_so(tmp_path: Path) -> None:
    """Without a browser it is not proven; with one its lists are drawn (test_browser)."""
    overlay = tmp_path / "mine.csv"
    with SamplePortals(0, BROWSER) as site:
        words = ("portals", "add", site.origin("drawn"), "--portals", str(overlay), "--unproven")
        nianbao(*words, NIANBAO_ALLOW_LOOPBACK="1")
    assert line(overlay)["browser"] == "lists"
    assert "/channel/" in line(overlay)["columns"]


@pytest.mark.parametrize(
    ("family", "address"),
    [
        ("hanweb", "http://www.hbkc.gov.cn/art/2024/1/26/art_5985_984980.html"),
        ("trs", "https://gl.jdz.gov.cn/zwgk/zfxxgknb/202101/t20210112_1078318.shtml"),
        ("lonsun", "https://www.huoqiu.gov.cn/public/content/36027577"),
        ("ucap", "https://www.xjhc.gov.cn/xjhc/C116872/202601/2b5e35775e1d485e93df428fdbdb3f9c.shtml"),
        ("ucap", "http://mdj.gov.cn/mdjsrmzf/c105122/202002/c03_849604.shtml"),
        ("openness", "https://www.mengcheng.gov.cn/OpennessAnnualReport/show/6588.html"),
        ("xxgk_list", "http://dachuan.gov.cn/xxgk-show-109054.html"),
    ],
)
def test_products_by_the_addresses_of_real_reports(family: str, address: str) -> None:
    page = page_of_text("http://x.gov.cn/", f'<html><body><a href="{address}">年报</a></body></html>')
    assert evidence([page])[0].family == family


def test_a_page_of_no_product_shows_no_marks() -> None:
    page = page_of_text("http://x.gov.cn/", '<html><body><a href="/zwgk/nianbao/list.html">年报</a></body></html>')
    assert evidence([page]) == []


def test_the_operators_own_table_need_not_be_there_yet(tmp_path: Path) -> None:
    """Named in their file, as the documentation shows it: the first line makes it. A crawl without it says so."""
    overlay = tmp_path / "our-portals.csv"
    (tmp_path / "nianbao.toml").write_text('portals = ["our-portals.csv"]\n', encoding="utf-8")
    told = {"NIANBAO_CONFIG": str(tmp_path / "nianbao.toml"), "NIANBAO_ALLOW_LOOPBACK": "1"}
    said = nianbao("crawl", "--all", "--plan", "--archive", str(tmp_path / "a.db"), expect=2, **told)
    assert "our-portals.csv" in said
    with SamplePortals(0) as site:
        nianbao("portals", "add", site.origin("hongze"), "--id", "hongze", **told)
    assert line(overlay)["id"] == "hongze"
