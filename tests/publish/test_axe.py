"""Every kind of page in Chromium: axe finds no fault in it, and nothing that an archive smuggles in runs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("Debian's chromium is not installed", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

NANYUE, HOSTILE = quote("000000-南岳镇"), quote("000000-<script>alert(1)</script>镇", safe="")
PAGES = (
    "/", "/search", "/search?q=申请", "/search?q=alert", f"/report/{NANYUE}-2020", f"/report/{HOSTILE}-2022",
    f"/agency/{NANYUE}", f"/agency/{HOSTILE}", "/changes", "/discrepancies", "/discrepancies?kind=row_total",
    "/copied", "/coverage", "/downloads", "/method", "/nothing-here",
)  # fmt: skip
SCHEMES = ((1280, "light"), (390, "dark"))


@pytest.fixture(scope="module")
def site(archive_path: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "nianbao", "serve", "--archive", str(archive_path), "--port", str(port)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ})
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/-/versions.json", timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.parametrize(("width", "scheme"), SCHEMES)
def test_no_page_has_a_fault_and_nothing_runs(site: str, browser: Any, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda said: ran.append(said.text) if "Content Security Policy" in said.text else None)
    faults: list[str] = []
    for path in PAGES:
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} is wider than the screen"
        for found in axe.Axe().run(page).response["violations"]:
            faults += [f"{path} {found['id']}: {node['html'][:200]}" for node in found["nodes"][:3]]
    context.close()
    assert ran == []
    assert faults == [], "\n".join(faults)
