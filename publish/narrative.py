"""The running text with what it claims marked in the sentence that claims it."""

from __future__ import annotations

from dataclasses import dataclass

from publish.database import Row
from publish.words import Words

VERDICTS: dict[str, tuple[str, Words]] = {
    "agrees": ("agrees", ("与表相符", "agrees with the table")),
    "differs": ("differs", ("与表不符", "differs from the table")),
    "parts_agree": ("agrees", ("与分项之和相符", "agrees with the sum of its parts")),
    "parts_differ": ("differs", ("与分项之和不符", "differs from the sum of its parts")),
    "table_blank": ("open", ("表中空白，不能核对", "the table is blank: not assessable")),
    "table_unread": ("open", ("表格未能读出，不能核对", "the table could not be read: not assessable")),
    "no_table": ("open", ("没有可对照的表，不能核对", "no table to compare with: not assessable")),
    "approximate": ("open", ("约数，不作核对", "an approximate figure: not compared")),
    "counted_otherwise": ("open", ("正文连同上年结转计数，不能核对", "it counts those carried over: not assessable")),
    "not_refuted": ("open", ("表中未见相反", "not contradicted by the table")),
}  # fmt: skip
"""Verdict of `claims_checked` → the class it is drawn by, and how it is said."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph, and the claims that it makes (rows of claims_checked)."""

    text: str
    claims: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the report: its key (None where it is not one of the form), heading and paragraphs."""

    id: str | None
    heading: str
    paragraphs: tuple[tuple[Piece, ...], ...]


def _where(paragraph: str, sentence: str) -> tuple[int, int] | None:
    """Start and end of a sentence in a paragraph, whatever blanks either has; None where it does not stand there."""
    places = [at for at, sign in enumerate(paragraph) if not sign.isspace()]
    packed, wanted = "".join(paragraph[at] for at in places), "".join(sentence.split())
    start = packed.find(wanted) if wanted else -1
    return None if start < 0 else (places[start], places[start + len(wanted) - 1] + 1)


def _pieces(paragraph: str, waiting: dict[str, list[Row]]) -> tuple[Piece, ...]:
    """The paragraph cut at the sentences that stand in it; those are taken out of `waiting`."""
    found: list[tuple[int, int, list[Row]]] = []
    for sentence, claims in list(waiting.items()):
        span = _where(paragraph, sentence)
        if span and all(span[1] <= start or end <= span[0] for start, end, _ in found):
            found.append((*span, claims))
            del waiting[sentence]
    pieces, at = [], 0
    for start, end, claims in sorted(found, key=lambda one: one[0]):
        pieces += [Piece(paragraph[at:start])] if at < start else []
        pieces.append(Piece(paragraph[start:end], tuple(claims)))
        at = end
    return (*pieces, Piece(paragraph[at:])) if at < len(paragraph) else tuple(pieces)


def narrative(sections: list[Row], text: str, claims: list[Row]) -> tuple[list[Part], list[Row]]:
    """The sections of a report (or its whole text where it has none) with the claims in their sentences, and the claims
    whose sentence stands in none of its paragraphs as it is."""
    waiting: dict[str, list[Row]] = {}
    for claim in claims:
        waiting.setdefault(claim["sentence"], []).append(claim)
    parts = []
    for section in sections or [{"id": None, "heading": None, "text": text}]:
        body = section["text"] or ""
        if body.strip() or section["heading"]:
            lines = (line.strip() for line in body.split("\n"))
            paragraphs = tuple(_pieces(line, waiting) for line in lines if line)
            parts.append(Part(section["id"], section["heading"] or "", paragraphs))
    return parts, [claim for claims in waiting.values() for claim in claims]
