"""What a text becomes in the search index: the tokens of a version, a text a column.

Han runs become overlapping bigrams and the run's last character alone, so that a single character is the prefix of
exactly one token at each place where it stands; numbers, Latin words and signs are tokens of their own. A stop or comma
behind one of the characters that most often stand before them (FINALS) is one token with it. Where one part of a report
ends and the next begins, both hold a token made of the two units at that border (`border`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, pairwise
from operator import add

from archive.normal_form import HAN, OTHER_UNIT, is_han, normal_form, units

SEARCH_COLUMNS = (
    "title",
    "preamble",
    "overall",
    "proactive_disclosure",
    "disclosure_requests",
    "review_and_litigation",
    "problems_and_improvements",
    "other_matters",
)
"""`preamble` holds every part that is none of the six sections. A title that begins the text is in `title` alone."""

BORDERS = "borders"
"""The column that holds the text around borders that a token cannot tell: of very short parts, and of equal ends."""

STOPS = ",、。;:"
FINALS = (
    "条件开况作息度制年求理性式议设查导中时三一二题目务能面容效点四用化府告平读程范站展布栏项策镇训请等五局六实道则次关核定序址问围督"
    "委话署台期态强询进确置神报动位果行门下载升编日量为足任切施止责系民权复高会所管上体成明源的区产箱新号力标处法办单元馆个措示要识合"
)
"""The 128 characters that stand before four of five STOPS in the real reports of tests/documents. With another list,
INDEX_FORM is another."""

REACH = 40
"""A phrase of so many units is found over any borders."""
APART = "\ue000"
"""A token that no term holds: no phrase goes over it."""
EVERY = "\ue001"
"""A token that no term holds and every report does: what is left when reports with a term are taken away."""
_BORDER = "\ue002"
_NO_UNIT = "\x1f"

_TELLS_APART = re.compile("[\u3005-\u3007\u3400-\u9fff\U00020000-\U0002a6d6\u0021-\u024f\u0370-\u03ff\u0400-\u04ff"
                          "\u2010-\u27bf\u3001-\u3020\u3041-\u30ff]")  # fmt: skip
_STRANGE = re.compile(f"[^ {_TELLS_APART.pattern[1:]}")
_RUN = re.compile(rf"{HAN}+(?:(?<=[{FINALS}])[{STOPS}])?|{OTHER_UNIT}")
_HAN = re.compile(HAN)
_HEAD = re.compile(rf".{{0,{4 * REACH}}}{HAN}", re.DOTALL)


def token(unit: str) -> str:
    """Characters that not every SQLite knows are spelled out, so that none is taken for a blank."""
    return "".join(sign if _TELLS_APART.match(sign) else f"0x{ord(sign):x}" for sign in unit)


def border(last: str, first: str) -> str:
    """The token of a border between two parts: the last unit of one and the first of the next."""
    return f"{_BORDER}{token(last)}{_BORDER}{token(first)}"


def unit_tokens(found: list[str]) -> list[str]:
    """The tokens of some units that stand side by side."""
    tokens: list[str] = []
    for number, unit in enumerate(found):
        behind = found[number + 1] if number + 1 < len(found) else ""
        if not is_han(unit):
            if not (number and unit in STOPS and found[number - 1] in FINALS):
                tokens.append(unit)
        elif behind and (is_han(behind) or (behind in STOPS and unit in FINALS)):
            tokens.append(unit + behind)
        else:
            tokens.append(unit)
    return list(map(token, tokens)) if _STRANGE.search("".join(found)) else tokens


class _Part:
    """A part of a report in normal form, its tokens and the units at its ends."""

    def __init__(self, column: str, normal: str) -> None:
        self.column, self.normal = column, normal
        tokens: list[str] = []
        for run in _RUN.findall(normal):
            if len(run) > 1 and is_han(run[0]):
                tokens += map(add, run, run[1:])
                if run[-1] not in STOPS:
                    tokens.append(run[-1])
            else:
                tokens.append(run)
        self.first = self.last = ""
        if tokens:
            self.first = tokens[0][0] if is_han(tokens[0][0]) else tokens[0]
            self.last = tokens[-1][-1] if is_han(tokens[-1][0]) else tokens[-1]
        self.tokens = list(map(token, tokens)) if _STRANGE.search(normal) else tokens

    @property
    def short(self) -> bool:
        """Whether a phrase of REACH units may go over all of it."""
        return len(self.tokens) < REACH

    def ends(self) -> list[str]:
        """Its units; of a long one the first and last REACH of them, with one between that is none."""
        if len(self.normal) > 16 * REACH:
            head, tail = _HEAD.match(self.normal), _HAN.search(self.normal, len(self.normal) - 4 * REACH)
            if head and tail:
                first, last = units(head.group()), units(self.normal[tail.start() :])
                if len(first) >= REACH and len(last) >= REACH:
                    return [*first[:REACH], _NO_UNIT, *last[-REACH:]]
        return units(self.normal)


def index_text(text: str) -> str:
    """The tokens of a printed text, divided by blanks, as they are indexed."""
    return " ".join(_Part("", normal_form(text)).tokens)


def row_tokens(title: str | None, sections: Iterable[tuple[str | None, str]] | Mapping[str, str]) -> list[str]:
    """The tokens of one version, a text a column of the index: SEARCH_COLUMNS, BORDERS."""
    columns: dict[str, list[str]] = {column: [] for column in SEARCH_COLUMNS}
    parts = list(_parts(normal_form(title or ""), sections))
    if not parts or parts[0].column != "title":
        columns["title"] += _Part("title", normal_form(title or "")).tokens
    between, around = _borders(parts)
    for number, part in enumerate(parts):
        column = columns[part.column]
        if column:
            column.append(APART)
        column += [*between[number], *part.tokens, *between[number + 1]]
    return [" ".join(tokens) for tokens in (*columns.values(), [EVERY, *around])]


def _parts(title: str, sections: Iterable[tuple[str | None, str]] | Mapping[str, str]) -> Iterator[_Part]:
    """The parts in printed order; one without a unit is none."""
    begun = False
    for section, text in sections.items() if isinstance(sections, Mapping) else sections:
        column = section if section in SEARCH_COLUMNS and section != "title" else "preamble"
        part = _Part(column, normal_form(text))
        if not begun and column == "preamble" and part.tokens and title and part.normal.startswith(title):
            rest = _Part(column, part.normal[len(title) :])
            if is_han(title[-1]) and not (rest.tokens and rest.short):
                yield _Part("title", title)
                part = rest
        begun |= bool(part.tokens)
        if part.tokens:
            yield part


def _borders(parts: list[_Part]) -> tuple[list[list[str]], list[str]]:
    """The tokens of each border, before the first part and behind the last as well; and what BORDERS holds."""
    seen: set[str] = set()
    between: list[list[str]] = [[]]
    told: list[bool] = []
    within = [False, *(part.short for part in parts[1:-1]), False]
    for number, (one, other) in enumerate(pairwise(parts)):
        found = border(one.last, other.first)
        told.append(not (found in seen or within[number] or within[number + 1]))
        between.append([found] if told[-1] else [])
        seen.add(found)
    between.append([])
    return between, [] if all(told) else _around(parts, told)


def _around(parts: list[_Part], told: list[bool]) -> list[str]:
    """The tokens around the borders that no token tells."""
    ends = [part.ends() for part in parts]
    running = [unit for part in ends for unit in part]
    stretches: list[tuple[int, int]] = []
    for place, has_token in zip(accumulate(map(len, ends)), told, strict=False):
        if has_token:
            continue
        start, end = max(0, place - REACH), place + REACH
        if stretches and start <= stretches[-1][1]:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return [found for start, end in stretches for found in (*unit_tokens(running[start:end]), APART)]
