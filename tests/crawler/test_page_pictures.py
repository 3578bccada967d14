"""The pictures of a report's page are kept where they may be its tables, with the manners of everything else."""

from __future__ import annotations

import sqlite3
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from crawling import row, run, table
from loop_site import LoopSite, Reply, listing

from archive.archive import Archive
from crawler.links import MOST_PICTURES, pictures
from crawler.page import page_of_text

TABLES = Path(__file__).parent.parent / "documents" / "made" / "nanyue-tables-as-pictures"
TITLE = "南岳镇2022年政府信息公开工作年度报告"
PNG = Reply(b"\x89PNG\r\n\x1a\n" + b"scan" * 50, headers={"Content-Type": "image/png", "ETag": '"1"'})
SCANS = '<p><img src="W1.png"></p><p><img data-src="/gk/nb/W2.jpg" src="/images/loading.gif"></p>'
CHROME = '<div class="header"><img src="/banner.jpg"></div><div class="footer"><img src="/foot.jpg"></div>'
AROUND = (
    '<img src="/images/icon_pdf.gif"><img src="/logo.png"><img src="small.png" width="16" height="16">'
    '<img src="low.png" style="width: 300px; height: 20px"><a href="/other/index.html"><img src="lead.jpg"></a>'
    '<img src="data:image/png;base64,AAAA"><img src="drawn.svg"><img src="http://elsewhere.localhost/x.png">'
)
TWO = (
    "<table><tr><td>第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td>"
    "<td>现行有效件数</td></tr><tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr></table>"
)
THREE = (
    "<table><tr><td>一、本年新收政府信息公开申请数量</td></tr><tr><td>（一）予以公开</td></tr>"
    "<tr><td>（二）部分公开</td></tr></table>"
)
FOUR = "<table><tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td></tr></table>"
FORM = TWO + THREE + FOUR


def page(body: str, title: str = TITLE) -> Reply:
    head = f"<html><head><title>{title}</title></head><body>{CHROME}<h1>{title}</h1><p>{'正文。' * 200}</p>"
    return Reply(f"{head}{body}</body></html>")


def shown(body: str, title: str = TITLE) -> list[str]:
    reply = page(body, title)
    assert isinstance(reply.body, str)
    found = pictures(page_of_text("http://x.gov.cn/gk/nb/1.html", reply.body))
    return [url.removeprefix("http://x.gov.cn") for url in found]


def test_pictures_of_the_body_and_no_ornaments() -> None:
    assert shown(SCANS + AROUND) == ["/gk/nb/W1.png", "/gk/nb/W2.jpg", "http://elsewhere.localhost/x.png"]


@pytest.mark.parametrize(
    ("body", "title"),
    [(FORM + SCANS, TITLE), (SCANS, "一图读懂2022年政府信息公开工作年度报告"), (SCANS, "南岳镇召开防汛会议")],
)
def test_a_page_with_its_tables_or_no_report_keeps_none(body: str, title: str) -> None:
    assert shown(body, title) == []


@pytest.mark.parametrize("text", ["", TWO, TWO + THREE, THREE + FOUR, TWO + FOUR])
def test_a_page_that_lacks_a_table_keeps_its_pictures(text: str) -> None:
    assert shown(text + SCANS) == ["/gk/nb/W1.png", "/gk/nb/W2.jpg"]


def test_sentences_about_the_figures_are_no_table() -> None:
    told = "<p>本年新收政府信息公开申请3件，予以公开2件。行政复议1件，结果维持。尚未审结0件。</p>"
    assert shown(TWO + told + SCANS) == ["/gk/nb/W1.png", "/gk/nb/W2.jpg"]


def test_a_page_of_very_many_pictures_is_bounded() -> None:
    digits = "9" * 5000
    assert shown(f'<img src="W.png" width="{digits}" style="width:{digits}px">') == ["/gk/nb/W.png"]
    assert len(shown("".join(f'<img src="W{number}.png">' for number in range(500)))) == MOST_PICTURES


def crawled(tmp_path: Path, pages: dict[str, Any], times: int = 1) -> tuple[Path, list[str]]:
    archive = tmp_path / "a.db"
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        for _ in range(times):
            assert run(table(tmp_path, row("x", home, home + "gk/nb/")), archive)["exit"] == 0
        return archive, [path for path in site.paths() if path.endswith((".png", ".jpg", ".gif", ".svg"))]


