"""Printed labels to rows and columns of the form: by words, told apart by ordinal; the nearest only where alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from parse.label_form import label_form
from parse.schema import (
    APPLICANT_COLUMNS,
    LITIGATION_GROUPS,
    OUTCOME_COLUMNS,
    PROACTIVE_BLOCKS,
    REQUEST_GROUPS,
    REQUEST_ROWS,
    Block,
    Column,
    Group,
    Row,
)

_ORDINAL = (
    (1, re.compile(r"([一二三四])[,.:]")),
    (2, re.compile(r"\(?([一二三四五六七])\)[,.]?")),
    (3, re.compile(r"\(?(\d)[.,)]")),
    (3, re.compile(r"(\d)(?=[\u4e00-\u9fff])")),
)
_INNER = re.compile(r"(?:\([一二三四五六七]\)|(?<!\d)\d[.,])")
_PUNCTUATION = re.compile(r"[^\w\u4e00-\u9fff]|_")
_BLOCK_LINE = re.compile(r"(?:第?\(?[一二三四五六七八九]\)?[,.])?第?(?:二十|20)条第?\(?([一五六八九])\)?项?")
_UNIT_IN_LABEL = re.compile(r"\(?(?:单位:?)?(亿元|百万元|万元|千元|百元|元|件|项|个)\)?\Z")
_GLOSS = re.compile(r"(?<=.)\((?!其中)[^()]*\)\Z")
_NEAR = 0.72
_MARGIN = 0.08
_LONGEST_LABEL = 90
_BLOCK_OF = {"一": "art20_1", "五": "art20_5", "六": "art20_6", "八": "art20_8", "九": "art20_9"}


@dataclass(frozen=True, slots=True)
class Match:
    """What a printed label stands for. `rows` and `groups` hold more than one only for (六)其他处理."""

    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    exact: bool
    expected: str


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The printed number of a label: level 1 一、 2 (一) 3 1. and its digit."""

    level: int
    number: str


def split_ordinal(form: str) -> tuple[Ordinal | None, str]:
    """A label form cut into its ordinal and its words."""
    for level, pattern in _ORDINAL:
        match = pattern.match(form)
        if match:
            return Ordinal(level, match.group(1)), form[match.end() :]
    return None, form


def loose(text: str) -> str:
    """Only letters, digits and Chinese characters of a label form."""
    return _PUNCTUATION.sub("", text)


@dataclass(frozen=True, slots=True)
class _Candidate:
    item: Row | Group
    ordinal: Ordinal | None
    words: str
    canonical: bool


@cache
def _candidates() -> tuple[_Candidate, ...]:
    found = []
    items: Iterable[Row | Group] = (*REQUEST_ROWS, *REQUEST_GROUPS)
    for item in items:
        for label in (item.label, *item.variants):
            ordinal, words = split_ordinal(label_form(label))
            found.append(_Candidate(item, ordinal, loose(words), label == item.label))
    return tuple(found)


@lru_cache(4096)
def match_request(form: str, *, near: bool = True) -> Match | None:
    """A row or group of table three by its printed label (in label form), or None.

    `near` also takes a label that differs from the form, if one label alone is near.
    """
    if not form or len(form) > _LONGEST_LABEL:
        return None
    match = _exact(form)
    if match is None:
        inner = [found.start() for found in _INNER.finditer(form) if found.start()]
        if inner:  # 三、本年度办理结果(一)予以公开 in one cell
            match = _exact(form[inner[-1] :])
    return match or (_nearest(*split_ordinal(form)) if near else None)


def holds_several(form: str) -> bool:
    """Whether ordinals stand inside a label: it is several labels in one string."""
    return any(found.start() for found in _INNER.finditer(form))


def _exact(form: str) -> Match | None:
    ordinal, words = split_ordinal(form)
    bare = loose(words)
    same = [candidate for candidate in _candidates() if candidate.words == bare]
    fitting = [candidate for candidate in same if _agrees(ordinal, candidate.ordinal)]
    chosen = fitting or same
    if not chosen:
        return None
    return _as_match(chosen, exact=any(candidate.canonical for candidate in chosen) and bool(fitting))


def _agrees(printed: Ordinal | None, ordinal: Ordinal | None) -> bool:
    return printed is None or printed == ordinal


def _as_match(chosen: list[_Candidate], *, exact: bool) -> Match | None:
    rows = tuple({c.item.key: c.item for c in chosen if isinstance(c.item, Row)}.values())
    groups = tuple({c.item.key: c.item for c in chosen if isinstance(c.item, Group)}.values())
    ordinals = {c.ordinal for c in chosen}
    if len(ordinals) > 1 or len(rows) > 1 or len(groups) > 1:
        return None
    return Match(rows, groups, exact, chosen[0].item.label)


