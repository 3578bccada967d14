"""A grid row of a statistics form: its label, unit and figures by the columns of its heading, or from left to right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parse.legacy import labels
from parse.legacy.figures import Printed, is_dash, is_number, read_cell, unit_cell
from parse.legacy.panels import Panel
from parse.legacy.rows import Row
from parse.tables.lines import Line, Unit

FOOTER = re.compile(
    r"\A(?:单位|分管|部门|主管|统计)?(?:负责人|领导)[:(签]|\A(?:单位|分管|部门|主管|统计)?(?:负责人|领导)\Z"
    r"|\A(?:填报|填表|制表|审核|审批)(?:人|单位|日期|时间)|联系电话|\A联系人|\A报出日期|盖章|\A注:|\A说明:|\A备注"
)
"""Words of lines that sign or explain the form."""
_COUNTING = frozenset(("甲", "乙", "丙"))


def row_of(line: Line, panel: Panel) -> Row | None:
    """The row that a line prints in a panel, or None where it prints none there."""
    units = [unit for unit in line.units if panel.start <= unit.start < panel.end]
    printed = [unit for unit in units if not unit.blank]
    if not printed or all(unit.from_above for unit in printed) or FOOTER.search(printed[0].form):
        return None
    label = [unit for unit in printed if unit.start < panel.labels_end]
    text = " ".join(text_of(unit) for unit in printed)
    if {unit.form for unit in printed} <= _COUNTING or (label and label[-1].form in _COUNTING):
        return None
    named = _at(units, panel.unit) if panel.unit else None
    values = [_at(units, place) for place in panel.figures]
    shifted = named is not None and not (named.blank or unit_cell(named.text) or is_dash(named.text))
    shifted = shifted or any(value is not None and unit_cell(value.text) for value in values)
    if shifted or not label or is_number(label[-1].text):
        return in_sequence(printed, len(panel.figures), text)
    name, outer = _name(label)
    unit_name = unit_cell(named.text) if named is not None else None
    fault = _fault(printed, {id(unit) for unit in (*label, named) if unit is not None}, values, panel)
    if fault:
        return Row(name, unit_name, None, text, outer, fault)
    read = tuple(_read(value) if value is not None else Printed(None) for value in values)
    heads = unit_name is None and all(one.value is None and one.problem is None for one in read)
    return Row(name, unit_name, read, text, outer, heads=heads)


def _read(unit: Unit) -> Printed:
    if unit.doubtful:
        return Printed(None, None, "cut_figure" if unit.cut else "uncertain_recognition")
    return read_cell(unit.text)


def _name(label: Sequence[Unit]) -> tuple[str, tuple[str, ...]]:
    """The label of a row and the labels that span it; a label whose cell was cut in two is put together again."""
    texts = tuple(text_of(unit) for unit in label)
    whole = "".join(texts)
    return (whole, ()) if len(texts) > 1 and labels.known(whole) else (texts[-1], texts[:-1])


def _fault(printed: Sequence[Unit], used: set[int], values: Sequence[Unit | None], panel: Panel) -> str | None:
    """Why the figures of a row cannot be given to their columns, or None."""
    filled = [value for value in values if value is not None and not value.blank]
    if len({id(value) for value in filled}) < len(filled):
        return "merged_value"
    if filled and None in values:
        return "short_row"  # a cell is missing, and it need not be the last one
    used |= {id(value) for value in filled}
    stray = [unit for unit in printed if id(unit) not in used and is_number(unit.text) and not unit.from_above]
    beside = [unit for unit in stray if any(unit.start < end and unit.end > start for start, end in panel.asides)]
    return "stray_value" if len(stray) > len(beside) else None


def _at(units: Sequence[Unit], place: tuple[int, int]) -> Unit | None:
    covering = [unit for unit in units if unit.start < place[1] and unit.end > place[0]]
    return covering[0] if covering else None


def text_of(unit: Unit) -> str:
    """What a cell prints, its line breaks as blanks."""
    return " ".join(unit.text.split())


def in_sequence(printed: Sequence[Unit], width: int, text: str) -> Row | None:
    """A row whose cells do not stand under the headings: labels, unit, figures from left to right, all of them."""
    at = 0
    while at < len(printed) and not is_number(printed[at].text) and not unit_cell(printed[at].text):
        at += 1
    names, rest = printed[:at], list(printed[at:])
    if not names:
        return Row("", None, None, text, fault="stray_value") if any(is_number(one.text) for one in rest) else None
    unit = unit_cell(rest[0].text) if rest else None
    rest = rest[1:] if unit else rest
    values = tuple(_read(one) for one in rest)
    name, outer = _name(names)
    if not values:
        return Row(name, unit, (Printed(None),) * width, text, outer, heads=unit is None)
    if len(values) != width or any(value.value is None for value in values):
        return Row(name, unit, None, text, outer, "short_row" if len(values) < width else "surplus_value")
    return Row(name, unit, values, text, outer)
