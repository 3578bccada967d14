"""What became of the documents of a portal in one walk: live, missing, withdrawn, moved, unlisted.

A document is withdrawn when its addresses answered that there is nothing (404, 410, a redirect to nowhere, or a page
that is no report any more) at two sightings a gap apart and its report is live nowhere else. Where three reports go in
one walk, and more than a fifth of a portal's documents, the portal was rebuilt: nothing is judged, and a problem says
so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlite_utils import Database

from archive import current
from archive.crawls import WITHDRAWAL_GAP
from archive.history import latest_version, record_status
from archive.replacing import follow, judge_replaced
from archive.rows import Row, insert, rows, value
from archive.sightings import absent_since, gone_before, is_suspended, last_absence, note_sight, sight_of
from archive.times import moment
from archive.unlisting import judge_lists

REDESIGN_SHARE = 0.2
REDESIGN_AT_LEAST = 3
"""Reports: one that goes with all its forms, or two, say nothing about a portal."""


def _showing(db: Database, report: str, document: str, statuses: tuple[str, ...]) -> list[Row]:
    """The other documents that show a report, of these statuses; `shown_first` and `first_crawl`: since when."""
    marks = ", ".join("?" * len(statuses))
    return rows(
        db,
        "SELECT d.*, f.first_seen AS shown_first, f.crawl AS first_crawl"
        " FROM versions AS v JOIN documents AS d ON d.id = v.document"
        " JOIN versions AS f ON f.document = d.id AND f.number ="
        "   (SELECT min(o.number) FROM versions AS o WHERE o.document = d.id AND o.report = v.report)"
        f" WHERE v.report = ? AND d.id <> ? AND d.status IN ({marks})"
        " AND v.number = (SELECT max(o.number) FROM versions AS o WHERE o.document = v.document)",
        (report, document, *statuses),
    )


def _living(db: Database, report: str, document: str, crawl: str) -> list[Row]:
    """The other documents in which a report lives: none that is gone in this walk too, whoever is judged first."""
    found = []
    for other in _showing(db, report, document, ("live", "unlisted")):
        seen = sight_of(db, other["id"], crawl)
        if seen is None or seen[0] != "gone":
            found.append(other)
    return found


def _came_after(db: Database, living: list[Row], document: Row) -> str | None:
    """Since when one of these stands that was posted after the document was last there, rather than beside it."""
    last_crawl = value(
        db,
        "SELECT c.crawl FROM version_captures AS s JOIN versions AS v ON v.id = s.version"
        " JOIN captures AS c ON c.id = s.capture WHERE v.document = ? ORDER BY c.fetched_at DESC LIMIT 1",
        (document["id"],),
    )
    return min(
        (
            str(other["shown_first"])
            for other in living
            if other["shown_first"] > (document["last_seen"] or "") and other["first_crawl"] != last_crawl
        ),
        default=None,
    )


def _is_due(db: Database, document: Row, crawl: str, gap: timedelta) -> bool:
    """Whether a document is gone in this walk and was gone in an earlier one, a gap ago."""
    seen = sight_of(db, document["id"], crawl)
    first = gone_before(db, document, crawl)
    return (
        seen is not None
        and seen[0] == "gone"
        and first is not None
        and moment(seen[1]["fetched_at"]) - moment(first) >= gap
    )


def _set_status(db: Database, document: Row, status: str, at: str, crawl: str, since: str | None = None) -> None:
    """Give a document a status, seen at a moment; a withdrawal and a move are changes between two sightings.

    Of what was there, they lie between the last sight of it and the first one of its absence; of what was withdrawn and
    is posted elsewhere (`since` its posting there), between the last sight of its absence and the first one of that.
    """
    if document["status"] == status:
        return
    db.conn.execute("UPDATE documents SET status = ?, status_since = ? WHERE id = ?", (status, at, document["id"]))
    version = latest_version(db, document["id"])
    if version is None or status not in ("withdrawn", "moved"):
        return
    old = document["status"] if document["status"] in ("withdrawn", "moved") else "live"
    first, last = absent_since(db, document, at), document["last_seen"]
    if old == "withdrawn":
        first = since or at
        last = last_absence(db, document, first) or last
    record_status(db, version, old, status, last_seen_old=last, first_seen_new=first, crawl=crawl)


def _gone(db: Database, document: Row, version: Row, capture: Row, crawl: str, gap: timedelta) -> None:
    """A document was not there: missing once; moved, where its report lives on; or withdrawn, with all of its report.

    Posted again elsewhere, it is moved at once. Where only another form of the report lives on that stood beside it,
    and where the whole report is gone, two sightings a gap apart are needed of every form of it.
    """
    at, status, report = capture["fetched_at"], document["status"], version["report"]
    living = _living(db, report, document["id"], crawl)
    due = _is_due(db, document, crawl, gap)
    if posted := _came_after(db, living, document):
        _set_status(db, document, "moved", at, crawl, posted)
        follow(db, version, crawl)
    elif status == "withdrawn" or (living and status == "moved"):
        return
    elif living and due:
        _set_status(db, document, "moved", at, crawl)
        follow(db, version, crawl)
    elif due and all(
        _is_due(db, other, crawl, gap)
        for other in _showing(db, report, document["id"], ("live", "unlisted", "missing_once"))
    ):
        _set_status(db, document, "withdrawn", at, crawl)
    elif status != "moved":
        _set_status(db, document, "missing_once", at, crawl)


def _moved_address(db: Database, document: Row, crawl: str, capture: Row) -> None:
    """The document's own address is gone, another one shows it: say so once."""
    if capture["address"] == document["id"]:
        return
    own = value(
        db,
        "SELECT c.http_status FROM addresses AS a JOIN captures AS c ON c.address = coalesce(a.container, a.id)"
        " WHERE a.id = ? ORDER BY c.fetched_at DESC LIMIT 1",
        (document["id"],),
    )
    said = value(
        db,
        "SELECT 1 FROM changes AS h JOIN versions AS v ON v.id = h.version WHERE v.document = ?"
        " AND h.column_key = 'url' AND h.new = ?",
        (document["id"], capture["url"]),
    )
    version = latest_version(db, document["id"])
    if own in (301, 302, 307, 308, 404, 410) and not said and version:
        record_status(
            db,
            version,
            document["url"],
            capture["url"],
            last_seen_old=value(
                db,
                "SELECT max(c.fetched_at) FROM addresses AS a JOIN captures AS c ON c.address ="
                " coalesce(a.container, a.id) JOIN version_captures AS s ON s.capture = c.id"
                " JOIN versions AS v ON v.id = s.version AND v.document = a.document WHERE a.id = ?",
                (document["id"],),
            ),
            first_seen_new=capture["fetched_at"],
            crawl=crawl,
            column_key="url",
        )


