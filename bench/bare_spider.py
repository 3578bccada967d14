"""The floor of `bench/crawl.py`: a bare Scrapy spider that follows the same links and stores the bodies to disk.

Scrapy's own settings but for the resolver, without which `*.localhost` is nothing. Prints its figures as JSON.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from hashlib import sha1
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import scrapy
from scrapy import signals
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from bench.crawl import peak, spent


class Bare(scrapy.Spider):
    """Lists, their next pages and their documents."""

    name = "bare"
    folder: Path
    stored = 0

    def parse(self, response: Response, **_: Any) -> Iterator[scrapy.Request]:
        self.store(response)
        for href in response.css("ul.list a::attr(href), a.next::attr(href)").getall():
            yield response.follow(href, self.store if "/t" in href else self.parse)

    def store(self, response: Response) -> None:
        """Write the body."""
        (self.folder / sha1(response.url.encode()).hexdigest()).write_bytes(response.body)
        self.stored += 1


def main(port: int, hosts: int, folder: Path) -> None:
    logging.disable(logging.WARNING)
    folder.mkdir(parents=True)
    Bare.start_urls = [f"http://p{number:04d}.localhost:{port}/zfxxgknb/" for number in range(hosts)]
    Bare.folder = folder
    settings = {
        "TELNETCONSOLE_ENABLED": False, "LOG_LEVEL": "ERROR",
        "TWISTED_DNS_RESOLVER": "crawler.addresses.GuardedResolver",
    }  # fmt: skip
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(Bare)
    times: list[tuple[float, float, float]] = []

    def mark() -> None:
        times.append(spent())

    crawler.signals.connect(mark, signal=signals.spider_opened)
    crawler.signals.connect(mark, signal=signals.spider_closed)
    process.crawl(crawler)
    process.start()
    clock, cpu, waited = (ended - began for began, ended in zip(*times, strict=True))
    assert isinstance(crawler.spider, Bare)
    told = {"pages": crawler.spider.stored, "clock": clock, "cpu": cpu, "waited": waited, "memory": peak()}
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
