"""Where the marks of texts and what was found similar are kept; the indexes by which partners of a text are found."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from dataclasses import asdict

from sqlite_utils import Database

from archive.finding_rows import ReportText, Seen, Similar, TextMarks
from archive.report_texts import texts_where
from archive.rows import Row, insert, one, rows, value


def _packed(numbers: Iterable[int], letter: str) -> bytes:
    found = tuple(numbers)
    return struct.pack(f"<{len(found)}{letter}", *found)


def _unpacked(packed: bytes, letter: str) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // struct.calcsize(letter)}{letter}", packed)


def _marks(row: Row) -> TextMarks:
    packed = {"sentences": "q", "lengths": "H", "buckets": "q"}
    return TextMarks(**{**row, **{name: _unpacked(row[name], letter) for name, letter in packed.items()}})


class TextMarksStore:
    """Marks, their indexes, and similar reports, of an archive open for writing; in the caller's transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def clear(self) -> None:
        """Forget everything: all marks are made again."""
        for table in ("text_sentences", "text_buckets", "text_marks", "similar_reports", "boilerplate"):
            self._db.conn.execute(f"DELETE FROM {table}")

    def of_agency(self, agency: str) -> dict[int, TextMarks]:
        """The marks that are kept of an agency's reports, by search id."""
        found = rows(self._db, "SELECT * FROM text_marks WHERE agency = ? ORDER BY report_year", (agency,))
        return {row["search_id"]: _marks(row) for row in found}

    def of(self, search_id: int) -> TextMarks | None:
        """The marks of one version."""
        row = one(self._db, "SELECT * FROM text_marks WHERE search_id = ?", (search_id,))
        return None if row is None else _marks(row)

    def put(self, marks: TextMarks) -> None:
        """Keep the marks of a version that has none yet."""
        row = asdict(marks)
        for name, letter in (("sentences", "q"), ("lengths", "H"), ("buckets", "q")):
            row[name] = _packed(row[name], letter)
        insert(self._db, "text_marks", [row])
        year, search_id = marks.report_year, marks.search_id
        self._db.conn.executemany(
            "INSERT INTO text_sentences (report_year, sentence, place, search_id) VALUES (?, ?, ?, ?)",
            [(year, sentence, marks.place, search_id) for sentence in marks.sentences],
        )
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO text_buckets (report_year, bucket, search_id) VALUES (?, ?, ?)",
            [(year, bucket, search_id) for bucket in marks.buckets],
        )

    def remove(self, marks: TextMarks) -> None:
        """Forget the marks of a version."""
        year, search_id = marks.report_year, marks.search_id
        self._db.conn.executemany(
            "DELETE FROM text_sentences WHERE report_year = ? AND sentence = ? AND place = ? AND search_id = ?",
            [(year, sentence, marks.place, search_id) for sentence in marks.sentences],
        )
        self._db.conn.executemany(
            "DELETE FROM text_buckets WHERE report_year = ? AND bucket = ? AND search_id = ?",
            [(year, bucket, search_id) for bucket in marks.buckets],
        )
        for table in ("text_marks", "boilerplate"):
            self._db.conn.execute(f"DELETE FROM {table} WHERE search_id = ?", (search_id,))

    def keep_boilerplate(self, search_id: int, places: Iterable[tuple[int, int]]) -> None:
        """Say where a text is boilerplate: (start, length), in the place of what was said."""
        told = json.dumps([*places], separators=(",", ":"))
        insert(self._db, "boilerplate", [{"search_id": search_id, "places": told}], conflict="REPLACE")

    def with_sentence(self, report_year: int, sentence: int, limit: int) -> list[int]:
        """Reports of a year that have this sentence; no more than `limit`."""
        sql = "SELECT search_id FROM text_sentences WHERE report_year = ? AND sentence = ? LIMIT ?"
        return [row[0] for row in self._db.conn.execute(sql, (report_year, sentence, limit))]

    def with_sentence_here(self, report_year: int, sentence: int, place: str, limit: int) -> list[int]:
        """Reports of a county's bodies of a year that have this sentence; no more than `limit`."""
        sql = "SELECT search_id FROM text_sentences WHERE report_year = ? AND sentence = ? AND place = ? LIMIT ?"
        return [row[0] for row in self._db.conn.execute(sql, (report_year, sentence, place, limit))]

    def in_bucket(self, report_year: int, bucket: int, limit: int) -> list[int]:
        """Reports of a year in this bucket; no more than `limit`."""
        sql = "SELECT search_id FROM text_buckets WHERE report_year = ? AND bucket = ? LIMIT ?"
        return [row[0] for row in self._db.conn.execute(sql, (report_year, bucket, limit))]

    def of_year(self, agency: str, report_year: int) -> int | None:
        """The version whose marks stand for an agency's report of a year."""
        sql = "SELECT search_id FROM text_marks WHERE agency = ? AND report_year = ?"
        found: int | None = value(self._db, sql, (agency, report_year))
        return found

    def text(self, search_id: int) -> ReportText:
        """The text of a version that stands for its report; KeyError where it does not."""
        for text in texts_where(self._db, "v.search_id = ?", (search_id,)):
            return text
        raise KeyError(search_id)

    def seen(self, version: str) -> Seen:
        """When a report came out, as far as is known. The look that did not show it is the last whole walk of its
        portal that ended before it was first seen."""
        row = one(
            self._db,
            "SELECT v.report, v.id AS version, v.agency, a.name, v.report_year, d.portal,"
            " (SELECT min(o.published_on) FROM versions AS o WHERE o.report = v.report) AS published_on,"
            " (SELECT min(o.first_seen) FROM versions AS o WHERE o.report = v.report) AS first_seen"
            " FROM versions AS v JOIN agencies AS a ON a.id = v.agency JOIN documents AS d ON d.id = v.document"
            " WHERE v.id = ?",
            (version,),
        )
        if row is None:
            raise KeyError(version)
        portal = row.pop("portal")
        before = value(
            self._db,
            "SELECT max(c.finished) FROM crawls AS c JOIN crawl_portals AS k ON k.crawl = c.id"
            " WHERE k.portal = ? AND k.lists_complete AND c.finished < ?",
            (portal, row["first_seen"]),
        )
        return Seen(**row, not_seen_at=before)

    def partners(self, version: str) -> set[str]:
        """The versions that are kept as similar to this one, from either side."""
        sql = (
            "SELECT other_version FROM similar_reports WHERE version = :version"
            " UNION SELECT version FROM similar_reports WHERE other_version = :version"
        )
        return {row[0] for row in self._db.conn.execute(sql, {"version": version})}

    def similar(self, version: str) -> list[Similar]:
        """What is kept as similar to this version, from its side."""
        found = rows(self._db, "SELECT * FROM similar_reports WHERE version = ? ORDER BY other_version", (version,))
        return [
            Similar(**{**row, "passages": tuple(tuple(passage) for passage in json.loads(row["passages"]))})
            for row in found
        ]

    def forget_similar(self, version: str) -> None:
        """Forget what this version is similar to, from both sides."""
        self._db.conn.execute("DELETE FROM similar_reports WHERE version = :v OR other_version = :v", {"v": version})

    def keep_similar(self, similar: Iterable[Similar]) -> None:
        """Keep what was found similar, in place of what was kept of the same two."""
        insert(
            self._db,
            "similar_reports",
            [{**asdict(one), "passages": json.dumps(one.passages, separators=(",", ":"))} for one in similar],
            conflict="REPLACE",
        )
