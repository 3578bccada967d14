"""What a cell of the form says, in a sentence of each language; how it was read; how it stands among others."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from publish.database import Row
from publish.words import STATE, Words, figure

FEWEST = 10
"""Below so many decided requests a page gives no per cent and no rank."""
NO_NUMBER = ("blank", "slash", "none_word")
NOT_READ = ("unreadable", "ambiguous")
PLACED: dict[str, Words] = {
    "label": ("按所印的行名、列名", "by the printed labels of its row and column"),
    "order": ("按行、列的次序（名称缺失或不清）", "by the order of rows and columns (a label is missing or unclear)"),
    "arithmetic": ("按合计关系", "by the totals of the form"),
    "geometry": ("按版面上的位置", "by its position on the page"),
}
SAID: dict[str, Words] = {
    "blank": ("这一格空白：没有填，不等于 0", "This cell is blank: not filled in, which is not 0"),
    "slash": ("这一格印的是斜线，不等于 0", "A slash is printed here, which is not 0"),
    "none_word": ("这一格印的是“无”，照印，未换成 0", "The word 无 (none) is printed here; it is kept as it is"),
    "unreadable": ("我们未能读出这一格；请看原件，不等于没有填", "We could not read this cell: see the original"),
    "ambiguous": ("我们不能确定哪个数属于这一格", "We could not tell which figure belongs to this cell"),
    "row_not_printed": ("原文没有印这一行", "The report does not print this row"),
    "not_in_form": ("该格式没有这一格", "Its form has no such cell"),
    "table_missing": ("未见该表", "No such table was seen"),
}

SHORT: dict[str, str] = {
    "blank": "空白", "slash": "／", "none_word": "无", "unreadable": "？", "ambiguous": "？", "row_not_printed": "未印",
    "not_in_form": "无此格", "table_missing": "未见该表",
}  # fmt: skip
"""What stands for a cell without a number where there is room for a word."""


def in_short(cell: Row) -> str:
    """The figure as printed, or a word for why there is none: what we could not read is never called blank."""
    text = printed(cell)
    if cell["state"] in NOT_READ:
        return f"{text}？（我们未能读出）" if text else "？（我们未能读出）"
    return text or SHORT.get(cell["state"]) or str(cell["state"])


def place(field: Row) -> Words:
    """Which cell: its group, row and column, in both languages."""
    group = field["group_label"]
    row = f"{group} · {field['row_label']}" if group and group != field["row_label"] else field["row_label"]
    english = f"{field['group_english']}: {field['row_english']}" if group else field["row_english"]
    return f"{row}（{field['column_label']}）", f"{english} ({field['column_english']})"


def printed(cell: Row) -> str:
    """The figure as the document prints it."""
    text = cell["printed"] if cell["printed"] is not None else figure(cell["value"])
    return str(text).strip()


def meaning(cell: Row, field: Row, year: int | None) -> Words:
    """A sentence: what the body reports here; a 0 is what it reports, and a blank is no 0."""
    chinese, english = place(field)
    when = f"{year} 年度，" if year else ""
    if cell["state"] != "number":
        said = SAID.get(cell["state"], STATE.get(cell["state"], (cell["state"], cell["state"])))
    elif cell["value"] == 0:
        said = ("该单位报告为 0（所印就是 0）", "The body reports 0 (0 is printed)")
    else:
        unit = field["unit"] or ""
        text = printed(cell)
        number = text if not unit or text.endswith(unit) else f"{text} {unit}"
        said = (f"该单位报告为 {number}", f"The body reports {number}")
    implied = ("；合计表明此处应为 0", "; the totals imply 0") if cell["implied_zero"] else ("", "")
    year_english = f", report year {year}" if year else ""
    return (
        f"{when}{chinese}：{said[0]}{implied[0]}。",
        f"{english}{year_english}. {said[1]}{implied[1]}.",
    )


@dataclass(frozen=True, slots=True)
class Among:
    """How the peers of a body stand: how many, with what in this cell; `median` None below two numbers, `rank` None
    where the body decided too few requests for one, or has no number."""

    bodies: int
    numbers: int
    blank: int
    not_read: int
    not_printed: int
    not_seen: int
    median: float | None
    rank: int | None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def among(peers: list[Row], own: object, decided: object) -> Among:
    """Count the peers; rows have seen (state of coverage), version, state and value of the cell."""
    seen = [peer for peer in peers if peer["seen"] == "found"]
    values = [peer["value"] for peer in seen if _is_number(peer["value"])]
    states = [peer["state"] for peer in seen if not _is_number(peer["value"])]
    enough = isinstance(decided, int) and decided >= FEWEST and isinstance(own, int | float)
    blank, not_read = (sum(state in kind for state in states) for kind in (NO_NUMBER, NOT_READ))
    return Among(
        bodies=len(peers),
        numbers=len(values),
        blank=blank,
        not_read=not_read,
        not_printed=len(states) - blank - not_read,
        not_seen=sum(peer["seen"] == "not_seen" for peer in peers),
        median=median(values) if len(values) > 1 else None,
        rank=1 + sum(value > own for value in values) if enough and isinstance(own, int | float) else None,
    )


def share(value: object, whole: object) -> str | None:
    """`1/2`, from ten on with a per cent; None where either is no number, or the whole is 0."""
    if not isinstance(value, int) or not isinstance(whole, int) or whole <= 0:
        return None
    return f"{value}/{whole}" + (f" = {value / whole:.1%}" if whole >= FEWEST else "")
