"""A passage with all the reports that have it, not one pair after the other."""

from __future__ import annotations

import json
import sqlite3
from itertools import permutations
from typing import Any

from asking import tree
from browsing import Served
from datasette.app import Datasette

from publish.alike_groups import grouped
from publish.home_page import COPIED

PASSAGE = "本镇把每周三定为政务公开接待日，由班子成员轮流值守。群众可以当场查阅补偿方案和领取登记表。"
SECOND = "窗口设立代办员，为行动不便的老人上门送达答复书。"
OWN = {
    "a": "甲镇修了三条路并公布了账目。",
    "b": "乙镇的集市搬到了河的东岸去。",
    "c": "丙镇办了两场说明会答疑。",
    "d": "丁村没有什么可说的事情。",
}


def pair(texts: dict[str, str], one: str, other: str, passage: str) -> dict[str, Any]:
    places = [[texts[one].index(passage), len(passage), texts[other].index(passage), len(passage)]]
    about = {"agency_name": one, "report_year": 2024, "published_on": f"2025-01-1{ord(one) - 96}", "first_seen": "x"}
    mirrored = {f"other_{name}": value for name, value in about.items()}
    mirrored |= {"other_agency_name": other, "other_published_on": f"2025-01-1{ord(other) - 96}"}
    return {"version": one, "other_version": other, "passages": json.dumps(places), **about, **mirrored}


def test_three_reports_with_one_passage_are_one_group() -> None:
    texts = {"a": OWN["a"] + PASSAGE, "b": PASSAGE + OWN["b"] + SECOND, "c": OWN["c"] + PASSAGE, "d": SECOND + OWN["d"]}
    pairs = [pair(texts, one, other, PASSAGE) for one, other in permutations("abc", 2)]
    pairs += [pair(texts, one, other, SECOND) for one, other in permutations("bd", 2)]
    found = grouped(pairs, texts)
    assert [(group.text, [one["version"] for one in group.reports]) for group in found] == [
        (PASSAGE, ["a", "b", "c"]), (SECOND, ["b", "d"]),
    ]  # fmt: skip
    assert all(group.pair in {(row["version"], row["other_version"]) for row in pairs} for group in found)


def test_other_figures_make_no_other_passage_and_the_same_reports_no_other_group() -> None:
    first, second = (
        "本年度公开信息21条，占全部的4.9%，比上年有所增加。",
        "本年度公开信息221条，占全部的10.9%，比上年有所增加。",
    )
    texts = {"a": f"{first}{OWN['a']}{SECOND}", "b": f"{second}{OWN['b']}{SECOND}"}
    rows = []
    for one, other in permutations("ab", 2):
        row = pair(texts, one, other, SECOND)
        lengths = {"a": len(first), "b": len(second)}
        row["passages"] = json.dumps([[0, lengths[one], 0, lengths[other]], *json.loads(row["passages"])])
        rows.append(row)
    [group] = grouped(rows, texts)
    assert (group.text, group.more) == (first, 1)


def test_a_sentence_that_a_passage_only_cuts_is_not_shared() -> None:
    texts = {"a": "上半年本镇" + PASSAGE, "b": "下半年本村" + PASSAGE}
    rows = [pair(texts, "a", "b", PASSAGE), pair(texts, "b", "a", PASSAGE)]
    assert [group.text for group in grouped(rows, texts)] == ["群众可以当场查阅补偿方案和领取登记表。"]


def test_the_page_has_groups_before_pairs(walked_site: Served) -> None:
    page = tree(Datasette([str(walked_site.archive)]), "/copied?relation=other_body")
    entries = page.xpath("//ol[contains(@class, 'passages')]/li")
    assert entries
    for entry in entries:
        told = [link.text_content() for link in entry.xpath("ul/li/a")]
        assert told == ["平潭综合实验区 2011", "平潭县人民政府 2012"], "the two years whose texts are alike, in order"
        assert len("".join(entry.xpath("blockquote/text()"))) >= 15
    assert not tree(Datasette([str(walked_site.archive)]), "/copied?page=2").xpath("//ol[contains(@class, 'passages')]")


def test_two_reports_that_are_alike_from_both_sides_stand_on_the_home_page_once() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE similar_reports (version, other_version, relation, share)")
    db.execute("CREATE VIEW similar_pairs AS SELECT * FROM similar_reports")
    sides = (("a", "b", 0.83), ("b", "a", 0.82), ("c", "a", 0.7), ("c", "d", 0.6), ("d", "c", 0.6))
    db.executemany("INSERT INTO similar_reports VALUES (?, ?, 'other_body', ?)", sides)
    db.execute("INSERT INTO similar_reports VALUES ('a', 'z', 'own_year_before', 0.9)")
    assert [row[:2] for row in db.execute(COPIED)] == [("a", "b"), ("c", "a"), ("d", "c")]
