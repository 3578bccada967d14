"""The archive as the other rooms see it: one object, opened for reading or by the one writer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType

from sqlite_utils import Database

from archive import chain, corrections, crawls, current, integrity, summary, walks
from archive.capture_rows import insert_captures, pending_form
from archive.captures import CaptureStore
from archive.changes import Difference
from archive.closing import close_crawl
from archive.connection import WriterLock, checkpoint, connect
from archive.crawls import WITHDRAWAL_GAP, Closing, PortalRow, Walk
from archive.derived import renew
from archive.divisions import PlaceFacts, keep_place
from archive.errors import UnknownVersion
from archive.exchange import Exchange, FailedFetch, Images, PendingCapture, Validators
from archive.lists import ListRow, found_before
from archive.migrations import check_readable, migrate
from archive.readings import problem_row
from archive.recovery import recover, seal
from archive.reparsing import Reparsing
from archive.rereadings import Reader, save_rereading
from archive.rows import Row, insert, one, rows
from archive.scratch import clear_beside
from archive.search import indexed_together, merge_segments
from archive.summary import PortalStatus, PortalSummary
from archive.times import now
from archive.versions import Members, Outcome, VersionStore
from archive.walks import Looked, NotReport, PortalWalk
from archive.warc import ROLL_BYTES, WarcWriter
from parse.report import Context, Problem, Report

HELD_AT_MOST = 64


def software() -> str:
    """Name and version as written into crawls and WARC files."""
    try:
        return f"nianbao/{version('nianbao')}"
    except PackageNotFoundError:
        return "nianbao"


def warc_directory(archive: Path) -> Path:
    """Where the WARC files of an archive lie: beside it, `<archive>.warc/`."""
    return archive.with_name(archive.name + ".warc")


def _read(
    data: bytes, media_type: str | None, url: str, context: Context, member: str | None, images: Images
) -> Report:
    """The reader without converters: it opens no container."""
    from parse.reader import read

    del member, images
    return read(data, media_type=media_type, url=url, context=context)


@dataclass(slots=True)
class _Group:
    """What is saved together; `broken`: one of it was not saved whole."""

    broken: bool = False


class Archive:
    """An open archive. Use `Archive.open` and close it (it is a context manager)."""

    def __init__(
        self, path: Path, warc_dir: Path, db: Database, lock: WriterLock | None, *, roll_bytes: int, reader: Reader
    ) -> None:
        self.path = path
        self.warc_dir = warc_dir
        self.db = db
        self._lock = lock
        self._writer = WarcWriter(warc_dir, software=software(), roll_bytes=roll_bytes) if lock else None
        self._captures = CaptureStore(db, warc_dir, self._writer)
        self._versions = VersionStore(db, self._captures, reader)
        self._held: dict[str, tuple[Report, Members]] = {}
        self._group: _Group | None = None
        self.read_with: str | None = None
        """The converters at hand (`reading.converters`), kept with every capture that is read: whom a new one helps."""
        self._crawl: str | None = None
        self._crawl_is_kept = True
        self.adopted = 0
        """How many captures of interrupted runs were taken over when the archive was opened."""

    @classmethod
    def open(
        cls,
        path: Path,
        warc_dir: Path | None = None,
        *,
        write: bool = False,
        roll_bytes: int = ROLL_BYTES,
        reader: Reader = _read,
        adopting: bool = True,
    ) -> Archive:
        """Open an archive; with `write` make it if missing, migrate it, take the writer's lock, adopt and seal WARCs.

        `reader` reads kept bytes again where the parser has changed; `adopting`: without it the WARC files are left to
        the caller (`archive.rebuilding`). Raises ArchiveLocked, ArchiveTooNew, ArchiveError.
        """
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(path) if write else None
        db: Database | None = None
        try:
            db = connect(path, write=write)
            if write:
                clear_beside(path)
                migrate(db)
                renew(db)
                corrections.load(db, (warc_dir or warc_directory(path)) / corrections.FILE)
            else:
                check_readable(db)
            archive = cls(path, warc_dir or warc_directory(path), db, lock, roll_bytes=roll_bytes, reader=reader)
            if write and adopting:
                archive._recover()
        except BaseException:
            if db:
                db.close()
            if lock:
                lock.release()
            raise
        return archive

    def close(self) -> None:
        """Finish: the last WARC file is sealed, the search index merged, and the one file is the whole database."""
        try:
            if self._writer and not self._writer.failed:
                self.flush()
                self.release()
                self._writer.close()
                self._seal()
            if self._lock:
                with self.db.atomic():
                    merge_segments(self.db.conn)
                checkpoint(self.db)
        finally:
            self.db.close()
            if self._lock:
                self._lock.release()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def writes(self) -> bool:
        """Whether this is the one writer."""
        return self._lock is not None

    def _recover(self) -> None:
        self.adopted = recover(self.db, self.warc_dir)
        self.settle()

    def settle(self) -> None:
        """Give every waiting revisit the verdict of the copy it stands for, where that can be said without reading."""
        with self.db.atomic():
            for pending in self.pending_captures():
                self._versions.settle(self._captures.row(pending.id))

    def _seal(self) -> None:
        if self._writer and self._writer.full:
            with self.db.atomic():
                for name in self._writer.full:
                    seal(self.db, self.warc_dir / name)
            self._writer.full.clear()

    # Crawls

    def upsert_portal(self, portal: PortalRow, place: PlaceFacts | None = None) -> None:
        """Write or renew the facts of a portal, and of its place."""
        with self.db.atomic():
            crawls.upsert_portal(self.db, portal)
            if place is not None:
                keep_place(self.db, portal.id, place)
        self._crawl_is_kept = False

    def crawl_ids(self) -> frozenset[str]:
        """Every crawl of this archive, closed or not."""
        return frozenset(str(row["id"]) for row in rows(self.db, "SELECT id FROM crawls"))

    def begin_crawl(self, portals: Sequence[str]) -> str:
        """The id of a new crawl of these portals, or of the unfinished one, which is continued."""
        with self.db.atomic():
            self._crawl = crawls.begin(self.db, portals, software())
        self._crawl_is_kept = False
        return self._crawl

    def _keep_crawl(self) -> None:
        """Say in the WARC what the crawl and its portals are, so that a rebuild knows it."""
        if self._writer and self._crawl and not self._crawl_is_kept:
            self._writer.write_form(crawls.crawl_form(self.db, self._crawl), crawls.form_url(self._crawl))
            self._crawl_is_kept = True

    def finish_crawl(
        self,
        crawl: str,
        outcomes: Mapping[str, Walk] | Iterable[Walk],
        *,
        listed: Mapping[str, frozenset[str]] | None = None,
        withdrawal_gap: timedelta = WITHDRAWAL_GAP,
        lists: Mapping[str, Sequence[ListRow]] | None = None,
    ) -> list[PortalSummary]:
        """Judge what became of every document of the portals walked, close the chain link and the crawl.

        `listed`: by portal, the addresses of all links on its lists; a portal whose lists were not read to their end
        is left out. `withdrawal_gap`: how far the two sightings lie apart that make a withdrawal. `lists`: by portal,
        what its lists announce and hold. All of it is in the WARC, on disk, before the crawl is closed, so that a
        rebuild judges as this crawl did.
        """
        self.flush()
        self.release()
        went = tuple(outcomes.values() if isinstance(outcomes, Mapping) else outcomes)
        closing = Closing(went, listed or {}, withdrawal_gap, now(), lists or {})
        with self.db.atomic():
            found, head = close_crawl(self.db, crawl, closing)
            if self._writer:
                self._writer.write_form(crawls.closing_form(self.db, crawl, closing, head), crawls.form_url(crawl))
                self._writer.sync()
        self._crawl_is_kept = True
        self.flush()
        return found

    def crawl_summary(self, crawl: str) -> list[PortalSummary]:
        """What a crawl brought so far, portal by portal."""
        return summary.crawl_summary(self.db, crawl)

    def status(self) -> list[PortalStatus]:
        """What the archive holds, portal by portal."""
        return summary.status(self.db)

    def walks(self, portal: str | None = None) -> dict[str, list[PortalWalk]]:
        """The walks of every portal, or of one, in closed crawls, newest first."""
        return walks.walks(self.db, portal)

    def unfinished_crawls(self) -> list[tuple[str, list[str]]]:
        """Crawls that were broken off, newest first: id and portals."""
        return walks.unfinished(self.db)

    def captures_a_walk(self) -> dict[str, int]:
        """How many captures the largest closed walk of each portal made."""
        return walks.captures_a_walk(self.db)

    def not_reports(self) -> list[NotReport]:
        """What every address was taken for that is no report at its last reading."""
        return walks.not_reports(self.db)

    def lists_before(self, portal: str) -> dict[str, int]:
        """How many entries each list of a portal had when it was last read, by the address of its first page."""
        return found_before(self.db, portal)

    def looks(self, portal: str) -> list[Looked]:
        """When each address of a portal's documents and pictures was last asked for, where it answered then."""
        return walks.looks(self.db, portal)

    # Captures

    def keep(self, exchange: Exchange) -> str:
        """Append an exchange to the WARC; its row follows at `flush`. Returns the capture id."""
        return self._captures.keep(exchange, hashlib.sha256(exchange.body).hexdigest())

    def keep_failure(self, failure: FailedFetch) -> str:
        """Append a request without response to the WARC; its row and problem follow at `flush`. Returns the id."""
        return self._captures.keep_failure(failure)

    def flush(self) -> list[str]:
        """Put the WARC on disk, then write the rows. Returns the ids that now wait to be read."""
        if self._writer is None:
            return []
        waiting = self._captures.waiting()
        if waiting:
            self._keep_crawl()
        self._writer.sync()
        begun = list(self._writer.created)
        if not waiting and not begun:
            return []
        with self.db.atomic():
            files = [{"name": name, "created": now()} for name in begun]
            insert(self.db, "warc_files", files, conflict="IGNORE")
            insert_captures(self.db, waiting)
            unread = [row["id"] for row in waiting if not self._versions.settle(row)]
        self._captures.written(len(waiting))
        del self._writer.created[: len(begun)]
        self._seal()
        return unread

    def needs_reading(self, capture: str) -> bool:
        """Whether nobody has said yet what this capture is."""
        return self._captures.row(capture)["verdict"] is None

    def validators(self, url: str) -> Validators | None:
        """What a conditional request for this address can send."""
        return self._captures.validators(url)

    def answer_in(self, crawl: str, url: str) -> str | None:
        """The newest capture in which this crawl got a whole page from this address, or None."""
        return self._captures.answer_in(crawl, url)

    def captured_in(self, crawl: str, url: str) -> bool:
        """Whether this crawl already has an answer from this address."""
        return self._captures.captured_in(crawl, url)

    def pending_captures(self) -> list[PendingCapture]:
        """Captures without a verdict, oldest first: to be read and saved in this order."""
        return self._captures.pending()

    def payload(self, capture: str) -> bytes:
        """The body of a capture, its Content-Encoding undone. Raises UnknownCapture, BrokenRecord, UndecodableBody."""
        return self._captures.payload(capture)

    def capture(self, capture: str) -> Row:
        """The row of a capture. Raises UnknownCapture."""
        return self._captures.row(capture)

    def images_of(self, capture: str) -> list[tuple[str, str]]:
        """The pictures that a captured page shows, in the order they were fetched: (address, capture).

        Of each the newest that the crawl of the page had, or else the newest there is.
        """
        return self._captures.images_of(capture)

    def to_read(self, capture: str) -> PendingCapture | None:
        """What a reader needs of a capture. None where it needs no reading: it has its verdict, or is the same as a
        copy that was read, with the same pictures. To be asked once its pictures were fetched."""
        row = self._captures.row(capture)
        with self.db.atomic():
            return None if self._versions.settle(row, complete=True) else pending_form(row)

    def pictures(self, capture: str) -> Images:
        """The pictures fetched for a page with their bodies, in the same order; no bytes beyond the bounds."""
        return self._captures.pictures(capture)

    def document_urls(self, portal: str) -> list[str]:
        """Where every known document of a portal was last seen (of a file in a ZIP the ZIP), to be asked again."""
        found = rows(
            self.db,
            "SELECT coalesce(d.live_url, d.url) AS url, b.url AS container FROM documents AS d LEFT JOIN addresses AS a"
            " ON a.url = coalesce(d.live_url, d.url) AND a.document = d.id"
            " LEFT JOIN addresses AS b ON b.id = a.container WHERE d.portal = ? ORDER BY d.first_seen, d.id",
            (portal,),
        )
        return list(dict.fromkeys(row["container"] or row["url"] for row in found))

    # Readings

    def use_reader(self, reader: Reader) -> None:
        """Read kept bytes again with this reader from now on, wherever a version was read by another parser."""
        self._versions.reader = reader

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is saved in this block is on disk at its end, with one wait for the disk; killed in it, none of it is.

        A capture whose reading was not saved waits to be read, so nothing is lost.
        """
        if self._group is not None:
            yield
            return
        self._group = _Group()
        try:
            with self.db.atomic(), indexed_together(self.db.conn):
                yield
                if self._group.broken:
                    raise RuntimeError("a reading of this group was not saved whole; none of it is")
        finally:
            self._group = None

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """A transaction of its own; within a group that of the group, which an error in here undoes as a whole.

        A savepoint for each reading would copy every page that it touches.
        """
        if self._group is None:
            with self.db.atomic():
                yield
            return
        try:
            yield
        except BaseException:
            self._group.broken = True
            raise

    def save_reading(self, capture: str, report: Report, *, members: Members = ()) -> Outcome:
        """Save what a reader says of a capture, in one transaction. `members`: (path, reading) of each file in it.

        Captures are saved in the order they were fetched, whoever is read first: one that comes early is held until
        those before it are saved (or HELD_AT_MOST are held, or the crawl is closed).
        """
        row = self._captures.row(capture)
        if row["verdict"] is not None:
            return Outcome("revisit", capture)
        if self._versions.earlier_pending(row):
            self._held[capture] = (report, members)
            if len(self._held) > HELD_AT_MOST:
                self.release()
            return Outcome("held", capture)
        with self._whole():
            outcome = self._versions.save(row, report, members, self.read_with)
        self._release()
        return outcome

    def release(self) -> None:
        """Save every reading that was held."""
        self._release(everything=True)

    def _release(self, *, everything: bool = False) -> None:
        """Save what was held and whose turn it is, and settle the revisits that waited; or all that is held."""
        if everything:
            for row in sorted(map(self._captures.row, self._held), key=lambda row: (row["fetched_at"], row["id"])):
                with self._whole():
                    self._versions.save(row, *self._held.pop(row["id"]), self.read_with)
        while (first := self._captures.first_pending()) is not None:
            name, refers_to = first
            if refers_to is None and name not in self._held:
                return
            row = self._captures.row(name)
            with self._whole():
                if self._versions.settle(row):
                    continue
                if name not in self._held:
                    return
                self._versions.save(row, *self._held.pop(name), self.read_with)

    def add_problem(
        self,
        problem: Problem,
        *,
        capture: str | None = None,
        document: str | None = None,
        portal: str | None = None,
        crawl: str | None = None,
    ) -> None:
        """Write a problem of a portal, document or capture (access, mostly)."""
        with self.db.atomic():
            row = problem_row(problem, capture=capture, document=document, portal=portal, crawl=crawl)
            insert(self.db, "problems", [row])

    def reparsing(self, parser: str, converters: Iterable[str]) -> Reparsing:
        """The work of reading kept captures again with this parser and these converters; see `Reparsing`.

        In an archive open for reading, nothing is saved.
        """
        return Reparsing(
            self.db, self._captures, self._versions, parser=parser, converters=converters, write=self.writes
        )

    def stale_versions(self, parser: str) -> list[tuple[str, PendingCapture]]:
        """Versions that another parser read, each with the capture whose bytes are to be read again."""
        sql = (
            "SELECT v.id AS version, c.* FROM versions AS v JOIN captures AS c ON c.id = v.first_capture"
            " WHERE v.parser <> ? ORDER BY v.first_seen, v.id"
        )
        return [(row["version"], pending_form(row)) for row in rows(self.db, sql, (parser,))]

    def save_rereading(self, version: str, report: Report) -> list[Difference]:
        """Put a new reading of a version's bytes in the place of the old one; what differs goes to `rereadings`."""
        row = one(self.db, "SELECT * FROM versions WHERE id = ?", (version,))
        if row is None:
            raise UnknownVersion(f"There is no version {version}.")
        with self.db.atomic():
            found = save_rereading(self.db, row, report)
            current.refresh(self.db, row["report"])
        return found

    def close_rereading(self) -> str:
        """Digest what was read again, in a link of the chain of its own; returns the new head."""
        with self.db.atomic():
            return chain.close_link(self.db, None, "rereading")

    # Evidence

    def verify(self) -> list[str]:
        """Sentences about everything that does not hold; empty where all does."""
        return integrity.verify(self.db, self.warc_dir, self._captures)

    def chain_links(self) -> list[Row]:
        """Every link of the digest chain, oldest first: number, cause, crawl, made, entries, head, follows."""
        return rows(self.db, "SELECT * FROM chains ORDER BY number")

    def chain_head(self) -> str | None:
        """The head of the digest chain, None before the first crawl is closed."""
        found = rows(self.db, "SELECT head FROM chains ORDER BY number DESC LIMIT 1")
        return found[0]["head"] if found else None
