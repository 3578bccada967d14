"""What counts as the same text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.normal_form import normal_form, unit_spans, units

SEEDS = sorted((Path(__file__).parent.parent / "documents" / "seeds").glob("*.txt"))


@pytest.mark.parametrize(
    ("printed", "form"),
    [
        ("主动公开６６条", "主动公开66条"),
        ("2020 年\n12 月 31\u00a0日", "2020年12月31日"),
        ("公\u3000开", "公开"),
        ("公\u200b开\ufeff", "公开"),
        ("政府信息公開", "政府信息公开"),
        ("國家祕密", "国家秘密"),
        ("戸籍、靑年、鄕村、県庁、汚染", "户籍、青年、乡村、县厅、污染"),
        ("著作、沈阳、橘子洲", "著作、沈阳、橘子洲"),
        ("共1,234件", "共1234件"),
        ("共１，２３４件", "共1234件"),
        ("1,234,567.50元", "1234567.50元"),
        ("0.66", "0.66"),
        ("12 34", "12 34"),
        ("Annual  REPORT", "annual report"),
        ("COVID 19", "covid19"),
        ("危及「三安全一稳定」", '危及"三安全一稳定"'),
        ("国办公开办函〔2019〕60号", "国办公开办函[2019]60号"),
        ("二○二○年", "二〇二〇年"),
        ("", ""),
        (" \u3000\u200b", ""),
    ],
)
def test_form(printed: str, form: str) -> None:
    assert normal_form(printed) == form


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("2020.12.31", ["2020", "12", "31"]),
        ("1．2020年公开", ["1", "2020"]),
        ("1. 2020年公开", ["1", "2020"]),
        ("3.5万元", ["3.5"]),
        ("66、70、1,066件", ["66", "70", "1066"]),
        ("2019，2020", ["2019", "2020"]),
        ("12, 345", ["12", "345"]),
        ("①2020年", ["1", "2020"]),
        ("100m²", ["100", "2"]),
        ("12,34,567", ["12", "34", "567"]),
    ],
)
def test_numbers_are_whole(printed: str, numbers: list[str]) -> None:
    assert [unit for unit in units(normal_form(printed)) if unit[0].isdecimal()] == numbers


@given(st.text(alphabet=st.sampled_from("公开乾國A b1290.,、．，①²\n\u3000\u200b“」〇ǅ½…")) | st.text())
def test_stable_and_traceable(text: str) -> None:
    form = normal_form(text)
    assert normal_form(form) == form
    assert [unit for unit, _, _ in unit_spans(text)] == units(form)
    for (_, start, end), (_, later, _) in zip(unit_spans(text), unit_spans(text)[1:], strict=False):
        assert 0 <= start < end <= len(text)
        assert later >= start


@given(st.data())
def test_a_piece_of_a_text_is_a_piece_of_its_form(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(SEEDS)).read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : start + data.draw(st.integers(1, 60))]
    piece = re.sub(r"^[0-9０-９a-zA-Z.,，．]+|[0-9０-９a-zA-Z.,，．]+$", "", piece.strip()).strip()
    assert normal_form(piece) in normal_form(text)


def test_nothing_but_blanks_is_lost_in_the_seeds() -> None:
    for seed in SEEDS:
        text = seed.read_text(encoding="utf-8")
        letters = [sign for sign in text if not sign.isspace()]
        assert sum(len(unit) for unit, _, _ in unit_spans(text)) >= 0.99 * len(letters)
