"""What is kept of one report, gathered so that somebody else can check it without us.

A ZIP with: the original bytes of every copy and the heads of its request and answer; the WARC records, copied byte for
byte into a WARC file of their own; versions, sightings and changes with their intervals; the rows that the digest chain
holds, as exactly the bytes that are digested; and each link they hang on, as exactly the bytes whose SHA-256 is its
head. `SHA256SUMS` names every file. The same archive makes the same ZIP.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from sqlite_utils import Database
from warcio.warcwriter import WARCWriter

from archive import chain
from archive.content_coding import decoded
from archive.errors import ArchiveError, BrokenRecord
from archive.identity import address_id
from archive.rows import Row, one, rows, value
from archive.times import moment
from archive.warc_reader import Record, read_record, whole_members

LINK_ENTRIES = 50_000
"""A link of the chain with more entries is named by its head alone."""
_SUFFIXES = {"text/html": ".html", "text/plain": ".txt", "application/msword": ".doc", "application/pdf": ".pdf"}
Page = Callable[["Evidence"], str]
"""Writes the page in plain words."""


class TooLarge(ArchiveError):
    """The evidence is larger than was asked for."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One capture: `row` as in `captures`, `shows` the version it shows (None where it shows none), `body` the name of
    the file with its bytes as sent, `plain` that of the same without its Content-Encoding (None where it has none),
    `head` the file with the heads, `record_sha256` of the WARC record as it lies in the file."""

    row: Row
    shows: str | None
    body: str | None
    plain: str | None
    head: str
    record_sha256: str


@dataclass
class Evidence:
    """Everything that the page tells of."""

    report: Row
    documents: list[Row]
    versions: list[Row]
    changes: list[Row]
    sightings: list[Row]
    copies: list[Copy] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    head: str | None = None
    row_files: list[str] = field(default_factory=list)

    @property
    def as_of(self) -> str:
        """When the newest copy in it was fetched."""
        return str(max(copy.row["fetched_at"] for copy in self.copies))


def report_named(db: Database, name: str) -> str:
    """The report that a name means: its id, that of a version, or an address that shows it. Raises ArchiveError."""
    known = value(db, "SELECT now FROM aliases WHERE retired = ? AND kind IN ('version', 'document')", (name,)) or name
    for sql in (
        "SELECT report FROM current WHERE report = ?",
        "SELECT report FROM versions WHERE id = ?",
        "SELECT report FROM versions WHERE document = ? ORDER BY number DESC LIMIT 1",
    ):
        found = value(db, sql, (known,))
        if found is not None:
            return str(found)
    address = address_id(name) if "://" in name or "." in name else None
    sql = "SELECT v.report FROM addresses AS a JOIN versions AS v ON v.document = a.document WHERE a.id = ?"
    found = value(db, f"{sql} ORDER BY v.number DESC LIMIT 1", (address,))
    if found is None:
        raise ArchiveError(f"No report, version or address is called {name}.")
    return str(found)


def gather(db: Database, report: str) -> tuple[Evidence, list[Row]]:
    """What the rows say of a report, and the captures that belong to it, oldest first.

    The captures: those that show one of its versions, and those by which it was seen to be gone or to be there.
    """
    (about,) = rows(db, "SELECT * FROM reports WHERE report = ?", (report,))
    sql = "SELECT DISTINCT d.* FROM documents AS d JOIN versions AS v ON v.document = d.id WHERE v.report = ?"
    documents = rows(db, f"{sql} ORDER BY d.first_seen, d.id", (report,))
    versions = rows(db, "SELECT * FROM versions WHERE report = ? ORDER BY first_seen, document, number", (report,))
    changes = rows(
        db,
        "SELECT h.*, f.row_label, f.column_label, f.row_english, f.column_english FROM changes AS h LEFT JOIN fields AS"
        " f ON f.form_table = h.form_table AND f.row_key = h.row_key AND f.column_key = h.column_key"
        " WHERE h.report = ? ORDER BY h.first_seen_new, h.version, length(h.id), h.id",
        (report,),
    )
    sightings = rows(
        db,
        "SELECT s.* FROM sightings AS s WHERE s.document IN (SELECT document FROM versions WHERE report = ?)"
        " ORDER BY s.seen_at, s.document, s.sight",
        (report,),
    )
    captures = rows(db, _CAPTURES, (report,) * 6)
    return Evidence(about, documents, versions, changes, sightings), captures


_SHOWING = "SELECT s.capture FROM version_captures AS s JOIN versions AS v ON v.id = s.version WHERE v.report = ?"
_CAPTURES = (
    "SELECT c.*, (SELECT v.id FROM version_captures AS s JOIN versions AS v ON v.id = s.version"
    " WHERE s.capture = c.id AND v.report = ? ORDER BY v.id LIMIT 1) AS shows FROM captures AS c WHERE c.id IN ("
    f" {_SHOWING}"
    f" UNION SELECT e.refers_to FROM captures AS e WHERE e.id IN ({_SHOWING})"
    f" UNION SELECT i.id FROM captures AS e JOIN captures AS i ON i.parent_url = e.url"
    f" AND i.purpose IN ('image', 'part') WHERE e.id IN ({_SHOWING})"
    " UNION SELECT s.capture FROM sightings AS s WHERE s.document IN"
    " (SELECT document FROM versions WHERE report = ?)"
    " UNION SELECT e.refers_to FROM captures AS e WHERE e.id IN (SELECT s.capture FROM sightings AS s"
    " WHERE s.document IN (SELECT document FROM versions WHERE report = ?))"
    ") ORDER BY c.fetched_at, c.id"
)


class _Files:
    """A ZIP that notes the SHA-256 of each file in it, of one time, and of a size that is bounded."""

    def __init__(self, out: IO[bytes], at: str, limit: int | None) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self._at = moment(at).timetuple()[:6]
        self._left = limit
        self._sums: list[str] = []

    def add(self, name: str, data: bytes) -> None:
        if self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                raise TooLarge("The evidence is too large to be made here; `nianbao export evidence` makes it.")
        info = zipfile.ZipInfo(name, self._at)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self._zip.writestr(info, data)
        self._sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")

    def add_sums(self) -> None:
        self.add("SHA256SUMS", "".join(self._sums).encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._zip.close()


def write_evidence(
    db: Database, warc_dir: Path, report: str, out: IO[bytes], page: Page, *, software: str, limit: int | None = None
) -> Evidence:
    """Write the ZIP of a report. `limit`: bytes of the files in it, before compression.

    Raises BrokenRecord where a record is not as it was kept, TooLarge.
    """
    evidence, captures = gather(db, report)
    for name in sorted({row["warc_file"] for row in captures}):
        if not (warc_dir / name).is_file():
            raise BrokenRecord(f"WARC file {name} is missing.")
    records = BytesIO()
    with _Files(out, max(row["fetched_at"] for row in captures), limit) as files:
        _write_warcinfo(records, report, captures, software)
        for number, row in enumerate(captures, start=1):
            evidence.copies.append(_add_copy(db, warc_dir, row, number, files, records))
        files.add("records.warc.gz", records.getvalue())
        _add_chain(db, evidence, captures, files)
        files.add("evidence.json", json.dumps(_told(evidence), ensure_ascii=False, indent=1).encode())
        files.add("index.html", page(evidence).encode())
        files.add_sums()
    return evidence


def _write_warcinfo(records: IO[bytes], report: str, captures: list[Row], software: str) -> None:
    writer = WARCWriter(records, gzip=True, warc_version="WARC/1.1")
    sources = ", ".join(sorted({row["warc_file"] for row in captures}))
    said = {
        "software": software,
        "format": "WARC File Format 1.1",
        "isPartOf": "nianbao",
        "description": f"Records of the report {report}, copied byte for byte from {sources}",
    }
    record = writer.create_warcinfo_record("records.warc.gz", said)
    newest = max(row["fetched_at"] for row in captures)
    record.rec_headers.replace_header("WARC-Date", newest)
    name = hashlib.sha256(f"{report} {newest}".encode()).hexdigest()
    record.rec_headers.replace_header("WARC-Record-ID", f"<urn:sha256:{name}>")
    writer.write_record(record)


def _beside(db: Database, path: Path, row: Row) -> Iterator[tuple[bytes, Record]]:
    """The records that are concurrent to that of a capture: the request, and our metadata with its context."""
    if row["record_type"] == "metadata":
        return
    about = (row["warc_file"], row["warc_offset"])
    start = value(
        db, "SELECT max(warc_offset + warc_length) FROM captures WHERE warc_file = ? AND warc_offset < ?", about
    )
    with path.open("rb") as file:
        for offset, length in whole_members(path, int(start or 0)):
            if offset >= row["warc_offset"]:
                return
            record = read_record(path, offset, length)
            if record.fields.get("warc-concurrent-to") == row["warc_record_id"]:
                file.seek(offset)
                yield file.read(length), record


def _heads(member: bytes) -> str:
    """The head of a WARC record and that of what is in it; of metadata all of it."""
    data = zlib.decompress(member, zlib.MAX_WBITS + 16) if member.startswith(b"\x1f\x8b") else member
    head, _, block = data.partition(b"\r\n\r\n")
    inner = block.partition(b"\r\n\r\n")[0]
    return f"{head.decode('utf-8', 'replace')}\n\n{inner.decode('utf-8', 'replace')}\n".replace("\r\n", "\n")


def _add_copy(db: Database, warc_dir: Path, row: Row, number: int, files: _Files, records: IO[bytes]) -> Copy:
    path = warc_dir / row["warc_file"]
    heads = []
    for member, _ in _beside(db, path, row):
        records.write(member)
        heads.append(_heads(member))
    record = read_record(path, row["warc_offset"], row["warc_length"])
    with path.open("rb") as file:
        file.seek(row["warc_offset"])
        kept = file.read(row["warc_length"])
    # A plain record becomes one of a compressed file; a compressed one stays as it is, byte for byte.
    records.write(kept if kept.startswith(b"\x1f\x8b") else gzip.compress(kept, mtime=0))
    name = f"{number:04d}-{row['id']}"
    files.add(f"heads/{name}.txt", "\n\n".join([*heads, _heads(kept)]).encode())
    body = plain = None
    if record.type == "response":
        essence = row["media_type"] or ""
        suffix = _SUFFIXES.get(essence) or mimetypes.guess_extension(essence) or ".bin"
        coding = record.content_encoding()
        body = f"originals/{name}{'.as-sent' if coding else suffix}"
        files.add(body, record.payload)
        if coding:
            plain = f"originals/{name}{suffix}"
            files.add(plain, decoded(record.payload, coding))
    return Copy(row, row.pop("shows"), body, plain, f"heads/{name}.txt", hashlib.sha256(kept).hexdigest())


def _add_chain(db: Database, evidence: Evidence, captures: list[Row], files: _Files) -> None:
    """The rows as they are digested, and the links that name their digests."""
    kept: list[tuple[str, str]] = [("captures", row["id"]) for row in captures]
    kept += [(name, row["id"]) for row in evidence.versions for name in ("versions", "cells")]
    kept += [("changes", row["id"]) for row in evidence.changes]
    links = set()
    for table, name in kept:
        sql = "SELECT link, sha256 FROM chain_entries WHERE kept = ? AND id = ? ORDER BY link DESC LIMIT 1"
        entry = one(db, sql, (table, name))
        form = None if entry is None else chain.row_form(db, table, name, chain.form_of(entry["sha256"], table))
        if entry is not None and form is not None:
            links.add(entry["link"])
            file = f"chain/rows/{len(evidence.row_files) + 1:05d}-{table}.json"
            evidence.row_files.append(file)
            files.add(file, form)
    for number in sorted(links):
        (link,) = rows(db, "SELECT * FROM chains WHERE number = ?", (number,))
        link["file"] = None
        if link["entries"] <= LINK_ENTRIES:
            link["file"] = f"chain/link-{number:05d}.txt"
            files.add(link["file"], b"".join(chain.link_form(db, number)))
        evidence.links.append(link)
    evidence.head = chain.last_head(db)


def _told(evidence: Evidence) -> dict[str, Any]:
    """The facts as JSON; the texts stand in the originals."""
    return {
        "report": evidence.report,
        "documents": evidence.documents,
        "versions": [{key: item for key, item in row.items() if key != "text"} for row in evidence.versions],
        "changes": evidence.changes,
        "sightings": evidence.sightings,
        "copies": [
            {**copy.row, "shows": copy.shows, "body": copy.body, "decoded": copy.plain, "heads": copy.head,
             "record_sha256": copy.record_sha256}
            for copy in evidence.copies
        ],
        "chain": {"links": evidence.links, "head": evidence.head, "rows": evidence.row_files},
    }  # fmt: skip
