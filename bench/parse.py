"""Speed and memory of the reader by carrier, against floors measured in the same run: `python bench/parse.py`.

    --only html|pdf|carriers|workers|ocr   one part
    --rounds N                             interleaved pairs of each measurement (default 7)

Exits with 1 where a ratio is not kept. A floor and our reading take turns, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import resource
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from pages import REAL, ROOT, Page, pages

HTML_RATIO = 0.6
PDF_RATIO = 0.3
WORKERS_RATIO = 1.7
CARRIERS = ("html", "word_html", "docx", "pdf", "txt", "md", "xlsx")
DOCUMENTS = ROOT / "tests" / "documents"
PDFS = (
    (DOCUMENTS / "real" / "reports" / "hongze-2023.pdf", "real", "hongze-2023.pdf"),
    (DOCUMENTS / "found" / "hongze-2024.pdf", "found", "hongze-2024.pdf"),
    (DOCUMENTS / "found" / "huaian-2024.pdf", "found", "huaian-2024.pdf"),
    (DOCUMENTS / "made" / "pingtan-2025.pdf", "real", "pingtan-2025.html"),
    (DOCUMENTS / "made" / "shanghai-office-2019.pdf", "real", "shanghai-office-2019.html"),
)
"""File, folder of its truth.json, name in there."""
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")

Work = Callable[[], object]


def pairs(ours: Work, floor: Work, rounds: int) -> tuple[float, float, float]:
    """Medians of processor seconds of both, and of the ratio of each pair."""
    ours(), floor()
    times: list[tuple[float, float]] = []
    for number in range(rounds):
        spent = {}
        for work in (ours, floor) if number % 2 else (floor, ours):
            began = time.process_time()
            work()
            spent[work] = time.process_time() - began
        times.append((spent[ours], spent[floor]))
    return median(a for a, _ in times), median(b for _, b in times), median(a / b for a, b in times)


def html(rounds: int) -> bool:
    """Pages against `trafilatura.extract` alone, and whether its sentences are in our text."""
    import trafilatura

    from parse.reader import read

    print(f"{'page':46} {'kB':>4} {'ours ms':>8} {'floor ms':>8} {'ratio':>6} {'sentences':>10}")
    kept = True
    for page in pages():
        text = page.text
        ours, floor, ratio = pairs(
            lambda page=page: read(page.data), lambda text=text: trafilatura.extract(text), rounds
        )
        found, lost = sentences(page)
        print(
            f"{page.name:46} {len(page.data) // 1000:4} {ours * 1000:8.1f} {floor * 1000:8.1f} {ratio:6.2f}"
            f" {found - len(lost):5}/{found:<4} {lost or ''}"
        )
        kept &= ratio <= HTML_RATIO
    return kept


def sentences(page: Page) -> tuple[int, list[str]]:
    """How many sentences trafilatura finds outside of tables, and those that are neither in our text nor a fact."""
    import trafilatura

    from parse.carrier import open_document
    from parse.reader import read

    body = trafilatura.extract(page.text, include_tables=False) or ""
    report = read(page.data)
    document = open_document(page.data)
    cells = [cell.text for grid in document.grids() for cell in grid.cells]
    facts = [value for name, value in document.facts] + [f"{name}：{value}" for name, value in document.facts]
    ours = bare("\n".join([report.text, *cells, *facts]))
    found = [sentence for sentence in _SENTENCE.findall(body) if len(bare(sentence)) > 1]
    return len(found), [sentence.strip() for sentence in found if bare(sentence) not in ours]


def bare(text: str) -> str:
    """Text without blanks and without the marks that differ between extractors."""
    return re.sub(r"[\s\u00a0\u3000|:：*#-]+", "", text)


def pdf(rounds: int) -> bool:
    """PDF files against `pdfplumber.extract_tables`; its cells are counted wherever they stand, ours in their place."""
    import pdfplumber
    from distinct import leaves
    from scoring import score

    from parse.reader import read

    print(f"{'file':28} {'pages':>5} {'ours ms':>8} {'floor ms':>8} {'ratio':>6} {'cells':>6} {'ours':>6} {'floor':>6}")
    kept = True
    for path, folder, name in PDFS:
        data = path.read_bytes()
        truth = json.loads((DOCUMENTS / folder / "truth.json").read_text("utf-8"))[name]["tables"]
        tables: list[object] = []

        def plumb(path: Path = path, tables: list[object] = tables) -> None:
            tables.clear()
            with pdfplumber.open(path) as opened:
                for page in opened.pages:
                    tables.extend(page.extract_tables())

        ours, floor, ratio = pairs(lambda data=data: read(data), plumb, max(rounds // 3, 2))
        numbers = [
            str(value["value"]) if isinstance(value, dict) else f"{value}"
            for _, value in leaves(truth)
            if value is not None
        ]
        printed = Counter(
            match.group().replace(",", "")
            for table in tables
            for row in table
            for cell in row
            if cell and (match := _NUMBER.match(cell.replace("\n", "").strip()))
        )
        theirs = (Counter(numbers) & printed).total()
        scored = score(read(data).tables or {}, truth)
        right = len(numbers) - len(scored.wrong) - sum(dict(leaves(truth))[path] is not None for path in scored.missing)
        with pdfplumber.open(path) as opened:
            count = len(opened.pages)
        print(
            f"{path.name:28} {count:5} {ours * 1000:8.0f} {floor * 1000:8.0f} {ratio:6.2f} {len(numbers):6}"
            f" {right:6} {theirs:6}"
        )
        kept &= ratio <= PDF_RATIO and right >= theirs
    return kept


def batch(carrier: str) -> list[bytes]:
    """The reports of a carrier."""
    from samples.carriers import make
    from samples.portal import DOCUMENTS as SAMPLES

    texts = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*/source.txt"))]
    if carrier in ("html", "word_html"):
        return [page.data for page in pages() if page.word == (carrier == "word_html")]
    if carrier == "pdf":
        return [path.read_bytes() for path, _, _ in PDFS]
    if carrier == "md":
        return [path.read_bytes() for path in sorted(REAL.glob("*.md"))]
    if carrier == "txt":
        return [path.read_bytes() for path in sorted(REAL.glob("*.txt"))]
    return [make(text, carrier) for text in texts]


def carrier(name: str) -> None:
    """Print reports a second and memory of this process, as JSON: run for one carrier alone."""
    from parse.reader import read

    documents = batch(name)
    began, count = time.process_time(), 0
    while time.process_time() - began < 3:
        for data in documents:
            read(data)
            count += 1
    spent = time.process_time() - began
    print(json.dumps([len(documents), count / spent, peak_memory()]))


def peak_memory() -> int:
    """MiB that this process has held at most. Where there is no /proc, the peak of what started it may count too."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) // 1024 if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def carriers(_rounds: int) -> bool:
    """Reports a second on one core and peak memory, a process for each carrier."""
    print(f"{'carrier':12} {'files':>5} {'reports/s':>10} {'peak MiB':>9}")
    for name in CARRIERS:
        command = [sys.executable, __file__, "--carrier", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode:
            print(f"{name:12} {done.stderr[-200:]}")
            return False
        files, rate, peak = json.loads(done.stdout.splitlines()[-1])
        print(f"{name:12} {files:5} {rate:10.1f} {peak:9}")
    return converted()


def converted() -> bool:
    """Seconds of a .doc through the worker and its converter, by the clock; the converter is a process of its own."""
    from reading.limits import Limits
    from reading.messages import Failure, Task
    from reading.pool import Pool

    data = (DOCUMENTS / "made" / "helan-other-numbers.doc").read_bytes()
    pool = Pool(1, Limits())
    times = []
    for number in range(4):  # the first starts the worker
        began = time.perf_counter()
        pool.submit(number, Task(data, "application/msword", None, None))
        _, parts = pool.results.get()
        times.append(time.perf_counter() - began)
    pool.close()
    read_one = not isinstance(parts, Failure) and parts[0].report.is_report
    print(f"{'doc':12} {1:5} {1 / median(times[1:]):10.2f} {'' if read_one else 'not read: no converter here':>9}")
    return True


def workers(rounds: int) -> bool:
    """A batch through the pool with two workers against one; wall-clock time of an idle machine with two cores."""
    from reading.limits import Limits
    from reading.messages import Task
    from reading.pool import Pool

    documents = [page.data for page in pages()] * 12

    def through(count: int) -> float:
        pool = Pool(count, Limits())
        for number in range(count * 2):  # both workers are up before the clock starts
            pool.submit(number, Task(documents[0], "text/html", None, None))
        for _ in range(count * 2):
            pool.results.get()
        began = time.perf_counter()
        for number, data in enumerate(documents):
            pool.submit(number, Task(data, "text/html", None, None))
        for _ in documents:
            pool.results.get()
        spent = time.perf_counter() - began
        pool.close()
        return spent

    times = [(through(1), through(2)) for _ in range(max(rounds // 2, 2))]
    ratio = median(one / two for one, two in times)
    one, two = (len(documents) / median(column) for column in zip(*times, strict=True))
    print(
        f"{len(documents)} pages: one worker {one:.1f}/s, two {two:.1f}/s, {ratio:.2f} times"
        f" (load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)"
    )
    return ratio >= WORKERS_RATIO


def ocr(_rounds: int) -> bool:
    """Seconds a page, threads and memory of the recognition of characters, where its extra is installed."""
    try:
        from reading.recognition.document import recognise_document
        from reading.recognition.engine import THREADS
    except ImportError as missing:
        print(f"the extra is not installed ({missing})")
        return True
    data = (DOCUMENTS / "made" / "hongze-2023-scan.pdf").read_bytes()
    idle = _threads()
    most = [idle]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            most.append(_threads())

    watcher = threading.Thread(target=watch)
    watcher.start()
    began, processor = time.perf_counter(), time.process_time()
    pages_made = len(recognise_document(data).get("pages", ()))
    wall, used = time.perf_counter() - began, time.process_time() - processor
    done.set()
    watcher.join()
    threads = max(most) - idle - 1
    memory = peak_memory()
    busy = used / wall
    print(
        f"{pages_made} pages, {wall / max(pages_made, 1):.1f} s a page, {busy:.2f} cores busy, {threads} threads"
        f" ({THREADS} allowed), peak memory {memory} MiB"
    )
    return busy <= THREADS + 0.3


def _threads() -> int:
    return sum(1 for _ in Path("/proc/self/task").iterdir()) if Path("/proc/self/task").exists() else 0


Part = Callable[[int], bool]
PARTS: dict[str, Part] = {
    "html": html,
    "pdf": pdf,
    "carriers": carriers,
    "workers": workers,
    "ocr": ocr,
}


def chosen_parts(only: str | None) -> Iterator[str]:
    """The parts to measure, in order."""
    yield from (name for name in PARTS if only in (None, name))


def main() -> int:
    """Measure, print, and say whether all ratios are kept."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", choices=PARTS)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--carrier", choices=CARRIERS, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    logging.disable(logging.WARNING)
    if chosen.carrier:
        carrier(chosen.carrier)
        return 0
    failed = []
    for name in chosen_parts(chosen.only):
        print(f"\n{name}: {(PARTS[name].__doc__ or '').splitlines()[0]}", flush=True)
        if not PARTS[name](chosen.rounds):
            failed.append(name)
    print(f"\nnot kept: {', '.join(failed)}" if failed else "\nall ratios kept")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
