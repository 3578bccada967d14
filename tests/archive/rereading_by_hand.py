"""Reading kept captures again without workers: what a body reads as is said by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from archive.archive import Archive
from archive.reparsing import Tally
from parse.report import Problem, Report

NEWER = "nianbao-parse 2"
Said = Report | tuple[Report, tuple[tuple[str, Report], ...]]


def failed(kind: str, media_type: str = "application/msword", parser: str = "nianbao-parse 1") -> Report:
    """A document that could not be read, with its problem."""
    verdict = "unsupported" if kind == "needs_converter" else "unreadable"
    problem = Problem(kind, "reading", "error", f"{kind} of {media_type}")
    return Report(media_type, is_report=False, verdict=verdict, problems=(problem,), parser=parser)


def read_again(
    archive: Archive, said: Mapping[bytes, Said], *, parser: str = NEWER, converters: Iterable[str] = ()
) -> Tally:
    """One run of `nianbao reparse`; returns what it did over all portals."""
    again = archive.reparsing(parser, converters)
    asked: list[str] = []
    for phase in again.phases:
        for capture in phase():
            asked.append(capture)
            reading = said[again.payload(capture)]
            report, members = reading if isinstance(reading, tuple) else (reading, ())
            again.save_reading(
                capture,
                replace(report, parser=parser),
                members=[(path, replace(member, parser=parser)) for path, member in members],
            )
        assert not [capture for capture in asked if again.to_read(capture)]
        assert again.held == 0
    again.finish()
    total = Tally()
    for tally in again.tallies.values():
        for name in Tally.__dataclass_fields__:
            setattr(total, name, getattr(total, name) + getattr(tally, name))
    return total


def dump(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that a rereading may touch."""
    names = [name for name in archive.db.table_names() if not name.startswith("search_index")]
    return {
        name: sorted((tuple(row) for row in archive.db.conn.execute(f'SELECT * FROM "{name}"')), key=repr)
        for name in names
    }