def test_they_are_kept_with_their_page_and_are_no_documents(tmp_path: Path) -> None:
    pages = {
        "/gk/nb/": listing(("t20230101_1001.html", TITLE)),
        "/gk/nb/t20230101_1001.html": page(SCANS + AROUND),
        "/gk/nb/W1.png": PNG,
        "/gk/nb/W2.jpg": PNG,
    }
    path, asked = crawled(tmp_path, pages)
    assert sorted(asked) == ["/gk/nb/W1.png", "/gk/nb/W2.jpg"], "each once, none of another host, no ornament"
    with Archive.open(path) as archive:
        assert archive.verify() == []
        (capture,) = archive.db.conn.execute("SELECT id FROM captures WHERE url LIKE '%_1001.html'").fetchone()
        found = archive.images_of(capture)
        assert [url.rsplit("/", 1)[1] for url, _ in found] == ["W1.png", "W2.jpg"]
        assert all(archive.payload(picture) == PNG.body for _, picture in found)
        assert archive.pending_captures() == []
        about = archive.db.conn.execute(
            "SELECT DISTINCT purpose, verdict, document, parent_url LIKE '%_1001.html' FROM captures"
            " WHERE url LIKE '%/W%'"
        )
        assert [tuple(line) for line in about] == [("image", "image", None, 1)]
        documents = archive.db.conn.execute("SELECT url, status FROM documents").fetchall()
        assert all(not str(line["url"]).endswith(("png", "jpg")) for line in documents)
        (not_report,) = archive.db.conn.execute("SELECT not_report FROM crawl_portals").fetchone()
        assert not_report <= 2, "the list and perhaps the page itself"


def test_of_a_page_half_text_half_pictures_the_pictures_are_kept_and_of_a_whole_one_not(tmp_path: Path) -> None:
    other = TITLE.replace("南岳", "北岳")
    pages = {
        "/gk/nb/": listing(("t20230101_1001.html", TITLE), ("t20230101_1002.html", other)),
        "/gk/nb/t20230101_1001.html": page(TWO + THREE + '<p><img src="W4.png"></p>'),
        "/gk/nb/t20230101_1002.html": page(FORM + '<p><img src="photo.png"></p>', other),
        "/gk/nb/W4.png": PNG,
        "/gk/nb/photo.png": PNG,
    }
    path, asked = crawled(tmp_path, pages)
    assert asked == ["/gk/nb/W4.png"]
    with Archive.open(path) as archive:
        assert archive.verify() == []
        (capture,) = archive.db.conn.execute("SELECT id FROM captures WHERE url LIKE '%_1001.html'").fetchone()
        ((url, picture),) = archive.images_of(capture)
        assert (url.rsplit("/", 1)[1], archive.payload(picture)) == ("W4.png", PNG.body)
        told = "SELECT form_table FROM problems WHERE kind = 'table_among_pictures'"
        assert [line[0] for line in archive.db.conn.execute(told)] == ["review_and_litigation"]
        assert archive.pending_captures() == []


def test_a_second_look_asks_whether_they_changed(tmp_path: Path) -> None:
    def scan(seen: Any) -> Reply:
        return Reply(b"", status=304) if seen.headers.get("If-None-Match") else PNG

    pages = {
        "/gk/nb/": listing(("t20230101_1001.html", TITLE)),
        "/gk/nb/t20230101_1001.html": page('<img src="W1.png">'),
        "/gk/nb/W1.png": scan,
    }
    path, asked = crawled(tmp_path, pages, times=2)
    assert asked == ["/gk/nb/W1.png"] * 2
    with Archive.open(path) as archive:
        kinds = archive.db.conn.execute("SELECT record_type FROM captures WHERE url LIKE '%W1.png' ORDER BY fetched_at")
        assert [line[0] for line in kinds] == ["response", "revisit"]
        pages_of = archive.db.conn.execute("SELECT id FROM captures WHERE url LIKE '%_1001.html'").fetchall()
        for line in pages_of:
            ((_, picture),) = archive.images_of(line[0])
            assert archive.payload(picture) == PNG.body
        assert archive.verify() == []


