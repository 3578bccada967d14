"""A report's history in one line at its head, as it is told of the reports that `walked` changed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from asking import tree
from browsing import Served
from datasette.app import Datasette

from publish.course import course


def change(kind: str, old: str, new: str, at: int, column: str = "status") -> dict[str, Any]:
    seen = [f"2026-03-{day:02}T00:00:00Z" for day in (at - 1, at)]
    return {"kind": kind, "column_key": column, "old": old, "new": new, "last_seen_old": seen[0],
            "first_seen_new": seen[1]}  # fmt: skip


VERSIONS = [{"first_seen": "2026-03-01T00:00:00Z", "last_seen": "2026-03-20T16:30:00Z"}]


def test_all_that_can_happen_to_a_report_in_its_order() -> None:
    changes = [
        change("status", "withdrawn", "live", 9),
        change("status", "live", "withdrawn", 7),
        change("cell", "12", "21", 4),
        change("cell", "0", "3", 4),
        change("section", "一", "二", 4),
    ]
    steps = course(changes, VERSIONS, "2026-01-17", cut=False)
    assert [step.said[0] for step in steps] == [
        "页面所载发布日期", "首次见到", "数字改了 2 处", "文字改了 1 处", "原网址打不开", "又可打开", "最近见到",
    ]  # fmt: skip
    assert steps[2].said[1] == "2 figures changed"
    assert steps[2].when == "2026-03-03—2026-03-04"
    assert steps[-1].when == "2026-03-21 00:30", "Beijing"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2026-03-02T01:00:00Z", "2026-03-09T01:00:00Z", "2026-03-02—2026-03-09"),
        ("2026-03-02T01:00:00Z", "2026-03-02T03:30:00Z", "2026-03-02 09:00—11:30"),
        ("2026-03-02T01:00:04Z", "2026-03-02T01:00:09Z", "2026-03-02 09:00:04—09:00:09"),
        ("2026-03-02T01:00:04.1Z", "2026-03-02T01:00:04.9Z", "2026-03-02 09:00:04"),
        (None, "2026-03-02T01:00:00Z", "2026-03-02"),
    ],
)
def test_between_which_looks_a_step_lies_is_told_shortly(old: str | None, new: str, said: str) -> None:
    changed = {
        "kind": "cell",
        "column_key": "total",
        "old": "1",
        "new": "2",
        "last_seen_old": old,
        "first_seen_new": new,
    }
    [step] = course([changed], [], None, cut=False)
    assert step.when == said


def test_of_very_many_steps_the_middle_is_counted() -> None:
    changes = [change("cell", str(day), str(day + 1), day) for day in range(2, 22)]
    told = [step.said[0] for step in course(changes, VERSIONS, None, cut=False)]
    assert told[0] == "首次见到"
    assert told.count("数字改了 1 处") == 12
    assert told[3] == "其间还有 8 步"
    assert course(changes, VERSIONS, None, cut=True)[0].said[0] == "更早的略去"


@pytest.mark.parametrize(
    ("report", "steps"),
    [
        ("330382-南岳镇-2020", ["首次见到", "数字改了 1 处", "最近见到"]),
        ("231086-东宁镇-2020", ["首次见到", "原网址打不开", "又可打开", "文字改了 1 处", "最近见到"]),
        ("350128-平潭综合实验区-2022", ["首次见到", "换了地址", "最近见到"]),
        ("350128-平潭综合实验区地方税务局-2013", ["首次见到", "原网址打不开", "最近见到"]),
    ],
)
def test_a_reports_page_begins_with_its_history(walked_site: Served, report: str, steps: list[str]) -> None:
    page = tree(Datasette([str(walked_site.archive)]), f"/report/{report}")
    said = [re.sub(r"\s+", " ", item.text_content()).strip() for item in page.xpath("//ol[@class='course']/li")]
    dated = [item for item in said if item.startswith("页面所载发布日期")]
    assert said[: len(dated)] == dated
    assert [item[: len(step)] for item, step in zip(said[len(dated) :], steps, strict=True)] == steps
