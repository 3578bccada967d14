"""广东 集约化 gkmlpt (政府信息公开目录平台) and NFCMS: 7 of 132 hosts.

* A body's directory is `/<body>/gkmlpt/index`, its categories are only hashes of that address (`index#3011`), so no
  category has a page of its own; articles are `/<body>/gkmlpt/content/<a>/<b>/post_<id>.html` [P].
* A category's list is JSON: `/<body>/gkmlpt/api/all/<category>?page=N&sid=<site>`, 100 an answer, `{"total": …,
  "articles": [{"title", "url" or "post_url", "created_at" …}]}` [C, many spiders agree]. The site's number stands in
  the directory's script as `SID: '755031'` [C]; it looks like a session and is none.
* `page=0` answers like `page=1` [C]: pages are counted from 1.
* That a category's name stands as the text of a link to its hash, or beside its number in the script, is inferred [I].
* The parts of the same portals that NFCMS makes (`/<path>/content/post_<id>.html`, reports under 通知公告 too [P]) are
  ordinary pages; the shared walk reads them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import scrapy

from crawler import links
from crawler.anchors import Link
from crawler.between import between
from crawler.elements import squeeze
from crawler.family import FamilySpider
from crawler.limits import LIST_PAGES
from crawler.page import Page
from parse.report import Context

_SID = re.compile(r"""\bSID["']?\s*[:=]\s*["']?(\d{1,12})""")
_HASH = re.compile(r"""<a\b[^<>]{0,400}?href=["'][^"'#<>]{0,400}#(\d{1,9})["'][^<>]{0,400}>""")
_NODE = re.compile(
    r"""\{[^{}]{0,200}?["']?id["']?\s*:\s*["']?(\d{1,9})["']?\s*,[^{}]{0,200}?["']?name["']?\s*:\s*["']([^"']{2,40})["']"""
)
_BODY = re.compile(r"^(https?://[^/]+(?:/[^/?#]+)*?/gkmlpt/)")


class GkmlptSpider(FamilySpider):
    """The shared walk, with the lists of categories."""

    family = "gkmlpt"

    def extra_links(self, page: Page) -> Iterable[Link]:
        """The articles of an answer."""
        for article in _answer(page).get("articles") or ():
            url = page.absolute(str(article.get("url") or article.get("post_url") or ""))
            if url:
                date = str(article.get("created_at") or "")[:10]
                title = squeeze(re.sub(r"<[^>]*>", "", str(article.get("title") or "")))
                yield Link(url, title, date if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else None)

    def extra_requests(self, page: Page, here: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        """The categories that are named annual reports; from an answer its next page."""
        if meta["kind"] == "data" and "had" not in meta:
            return  # of an interface that is none of this product
        if meta["kind"] == "data":
            answer = _answer(page)
            had, number = meta["had"] + len(answer.get("articles") or ()), meta["number"] + 1
            total = str(answer.get("total"))
            if meta["fresh"] and number <= LIST_PAGES and (not total.isdigit() or had < int(total)):
                url = re.sub(r"([?&]page=)\d+", rf"\g<1>{number}", page.url)
                yield from self.ask(url, "data", here, depth=meta["depth"], chain=meta["chain"], number=number, had=had)
            return
        body, sid = _BODY.match(page.url), _SID.search(page.scripts)
        if not body or not sid:
            return
        hashes = ((found[1], inner) for found, inner in between(page.text, _HASH, "</a>"))
        named = (*hashes, *_NODE.findall(page.scripts))
        for category in dict.fromkeys(
            one for one, name in named if links.is_column(squeeze(re.sub("<[^>]*>", "", name)))
        ):
            # Put together here and not cleaned: `sid` would be taken off as a session.
            url = f"{body.group(1)}api/all/{category}?page=1&sid={sid.group(1)}"
            agency = links.unit_of(page) or here.agency
            below = replace(here, agency=agency, column_url=url, list_date=None)
            yield from self.ask(url, "data", below, depth=meta["depth"], chain=url, number=1, had=0)


def _answer(page: Page) -> dict[str, Any]:
    """The answer of the interface, empty where the page is none."""
    if page.text.lstrip()[:1] != "{":
        return {}
    try:
        found = json.loads(page.text)
    except ValueError:
        return {}
    articles = found.get("articles") if isinstance(found, dict) else None
    return found if isinstance(articles, list) and all(isinstance(one, dict) for one in articles) else {}
