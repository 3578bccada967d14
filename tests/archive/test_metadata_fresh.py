"""datasette-metadata.json is what the code would write, and describes every column in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from archive.metadata import DATABASE, datasette_metadata, metadata_json, table_columns
from archive.notes import NOTES

KEPT = Path(__file__).parent.parent.parent / "datasette-metadata.json"
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2}")


def test_kept_file_is_fresh() -> None:
    assert KEPT.read_text(encoding="utf-8") == metadata_json(), "write it: python -m archive.metadata"


def test_every_table_has_a_note_and_every_note_a_table() -> None:
    assert set(NOTES) == set(table_columns())


@pytest.mark.parametrize("table", sorted(NOTES))
def test_every_column_is_described_in_both_languages(table: str) -> None:
    described = datasette_metadata()["databases"][DATABASE]["tables"][table]
    assert list(described["columns"]) == table_columns()[table]
    for text in (described["title"], described["description"]):
        assert HAN.search(text)
        assert LATIN.search(text)
    for column, text in described["columns"].items():
        assert LATIN.search(text), column
        assert HAN.search(text) or column in {"etag", "last_modified", "warc_record_id"}, column
    for key in ("facets", "sort", "sort_desc", "label_column"):
        named = described.get(key, [])
        assert {*([named] if isinstance(named, str) else named)} <= set(described["columns"]), key
    assert set(NOTES[table].columns) <= set(described["columns"]), "a note on a column that is not there"


def test_search_of_versions_and_reports() -> None:
    tables = json.loads(KEPT.read_text(encoding="utf-8"))["databases"][DATABASE]["tables"]
    for table in ("versions", "reports"):
        assert (tables[table]["fts_table"], tables[table]["fts_pk"]) == ("search_index", "search_id")
    assert tables["search_index"]["hidden"] is True


def test_units_stand_with_their_columns() -> None:
    tables = datasette_metadata()["databases"][DATABASE]["tables"]
    assert "万元" in tables["proactive_disclosure"]["columns"]["fee_amount_wan_yuan"]
    assert "yuan" in tables["proactive_disclosure"]["columns"]["procurement_amount_yuan"]
