"""What differs between two contents, as rows of `changes`: a row a cell, a piece of text, the title, a date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from archive.content import Content, figure_values, normal_print, other_pictures
from archive.normal_form import normal_form
from parse import schema

LEGACY = "legacy_figures"
ORDER = "order"
FORM, CELLS, PICTURE = "table", "cells", "picture"
"""What a change of kind form says of a table that is a picture now, or was one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `kind` is cell, section, title, date or form; old and new are as printed, None where nothing was.

    A cell has its three keys; a figure of a free-form report is a cell of `legacy_figures` with its label as row_key; a
    piece of text has its section as row_key, and ORDER as column_key where it only stands at another place; title, date
    and form name what differs in column_key.
    """

    kind: str
    form_table: str | None
    row_key: str | None
    column_key: str | None
    old: str | None
    new: str | None


def _shown(state: str, printed: str | None) -> str | None:
    return printed if printed or state == "number" else None


def _order(key: tuple[str, str, str]) -> tuple[int, str, str]:
    return [table.key for table in schema.TABLES].index(key[0]), key[1], key[2]


def _cells(old: Content, new: Content) -> list[Difference]:
    differences, unread = _unread(old, new)
    for key in sorted({*old.cells, *new.cells}, key=_order):
        if key[0] in unread:
            continue
        state_old, printed_old = old.cells.get(key, ("row_not_printed", None))
        state_new, printed_new = new.cells.get(key, ("row_not_printed", None))
        if (state_old, normal_print(printed_old)) == (state_new, normal_print(printed_new)):
            continue
        shown = _shown(state_old, printed_old), _shown(state_new, printed_new)
        if shown == (None, None):
            differences.append(Difference("form", *key, state_old, state_new))
        else:
            differences.append(Difference("cell", *key, *shown))
    return differences


def _unread(old: Content, new: Content) -> tuple[list[Difference], set[str]]:
    """Tables that are a picture on one side, in which nothing was recognised: what they say there is not known."""
    before, after = ({key[0] for key in content.cells} for content in (old, new))
    became = sorted(before - after) if new.unread else []
    were = sorted(after - before) if old.unread else []
    found = [Difference("form", table, None, FORM, CELLS, PICTURE) for table in became]
    found += [Difference("form", table, None, FORM, PICTURE, CELLS) for table in were]
    return found, {*became, *were}


def _figures(old: Content, new: Content) -> list[Difference]:
    before, after = figure_values(old), figure_values(new)
    return [
        Difference("cell", LEGACY, name, column, before.get((name, number, column)), after.get((name, number, column)))
        for name, number, column in sorted({*before, *after})
        if before.get((name, number, column)) != after.get((name, number, column))
    ]


def _texts(old: Content, new: Content) -> list[Difference]:
    stood, stands = old.paragraphs(), new.paragraphs()
    before = [normal_form(paragraph.text) for paragraph in stood]
    after = [normal_form(paragraph.text) for paragraph in stands]
    differences = []
    for step, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            continue
        gone, come = stood[i1:i2], stands[j1:j2]
        pairs = (
            [([one], [other]) for one, other in zip(gone, come, strict=True)]
            if len(gone) == len(come)
            else [(list(gone), list(come))]
        )
        for one, other in pairs:
            section = (other or one)[0].section
            differences.append(
                Difference(
                    "section",
                    None,
                    section,
                    None,
                    "\n".join(paragraph.text for paragraph in one) or None,
                    "\n".join(paragraph.text for paragraph in other) or None,
                )
            )
    return _moved(differences)


def _moved(found: list[Difference]) -> list[Difference]:
    """A text that goes at one place and comes at another is one difference, of the order, where it comes."""
    gone: dict[str, list[int]] = {}
    for index, difference in enumerate(found):
        if difference.new is None and difference.old is not None:
            gone.setdefault(normal_form(difference.old), []).append(index)
    merged: dict[int, Difference] = {}
    for index, difference in enumerate(found):
        if difference.old is None and difference.new is not None and (there := gone.get(normal_form(difference.new))):
            first = there.pop(0)
            merged[index] = replace(difference, column_key=ORDER, old=found[first].old)
            merged[first] = merged[index]
    kept = {index for index in merged if found[index].old is None}
    return [merged.get(index, found[index]) for index in range(len(found)) if index not in merged or index in kept]


def differences(old: Content, new: Content) -> list[Difference]:
    """Everything that differs, in the order title, dates, form, cells, text. Empty exactly if they are the same."""
    found = []
    if normal_form(old.title or "") != normal_form(new.title or ""):
        found.append(Difference("title", None, None, "title", old.title, new.title))
    for name in ("published_on", "signed_on"):
        if getattr(old, name) != getattr(new, name):
            found.append(Difference("date", None, None, name, getattr(old, name), getattr(new, name)))
    if other_pictures(old, new):
        shown = ("\n".join(content.pictures or ()) for content in (old, new))
        found.append(Difference("form", None, None, "pictures", *shown))
    if old.edition != new.edition and not (old.unread or new.unread):
        found.append(Difference("form", None, None, "edition", old.edition, new.edition))
    return [*found, *_cells(old, new), *_figures(old, new), *_texts(old, new)]
