"""Texts that say the same: partners of a report, what they have in common, and what is said of it.

A report is compared with the body's own last report, and with those of other bodies of its year and the years beside
it that share a bucket of the signature or enough sentences. A sentence that many reports of one year have is nobody's
own, and a bucket that many fall into is a template: neither makes partners, so the work grows with the reports and not
with their square. Where most of a text is sentences that several bodies of its county have, a common template is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from typing import Literal

from archive.finding_rows import Finding, Seen, Severity, Similar, TextMarks
from archive.text_marks import TextMarksStore
from findings.passages import PASSAGE_UNITS, common
from findings.text_marks import METHOD, UNITS_AT_LEAST
from findings.wording import Wording, wording

COMMON_AT_LEAST = 5
"""A sentence in so many reports of one year is nobody's own; in so many of one county, part of a template."""
BUCKET_AT_MOST = 20
"""More reports of one year in a bucket are a template and no partners."""
ESTIMATE = 0.25
"""Partners have at least this share of the shorter text in sentences in common, or a bucket."""
THRESHOLD = 0.5
"""The least share of own wording that is listed."""
TEMPLATE_SHARE = 0.5
STRONG = {"own_year_before": 0.8, "other_body": 0.7}
"""From this share on, a warning; else a note."""
STRONG_UNITS = 150
LAST_YEAR, OTHER, TEMPLATE = "similar_to_last_year", "similar_to_other", "common_template"
_METHOD = f"{METHOD}; runs of {PASSAGE_UNITS}; sentences of {COMMON_AT_LEAST} reports of a year left out"
_KEPT_WORDINGS = 512

Relation = Literal["own_year_before", "other_body"]


class Similarity:
    """Partners and common passages of reports whose marks are kept."""

    def __init__(self, store: TextMarksStore) -> None:
        self._store = store
        self._wording = lru_cache(_KEPT_WORDINGS)(self._read)

    def _read(self, search_id: int) -> Wording:
        return wording(self._store.text(search_id))

    def is_common(self, report_year: int, sentence: int) -> bool:
        """Whether a sentence stands in so many reports of a year that it is nobody's own."""
        return len(self._store.with_sentence(report_year, sentence, COMMON_AT_LEAST)) >= COMMON_AT_LEAST

    def not_own(self, marks: TextMarks) -> frozenset[int]:
        """The digests of its sentences that are nobody's own."""
        return frozenset(one for one in marks.sentences if self.is_common(marks.report_year, one))

    def candidates(self, marks: TextMarks) -> list[TextMarks]:
        """The reports of other bodies that this one may be like; whoever is a candidate of one is one of the other."""
        year = marks.report_year
        shared: Counter[int] = Counter()
        for sentence, length in zip(marks.sentences, marks.lengths, strict=True):
            if self.is_common(year, sentence):
                continue
            for other_year in (year - 1, year, year + 1):
                found = self._store.with_sentence(other_year, sentence, COMMON_AT_LEAST)
                if len(found) < COMMON_AT_LEAST:
                    shared.update(dict.fromkeys(found, length))
        alike = set(self._bucket_mates(marks))
        others = []
        for search_id in sorted(alike | set(shared)):
            other = self._store.of(search_id)
            if other is None or other.agency == marks.agency:
                continue
            if search_id in alike or shared[search_id] >= ESTIMATE * min(marks.units, other.units):
                others.append(other)
        return others

    def _bucket_mates(self, marks: TextMarks) -> Iterator[int]:
        year = marks.report_year
        for bucket in marks.buckets:
            found = [self._store.in_bucket(other, bucket, BUCKET_AT_MOST + 1) for other in (year, year - 1, year + 1)]
            if len(found[0]) <= BUCKET_AT_MOST:
                yield from (one for ids in found if len(ids) <= BUCKET_AT_MOST for one in ids)

    def similar(self, marks: TextMarks, other: TextMarks, relation: Relation) -> Similar | None:
        """What of a report's own wording stands in another; None where it is too little to list."""
        found = common(self._wording(marks.search_id), self._wording(other.search_id), self.not_own(marks))
        if found.own_units < UNITS_AT_LEAST or found.share < THRESHOLD:
            return None
        return Similar(
            version=marks.version,
            other_version=other.version,
            relation=relation,
            share=round(found.share, 4),
            own_units=found.own_units,
            shared_units=found.shared_units,
            threshold=THRESHOLD,
            method=_METHOD,
            passages=found.passages,
        )

    def compare(self, search_ids: Iterable[int], again: Set[int]) -> None:
        """Find again what these versions are similar to, from both sides; what was kept of them has been forgotten.

        `again` are all that are compared again now, these and others: a pair of two of them is looked at once.
        """
        for search_id in sorted(search_ids):
            marks = self._store.of(search_id)
            if marks is not None:
                self._store.keep_similar(self._of(marks, again))

    def _of(self, marks: TextMarks, again: Set[int]) -> Iterator[Similar]:
        for year, later in ((marks.report_year - 1, False), (marks.report_year + 1, True)):
            neighbour = self._store.of_year(marks.agency, year)
            other = None if neighbour is None or (later and neighbour in again) else self._store.of(neighbour)
            if other is not None:
                one, two = (other, marks) if later else (marks, other)
                if found := self.similar(one, two, "own_year_before"):
                    yield found
        for other in self.candidates(marks):
            # a pair of which both are looked at again is looked at from the first of them
            if other.search_id in again and other.search_id < marks.search_id:
                continue
            for one, two in ((marks, other), (other, marks)):
                if found := self.similar(one, two, "other_body"):
                    yield found

    def template_share(self, marks: TextMarks) -> float:
        """The share of a text that is sentences which several bodies of its county have in the same year."""
        if marks.units < UNITS_AT_LEAST:
            return 0.0
        year, here = marks.report_year, marks.place
        units = sum(
            length
            for sentence, length in zip(marks.sentences, marks.lengths, strict=True)
            if len(self._store.with_sentence_here(year, sentence, here, COMMON_AT_LEAST)) >= COMMON_AT_LEAST
        )
        return units / marks.units


