"""Debian's Chromium, driven as a reader would, and axe's opinion of a page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Names under which systems have it; NIANBAO_CHROMIUM names another. None is ever downloaded."""


@dataclass(frozen=True, slots=True)
class Served:
    """An archive and the address of its home page, without the last slash."""

    archive: Path
    url: str


def chromium() -> str | None:
    """The path of the system's Chromium, None where there is none."""
    named = os.environ.get("NIANBAO_CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """The browser. While it runs, asyncio.run() does not work in this thread."""
    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield found
        found.close()


def faults(page: Page) -> list[str]:
    """What axe finds wrong with a page, an entry a place of it."""
    violations = Axe().run(page).response["violations"]
    return [f"{page.url} {found['id']}: {node['html'][:200]}" for found in violations for node in found["nodes"][:3]]


def held_back(said: ConsoleMessage) -> bool:
    """Whether the policy stopped something, but for the style block that Datasette's own SQL field brings along."""
    return "Content Security Policy" in said.text and "/-/static/cm-resize" not in said.location["url"]
