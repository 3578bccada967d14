"""What no interface should answer, and some will: to the products' modules it is an answer with nothing in it."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings

from crawler.page import page_of_text
from crawler.portal import Portal
from spiders.families import FAMILIES
from spiders.portals import spider_class

ANSWERS = (
    "",
    "{",
    "{}",
    "[]",
    '{"data": null}',
    '{"data": {"html": 5}}',
    '{"data": [1, {}]}',
    '{"data": [{"url": ["a"], "title": null}]}',
    '{"total": "x", "articles": [{}]}',
    '{"total": null, "articles": [1]}',
    '{"total": 99999, "articles": [{"url": null, "title": 3, "created_at": 5}]}',
    "<script>_simple_list_gotopage_fun(9999,1)</script>",
    "共99999页",
    "<script queryData=\"{'pageType':'column'}\"></script>",
)
ADDRESSES = (
    "http://x.gov.cn/a/gkmlpt/api/all/1?page=1&sid=2",
    "http://x.gov.cn/api-gateway/jpaas-publish-server/front/page/build/unit?paramJson=%7B",
    "http://x.gov.cn/module/xxgk/search.jsp?currpage=x",
    "http://x.gov.cn/a/b/page_1.html",
    "http://x.gov.cn/xxgk-list-a.html",
)


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_odd_answers_lead_nowhere_far(family: str) -> None:
    row = Portal("x", "x", "", "", None, "http://x.gov.cn/", (), family, known_by="test")
    for answer in ANSWERS:
        for address in ADDRESSES:
            for kind in ("data", "list", "way"):
                spider = spider_class([row])()
                spider.settings = Settings()
                page = page_of_text(address, answer)
                meta = {"kind": kind, "number": 1, "had": 0, "asked": 0, "depth": 0, "chain": address, "fresh": False}
                links = list(spider.extra_links(page))
                more = [*spider.extra_pages(page, meta), *spider.extra_requests(page, spider.context(), meta)]
                assert links == []
                assert len(more) <= 299, (answer, address)
