"""What stands between two marks of a text, found in one pass: a mark that is opened a million times and never closed is
looked for once, where a regular expression would begin anew at each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


def between(text: str, opening: re.Pattern[str], closing: str) -> Iterator[tuple[re.Match[str], str]]:
    """(opening, what stands behind it) of each, up to the next `closing`; nothing of one that is not closed."""
    at = 0
    while found := opening.search(text, at):
        end = text.find(closing, found.end())
        if end < 0:
            return
        yield found, text[found.end() : end]
        at = end + len(closing)


def without(text: str, opening: re.Pattern[str], closings: dict[str, re.Pattern[str]]) -> str:
    """Text without what stands between marks: `closings` by what the opening's first group says, in lower case, or by
    "" where it has none. What is not closed stays."""
    kept, at, begin = [], 0, 0
    unclosed: set[str] = set()
    while found := opening.search(text, at):
        name, at = (found[1] or "").lower(), found.end()
        if name in unclosed:
            continue
        if (end := closings[name].search(text, at)) is None:
            unclosed.add(name)
            continue
        kept.append(text[begin : found.start()])
        begin = at = end.end()
    return "".join((*kept, text[begin:]))
