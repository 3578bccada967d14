"""Scrapy's scheduler of a walk: which request goes next, so that what is known of a page when it is kept does not
depend on which answer came first.

Requests are handed out in batches of one kind, the first kind of these that any wait for: pages that lead on (one after
the other, with those that they lead to, until none is left), documents, files, pictures. A batch ends when all of it
was answered and looked through. So a document is not asked for while a list known by then may still name it, or a
file while a document may; by which of its ways a document is kept (`crawler.asked`) is settled when its batch begins.
What a document leads to is a later batch. A crawl that was killed and is continued has the same batches, although most
of the documents come from the archive at once.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request, Spider
from scrapy.core.scheduler import Scheduler
from scrapy.pqueues import ScrapyPriorityQueue

from crawler.asking import Asking

LEADING = 0
"""The place in BATCHES of pages that lead on."""
BATCHES: tuple[tuple[str, ...], ...] = (
    ("home", "way", "list", "data", "script", "trial"), ("document", "part"), ("attachment",), ("image",),
)  # fmt: skip
"""Kinds of requests that go out together, in the order of batches."""
_PLACE = {kind: place for place, kinds in enumerate(BATCHES) for kind in kinds}


class Frontier(Scheduler):
    """See the module; `mqs` is the batch that is being handed out."""

    def open(self, spider: Spider) -> Any:
        """Scrapy's hook, when a crawl begins."""
        self._waiting: list[ScrapyPriorityQueue] = [self._mq() for _ in BATCHES]
        self._place = LEADING
        self._batch = 0
        return super().open(spider)

    def next_request(self) -> Request | None:
        """The next one of the batch, or the first one of the next batch; None while the answer to another is waited
        for."""
        if not self.mqs or self._place == LEADING:
            if self._under_way():
                return None
            if not self.mqs:
                self._begin()
        request = super().next_request()
        if request is not None:
            request.meta["batch"] = self._batch
        return request

    def __len__(self) -> int:
        return super().__len__() + sum(map(len, self._waiting))

    def _mqpush(self, request: Request) -> None:
        place = _PLACE.get(request.meta.get("kind", ""), LEADING)
        # Again after a failure or a redirect; a further page of an article; a page that leads on while such go out.
        belongs = request.meta.get("batch") == self._batch or request.meta.get("kind") == "part" or place == LEADING
        (self.mqs if belongs and place == self._place else self._waiting[place]).push(request)

    def _begin(self) -> None:
        """Take the next batch, if there is one."""
        for place, waiting in enumerate(self._waiting):
            if waiting:
                self.mqs, self._waiting[place] = waiting, self.mqs
                self._place, self._batch = place, self._batch + 1
                if isinstance(self.spider, Asking):
                    self.spider.asked.settle(BATCHES[place])
                return

    def _under_way(self) -> bool:
        """Whether a request was handed out whose answer was not looked through yet."""
        slot = getattr(self.crawler.engine, "_slot", None) if self.crawler is not None else None
        return slot is not None and bool(slot.inprogress)
