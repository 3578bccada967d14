"""Downloader middleware: undoes Content-Encoding as the archive does, each step bounded by DOWNLOAD_MAXSIZE: what is
looked through for links is what is read. Refused is what is under more codings than anybody means: 250 bytes may be
made that unpack to themselves for ever."""

from __future__ import annotations

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest

from archive.content_coding import UndecodableBody, decoded


class Decoding(HttpCompressionMiddleware):
    """See the module. Raises IgnoreRequest."""

    def _handle_encoding(self, body: bytes, content_encoding: list[bytes], max_size: int) -> tuple[bytes, list[bytes]]:
        try:
            return decoded(body, b",".join(content_encoding).decode("latin-1"), limit=max_size), []
        except UndecodableBody as error:
            raise IgnoreRequest(str(error)) from error
