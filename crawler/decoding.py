"""Downloader middleware: undoes Content-Encoding as Scrapy does (each step bounded by DOWNLOAD_MAXSIZE), and refuses
what is under more codings than anybody means: 250 bytes may be made that unpack to themselves for ever."""

from __future__ import annotations

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest

from archive.content_coding import MOST_CODINGS


class Decoding(HttpCompressionMiddleware):
    """See the module. Raises IgnoreRequest."""

    def _handle_encoding(self, body: bytes, content_encoding: list[bytes], max_size: int) -> tuple[bytes, list[bytes]]:
        number = sum(line.count(b",") + 1 for line in content_encoding)
        if number > MOST_CODINGS:
            raise IgnoreRequest(f"it is under {number} codings")
        return super()._handle_encoding(body, content_encoding, max_size)
