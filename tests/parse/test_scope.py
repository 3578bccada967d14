"""Whose figures a county's or city's report gives, with the sentence that says it."""

from __future__ import annotations

import pytest
from documents_read import REAL_TRUTH, SEED_TRUTH, real, seed

from parse.metadata.scope import read_scope

SAID = {
    "hongze-2023.pdf": ("whole", "全区受理政府信息公开申请21件"),
    "pingtan-2011.txt": ("whole", "平潭县各乡镇人民政府的政府信息公开年度报告编制"),
    "pingtan-county-2012.txt": ("whole", "平潭县各乡镇人民政府的政府信息公开年度报告编制"),
    "pingtan-2014.txt": ("whole", "全区收到有关政府信息公开的信函申请1条"),
    "pingtan-2018-excerpt.txt": ("whole", "2018年全区主动公开政府信息2069条"),
    "pingtan-2022.txt": ("whole", "汇总平潭综合实验区各有关单位政府信息公开工作情况编制而成"),
    "pingtan-2023.txt": ("whole", "汇总平潭综合实验区各有关单位政府信息公开工作情况编制而成"),
    "pingtan-2025.html": ("whole", "全区共收到政府信息公开申请154件"),
    "shuyang-2025.md": ("whole", "全县全年共受理政府信息公开申请 749 件"),
    "shanghai-office-2019.html": ("own", "市政府办公厅代表市政府共受理政府信息公开申请859件"),
    "pingtan-2019.txt": ("unstated", None),
    "pingtan-2020-tables.txt": ("unstated", None),
    "shanghai-office-2025.md": ("unstated", None),
}


@pytest.mark.parametrize("name", SAID)
def test_the_scope_of_a_governments_report_and_its_sentence(name: str) -> None:
    scope, words = SAID[name]
    report = real(name)
    assert report["scope"] == scope
    if words is None:
        assert report["scope_sentence"] is None
    else:
        assert words in report["scope_sentence"]


def test_a_department_and_a_town_have_no_scope() -> None:
    others = [real(name) for name in REAL_TRUTH if name not in SAID] + [seed(name) for name in SEED_TRUTH]
    assert len(others) == 8
    assert {(report["scope"], report["scope_sentence"]) for report in others} == {(None, None)}


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("本报告中所列数据包括全县各级行政机关的统计数据。", "whole"),
        ("本报告由县人民政府办公室综合各镇（街道）、县直各部门2023年政府信息公开工作年度报告编制而成。", "whole"),
        ("2023年，全市各级行政机关共收到政府信息公开申请1,234件。", "whole"),
        ("本报告数据为县政府办公室数据，不含各部门、各乡镇。", "own"),
        ("本年度报告数据仅统计县政府办公室。", "own"),
        ("2022年，县政府办公室共受理政府信息公开申请12件。", "own"),
        ("县政府办公室收到申请12件，各部门收到申请40件。", "unstated"),
        ("按照《关于各部门政府信息公开工作年度报告格式的通知》要求编制本报告。", "unstated"),
        ("各乡镇、各部门要按时编制本单位政府信息公开年度报告。", "unstated"),
        ("全县各级各部门高度重视政府信息公开工作。", "unstated"),
        ("全区12345热线受理诉求573件。", "unstated"),
        ("因本机关不掌握相关政府信息无法提供3件。", "unstated"),
        ("我县本年度未收到政府信息公开申请。", "unstated"),
    ],
)
def test_wordings(sentence: str, scope: str) -> None:
    assert read_scope("county", "某县人民政府", [sentence]) == (scope, sentence if scope != "unstated" else None)


COUNTED = ["全县共收到政府信息公开申请300件。", "县政府办公室收到政府信息公开申请20件。"]


@pytest.mark.parametrize(
    ("received", "scope"), [({300}, "whole"), ({20}, "own"), ({77}, "unstated"), (set(), "unstated")]
)
def test_where_both_are_counted_the_number_in_the_table_decides(received: set[int], scope: str) -> None:
    assert read_scope("county", "某县人民政府", COUNTED, frozenset(received))[0] == scope


def test_a_number_that_is_not_the_tables_says_nothing_of_the_table() -> None:
    counted = ["区政府办代表区政府受理政府信息公开申请17件，均已在法定期限内予以答复。"]
    assert read_scope("county", "洪泽区人民政府", counted, frozenset({95})) == ("unstated", None)
    assert read_scope("county", "洪泽区人民政府", counted, frozenset({17})) == ("own", counted[0])


def test_two_statements_that_contradict_each_other_decide_nothing() -> None:
    both = ["本报告数据包括全县各部门、各乡镇数据。", "本报告数据仅统计县政府办公室。"]
    assert read_scope("county", "某县人民政府", both) == ("unstated", None)
