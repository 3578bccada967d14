"""Passages that several reports have, each with all of its reports: what `/copied` shows before the pairs.

Made of the passages that are kept of each pair: whole sentences of them, those that the same reports share and that
follow one another taken together.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from publish.database import Ask, Row
from publish.listing import Filters

PAIRS_READ = 500
"""So many pairs are looked into, those that share most of their wording."""
GROUPS = 20
FEWEST_LETTERS = 15
"""A passage of fewer characters says the same by chance."""
MEMBERS = """
SELECT p.version, p.other_version, s.passages, p.agency_name, p.report_year, p.published_on, p.first_seen,
  p.other_agency_name, p.other_report_year, p.other_published_on, p.other_first_seen
FROM similar_pairs AS p JOIN similar_reports AS s ON s.version = p.version AND s.other_version = p.other_version
WHERE {} ORDER BY p.share DESC, p.version, p.other_version LIMIT :pairs
"""
TEXTS = "SELECT id, text FROM versions WHERE id IN (SELECT value FROM json_each(:ids))"
_SENTENCE = re.compile(r"[^。！？；;!?\n]+[。！？；;!?]?")
_STOPS = "。！？；;!?\n"
_NO_WORD = re.compile(r"[\W\d_]+")
Sentence = tuple[int, int, str]
"""Start, end, and its words alone: figures, blanks and signs tell no two sentences apart."""
_ABOUT = ("agency_name", "report_year", "published_on", "first_seen")


@dataclass(frozen=True, slots=True)
class Group:
    """The longest passage as the first of its reports prints it, how many more the same reports share, and these
    reports, the earliest known date first."""

    text: str
    more: int
    reports: tuple[Row, ...]
    pair: tuple[str, str]
    """Two of them whose passages can be seen side by side."""


def _known(pairs: list[Row]) -> dict[str, Row]:
    """Version → what is told of its report."""
    known: dict[str, Row] = {}
    for row in pairs:
        known[row["version"]] = {"version": row["version"], **{name: row[name] for name in _ABOUT}}
        other = {name: row[f"other_{name}"] for name in _ABOUT}
        known[row["other_version"]] = {"version": row["other_version"], **other}
    return known


def _sentences(text: str, start: int, length: int) -> list[Sentence]:
    """The whole sentences of a stretch of a text, a stop more or less at its ends."""
    first = next((at for at in (start, start - 1) if at <= 0 or text[at - 1] in _STOPS), None)
    if first is None:
        cut = next((match.end() for match in _SENTENCE.finditer(text, start, start + length)), start + length)
        first = cut
    found = []
    for match in _SENTENCE.finditer(text, max(first, 0), start + length + 1):
        at = match.end()
        words = _NO_WORD.sub("", match.group())
        if words and (text[at - 1] in _STOPS or at >= len(text) or text[at] in _STOPS):
            found.append((match.start(), at, words))
    return found


def grouped(pairs: list[Row], texts: dict[str, str]) -> list[Group]:
    """The groups of some pairs, those of most reports first, then the longest passages."""
    of_version: dict[str, set[Sentence]] = defaultdict(set)
    members: dict[str, set[str]] = defaultdict(set)
    for row in pairs:
        for start, length, *_ in json.loads(row["passages"]):
            for sentence in _sentences(texts[row["version"]], start, length):
                of_version[row["version"]].add(sentence)
                members[sentence[2]] |= {row["version"], row["other_version"]}
    known = _known(pairs)
    beside = {(row["version"], row["other_version"]) for row in pairs}
    passages: dict[frozenset[str], list[str]] = defaultdict(list)
    told: dict[frozenset[str], set[str]] = defaultdict(set)
    for version in sorted(of_version, key=lambda one: _when(known[one])):
        for shared, same in _runs(texts[version], sorted(of_version[version]), members):
            said = {sentence[2] for sentence in same}
            if version not in shared or sum(map(len, said)) < FEWEST_LETTERS or said & told[shared]:
                continue
            told[shared] |= said
            passages[shared].append(texts[version][same[0][0] : same[-1][1]].strip())
    found = []
    for shared, of_these in passages.items():
        pair = next((two for two in permutations(sorted(shared), 2) if two in beside), None)
        reports = tuple(sorted((known[one] for one in shared), key=_when))
        if pair is not None:
            found.append(Group(max(of_these, key=len), len(of_these) - 1, reports, pair))
    return sorted(found, key=lambda group: (-len(group.reports), -len(group.text), group.text))


def _runs(
    text: str, sentences: list[Sentence], members: dict[str, set[str]]
) -> Iterator[tuple[frozenset[str], list[Sentence]]]:
    """Sentences that follow one another in a text and that the same reports have."""
    run: list[Sentence] = []
    for sentence in sentences:
        follows = run and not _NO_WORD.sub("", text[run[-1][1] : sentence[0]])
        if run and not (follows and members[run[-1][2]] == members[sentence[2]]):
            yield frozenset(members[run[-1][2]]), run
            run = []
        run = [*run, sentence]
    if run:
        yield frozenset(members[run[-1][2]]), run


def _when(report: Row) -> tuple[str, str]:
    return report["published_on"] or report["first_seen"] or "9", report["version"]


def groups_of(ask: Ask, asked: Filters) -> list[Group]:
    """The first GROUPS of the pairs asked for."""
    where = " AND ".join(
        f"p.{name} = CAST(:{name} AS INTEGER)" if name == "report_year" else f"p.{name} = :{name}"
        for name in asked.chosen
    )  # fmt: skip
    pairs = ask(MEMBERS.format(where or "1"), {**asked.chosen, "pairs": PAIRS_READ})
    ids = sorted({row[name] for row in pairs for name in ("version", "other_version")})
    texts = {row["id"]: row["text"] or "" for row in ask(TEXTS, {"ids": json.dumps(ids)})}
    return grouped(pairs, texts)[:GROUPS]
