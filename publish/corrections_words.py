"""What a corrected reading is about, in both languages."""

from __future__ import annotations

from archive.printed_form import section_names
from publish.database import Row
from publish.words import STATE, Words

_WHOLE: dict[str, Words] = {
    "report": ("属于哪一份年报", "which report it belongs to"),
    "verdict": ("是不是年报", "whether it is a report"),
    "title": ("标题", "title"),
    "published_on": ("网页所载日期", "date on the page"),
    "signed_on": ("落款日期", "date of the signature"),
    "edition": ("格式", "form"),
}


def reading_place(row: Row) -> Words:
    """The cell, the part of the text, or what of the whole report was read otherwise."""
    if row["row_label"]:
        return f"{row['row_label']}（{row['column_label']}）", f"{row['row_key']}, {row['column_key']}"
    if row["form_table"]:
        return " ".join(filter(None, (row["row_key"], row["column_key"]))) or row["form_table"], row["form_table"]
    if row["row_key"]:
        return section_names().get(row["row_key"], (row["row_key"], row["row_key"]))
    return _WHOLE.get(row["column_key"] or "", (row["column_key"] or "读取", row["column_key"] or "reading"))


def shown(text: str | None) -> str:
    """One side of a corrected reading; states of cells in words."""
    if text is None:
        return "无 none"
    return STATE[text][0] if text in STATE else text[:200] or "空白 blank"
