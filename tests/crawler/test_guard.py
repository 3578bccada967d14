"""No connection to where a crawler has no business, whatever a portal's pages and redirects say; shown end to end."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from crawling import ROOT, row, run, table
from loop_site import LoopSite, Reply, Seen, article, listing

REPORT = "样例县2022年政府信息公开工作年度报告"
PRIVATE = ("10.1.2.3", "169.254.169.254", "[::ffff:10.0.0.1]", "[fd00:ec2::254]", "100.64.0.1")


def test_private_addresses_that_a_table_even_allows_are_refused(tmp_path: Path) -> None:
    items = tuple((f"http://{host}/t20230101_1000{n}.html", REPORT) for n, host in enumerate(PRIVATE))

    def sent_on(seen: Seen) -> Reply:
        del seen
        return Reply(status=302, headers={"Location": "http://10.9.9.9/t20230101_1.html"})

    pages = {
        "/gk/nb/": listing(*items, ("t20230101_20001.html", REPORT)),
        "/gk/nb/t20230101_20001.html": sent_on,
    }
    with LoopSite(pages) as site:
        odd = f"2130706433:{site.port}"
        pages["/gk/nb/"] = listing(
            *items, ("t20230101_20001.html", REPORT), (f"http://{odd}/t20230101_30001.html", REPORT)
        )
        home = f"http://x.localhost:{site.port}/"
        hosts = " ".join((*PRIVATE, "10.9.9.9", odd))
        result = run(
            table(tmp_path, row("x", home, home + "gk/nb/", hosts=hosts)), tmp_path / "a.db", NIANBAO_CONTACT="me@x.cn"
        )
        assert site.paths() == ["/robots.txt", "/gk/nb/", "/gk/nb/t20230101_20001.html"]
    with sqlite3.connect(tmp_path / "a.db") as db:
        failures = db.execute(
            "SELECT url, failure FROM captures WHERE failure IS NOT NULL AND purpose = 'robots'"
        ).fetchall()
    assert {url.split("/")[2] for url, _ in failures} == {*PRIVATE, "10.9.9.9", odd}
    assert {kind for _, kind in failures} == {"address_refused"}
    assert result["error"] is None


def test_loopback_needs_the_operators_word(tmp_path: Path) -> None:
    with LoopSite({"/": article("样例县")}) as site:
        result = run(
            table(tmp_path, row("x", f"http://x.localhost:{site.port}/")), tmp_path / "a.db", NIANBAO_ALLOW_LOOPBACK="0"
        )
        assert site.seen == []
    assert (result["exit"], result["outcomes"]["x"][0]) == (1, "unreachable")


def test_plain_scrapy_archives_too_and_cannot_be_rude(tmp_path: Path) -> None:
    pages = {
        "/robots.txt": Reply("User-agent: nianbao\nDisallow: /gk/nb/secret", headers={"Content-Type": "text/plain"}),
        "/gk/nb/": listing(("a_10001.html", REPORT), ("secret/b_10002.html", REPORT)),
        "/gk/nb/a_10001.html": article(REPORT),
        "/gk/nb/secret/b_10002.html": article(REPORT),
    }
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        portals = table(tmp_path, row("samplex", home, home + "gk/nb/"))
        environment = {
            **os.environ, "NIANBAO_ALLOW_LOOPBACK": "1", "NIANBAO_PORTALS": str(portals),
            "NIANBAO_ARCHIVE": str(tmp_path / "a.db"),
        }  # fmt: skip
        scrapy = [sys.executable, "-m", "scrapy"]
        names = subprocess.run([*scrapy, "list"], env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
        assert {"samplex", "huoqiu", "dongning", "fengcheng", "yueqing", "helan"} <= set(names.stdout.split())
        rude = ["-s", "ROBOTSTXT_OBEY=False", "-s", "USER_AGENT=Mozilla/5.0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=9"]
        ran = subprocess.run(
            [*scrapy, "crawl", "samplex", *rude], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        assert site.paths() == ["/robots.txt", "/gk/nb/", "/gk/nb/a_10001.html"]
        assert all(seen.headers["User-Agent"].startswith("nianbao/") for seen in site.seen)
    with sqlite3.connect(tmp_path / "a.db") as db:
        assert db.execute("SELECT count(*) FROM captures WHERE http_status = 200").fetchone() == (3,)
        assert db.execute("SELECT count(*) FROM crawls WHERE finished IS NOT NULL").fetchone() == (1,)


def test_the_project_has_the_name_that_scrapyd_is_told() -> None:
    named = {**os.environ, "SCRAPY_PROJECT": "nianbao"}
    scrapy = [sys.executable, "-m", "scrapy", "list"]
    names = subprocess.run(scrapy, env=named, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert names.returncode == 0, names.stderr
    assert "huoqiu" in names.stdout.split()


def test_a_public_host_needs_a_contact(tmp_path: Path) -> None:
    portals = table(tmp_path, row("x", "http://www.example.gov.cn/"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NIANBAO_CONTACT": ""}
    code = (
        "import sys; from pathlib import Path; from crawler.run import crawl, UsageError;"
        "from spiders.portals import read_table, spider_classes\n"
        "try: crawl(list(spider_classes(read_table(Path(sys.argv[1]))).values()), Path(sys.argv[2]))\n"
        "except UsageError as error: print(error)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(portals), str(tmp_path / "a.db")], env=environment, cwd=ROOT,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "NIANBAO_CONTACT" in ran.stdout
    assert not (tmp_path / "a.db").exists()
