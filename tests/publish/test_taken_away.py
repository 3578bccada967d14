"""What a list page gives to take away, as CSV and as JSON, are the rows of the page, whatever it is narrowed to.

Counts are of the sample portals as `walked` left them, looked at on the pages.
"""

from __future__ import annotations

import csv
import io

import pytest
from asking import answer
from browsing import Served
from datasette.app import Datasette
from lxml import html

from publish.settings import SETTINGS

LAST_TABLE = "(//main//table)[last()]/tbody/tr[th]"
BODY_ROWS = "//main//table[contains(@class, 'bodies')]/tbody/tr"
ENTRIES = "//main//ol[contains(@class, 'log')]/li"
CHANGES = f"{ENTRIES}/ul/li"
PAGES = (
    ("/not-seen?report_year=2025", LAST_TABLE, 20, "张巷镇"),
    ("/not-seen?report_year=2025&portal=fengcheng", LAST_TABLE, 1, "张巷镇"),
    ("/not-seen?report_year=2025&place=3414", LAST_TABLE, 0, ""),
    ("/fees", "//main//tbody/tr[th]", 1, "沭阳县"),
    ("/fees?level=township", "//main//tbody/tr[th]", 0, ""),
    ("/fees?state=not_stated&portal=shuyang", "//main//tbody/tr[th]", 0, ""),
    ("/fees?state=zero&place=3208", "//main//tbody/tr[th]", 1, "洪泽区"),
    ("/discrepancies?kind=zero_requests_with_cases", ENTRIES, 1, "市场监督管理局"),
    ("/changes?what=gone", CHANGES, 2, ""),
    ("/changes?what=figures&report_year=2020", CHANGES, 1, "43"),
    ("/copied?relation=other_body", "//main//tbody/tr", 2, "平潭"),
    ("/peers?function=township&place=33&year=2020", "//main//tbody/tr[th]", 1, "南岳镇"),
    ("/indicator/disclosure_requests/new_requests/total?level=township&year=2020", BODY_ROWS, 4, "金贵镇"),
)  # fmt: skip
"""Address of a page, where its rows are, how many they are, and what one of them names."""


@pytest.mark.parametrize(("path", "place", "count", "named"), PAGES, ids=[page[0] for page in PAGES])
def test_the_rows_to_take_away_are_those_of_the_page(
    walked_site: Served, path: str, place: str, count: int, named: str
) -> None:
    served = Datasette([str(walked_site.archive)], settings=SETTINGS)
    page = html.fromstring(answer(served, path).text)
    shown = [row.text_content() for row in page.xpath(place)]
    assert len(shown) == count
    assert not named or any(named in row for row in shown)
    links = {form: page.xpath(f"//main//a[text() = '{form}']/@href")[0] for form in ("CSV", "JSON")}
    spread = list(csv.DictReader(io.StringIO(answer(served, links["CSV"]).text.lstrip("\ufeff"))))
    rows = answer(served, links["JSON"]).json()["rows"]
    assert (len(spread), len(rows)) == (count, count)
    assert not named or any(named in str(row.values()) for row in spread)
    assert not named or any(named in str(row.values()) for row in rows)
