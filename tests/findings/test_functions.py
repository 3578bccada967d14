"""What bodies are there for, by names as portals print them; and the dates that bind them."""

from __future__ import annotations

import pytest

from archive.finding_rows import AgencyFacts
from findings.due_dates import due_rows
from findings.functions import FUNCTIONS, function_of, function_rows


def of(name: str, level: str | None = "department") -> str | None:
    found = function_of(AgencyFacts("x", name, name, level, "341522"))
    return found and found[0]


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("住房和城乡建设局", "housing"),
        ("自然资源和规划局", "natural_resources"),
        ("国土资源局", "natural_resources"),
        ("公安局", "public_security"),
        ("发展和改革委员会", "development_reform"),
        ("教育体育局", "education"),
        ("民政局", "civil_affairs"),
        ("人民政府办公室", "general_office"),
        ("文化旅游体育局", "culture_tourism"),
        ("市场监督管理局", "market"),
        ("国家税务总局某县税务局", "tax"),
    ],
)
def test_a_bureau_by_its_name(name: str, function: str) -> None:
    assert of(name) == function


@pytest.mark.parametrize("name", ["住房和城乡建设交通局", "自然资源和林业局", "档案局", "职业教育学校", "县委宣传部"])
def test_two_functions_or_none_are_not_decided(name: str) -> None:
    assert of(name) is None


def test_governments_are_what_their_level_says() -> None:
    assert [of("众兴集镇", level) for level in ("township", "subdistrict", "county", "province", None)] == [
        "township",
        "subdistrict",
        "county_government",
        None,
        None,
    ]


def test_a_word_decides_for_one_function_alone() -> None:
    words = [word for function in FUNCTIONS for word in function.words]
    assert len(words) == len(set(words))
    assert len({row.function for row in function_rows()}) == len(FUNCTIONS) + 3


def test_the_date_is_31_march_to_report_year_2018_and_custom_for_towns_afterwards() -> None:
    """条例 of 2007, article 31; 条例 of 2019, article 49, with 国办公开办函〔2021〕30号."""
    of_towns = {(row.first_year, row.month, row.day, row.binding) for row in due_rows() if row.level == "township"}
    assert of_towns == {(2008, 3, 31, "law"), (2019, 1, 31, "custom"), (2021, 1, 31, "custom")}
    [bureaus] = [row for row in due_rows() if row.level == "department" and row.last_year is None]
    assert (bureaus.month, bureaus.day, bureaus.binding) == (1, 31, "law")
