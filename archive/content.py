"""What a version says, in a form that can be compared: from a Report, or from the rows of a version.

`digest` is over a content exactly as printed: it holds for ever, whatever becomes of the rules by which we compare.
Whether two contents are the same is decided by `same`, with today's normal form on both sides; nothing made with an
earlier normal form is kept for it. The page around the report, its address and counters are in neither.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlite_utils import Database

from archive.form_tables import form_fields
from archive.kept_cells import kept_cells
from archive.normal_form import normal_form
from archive.numbers import number
from archive.rows import one, rows
from parse.report import Cell, Money, Report

_PRINTED = re.compile("[0-9A-Za-z\u4e00-\u9fff]")
"""Characters of which none has an empty normal form."""
_FORM = frozenset((field.form_table, field.row_key, field.column_key) for field in form_fields())

_NOT_PRINTED = frozenset(("not_in_form", "row_not_printed", "table_missing"))

CellKey = tuple[str, str, str]
Figure = tuple[str, int | float | str | None, int | float | str | None, str | None, str]
"""A figure of a free-form report: label, value, cumulative value, unit, sentence; its key is our word for it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of running text and the section it stands in (its id, else its heading; None before the first)."""

    section: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """Title, dates, edition, texts, cells and figures; a cell is (state, printed).

    `texts` are the running text and the sections that are no piece of it, as printed.
    What is drawn from the texts (scope, claims) and how sure a reading is (confidence) are no content. `pictures` are
    the SHA-256 of the pictures of a page whose tables are pictures, sorted (None: it has its tables, or nobody noted
    them); `unread`: its tables are pictures in which nothing was recognised. Neither is in the digest, which is of what
    is printed as text. `places`: where its sections stand in the running text.
    """

    title: str | None
    published_on: str | None
    signed_on: str | None
    edition: str | None
    texts: tuple[str, ...]
    cells: Mapping[CellKey, tuple[str, str | None]]
    figures: tuple[Figure, ...] = ()
    pictures: tuple[str, ...] | None = None
    unread: bool = False
    places: tuple[Place, ...] = ()

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The lines of the texts that say something, but for a title printed above the first section."""
        return _paragraphs(self.texts[0], self.places, self.title)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a section stands in the running text: start and length in characters, or its own text."""

    id: str | None
    position: int
    heading: str
    start: int | None
    length: int | None
    own_text: str | None


def places(report: Report) -> tuple[Place, ...]:
    """The sections of a report as pieces of its text; one that is no piece of it keeps its own text."""
    found, cursor = [], 0
    for section in report.sections:
        start = report.text.find(section.text, cursor) if section.text else cursor
        if start < 0:
            found.append(Place(section.id, section.position, section.heading, None, None, section.text))
        else:
            cursor = start + len(section.text)
            found.append(Place(section.id, section.position, section.heading, start, len(section.text), None))
    return tuple(found)


def _says_something(line: str) -> bool:
    return bool(_PRINTED.search(line)) or bool(normal_form(line))


def _paragraphs(text: str, found: tuple[Place, ...], title: str | None) -> tuple[Paragraph, ...]:
    printed_title = normal_form(title) if title else None
    paragraphs, offset = [], 0
    ahead = [(place.start, place.start + (place.length or 0), place) for place in found if place.start is not None]
    ahead.reverse()
    for line in text.split("\n"):
        while ahead and ahead[-1][1] <= offset:
            ahead.pop()
        section = ahead[-1][2].id or ahead[-1][2].heading if ahead and ahead[-1][0] <= offset else None
        if _says_something(line) and not (section is None and normal_form(line) == printed_title):
            paragraphs.append(Paragraph(section, line))
        offset += len(line) + 1
    for place in found:
        if place.own_text:
            own = place.own_text.split("\n")
            paragraphs += [Paragraph(place.id or place.heading, line) for line in own if _says_something(line)]
    return tuple(paragraphs)


def _texts(text: str, found: tuple[Place, ...]) -> tuple[str, ...]:
    return (text, *(place.own_text for place in found if place.own_text))


def search_parts(text: str, found: tuple[Place, ...]) -> list[tuple[str | None, str]]:
    """The running text in printed order as (section key or None, heading and text); every character once."""
    parts: list[tuple[str | None, str]] = []
    cursor = 0
    for place in found:
        if place.start is None or place.length is None:
            parts.append((place.id, f"{place.heading}\n{place.own_text or ''}"))
            continue
        between = text[cursor : place.start]
        heading = between.rfind(place.heading) if place.heading else -1
        split = cursor + heading if heading >= 0 else place.start
        end = place.start + place.length
        parts += [(None, text[cursor:split]), (place.id, text[split:end])]
        cursor = end
    parts.append((None, text[cursor:]))
    return [(section, part) for section, part in parts if part.strip()]


def places_of_version(db: Database, version: str) -> tuple[Place, ...]:
    """The sections of a kept version."""
    sql = (
        "SELECT id, position, heading, start, length, own_text FROM section_places WHERE version = ? ORDER BY position"
    )
    return tuple(Place(**place) for place in rows(db, sql, (version,)))


def printed_of(cell: Cell) -> str | None:
    """The printed text of a cell; where the reader gives none, its value in plain digits."""
    if cell.printed is not None:
        return cell.printed
    if isinstance(cell.value, Money):
        return cell.value.raw
    return None if cell.value is None else str(cell.value)


PICTURED = frozenset(("tables_are_images", "read_by_ocr"))
_UNREAD = "tables_are_images"
"""Problems that say that tables are pictures; the second that nothing was recognised in them."""


def content_of_report(report: Report, pictures: tuple[str, ...] | None = None) -> Content:
    """What a reading says. `pictures`: those of its page, where its tables are pictures."""
    cells = {
        key: (cell.state, printed_of(cell) if (printed := cell.printed) is None else printed)
        for cell in reversed(report.cells)
        if cell.state not in _NOT_PRINTED and (key := cell[:3]) in _FORM
    }
    found = places(report)
    return Content(
        title=report.title,
        published_on=report.published_on,
        signed_on=report.signed_on,
        edition=report.edition,
        texts=_texts(report.text, found),
        cells=cells,
        figures=tuple(
            (figure.label, number(figure.value), number(figure.cumulative), figure.unit, figure.sentence)
            for figure in report.legacy_figures
        ),
        pictures=pictures or None,
        unread=any(problem.kind == _UNREAD for problem in report.problems),
        places=found,
    )


def content_of_version(db: Database, version: str) -> Content:
    """What a kept version says."""
    sql = "SELECT title, published_on, signed_on, edition, text, pictures FROM versions WHERE id = ?"
    row = one(db, sql, (version,))
    if row is None:
        raise KeyError(version)
    found = places_of_version(db, version)
    cells = {
        cell[:3]: (cell[5], cell[3]) for cell in kept_cells(db, version, row["edition"]) if cell[5] not in _NOT_PRINTED
    }
    return Content(
        title=row["title"],
        published_on=row["published_on"],
        signed_on=row["signed_on"],
        edition=row["edition"],
        texts=_texts(row["text"], found),
        cells=cells,
        figures=tuple(
            (figure["label"], figure["value"], figure["cumulative"], figure["unit"], figure["sentence"])
            for figure in rows(db, "SELECT * FROM legacy_figures WHERE version = ? ORDER BY position", (version,))
        ),
        pictures=tuple(json.loads(row["pictures"])) if row["pictures"] else None,
        unread=bool(rows(db, "SELECT 1 FROM problems WHERE version = ? AND kind = ? LIMIT 1", (version, _UNREAD))),
        places=found,
    )


def normal_print(printed: str | None) -> str:
    """A cell's print in normal form; null and blank are the same print."""
    return normal_form(printed) if printed else ""


