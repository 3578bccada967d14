"""Which of several ways to a document is kept with it does not depend on which was met first."""

from __future__ import annotations

from itertools import permutations

import pytest
from scrapy.utils.test import get_crawler

from parse.report import Context
from spiders.portals import portal_of_address, spider_classes

HOME = "http://x.localhost/"
REPORT = f"{HOME}gk/t20230101_1.html"
NOTICES = Context(column="通知公告", column_url=f"{HOME}tzgg/", list_date="2023-01-03", parent_url=f"{HOME}tzgg/")
COUNTY = Context(column="政府信息公开年报", column_url=f"{HOME}gk/nb/", list_date="2023-01-03")
TOWN = Context(agency="南岳镇", column="政府信息公开年报", column_url=f"{HOME}gk/xz/", list_date="2023-01-03")
BESIDE = Context(
    agency="南岳镇", column="政府信息公开年报", column_url=f"{HOME}gk/xz/", parent_url=f"{HOME}gk/xz/1.html"
)


@pytest.mark.parametrize("kind", ["document", "attachment"])
@pytest.mark.parametrize("ways", list(permutations([NOTICES, COUNTY, TOWN, BESIDE])))
def test_the_best_way_whichever_came_first(ways: tuple[Context, ...], kind: str) -> None:
    """A known body before none, the column of annual reports before another, a list before a page beside."""
    (made,) = spider_classes([portal_of_address(HOME)]).values()
    spider = made.from_crawler(get_crawler())
    (asked,) = [request for way in ways for request in spider.ask(REPORT, kind, way)]
    assert spider.context_of(asked) == TOWN


def test_of_two_that_are_alike_the_first_address() -> None:
    one, other = (Context(column="年报", column_url=f"{HOME}{name}/", list_date="2023-01-03") for name in ("a", "b"))
    for ways in ((one, other), (other, one)):
        (made,) = spider_classes([portal_of_address(HOME)]).values()
        spider = made.from_crawler(get_crawler())
        (asked,) = [request for way in ways for request in spider.ask(REPORT, "document", way)]
        assert spider.context_of(asked) == one
