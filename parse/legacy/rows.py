"""Rows of a statistics form, whatever carried them, to figures: keys by label and parent, values by column meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from parse.legacy import labels
from parse.legacy.columns import Meaning, meanings
from parse.legacy.figures import Printed
from parse.legacy.indicators import EXHAUSTIVE
from parse.problem_kinds import KINDS, problem
from parse.report import LegacyFigure, Problem, State

TABLE = "legacy_figures"
"""The table that problems of a statistics form name."""


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row: its label, the labels that span it (outermost first), its unit, a value for each figure column.

    `values` is None where nothing tells which value belongs to which column; `fault` is then a problem kind. A row
    without a label is only a problem. `heads` says that the row has neither unit nor figure, so that it can only be the
    title of what follows.
    """

    label: str
    unit: str | None
    values: tuple[Printed, ...] | None
    printed: str
    outer: tuple[str, ...] = ()
    fault: str | None = None
    heads: bool = False


@dataclass(slots=True)
class StatisticsTable:
    """A statistics form as found: the headings of its figure columns and its rows in printed order.

    `kept` says for each grid (index of document.blocks) which of its rows belong to the form; `paragraphs` are the
    blocks that are nothing but cells of it, where each stands on a line of its own.
    """

    headings: tuple[str, ...]
    rows: list[Row]
    kept: dict[int, frozenset[int]] = field(default_factory=dict)
    paragraphs: range = range(0)

    def keys(self) -> set[str]:
        """The indicators that its labels name without a doubt."""
        return {key for row in self.rows if (key := labels.known(row.label))}


@dataclass(frozen=True, slots=True)
class _Read:
    row: Row
    label: labels.Label
    figure: LegacyFigure


def figures_of(table: StatisticsTable, report_year: int | None) -> tuple[list[LegacyFigure], list[Problem]]:
    """The figures of a statistics form in printed order, and what could not be decided or does not add up."""
    means = meanings(table.headings, report_year) if table.headings else ("value",)
    above: list[labels.Above] = []
    levels = labels.Levels()
    read: list[_Read] = []
    figures: list[LegacyFigure] = []
    problems: list[Problem] = []
    for row in table.rows:
        if not row.label:
            problems.extend(_faults(row, None))
            continue
        own = labels.cut(row.label)
        key = _key(row, above)
        heading = "\n".join(row.outer or levels.under(row.label, heads=row.heads))
        above.append(labels.Above(own, key or labels.group_of(row.label)))
        if row.heads and key is None:
            continue
        figure = _figure(row, key, means, heading)
        read.append(_Read(row, own, figure))
        figures.append(figure)
        figures.extend(_of_other_columns(row, table.headings, means, heading))
        problems.extend(_faults(row, key))
    problems.extend(_totals(read))
    return figures, problems


def _key(row: Row, above: Sequence[labels.Above]) -> str | None:
    key = labels.key_of(row.label, above)
    if key is None and row.outer:  # 行政复议数量 | 其他情形数: the spanning label is the parent
        outer = labels.Above(labels.cut(row.outer[-1]), labels.known(row.outer[-1]) or labels.group_of(row.outer[-1]))
        key = labels.key_of(f"其中:{row.label}", [outer])
    return key


def _figure(row: Row, key: str | None, means: Sequence[Meaning | None], heading: str) -> LegacyFigure:
    found: dict[str, Printed] = {}
    for meaning, printed in zip(means, row.values or (), strict=False):
        if meaning is not None:
            found[meaning] = printed
    value, cumulative = found.get("value"), found.get("cumulative")
    beside = next((one.unit for one in (value, cumulative) if one is not None and one.unit), None)
    return LegacyFigure(
        key,
        row.label,
        value.value if value else None,
        cumulative.value if cumulative else None,
        beside or row.unit,
        row.printed,
        state=_state(row, "value", value, means),
        cumulative_state=_state(row, "cumulative", cumulative, means),
        heading=heading,
    )


def _state(row: Row, meaning: Meaning, printed: Printed | None, means: Sequence[Meaning | None]) -> State | None:
    if row.values is None:
        return "ambiguous" if meaning in means else None
    return printed.state if printed else None


def _of_other_columns(
    row: Row, headings: Sequence[str], means: Sequence[Meaning | None], above: str
) -> Iterator[LegacyFigure]:
    """Figures of columns that are neither the year's nor cumulative (another year, some of the bodies), each under its
    row and column as printed and without a key."""
    for heading, meaning, value in zip(headings, means, row.values or (), strict=False):
        if meaning is None and value.value is not None:
            label = f"{row.label} / {' '.join(heading.split())}"
            yield LegacyFigure(None, label, value.value, None, value.unit or row.unit, row.printed, heading=above)


def _faults(row: Row, key: str | None) -> Iterator[Problem]:
    kinds = [row.fault] if row.fault else []
    units = {value.unit for value in row.values or () if value.unit}
    if row.unit and units - {row.unit}:
        kinds.append("unit_differs")
    kinds += [value.problem for value in row.values or () if value.problem]
    for kind in dict.fromkeys(kinds):
        text = f"{KINDS[kind].english}: {row.label}"
        yield problem(kind, text, table=TABLE, row=key or row.label or None, seen=row.printed[:200])


def _totals(read: Sequence[_Read]) -> Iterator[Problem]:
    """Where a figure's numbered kinds are all there are and all printed, they must add up to it."""
    for index, whole in enumerate(read):
        if whole.figure.key not in EXHAUSTIVE:
            continue
        parts = _parts(whole, read[index + 1 :])
        if len(parts) < 2:
            continue
        for column in ("value", "cumulative"):
            total: Decimal | None = getattr(whole.figure, column)
            addends: list[Decimal | None] = [getattr(part.figure, column) for part in parts]
            if total is None or any(one is None for one in addends):
                continue
            added = sum((one for one in addends if one is not None), Decimal(0))
            if added != total:
                text = f"{whole.row.label}: {' + '.join(str(one) for one in addends)} = {added}, printed {total}"
                yield problem("legacy_total", text, table=TABLE, row=whole.figure.key, column=column,
                              seen=str(total), expected=str(added))  # fmt: skip


def _parts(whole: _Read, following: Sequence[_Read]) -> list[_Read]:
    parts: list[_Read] = []
    level: int | None = None
    for row in following:
        if level is None:
            if row.label.level is None or row.label.number != 1 or row.label.level <= (whole.label.level or 0):
                return []
            level = row.label.level
        if row.label.level is None or row.label.level > level:
            continue  # 其中 of a part
        if row.label.level < level or row.label.number != len(parts) + 1:
            break
        parts.append(row)
    return parts
