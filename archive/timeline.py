"""What WARC files tell, put in the order of time: crawls, captures and the ends of crawls, for a rebuild to live again.

It is kept in a database of its own beside the archive that is being built, so that memory does not grow with the files
and a rebuild that was killed goes on; it is of no use afterwards. What a file holds that is no whole record, and what
cannot be told any more, becomes a sentence (`Notice`), never a guess.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.capture_rows import CONTEXT_COLUMNS, parse_form
from archive.crawls import FORM, check_form, closing_of, lacks_lists
from archive.record_rows import form_of_another, reference, row_of_record
from archive.recovery import file_sha256
from archive.rows import Row
from archive.warc_reader import Damage, Record, survey

WARC_NAMES = ("*.warc.gz", "*.warc")
ELSEWHERE = "elsewhere"
"""`captures.origin` where the file does not name the program that wrote it."""

_SCHEMA = """
CREATE TABLE told (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE files (name TEXT PRIMARY KEY, created TEXT NOT NULL, bytes INTEGER, whole_bytes INTEGER, sha256 TEXT);
CREATE TABLE crawls (id TEXT PRIMARY KEY, started TEXT NOT NULL, last TEXT, form TEXT NOT NULL, closing TEXT);
CREATE TABLE portals (crawl TEXT NOT NULL, at TEXT NOT NULL, form TEXT NOT NULL);
CREATE TABLE captures (
  id TEXT PRIMARY KEY, at TEXT NOT NULL, fetched_at TEXT NOT NULL, crawl TEXT,
  record TEXT NOT NULL, row TEXT NOT NULL, refers TEXT);
CREATE INDEX captures_at ON captures(at, fetched_at, id);
CREATE INDEX captures_crawl ON captures(crawl, at);
CREATE TABLE notices (kind TEXT NOT NULL, seen TEXT, sentence TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """What cannot be rebuilt, in a sentence. `kind` is one of a problem; `seen` names file and place, or the crawl."""

    kind: str
    seen: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time up to the end of a crawl, or that behind the last one (`crawl` None): what it began with, its captures
    in the order of time, and what closes it."""

    begun: tuple[Mapping[str, Any], ...]
    until: str
    after: str
    crawl: str | None
    form: Mapping[str, Any] | None


def warc_files(folder: Path) -> list[Path]:
    """The WARC files of a folder by name."""
    return sorted({path for pattern in WARC_NAMES for path in folder.glob(pattern) if path.is_file()})


class Timeline:
    """The events of a folder of WARC files. Use `open` and close it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @classmethod
    def open(cls, path: Path, folder: Path, made_by: str) -> tuple[Timeline, bool]:
        """The timeline kept at `path` if it is whole, of these files, and for the same reader (`made_by`); else one
        made anew. Returns it and whether it was there."""
        files = [[file.name, file.stat().st_size] for file in warc_files(folder)]
        of = json.dumps([made_by, str(folder.resolve()), files], ensure_ascii=False)
        if path.exists():
            db = sqlite3.connect(path)
            try:
                found = db.execute("SELECT value FROM told WHERE name = 'whole'").fetchone()
            except sqlite3.DatabaseError:
                found = None
            if found is not None and found[0] == of:
                return cls(db), True
            db.close()
            path.unlink()
        db = sqlite3.connect(path)
        # It is made anew where it is not whole, so it need not be on disk at any moment.
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(_SCHEMA)
        timeline = cls(db)
        with db:
            for file in warc_files(folder):
                timeline._add_file(file)
            timeline._settle()
            db.execute("INSERT INTO told VALUES ('whole', ?)", (of,))
        return timeline, False

    def close(self) -> None:
        """Close its file."""
        self._db.close()

    # Making

    def _notice(self, kind: str, seen: str | None, sentence: str) -> None:
        self._db.execute("INSERT INTO notices VALUES (?, ?, ?)", (kind, seen, sentence))

    def _add_file(self, path: Path) -> None:
        forms: dict[str, tuple[Record, dict[str, Any]]] = {}
        program, created, whole, found, passed = ELSEWHERE, "", 0, 0, 0
        for item in survey(path):
            if isinstance(item, Damage):
                place = f"{path.name}: bytes {item.offset} to {item.offset + item.length}"
                self._notice("record_damaged", place, f"{place} hold no whole record. {item.why}")
                continue
            whole, created = item.offset + item.length, created or item.date
            if item.type == "warcinfo":
                program = _program(item) or program
                continue
            try:
                form = parse_form(item)
                if form is not None and form["format"] == FORM:
                    self._add_crawl(form, item)
                elif form is not None and form.get("failure") is None:
                    forms[item.fields.get("warc-concurrent-to", "")] = (item, form)
                elif form is not None or item.type in ("response", "revisit"):
                    known = form or forms.pop(item.id, (item, {}))[1]
                    found += self._add_capture(path.name, item, known, program)
                elif item.type not in ("request", "metadata"):
                    passed += 1
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                # Whole, and yet not what its type promises: of another program, or made to look like ours.
                place = f"{path.name}: byte {item.offset}"
                self._notice("record_damaged", place, f"{place}: the record cannot be understood ({error!r}).")
        for record, _ in forms.values():
            place = f"{path.name}: {record.url} at {record.date}"
            self._notice("record_damaged", place, f"The answer is lost, its context is there: {place}.")
        if passed:
            self._notice("record_unused", path.name, f"{path.name}: {passed} records are no answers of a host.")
        about = (path.name, created, path.stat().st_size, whole, file_sha256(path))
        if found or whole:
            self._db.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?)", about)

    def _add_capture(self, file: str, record: Record, form: Mapping[str, Any], program: str) -> int:
        row = row_of_record(file, record, form or form_of_another(record))
        if not form:
            row["origin"] = program
        refers = reference(record)
        done = self._db.execute(
            "INSERT OR IGNORE INTO captures VALUES (?, ?, ?, ?, ?, ?, ?)",
            (row["id"], row["fetched_at"], row["fetched_at"], row["crawl"], row["warc_record_id"],
             json.dumps(row, ensure_ascii=False), json.dumps(refers) if refers else None),
        )  # fmt: skip
        if done.rowcount:
            return 1
        known = self._db.execute("SELECT record FROM captures WHERE id = ?", (row["id"],)).fetchone()
        if known[0] != row["warc_record_id"]:
            place = f"{file}: {record.url} at {record.date}"
            self._notice("record_unused", place, f"Another record tells of the same moment; left out is {place}.")
        return 0

    def _add_crawl(self, form: Mapping[str, Any], record: Record) -> None:
        crawl, text, closing = form["crawl"], json.dumps(form, ensure_ascii=False), closing_of(form)
        check_form(form)
        self._db.execute(
            "INSERT OR IGNORE INTO crawls VALUES (?, ?, ?, ?, NULL)", (crawl["id"], crawl["started"], None, text)
        )
        self._db.execute("INSERT INTO portals VALUES (?, ?, ?)", (crawl["id"], record.date, text))
        if closing is not None:
            self._db.execute(
                "UPDATE crawls SET closing = ?, last = ? WHERE id = ? AND (last IS NULL OR last < ?)",
                (text, closing.finished, crawl["id"], closing.finished),
            )

    def _settle(self) -> None:
        """What only the whole of the files can say: which portal a foreign capture is of, when each crawl ended."""
        hosts = {}
        for (text,) in self._db.execute("SELECT form FROM portals ORDER BY at"):
            for portal in json.loads(text)["portals"]:
                if portal["homepage"]:
                    hosts[_host(portal["homepage"])] = portal
        sql = "SELECT id, row FROM captures WHERE crawl IS NULL AND json_extract(row, '$.origin') <> 'crawl'"
        for name, text in self._db.execute(sql).fetchall():
            row = json.loads(text)
            portal = hosts.get(_host(row["url"]))
            if portal is not None:
                row |= {CONTEXT_COLUMNS["portal"]: portal["id"], CONTEXT_COLUMNS["portal_name"]: portal["name"]}
                told = json.dumps(row, ensure_ascii=False)
                self._db.execute("UPDATE captures SET row = ? WHERE id = ?", (told, name))
        # A clock may go back, but nothing of a crawl was fetched before it began or after its end.
        self._db.execute(
            "UPDATE captures SET at = max(at, coalesce((SELECT started FROM crawls WHERE id = captures.crawl), at))"
        )
        self._db.execute(
            "UPDATE crawls SET last = max(last, coalesce((SELECT max(at) FROM captures WHERE crawl = crawls.id), last))"
            " WHERE closing IS NOT NULL"
        )
        sql = "SELECT DISTINCT crawl FROM captures WHERE crawl IS NOT NULL AND crawl NOT IN (SELECT id FROM crawls)"
        for (crawl,) in self._db.execute(sql).fetchall():
            self._notice("crawl_unknown", crawl, f"No record says what the crawl {crawl} was; it is not judged.")
        for crawl, text in self._db.execute("SELECT id, closing FROM crawls WHERE closing IS NOT NULL").fetchall():
            for portal in lacks_lists(json.loads(text)):
                self._notice(
                    "crawl_lists_unknown", f"{crawl} {portal}",
                    f"An older nianbao did not keep what the lists of {portal} showed in the crawl {crawl}: what was"
                    " no longer listed then cannot be told again.",
                )  # fmt: skip

    # Reading

    def notices(self) -> list[Notice]:
        """What cannot be rebuilt."""
        return [Notice(*row) for row in self._db.execute("SELECT kind, seen, sentence FROM notices ORDER BY rowid")]

    def files(self) -> list[Row]:
        """The files with whole records: name, when begun, sizes and SHA-256."""
        names = ("name", "created", "bytes", "whole_bytes", "sha256")
        found = self._db.execute(f"SELECT {', '.join(names)} FROM files ORDER BY name")
        return [dict(zip(names, row, strict=True)) for row in found]

    def count(self) -> int:
        """How many captures there are."""
        return int(self._db.execute("SELECT count(*) FROM captures").fetchone()[0])

    def stretches(self) -> Iterator[Stretch]:
        """The whole time, from the end of one crawl to the end of the next."""
        ends = self._db.execute(
            "SELECT last, id, closing FROM crawls WHERE closing IS NOT NULL ORDER BY last, started"
        ).fetchall()
        after = ""
        for last, crawl, closing in [*ends, ("9999", None, None)]:
            begun = self._db.execute(
                "SELECT p.form, min(p.at, coalesce(c.last, p.at)) AS told FROM portals AS p"
                " JOIN crawls AS c ON c.id = p.crawl WHERE told > ? AND told <= ? ORDER BY p.at",
                (after, last),
            )
            forms = tuple(json.loads(row[0]) for row in begun)
            yield Stretch(forms, last, after, crawl, json.loads(closing) if closing else None)
            after = last

    def captures(self, stretch: Stretch) -> Iterator[tuple[Row, dict[str, str] | None]]:
        """The captures of a stretch, oldest first: each with what it refers to."""
        sql = "SELECT row, refers FROM captures WHERE at > ? AND at <= ? ORDER BY at, fetched_at, id"
        for row, refers in self._db.execute(sql, (stretch.after, stretch.until)):
            yield json.loads(row), json.loads(refers) if refers else None


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _program(record: Record) -> str | None:
    """The program that wrote a file, as its first record names it."""
    for line in record.payload.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip().lower() == "software":
            return value.strip()[:200] or None
    return None