def test_pictures_that_are_refused_are_left_alone_and_the_portal_is_walked(tmp_path: Path) -> None:
    scans = "".join(f'<img src="W{number}.png">' for number in range(8))
    pages: dict[str, Any] = {
        "/gk/nb/": listing(("t20230101_1001.html", TITLE)),
        "/gk/nb/t20230101_1001.html": page(scans),
        **{f"/gk/nb/W{number}.png": Reply(b"no", status=403) for number in range(8)},
    }
    path, asked = crawled(tmp_path, pages)
    assert 3 <= len(asked) <= 5, "three, and what was on its way"
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT outcome FROM crawl_portals").fetchone() == ("walked",)
        problems = "SELECT count(*) FROM problems WHERE kind = 'http_error' AND origin = 'access'"
        assert db.execute(problems).fetchone() == (len(asked),)


def test_robots_txt_holds_for_pictures(tmp_path: Path) -> None:
    pages = {
        "/robots.txt": Reply("User-agent: *\nDisallow: /gk/nb/W\n", headers={"Content-Type": "text/plain"}),
        "/gk/nb/": listing(("t20230101_1001.html", TITLE)),
        "/gk/nb/t20230101_1001.html": page('<img src="W1.png">'),
        "/gk/nb/W1.png": PNG,
    }
    _, asked = crawled(tmp_path, pages)
    assert asked == []


@pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra ocr is not installed")
def test_a_page_is_read_with_its_pictures_however_late_they_come(tmp_path: Path) -> None:
    """Nothing is read before its pictures are there; it is one report, and the pictures are no documents."""

    def slowly(name: str) -> Any:
        def answer(_: Any) -> Reply:
            time.sleep(1.2)
            return Reply((TABLES / name).read_bytes(), headers={"Content-Type": "image/png"})

        return answer

    pages = {
        "/gk/nb/": listing(("t20210101_1001.html", "南岳镇2020年政府信息公开工作年度报告")),
        "/gk/nb/t20210101_1001.html": Reply((TABLES / "page.html").read_bytes()),
        "/gk/nb/two.png": slowly("two.png"),
        "/gk/nb/three-a.png": Reply(b"", status=404),
        "/gk/nb/three-b.png": Reply(b"", status=404),
        "/gk/nb/four.png": slowly("four.png"),
    }
    path, _ = crawled(tmp_path, pages)
    with Archive.open(path) as archive:
        assert archive.verify() == []
        ((version,),) = archive.db.conn.execute("SELECT id FROM versions").fetchall()
        assert archive.db.conn.execute("SELECT count(*) FROM documents").fetchone()[0] == 1
        kinds = {line[0]: line[1] for line in archive.db.conn.execute("SELECT kind, seen FROM problems")}
        assert [address.rsplit("/", 1)[1] for address in kinds["read_by_ocr"].split()] == ["two.png", "four.png"]
        assert "tables_are_images" not in kinds
        row = "SELECT newly_made, newly_disclosed FROM proactive_disclosure WHERE version = ? AND row_key = 'rules'"
        assert tuple(archive.db.conn.execute(row, (version,)).fetchone()) == (33225, 42817)
        row = "SELECT sum(total) FROM review_and_litigation WHERE version = ?"
        assert archive.db.conn.execute(row, (version,)).fetchone()[0] == 91230 + 56213 + 42498


@pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra ocr is not installed")
def test_table_four_comes_from_its_picture_and_table_three_from_the_text(tmp_path: Path) -> None:
    four = Reply((TABLES / "four.png").read_bytes(), headers={"Content-Type": "image/png"})
    three = THREE.replace("请数量</td>", "请数量</td>" + "".join(f"<td>{number}</td>" for number in range(11, 18)))
    pages = {
        "/gk/nb/": listing(("t20230101_1001.html", TITLE)),
        "/gk/nb/t20230101_1001.html": page(TWO + three + '<p><img src="four.png"></p>'),
        "/gk/nb/four.png": four,
    }
    path, asked = crawled(tmp_path, pages)
    assert asked == ["/gk/nb/four.png"]
    with Archive.open(path) as archive:
        litigation = archive.db.conn.execute("SELECT total FROM review_and_litigation ORDER BY row_key").fetchall()
        assert sorted(line[0] for line in litigation) == [42498, 56213, 91230]
        row = "SELECT natural_person, total FROM disclosure_requests WHERE row_key = 'new_requests'"
        assert tuple(archive.db.conn.execute(row).fetchone()) == (11, 17)
        kinds = {line[0] for line in archive.db.conn.execute("SELECT kind FROM problems")}
        assert "read_by_ocr" in kinds
        assert "table_among_pictures" not in kinds
