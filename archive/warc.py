"""Writing WARC 1.1 files: append only, gzip a record, synced in groups, rolled by size, a new file a run.

Standards: ISO 28500:2017 (WARC 1.1). Entity bodies are kept as sent; the chunked framing is gone by the time a client
sees a body, so Transfer-Encoding is left out of the kept head (with it the record would not replay).
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import uuid
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import WarcFailed
from archive.exchange import Exchange, FailedFetch, Headers
from archive.times import iso, now, stamp

WARC_VERSION = "WARC/1.1"
ROLL_BYTES = 1_000_000_000
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
WARC_FIELDS = "application/warc-fields"
FORM_FIELD = "nianbao"
"""The field of a metadata record that holds our JSON. A record of another type than warc-fields would be replayed by
pywb in the place of the page that it is about."""
FORMAT_NAME = "nianbao-capture"
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where a record lies."""

    file: str
    offset: int
    length: int
    record_id: str


@dataclass(frozen=True, slots=True)
class RefersTo:
    """The earlier record whose payload a revisit stands for."""

    url: str
    date: str
    record_id: str
    payload_sha256: str


def record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _safe(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


def http_head(first_line: str, headers: Headers) -> bytes:
    """An HTTP head with the header bytes as sent; a line break inside a value becomes a blank."""
    lines = [_safe(first_line), *(f"{_safe(name)}: {_safe(value)}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _fields(form: Mapping[str, Any]) -> bytes:
    return f"{FORM_FIELD}: {json.dumps(form, ensure_ascii=False, sort_keys=True)}\r\n".encode()


_PACKERS = ((2**11, 11, 5), (2**14, 14, 8), (math.inf, zlib.MAX_WBITS, 8))
"""Up to how many bytes, the window (bits) and the memory level of zlib."""
_LEVEL = 6
"""Of zlib: at 9, a page of 13 kB is 0.7 % smaller and takes 1.7 times as long."""


def _gzipped(data: bytes) -> bytes:
    """A gzip member; the window is no larger than the data need.

    Setting up the largest one takes longer than to compress a record of a few hundred bytes.
    """
    window, memory = next((window, memory) for most, window, memory in _PACKERS if len(data) <= most)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 16 + window, memory)
    return packer.compress(data) + packer.flush()


class WarcWriter:
    """Appends records to `<directory>/nianbao-<utc>-<number>.warc.gz`; nothing is on disk for sure before `sync`."""

    def __init__(self, directory: Path, *, software: str, roll_bytes: int = ROLL_BYTES) -> None:
        self.directory = directory
        self._software = software
        self._roll_bytes = roll_bytes
        self._records = WARCWriter(BytesIO(), gzip=False, warc_version=WARC_VERSION)
        self._started = stamp(now())
        self._number = 0
        self._file: BinaryIO | None = None
        self._name = ""
        self._offset = 0
        self._why: OSError | None = None
        self.failed = False
        """Whether a write failed; the file is then left as it is, for the next run to look at."""
        self.created: list[str] = []
        """Names of the files begun that have no row yet; whoever writes the rows empties it."""
        self.full: list[str] = []
        """Names of the files rolled away and not yet sealed."""

    @property
    def name(self) -> str | None:
        """The file that is being written, or None before the first record."""
        return self._name or None

    def _begin_file(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        self._name = f"nianbao-{self._started}-{self._number:05d}.warc.gz"
        self._number += 1
        self._file = (self.directory / self._name).open("xb")
        self._offset = 0
        folder = os.open(self.directory, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        self.created.append(self._name)
        info = f"software: {self._software}\r\nformat: WARC File Format 1.1\r\nisPartOf: nianbao\r\n".encode()
        self._append("warcinfo", {"WARC-Filename": self._name, "Content-Type": "application/warc-fields"}, info, now())

    def _append(self, kind: str, fields: Mapping[str, str], block: bytes, date: str) -> Pointer:
        """Write one record and say where it lies. Raises WarcFailed."""
        if self.failed:
            raise WarcFailed(f"{self._name} could not be written; nothing more is kept.") from self._why
        if self._file is None:
            self._begin_file()
        assert self._file is not None
        name = fields.get("WARC-Record-ID") or record_id()
        told = {"WARC-Type": kind, "WARC-Record-ID": name, "WARC-Date": date, **fields}
        told["WARC-Block-Digest"] = _sha256(block)
        if kind == "metadata":
            told["WARC-Payload-Digest"] = told["WARC-Block-Digest"]
        content_type = told.pop("Content-Type")
        record = ArcWarcRecord(
            "warc",
            # warcio writes no block for the type `revisit`, which here holds the HTTP head.
            "response" if kind == "revisit" else kind,
            StatusAndHeaders("", list(told.items()), protocol=WARC_VERSION),
            BytesIO(block),
            None,
            content_type,
            len(block),
        )
        self._records.out = BytesIO()
        self._records.write_record(record)
        data = _gzipped(self._records.out.getvalue())
        pointer = Pointer(self._name, self._offset, len(data), name)
        try:
            self._file.write(data)
        except OSError as error:
            raise self._fail(error) from error
        self._offset += len(data)
        return pointer

    def _fail(self, error: OSError) -> WarcFailed:
        """From here on it is not known what is on disk: the next run looks, and this one writes no more."""
        self.failed, self._why = True, error
        return WarcFailed(f"{self._name} cannot be written ({error.strerror}); nothing more is kept.")

    def _roll(self) -> None:
        if self._file is not None and self._offset >= self._roll_bytes:
            self.sync()
            self._file.close()
            self._file = None
            self.full.append(self._name)

    def write(
        self, exchange: Exchange, fetched_at: str, refers_to: RefersTo | None, payload_sha256: str | None = None
    ) -> Pointer:
        """Request, metadata and response (or revisit) of one exchange; the pointer is the last one's. `payload_sha256`
        is that of its body, where it is known.

        The response comes last, so that whoever finds it whole finds its context before it.
        """
        self._roll()
        response = record_id()
        about = {"WARC-Target-URI": exchange.url, "WARC-Concurrent-To": response}
        target = exchange.url.split("://", 1)[-1]
        path = "/" + target.partition("/")[2].partition("#")[0]
        request = http_head(f"{exchange.method} {path} HTTP/1.1", exchange.request_headers) + exchange.request_body
        kind = {"Content-Type": "application/http; msgtype=request"}
        self._append("request", {**about, **kind, "WARC-Payload-Digest": _sha256(exchange.request_body)}, request,
                     fetched_at)  # fmt: skip
        details: dict[str, Any] = {
            "finished": iso(exchange.finished),
            "redirect_to": exchange.redirect_to,
            "truncated": exchange.truncated,
        }
        self._metadata(exchange, details, about, fetched_at)
        head = http_head(
            f"{exchange.protocol} {exchange.status} {exchange.reason}",
            tuple(pair for pair in exchange.response_headers if pair[0].lower() != "transfer-encoding"),
        )
        fields = {
            "WARC-Record-ID": response,
            "WARC-Target-URI": exchange.url,
            "Content-Type": "application/http; msgtype=response",
            "WARC-Payload-Digest": f"sha256:{payload_sha256}" if payload_sha256 else _sha256(exchange.body),
        }
        if exchange.ip:
            fields["WARC-IP-Address"] = exchange.ip
        if exchange.truncated:
            fields["WARC-Truncated"] = exchange.truncated
        if refers_to is None:
            return self._append("response", fields, head + exchange.body, fetched_at)
        fields |= {
            "WARC-Profile": NOT_MODIFIED if exchange.status == 304 else IDENTICAL,
            "WARC-Refers-To": refers_to.record_id,
            "WARC-Refers-To-Target-URI": refers_to.url,
            "WARC-Refers-To-Date": refers_to.date,
            "WARC-Payload-Digest": f"sha256:{refers_to.payload_sha256}",
        }
        return self._append("revisit", fields, head, fetched_at)

    def write_failure(self, failure: FailedFetch, fetched_at: str) -> Pointer:
        """The metadata record of a request that got no response."""
        self._roll()
        details = {
            "finished": iso(failure.finished),
            "failure": {"kind": failure.kind, "message": failure.message, "method": failure.method},
        }
        return self._metadata(failure, details, {"WARC-Target-URI": failure.url}, fetched_at)

    def write_form(self, form: Mapping[str, Any], uri: str) -> Pointer:
        """A metadata record of ours that is no capture's."""
        return self._append("metadata", {"WARC-Target-URI": uri, "Content-Type": WARC_FIELDS}, _fields(form), now())

    def _metadata(
        self, about: Exchange | FailedFetch, details: dict[str, Any], fields: dict[str, str], date: str
    ) -> Pointer:
        said = ((field.name, getattr(about.context, field.name)) for field in dataclass_fields(about.context))
        context = {name: value for name, value in said if value is not None}
        form = {
            "format": FORMAT_NAME,
            "version": FORMAT_VERSION,
            "method": about.method,
            "purpose": about.purpose,
            "context": context,
            **details,
        }
        return self._append("metadata", {**fields, "Content-Type": WARC_FIELDS}, _fields(form), date)

    def sync(self) -> None:
        """Put everything written so far on disk. Raises WarcFailed."""
        self.hand_over()
        if self._file is None:
            return
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._fail(error) from error

    def hand_over(self) -> None:
        """Give the system everything written so far, so that it can be read; it is not on disk for sure. Raises
        WarcFailed."""
        if self._file is None:
            return
        try:
            self._file.flush()
        except OSError as error:
            raise self._fail(error) from error

    def close(self) -> None:
        """End the run's last file."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None
            self.full.append(self._name)
