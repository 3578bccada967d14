"""What a person typed into a search box, as a tree: one grammar for the pages, the feeds, Datasette's box and tests.

    拆迁 补偿            both (also AND, 与, 且)          拆迁 OR 征收    either (also 或, |)
    拆迁 -学校           not (also NOT, 非)               "a b"           these words in this order
    (拆迁 OR 征收) 补偿   brackets that stand around more than one word group; all others are signs like any other
    66 条, 公 开         a lone character behind a number, and lone characters behind each other, are one term

Nothing typed is an error: what makes no sense is read otherwise, and `Query.notes` says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.normal_form import is_han, normal_form

MOST_TERMS = 100
"""Terms of one query; more are left out."""
DEEPEST = 8
"""Brackets within brackets; deeper ones are not counted."""
NOTES = ("bracket", "operator", "too_many")
"""What may be said of a reading: a bracket without its partner, an operator without a term, or terms left out."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term in normal form, to be found as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """Reports without it."""

    part: Node


@dataclass(frozen=True, slots=True)
class All:
    """Reports with each of at least two."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Reports with one of at least two."""

    parts: tuple[Node, ...]


Node = Term | Not | All | Either


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read: None where it holds nothing to look for; `notes` are of NOTES."""

    tree: Node | None
    notes: tuple[str, ...] = ()

    @property
    def terms(self) -> list[str]:
        """The terms that a report found must or may hold, each once; not those that it must not."""
        return list(dict.fromkeys(_wanted(self.tree, True))) if self.tree else []

    @property
    def written(self) -> str:
        """The query in plain words of its own grammar, as it was read."""
        return written(self.tree) if self.tree else ""

    def holds(self, has: Callable[[str], bool]) -> bool:
        """Whether a report is found of which `has` says which terms it holds; False where nothing is looked for."""
        return self.tree is not None and _holds(self.tree, has)


_AND, _OR, _NOT, _OPEN, _CLOSE = "AND", "OR", "NOT", "(", ")"
_OPERATORS = {"AND": _AND, "与": _AND, "且": _AND, "OR": _OR, "或": _OR, "|": _OR, "NOT": _NOT, "非": _NOT}
_WIDE = str.maketrans({"｜": "|", **{chr(0xFEE0 + ord(letter)): letter for letter in "ANDORT"}})
_OPENS, _CLOSES = "(（", ")）"
_MINUS = "-－"
_DASHES = "-－—–−―"
_PHRASE = re.compile(r'(?:^|(?<=[\s(（－-]))["“＂]([^"“”＂]*)["”＂](?=\s|$|[)）])')


@dataclass(frozen=True, slots=True)
class _Sign:
    """An operator or a bracket, as it was typed."""

    means: str
    typed: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A term in normal form. `lone`: nothing but single characters of Chinese, typed apart."""

    text: str
    lone: bool = False
    phrase: bool = False


_Lexeme = _Sign | _Word


def _operator(word: str) -> str | None:
    return _OPERATORS.get(word.translate(_WIDE))


@lru_cache(maxsize=512)
def parse(query: str) -> Query:
    """Read what was typed."""
    lexemes, notes = _lexemes(query)
    words = sum(isinstance(lexeme, _Word) for lexeme in lexemes)
    if not words:
        texts = [text for sign in query.split() if (text := normal_form(sign))]
        return Query(_joined(All, [Term(text) for text in texts[:MOST_TERMS]]))
    tree = _Reading(lexemes, notes).either()
    return Query(tree, tuple(note for note in NOTES if note in notes))


class _Reading:
    """The recursive descent: OR binds least, NOT most; an operator without a term is left out and noted."""

    def __init__(self, lexemes: list[_Lexeme], notes: set[str]) -> None:
        self._lexemes, self._notes, self._at = lexemes, notes, 0

    def _next(self) -> str | _Word | None:
        if self._at == len(self._lexemes):
            return None
        lexeme = self._lexemes[self._at]
        return lexeme.means if isinstance(lexeme, _Sign) else lexeme

    def either(self) -> Node | None:
        parts = [self._all()]
        while self._next() == _OR:
            self._at += 1
            parts.append(self._all())
        return _joined(Either, self._present(parts, len(parts) > 1))

    def _all(self) -> Node | None:
        parts: list[Node | None] = []
        expected = False
        while (found := self._next()) not in (None, _OR, _CLOSE):
            if found == _AND:
                self._at += 1
                if expected or not parts or self._next() in (None, _OR, _CLOSE):
                    self._notes.add("operator")
                expected = True
            else:
                parts.append(self._one())
                expected = False
        return _joined(All, self._present(parts, False))

    def _one(self) -> Node | None:
        negated = False
        while self._next() == _NOT:
            self._at += 1
            negated = not negated
        found = self._next()
        tree: Node | None = None
        if found == _OPEN:
            self._at += 1
            tree = self.either()
            self._at += 1
        elif isinstance(found, _Word):
            self._at += 1
            tree = Term(found.text)
        if tree is None:
            self._notes.add("operator")
        elif negated:
            return tree.part if isinstance(tree, Not) else Not(tree)
        return tree

    def _present(self, parts: list[Node | None], said: bool) -> list[Node]:
        present = [part for part in parts if part is not None]
        if said and len(present) < len(parts):
            self._notes.add("operator")
        return present


def _joined(kind: type[All] | type[Either], parts: list[Node]) -> Node | None:
    flat: dict[Node, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, kind) else (part,)))
    distinct = tuple(flat)
    return kind(distinct) if len(distinct) > 1 else distinct[0] if distinct else None


