"""What the narrative states in figures, each claim with its sentence. Wordings are data: `parse.narrative.patterns`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from parse.narrative import breakdown, patterns
from parse.narrative.reporter import Reporter
from parse.narrative.sentences import Sentence, sentences
from parse.report import Claim
from parse.sections import Outline

_DIGIT = re.compile(r"\d")
_WITHOUT_FIGURES = tuple(wording for wording in patterns.WORDINGS if not wording.counts)
"""What a sentence without a digit can say; every other wording has a figure in it."""
_PLANS = {"problems_and_improvements"}
_OUTCOME_OF = {"review_total": "review", "litigation_total": "litigation"}


def read_narrative(
    outline: Outline, report_year: int | None, agency: str | None = None, level: str | None = None
) -> tuple[Claim, ...]:
    """The claims in printed order, one a key (the first sentence that makes it).

    Figures of other years, of a part of the year, of other bodies than the one that reports (`agency`, of `level`), of
    plans, and of anything that is not about open government information are not claims of the report and are left out.
    A figure with 余, 多, 以上 is followed by a claim `<key>_is_approximate`.
    """
    claims: dict[str, Claim] = {}
    reporter = Reporter(report_year, agency, level)
    for sentence in sentences(outline):
        for key, value in _claims(sentence, reporter):
            claims.setdefault(key, Claim(key, value, sentence.printed))
    return tuple(claims.values())


def _claims(sentence: Sentence, reporter: Reporter) -> Iterator[tuple[str, Any]]:
    packed = sentence.packed
    fee = _fee(packed)
    if fee is not None:
        yield "processing_fee_yuan", fee
    if sentence.key in _PLANS:
        return
    counted = _DIGIT.search(packed) is not None
    if counted:
        yield from _proactive(packed, reporter)
    old_kinds = breakdown.replies(packed) if counted else None
    for wording in patterns.WORDINGS if counted else _WITHOUT_FIGURES:
        if old_kinds and wording.key in patterns.NAMED_LIKE_OLD_KINDS:
            continue
        match = wording.pattern.search(packed) if wording.word in packed else None
        if match is None or not reporter.counts(packed, match.start()):
            continue
        if wording.needs and not wording.needs.search(sentence.before + packed):
            continue
        if wording.value is not None:
            yield wording.key, wording.value
            continue
        yield from _figure(wording.key, match)
        if wording.key in _OUTCOME_OF:
            yield from _outcomes(_OUTCOME_OF[wording.key], packed, match.end())
    for key, pattern in patterns.AMOUNTS if counted else ():
        match = pattern.search(packed)
        if match and reporter.counts(packed, match.start()):
            yield key, _yuan(match)
    if old_kinds:
        yield "reply_breakdown_legacy_categories", old_kinds
        yield "reply_breakdown_sum", sum(old_kinds.values())


def _proactive(packed: str, reporter: Reporter) -> Iterator[tuple[str, Any]]:
    matches = [match for pattern in patterns.PROACTIVE if (match := pattern.search(packed))]
    match = min(matches, key=re.Match.end, default=None)
    if match is None:
        kinds = breakdown.breakdown_without_total(packed)
    elif reporter.counts(packed, match.start()):
        yield from _figure("proactively_disclosed_items", match)
        kinds = breakdown.breakdown_after(packed, match.end())
    else:
        kinds = None
    if kinds:
        yield "proactively_disclosed_breakdown", kinds.items
        if kinds.whole:
            yield "breakdown_sum", sum(kinds.items.values())


def _figure(key: str, match: re.Match[str]) -> Iterator[tuple[str, Any]]:
    groups = match.groupdict()
    yield key, breakdown.count(match["n"])
    if groups.get("about") or groups.get("above"):
        yield f"{key}_is_approximate", True


def _outcomes(kind: str, packed: str, at: int) -> Iterator[tuple[str, Any]]:
    """The outcomes listed behind a total, up to the next kind of case."""
    rest = packed[at:]
    if not re.match(r"[,;(]*其中", rest):
        return
    other = re.search(r"行政复议|行政诉讼(?!请求)|提起诉讼", rest)
    rest = rest[: other.start()] if other else rest
    for outcome, pattern in patterns.OUTCOMES:
        match = pattern.search(rest)
        if match:
            yield f"{kind}_{outcome}", breakdown.count(match["n"])


def _fee(packed: str) -> str | None:
    """The information-processing fees charged, in yuan, as a decimal string."""
    if "费" not in packed:
        return None
    if patterns.FEE_NONE.search(packed):
        return "0"
    match = patterns.FEE_FIGURE.search(packed)
    if match is None:
        return None
    return _yuan(match)


def _yuan(match: re.Match[str]) -> str:
    amount = Decimal(match["n"].replace(",", "")) * (10000 if match["unit"] == "万元" else 1)
    return format(amount.normalize(), "f")
