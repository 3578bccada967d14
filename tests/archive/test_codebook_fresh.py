"""docs/schema.md is what the code would write."""

from __future__ import annotations

import re
from pathlib import Path

from archive.codebook import codebook
from archive.notes import COLUMNS, NOTES

PAGE = Path(__file__).parent.parent.parent / "docs" / "schema.md"


def test_kept_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == codebook(), "write it: python -m archive.codebook > docs/schema.md"


def test_what_a_column_is_stands_in_both_languages() -> None:
    """Those of the releases' codebook and data package are the same notes."""
    described = {
        **COLUMNS,
        **{f"{table}.{name}": note for table in NOTES for name, note in NOTES[table].columns.items()},
    }
    one_language = [
        name
        for name, note in described.items()
        if not re.search("[\u4e00-\u9fff]", note) or not re.search("[a-z]{2}", note)
    ]
    assert one_language == []
