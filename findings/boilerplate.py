"""Where a report's text is boilerplate: sentences that many reports of its year have, and the wording of the law.

By it a search can leave out what says nothing of the body that printed it. A sentence shorter than what is compared is
not called boilerplate: nobody knows whose it is.
"""

from __future__ import annotations

from collections.abc import Set

from archive.finding_rows import ReportText
from findings.wording import SENTENCE, SENTENCE_UNITS, digest, is_own, stream_of


def boilerplate(text: ReportText, common: Set[int]) -> list[tuple[int, int]]:
    """(start, length) of its stretches, characters of `versions.text` from 0, in order; `common` are the digests of its
    sentences that are nobody's own (`Similarity.not_own`)."""
    found: list[tuple[int, int]] = []
    for part in text.parts:
        if part.start is None:
            continue
        for match in SENTENCE.finditer(part.text):
            stream = stream_of(match.group(), text.names)
            if len(stream) < SENTENCE_UNITS or (is_own(stream) and digest(stream) not in common):
                continue
            start, end = part.start + match.start(), part.start + match.end()
            if found and start <= found[-1][0] + found[-1][1] + 1:
                start = found.pop()[0]
            found.append((start, end - start))
    return found
