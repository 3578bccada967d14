"""An archive for the pages: the five seed reports, one of them changed at a second look, and one hostile document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import walked
from browsing import Served, chromium, launched
from serving import serving

from archive.archive import Archive
from archive.crawls import PortalOutcome, PortalRow
from archive.exchange import Exchange
from parse.reader import read
from parse.report import Context

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SEEDS = sorted((Path(__file__).parent.parent / "documents" / "seeds").glob("*.txt"))
FIRST = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
HOSTILE_LINES = (
    "<script>alert(1)</script>镇2022年政府信息公开工作年度报告",
    "一、总体情况",
    '<img src=x onerror=alert(2)> 本镇主动公开政府信息 12 条。"><svg onload=alert(3)> {{ 7*7 }}',
    "五、存在的主要问题及改进情况",
    "</textarea><script>alert(4)</script>无",
    "六、其他需要报告的事项",
    "无",
)
HOSTILE = (
    f"<html><head><title>{escape(HOSTILE_LINES[0])}</title></head><body><h1>{escape(HOSTILE_LINES[0])}</h1>"
    + "".join(f"<p>{escape(line)}</p>" for line in HOSTILE_LINES[1:])
    + "</body></html>"
)


def _look(archive: Archive, documents: dict[str, str], at: datetime) -> None:
    crawl = archive.begin_crawl(["shili"])
    for position, (url, text) in enumerate(documents.items()):
        media_type = "text/html" if text == HOSTILE else "text/plain"
        started = at + timedelta(seconds=position)
        exchange = Exchange(
            url=url,
            status=200,
            response_headers=(("Content-Type", f"{media_type}; charset=utf-8"),),
            body=text.encode(),
            started=started,
            finished=started,
            context=Context(portal="shili", portal_name="示例县人民政府", crawl=crawl, list_date="2021-01-20"),
        )
        capture = archive.keep(exchange)
        archive.flush()
        if archive.needs_reading(capture):
            report = read(archive.payload(capture), media_type=media_type, url=url, context=exchange.context)
            archive.save_reading(capture, report)
    archive.finish_crawl(crawl, [PortalOutcome("shili", "walked")])


@pytest.fixture(scope="session")
def archive_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "archive.db"
    documents = {f"http://www.shili.example/report/{seed.stem}.txt": seed.read_text(encoding="utf-8") for seed in SEEDS}
    documents['http://www.shili.example/x?a="><script>alert(5)</script>'] = HOSTILE
    with Archive.open(path, write=True) as archive:
        archive.upsert_portal(
            PortalRow(id="shili", name="示例县人民政府 <b>&", homepage="javascript:alert(6)", division_code="000000")
        )
        _look(archive, documents, FIRST)
        changed = next(url for url in documents if "/002_" in url)
        documents[changed] = documents[changed].replace("政府集中采购\t34\t", "政府集中采购\t43\t")
        _look(archive, documents, FIRST + WEEK)
        assert archive.verify() == []
    return path


@pytest.fixture(scope="session")
def walked_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample portals' reports, edited, taken away and moved between walks (`walked`), and served."""
    archive = tmp_path_factory.mktemp("site") / "archive.db"
    walked.walk(archive)
    with serving(archive) as port:
        yield Served(archive, f"http://127.0.0.1:{port}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip("no Chromium on this system (.ci/system-packages installs Debian's)")
    with launched() as found:
        yield found
