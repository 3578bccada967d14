"""Undoing a Content-Encoding, with a limit: a few kilobytes may claim to be terabytes."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from archive.errors import ArchiveError

DECODED_LIMIT = 64 * 1024 * 1024
"""Bytes; what is fetched is no larger (`crawler.settings`)."""
MOST_CODINGS = 4
"""Codings one around the other; a body may be made that is its own gzip."""
_STEP = 1024 * 1024
_GZIP = b"\x1f\x8b"
NO_CODINGS = frozenset(
    ("", "identity", "none", "binary", "8bit", "utf-8", "utf8", "gbk", "gb2312", "gb18030", "big5", "iso-8859-1")
)
"""What stands in Content-Encoding of bodies as they are, by servers that mean the encoding of their text."""


class UndecodableBody(ArchiveError):
    """The body is not what its Content-Encoding says, or is too large."""


def _limited(pieces: Iterable[bytes], limit: int) -> bytes:
    whole = bytearray()
    for piece in pieces:
        whole += piece
        if len(whole) > limit:
            raise UndecodableBody(f"The body is larger than {limit} bytes when decoded.")
    return bytes(whole)


def _inflate(data: bytes, window: int) -> Iterable[bytes]:
    while data:
        inflater = zlib.decompressobj(window)
        while data and not inflater.eof:
            yield inflater.decompress(data, _STEP)
            data = inflater.unconsumed_tail
        data = inflater.unused_data if inflater.eof and window > zlib.MAX_WBITS else b""
        # What follows is another member, or nothing of the body: zeros, the server's own garbage.
        data = data if data.startswith(_GZIP) else b""


def _deflate(data: bytes, limit: int) -> bytes:
    try:
        return _limited(_inflate(data, zlib.MAX_WBITS), limit)
    except zlib.error:
        # RFC 9110 means zlib, yet old servers send the bare stream.
        return _limited(_inflate(data, -zlib.MAX_WBITS), limit)


def _gzip(data: bytes, limit: int) -> bytes:
    return _limited(_inflate(data, zlib.MAX_WBITS + 16), limit)


def _brotli(data: bytes, limit: int) -> bytes:
    decoder = brotli.Decompressor()

    def pieces() -> Iterable[bytes]:
        # A thousand bytes may stand for a gigabyte: what comes out is bounded, not what goes in.
        piece = decoder.process(data, output_buffer_limit=_STEP)
        while piece:
            yield piece
            piece = b"" if decoder.is_finished() else decoder.process(b"", output_buffer_limit=_STEP)

    return _limited(pieces(), limit)


def _zstd(data: bytes, limit: int) -> bytes:
    decoder = zstd.ZstdDecompressor()

    def pieces() -> Iterable[bytes]:
        yield decoder.decompress(data, _STEP)
        while not decoder.eof and not decoder.needs_input:
            yield decoder.decompress(b"", _STEP)

    return _limited(pieces(), limit)


_DECODERS = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}


def decoded(body: bytes, content_encoding: str | None, *, limit: int = DECODED_LIMIT) -> bytes:
    """The body with its codings undone, last applied first. Raises UndecodableBody."""
    codings = [coding.strip().lower() for coding in (content_encoding or "").split(",")]
    codings = [coding for coding in codings if coding not in NO_CODINGS]
    if len(codings) > MOST_CODINGS:
        raise UndecodableBody(f"It is under {len(codings)} codings; {MOST_CODINGS} are undone at most.")
    for coding in reversed(codings):
        if coding not in _DECODERS:
            raise UndecodableBody(f"Content-Encoding {coding!r} is not known.")
        try:
            body = _DECODERS[coding](body, limit)
        except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
            raise UndecodableBody(f"The body is not {coding}: {error}.") from error
    return body
