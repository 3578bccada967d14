"""Ten thousand damaged documents: nothing escapes the reader, no number is invented, no reading hangs.

    python fuzz/campaign.py [--count 10000] [--seed 1] [--only N] [--keep FOLDER]

Prints what it found and exits with 1 where there was a fault. `--only N` does the one with this number again.
"""

from __future__ import annotations

import argparse
import logging
import random
import resource
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from types import FrameType

from documents import Original, originals
from mutations import HARMFUL, HARMLESS, inside_package
from oracle import invented, printed_text, wrong_places

from parse.reader import read

SECONDS = 20
"""A reading that takes longer hangs; the slowest undamaged document takes one."""
MEMORY_MB = 3072
WEIGHTS = {"pdf": 1}
"""How often a kind is taken, 6 where nothing is said: a PDF takes as long as ten pages."""


class HangError(BaseException):
    """Not an Exception: the reader's own promise must not catch it."""


def _late(_signal: int, _frame: FrameType | None) -> None:
    raise HangError


def damaged(number: int, seed: int, documents: list[Original]) -> tuple[Original, str, bytes, bool]:
    """The document with this number: what it was, what was done to it, its bytes, whether it must read the same."""
    chance = random.Random(f"{seed} {number}")
    original = chance.choices(documents, [WEIGHTS.get(each.kind, 6) for each in documents])[0]
    harmless = original.kind == "html" and original.tables is not None and chance.random() < 0.5
    data, done = original.data, []
    # twice the same harmless change is none: a comment would end inside a comment
    ways = HARMLESS[: chance.randint(1, 2)] if harmless else chance.choices(HARMFUL, k=chance.randint(1, 3))
    for mutation in ways:
        done.append(mutation.__name__)
        if not data:
            break
        if original.kind == "docx" and chance.random() < 0.9 and len(done) == 1:
            data = inside_package(data, mutation, chance)
        else:
            data = mutation(data, chance)
    return original, "+".join(done), data, harmless


def main() -> int:
    """Run the campaign."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", type=int)
    options.add_argument("--keep", type=Path, help="where documents with a fault are written")
    chosen = options.parse_args()
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * 2**20, MEMORY_MB * 2**20))
    signal.signal(signal.SIGALRM, _late)
    documents = originals()
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    slowest = (0.0, "")
    began = time.monotonic()
    numbers = range(chosen.count) if chosen.only is None else [chosen.only]
    for number in numbers:
        original, done, data, harmless = damaged(number, chosen.seed, documents)
        kinds[original.kind] += 1
        started = time.monotonic()
        faults: list[tuple[str, str]] = []
        signal.alarm(SECONDS)
        try:
            report = read(data, url=f"http://www.example.gov.cn/1.{original.kind}")
            signal.alarm(0)
        except HangError:
            faults.append(("hang", f"more than {SECONDS} s"))
        except BaseException as error:  # noqa: BLE001 — what escapes is what is looked for
            signal.alarm(0)
            faults.append(("escaped", repr(error)[:300]))
        else:
            faults += [("escaped", told.message) for told in report.problems if told.kind == "reader_failed"]
            text = printed_text(data, original.kind)
            faults += [("invented", fault) for fault in invented(report, text, original.kind)]
            if harmless and original.tables is not None:
                faults += [("wrong", fault) for fault in wrong_places(report, original.tables)]
            counts["reports"] += report.is_report
            counts["values"] += sum(cell.value is not None for cell in report.cells)
        slowest = max(slowest, (time.monotonic() - started, f"{number} {original.name} {done}"))
        for kind, _ in faults[:1]:
            counts[kind] += 1
        for kind, fault in faults[:3]:
            print(f"{number} {original.name} [{done}] {kind}: {fault}", flush=True)
        if faults and chosen.keep:
            chosen.keep.mkdir(parents=True, exist_ok=True)
            (chosen.keep / f"{chosen.seed}-{number}.{original.kind}").write_bytes(data)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{len(numbers)} documents ({', '.join(f'{kind} {count}' for kind, count in kinds.most_common())}), "
        f"{counts['reports']} read as reports with {counts['values']} values, seed {chosen.seed}, "
        f"{time.monotonic() - began:.0f} s, peak memory {memory} MiB, slowest {slowest[0]:.1f} s ({slowest[1]})"
    )
    print("; ".join(f"{kind}: {counts[kind]}" for kind in ("escaped", "invented", "wrong", "hang")))
    return int(any(counts[kind] for kind in ("escaped", "invented", "wrong", "hang")))


if __name__ == "__main__":
    sys.exit(main())
