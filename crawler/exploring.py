"""Where to look when no words led to a column: the links of a portal's pages, the likeliest first.

A portal may call the column 阳光政务, its reports 工作总结, and keep them by years and bodies under neither word. Which
of its links may lead there is guessed by what is left of the words; what a page is shows when it is looked at. Once
a link proved to lead to a report, links of the same shape come first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawler import link_words as words
from crawler import links
from crawler.anchors import Link
from crawler.page import Page
from crawler.urls import bare
from parse.report import Context

MOST, MOST_FREE = 200, 1000
"""Pages of one portal that are looked at; and how many that were reports, or lists of them, do not count."""
AT_ONCE = 4
"""Pages that are asked for before it is seen what they are."""
_KEPT = 5000
"""Links of one portal that are remembered."""
_HEADLINE = 24
"""Characters above which a text is that of an article."""

_SIGNS = (
    (50, words.ANNUAL),
    (30, re.compile(r"报告|总结")),
    (25, re.compile(r"公开|政务|阳光|透明")),
    (20, re.compile(r"乡镇|镇街|街道|部门|单位|各乡|各镇|(?:镇|乡|局)$")),
    (10, re.compile(r"(?:19|20)\d\d|公告|公示|公布|栏目|更多|下一?页|后一?页|目录")),
    (-40, words.LOOKALIKE),
    (-40, words.NOT_A_WAY),
)
"""What the texts of links are worth; a link without a text is worth as much as one with a faint word."""
_WORDLESS, _LONG, _PROVED = 8, -15, 200
ANYTHING, FAINT, ALIKE = -50, 5, 100


@dataclass(frozen=True, slots=True)
class Guess:
    """A link that may lead to a report or towards one: what is known of what it leads to, and what it is worth."""

    link: Link
    context: Context
    worth: int
    shape: str


class Explorer:
    """Of one walk: the links that its pages on the way had, by their bare addresses."""

    def __init__(self) -> None:
        self._guesses: dict[str, Guess] = {}
        self._proved: set[str] = set()
        self._looked, self._free = 0, MOST_FREE

    def offer(self, page: Page, context: Context) -> None:
        """The links of a page; menus that stand on every page too."""
        for link in page.links:
            if len(self._guesses) >= _KEPT:
                return
            key = bare(link.url)
            if key not in self._guesses and not links.is_attachment(link) and link.url != page.url:
                agency = link.text if links.is_unit(link.text) else context.agency
                here = replace(context, agency=agency, link_text=link.text, list_date=link.date, parent_url=page.url)
                self._guesses[key] = Guess(link, here, worth(link), shape(link.url))

    def proved(self, url: str, *, looked: bool = True) -> None:
        """This one was a report or a list of them; `looked`: it was one of what was looked at."""
        self._proved.add(shape(url))
        if looked and self._free:
            self._free -= 1
            self._looked -= 1

    @property
    def begun(self) -> bool:
        """Whether something was looked at, or met, that the words of links did not lead to."""
        return self._looked > 0 or bool(self._proved)

    def next(self, is_wanted: Callable[[str], bool], least: int) -> list[Guess]:
        """What is looked at now, nothing when enough was; `is_wanted(address)` is False for what was asked for. `least`
        is what it must be worth: ANYTHING, FAINT, or ALIKE for what is like that which proved to lead to reports."""
        found: list[Guess] = []
        waiting = sorted(self._guesses.values(), key=self._rank)
        for guess in waiting:
            if len(found) >= AT_ONCE or self._looked >= MOST or -self._rank(guess) < least:
                break
            if is_wanted(guess.link.url):
                self._looked += 1
                found.append(guess)
            self._guesses[bare(guess.link.url)] = replace(guess, worth=_DONE)
        return found

    def _rank(self, guess: Guess) -> int:
        like = bool(self._proved) and (guess.shape in self._proved or words.NEXT.match(guess.link.text))
        return -(guess.worth + (_PROVED if like and guess.worth != _DONE else 0))


_DONE = -1000


def worth(link: Link) -> int:
    """What a link may be worth by its text."""
    if not link.text:
        return _WORDLESS
    told = sum(value for value, sign in _SIGNS if sign.search(link.text))
    return told + (_LONG if len(link.text) > _HEADLINE else 0)


def shape(url: str) -> str:
    """An address without its numbers: of the documents of one list it is the same."""
    parts = urlsplit(url)
    return re.sub(r"[0-9a-f]{32}|\d+", "0", f"{parts.netloc}{parts.path}?{parts.query}")
