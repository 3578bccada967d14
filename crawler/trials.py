"""Links of the columns' pages that no words explain: which of them are tried when everything else is walked.

Years written 21年, bodies by nicknames, pictures without words, rows that lie outside of a column's folder: what such a
link leads to shows only there. Links that also stand on pages on the way, in articles or on a page that was tried in
vain are the site's menus; so one try is enough for a menu of thirty.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from crawler import link_words as words
from crawler import links
from crawler.anchors import Link
from crawler.page import Page
from crawler.paging import number_of
from crawler.urls import bare
from parse.report import Context

MOST_TELLING, MOST_OTHERS, MOST_PROVED = 100, 10, 1000
"""Tries of one portal: of links that name a year, a body or a report, and of others; and how many that were reports or
lists of them do not count."""
AT_ONCE = 20
"""Telling links that are tried before it is seen what the first ones brought."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A link of a column's page, what is known of what it leads to, and how deep it lies below the column."""

    link: Link
    context: Context
    depth: int


class Trials:
    """Of one walk: the links that may be tried, by their bare addresses."""

    def __init__(self) -> None:
        self._telling: dict[str, Offer] = {}
        self._others: dict[str, Offer] = {}
        self._furniture: set[str] = set()
        self._tried = {True: 0, False: 0}
        self._proved = 0

    def offer(self, page: Page, judged: Collection[str], context: Context, depth: int) -> None:
        """The links of a column's page, but those that were `judged` to be its documents or none of them."""
        for link in page.links:
            if link.chrome or link.url in judged or link.text in page.crumbs or words.LOOKALIKE.search(link.text):
                continue
            if words.NOT_A_WAY.search(link.text) or links.is_attachment(link) or _turns(link):
                continue
            if links.column_named(link) or links.is_way(link.text):
                continue
            offers = self._telling if is_telling(link) else self._others
            if (key := bare(link.url)) not in self._furniture:
                offers.setdefault(key, Offer(link, context, depth))

    def on_the_way(self, page: Page) -> None:
        """The links of a page on the way: they were judged there."""
        self._furniture.update(bare(link.url) for link in page.links)

    def elsewhere(self, page: Page) -> None:
        """The links of an article, or of a page that was tried in vain."""
        for link in page.links if self._others else ():
            self._others.pop(bare(link.url), None)

    def offer_rows(self, rows: Iterable[Link], context: Context, depth: int) -> None:
        """The rows of an article that is an index of reports."""
        for link in rows:
            self._telling.setdefault(bare(link.url), Offer(link, context, depth))

    def proved(self) -> None:
        """One that was tried was a report or a list of them: it does not count."""
        self._proved += 1

    def next(self, is_wanted: Callable[[str], bool]) -> list[Offer]:
        """What is tried now, nothing when all was; `is_wanted(address)` is False for what was asked for by now."""
        for offers, telling, most, at_once in (
            (self._telling, True, MOST_TELLING, AT_ONCE),
            (self._others, False, MOST_OTHERS, 1),
        ):
            found: list[Offer] = []
            while offers and len(found) < at_once and self._tried[telling] < most + min(self._proved, MOST_PROVED):
                key = next(iter(offers))
                offer = offers.pop(key)
                if key not in self._furniture and is_wanted(offer.link.url):
                    self._tried[telling] += 1
                    found.append(offer)
            if found:
                return found
        return []

    def left(self, is_wanted: Callable[[str], bool]) -> int:
        """How many links that name a year, a body or a report were too many to be tried."""
        return sum(key not in self._furniture and is_wanted(one.link.url) for key, one in self._telling.items())


def _turns(link: Link) -> bool:
    """Whether a link turns the page of a list."""
    return links.is_pager(link) or (number_of(link) is not None and not words.YEAR.match(link.text))


def is_telling(link: Link) -> bool:
    """Whether a link names a year, a body or a report, or shows only a picture."""
    return not link.text or bool(words.ANNUAL_OR_YEAR.search(link.text)) or links.is_unit(link.text)
