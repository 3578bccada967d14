"""The download handler: Scrapy's, with the guard on addresses and the times of the exchange."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.addresses import AddressRefused, refusal, refused


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Fetches http and https. Raises AddressRefused instead of connecting where no business of ours lies.

    Leaves `request.meta["exchange_started"]`, the moment at which the request went to the network.
    """

    async def download_request(self, request: Request) -> Response:
        """See HTTP11DownloadHandler."""
        if getattr(self._crawler.spider, "blocked", None):
            # It waited for its turn while the portal refused others.
            raise IgnoreRequest("the portal is left alone")
        host = urlsplit(request.url).hostname or ""
        if _looks_numeric(host) and (reason := refusal(host.strip("[]"), host)):
            raise AddressRefused(reason)
        request.meta["exchange_started"] = datetime.now(UTC)
        try:
            return await super().download_request(request)
        except Exception as error:
            if reason := refused.get(host):
                raise AddressRefused(f"{host}: {reason}") from error
            raise


def _looks_numeric(host: str) -> bool:
    """Whether a host is written as an address. Odd spellings (0x7f.1, 2130706433) are left to the resolver's guard."""
    return ":" in host or (host.replace(".", "").isdigit() and host.count(".") == 3)
