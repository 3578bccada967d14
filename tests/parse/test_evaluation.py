"""No cell of a seed is wrong, missing or invented in any carrier, as printed or with distinct numbers."""

from __future__ import annotations

import shutil

import pytest
from evaluation import SEEDS, evaluate, truth

from parse.reader import read
from parse.report import Report
from samples.carriers import CARRIERS


@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_cell_in_every_carrier(carrier: str) -> None:
    if carrier == "pdf" and shutil.which("soffice") is None:
        pytest.skip("LibreOffice, which makes the PDF files, is not installed")
    lines = list(evaluate((carrier,)))
    assert len(lines) == 9, "five seeds as printed, four with distinct numbers (one prints none)"
    for line in lines:
        assert line.score.exact(), (line.seed, line.distinct, line.score)


def test_the_evaluation_can_fail() -> None:
    """A reader that gives every document the tables of one seed must not pass."""
    one = (SEEDS / next(name for name in truth() if name.startswith("003"))).read_bytes()

    def broken(_: bytes) -> Report:
        return read(one)

    scores = [line.score for line in evaluate(("txt",), broken)]
    assert not all(result.exact() for result in scores)
    assert sum(len(result.invented) for result in scores) >= 192, "blanks of seed 000 were filled"
    assert any(result.wrong for result in scores)
