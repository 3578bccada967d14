"""Crawl several portals in one process, for the operator's commands. One call in a process:
Twisted's reactor runs once."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.agent import user_agent
from crawler.family import FamilySpider
from crawler.keeper import Keeper
from crawler.manners import all_loopback
from crawler.outcome import PortalOutcome
from crawler.session import Session

logger = logging.getLogger(__name__)

AT_ONCE = 32
"""Portals walked at the same time. Politeness is per host, so more hosts are no burden to any of them."""

CYCLES = (5_000, 5, 5)
"""How many objects more there are before cycles are looked for, how often among the newest before among the older, and
before among all (a walk that is over is one large cycle). Python's own values look three times as long."""

FORBIDDEN = frozenset(
    {
        "ROBOTSTXT_OBEY", "ROBOTSTXT_USER_AGENT", "USER_AGENT", "DEFAULT_REQUEST_HEADERS", "DOWNLOADER_MIDDLEWARES",
        "DOWNLOADER_MIDDLEWARES_BASE", "DOWNLOAD_HANDLERS", "DOWNLOAD_HANDLERS_BASE", "DOWNLOAD_SLOTS", "EXTENSIONS",
        "CONCURRENT_REQUESTS_PER_DOMAIN", "CONCURRENT_REQUESTS_PER_IP", "TWISTED_DNS_RESOLVER", "DNS_RESOLVER",
        "HTTPPROXY_ENABLED", "TELNETCONSOLE_ENABLED", "ADDONS", "JOBDIR", "SPIDER_MODULES", "NIANBAO_ARCHIVE",
        "NIANBAO_WARC", "NIANBAO_CRAWL_PORTALS", "DOWNLOADER", "SCHEDULER", "RETRY_ENABLED",
    }
)  # fmt: skip
"""Settings that an operator's `--set` cannot change."""


class UsageError(ValueError):
    """The call itself is wrong; the message says what to do. Exit code 2."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a crawl stands. `requests` are those answered or given up, `left` about how many will follow, None where
    nothing is known of that; `waiting` are captures still to be read, `reports` those read in this run that are one;
    `problems` pages that could not be had."""

    portals: int
    finished: int
    requests: int
    documents: int
    waiting: int
    reports: int = 0
    problems: int = 0
    left: int | None = None


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """What came of a crawl. `summaries` are `archive.PortalSummary` rows; `error` says why keeping failed;
    `continued` that the crawl had been broken off before; `complete` that every portal was begun and ended."""

    crawl: str
    outcomes: Mapping[str, PortalOutcome]
    summaries: Sequence[Any]
    error: str | None = None
    continued: bool = False
    complete: bool = True

    @property
    def exit_code(self) -> int:
        """0: every portal was walked, although single pages may have failed; 1: the operator must look."""
        return 1 if self.error or not self.complete or any(outcome.failed for outcome in self.outcomes.values()) else 0


@dataclass
class _Watch:
    total: int
    tell: Callable[[Progress], None] | None
    spiders: list[FamilySpider] = field(default_factory=list)

    def __call__(self, session: Session) -> None:
        if self.tell is None:
            return
        running = [crawler.spider for crawler in session.crawlers if isinstance(crawler.spider, FamilySpider)]
        ended = session.outcomes.values()
        asked = sum(s.counts.requests for s in running) + sum(o.requests for o in ended)
        waiting = sum(map(_to_come, session.crawlers))
        begun, left = len(running) + len(ended), None
        if begun >= self.total:
            left = waiting
        elif ended:
            # Those that are not begun are taken to be like those that are over.
            left = waiting + (self.total - begun) * sum(o.requests for o in ended) // len(ended)
        self.tell(
            Progress(
                portals=self.total,
                finished=len(session.outcomes),
                requests=max(0, asked - waiting),
                documents=sum(s.counts.documents for s in running) + sum(o.documents for o in ended),
                waiting=len(session.queue),
                reports=session.reports,
                problems=sum(s.counts.failures for s in running) + sum(o.failures for o in ended),
                left=left,
            )
        )


def _to_come(crawler: Crawler) -> int:
    """Requests of a spider that wait or are on their way."""
    slot = getattr(crawler.engine, "_slot", None)
    return 0 if slot is None else len(slot.scheduler) + len(slot.inprogress)


def check_options(options: Mapping[str, str]) -> dict[str, str]:
    """The settings of `--set`; raises UsageError for those that would undo a promise."""
    for name in options:
        if name in FORBIDDEN:
            raise UsageError(f"--set {name}: this setting cannot be changed")
    return dict(options)


