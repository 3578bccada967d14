"""How a portal's crawl went, in one word and one sentence; and the portal's row for the archive."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.crawls import PortalRow
from archive.lists import ListRow
from crawler.due import HOURS
from crawler.expectations import below, expectations_of
from crawler.family import FamilySpider
from crawler.lists import list_rows, shortfalls, unwalked, without_reports
from crawler.manners import TLS
from crawler.portal import Portal
from crawler.resting import RESTING, policy_of

Word = Literal["walked", "blocked", "no_column", "unreachable", "cut_short", "interrupted"]

NO_COLUMN = "no annual-report column with documents was found"


@dataclass(frozen=True, slots=True)
class PortalOutcome:
    """The end of one portal's crawl. `listed` are the documents seen on its lists, None where a list could not be read
    to its end (then nothing may be called gone), `read` the lists themselves (none where
    the portal as a whole is the reason why they are not). `requests` counts pages asked for,
    `failures` those that could not be had."""

    portal: str
    outcome: Word
    message: str | None = None
    listed: frozenset[str] | None = None
    requests: int = 0
    lists: int = 0
    documents: int = 0
    failures: int = 0
    read: tuple[ListRow, ...] = ()

    @property
    def interrupted(self) -> bool:
        """Whether the crawl was broken off and is to be continued."""
        return self.outcome == "interrupted"

    @property
    def resting(self) -> bool:
        """Whether it is to be continued after the host's working hours."""
        return self.interrupted and self.message == f"broken off ({RESTING})"

    @property
    def failed(self) -> bool:
        """Whether the operator must look: blocked, unreachable, no column, cut short or broken off."""
        return self.outcome != "walked" and not self.resting


def outcome_of(spider: FamilySpider, reason: str) -> PortalOutcome:
    """The outcome of a spider that closed for `reason` (Scrapy's finish reason)."""
    counts = spider.counts
    undrawn = spider.undrawn if spider.portal.browser else None
    # What stands in a list that was not drawn is not known.
    read = [row for row in list_rows(spider.lists, spider.lists_before) if not (undrawn and not row.found)]
    dead = unwalked(spider.lists, spider.lists_before)
    bodies = without_reports(spider.bodies, spider.lists, spider.met)
    word: Word
    message: str | None
    if spider.blocked:
        word, message = "blocked", spider.blocked
    elif reason == HOURS:
        word, message = "cut_short", f"{HOURS}: ended after {policy_of(spider.portal).hours}; the next due walk goes on"
    elif reason != "finished":
        word, message = "interrupted", f"broken off ({reason})"
    elif counts.lists == 0 and spider.unreachable:
        word, message = "unreachable", spider.unreachable
    elif counts.lists == 0 or counts.documents == 0:
        word, message = "no_column", spider.undrawn or shortfalls(read) or NO_COLUMN
    elif not any(one.entries or one.report for one in spider.lists.values()):
        word, message = "no_column", f"{NO_COLUMN}; {counts.documents} documents were met on the way"
    elif spider.cut_short:
        word, message = "cut_short", spider.cut_short
    elif undrawn:
        word, message = "cut_short", undrawn
    elif untried := spider.untried:
        word, message = "cut_short", f"{untried} links of its columns that name years, bodies or reports were not tried"
    elif less := below(expectations_of(spider.portal.expectations), _counted(spider)):
        word, message = "cut_short", less.message
    elif short := shortfalls(row for row in read if row.url not in dead):
        word, message = "cut_short", short
    else:
        word, message = "walked", None
    if word == "walked":
        message = "; ".join(_notes(spider, dead, bodies)) or None
    # What a search brings is all that there is only if it says so.
    whole = word == "walked" and not spider.broken_lists and not (spider.searched or spider.explores)
    return PortalOutcome(
        portal=spider.name,
        outcome=word,
        message=message,
        listed=frozenset(spider.listed) if whole else None,
        requests=counts.requests,
        lists=counts.lists,
        documents=counts.documents,
        failures=counts.failures,
        read=(*read, *(bodies if word in ("walked", "cut_short") and not undrawn else ()))
        if word not in ("blocked", "unreachable") and reason != HOURS
        else (),
    )


def _notes(spider: FamilySpider, dead: Collection[str], bodies: Sequence[ListRow]) -> Iterator[str]:
    """What an operator should know of a walk that went well."""
    if bodies:
        yield f"the pages of {_some([row.agency or row.url for row in bodies])} led to no report"
    yield from (TLS[one].told for one in spider.portal.tls.split())
    if dead:
        yield f"{_some(sorted(dead))} is linked as a column and is not there"
    if beyond := sorted(url for url in spider.beyond if url in spider.lists and spider.lists[url].entries):
        yield f"{_some(beyond)} is a column that its line does not have"
    if spider.explores:
        yield "no column is named as one: its reports are those that were found by looking through its pages"
    if spider.searched:
        yield "no column: its reports are those that the site's own search found"


def _some(urls: Sequence[str]) -> str:
    return urls[0] + (f" (and {len(urls) - 1} more)" if len(urls) > 1 else "")


def _counted(spider: FamilySpider) -> dict[str, int]:
    """What expectations are compared with."""
    return {
        "listed": len(spider.listed),
        "lists": spider.counts.lists,
        "documents": spider.counts.documents,
    }


def portal_row(portal: Portal) -> PortalRow:
    """The facts of a portal as the archive keeps them."""
    return PortalRow(
        id=portal.id,
        name=portal.name,
        county=portal.county or None,
        division_code=portal.division_code or None,
        division_year=portal.division_year,
        family=portal.family,
        homepage=portal.homepage,
        known_by=portal.known_by or None,
        note=portal.note or None,
        seen_live=portal.seen_live or None,
    )
