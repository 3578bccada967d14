"""Every kind of finding says in both languages what it is, by which rule, and what may innocently cause it."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from archive.finding_rows import KindRow
from findings.kinds import FIGURE_KINDS, KINDS, TEXT_KINDS


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_is_said_in_both_languages(kind: KindRow) -> None:
    for name, words in asdict(kind).items():
        if name.endswith("chinese"):
            assert re.search("[\u4e00-\u9fff]", words)
        if name.endswith("english"):
            assert re.search("[a-z]{3}", words)


def test_every_kind_is_made_again_by_one_way() -> None:
    assert sorted((*FIGURE_KINDS, *TEXT_KINDS)) == sorted(KINDS)


def test_no_name_calls_a_lead_guilt() -> None:
    for kind in KINDS.values():
        assert not re.search("抄袭|造假|违法|瞒报|虚报", kind.chinese)
