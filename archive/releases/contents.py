"""Every table of a release and where its rows come from, when it is written and when it is checked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from archive.releases import crosswalk, frame, long_cells, panels, states
from archive.releases.mirrored import mirrored_rows, mirrored_tables
from archive.releases.panel_columns import AGENCY_TABLE, COUNTY_TABLE
from archive.releases.writing import Source


def sources(db: Database, release: Path) -> Iterator[Source]:
    """The tables in the order of their making, all but the delta: later ones are made from earlier ones' files.

    `db` is the release's own database.
    """
    for table in mirrored_tables(db):
        yield Source(table, partial(mirrored_rows, db, table))
    yield Source(states.TABLE, states.rows)
    yield Source(crosswalk.TABLE, crosswalk.rows)
    yield Source(frame.TABLE, partial(frame.rows, db))
    yield Source(long_cells.TABLE, partial(long_cells.rows, db))
    yield Source(AGENCY_TABLE, partial(panels.agency_rows, db, release), panels.BATCH_ROWS)
    yield Source(COUNTY_TABLE, partial(panels.county_rows, db, release), panels.BATCH_ROWS)
