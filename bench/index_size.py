"""What the search index takes of real texts and of the synthetic ones, merged, and how these texts differ.

    python bench/index_size.py [REPORTS]

The real reports of tests/documents are few; so many more are put together from them: each keeps the parts of one of
them, seven of ten sentences are another report's of the same section, and numbers get other digits. Their vocabulary is
that of a few reports, so real ones by the hundred thousand take rather more.
"""

from __future__ import annotations

import random
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from made_reports import made_report

from archive.content import places, search_parts
from archive.normal_form import is_han, normal_form, units
from archive.search import SEARCH_DDL, SEARCH_TABLE
from archive.search_tokens import index_text, row_tokens
from parse.reader import read
from parse.report import Report

DOCUMENTS = Path(__file__).parent.parent / "tests" / "documents"
KINDS = {".txt": "text/plain", ".html": "text/html", ".md": "text/markdown", ".pdf": "application/pdf"}
PIECES = ("pingtan-2020-table-two-fragment.html", "huaian-2024-page-four.txt", "README.md")
"""Files that are no whole report."""
OTHERS = 0.7
Parts = list[tuple[str | None, str]]


def real() -> Iterator[Report]:
    """The real reports of tests/documents as they are read."""
    for folder in (DOCUMENTS / "seeds", DOCUMENTS / "real" / "reports", DOCUMENTS / "found"):
        for path in sorted(folder.iterdir()):
            if path.suffix in KINDS and path.name not in PIECES:
                report = read(path.read_bytes(), media_type=KINDS[path.suffix])
                if report.is_report and report.text:
                    yield report


def mixed(reports: list[Report], count: int) -> Iterator[tuple[str, Parts]]:
    """Title and parts of so many reports put together from these."""
    chance = random.Random(1)
    divided = [(report.title or "", _sentences(report)) for report in reports]
    said: dict[str | None, list[str]] = defaultdict(list)
    for _, parts in divided:
        for section, sentences in parts:
            said[section] += sentences[1:]

    def other_digits(match: re.Match[str]) -> str:
        return re.sub(r"\d", lambda _: str(chance.randrange(10)), match.group())

    for _ in range(count):
        title, parts = chance.choice(divided)
        yield (
            title,
            [
                (
                    section,
                    first + re.sub(r"(?<!\d)(?!20)\d+", other_digits, "".join(_another(chance, rest, said[section]))),
                )
                for section, (first, *rest) in parts
            ],
        )


def _another(chance: random.Random, sentences: list[str], said: list[str]) -> list[str]:
    return [chance.choice(said) if chance.random() < OTHERS else sentence for sentence in sentences]


def _sentences(report: Report) -> list[tuple[str | None, list[str]]]:
    return [(key, re.split(r"(?<=[。\n])", text)) for key, text in search_parts(report.text, places(report))]


def looked_at(name: str, reports: list[Report]) -> None:
    """What kind of text it is, on the average of the reports."""
    shares: Counter[str] = Counter()
    tokens = distinct = signs = numbers = 0
    for report in reports:
        parts = search_parts(report.text, places(report))
        length = sum(len(text) for _, text in parts)
        for section, text in parts:
            shares[section or "preamble"] += len(text) / length
        found, held = units(normal_form(report.text)), index_text(report.text).split(" ")
        tokens, distinct = tokens + len(held), distinct + len(set(held))
        signs += sum(not unit[0].isalnum() for unit in found)
        numbers += sum(unit[0].isdigit() and not is_han(unit) for unit in found)
    said = ", ".join(f"{section} {share / len(reports):.2f}" for section, share in shares.most_common())
    length = sum(len(report.text) for report in reports) / len(reports)
    print(f"{name}: {len(reports)} reports of {length:,.0f} characters; {said};", end=" ")
    print(f"distinct of tokens {distinct / tokens:.2f}, signs {signs / tokens:.3f}, numbers {numbers / tokens:.3f}")


def size(name: str, reports: Iterator[tuple[str, Parts]]) -> None:
    """The index of these, as a share of their text."""
    db = sqlite3.connect(":memory:")
    db.executescript(SEARCH_DDL)
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({SEARCH_TABLE})")]
    marks = ", ".join("?" * (len(columns) + 1))
    text = 0
    for number, (title, parts) in enumerate(reports, start=1):
        text += len(title.encode()) + sum(len(part.encode()) for _, part in parts)
        row = row_tokens(title, parts)
        db.execute(f"INSERT INTO {SEARCH_TABLE} (rowid, {_named(columns)}) VALUES ({marks})", (number, *row))
        if number % 100 == 0:
            db.commit()
    db.commit()
    written = _bytes(db)
    db.execute(f"INSERT INTO {SEARCH_TABLE} ({SEARCH_TABLE}) VALUES ('optimize')")
    db.commit()
    print(f"{name}: index {written / text:.3f} of the text as written, {_bytes(db) / text:.3f} merged", flush=True)


def _named(columns: list[str]) -> str:
    """The columns in the order of `row_tokens`: only the first is stored before its place."""
    first, *others = columns
    return ", ".join([*others[:2], first, *others[2:]])


def _bytes(db: sqlite3.Connection) -> int:
    (found,) = db.execute(f"SELECT sum(pgsize) FROM dbstat WHERE name LIKE '{SEARCH_TABLE}%'").fetchone()
    return int(found)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    reports = list(real())
    made = [made_report(number) for number in range(count)]
    looked_at("real", reports)
    looked_at("synthetic", made[:100])
    size(f"{count:,} mixed from real ones", mixed(reports, count))
    size(f"{count:,} synthetic", ((made.title or "", search_parts(made.text, places(made))) for made in made))


if __name__ == "__main__":
    main()
