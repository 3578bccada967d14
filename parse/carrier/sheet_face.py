"""What a sheet shows where that is not the values of its cells: other texts, and rows and columns out of sight."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import accumulate

from parse.carrier.number_format import hides_text, shown_number
from parse.carrier.workbook_styles import CellStyle

Place = tuple[int, int]
Range = tuple[int, int, int, int]
_SIGNIFICANT = 15


@dataclass(slots=True)
class Face:
    """`texts`: (row, column), from 0 → what the cell shows instead of its value; `styled`: how cells with a text are
    set. `rows` and `columns` (first, last) are out of sight. `unseen`: values that are not shown, `rounded`: values
    that are shown as another number."""

    texts: dict[Place, str] = field(default_factory=dict)
    styled: dict[Place, CellStyle] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    rounded: list[str] = field(default_factory=list)

    def put_number(self, place: Place, stored: str | float, style: CellStyle, *, zeros: bool = True) -> None:
        """Say what a cell with a number shows, where that is not the number; `zeros`: the sheet shows them."""
        try:
            value = Decimal(f"{float(stored):.{_SIGNIFICANT}g}")
        except (ValueError, InvalidOperation, OverflowError):
            return
        if not value.is_finite() or not (style.code or style.mark or not zeros):
            return
        shown = shown_number(value, style.code) if value or zeros else ""
        if shown == "":
            self.unseen.append(str(value))
        elif shown is not None and _differs(shown, value):
            self.rounded.append(f"{_plain(value)} → {shown}")
        plain = style.text(_plain(value) if shown is None else shown)
        if shown is not None or plain != _plain(value):
            self.texts[place] = plain

    def put_texts(self, rows: list[list[str]]) -> None:
        """Change the values of a sheet to what is shown."""
        for (row, column), style in self.styled.items():
            if (row, column) not in self.texts and row < len(rows) and column < len(rows[row]):
                text = rows[row][column]
                rows[row][column] = "" if hides_text(style.code) else style.text(text)
                if text.strip() and not rows[row][column]:
                    self.unseen.append(text.strip())
        for (row, column), shown in self.texts.items():
            while len(rows) <= row:
                rows.append([])
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = shown

    def seen(self, rows: list[list[str]], merged: tuple[Range, ...]) -> tuple[list[list[str]], tuple[Range, ...]]:
        """Rows and merged ranges without what is out of sight; a merged cell shows its text in what is left of it."""
        width = max(map(len, rows), default=0)
        below = [row for row in range(len(rows)) if row not in self.rows]
        beside = self._columns_in_sight(width)
        if len(below) == len(rows) and len(beside) == width:
            return rows, merged
        moved: dict[Place, str] = {}
        ranges: list[Range] = []
        for top, left, bottom, right in merged:
            first, last = bisect_left(below, top), bisect_left(below, bottom + 1)
            start, end = bisect_left(beside, left), bisect_left(beside, right + 1)
            if first >= last or start >= end:
                continue
            if (below[first], beside[start]) != (top, left) and top < len(rows) and left < len(rows[top]):
                moved[below[first], beside[start]] = rows[top][left]
                rows[top][left] = ""
            if (last - first) * (end - start) > 1:
                ranges.append((first, start, last - 1, end - 1))
        for (row, column), text in moved.items():
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = text
        kept_rows, kept_columns = set(below), set(beside)
        self.unseen += [
            text.strip()
            for number, row in enumerate(rows)
            for column, text in enumerate(row)
            if text.strip() and (number not in kept_rows or column not in kept_columns)
        ]
        kept = [[rows[row][column] for column in beside if column < len(rows[row])] for row in below]
        return kept, tuple(ranges)

    def _columns_in_sight(self, width: int) -> list[int]:
        steps = [0] * (width + 1)
        for first, last in self.columns:
            if first <= last and first < width:
                steps[first] += 1
                steps[min(last + 1, width)] -= 1
        return [column for column, hides in enumerate(accumulate(steps[:width])) if not hides]


def _differs(shown: str, value: Decimal) -> bool:
    """Whether a number is shown that is another one."""
    try:
        return Decimal(shown) != value
    except InvalidOperation:
        return False


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
