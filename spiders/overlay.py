"""The operator's overlay file: lines of portals that are laid over those of the package."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import asdict
from pathlib import Path

from crawler.portal import COLUMNS, Portal
from spiders.portals import read_table


def line_of(portal: Portal) -> dict[str, str]:
    """A portal as the fields of a table's line, all text."""
    fields = asdict(portal)
    return {
        name: " ".join(value) if isinstance(value, tuple | list) else "" if value is None else f"{value:g}"
        if isinstance(value, float) else str(value)
        for name in COLUMNS
        for value in (fields[name],)
    }  # fmt: skip


def line_text(portal: Portal) -> str:
    """The line as it stands in a file, without its end."""
    out = io.StringIO()
    csv.DictWriter(out, COLUMNS, lineterminator="").writerow(line_of(portal))
    return out.getvalue()


def ids_in(path: Path) -> frozenset[str]:
    """The portals of a file; none where it is not there. Raises PortalsError."""
    return frozenset(row.id for row in read_table(path)) if path.exists() else frozenset()


def write_line(path: Path, portal: Portal) -> None:
    """Put a portal's line into a file in the place of its earlier lines; the other lines stay as they are.

    The file is replaced in one step, so that it is whole whenever it is read. Raises PortalsError where the file is no
    portals table, OSError where it cannot be written.
    """
    rows: list[dict[str, str]] = []
    if path.exists():
        read_table(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [{name: row.get(name) or "" for name in COLUMNS} for row in csv.DictReader(file)]
    place = next((number for number, row in enumerate(rows) if row["id"].strip() == portal.id), len(rows))
    kept = [row for row in rows if row["id"].strip() != portal.id]
    kept.insert(place, line_of(portal))
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