def digest(content: Content) -> str:
    """SHA-256 of a content exactly as printed, hexadecimal; no normal form is in it.

    Rows count by being printed, blanks and figures by their absence: a column that a later form adds, and the figures
    of free-form reports that earlier readers did not read, change no old digest.
    """
    cells = content.cells
    order = _ORDER if cells.keys() <= _FORM else _ordered(cells)
    rows_printed: dict[str, None] = {}
    printed_cells: list[str] = []
    told = cells.get
    for key, row, head in order:
        if found := told(key):
            state, printed = found
            rows_printed[row] = None
            if printed:
                # Most are digits, which stand in JSON as they are.
                shown = f'"{printed}"' if printed.isalnum() else _json(printed)
                printed_cells.append(f'{head},"{state}",{shown}]')
            elif state != "blank":
                printed_cells.append(f'{head},"{state}",{_json(printed)}]')
    form = [
        *map(_json, (content.title, content.published_on, content.signed_on, content.edition, content.texts)),
        _list(rows_printed),
        _list(printed_cells),
        *([_json(content.figures)] if content.figures else []),
    ]
    return hashlib.sha256(_list(form).encode()).hexdigest()


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _ordered(keys: Iterable[CellKey]) -> list[tuple[CellKey, str, str]]:
    """Keys in order, with the JSON of their row and the beginning of that of their cell."""
    return [(key, _json(key[:2]), _json(key).removesuffix("]")) for key in sorted(keys)]


_ORDER = _ordered(_FORM)


def _list(items: Iterable[str]) -> str:
    return f"[{','.join(items)}]"


def _likeness(content: Content) -> tuple[object, ...]:
    return (
        normal_form(content.title or ""),
        content.published_on,
        content.signed_on,
        content.edition,
        [normal_form(paragraph.text) for paragraph in content.paragraphs()],
        {key: (state, normal_print(printed)) for key, (state, printed) in content.cells.items()},
        figure_values(content),
    )


def figure_values(content: Content) -> dict[tuple[str, int, str], str]:
    """(label in normal form, how often it stood before, value or cumulative) → the figure with its unit.

    The sentence is not in it: it is a line of the text, which is compared.
    """
    values: dict[tuple[str, int, str], str] = {}
    seen: Counter[str] = Counter()
    for label, value, cumulative, unit, _ in content.figures:
        name = normal_form(label)
        for column, figure in (("value", value), ("cumulative", cumulative)):
            if figure is not None:
                values[name, seen[name], column] = f"{_digits(figure)}{unit or ''}"
        seen[name] += 1
    return values


def _digits(value: int | float | str) -> str:
    return value if isinstance(value, str) else format(Decimal(repr(value)), "f")


def same(one: Content, other: Content) -> bool:
    """Whether two contents say the same: their normal forms are equal, today's normal form on both sides."""
    return _likeness(one) == _likeness(other) and not other_pictures(one, other)


def shows(kept: Content, look: Content, *, later: bool) -> bool:
    """Whether a look shows what is kept. In a later walk a page, or a file in its place, that prints no date of its own
    any more takes none back: the new template of a site is no change of its reports."""
    if later and look.published_on is None:
        look = replace(look, published_on=kept.published_on)
    return same(kept, look)


def other_pictures(one: Content, other: Content) -> bool:
    """Whether the tables of both are pictures, and other ones."""
    return one.pictures is not None and other.pictures is not None and one.pictures != other.pictures
