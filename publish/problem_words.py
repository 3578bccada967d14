"""Problems as a page tells them: what a kind means, its two sides, and what people said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.printed_form import key_words, problem_names
from publish.database import Row
from publish.words import CHECKS, sides

CORRECTIONS = """
SELECT about, statement, value, author, made_on, reason FROM corrections
WHERE about IN (SELECT :version UNION SELECT :document UNION SELECT k.id FROM version_captures AS w
    JOIN captures AS k ON k.id = w.capture WHERE w.version = :version
  UNION SELECT k.address FROM version_captures AS w JOIN captures AS k ON k.id = w.capture WHERE w.version = :version)
ORDER BY made_on, statement, value
"""
"""What people said of a revision, its document, or a capture or address that showed it."""


_KEY = re.compile(r"(?:\ba )?(?<![\w./])([a-z]+(?:_[a-z0-9]+)+)(?!\w|[./]\w)")


def spoken(message: str) -> str:
    """A message in English with the words of rows and columns in the place of their keys, of others without `_`."""
    return _KEY.sub(lambda key: key_words().get(key[1], key[1].replace("_", " ")), message)


def _chinese(problem: Row, names: dict[str, tuple[str, str]]) -> str:
    """What a problem means; a check that could not be made is not called a failed one."""
    meaning = names.get(problem["kind"], ("", ""))[0]
    unassessed = problem["severity"] == "info" and problem["kind"] in CHECKS
    return f"有的单元格没有数字，无法核对（{meaning}）" if unassessed else meaning


def _judged(problem: Row, corrections: Iterable[Row]) -> list[Row]:
    """The judgements of people on a problem (the rule of the view problem_judgements)."""
    kind = problem["kind"]
    whole = f"{kind}/{problem.get('form_table')}/{problem.get('row_key')}/{problem.get('column_key')}"
    return [one for one in corrections if one["statement"] == "judged" and one["value"] in (kind, whole)]


def told(problems: Iterable[Row], corrections: Iterable[Row] = ()) -> list[Row]:
    """The rows of `problems` with chinese, english, sides and judged."""
    names = problem_names()
    said = list(corrections)
    return [
        {
            **problem,
            "message": spoken(problem["message"]),
            "chinese": _chinese(problem, names),
            "english": names.get(problem["kind"], ("", problem["kind"]))[1],
            "sides": sides(problem["kind"]),
            "judged": _judged(problem, said),
        }
        for problem in problems
    ]
