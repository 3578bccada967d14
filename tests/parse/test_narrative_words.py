"""The word that a wording is looked for by stands in everything that the wording matches."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parse.narrative.patterns import WORDINGS, Wording

WITH_WORD = [wording for wording in WORDINGS if wording.word]


@pytest.mark.parametrize("wording", WITH_WORD, ids=lambda wording: f"{wording.key}-{wording.word}")
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_wording_matches_has_its_word(wording: Wording, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(wording.pattern))
    match = wording.pattern.search(text)
    assert match is None or wording.word in text


def test_most_wordings_have_one() -> None:
    assert len(WITH_WORD) >= 0.8 * len(WORDINGS)
