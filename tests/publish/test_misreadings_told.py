"""docs/pages.md names a test for every misreading: each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
PROJECT = TESTS.parent
PAGES = TESTS.parent / "docs" / "pages.md"


def test_every_misreading_names_tests_that_are_there() -> None:
    told = PAGES.read_text(encoding="utf-8").partition("## Misreadings")[2].partition("\n## ")[0]
    rows = [line for line in told.splitlines() if line.startswith("| ")][1:]
    written = "\n".join(file.read_text(encoding="utf-8") for file in TESTS.rglob("test_*.py"))
    known = {*re.findall(r"^def (test_\w+)", written, re.MULTILINE)}
    assert len(rows) > 10
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row)
        assert named, row
        assert {*named} <= known, row


def test_last_seen_does_not_look_like_not_seen() -> None:
    """末 and 未 are told apart by the length of a stroke: where bodies are 未见, no date is 末见."""
    shown = [
        *(PROJECT / "publish").rglob("*.html"),
        *(PROJECT / "publish").glob("*.py"),
        PROJECT / "archive" / "notes.py",
    ]
    assert [file.name for file in shown if "末见" in file.read_text(encoding="utf-8")] == []
