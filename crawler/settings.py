"""Scrapy's settings for every crawl (named in scrapy.cfg). The manners that no option may undo are in crawler.manners.

From the environment: NIANBAO_ARCHIVE, NIANBAO_CONTACT, NIANBAO_DOWNLOAD_DELAY, NIANBAO_PORTALS, NIANBAO_ALLOW_LOOPBACK,
NIANBAO_SAMPLE_PORT, NIANBAO_WITHDRAWAL_GAP (read by archive).
"""

from __future__ import annotations

import os

from crawler.agent import user_agent

BOT_NAME = "nianbao"
SPIDER_MODULES = ["spiders"]

NIANBAO_ARCHIVE = os.environ.get("NIANBAO_ARCHIVE", "archive.db")
NIANBAO_WARC = os.environ.get("NIANBAO_WARC", "")
NIANBAO_READERS = 2
NIANBAO_PAGE_LIMIT = 20_000
"""Requests of one portal in one crawl: beyond that it is a trap, not a county."""

# Who we are, and that we ask first.
USER_AGENT = user_agent()
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "nianbao"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/pdf,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

# Lists before the documents that they name, and these before their files.
SCHEDULER = "crawler.frontier.Frontier"

# One request at a time for each host; throughput comes from many hosts. Two of a portal may be on the way between
# engine and network, so that after a refusal at most one more goes out.
CONCURRENT_REQUESTS = 2
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2.0
DOWNLOAD_DELAY_JITTER = 0.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0

# Scrapy would parse the source of a callback at every answer to look for a fault that the types of ours rule out.
WARN_ON_GENERATOR_RETURN_VALUE = False
# Scrapy starts so many tasks at every answer, for items that wait for something; ours are requests, which do not.
CONCURRENT_ITEMS = 1

# Limits of size and time. A body cut short is kept, marked and asked for again.
DOWNLOAD_MAXSIZE = 64 * 2**20
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_FAIL_ON_DATALOSS = False
REDIRECT_MAX_TIMES = 8
RETRY_TIMES = 2
RETRY_HTTP_CODES = [429, 500, 502, 503, 504, 522, 524]
RETRY_PRIORITY_ADJUST = -1
# A page that could not be had is a problem row and a figure of the summary; on the terminal it is no error.
RETRY_GIVE_UP_LOG_LEVEL = "INFO"

# What we do not speak.
DOWNLOAD_HANDLERS = {
    "http": "crawler.fetching.GuardedDownloadHandler",
    "https": "crawler.fetching.GuardedDownloadHandler",
    "ftp": None,
    "s3": None,
    "file": None,
    "data": None,
}
TWISTED_DNS_RESOLVER = "crawler.addresses.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True
HTTPPROXY_ENABLED = False
HTTPCACHE_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
METAREFRESH_ENABLED = False
FEEDS: dict[str, object] = {}
REFERRER_POLICY = "same-origin"

# From the engine (small numbers) to the network (large): what stands nearest to the network sees every answer as sent.
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    # What we have no use for, each a step that every request would go through.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "crawler.rendering.Rendering": 40,
    "crawler.own_hosts.OwnHosts": 50,
    "crawler.robots.Robots": 100,
    "crawler.retrying.Retrying": 550,
    "crawler.blocks.Blocks": 580,
    "crawler.decoding.Decoding": 590,
    "crawler.redirecting.Redirecting": 600,
    "crawler.cookies.Cookies": 700,
    "crawler.conditional.Conditional": 900,
    "crawler.keeping.Keeping": 950,
}
SPIDER_MIDDLEWARES = {
    # It would put its own count of steps from the first page in the place of ours: what stands on the seventh page of a
    # list would be too deep.
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    # What these do is done where requests are made (`crawler.asking`).
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    "crawler.given_up.GivenUp": 100,
}
EXTENSIONS = {
    "crawler.keeper.Keeper": 0,
    # Scrapy's own figures, which nobody asks for: ours are in the archive.
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
}
LOG_LEVEL = os.environ.get("NIANBAO_LOG_LEVEL", "INFO")
STATS_DUMP = False
