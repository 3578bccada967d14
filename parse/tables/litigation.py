"""Table four: reconsideration and litigation, five outcomes for each of three groups, in one row or in three."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parse.label_form import label_form
from parse.problem_kinds import KINDS, problem
from parse.schema import LITIGATION_GROUPS, OUTCOME_COLUMNS, Column, Group
from parse.tables.headings import cycle_broken, empty_columns, extra_columns, label_end, label_starts, width
from parse.tables.labels import litigation_groups, match_outcome
from parse.tables.lines import Line, Unit
from parse.tables.litigation_columns import Places, cells_below, columns_of, group_named, read_vertical
from parse.tables.litigation_totals import may_be_a_column_off, only_reading
from parse.tables.locate import FOUR, Located
from parse.tables.placing import Placement, Witnesses, place
from parse.tables.reading import RowReading, TableRows, read_row, seen_in, undecided_row

_FIVE = len(OUTCOME_COLUMNS)
_ALL: tuple[tuple[Group, Column], ...] = tuple(
    (group, column) for group in LITIGATION_GROUPS for column in OUTCOME_COLUMNS
)
_KEYS = tuple(column.key for _, column in _ALL)
_GROUP_ORDER = {"行政复议": 1, "行政诉讼": 2}


@dataclass(slots=True)
class _Frame:
    """The heading lines of one grid, and the group that a caption above it names."""

    headings: list[Line] = field(default_factory=list)
    cut: tuple[Line, ...] = ()
    """Heading lines of the grids before."""
    group: Group | None = None
    part: list[Line] = field(default_factory=list)
    """Those of its heading lines that stand behind the last values: what the next values are for."""
    closed: bool = False
    """Whether values stand below `part`."""
    places: Places | None = None
    """What the columns below `part` are for, once it was asked."""

    def head(self, line: Line) -> None:
        if self.closed:
            self.part, self.closed = [], False
        self.part.append(line)
        self.headings.append(line)
        self.places = None

    def columns(self) -> Places:
        """What the columns are for; empty where they are those of the form, in its order."""
        if self.places is None:
            places = columns_of(self.part)
            named = tuple((group, column) for _, (group, column) in sorted(places.items()))
            self.places = {} if named == _ALL else places
        return self.places

    def groups(self) -> list[Group]:
        named = [group for line in self.headings for unit in line.printed for group in litigation_groups(unit.form)]
        review = any(unit.form == "行政复议" for line in self.headings for unit in line.printed)
        return ([LITIGATION_GROUPS[0]] if review else []) + [group for group in named if group.key != "review"]

    def outcomes(self) -> int:
        return sum(1 for line in self.headings for unit in line.printed if match_outcome(unit.form))


def read_litigation(located: Sequence[Located]) -> TableRows:
    """Read the lines of table four. A heading without a row of values gives three rows of nulls and `no_data_row`."""
    table = TableRows()
    table.found = any(entry.role in ("heading", "row") or _is_whole(entry) for entry in located)
    if not table.found:
        return table
    vertical = read_vertical(located, table)
    frames: dict[int, _Frame] = {}
    caption: Group | None = None
    last: _Frame | None = None
    blank: tuple[Line, _Frame] | None = None
    for entry in located:
        if entry.role == "caption":
            named = _caption_group(entry.caption)
            caption = named if named else caption
            continue
        if entry.line is None:
            continue
        table.taken.add(entry.block)
        if entry.line.grid in vertical:
            continue
        before = tuple(line for frame in frames.values() for line in frame.headings) if len(frames) < 4 else ()
        frame = frames.setdefault(entry.line.grid, _Frame(cut=before, group=caption))
        if (
            frame.part
            and (entry.role != "heading" or len(entry.line.printed) == 1)
            and _read_below(entry.line, frame, table)
        ):
            frame.closed = True
        elif not entry.line.printed:
            if frame.headings and not any(unit.from_above for unit in entry.line.units):
                blank = blank or (entry.line, frame)
        elif entry.role == "heading" or (entry.role == "other" and not any(unit.value for unit in entry.line.printed)):
            frame.head(entry.line)
            last = frame
        elif not frame.headings and last is not None and frame is not last:  # the row of values is a grid of its own
            _read_line(entry.line, _Frame(last.headings, last.cut, frame.group or last.group), table)
        else:
            _read_line(entry.line, frame, table)
            frame.closed = True
    if not vertical:
        _report_columns(frames, table)
    if blank is not None and _is_of_another_table(blank, frames, table):
        _undecided(table, blank[0])  # table four of two reports, one of them blank: whose numbers are these
    if not table.rows and blank is not None:
        _read_fifteen(blank[0], blank[0].units, blank[1], table)
    if not table.rows:
        rows = [undecided_row(FOUR, group.key, OUTCOME_COLUMNS, "row_not_printed", None) for group in LITIGATION_GROUPS]
        table.rows.extend(rows)
        table.problems.append(problem("no_data_row", "Table four has a heading but no row of values", table=FOUR))
    return table


def _report_columns(frames: dict[int, _Frame], table: TableRows) -> None:
    """A heading that reaches beyond its last label, and values that no heading names."""
    headings = [line for frame in frames.values() for line in frame.headings]
    for frame in frames.values():
        end = label_end(frame.headings, _outcome_key)
        if frame.outcomes() and width(frame.headings) > end:
            text = f"The heading has {width(frame.headings) - end} more columns than labels"
            table.problems.append(problem("surplus_column", text, table=FOUR, seen=str(width(frame.headings)),
                                          expected=str(end)))  # fmt: skip
    named = {key for line in headings for unit in line.printed if (key := _outcome_key(unit.form))}
    lost = [column.label for column in OUTCOME_COLUMNS if column.key not in named]
    if lost and any(row.filled() for row in table.rows):
        text = f"Columns that no heading names: {', '.join(lost)}"
        table.problems.append(problem("heading_missing", text, table=FOUR, seen=", ".join(lost)))


def _is_whole(entry: Located) -> bool:
    """Whether a line below the title of section four holds fifteen numbers: its heading was torn to shreds."""
    return entry.role == "values" and entry.line is not None and len(entry.line.printed) == len(_ALL)


def _caption_group(caption: str) -> Group | None:
    groups = litigation_groups(label_form(caption))
    return groups[0] if len(groups) == 1 else None


def _read_line(line: Line, frame: _Frame, table: TableRows) -> None:
    own = [group for unit in line.printed if not unit.value for group in litigation_groups(unit.form)]
    candidates = _behind_labels(line)
    if len(set(own)) > 1 or (own and any(match_outcome(unit.form) for unit in line.printed)):
        numbers = " ".join(unit.text.strip() for unit in line.printed if unit.value)  # a heading with a number in it
        table.problems.append(
            problem("stray_value", f"A number in the heading of table four: {numbers}", table=FOUR, seen=numbers[:200])
        )
        return
    if own:
        _read_group(line, own[0], candidates, frame, table)
        return
    named = frame.groups() or ([frame.group] if frame.group else [])
    if frame.outcomes() == _FIVE and len(named) == 1:
        _read_group(line, named[0], candidates, frame, table)
        return
    if not any(any(char.isdigit() for char in unit.text) for unit in line.printed) and len(candidates) < len(_ALL):
        return
    if not table.rows:
        _read_fifteen(line, candidates, frame, table)
        return
    rows = _fifteen(line, candidates, frame)
    stray = line
    if _is_read(rows) and not _is_read(table.rows) and table.rows[0].line is not None:
        stray, table.rows = table.rows[0].line, rows
    elif [row.printed() for row in rows] == [row.printed() for row in table.rows]:
        return
    elif _is_read(rows):
        _undecided(table, line)
        return
    table.problems.append(
        problem("stray_value", f"A further line of values in table four: {seen_in(stray)}", table=FOUR,
                seen=seen_in(stray))
    )  # fmt: skip


def _read_below(line: Line, frame: _Frame, table: TableRows) -> bool:
    """Read a row whose headings name its columns in an order of their own, each cell below its heading."""
    labels = [unit for unit in line.printed if not unit.value]
    behind = line.units[line.units.index(labels[-1]) + 1 :] if labels else line.units
    own = group_named(labels[-1].form) if labels else None
    if bool(labels) != bool(own):
        return False
    places = frame.columns()
    if not places or (own and any(group for group, _ in places.values())):
        return False
    cells = cells_below(behind, places, width(frame.part))
    alone = own or frame.group
    if not cells or not all(group or alone for group, _ in places.values()):
        return False
    units = {((group or alone), outcome.key): cells[column] for column, (group, outcome) in places.items()}
    fault = "ambiguous" if _may_be_a_column_off(cells, places) else None
    for group in LITIGATION_GROUPS:
        if (group, OUTCOME_COLUMNS[0].key) in units:
            five = tuple(units[group, outcome.key] for outcome in OUTCOME_COLUMNS)
            part = Placement(fault=fault) if fault else Placement(five, placed_by="label")
            table.rows.append(read_row(FOUR, group.key, OUTCOME_COLUMNS, part, line))
    return True


def _may_be_a_column_off(cells: Mapping[int, Unit], places: Places) -> bool:
    """Whether a row in an order of its own may stand a column off; asked where its groups have one order."""
    columns = sorted(places)
    order = [places[column][1].key for column in columns]
    named = [places[column][0] for column in columns]
    if order != order[:_FIVE] * (len(order) // _FIVE) or named != sorted(named, key=named.index):
        return False
    total = order.index(OUTCOME_COLUMNS[-1].key)
    return may_be_a_column_off([cells[column] for column in columns], total)


def _is_of_another_table(blank: tuple[Line, _Frame], frames: dict[int, _Frame], table: TableRows) -> bool:
    """Whether the blank row and the rows that were read stand in different grids, each below a whole heading."""
    read_from = {row.line.grid for row in table.rows if row.line is not None} - {blank[0].grid}
    headed = any(_is_whole_heading(frames[grid]) for grid in read_from if grid in frames)
    return headed and _is_whole_heading(blank[1])


def _is_whole_heading(frame: _Frame) -> bool:
    return frame.outcomes() >= len(_ALL)


def _undecided(table: TableRows, line: Line) -> None:
    """Two lines of values that differ decide nothing."""
    text = f"{KINDS['row_repeated'].english}: {seen_in(line)}"
    table.problems.append(problem("row_repeated", text[:200], table=FOUR, seen=seen_in(line)))
    table.rows = [undecided_row(FOUR, row.key, OUTCOME_COLUMNS, "ambiguous", None) for row in table.rows]


def _is_read(rows: Sequence[RowReading]) -> bool:
    return any(cell.value is not None for row in rows for cell in row.cells)


def _behind_labels(line: Line) -> tuple[Unit, ...]:
    at = 0
    for index, unit in enumerate(line.units):
        if unit.value:
            break
        if not unit.blank and not any(char.isdigit() for char in unit.text) and len(unit.form) > 1:
            at = index + 1
    return line.units[at:]


def _witnesses(frame: _Frame, keys: Sequence[str], line: Line) -> Witnesses:
    witnesses = Witnesses(heading=label_starts(frame.headings, keys, _outcome_key))
    further = None
    if witnesses.heading is None and keys == _KEYS:  # a total of all litigation behind the form's columns
        further = label_starts(frame.headings, (*_KEYS, OUTCOME_COLUMNS[-1].key), _outcome_key)
        witnesses.heading = further[:-1] if further else None
    if witnesses.heading is None and frame.cut:  # the heading lines themselves are cut by a page break
        witnesses.heading = label_starts([*frame.cut, *frame.headings], keys, _outcome_key)
    witnesses.swapped = _in_other_order(frame.headings or frame.cut)
    witnesses.heading_end = label_end(frame.headings, _outcome_key) if witnesses.heading else 0
    witnesses.extra = extra_columns(frame.headings, witnesses.heading)
    if further:
        witnesses.heading_end = further[-1]
    if any(heading.grid == line.grid for heading in frame.headings):
        witnesses.widths[line.grid] = width(frame.headings)
        if line.spans_known and len(line.units) and witnesses.heading:
            witnesses.row_ends[line.grid, witnesses.heading[0]] = width(frame.headings)
        witnesses.empty_columns[line.grid] = empty_columns([*frame.headings, line])
    return witnesses


def _in_other_order(headings: Sequence[Line]) -> bool:
    """Whether a heading line names outcomes or groups in another order than the form."""
    if cycle_broken(headings, tuple(column.key for column in OUTCOME_COLUMNS), _outcome_key):
        return True
    for line in headings:
        named = [_GROUP_ORDER[unit.form] for unit in line.printed if unit.form in _GROUP_ORDER]
        named += [
            1 + LITIGATION_GROUPS.index(group)
            for unit in line.printed
            if unit.form not in _GROUP_ORDER
            for group in litigation_groups(unit.form)
        ]
        if named != sorted(named):
            return True
    return False


def _outcome_key(form: str) -> str | None:
    column = match_outcome(form)
    return column.key if column else None


def _placed(line: Line, candidates: Sequence[Unit], frame: _Frame, keys: Sequence[str]) -> Placement:
    """The cells of a row in the columns `keys`; nothing where a column without a heading leaves two readings."""
    placement = place(candidates, len(keys), _witnesses(frame, keys, line), line.grid)
    if placement.fault is not None:
        return placement
    unlabelled = (
        line.spans_known
        and len(candidates) > len(keys)
        and width(frame.headings) > label_end(frame.headings, _outcome_key)
    )
    if may_be_a_column_off(placement.units) or (unlabelled and not only_reading(candidates, placement.units)):
        return Placement(fault="ambiguous")
    return placement


def _read_group(line: Line, group: Group, candidates: Sequence[Unit], frame: _Frame, table: TableRows) -> None:
    keys = tuple(column.key for column in OUTCOME_COLUMNS)
    placement = _placed(line, candidates, frame, keys)
    table.rows.append(read_row(FOUR, group.key, OUTCOME_COLUMNS, placement, line))


def _read_fifteen(line: Line, candidates: Sequence[Unit], frame: _Frame, table: TableRows) -> None:
    table.rows.extend(_fifteen(line, candidates, frame))


def _fifteen(line: Line, candidates: Sequence[Unit], frame: _Frame) -> list[RowReading]:
    rows: list[RowReading] = []
    placement = _placed(line, candidates, frame, _KEYS)
    for number, group in enumerate(LITIGATION_GROUPS):
        if placement.fault is None:
            units = placement.units[number * _FIVE : (number + 1) * _FIVE]
            surplus = placement.surplus if group is LITIGATION_GROUPS[-1] else ()
            part = Placement(units, surplus, placement.placed_by)
        else:
            part = placement
        reading = read_row(FOUR, group.key, OUTCOME_COLUMNS, part, line)
        if placement.fault is not None and number:
            reading.problems.clear()  # one line, one problem
        rows.append(reading)
    return rows