def _groups(query: str, phrases: dict[int, int]) -> tuple[set[int], set[int], set[int]]:
    """Places of brackets that group, opening and closing, and of those without a partner at the edge of a word."""
    pairs: list[tuple[int, int]] = []
    waiting: list[int] = []
    alone: list[int] = []
    at = 0
    while at < len(query):
        if at in phrases:
            at = phrases[at]
            continue
        if query[at] in _OPENS:
            waiting.append(at)
        elif query[at] in _CLOSES:
            if waiting:
                pairs.append((waiting.pop(), at))
            else:
                alone.append(at)
        at += 1
    several = len(query.split()) > 1
    operators = any(_operator(word.strip(_OPENS + _CLOSES)) for word in query.split()) and several
    opens: set[int] = set()
    closes: set[int] = set()
    dropped: set[int] = set()
    for place in waiting if several else ():
        if _begins(query, place, dropped):
            dropped.add(place)
    for place in reversed(alone) if several else ():
        if _ends(query, place, dropped):
            dropped.add(place)
    outer: list[int] = []
    for start, end in sorted(pairs):
        while outer and outer[-1] < start:
            outer.pop()
        edges = _begins(query, start, opens | dropped) and _ends(query, end, closes | dropped)
        if edges and (operators or any(sign.isspace() for sign in query[start:end])):
            if len(outer) < DEEPEST:
                opens.add(start)
                closes.add(end)
            else:
                dropped |= {start, end}
            outer.append(end)
    return opens, closes, dropped


def _begins(query: str, at: int, before: set[int]) -> bool:
    if at and query[at - 1] in _MINUS:
        at -= 1
    return at == 0 or query[at - 1].isspace() or at - 1 in before


def _ends(query: str, at: int, behind: set[int]) -> bool:
    return at + 1 == len(query) or query[at + 1].isspace() or at + 1 in behind


def _lexemes(query: str) -> tuple[list[_Lexeme], set[str]]:
    phrases = {match.start(): match.end() for match in _PHRASE.finditer(query)}
    opens, closes, dropped = _groups(query, phrases)
    notes = {"bracket"} if dropped else set()
    found: list[_Lexeme] = []
    words = at = 0
    while at < len(query):
        sign = query[at]
        if sign.isspace() or at in dropped:
            at += 1
        elif at in opens or at in closes:
            found.append(_Sign(_OPEN if at in opens else _CLOSE, sign))
            at += 1
        elif sign in _MINUS and _is_minus(query, at):
            found.append(_Sign(_NOT, sign))
            at += 1
        else:
            end = phrases.get(at) or _end_of_word(query, at, closes | dropped)
            typed = query[at + 1 : end - 1] if at in phrases else query[at:end]
            operator = None if at in phrases else _operator(typed)
            if operator:
                found.append(_Sign(operator, typed))
            elif text := normal_form(typed):
                _add(found, _Word(text, len(text) == 1 and is_han(text) and at not in phrases, at in phrases))
                words += 1
            at = end
            if words == MOST_TERMS:
                if query[at:].strip():
                    notes.add("too_many")
                found += [_Sign(_CLOSE, ")")] * (_open(found))
                break
    return found, notes


def _open(found: list[_Lexeme]) -> int:
    signs = [lexeme.means for lexeme in found if isinstance(lexeme, _Sign)]
    return signs.count(_OPEN) - signs.count(_CLOSE)


def _is_minus(query: str, at: int) -> bool:
    return at + 1 < len(query) and not query[at + 1].isspace() and query[at + 1] not in _DASHES


def _end_of_word(query: str, at: int, stops: set[int]) -> int:
    end = at + 1
    while end < len(query) and not query[end].isspace() and end not in stops:
        end += 1
    return end


def _add(found: list[_Lexeme], word: _Word) -> None:
    """Append a word; a lone character goes to the number or to the lone characters before it."""
    last = found[-1] if found else None
    if isinstance(last, _Word) and word.lone and (last.lone or last.text[-1].isdecimal()):
        found[-1] = _Word(last.text + word.text, last.lone)
    else:
        found.append(word)


def _wanted(node: Node, wanted: bool) -> Iterator[str]:
    if isinstance(node, Term):
        if wanted:
            yield node.text
    elif isinstance(node, Not):
        yield from _wanted(node.part, not wanted)
    else:
        for part in node.parts:
            yield from _wanted(part, wanted)


def _holds(node: Node, has: Callable[[str], bool]) -> bool:
    if isinstance(node, Term):
        return has(node.text)
    if isinstance(node, Not):
        return not _holds(node.part, has)
    parts = (_holds(part, has) for part in node.parts)
    return all(parts) if isinstance(node, All) else any(parts)


def written(node: Node, within: bool = False) -> str:
    """A tree in the words of the grammar; read again it is the same tree."""
    if isinstance(node, Term):
        return f'"{node.text}"' if _needs_quotes(node.text) else node.text
    if isinstance(node, Not):
        return f"NOT {written(node.part, True)}"
    joined = (" AND " if isinstance(node, All) else " OR ").join(written(part, True) for part in node.parts)
    return f"({joined})" if within else joined


def _needs_quotes(text: str) -> bool:
    """Whether a term would be read otherwise without quotes; one that holds a quote can stand in none."""
    odd = _operator(text) or re.search(r"[\s()]", text) or text[0] in _MINUS or len(text) == 1
    return bool(odd) and '"' not in text
