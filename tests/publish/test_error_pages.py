"""What a reader is told when the address is wrong, and what the log is told when we are."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from asking import answer
from datasette.app import Datasette

from archive.metadata import datasette_metadata
from publish import errors
from publish.settings import SETTINGS

MISTAKES = (
    "/archive/reports?_next=sought", "/archive/reports.json?_sort=title&_next=sought",
    "/archive/versions?_timelimit=sought", "/archive/versions?title__in=[sought",
    "/archive/versions.csv?_through={sought",
)  # fmt: skip


@pytest.mark.parametrize("path", MISTAKES)
def test_a_mistake_after_the_question_mark_is_the_readers(
    archive_path: Path, path: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    served = Datasette([str(archive_path)], metadata=datasette_metadata(), settings=SETTINGS)
    with caplog.at_level(logging.INFO):
        assert answer(served, path, status=None).status_code == 400
    told = capfd.readouterr()
    assert "sought" not in caplog.text.replace(path, "") + told.err + told.out


def test_a_fault_of_ours_is_logged_with_its_place_and_without_what_was_asked_for(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def faulty(text: str) -> int:
        return int(text)

    with pytest.raises(ValueError, match="sought") as raised:
        faulty("sought")
    assert errors._said(raised.value)[0] == 500
    assert "ValueError" in caplog.text
    assert "faulty" in caplog.text
    assert "sought" not in caplog.text.replace('faulty("sought")', "")
