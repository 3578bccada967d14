"""What is to be told of table three as a whole: its headings, its width, rows that are broken or shifted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from parse.label_form import label_form
from parse.problem_kinds import KINDS, problem
from parse.schema import APPLICANT_COLUMNS, EXTRA_COLUMNS, REQUEST_NOTE
from parse.tables.labels import Match, loose, match_applicant, match_request, split_ordinal
from parse.tables.lines import Line
from parse.tables.locate import THREE, Located
from parse.tables.placing import Witnesses
from parse.tables.reading import TableRows, seen_in
from parse.tables.requests_lines import Labelled, names_columns
from parse.tables.requests_rows import COUNT, applicant_key, one_line


def report_headings(headings: Sequence[Line], table: TableRows) -> None:
    reported: set[str] = set()
    note = loose(label_form(REQUEST_NOTE))
    for line in headings:
        for unit in line.printed:
            if "勾稽关系" in unit.form and loose(unit.form) not in note and unit.form not in reported:
                reported.add(unit.form)
                table.problems.append(
                    problem("label_variant", f"Printed note differs from the form: {one_line(unit.text)}", table=THREE,
                            seen=one_line(unit.text), expected=REQUEST_NOTE)
                )  # fmt: skip
            found = match_applicant(unit.form)
            if found and not found[1] and unit.form not in reported:
                reported.add(unit.form)
                table.problems.append(
                    problem("label_variant", f"Printed label differs from the form: {one_line(unit.text)}", table=THREE,
                            column=found[0].key, seen=one_line(unit.text), expected=found[0].label)
                )  # fmt: skip


def report_columns(located: Sequence[Located], headings: Sequence[Line], table: TableRows, given: Witnesses) -> None:
    """Columns that no heading names, and headings of the document's own making."""
    own = dict.fromkeys(seen_in(entry.line) for entry in located if entry.line is not None and names_columns(entry))
    for seen in own:
        text = f"{KINDS['heading_unknown'].english}: {seen}"
        table.problems.append(problem("heading_unknown", text[:200], table=THREE, seen=seen))
    if given.extra:
        own_names = (unit.form for line in headings for unit in line.printed if unit.start in given.extra)
        names = ", ".join(dict.fromkeys(form for form in own_names if form in EXTRA_COLUMNS))
        text = f"The table has columns that the form does not have: {names}"
        table.problems.append(problem("surplus_column", text, table=THREE, seen=names))
    named = {key for line in headings for unit in line.printed if (key := applicant_key(unit.form))}
    lost = [column.label for column in APPLICANT_COLUMNS if column.key not in named]
    if lost and given.fewer is None and any(reading.filled() for reading in table.rows):
        text = f"Columns that no heading names: {', '.join(lost)}"
        table.problems.append(problem("heading_missing", text, table=THREE, seen=", ".join(lost)))


def report_width(labelled: Sequence[Labelled], table: TableRows) -> None:
    """Blank rows with fewer cells than columns: nothing is lost in them, but they are not those of the form."""
    short = [
        item.match.rows[0].key
        for item in labelled
        if item.match is not None and item.match.rows and not any(not unit.blank for unit in item.candidates)
        and sum(unit.end - unit.start for unit in item.candidates) < COUNT
    ]  # fmt: skip
    if short:
        text = f"{len(short)} blank rows have fewer than {COUNT} cells"
        table.problems.append(problem("too_few_cells", text, table=THREE, seen=", ".join(short)[:200],
                                      expected=f"{COUNT} cells"))  # fmt: skip


def report_shift(table: TableRows, witnesses: Witnesses) -> None:
    if witnesses.fewer is not None and table.rows:
        absent = [column for column in APPLICANT_COLUMNS if column.key not in witnesses.fewer[0]]
        table.problems.extend(
            problem("column_missing", f"Column not printed: {column.label}", table=THREE, column=column.key,
                    expected=column.label)
            for column in absent
            if all(cell.value is None for row in table.rows for cell in row.cells if cell.column == column.key)
        )  # fmt: skip
    if witnesses.swapped and witnesses.fewer is not None:
        labels = {column.key: column.label for column in APPLICANT_COLUMNS}
        order = ", ".join(labels[key] for key in witnesses.fewer[0])
        text = f"{KINDS['column_order'].english}: {order}"
        table.problems.append(problem("column_order", text, table=THREE, seen=order))
    if witnesses.heading is None:
        return
    shifted = [
        reading.key
        for reading in table.rows
        if reading.line is not None
        and (columns := tuple([cell.grid_column for cell in reading.cells])) != witnesses.heading
        and None not in columns
    ]
    if shifted:
        table.problems.append(
            problem("unlabelled_shift", f"{len(shifted)} rows do not stand under their headings", table=THREE,
                    seen=", ".join(shifted)[:200])
        )  # fmt: skip


def report_broken(labelled: Sequence[Labelled], table: TableRows) -> None:
    """Rows whose label stands left of where labels of its level stand, and rows whose label goes on below."""
    usual: Counter[tuple[int, int]] = Counter()
    levels: dict[int, int] = {}
    ordinals = [split_ordinal(label_form(item.label))[0] for item in labelled]
    for item, ordinal in zip(labelled, ordinals, strict=True):
        if item.match and ordinal and item.column is not None:
            usual[ordinal.level, item.column] += 1
    for (level, column), _count in usual.most_common():
        levels.setdefault(level, column)
    for item, ordinal in zip(labelled, ordinals, strict=True):
        if not (item.match and item.match.rows and ordinal and item.column is not None):
            continue
        if item.column < levels[ordinal.level] and ordinal.level == 3:
            table.problems.append(
                problem("broken_row", f"The label stands in column {item.column + 1}, not {levels[3] + 1}: "
                        f"{one_line(item.label)}", table=THREE, row=item.match.rows[0].key, seen=seen_in(item.line))
            )  # fmt: skip


def report_groups(lines: Sequence[Line], table: TableRows) -> None:
    reported: set[str] = set()
    looked_at: set[str] = set()
    for line in lines:
        for unit in line.printed:
            if unit.text in looked_at:
                continue
            looked_at.add(unit.text)
            match = None if unit.value or unit.form in reported else match_request(unit.form)
            if match and match.groups and not match.rows and not match.exact and match_is_near(unit.form, match):
                reported.add(unit.form)
                table.problems.append(
                    problem("label_variant", f"Printed label differs from the form: {one_line(unit.text)}", table=THREE,
                            row=match.groups[0].key, seen=one_line(unit.text), expected=match.groups[0].label)
                )  # fmt: skip


def match_is_near(form: str, match: Match) -> bool:
    """Whether a group label is printed whole, not only its end: a label cut by a page break is no variant."""
    return split_ordinal(form)[0] is not None and bool(match.groups)
