"""What stands far down in a long list is looked at like what stands on its first page."""

from __future__ import annotations

from pathlib import Path

from crawling import row, run, table
from loop_site import LoopSite, Reply, article, listing

PAGES = 9
TITLE = "样例县{year}年政府信息公开工作年度报告"


def test_a_document_of_the_ninth_page_brings_what_it_shows_and_links(tmp_path: Path) -> None:
    pages: dict[str, Reply] = {}
    for number in range(PAGES):
        year = 2023 - number
        following = f"<a href='index_{number + 1}.html'>下一页</a>" if number + 1 < PAGES else ""
        name = f"t{year}0101_10{number:02d}.html"
        pages[f"/gk/nb/index_{number}.html" if number else "/gk/nb/"] = listing(
            (name, TITLE.format(year=year)), more=f"<div class='page'>共{PAGES}页 {following}</div>"
        )
        pages[f"/gk/nb/{name}"] = article(TITLE.format(year=year))
    last = TITLE.format(year=2023 - PAGES + 1)
    pages[f"/gk/nb/t{2023 - PAGES + 1}0101_1008.html"] = article(
        last,
        "<iframe src='/gk/nb/shown_1008.html'></iframe>"
        f"<a href='/gk/old/t20140101_99.html'>{TITLE.format(year=2013)}</a>",
    )
    pages["/gk/nb/shown_1008.html"] = article(last)
    pages["/gk/old/t20140101_99.html"] = article(TITLE.format(year=2013))
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        ended = run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db")
        asked = set(site.paths())
    assert ended["outcomes"]["x"][0] == "walked"
    assert asked == {"/robots.txt", *pages}
