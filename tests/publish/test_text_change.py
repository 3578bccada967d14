"""What of a changed paragraph is shown."""

from __future__ import annotations

from publish.text_change import AROUND, LONGEST, apart, differing

LONG = "主动公开各类政府信息，确保应公开尽公开。" * 20


def test_a_change_deep_in_a_long_paragraph_is_shown() -> None:
    old, new = differing(f"{LONG}共66条{LONG}", f"{LONG}共67条{LONG}")
    assert old != new
    assert "共66条" in str(old)
    assert "共67条" in str(new)
    assert len(str(old)) <= 2 * AROUND + 4


def test_short_texts_stand_whole_and_nothing_stays_nothing() -> None:
    assert differing("328.65 万元", "328.66 万元") == ("328.65 万元", "328.66 万元")
    assert differing(None, "") == (None, "")
    assert differing("", "0") == ("", "0")


def test_what_was_added_or_taken_away() -> None:
    old, new = differing(LONG, LONG + "另收信息处理费 3 元。")
    assert "信息处理费" not in str(old)
    assert "信息处理费 3 元。" in str(new)
    old, new = differing("条条条" * 30, "条条条" * 31)
    assert len(str(new)) == len(str(old)) + 3
    assert differing(LONG, None)[1] is None
    assert len(str(differing(LONG, None)[0])) <= LONGEST + 2


def test_what_differs_stands_apart_and_a_number_stays_whole() -> None:
    assert apart("共166条。", "共167条。") == (("共", "166", "条。"), ("共", "167", "条。"))
    assert apart("信息 72 条", "信息 27 条") == (("信息 ", "72", " 条"), ("信息 ", "27", " 条"))
    assert apart("公开1条。", "公开11条。") == (("公开", "1", "条。"), ("公开", "11", "条。"))
    assert apart("条条", "条条条") == (("条条", "", ""), ("条条", "条", ""))
    assert apart("收费。", "未收费。") == (("", "", "收费。"), ("", "未", "收费。"))
