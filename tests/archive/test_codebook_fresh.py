"""docs/schema.md is what the code would write."""

from __future__ import annotations

from pathlib import Path

from archive.codebook import codebook

PAGE = Path(__file__).parent.parent.parent / "docs" / "schema.md"


def test_kept_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == codebook(), "write it: python -m archive.codebook > docs/schema.md"
