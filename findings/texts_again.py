"""Comparing texts again: only those whose own text, or whose partners' texts, or whose common sentences are others now.

What comes out is what comes out of comparing all of them: a sentence that becomes common, or ceases to be, makes every
report that has it be compared again, and so does a bucket that becomes or ceases to be a template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from archive.archive import Archive
from archive.finding_rows import TextMarks
from archive.findings_store import FindingsStore
from archive.report_texts import report_texts
from archive.text_marks import TextMarksStore
from findings.boilerplate import boilerplate
from findings.kinds import TEXT_KINDS
from findings.similarity import (
    BUCKET_AT_MOST,
    COMMON_AT_LEAST,
    LAST_YEAR,
    OTHER,
    Similarity,
    similar_findings,
    template_findings,
)
from findings.text_marks import is_made_of, marks_of

T = TypeVar("T")

_ALL = 10**9
_TOGETHER = 200
"""Agencies or versions a transaction, where all are compared again."""


def _together(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + _TOGETHER] for start in range(0, len(items), _TOGETHER))


class _Changed:
    """Marks that go and marks that come, of some agencies."""

    def __init__(self) -> None:
        self.gone: list[TextMarks] = []
        self.new: list[TextMarks] = []

    @property
    def all(self) -> list[TextMarks]:
        return [*self.gone, *self.new]


def _changed(archive: Archive, marks: TextMarksStore, agency: str, place: str) -> _Changed:
    """What of an agency's marks is not what its texts give now."""
    changed, kept = _Changed(), marks.of_agency(agency)
    for text in report_texts(archive.db, agency):
        old = kept.pop(text.search_id, None)
        if old is None or not is_made_of(old, text, place):
            changed.new.append(marks_of(text, place))
            changed.gone += [old] if old else []
    changed.gone += kept.values()
    return changed


def _crossings(changed: _Changed, marks: TextMarksStore) -> Callable[[], set[int]]:
    """Look which sentences are common and which buckets are full; the function returned looks again and gives the
    versions of those that are otherwise then."""
    sentences = {(one.report_year, key) for one in changed.all for key in one.sentences}
    here = {(one.report_year, key, one.place) for one in changed.all for key in one.sentences}
    buckets = {(one.report_year, key) for one in changed.all for key in one.buckets}

    def flags() -> tuple[set[tuple[int, int]], set[tuple[int, int, str]], set[tuple[int, int]]]:
        return (
            {key for key in sentences if len(marks.with_sentence(*key, COMMON_AT_LEAST)) >= COMMON_AT_LEAST},
            {key for key in here if len(marks.with_sentence_here(*key, COMMON_AT_LEAST)) >= COMMON_AT_LEAST},
            {key for key in buckets if len(marks.in_bucket(*key, BUCKET_AT_MOST + 1)) > BUCKET_AT_MOST},
        )

    before = flags()

    def crossed() -> set[int]:
        after = flags()
        found = {one for key in before[0] ^ after[0] for one in marks.with_sentence(*key, _ALL)}
        found |= {one for key in before[1] ^ after[1] for one in marks.with_sentence_here(*key, _ALL)}
        return found | {one for key in before[2] ^ after[2] for one in marks.in_bucket(*key, _ALL)}

    return crossed


def compare_texts(archive: Archive, store: FindingsStore, agencies: Iterable[str]) -> int:
    """Compare the texts of these agencies' reports again, in the caller's transaction. Returns how many reports were
    compared, those of others that depend on them included."""
    marks, agencies = TextMarksStore(archive.db), sorted(agencies)
    changed = _Changed()
    for agency in agencies:
        some = _changed(archive, marks, agency, store.facts(agency).place)
        changed.gone += some.gone
        changed.new += some.new
    crossed = _crossings(changed, marks)
    # what is said names dates of both reports: those of a touched one may be others although its text is not
    partners: set[str] = set()
    for gone in changed.gone:
        partners |= marks.partners(gone.version)
        marks.forget_similar(gone.version)
        store.forget_findings(gone.version, TEXT_KINDS)
        marks.remove(gone)
    for new in changed.new:
        marks.put(new)
    again = {new.search_id for new in changed.new} | crossed()
    compared = [found for search_id in sorted(again) if (found := marks.of(search_id))]
    for one in compared:
        partners |= marks.partners(one.version)
        marks.forget_similar(one.version)
    similarity = Similarity(marks)
    similarity.compare(again, again)
    touched = [one for agency in agencies for one in marks.of_agency(agency).values()]
    for one in (*compared, *touched):
        partners |= {one.version, *marks.partners(one.version)}
    _say(store, marks, similarity, compared, partners)
    return len(compared)


def _say(
    store: FindingsStore,
    marks: TextMarksStore,
    similarity: Similarity,
    compared: Iterable[TextMarks],
    partners: set[str],
) -> None:
    """Write the findings of versions that were compared, and of their partners what these are similar to."""
    done = set()
    for one in compared:
        done.add(one.version)
        store.forget_findings(one.version, TEXT_KINDS)
        store.add_findings(template_findings(marks.seen(one.version), similarity.template_share(one)))
        marks.keep_boilerplate(one.search_id, boilerplate(marks.text(one.search_id), similarity.not_own(one)))
        _say_similar(store, marks, one.version)
    for version in sorted(partners - done):
        store.forget_findings(version, (LAST_YEAR, OTHER))
        _say_similar(store, marks, version)


def _say_similar(store: FindingsStore, marks: TextMarksStore, version: str) -> None:
    found = marks.similar(version)
    if found:
        pairs = [(one, marks.seen(one.other_version)) for one in found]
        store.add_findings(similar_findings(marks.seen(version), pairs))


def compare_all_texts(archive: Archive, store: FindingsStore) -> int:
    """Compare every text again, from nothing, in transactions of its own; one that is broken off is begun again.
    Returns how many reports there are."""
    marks = TextMarksStore(archive.db)
    with archive.db.atomic():
        marks.clear()
        store.forget_kinds(TEXT_KINDS)
    every: list[int] = []
    for agencies in _together(store.agencies()):
        with archive.db.atomic():
            for agency in agencies:
                for new in _changed(archive, marks, agency, store.facts(agency).place).new:
                    marks.put(new)
                    every.append(new.search_id)
    similarity, again = Similarity(marks), set(every)
    for some in _together(sorted(every)):
        with archive.db.atomic():
            similarity.compare(some, again)
    for some in _together(sorted(every)):
        with archive.db.atomic():
            _say(store, marks, similarity, [found for one in some if (found := marks.of(one))], set())
    return len(every)
