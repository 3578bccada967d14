"""Every kind of page in Chromium, ours and Datasette's own: axe finds no fault in it, none is wider than the screen,
and nothing that an archive smuggles in runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from browsing import Served, faults, held_back
from serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = quote("000000-<script>alert(1)</script>镇", safe="")
EACH = (
    "/", "/search?q=信息处理费", "/report/330382-南岳镇-2020", "/agency/350128-平潭综合实验区", "/county/350128",
    "/coverage", "/indicators", "/indicator/disclosure_requests/unable_not_held/total?level=county&year=2025",
    "/peers?function=township&place=33&year=2020", "/not-seen", "/fees", "/corrections", "/changes",
    "/discrepancies?kind=row_total", "/copied", "/downloads", "/method", "/nothing-here",
    "/version/{version}", "/compare/{previous}/{version}", "/evidence/{version}",
    "/report/330382-南岳镇-2020/disclosure_requests/new_requests/total", "/archive", "/archive/problems?_facet=origin",
    "/archive/versions/{version}", "/archive?sql=select+*+from+portals", "/-/databases",
)  # fmt: skip
"""One of each kind: ours, then Datasette's."""
MORE = (
    "/search", "/search?q=不存在的词", "/search?q=公开&from=2020&level=township", "/report/231086-东宁镇-2020",
    "/report/350128-平潭综合实验区-2020", "/report/350128-平潭综合实验区地方税务局-2013", "/changes?what=gone",
    "/discrepancies", "/archive/reports?report_year=2020", "/archive/cells_long?_facet=state", "/archive?sql=nonsense",
    "/archive/reports?_sort=nothing", "/-/settings",
)  # fmt: skip
OF_THE_HOSTILE = (
    "/", "/search?q=alert", f"/report/{HOSTILE}-2022", f"/agency/{HOSTILE}", "/archive/versions", "/archive/documents",
)  # fmt: skip
SCHEMES = ((1280, "light", EACH + MORE), (390, "dark", EACH))


def looked_at(browser: Browser, url: str, paths: tuple[str, ...], width: int, scheme: str) -> tuple[list[str], ...]:
    """What axe finds, which pages are too wide, and what ran or wanted to."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="zh-CN")
    page = context.new_page()
    ran: list[str] = []
    wide: list[str] = []
    found: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda said: ran.append(said.text) if held_back(said) else None)
    page.on("pageerror", lambda error: ran.append(str(error)))
    for path in paths:
        page.goto(url + path)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path)
        found += faults(page)
    context.close()
    return found, wide, ran


@pytest.mark.parametrize(("width", "scheme", "paths"), SCHEMES, ids=["wide and light", "narrow and dark"])
def test_no_page_has_a_fault(
    walked_site: Served, browser: Browser, width: int, scheme: str, paths: tuple[str, ...]
) -> None:
    db = sqlite3.connect(walked_site.archive)
    [changed] = db.execute("SELECT version, previous FROM changes WHERE old = '34'").fetchall()
    db.close()
    version, previous = map(quote, changed)
    paths = tuple(path.format(version=version, previous=previous) for path in paths)
    found, wide, ran = looked_at(browser, walked_site.url, paths, width, scheme)
    assert found == [], "\n".join(found)
    assert wide == []
    assert ran == []


@pytest.fixture(scope="module")
def hostile_site(archive_path: Path) -> Iterator[str]:
    with serving(archive_path) as port:
        yield f"http://127.0.0.1:{port}"


def test_hostile_pages_have_no_fault_and_run_nothing(hostile_site: str, browser: Browser) -> None:
    found, wide, ran = looked_at(browser, hostile_site, OF_THE_HOSTILE, 390, "light")
    assert (found, wide, ran) == ([], [], [])
