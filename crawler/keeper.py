"""The extension that makes a crawl an archive: it takes part in the session of the process, tells the spider what is
known, and says how its portal went. Plain `scrapy crawl huoqiu` archives as well as `nianbao crawl`.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from crawler.awaited import Awaited
from crawler.due import went_on_since
from crawler.events import event
from crawler.family import FamilySpider
from crawler.outcome import outcome_of, portal_row
from crawler.resting import policy_of
from crawler.session import Session

logger = logging.getLogger(__name__)


@dataclass
class Sessions:
    """The open sessions of this process by archive path."""

    open: dict[Path, Session] = field(default_factory=dict)

    def take(self, path: Path, warc_dir: Path | None, portals: Sequence[str], readers: int) -> Session:
        """The session of an archive, opened if need be; one user more."""
        key = path.resolve()
        if key not in self.open:
            self.open[key] = Session(path, warc_dir, portals, readers)
        session = self.open[key]
        session.users += 1
        return session

    def release(self, session: Session) -> None:
        """One user less; the last one finishes the session."""
        session.users -= 1
        if session.users == 0:
            self.open = {key: other for key, other in self.open.items() if other is not session}
            session.finish()


class Keeper:
    """Scrapy extension: opens the session with the first spider, closes it with the last."""

    sessions: ClassVar[Sessions] = Sessions()

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.session: Session | None = None
        self.awaited: Awaited | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Keeper:
        made = cls(crawler)
        crawler.signals.connect(made.opened, signal=signals.spider_opened)
        crawler.signals.connect(made.closed, signal=signals.spider_closed)
        return made

    def opened(self, spider: FamilySpider) -> None:
        """Take part in the session and tell the spider its crawl."""
        settings = self.crawler.settings
        warc = settings.get("NIANBAO_WARC")
        try:
            self.session = self.sessions.take(
                Path(settings["NIANBAO_ARCHIVE"]),
                Path(warc) if warc else None,
                settings.getlist("NIANBAO_CRAWL_PORTALS") or [spider.name],
                settings.getint("NIANBAO_READERS", 2),
            )
        except Exception as error:
            logger.error("the archive cannot be used: %s", error)
            raise CloseSpider("archive_error") from error
        self.session.crawlers.append(self.crawler)
        self.session.start()
        self.awaited = spider.awaited = Awaited(self.session.hold, self.session.release)
        spider.crawl = self.session.crawl
        session = self.session
        if settings.getbool("NIANBAO_DUE"):
            looks = session.archive.looks(spider.name)
            since = went_on_since(session.archive.walks(spider.name).get(spider.name, ()))
            session.resting.let_rest(spider.name, looks, policy_of(spider.portal), datetime.now(UTC), since)
            session.resting.begin(spider.name)
        spider.lists_before = session.archive.lists_before(spider.name)
        known = session.archive.document_urls(spider.name)
        spider.known = [url for url in known if session.resting.capture(spider.name, "document", url) is None]
        self.session.archive.upsert_portal(portal_row(spider.portal), spider.place())

    def closed(self, spider: FamilySpider, reason: str) -> None:
        """Say how the portal went and leave the session."""
        session, self.session = self.session, None
        if session is None:
            return
        if self.awaited is not None:
            self.awaited.close()
        outcome = session.outcomes[spider.name] = outcome_of(spider, reason)
        ended = event(
            "portal_ended", portal=spider.name, outcome=outcome.outcome, reason=outcome.message,
            requests=outcome.requests, documents=outcome.documents, failures=outcome.failures,
        )  # fmt: skip
        logger.info("%s: %s", spider.name, outcome.outcome, extra=ended)
        session.crawlers.remove(self.crawler)
        self.sessions.release(session)