def _nearest(ordinal: Ordinal | None, words: str) -> Match | None:
    """The only label of the form that is near the printed one and whose ordinal does not contradict."""
    bare = loose(words)
    if len(bare) < 4:
        return None
    letters = set(bare)
    scores: dict[tuple[Ordinal | None, str], float] = {}
    for candidate in _candidates():
        if _agrees(ordinal, candidate.ordinal) and 2 * len(letters & set(candidate.words)) >= len(letters):
            score = SequenceMatcher(None, bare, candidate.words, autojunk=False).ratio()
            if len(bare) >= 6 and bare in candidate.words:
                score = max(score, 0.9)
            key = (candidate.ordinal, candidate.item.label)
            scores[key] = max(score, scores.get(key, 0.0))
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < _NEAR or (len(ranked) > 1 and ranked[1][1] > ranked[0][1] - _MARGIN):
        return None
    ordinal, label = ranked[0][0]
    return _as_match([c for c in _candidates() if (c.ordinal, c.item.label) == (ordinal, label)], exact=False)


@lru_cache(4096)
def block_of(form: str) -> str | None:
    """The block key of a line 第二十条第(N)项, or None."""
    match = _BLOCK_LINE.match(form)
    return _BLOCK_OF[match.group(1)] if match and len(form) <= match.end() + 4 else None


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column of table two by its heading; `unit` is the unit the heading names."""

    column: Column
    blocks: tuple[Block, ...]
    exact: bool
    unit: str | None


@cache
def _proactive_columns() -> dict[str, tuple[tuple[Column, Block, bool], ...]]:
    found: dict[str, list[tuple[Column, Block, bool]]] = {}
    for block in PROACTIVE_BLOCKS:
        for column in block.columns:
            for label in (column.label, *column.variants):
                form = _UNIT_IN_LABEL.sub("", label_form(label))
                entry = (
                    column,
                    block,
                    label == column.label or form == _UNIT_IN_LABEL.sub("", label_form(column.label)),
                )
                found.setdefault(form, [])
                if entry not in found[form]:
                    found[form].append(entry)
    return {form: tuple(entries) for form, entries in found.items()}


@lru_cache(4096)
def match_proactive_column(form: str) -> ColumnMatch | None:
    """A value column of table two by its heading (label form), over all editions, or None."""
    if not form or len(form) > 40:
        return None
    unit = _UNIT_IN_LABEL.search(form)
    entries = _proactive_columns().get(_UNIT_IN_LABEL.sub("", form))
    if not entries:
        return None
    named = unit.group(1) if unit and unit.group(1).endswith("元") else None
    return ColumnMatch(
        entries[0][0],
        tuple(block for _, block, _ in entries),
        all(e for _, _, e in entries),
        named or entries[0][0].unit,
    )


@lru_cache(4096)
def match_proactive_row(form: str) -> tuple[str, Row] | None:
    """Block key and row of table two by its printed label (label form), or None. A gloss in brackets is no part of it,
    but 其中 makes it a row of its own."""
    ordinal, words = split_ordinal(form)
    bare = loose(_GLOSS.sub("", words if ordinal else form))
    for block in PROACTIVE_BLOCKS:
        for row in block.rows:
            if bare in {loose(label_form(label)) for label in (row.label, *row.variants)}:
                return block.key, row
    return None


@lru_cache(4096)
def match_applicant(form: str) -> tuple[Column, bool] | None:
    """A value column of table three by its heading, and whether it is printed as in the form."""
    return _column(form, APPLICANT_COLUMNS)


@lru_cache(4096)
def match_outcome(form: str) -> Column | None:
    """A column of table four by its heading."""
    found = _column(form, OUTCOME_COLUMNS)
    return found[0] if found else None


def _column(form: str, columns: tuple[Column, ...]) -> tuple[Column, bool] | None:
    bare = loose(form)
    for column in columns:
        for label in (column.label, *column.variants):
            if loose(label_form(label)) == bare:
                return column, label == column.label
    return None


@lru_cache(4096)
def litigation_groups(form: str) -> tuple[Group, ...]:
    """The groups of table four that a heading names: `行政诉讼(复议后起诉)` one, `行政诉讼` none."""
    bare = loose(form)
    if len(bare) > 30:
        return ()
    found = []
    for group in LITIGATION_GROUPS:
        at = bare.find(group.label)
        if at >= 0:
            found.append((at, group))
    return tuple(group for _, group in sorted(found, key=lambda pair: pair[0]))
