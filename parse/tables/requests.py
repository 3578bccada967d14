"""Table three: requests received and handled, a row by its label, seven values by kind of applicant."""

from __future__ import annotations

from collections.abc import Sequence

from parse.problem_kinds import problem
from parse.tables.locate import THREE, Located
from parse.tables.reading import RowReading, TableRows, seen_in
from parse.tables.requests_lines import labelled_lines
from parse.tables.requests_notes import (
    report_broken,
    report_columns,
    report_groups,
    report_headings,
    report_shift,
    report_width,
)
from parse.tables.requests_order import SUBROWS, place_unlabelled
from parse.tables.requests_rows import read_labelled, request_witnesses


def read_requests(located: Sequence[Located], edition: str | None) -> TableRows:
    """Read the lines of table three; `edition` is that of table two, or None."""
    table = TableRows()
    lines = [entry.line for entry in located if entry.line is not None and entry.role in ("row", "values", "other")]
    headings = [entry.line for entry in located if entry.line is not None and entry.role == "heading"]
    own = any("勾稽关系" in unit.form or unit.form == "申请人情况" for line in headings for unit in line.printed)
    table.found = own or any(entry.role == "row" for entry in located)
    if not table.found:
        return table
    labelled = list(labelled_lines(located))
    witnesses = request_witnesses(headings, lines, labelled)
    sequence = [read_labelled(item, witnesses) for item in labelled]
    place_unlabelled(sequence, labelled, witnesses, edition, table)
    _collect(sequence, table)
    report_headings(headings, table)
    report_columns(located, headings, table, witnesses)
    report_width(labelled, table)
    report_shift(table, witnesses)
    report_broken(labelled, table)
    report_groups(lines, table)
    table.taken.update(entry.block for entry in located if entry.line is not None)
    return table


def _collect(sequence: Sequence[RowReading | None], table: TableRows) -> None:
    found = {reading.key for reading in sequence if reading is not None}
    for reading in sequence:
        if reading is None:
            continue
        if reading.tentative and found & SUBROWS:  # (六)其他处理 is the group line above its sub-items
            if reading.line is not None and (reading.filled() or reading.problems):
                seen = seen_in(reading.line)
                table.problems.append(problem("unknown_label", f"Values beside the label of a group: {seen}",
                                              table=THREE, row="other", seen=seen))  # fmt: skip
            continue
        table.rows.append(reading)
