"""Whose figures and of which time a sentence gives: those of the body that reports and of its year, or others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parse.chinese_date import compact
from parse.narrative import patterns

_GOVERNMENTS = {"county", "prefecture", "province"}
_CLAUSE_ENDS = re.compile(r"[,;]")


@dataclass(frozen=True, slots=True)
class Reporter:
    """The body that reports, its level, and the year it reports on; None where the document does not say."""

    year: int | None
    agency: str | None = None
    level: str | None = None

    def counts(self, packed: str, start: int) -> bool:
        """Whether the words before the figure at `start` leave it to this body and its year: no plan, no other year
        named last, no part of the year, no other body that received or handled what is counted."""
        before = patterns.QUOTED.sub("", packed[:start])
        clauses = _CLAUSE_ENDS.split(before)
        if patterns.PLAN.search(clauses[-1]) or _is_of_a_part(clauses):
            return False
        years = [int(match["year"]) for match in patterns.YEAR_MENTION.finditer(before)]
        if years and self.year is not None and years[-1] != self.year:
            return False
        body = patterns.BODY_BEFORE.search(before)
        return body is None or self._is(body["body"])

    def _is(self, body: str) -> bool:
        """Whether a body named in the text is the one that reports; without its name every body may be."""
        if self.agency is None or patterns.OWN_WORDS.match(body):
            return True
        own = compact(self.agency).replace("人民", "")
        for part in patterns.BETWEEN_BODIES.split(body):
            name = part.replace("人民", "")
            if name and (name in own or own in name):
                return True
            if self.level in _GOVERNMENTS and patterns.GOVERNMENT_WORDS.fullmatch(part):
                return True
        return False


def _is_of_a_part(clauses: list[str]) -> bool:
    """Whether the clause of a figure, or a time alone in the clause before it, names a part of the year."""
    time = clauses[-2] if len(clauses) > 1 and patterns.ONLY_A_TIME.fullmatch(clauses[-2]) else ""
    return any(patterns.PART_OF_YEAR.search(patterns.WHOLE_YEAR.sub("", clause)) for clause in (time, clauses[-1]))