def _when(seen: Seen) -> tuple[str, str]:
    """What is known of when a report came out, in both languages."""
    page = f"页面日期 {seen.published_on}，" if seen.published_on else ""
    dated = f"page dated {seen.published_on}, " if seen.published_on else ""
    first = seen.first_seen[:10]
    if seen.not_seen_at:
        before = seen.not_seen_at[:10]
        return (
            f"{page}在 {before} 与 {first} 两次查看之间出现",
            f"{dated}appeared between the looks of {before} and {first}",
        )
    return f"{page}不晚于 {first}", f"{dated}not later than {first}"


def _finding(
    kind: str,
    severity: Severity,
    seen: Seen,
    share: float,
    words: tuple[str, str],
    other: Seen | None,
    expected: str | None,
) -> Finding:
    return Finding(
        kind=kind,
        agency=seen.agency,
        report_year=seen.report_year,
        report=seen.report,
        version=seen.version,
        severity=severity,
        form_table=None,
        row_key=None,
        column_key=None,
        seen=f"{share:.0%}",
        expected=expected,
        other_version=other.version if other else None,
        chinese=words[0],
        english=words[1],
        item=other.report if other else None,
    )


def similar_findings(seen: Seen, similar: Iterable[tuple[Similar, Seen]]) -> list[Finding]:
    """What is said of a report whose own wording stands in others: own last year and other bodies apart."""
    findings = []
    for found, other in similar:
        strong = found.share >= STRONG[found.relation] and found.shared_units >= STRONG_UNITS
        passages, year = len(found.passages), seen.report_year
        if found.relation == "own_year_before":
            kind, name, english = LAST_YEAR, "本单位", "its own report"
            order = ("", "")
        else:
            kind, name, english = OTHER, other.name or other.agency, f"the report of {other.name or other.agency}"
            (mine, mine_english), (theirs, theirs_english) = _when(seen), _when(other)
            order = (
                f"先后只知：本报告{mine}；对方{theirs}。",
                f" Of the order only this is known: this one {mine_english}; the other {theirs_english}.",
            )
        words = (
            f"{year}年度报告自有文字的 {found.share:.0%} 见于{name}{other.report_year}年度报告"
            f"（{passages} 段）。{order[0]}",
            f"{found.share:.0%} of the own wording of the {year} report stands in {english} of {other.report_year} "
            f"({passages} passages).{order[1]}",
        )
        severity: Severity = "warning" if strong else "info"
        findings.append(_finding(kind, severity, seen, found.share, words, other, f"< {found.threshold:.0%}"))
    return findings


def template_findings(seen: Seen, share: float) -> list[Finding]:
    """A note where most of a text is wording common in its county."""
    if share <= TEMPLATE_SHARE:
        return []
    words = (
        f"{seen.report_year}年度报告 {share:.0%} 的文字是同县至少 {COMMON_AT_LEAST} 个单位同年共用的句子，"
        "很可能出自共同模板。",
        f"{share:.0%} of the {seen.report_year} report is sentences that at least {COMMON_AT_LEAST} bodies of its "
        "county have in the same year: likely a common template.",
    )
    return [_finding(TEMPLATE, "info", seen, share, words, None, None)]
