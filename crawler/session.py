"""What the crawl of a process holds open: one archive, one reading queue, the pages that wait for their pictures.

What is fetched is flushed to disk in groups of at most half a second. It is read in worker processes and saved here in
the reactor's thread, the archive's one writer, meanwhile or where fetching has no time to spare (`crawler.pace`)
afterwards.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import _schedule_coro

from archive.archive import Archive
from archive.errors import no_room
from archive.exchange import Exchange, FailedFetch
from archive.summary import PortalSummary
from archive.versions import Outcome
from crawler.family import FamilySpider
from crawler.operator import operator
from crawler.outcome import PortalOutcome
from crawler.pace import Pace
from crawler.resting import Resting
from findings.recompute import recompute
from reading.converters import at_hand
from reading.queue import ReadingQueue

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 0.4

GOING_ON = (b"createPage", *(word.encode(coding) for word in ("下一页", "下页") for coding in ("utf-8", "gb18030")))
"""What stands in the pages of a split article."""


def withdrawal_gap() -> float:
    """NIANBAO_WITHDRAWAL_GAP in seconds: how far apart two failed looks must be; a day unless set."""
    return float(os.environ.get("NIANBAO_WITHDRAWAL_GAP", "").strip() or 86400)


class Session:
    """An open archive, its reading queue and its crawl, shared by the spiders of a process. Raises ArchiveError's
    kin."""

    def __init__(self, path: Path, warc_dir: Path | None, portals: Sequence[str], readers: int) -> None:
        self.archive = Archive.open(path, warc_dir, write=True)
        self._least_free = operator().least_free_mb * 10**6
        try:
            self._check_room()
            before = self.archive.crawl_ids()
            self.crawl: str = self.archive.begin_crawl(list(portals))
            self.continued = self.crawl in before
            self.queue = ReadingQueue(self.archive, workers=readers)
            self.archive.read_with = ",".join(at_hand())
            self.archive.use_reader(self.queue.read_again)
        except BaseException:
            self.archive.close()
            raise
        self.portals = frozenset(portals)
        self.outcomes: dict[str, PortalOutcome] = {}
        self.summaries: list[PortalSummary] = []
        self.reports = 0
        """Captures read in this run that are reports, known ones too."""
        self.error: BaseException | None = None
        self.users = 0
        self.crawlers: list[Crawler] = []
        self.watch: Callable[[Session], None] | None = None
        self._told = 0.0
        self._pace = Pace()
        self._loop: Any = None
        self.resting = Resting()
        self._leaving: set[Crawler] = set()
        self._held: dict[str, bool] = {}
        for pending in self.archive.pending_captures():
            if pending.context.crawl == self.crawl and self._may_go_on(pending.id):
                # Killed between a page and its further ones: it is read when this run has fetched them.
                self._held[pending.id] = True
            else:
                self.queue.submit(pending.id)

    def _may_go_on(self, capture: str) -> bool:
        """Whether a page may be the first one of an article that is split."""
        body = self.body_of(capture) or b""
        return any(word in body for word in GOING_ON)

    def check(self) -> None:
        """Raise what went wrong with keeping, if anything did: then nothing more may be fetched."""
        if self.error is not None:
            raise CloseSpider("archive_error")

    def keep(self, exchange: Exchange) -> str:
        """Keep an exchange; returns its capture id. It is read after the next flush."""
        return self._guarded(lambda: self.archive.keep(exchange))

    def keep_failure(self, failure: FailedFetch) -> str:
        """Keep a request that got no response."""
        return self._guarded(lambda: self.archive.keep_failure(failure))

    def _guarded(self, action: Callable[[], str]) -> str:
        try:
            return action()
        except Exception as error:
            self._fail(error)
            raise

    def body_of(self, capture: str) -> bytes | None:
        """The body of a capture (for a 304, that of the copy it refers to), or None where it cannot be given."""
        try:
            return self.archive.payload(capture) or None
        except (ValueError, OSError, LookupError, RuntimeError) as error:
            logger.warning("the stored body of %s cannot be used: %s", capture, error)
            return None

    def earlier_body(self, url: str) -> bytes | None:
        """The body that this crawl already has from an address, or None."""
        capture = self.archive.answer_in(self.crawl, url)
        return None if capture is None else self.body_of(capture)

    def _check_room(self) -> None:
        """Raise OSError (no space) where the disk has less room than the operator wants to keep free."""
        free = shutil.disk_usage(self.archive.path.resolve().parent).free
        if free < self._least_free:
            told = f"{free // 10**6} MB free beside the archive, least_free_mb is {self._least_free // 10**6}"
            raise OSError(errno.ENOSPC, told)

    def flush(self) -> None:
        """Everything kept so far is on disk and in the database after this; what may be a report goes to be read."""
        for capture in self.archive.flush():
            if capture in self._held:
                self._held[capture] = True
            else:
                self.queue.submit(capture)

    def hold(self, capture: str) -> None:
        """Do not read a capture until it is released."""
        self._held[capture] = False

    def release(self, capture: str) -> None:
        """Have a capture that was held read, once it is flushed."""
        if self._held.pop(capture, False):
            self.queue.submit(capture)

    def tick(self) -> None:
        """What happens every FLUSH_SECONDS."""
        if self.error is not None:
            return
        try:
            self._check_room()
            self.flush()
            if not self._pace.pressed():
                self._count(self.queue.poll())
        except Exception as error:  # noqa: BLE001 — whatever it is, nothing more may be fetched
            self._fail(error)
        self._leave_hosts()
        if self.watch is not None:
            self.watch(self)

    def _count(self, read: Sequence[Outcome]) -> None:
        self.reports += sum(outcome.report is not None for outcome in read)

    def _while_reading(self, read: Sequence[Outcome]) -> None:
        """Everything is fetched; whoever watches sees the rest being read."""
        self._count(read)
        if self.watch is not None and time.monotonic() - self._told >= FLUSH_SECONDS:
            self._told = time.monotonic()
            self.watch(self)

    def _leave_hosts(self) -> None:
        now = datetime.now(UTC)
        for crawler in self.crawlers:
            spider = crawler.spider
            if crawler in self._leaving or not isinstance(spider, FamilySpider) or not crawler.crawling:
                continue
            if why := self.resting.leaves(spider.portal, now):
                self._leaving.add(crawler)
                _schedule_coro(crawler.engine.close_spider_async(reason=why))

    def _fail(self, error: BaseException) -> None:
        """Keeping failed (a full disk …): stop every spider, fetch nothing more."""
        if self.error is None:
            self.error = error
            logger.error("keeping failed, so the crawl ends: %s", error, exc_info=None if no_room(error) else error)
            for crawler in self.crawlers:
                if crawler.crawling:
                    _schedule_coro(crawler.engine.close_spider_async(reason="archive_error"))

    def start(self) -> None:
        """Begin ticking; needs the reactor."""
        if self._loop is None:
            self._loop = create_looping_call(self.tick)
            self._loop.start(FLUSH_SECONDS, now=False)

    def finish(self) -> None:
        """The end: everything is read and saved; the crawl is closed unless a portal was broken off or never begun."""
        if self._loop is not None:
            self._loop.stop()
            self._loop = None
        try:
            if self.error is None:
                self.flush()
                for capture in list(self._held):
                    self.release(capture)
                self.queue.finish(self._while_reading)
                ended = self.outcomes.values()
                if self.portals <= set(self.outcomes) and not any(outcome.interrupted for outcome in ended):
                    self.summaries = self.archive.finish_crawl(
                        self.crawl,
                        list(ended),
                        listed={outcome.portal: outcome.listed for outcome in ended if outcome.listed is not None},
                        withdrawal_gap=timedelta(seconds=withdrawal_gap()),
                        lists={outcome.portal: outcome.read for outcome in ended},
                    )
                    recompute(self.archive)
                else:
                    self.summaries = self.archive.crawl_summary(self.crawl)
        except Exception as error:  # noqa: BLE001 — the crawl stays unfinished, and the operator is told why
            self._fail(error)
        finally:
            self.queue.close()
            self._close()

    def _close(self) -> None:
        try:
            self.archive.close()
        except Exception as error:  # noqa: BLE001 — what is kept is kept, and the operator is told
            self._fail(error)
