"""The indicators as data: keys that last, names that are told apart, counterparts that exist."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from parse.legacy.indicators import COUNTERPARTS, EXHAUSTIVE, GROUPS, INDICATORS
from parse.legacy.labels import Above, cut, key_of, known
from parse.schema import REQUEST_ROWS


def test_keys_are_unique_short_and_plain() -> None:
    keys = [indicator.key for indicator in INDICATORS]
    assert not [key for key, count in Counter(keys).items() if count > 1]
    assert all(re.fullmatch(r"[a-z][a-z_]{2,31}", key) for key in keys)


def test_every_indicator_is_found_by_its_own_label() -> None:
    for indicator in INDICATORS:
        under = [Above(cut("一、上级"), parent) for parent in indicator.parents[-1:]]
        assert key_of(f"（二）{indicator.label}", under) == indicator.key, indicator.label


def test_no_name_stands_for_two_indicators() -> None:
    for indicator in INDICATORS:
        for name in indicator.names:
            assert known(name) == indicator.key, name


def test_counterparts_and_parents_exist() -> None:
    keys = {indicator.key for indicator in INDICATORS} | {key for key, _ in GROUPS}
    rows = {row.key for row in REQUEST_ROWS}
    assert all(parent in keys for indicator in INDICATORS for parent in indicator.parents)
    assert keys >= EXHAUSTIVE
    for counterpart in COUNTERPARTS:
        assert counterpart.indicator in keys
        assert rows.issuperset(counterpart.rows)
        assert counterpart.approximate


@pytest.mark.parametrize(
    ("printed", "words", "level", "number", "of_which"),
    [
        ("其中：1.网站公开", "网站公开", 3, 1, True),
        ("2、政府公报公开数", "政府公报公开", 3, 2, False),
        ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "主动公开政府信息", 2, 1, False),
        ("四、行政复议数量", "行政复议", 1, 4, False),
        ("其中:①当面申请数", "当面申请", 4, 1, True),
        ("（11）其它原因", "其他原因", 4, 11, False),
        ("十二、申请总数", "申请总数", 1, 12, False),
        ("6.其它形式申请数", "其他形式申请", 3, 6, False),
    ],
)
def test_labels_are_cut_into_ordinal_and_words(
    printed: str, words: str, level: int, number: int, of_which: bool
) -> None:
    label = cut(printed)
    assert (label.words, label.level, label.number, label.of_which) == (words, level, number, of_which)


@pytest.mark.parametrize("printed", ["申请数", "答复数", "其他", "网站", "行政许可", "（一）予以公开", "其他情形数"])
def test_words_that_could_be_anything_name_nothing(printed: str) -> None:
    assert known(printed) is None