def judge_late(db: Database, document: str, gap: timedelta = WITHDRAWAL_GAP) -> None:
    """Judge a document that was found to be a report after its crawls were closed, crawl by crawl, as if it had been.

    A document that was judged before only becomes live again where its last answer shows it now.
    """
    judged = value(db, "SELECT 1 FROM sightings WHERE document = ?", (document,))
    last: str | None = None
    for row in rows(db, "SELECT id FROM crawls WHERE finished IS NOT NULL ORDER BY started"):
        crawl = row["id"]
        seen = sight_of(db, document, crawl)
        version = latest_version(db, document)
        if seen is None or version is None:
            continue
        (sight, capture), last = seen, seen[0]
        (about,) = rows(db, "SELECT * FROM documents WHERE id = ?", (document,))
        if judged and sight != "live":
            continue
        if sight == "live":
            note_sight(db, document, crawl, "live", capture, None)
        elif sight == "gone" and capture["fetched_at"] > (about["first_seen"] or ""):
            sql = "SELECT 1 FROM sightings WHERE crawl = ? AND sight = 'suspended'"
            suspended = value(db, sql, (crawl,))
            note_sight(db, document, crawl, "suspended" if suspended else "gone", capture, capture["verdict_reason"])
            if not suspended:
                _gone(db, about, version, capture, crawl, gap)
        elif sight == "unknown":
            note_sight(db, document, crawl, "unknown", capture, capture["verdict_reason"])
    if last == "live":
        (about,) = rows(db, "SELECT * FROM documents WHERE id = ?", (document,))
        if about["status"] in ("missing_once", "withdrawn", "moved"):
            _set_status(db, about, "live", about["last_seen"], crawl)
    for row in rows(db, "SELECT DISTINCT report FROM versions WHERE document = ?", (document,)):
        current.refresh(db, row["report"])


