"""The fields of a Word paragraph: what is printed is their last result; one that was never computed is no blank.

Source: ECMA-376 part 1, 17.16.2 (structure of fields), 17.16.5 (their kinds), 17.16.17 (drop-down lists of forms).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import lxml.etree

_VALUES = frozenset(
    (
        "MERGEFIELD",
        "REF",
        "DOCPROPERTY",
        "DOCVARIABLE",
        "QUOTE",
        "SEQ",
        "IF",
        "LINK",
        "DDE",
        "DDEAUTO",
        "EQ",
        "DATABASE",
    )
)
"""Fields that print what a person reads as content; others number pages, link or mark."""
_LONGEST = 80
Part = tuple[str, str | None]
"""A piece of text, and how it is set."""


def unprinted(instruction: str, element: lxml.etree._Element) -> str:
    """What stands in a table cell for a field without a result: its instruction in braces, or nothing for a field that
    prints none. Outside of tables it is nothing: no figure is missed there."""
    told = " ".join(instruction.split())
    kind = told.partition(" ")[0].upper()
    if not (kind.startswith("=") or kind in _VALUES) or next(element.iterancestors("{*}tc"), None) is None:
        return ""
    return f"{{{told[:_LONGEST]}}}"


@dataclass(slots=True)
class _Field:
    instruction: list[str] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)
    chosen: str = ""
    has_result: bool = False
    printed: bool = False


class Fields:
    """The fields that are open at a place of a paragraph. `parts`: what is printed in it so far; changed in place."""

    def __init__(self, parts: list[Part]) -> None:
        self._parts = parts
        self._open: list[_Field] = []

    def text(self, text: str, mark: str | None) -> None:
        """Print a text, unless it is part of an instruction."""
        for outer in self._open:
            if not outer.has_result:
                outer.inside.append(len(self._parts))
            elif text:
                outer.printed = True
        self._parts.append((text, mark))

    def instruction(self, text: str) -> None:
        """Take a piece of the instruction of the innermost field."""
        if self._open and not self._open[-1].has_result:
            self._open[-1].instruction.append(text)

    def sign(self, kind: str, element: lxml.etree._Element) -> None:
        """Take the sign that begins, divides or ends a field. One without an end in its paragraph hides nothing."""
        if kind == "begin":
            self._open.append(_Field(chosen=_chosen(element)))
        elif kind == "separate" and self._open:
            self._open[-1].has_result = True
            self._take_back(self._open[-1])
        elif kind == "end" and self._open:
            ended = self._open.pop()
            self._take_back(ended)
            if not ended.printed:
                self.text(ended.chosen or unprinted("".join(ended.instruction), element), None)

    def _take_back(self, ended: _Field) -> None:
        for at in ended.inside:
            self._parts[at] = ("", None)
        ended.inside.clear()


def _chosen(begin: lxml.etree._Element) -> str:
    """What a drop-down list of a form shows: the entry that was chosen, else the first."""
    listed = begin.find("{*}ffData/{*}ddList")
    if listed is None:
        return ""

    entries = [_value(entry) for entry in listed.iterfind("{*}listEntry")]
    said = (found for name in ("result", "default") if (found := listed.find(f"{{*}}{name}")) is not None)
    number = next(map(_value, said), "0")
    return entries[int(number)] if number.isascii() and number.isdigit() and int(number) < len(entries) else ""


def _value(element: lxml.etree._Element) -> str:
    return next((str(text) for name, text in element.attrib.items() if str(name).endswith("}val")), "")
