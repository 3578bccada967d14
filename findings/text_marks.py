"""Marks of a text: digests of its own sentences, and MinHash buckets that texts nearly the same share.

The signature is by rensa's RMinHash over pieces of the sentences; buckets are bands of it. Two texts of which the
share `s` of all pieces is in common share a bucket with the chance 1 - (1 - s^4)^16: 0.65 at a half, 0.99 at 0.7.
"""

from __future__ import annotations

import struct
from hashlib import blake2b

from rensa import RMinHash

from archive.finding_rows import ReportText, TextMarks
from findings.wording import RULE, own_sentences

PIECE_UNITS = 6
BANDS, BAND_ROWS = 16, 4
SEED = 42
UNITS_AT_LEAST = 80
"""Less own wording than this has no signature: two or three sentences are like many."""
METHOD = f"{RULE}; rensa RMinHash {RMinHash.ALGORITHM_VERSION}, {BANDS} x {BAND_ROWS}, pieces of {PIECE_UNITS}"


def _buckets(sentences: dict[int, str]) -> tuple[int, ...]:
    pieces = {
        stream[at : at + PIECE_UNITS] for stream in sentences.values() for at in range(len(stream) - PIECE_UNITS + 1)
    }
    signature = RMinHash(num_perm=BANDS * BAND_ROWS, seed=SEED)
    signature.update(sorted(pieces))
    values = signature.digest()
    return tuple(
        struct.unpack(
            "<q",
            blake2b(
                struct.pack(f"<B{BAND_ROWS}I", band, *values[band * BAND_ROWS : (band + 1) * BAND_ROWS]), digest_size=8
            ).digest(),
        )[0]
        for band in range(BANDS)
    )


def _made_of(text: ReportText) -> str:
    return f"{text.made_of} {' '.join(text.names)} {METHOD}"


def is_made_of(marks: TextMarks, text: ReportText, place: str) -> bool:
    """Whether these marks are those of this text, by what they were made from."""
    told = (marks.version, marks.agency, marks.report_year, marks.place, marks.made_of)
    return told == (text.version, text.agency, text.report_year, place, _made_of(text))


def marks_of(text: ReportText, place: str) -> TextMarks:
    """The marks of a report's text; `place` is its county."""
    sentences = dict(own_sentences(text))
    units = sum(len(stream) for stream in sentences.values())
    return TextMarks(
        search_id=text.search_id,
        version=text.version,
        agency=text.agency,
        place=place,
        report_year=text.report_year,
        made_of=_made_of(text),
        units=units,
        sentences=tuple(sorted(sentences)),
        lengths=tuple(min(len(sentences[key]), 65535) for key in sorted(sentences)),
        buckets=_buckets(sentences) if units >= UNITS_AT_LEAST else (),
    )