def judge(
    db: Database,
    crawl: str,
    portal: str,
    listed: Iterable[str] | None,
    gap: timedelta,
    *,
    walked: bool = True,
) -> None:
    """Judge every document of one portal after a walk; one transaction of the caller.

    `listed` are the addresses of all links on its lists, None where those were not read to their end. Where the walk
    led to no column (not `walked`), or the portal was rebuilt, what is gone could not be opened at the last look, and
    nothing more is said of it until a document is there again or is posted elsewhere.
    """
    documents = rows(db, "SELECT * FROM documents WHERE portal = ? ORDER BY id", (portal,))
    standing = [document for document in documents if document["status"] in ("live", "unlisted", "missing_once")]
    going: list[tuple[Row, Row, Row]] = []
    for document in documents:
        seen = sight_of(db, document["id"], crawl)
        version = latest_version(db, document["id"], "id, document, report, first_seen")
        if seen is None or version is None:
            continue
        sight, capture = seen
        if sight == "gone":
            going.append((document, version, capture))
        else:
            note_sight(db, document["id"], crawl, sight, capture, capture["verdict_reason"])
            if sight == "live" and walked:
                _moved_address(db, document, crawl, capture)
                judge_replaced(db, document["id"], crawl, capture, gap)
    # The form that stood longest comes first: its row tells of the withdrawal, those of the others repeat it.
    going.sort(key=lambda item: (item[0]["last_seen"] or "", item[0]["id"]), reverse=True)
    newly = {
        document["id"]: version["report"]
        for document, version, _ in going
        if (document["status"] in ("live", "unlisted") or is_suspended(db, document))
        and not _living(db, version["report"], document["id"], crawl)
    }
    redesign = len(set(newly.values())) >= REDESIGN_AT_LEAST and len(newly) > REDESIGN_SHARE * len(standing)
    for document, version, capture in going:
        suspended = not walked or (redesign and document["id"] in newly)
        reason = capture["verdict_reason"] or (str(capture["http_status"]) if capture["http_status"] else None)
        note_sight(db, document["id"], crawl, "suspended" if suspended else "gone", capture, reason)
        if not suspended:
            _gone(db, document, version, capture, crawl, gap)
        elif document["status"] in ("live", "unlisted"):
            _set_status(db, document, "missing_once", capture["fetched_at"], crawl)
    if redesign:
        problem = {
            "portal": portal,
            "crawl": crawl,
            "kind": "redesign_suspected",
            "origin": "access",
            "severity": "error",
            "seen": str(len(newly)),
            "expected": str(len(standing)),
            "message": f"{len(newly)} of {len(standing)} documents went in one walk; none is called withdrawn.",
        }
        insert(db, "problems", [problem])
    for name, status, at in judge_lists(db, portal, listed or (), crawl):
        (document,) = rows(db, "SELECT * FROM documents WHERE id = ?", (name,))
        _set_status(db, document, status, at, crawl)
        version = latest_version(db, name)
        if status == "unlisted" and version is not None:
            follow(db, version, crawl)
    # Which rendering stands for a report is another only where there are several.
    for row in rows(
        db,
        "SELECT DISTINCT v.report FROM documents AS d JOIN versions AS v ON v.document = d.id"
        " LEFT JOIN current AS c ON c.report = v.report WHERE d.portal = ? AND c.chosen_by IS NOT 'only'",
        (portal,),
    ):
        current.refresh(db, row["report"])
