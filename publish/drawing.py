"""A version's cells laid into the printed form, with the marks of its problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archive.printed_form import EDITIONS, Label, PrintedTable, Slot, printed_tables
from publish.database import Row
from publish.words import NO_TABLE, NOTHING_READ, PLACED_BY, STATE, Words

Key = tuple[str, str]

TOTALS = {"row_total": "total", "group_total": "total"}
"""Checks of a row; the figure they doubt stands in this column."""

BALANCE = ("new_requests", "carried_over", "results_total", "carried_forward")
COLUMN_CHECKS = {"balance": BALANCE, "results_total": ("results_total",)}
"""Checks of a column, and the rows whose figures they compare."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One cell on the page. `marks` are numbers of problems in the list below the tables."""

    text: str
    english: str = ""
    columns: int = 1
    lines: int = 1
    head: bool = False
    is_label: bool = False
    state: str = ""
    explained: str = ""
    marks: tuple[int, ...] = ()
    wrong: bool = False
    changed: Row | None = None
    recognised: bool = False
    """Whether the figure was recognised in a picture, not read from characters."""
    reread: bool = False
    """Whether a later parser of ours read it otherwise; no change of the report."""
    place: Key | None = None
    """Row and column of a value; None of a label, and where the form has the place and the archive no cell."""


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """One table on the page; `missing` says why where no line of it was read."""

    key: str
    title: str
    english: str
    width: int
    missing: Words | None
    lines: tuple[tuple[Drawn, ...], ...]
    strays: tuple[Row, ...] = ()
    marks: tuple[int, ...] = field(default=())


def marked(problem: Row) -> list[Key]:
    """The value places that a problem is about; [] where it is about a label, a table or the text."""
    row, column = problem["row_key"], problem["column_key"]
    if row and column:
        return [(row, column)]
    if row and problem["kind"] in TOTALS:
        return [(row, TOTALS[problem["kind"]])]
    if column and problem["kind"] in COLUMN_CHECKS:
        return [(row_key, column) for row_key in COLUMN_CHECKS[problem["kind"]]]
    return []


def _edition_of(edition: str | None, table: str, cells: Iterable[Row]) -> PrintedTable | None:
    """The form that a table is drawn in: that of the report, or the one that holds most of its cells."""
    forms = [form for each in EDITIONS for form in printed_tables(each) if form.key == table]
    if edition in EDITIONS:
        return forms[EDITIONS.index(edition)]
    present = {(cell["row_key"], cell["column_key"]) for cell in cells}
    if not present:
        return None
    return max(forms, key=lambda form: len(present & {(slot.row, slot.column) for slot in form.slots()}))


def _same(printed: str, said: str | None) -> bool:
    """Whether a change led to what is printed here."""
    return "".join(printed.split()) == "".join((said or "").split())


def newest_changes(changes: Iterable[Row], version: str, last_seen: str) -> list[Row]:
    """Of `changes` of a report (newest first) the last of each cell up to a version that was last seen then; those that
    this version brought before others."""
    found: dict[tuple[str, str, str], Row] = {}
    for change in sorted(changes, key=lambda change: change["version"] != version):
        if change["kind"] == "cell" and (change["first_seen_new"] or "") <= last_seen:
            found.setdefault((change["form_table"], change["row_key"], change["column_key"]), change)
    return list(found.values())


def _value(
    slot: Slot, cell: Row | None, marks: tuple[int, ...], wrong: bool, changed: Row | None, reread: bool
) -> Drawn:
    if cell is None:
        return Drawn("", columns=slot.columns, state="not_in_form", explained=" / ".join(STATE["not_in_form"]))
    state = cell["state"]
    printed = cell["printed"] if cell["printed"] is not None else cell["value"]
    text = "" if printed is None else str(printed).strip()
    notes = [" / ".join(STATE[state])] if state in STATE else []
    if cell["implied_zero"]:
        notes.append("合计表明此处应为 0 / the totals imply 0 here")
    if cell["placed_by"] in PLACED_BY:
        notes.append(" / ".join(PLACED_BY[cell["placed_by"]]))
    sure = cell["confidence"]
    if sure is not None:
        notes.append(f"由图像识别，把握 {sure:.0%} / recognised in a picture, {sure:.0%} sure")
    if reread:
        notes.append("我们改正过这一格的读数，原文未变 / we corrected our reading; the report did not change")
    return Drawn(
        text, columns=slot.columns, state=state, explained="；".join(notes), marks=marks, wrong=wrong,
        changed=changed if changed and _same(text, changed["new"]) else None, recognised=sure is not None,
        reread=reread, place=(slot.row, slot.column),
    )  # fmt: skip


def _why_missing(table: str, cells: Iterable[Row], problems: Iterable[Row]) -> Words | None:
    """Why no line of a table was read; None where one was. That the document lacks it is said only where that is a
    problem of the document."""
    if any(cell["state"] not in ("table_missing", "not_in_form") for cell in cells):
        return None
    told = {problem["kind"] for problem in problems if problem["form_table"] in (None, table)}
    return next((words for kind, words in NO_TABLE.items() if kind in told), NOTHING_READ)


def draw(
    table: str,
    edition: str | None,
    cells: list[Row],
    problems: Mapping[int, Row],
    changes: Iterable[Row],
    rereadings: Iterable[Row] = (),
) -> DrawnTable | None:
    """One national table of a version; None where nothing says in which form (a free-form report).

    `cells` are rows of cells_long of this table; `problems` are rows of problems by their number on the page; `changes`
    are those to mark, at most one a cell (a cell that says something else than its change is left unmarked);
    `rereadings` are rows of rereadings of this version.
    """
    form = _edition_of(edition, table, cells)
    if form is None:
        return None
    here = {number: problem for number, problem in problems.items() if problem["form_table"] == table}
    marks: dict[Key, list[int]] = {}
    wrong: set[Key] = set()
    for number, problem in here.items():
        for key in marked(problem) if problem["severity"] != "info" or problem["column_key"] else []:
            marks.setdefault(key, []).append(number)
            if problem["origin"] == "source" and problem["severity"] == "error":
                wrong.add(key)
    row_marks = {
        problem["row_key"]: number
        for number, problem in here.items()
        if problem["row_key"] and not marked(problem) and problem["severity"] != "info"
    }
    changed = {(change["row_key"], change["column_key"]): change for change in changes if change["form_table"] == table}
    reread = {(again["row_key"], again["column_key"]) for again in rereadings if again["form_table"] == table}
    known = {(cell["row_key"], cell["column_key"]): cell for cell in cells}
    lines = []
    for line in form.lines:
        drawn = []
        row = next((part.row for part in line if isinstance(part, Slot)), None)
        labels = [part for part in line if isinstance(part, Label)]
        for part in line:
            if isinstance(part, Label):
                noted = (row_marks[row],) if row in row_marks and part is labels[-1] else ()
                drawn.append(Drawn(part.text, part.english, part.columns, part.lines, part.head, True, marks=noted))
            else:
                key = (part.row, part.column)
                told = tuple(marks.get(key, ()))
                drawn.append(_value(part, known.get(key), told, key in wrong, changed.get(key), key in reread))
        lines.append(tuple(drawn))
    places = {(slot.row, slot.column) for slot in form.slots()}
    return DrawnTable(
        table,
        form.title,
        form.english,
        form.width,
        _why_missing(table, cells, problems.values()),
        tuple(lines),
        tuple(cell for key, cell in known.items() if key not in places),
        tuple(number for number, problem in here.items() if not problem["row_key"] and not problem["column_key"]),
    )
