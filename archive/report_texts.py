"""The texts of reports as `findings` compares them: parts in printed order with their places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from archive.content import Place, places_of_version
from archive.finding_rows import KnownNames, ReportText, TextPart
from archive.rows import insert, rows
from archive.search import SEARCH_TABLE, match_query

_FEE = "processing_fee_yuan"
"""The reader's claim about fees (keys of truth.json)."""


def text_parts(text: str, places: Iterable[Place]) -> tuple[TextPart, ...]:
    """A text and its sections as parts; what stands between sections (a heading, a preamble) is a part of none."""
    parts: list[TextPart] = []
    cursor = 0
    for place in places:
        if place.start is None or place.length is None:
            parts.append(TextPart(place.id, None, place.own_text or ""))
            continue
        if text[cursor : place.start].strip():
            parts.append(TextPart(None, cursor, text[cursor : place.start]))
        cursor = place.start + place.length
        parts.append(TextPart(place.id, place.start, text[place.start : cursor]))
    if text[cursor:].strip():
        parts.append(TextPart(None, cursor, text[cursor:]))
    return tuple(parts)


def report_texts(db: Database, agency: str) -> list[ReportText]:
    """The texts of an agency's reports whose year is known, oldest first."""
    return texts_where(db, "c.agency = ?", (agency,))


def texts_where(db: Database, condition: str, parameters: Sequence[object]) -> list[ReportText]:
    """The texts of the reports (`current` AS c, `versions` AS v) that meet a condition of SQL, oldest first."""
    found = rows(
        db,
        "SELECT c.report, c.agency, c.report_year, v.id AS version, v.search_id, v.title, v.edition, v.text,"
        " v.content_sha256 || ' ' || v.parser AS made_of,"
        f" (SELECT value FROM claims WHERE version = v.id AND key = '{_FEE}' ORDER BY position LIMIT 1) AS fee,"
        f" (SELECT sentence FROM claims WHERE version = v.id AND key = '{_FEE}' ORDER BY position LIMIT 1) AS sentence"
        " FROM current AS c JOIN versions AS v ON v.id = c.version"
        f" WHERE {condition} AND c.report_year IS NOT NULL ORDER BY c.report_year",
        parameters,
    )
    names = {agency: _names(db, agency) for agency in {row["agency"] for row in found}}
    return [
        ReportText(
            report=row["report"],
            agency=row["agency"],
            report_year=row["report_year"],
            version=row["version"],
            search_id=row["search_id"],
            made_of=row["made_of"],
            title=row["title"],
            edition=row["edition"],
            parts=text_parts(row["text"], places_of_version(db, row["version"])),
            names=names[row["agency"]],
            fee=None if row["fee"] is None else (str(row["fee"]), row["sentence"]),
        )
        for row in found
    ]


def _names(db: Database, agency: str) -> tuple[str, ...]:
    sql = (
        "SELECT name FROM agency_aliases WHERE agency = :agency UNION SELECT core_name FROM agencies"
        " WHERE id = :agency AND core_name IS NOT NULL UNION SELECT p.county FROM agencies AS a"
        " JOIN portals AS p ON p.id = a.portal WHERE a.id = :agency AND p.county IS NOT NULL ORDER BY 1"
    )
    return tuple(row[0] for row in db.conn.execute(sql, {"agency": agency}))


def known_names(db: Database) -> KnownNames:
    """The names that are looked for in texts of others."""
    towns = "SELECT core_name FROM agencies WHERE level IN ('township', 'subdistrict') AND core_name IS NOT NULL"
    counties = (
        "SELECT county FROM portals WHERE county IS NOT NULL"
        " UNION SELECT core_name FROM agencies WHERE level = 'county' AND core_name IS NOT NULL"
    )
    return KnownNames(
        towns=frozenset(row[0] for row in db.conn.execute(towns)),
        counties=frozenset(row[0] for row in db.conn.execute(counties)),
    )


def looked_for(db: Database) -> frozenset[str]:
    """The names that texts were looked through for already."""
    return frozenset(row[0] for row in db.conn.execute("SELECT name FROM text_names"))


def note_looked_for(db: Database, names: KnownNames) -> None:
    """Say that every text was looked through for these names; in the caller's transaction."""
    insert(db, "text_names", [{"name": name} for name in sorted(names.towns | names.counties)], conflict="IGNORE")


def mentioning(db: Database, names: Iterable[str]) -> set[str]:
    """The agencies in whose texts one of these names stands, by the search index."""
    sql = (
        f"SELECT v.agency FROM {SEARCH_TABLE} AS s JOIN versions AS v ON v.search_id = s.rowid"
        f" JOIN current AS c ON c.version = v.id WHERE {SEARCH_TABLE} MATCH ?"
    )
    queries = [query for name in names if (query := match_query(f'"{name}"'))]
    return {row[0] for query in queries for row in db.conn.execute(sql, (query,))}
