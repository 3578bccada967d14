"""Printed labels of a statistics form to indicators: by their words, and by what they stand under where words are not
enough. A label that we do not know has no key; nothing is taken for its neighbour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from parse.label_form import label_form
from parse.legacy.indicators import GROUPS, INDICATORS

_OF_WHICH = re.compile(r"(?:其中|包括)[:,]?")
_CHINESE = "一二三四五六七八九十"
_ORDINALS = (
    (1, re.compile(rf"([{_CHINESE}]{{1,3}})[,.:]")),
    (2, re.compile(rf"\(([{_CHINESE}]{{1,3}})\)[,.]?")),
    (4, re.compile(r"\((\d{1,2})\)[,.]?")),
    (3, re.compile(r"(\d{1,2})[,.)]")),
)
_CIRCLED = re.compile(r"\s*(?:其中\s*[:：])?\s*([①-⑳])")
_REMARK = re.compile(r"\([^()]*\)")
_LETTERS = re.compile(r"[^\w\u4e00-\u9fff]|_")
_SUFFIX = re.compile(r"(?<=....)(?:总次数|总数量|次数|总数|数量|总量|数)\Z")
_SAME = str.maketrans({"它": "他"})
LONGEST = 60
"""No label of a statistics form is longer (in label form)."""


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label cut up. `level` is that of its ordinal: 1 一、 2 (一) 3 1. 4 (1) or ①, None without one."""

    words: str
    level: int | None
    number: int | None
    of_which: bool


@lru_cache(4096)
def cut(printed: str) -> Label:
    """Cut a printed label into 其中, ordinal and words (compared form, without remarks in brackets)."""
    circled = _CIRCLED.match(printed)
    form = label_form(printed)[: 4 * LONGEST]
    of_which = bool(match := _OF_WHICH.match(form))
    form = form[match.end() :] if match else form
    level = number = None
    if circled:
        level, number = 4, ord(circled.group(1)) - ord("①") + 1
        form = form.lstrip("0123456789")
    else:
        for level_, pattern in _ORDINALS:
            if match := pattern.match(form):
                level, number = level_, _value(match.group(1))
                form = form[match.end() :]
                break
    if match := _OF_WHICH.match(form):
        of_which, form = True, form[match.end() :]
    return Label(words_of(form), level, number, of_which)


def words_of(form: str) -> str:
    """The words of a name: no remark in brackets, no punctuation, no closing 数."""
    bare = _LETTERS.sub("", _REMARK.sub("", form)).translate(_SAME)
    return _SUFFIX.sub("", bare)


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    tens, ten, units = numeral.partition("十")
    if not ten:
        return _CHINESE.find(numeral) + 1 if len(numeral) == 1 else 0
    return (_CHINESE.index(tens) + 1 if tens else 1) * 10 + (_CHINESE.index(units) + 1 if units else 0)


@cache
def _names() -> tuple[dict[str, str], dict[tuple[str, str], str], dict[str, str]]:
    plain: dict[str, str] = {}
    under: dict[tuple[str, str], str] = {}
    for indicator in INDICATORS:
        own = () if indicator.names_under and indicator.label in indicator.names_under else (indicator.label,)
        for name in (*own, *indicator.names):
            plain.setdefault(words_of(label_form(name)), indicator.key)
        for parent in indicator.parents:
            for name in indicator.names_under:
                under[words_of(label_form(name)), parent] = indicator.key
    groups = {words_of(label_form(name)): key for key, name in GROUPS}
    return plain, under, groups


def known(printed: str) -> str | None:
    """The indicator that a label names by its words alone, or None."""
    return _names()[0].get(cut(printed).words)


def group_of(printed: str) -> str | None:
    """The part of the form that a label heads, or None."""
    return _names()[2].get(cut(printed).words)


@dataclass(frozen=True, slots=True)
class Above:
    """A label that stands above: cut, with its key or group (None: not known)."""

    label: Label
    key: str | None


def key_of(printed: str, above: Sequence[Above]) -> str | None:
    """The indicator of a label below others of the same table, or None."""
    own = cut(printed)
    plain, under, _ = _names()
    key = plain.get(own.words)
    if key is not None:
        return key
    parents = {parent: child for (words, parent), child in under.items() if words == own.words}
    found = parent_of(own, above) if parents else None
    return parents.get(found.key or "") if found else None


def parent_of(own: Label, above: Sequence[Above]) -> Above | None:
    """The label that another one is a part of: the nearest above with an ordinal of a higher rank, or without one.

    Without an ordinal of its own a label belongs to the line above it if it says 其中. Where the ordinals of its rank
    do not rise up to its own, a parent is missing in between.
    """
    if own.level is None:
        return above[-1] if own.of_which and above else None
    number = own.number or 0
    for candidate in reversed(above):
        level = candidate.label.level
        if level == own.level:
            if (candidate.label.number or 0) >= number:
                return None
            number = candidate.label.number or 0
        if level is None and candidate.label.of_which:
            continue  # 其中:主要负责同志, between 1. and 2.
        if level is None or level < own.level:
            return candidate
    return None


class Levels:
    """The rows of a form in printed order as an outline: what each of them stands under, by the ordinals alone."""

    def __init__(self) -> None:
        self._open: list[tuple[int | None, bool, bool, str]] = []  # level, 其中, heads, printed

    def under(self, printed: str, *, heads: bool) -> tuple[str, ...]:
        """The labels that the next row stands under, outermost first; `heads`: it has neither unit nor figure.

        A row without an ordinal stands under the last one with an ordinal if it says 其中 or follows one that does, and
        else under the last title; nothing numbered stands under a row that says 其中.
        """
        own = cut(printed)
        if own.level is None:
            of_which = self._close_plain(own)
        else:
            self._close_numbered(own.level)
            of_which = own.of_which and not heads
        path = tuple(entry[-1] for entry in self._open)
        self._open.append((own.level, of_which, heads, printed))
        return path

    def _close_numbered(self, level: int) -> None:
        kept: list[tuple[int | None, bool, bool, str]] = []
        for entry in self._open:
            if (entry[0] or 0) >= level or (entry[0] is None and (entry[1] or level == 1)):
                break
            kept.append(entry)
        self._open = kept

    def _close_plain(self, own: Label) -> bool:
        last = self._open[-1] if self._open else None
        if last and last[0] is None and last[1] and not last[2]:
            self._open.pop()
            return True  # 其中:涉及国家秘密, 涉及商业秘密: of the same
        if own.of_which:
            return True
        while self._open and not self._open[-1][2]:
            self._open.pop()
        return False
