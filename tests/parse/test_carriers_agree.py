"""A seed says the same in every carrier that the sample portals publish it in: metadata, claims, failing checks."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents_read import DOCUMENT_FIELDS, SEED_TRUTH, claims, places, reading, seed

SAMPLES = Path(__file__).parents[2] / "samples" / "documents"
S000, S001, S002, S003, S004 = SEED_TRUTH
CARRIERS = {"dongning": S000, "fengcheng": S001, "yueqing": S002, "helan": S003, "huoqiu": S004}
CASES = [
    pytest.param(path, CARRIERS[folder], id=f"{folder}-{path.name}")
    for folder in CARRIERS
    for path in sorted((SAMPLES / folder).iterdir())
    if path.is_file()
]


def test_every_seed_has_carriers_besides_its_text() -> None:
    assert {path.values[0].parent.name for path in CASES if path.values[0].suffix != ".txt"} == set(CARRIERS)  # type: ignore[union-attr]


@pytest.mark.parametrize(("path", "name"), CASES)
def test_metadata(path: Path, name: str) -> None:
    truth = SEED_TRUTH[name]["document"]
    report = reading(path)
    expected = {ours: truth[theirs] for theirs, ours in DOCUMENT_FIELDS.items() if theirs in truth}
    assert {field: report[field] for field in expected} == expected


@pytest.mark.parametrize(("path", "name"), CASES)
def test_narrative(path: Path, name: str) -> None:
    expected = {
        key: value for key, value in SEED_TRUTH[name]["narrative"].items() if key != "notes" and value is not None
    }
    assert claims(reading(path)) == expected


@pytest.mark.parametrize(("path", "name"), CASES)
def test_failing_checks(path: Path, name: str) -> None:
    assert places(reading(path), severity="error") == places(seed(name), severity="error")


@pytest.mark.parametrize(("path", "name"), CASES)
def test_sections(path: Path, name: str) -> None:
    assert [section["id"] for section in reading(path)["sections"]] == [s["id"] for s in seed(name)["sections"]]
