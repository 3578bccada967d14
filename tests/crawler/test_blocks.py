"""A host that does not want us is left alone within six requests and recorded as blocked."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawling import row, run, table
from loop_site import LoopSite, Reply, article, listing
from scrapy.http import HtmlResponse, Response

from crawler.blocks import challenge

REPORT = "样例县2022年政府信息公开工作年度报告"
RUISHU = "<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1;</script></head><body></body></html>"
STUB = "<html><head><script>" + "var a=1;" * 140 + "eval(a)</script></head><body></body></html>"


@pytest.mark.parametrize(
    "reply",
    [Reply("no", 403), Reply("no", 405), Reply(RUISHU, 412), Reply("x", 521), Reply(RUISHU), Reply(STUB)],
    ids=["403", "405", "412", "521", "challenge", "stub"],
)
@pytest.mark.parametrize("where", ["home", "list"])
def test_a_refusal_on_a_home_or_list_page_ends_the_crawl(tmp_path: Path, reply: Reply, where: str) -> None:
    pages = {"/": reply, "/gk/nb/": reply}
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        result = run(table(tmp_path, row("x", home, home + "gk/nb/" if where == "list" else "")), tmp_path / "a.db")
        assert len(site.seen) == 2
    assert result["exit"] == 1
    assert result["outcomes"]["x"][0] == "blocked"


def test_three_refusals_in_a_row_end_the_crawl(tmp_path: Path) -> None:
    items = tuple((f"t20230101_1000{n}.html", REPORT) for n in range(9))
    pages = {"/gk/nb/": listing(*items), **{f"/gk/nb/{path}": Reply("no", 403) for path, _ in items}}
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        result = run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db")
        assert len(site.seen) <= 6
    assert (result["exit"], result["outcomes"]["x"][0]) == (1, "blocked")


def test_single_refusals_do_not(tmp_path: Path) -> None:
    items = tuple((f"t20230101_1000{n}.html", REPORT) for n in range(4))
    pages = {"/gk/nb/": listing(*items), **{f"/gk/nb/{path}": article(REPORT) for path, _ in items}}
    pages["/gk/nb/t20230101_10001.html"] = Reply("no", 403)
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        result = run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db")
        assert len(site.seen) == 6
    assert (result["exit"], result["outcomes"]["x"][0]) == (0, "walked")


def test_no_column_is_a_failure(tmp_path: Path) -> None:
    with LoopSite({"/": article("样例县", '<a href="/news/">新闻</a>')}) as site:
        result = run(table(tmp_path, row("x", f"http://x.localhost:{site.port}/")), tmp_path / "a.db")
    assert (result["exit"], result["outcomes"]["x"][0]) == (1, "no_column")


def answered(body: bytes) -> Response:
    return HtmlResponse("http://x.localhost/gk/list.shtml", headers={"Content-Type": "text/html"}, body=body)


def test_a_shell_that_sends_on_is_no_challenge() -> None:
    shell = b"<html><script>window.location.href='/fcsrmzf/zfxxgknb/list.shtml';</script></html>"
    assert challenge(answered(shell)) is None
    assert challenge(answered(STUB.encode())) is not None
    assert challenge(answered(RUISHU.encode())) is not None


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent.parent / "documents/real").rglob("*.html"), key=str), ids=str
)
def test_no_real_page_is_taken_for_a_challenge(path: Path) -> None:
    assert challenge(answered(path.read_bytes())) is None
