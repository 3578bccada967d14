"""What of a Word file is not printed, taken out beforehand: hidden text, and prompts of fields nobody filled in.

Source: ECMA-376 part 1, 17.3.2.41 (vanish), 17.3.2.6 (color), 17.5.2.39 (showingPlcHdr), 17.7.2 (style hierarchy).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.etree
from docx.document import Document as WordDocument

from parse.carrier.docx_text import MARK, W, is_set
from parse.problem_kinds import KINDS, problem
from parse.report import Problem

_DIGIT = re.compile("[0-9０-９]")
_WHITE = re.compile(r"[Ff]{6}\Z")
_PAPER = frozenset(("", "auto", "none", "white", "ffffff"))
_NO_PATTERN = frozenset(("", "clear", "nil"))
_SMALLEST = 2
"""Half points: characters of one point and less are no print."""
_DEEPEST = 12
"""Styles that a style is based on."""
_LONGEST = 200

Look = tuple[bool | None, bool | None]
"""Whether text is hidden, whether it is white; None where nothing is said."""


def take_out_unseen(word: WordDocument) -> list[Problem]:
    """Change the tree of the body; what was taken out is told. White text on no ground keeps its place, with a mark."""
    body = word.element.body
    looks = _Looks(word)
    unseen: list[str] = []
    for run in body.iter(f"{W}r"):
        hidden, white = looks.of(run)
        if hidden:
            unseen += _empty(run)
        elif white and not _on_ground(run):
            run.set(MARK, "pale")
    prompts = [prompt for field in body.iter(f"{W}sdt") for prompt in _prompt(field)]
    told = []
    if text := "".join(unseen).strip():
        told.append(problem("hidden_text", "The Word file holds hidden text; it was left out.", seen=text[:_LONGEST]))
    if prompts:
        seen = "; ".join(prompts)[:_LONGEST]
        told.append(problem("placeholder_text", KINDS["placeholder_text"].english, seen=seen))
    return told


def _empty(element: lxml.etree._Element) -> Iterator[str]:
    for text in element.iter(f"{W}t"):
        if text.text:
            yield text.text
        text.text = ""


def _prompt(field: lxml.etree._Element) -> Iterator[str]:
    """Empty a field that shows its prompt, where that holds a figure; words are no value and stay."""
    if not is_set(field.find(f"{W}sdtPr/{W}showingPlcHdr")):
        return
    content = field.find(f"{W}sdtContent")
    if content is None or next(content.iter(f"{W}tr"), None) is not None:
        return
    if _DIGIT.search("".join(text.text or "" for text in content.iter(f"{W}t"))):
        yield "".join(_empty(content)).strip()


class _Looks:
    """What styles say, each looked up once."""

    def __init__(self, word: WordDocument) -> None:
        self._styles = {style.get(f"{W}styleId"): style for style in word.styles.element.iter(f"{W}style")}
        self._kept: dict[str | None, Look] = {None: (None, None)}

    def of(self, run: lxml.etree._Element) -> Look:
        """What the run says itself, else its style, else that of its paragraph."""
        properties = run.find(f"{W}rPr")
        hidden, white = _look(properties)
        if hidden is not None and white is not None:
            return hidden, white
        named = properties.find(f"{W}rStyle") if properties is not None else None
        paragraph = next(run.iterancestors(f"{W}p"), None)
        around = paragraph.find(f"{W}pPr/{W}pStyle") if paragraph is not None else None
        for style in (named, around):
            if style is not None:
                by_style = self._by_style(style.get(f"{W}val"), 0)
                hidden = by_style[0] if hidden is None else hidden
                white = by_style[1] if white is None else white
        return hidden, white

    def _by_style(self, name: str | None, depth: int) -> Look:
        if name not in self._kept:
            self._kept[name] = (None, None)  # styles that are based on each other end here
            style = self._styles.get(name)
            if style is not None and depth < _DEEPEST:
                hidden, white = _look(style.find(f"{W}rPr"))
                base = style.find(f"{W}basedOn")
                below = self._by_style(base.get(f"{W}val"), depth + 1) if base is not None else (None, None)
                self._kept[name] = (below[0] if hidden is None else hidden, below[1] if white is None else white)
        return self._kept[name]


def _look(properties: lxml.etree._Element | None) -> Look:
    if properties is None:
        return None, None
    vanish, color, size = (properties.find(f"{W}{name}") for name in ("vanish", "color", "sz"))
    hidden = None if vanish is None else is_set(vanish)
    height = (size.get(f"{W}val") or "").strip() if size is not None else ""
    if height.isascii() and height.isdigit() and int(height[:6]) <= _SMALLEST:
        hidden = True
    return hidden, None if color is None else bool(_WHITE.match(color.get(f"{W}val") or ""))


def _on_ground(run: lxml.etree._Element) -> bool:
    """Whether the run, its paragraph, cell or table says that it stands on another colour than that of paper."""
    highlight = run.find(f"{W}rPr/{W}highlight")
    if highlight is not None and (highlight.get(f"{W}val") or "") not in _PAPER:
        return True
    if _is_ground(run.find(f"{W}rPr/{W}shd")):
        return True
    holders = {f"{W}p": "pPr", f"{W}tc": "tcPr", f"{W}tbl": "tblPr"}
    return any(_is_ground(element.find(f"{W}{holders[element.tag]}/{W}shd")) for element in run.iterancestors(*holders))


def _is_ground(shading: lxml.etree._Element | None) -> bool:
    if shading is None:
        return False
    fill, pattern = (shading.get(f"{W}{name}") or "" for name in ("fill", "val"))
    return fill.lower() not in _PAPER or pattern not in _NO_PATTERN
