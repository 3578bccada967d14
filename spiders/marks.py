"""By what a product is known from its pages: addresses and words of sources, as data.

Each mark was seen on stored pages or in code of others (the family's module says which); none is proof alone, so a
family is judged by how many different marks of its own the pages of a portal show. What a product does is looked for
where a page shows any (`shown_by`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from crawler.page import Page


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of a family: in addresses of links, or (`source`) in the page's source."""

    family: str
    pattern: re.Pattern[str]
    source: bool = False


def _marks(family: str, *addresses: str, source: tuple[str, ...] = ()) -> list[Mark]:
    found = [Mark(family, re.compile(text, re.IGNORECASE)) for text in addresses]
    return found + [Mark(family, re.compile(text), source=True) for text in source]


MARKS: tuple[Mark, ...] = (
    *_marks(
        "hanweb",
        r"/col/col\d+/",
        r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html",
        r"/art/\d{4}/art_[0-9a-f]{32}\.html",
        r"/module/xxgk/",
        source=(r"/module/web/jpage/|/module/jslib/", r"<datastore>", r"jpaas-publish-server", r"/script/\d+/\d+\.js"),
    ),
    *_marks(
        "trs",
        r"/\d{6}/t\d{8}_\d+\.s?html?",
        r"/[a-z0-9]+_\d{4,6}/(?:[^/]+/)*$",
        source=(r"createPageHTML\s*\(", r"TRS_Editor|trs_editor|TRSCMS|TRS WCM"),
    ),
    *_marks(
        "lonsun",
        r"/public/column/\d+",
        r"/public/content/\d+|/public/\d+/\d+\.html",
        source=(r"/site/label/\d+", r"labelName=", r"(?i)lonsun"),
    ),
    *_marks(
        "ucap",
        r"/\d{6}/[0-9a-f]{32}\.shtml",
        r"/c\d{5,6}/(?:\d{6}/c0\d_\d+|[a-z_]+)\.shtml",
        r"/pc/(?:list|content)",
        source=(r"UCAP-CONTENT|(?i:ucap)", r"\barticleList\b", r"/common/search/[0-9a-f]{16,}"),
    ),
    *_marks(
        "visualsite",
        r"/info/\d{3,5}/\d+\.htm$",
        r"content\.jsp\?.*wbtreeid=|urltype=(?:news|tree)\.",
        source=(r"_simple_list_gotopage_fun", r"/system/resource/js/|_sitegray|VSB"),
    ),
    *_marks("gkmlpt", r"/gkmlpt/", r"/post_\d+\.html", source=(r"/gkmlpt/api/", r"\bSID\s*:\s*['\"]")),
    *_marks("openness", r"/(?:Xxgk|Openness)AnnualReport/|/Xxgknb/", r"/(?:Xxgk|Openness)Content/show"),
    *_marks("xxgk_list", r"/xxgk-list-", r"/(?:xxgk|news)-show-\d+\.html"),
    *_marks(
        "epoint",
        r"/dynamic/\w+/\w+\.html\?categorynum=\d",
        source=(r"webBuilderCommon\.js", r"/EWB[-_]\w+/|getgovinfolist"),
    ),
    *_marks("truecms", r"/content/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.html", source=(r"(?i)/truecms/",)),
)
"""In the order in which families are tried where two have as many."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A mark that pages show: what was seen, on which page, and how often."""

    family: str
    shown: str
    page: str
    times: int


def shown_by(page: Page, families: Iterable[str]) -> list[str]:
    """Those of some families that a page shows a mark of: a single one is enough to look for what that product does."""
    wanted, addresses = frozenset(families), (page.url, *(link.url for link in page.links))
    return [
        family
        for family, marks in groupby(MARKS, lambda mark: mark.family)
        if family in wanted
        and any(
            mark.pattern.search(page.text[:_LONGEST]) if mark.source else any(map(mark.pattern.search, addresses))
            for mark in marks
        )
    ]


_LONGEST = 500_000
"""Characters of a page's source that are looked at."""


def evidence(pages: Iterable[Page]) -> list[Evidence]:
    """The marks that pages show, the most telling family first."""
    pages = list(pages)
    found: list[Evidence] = []
    for mark in MARKS:
        first, times = None, 0
        for page in pages:
            texts = (page.text,) if mark.source else (page.url, *(link.url for link in page.links))
            for text in texts:
                if match := mark.pattern.search(text):
                    times += 1
                    first = first or (match.group(0).strip() if mark.source else text, page.url)
        if first:
            found.append(Evidence(mark.family, *first, times))
    weight = {one.family: 0 for one in found}
    for one in found:
        weight[one.family] += 1000 + min(one.times, 999)
    order = list(dict.fromkeys(mark.family for mark in MARKS))
    return sorted(found, key=lambda one: (-weight[one.family], order.index(one.family), -one.times))