def crawl(
    spiders: Sequence[type[FamilySpider]],
    archive: Path,
    warc_dir: Path | None = None,
    *,
    options: Mapping[str, str] | None = None,
    progress: Callable[[Progress], None] | None = None,
    log_level: str = "WARNING",
    then: Callable[[type[FamilySpider]], Sequence[type[FamilySpider]]] | None = None,
) -> CrawlResult:
    """Walk the portals of these spider classes (`spiders.portals.spider_classes`) into an archive; blocks until done.

    `then` is asked after each of them for what follows on the same portal (a search for its column, then a look at it).

    Raises UsageError before anything is fetched: no portal, no contact for public hosts, a forbidden option.
    Raises ArchiveLocked and its kin where the archive cannot be written.
    """
    if not spiders:
        raise UsageError("name at least one portal")
    public = [spider.name for spider in spiders if not all_loopback(_hosts(spider))]
    if public and "; " not in user_agent():
        raise UsageError("set NIANBAO_CONTACT to an address where a portal's operator can reach you")
    settings = _settings(archive, warc_dir, [spider.name for spider in spiders], check_options(options or {}))
    settings.set("LOG_LEVEL", log_level, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    # Scrapy leaves it open, and makes lines for every page that no handler writes.
    logging.getLogger().setLevel(min([logging.ERROR, *(handler.level for handler in logging.getLogger().handlers)]))
    path, warc = Path(settings["NIANBAO_ARCHIVE"]), Path(warc_dir) if warc_dir else None
    session = Keeper.sessions.take(path, warc, [spider.name for spider in spiders], settings.getint("NIANBAO_READERS"))
    session.watch = _Watch(len(spiders), progress)
    try:
        _run(process, spiders, then or (lambda _: ()))
    finally:
        Keeper.sessions.release(session)
    return CrawlResult(
        crawl=session.crawl,
        outcomes=dict(session.outcomes),
        summaries=session.summaries,
        error=str(session.error) if session.error else None,
        continued=session.continued,
        complete=session.portals <= set(session.outcomes),
    )


def _run(
    process: AsyncCrawlerProcess,
    spiders: Sequence[type[FamilySpider]],
    then: Callable[[type[FamilySpider]], Sequence[type[FamilySpider]]],
) -> None:
    """Run the spiders: portals that share a host one after the other, the rest side by side, AT_ONCE at most."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one_after_the_other(group: Sequence[type[FamilySpider]]) -> None:
        for spider in group:
            async with room:
                await with_followers(spider)

    async def with_followers(spider: type[FamilySpider]) -> None:
        await process.crawl(spider)
        for following in then(spider):
            await with_followers(following)

    async def everything() -> None:
        ended = await asyncio.gather(
            *(one_after_the_other(group) for group in by_host(spiders)), return_exceptions=True
        )
        for result in ended:
            if isinstance(result, BaseException):
                logger.error("a portal's crawl ended with an error: %s", result, exc_info=result)

    from twisted.internet import reactor as installed

    reactor: Any = installed

    def begin() -> None:
        running = asyncio.ensure_future(everything())
        running.add_done_callback(lambda _: reactor.callLater(0, _stop, reactor))

    reactor.callWhenRunning(begin)
    # What is loaded by now stays: the collector of cycles need not look through it again and again.
    gc.freeze()
    gc.set_threshold(*CYCLES)
    process.start(stop_after_crawl=False)


def _stop(reactor: Any) -> None:
    if reactor.running:
        reactor.stop()


def by_host(spiders: Sequence[type[FamilySpider]]) -> list[list[type[FamilySpider]]]:
    """Groups of spiders such that no host is visited by two groups."""
    groups: list[tuple[set[str], list[type[FamilySpider]]]] = []
    for spider in spiders:
        hosts, members = set(_hosts(spider)), [spider]
        apart = []
        for group in groups:
            if group[0] & hosts:
                hosts |= group[0]
                members = group[1] + members
            else:
                apart.append(group)
        groups = [*apart, (hosts, members)]
    return [members for _, members in groups]


def _hosts(spider: type[FamilySpider]) -> frozenset[str]:
    return frozenset().union(*(life.hosts() for life in spider.lives))


def _settings(archive: Path, warc_dir: Path | None, names: list[str], options: Mapping[str, str]) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    for name, value in options.items():
        settings.set(name, value, priority="cmdline")
    settings.set("NIANBAO_ARCHIVE", str(archive), priority="cmdline")
    settings.set("NIANBAO_WARC", str(warc_dir or ""), priority="cmdline")
    settings.set("NIANBAO_CRAWL_PORTALS", names, priority="cmdline")
    return settings
