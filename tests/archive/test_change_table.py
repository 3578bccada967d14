"""Show: every edit of the table is recorded as it happened, and nothing is recorded where nothing happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from change_table import EDITS, Edit
from edited_portal import COLUMN, NEIGHBOUR, WALKS, Portals, rows

from archive.archive import Archive


@dataclass
class Walked:
    """The archive after four walks of every portal; `statuses`: by walk and portal, those of its reports."""

    archive: Path
    statuses: list[dict[str, dict[str, str]]]
    begun: list[str]
    said: list[str]

    def walk_of(self, moment: str | None) -> int | None:
        """In which walk a moment fell."""
        return None if moment is None else sum(started <= moment for started in self.begun)


_OF_THE_EDIT = "d.portal = ? AND d.url NOT LIKE '%' || ?"


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    folder = tmp_path_factory.mktemp("changes")
    archive = folder / "a.db"
    made = Walked(archive, [], [], [])
    with Portals({edit.name: edit.states for edit in EDITS}) as portals:
        table = portals.table(folder)
        for walk in range(WALKS):
            portals.walk = walk
            made.said.append(portals.crawl(archive, table))
            found: dict[str, dict[str, str]] = {}
            for row in rows(archive, "SELECT portal, agency_name, report_year, status FROM reports"):
                if "金贵镇" in row["agency_name"]:
                    found.setdefault(row["portal"], {})[row["report_year"]] = row["status"]
            made.statuses.append(found)
        made.begun = [row["started"] for row in rows(archive, "SELECT started FROM crawls ORDER BY started")]
        assert len(made.begun) == WALKS
        yield made


def changes(walked: Walked, edit: Edit) -> Counter[tuple[Any, ...]]:
    """The rows of `changes` of an edit's portal as `Seen` has them."""
    found: Counter[tuple[Any, ...]] = Counter()
    for row in rows(
        walked.archive,
        "SELECT h.* FROM changes AS h JOIN versions AS v ON v.id = h.version JOIN documents AS d ON d.id = v.document"
        f" WHERE h.repeats IS NULL AND {_OF_THE_EDIT}",
        edit.name,
        NEIGHBOUR,
    ):
        where = "/".join(filter(None, (row["form_table"], row["row_key"], row["column_key"])))
        old, new = row["old"], row["new"]
        if row["column_key"] == "url":
            old, new = (named(address) for address in (old, new))
        walks = walked.walk_of(row["last_seen_old"]), walked.walk_of(row["first_seen_new"])
        found[row["kind"], where, old, new, *walks] += 1
    return found


def named(url: str) -> str:
    """An address as the table writes it."""
    path = "/" + url.split("/", 3)[3]
    known = {COLUMN + "t20210120_1.html": "{PAGE}", COLUMN + "t20210305_77.html": "{OTHER}"}
    return known.get(path) or "{" + path.rsplit("/", 1)[0].strip("/") + "}"


@pytest.mark.parametrize("edit", EDITS, ids=[edit.name for edit in EDITS])
def test_what_was_recorded(walked: Walked, edit: Edit) -> None:
    assert changes(walked, edit) == Counter(tuple(seen) for seen in edit.changes)
    assert [found.get(edit.name, {}).get(2020) for found in walked.statuses] == list(edit.statuses)
    counts = rows(
        walked.archive,
        "SELECT count(DISTINCT d.id) AS documents, count(DISTINCT v.id) AS versions,"
        " count(DISTINCT v.report) AS reports"
        f" FROM versions AS v JOIN documents AS d ON d.id = v.document WHERE {_OF_THE_EDIT}",
        edit.name,
        NEIGHBOUR,
    )
    assert counts == [{"documents": edit.documents, "versions": edit.versions, "reports": edit.reports}]
    told = rows(
        walked.archive,
        "SELECT p.kind || ' ' || p.origin AS told FROM problems AS p LEFT JOIN versions AS v ON v.id = p.version"
        " LEFT JOIN documents AS d ON d.id = v.document WHERE coalesce(p.portal, d.portal) = ?"
        " AND p.kind IN ('rendering_disagrees', 'redesign_suspected')",
        edit.name,
    )
    assert sorted(row["told"] for row in told) == sorted(edit.problems)


def test_the_neighbour_never_changes(walked: Walked) -> None:
    found = rows(
        walked.archive,
        "SELECT d.portal, d.status, (SELECT count(*) FROM versions WHERE document = d.id) AS versions,"
        " (SELECT count(*) FROM changes AS h JOIN versions AS v ON v.id = h.version WHERE v.document = d.id) AS changes"
        " FROM documents AS d WHERE d.url LIKE '%' || ?",
        NEIGHBOUR,
    )
    assert {(row["status"], row["versions"], row["changes"]) for row in found} == {("live", 1, 0)}
    assert {row["portal"] for row in found} == {edit.name for edit in EDITS}


def test_the_archive_holds_together(walked: Walked) -> None:
    with Archive.open(walked.archive) as archive:
        assert archive.verify() == []
