"""Lists as far as a walk read them: what was found in each, what each says of its own length, and whether it is whole.

A list is told by the address of its first page (`chain` of a request). It is not whole where a further page could not
be had, where fewer entries were found than it announces at its pager, or pages than it announces, and where it is empty
although it is a column of the portal's own line, had entries before, or says nothing of being empty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from archive.lists import ListRow, ListState
from crawler import links
from crawler.anchors import Link
from crawler.announced import Announced, says_empty
from crawler.page import Page
from crawler.unled import Unled, remaining, unled, years_in

NAMED = 8
"""Names that are told of one list."""
LEAD_NOWHERE = "named, and nothing of it was found: what leads there is not understood"
BEYOND = 3
"""A number so many times what the pages of a list can hold counts something else."""


@dataclass(slots=True)
class ListWalk:
    """One list. `entries` are addresses, `links` all that its pages lead to; `stale` the last pages that had neither
    entries nor links of their own; `left` the answers that an interface says to come after the last one that had any;
    `twice` the rows that repeat one word by word, `largest` the most entries of a page; `told` what its pages say of
    its length, by page; `by_pager` whether its pages were found by the pager (else an interface gave them, in portions
    of its own); `column` and `start`: an annual-report column by its name, and one of the portal's line; `guessed`: an
    interface that was asked on a guess; `led_on`: it leads to further lists; `report`: its page is a report itself;
    `named`: what its first page names and leads nowhere with; `texts` and `years` what its entries say; `below`: the
    lists that it leads to; `chosen`: what its forms were asked for; `mixed`: it lists
    other things, too, of which nothing was taken; `trouble` why a page, `unread` why its first page
    could not be had; `gone`: because nothing is there."""

    url: str
    column_url: str | None = None
    name: str | None = None
    agency: str | None = None
    pages: set[tuple[str, int]] = field(default_factory=set)
    entries: set[str] = field(default_factory=set)
    twice: int = 0
    largest: int = 0
    told: dict[str, Announced] = field(default_factory=dict)
    trouble: str | None = None
    unread: str | None = None
    gone: bool = False
    says_empty: str | None = None
    by_pager: bool = True
    column: bool = False
    start: bool = False
    guessed: bool = False
    led_on: bool = False
    report: bool = False
    last: frozenset[str] = frozenset()
    links: set[str] = field(default_factory=set)
    stale: int = 0
    left: int | None = None
    named: tuple[Unled, ...] = ()
    texts: set[str] = field(default_factory=set)
    years: set[str] = field(default_factory=set)
    below: set[str] = field(default_factory=set)
    chosen: set[str] = field(default_factory=set)
    mixed: bool = False

    def add(self, page: Page, found: Iterable[Link], number: int, told: Announced) -> set[str]:
        """Take a page of the list, and what it says of the length; returns the entries that no page before it had."""
        rows = list(found)
        here = frozenset(link.url for link in rows)
        fresh = set(here) - self.entries
        self.entries |= here
        leads = {link.url for link in page.links if not link.chrome} | here
        moved = number == 1 or not leads <= self.links
        self.links |= leads
        self.stale = 0 if moved else self.stale + 1
        if told.left is not None and moved:
            self.left = told.left if self.left is None else min(self.left, told.left)
        if number == 1 or fresh or here != self.last:
            self.pages.add((page.url, number))
            self.told[page.url] = told
        if fresh:
            self.twice += len(_repeated(page, here))
            self.largest = max(self.largest, len(here))
        self.last = here
        for link in rows:
            self.texts.add(link.text)
            # A report of 2021 is dated 2022, or has no other year than that of its date.
            self.years |= years_in(link.text) | ({link.date[:4], str(int(link.date[:4]) - 1)} if link.date else set())
        if number == 1 and not here:
            self.says_empty = says_empty(page.text)
        if number > 1 and self.by_pager and not (self.mixed or here) and not links.looks_like_column(page):
            # What stands in the place of a page: an error in words, another page of the site.
            self.broken(number, page.url, "no entries, and it does not say that it is the column")
        return fresh

    def of_reports(self, page: Page) -> bool:
        """Whether it is of annual reports, by its line, its name, its page or its entries."""
        named = self.start or self.column or links.looks_like_column(page)
        return named or any(links.is_report(text) for text in self.texts)

    def names(self, page: Page, kinds: Collection[str] = ()) -> None:
        """Note what its first page names and leads nowhere with, of these kinds or of all."""
        named = unled(page)
        # Numbers on a page of many things may be those of a show of pictures.
        of_kinds = (one for one in named if not kinds or one.kind in kinds)
        self.named = tuple(one for one in of_kinds if not self.mixed or one.turns)

    @property
    def lacks(self) -> bool:
        """Whether it says that there is more than was found on its pages."""
        return _missing(self, len(self.entries)) is not None

    def broken(self, number: int, url: str, reason: str) -> None:
        """A page of the list was not had as it should be; the first reason stands."""
        self.trouble = self.trouble or f"page {number}{'' if url == self.url else f' ({url})'}: {reason}"

    def says(self) -> tuple[int | None, int | None, str, str | None]:
        """(entries, pages, words, page that says so); the least number where pages differ: a list may lose one while
        it is read."""
        entries = [(one.entries, url) for url, one in self.told.items() if one.entries is not None]
        pages = [one.pages for one in self.told.values() if one.pages is not None]
        least, url = min(
            entries, default=(None, next((u for u, one in self.told.items() if one.pages or one.left), None))
        )
        return least, min(pages, default=None), self.told[url].words if url else "", url


def _repeated(page: Page, here: frozenset[str]) -> list[tuple[str, str]]:
    """Rows that stand in a page once more, word by word."""
    shown = sorted((link.url, link.text) for link in page.links if link.url in here and not link.chrome and link.date)
    return [row for row, same in groupby(shown) for _ in list(same)[1:]]


def list_rows(lists: Mapping[str, ListWalk], before: Mapping[str, int]) -> list[ListRow]:
    """The lists of a walk for the archive. `before`: the entries of each at the walk before.

    Of an interface that was asked on a guess and brought nothing, nothing is said.
    """
    in_column: dict[str, set[str]] = {}
    for one in lists.values():
        in_column.setdefault(one.column_url or one.url, set()).update(one.entries)
    rows = []
    moved = any(one.entries and not one.start for one in lists.values())
    for one in lists.values():
        if one.gone and one.start and moved:
            continue  # the column of the line is no more, and the walk from the home page found where it is now
        if one.gone and not one.start and not one.column:
            continue  # a link that leads nowhere, not named as a column
        if one.entries or one.trouble or not (one.guessed or one.report):
            column = in_column[one.column_url or one.url]
            unfound = _unfound(one, lists) if one.named and not one.report else []
            if row := _row(one, column, before.get(one.url, 0), unfound):
                rows.append(row)
    return sorted(rows, key=lambda row: row.url)


def _unfound(one: ListWalk, lists: Mapping[str, ListWalk]) -> list[str]:
    """What a list names and leads nowhere with, and of which nothing was found in it or below it."""
    same = {url for url, other in lists.items() if other.column_url == one.column_url and one.column_url}
    seen, waiting = set[str](), {one.url, *same}
    while waiting:
        url = waiting.pop()
        seen.add(url)
        waiting |= (lists[url].below & lists.keys()) - seen
    of = [lists[url] for url in seen]
    texts, years = set().union(*(each.texts for each in of)), set().union(*(each.years for each in of))
    bodies = {each.agency for each in lists.values() if each.agency}
    calls = sum(len(each.pages) for each in of if each.guessed and each.entries)
    chosen = set().union(*(each.chosen for each in lists.values()))
    named = [each for each in one.named if each.text not in chosen]
    entries = one.says()[0]
    turned = len(one.pages) + calls > 1 or (
        entries is not None and len(set().union(*(each.entries for each in of))) >= entries
    )
    return remaining(named, texts, years, bodies, turned=turned, led_on=one.led_on)


def _row(one: ListWalk, column: set[str], before: int, unfound: Sequence[str] = ()) -> ListRow | None:
    state, reason = _judged(one, column, before)
    if state == "whole" and unfound:
        state, reason = "short", f"{', '.join(unfound[:NAMED])} {LEAD_NOWHERE}"
    if state == "whole" and not one.entries and one.says_empty is None:
        return None
    expected, _, words, said_at = one.says()
    if one.led_on and not one.entries:
        expected = None
    found = len(one.entries)
    return ListRow(
        url=one.url,
        state=state,
        pages=len(one.pages),
        found=found if expected is None or found >= expected else max(found, len(column)),
        expected=expected,
        basis=words or one.says_empty,
        said_at=said_at,
        reason=reason,
        name=one.name,
        agency=one.agency,
        column_url=one.column_url,
    )


def _judged(one: ListWalk, column: set[str], before: int) -> tuple[ListState, str | None]:
    if one.unread and (one.start or one.gone or not column):
        return "broken", one.unread
    if one.trouble:
        return "broken", one.trouble
    entries = one.says()[0]
    if not column and not one.led_on and not one.report and entries is None:
        if one.start or before or (one.column and one.says_empty is None):
            told = f"{before} entries at the walk before, none now" if before else "a column without entries"
            return "empty", told
        return "whole", None
    if one.led_on and not one.entries:
        return "whole", None  # the number may be that of the lists below
    missing = _missing(one, max(len(one.entries), len(column)))
    return ("whole", None) if missing is None else ("short", missing)


def _missing(one: ListWalk, found: int) -> str | None:
    """What is missing of a list of which so many entries were found, in words; None where nothing is."""
    if one.mixed:
        return None
    entries, pages, words, _ = one.says()
    if entries is not None:
        short = found + one.twice < entries and _is_of_list(one, entries, pages)
        return f"{found} of {entries} entries ({words})" if short else None
    if one.left and one.entries:
        return f"{one.left} more answers announced ({words})"
    if pages is None or not one.by_pager or not one.entries or len(one.pages) >= pages:
        return None
    # What an interface brought beside the pages may be all of it.
    return None if found > (pages - 1) * one.largest else f"{len(one.pages)} of {pages} pages ({words})"


def _is_of_list(one: ListWalk, entries: int, pages: int | None) -> bool:
    """Whether a number can be that of the entries of this list."""
    return pages is None or pages <= entries <= BEYOND * pages * max(one.largest, 1)


def without_reports(bodies: Mapping[str, str], lists: Mapping[str, ListWalk], met: Iterable[str]) -> list[ListRow]:
    """The public bodies whose own pages led to no report: `bodies` with the addresses of these, `met` the bodies and
    titles of the documents that were asked for."""
    known = {*met, *(one.agency for one in lists.values() if one.agency and (one.entries or one.report))}
    return [
        ListRow(
            url, "short", 1, 0, reason="the body's own page led to no report, as far as it was understood", agency=name
        )
        for name, url in bodies.items()
        if not any(name in one or one in name for one in known) and url not in lists
    ]


def unwalked(lists: Mapping[str, ListWalk], before: Mapping[str, int]) -> frozenset[str]:
    """The columns that the portal links to and that answer that nothing is there: links of its own that are dead, where
    no entry was ever seen."""
    return frozenset(
        one.url for one in lists.values() if one.gone and one.column and not one.start and not before.get(one.url)
    )


def shortfalls(rows: Iterable[ListRow]) -> str | None:
    """The lists that are not whole, in a sentence; None where all are."""
    told = [f"{row.url.partition(chr(10))[0]}: {row.reason}" for row in rows if row.state != "whole"]
    return None if not told else told[0] + (f"; and {len(told) - 1} more lists" if len(told) > 1 else "")
