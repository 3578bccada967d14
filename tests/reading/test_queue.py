"""The reading queue: everything is read, and whatever a document does costs one problem row."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from archive.exchange import Images, PendingCapture
from archive.versions import Members, Outcome
from parse.report import Context, Report
from reading.queue import ReadingQueue


class Shelf:
    """An archive of documents by name."""

    def __init__(self, *documents: str) -> None:
        self.documents = list(documents)
        self.saved: dict[str, Report] = {}
        self.members: dict[str, list[tuple[str, str | None]]] = {}

    def to_read(self, capture: str) -> PendingCapture | None:
        if capture not in self.documents or capture in self.saved:
            return None
        return PendingCapture(capture, f"http://x.localhost/{capture}", "text/plain", Context(portal="x"))

    def pictures(self, capture: str) -> Images:
        del capture
        return ()

    def payload(self, capture: str) -> bytes:
        if capture == "bomb":
            raise ValueError("gzip bomb")
        return capture.encode()

    def together(self) -> AbstractContextManager[None]:
        return nullcontext()

    def save_reading(self, capture: str, report: Report, *, members: Members = ()) -> Outcome:
        assert capture not in self.saved
        self.members[capture] = [(path, read.title) for path, read in members]
        self.saved[capture] = report
        return Outcome("new" if report.is_report else "not_report", capture)


def read_all(shelf: Shelf, *, seconds: float = 20, workers: int = 1) -> None:
    with ReadingQueue(
        shelf, workers=workers, seconds=seconds, memory_mb=700, reader="tests.reading.misbehaving:read"
    ) as queue:
        for name in shelf.documents:
            queue.submit(name)
            queue.submit(name)
        assert len(queue) == len(shelf.documents)
        queue.finish()
        assert len(queue) == 0


def test_every_document_is_read_once() -> None:
    shelf = Shelf(*(f"report {number}" for number in range(40)))
    read_all(shelf, workers=2)
    assert sorted(shelf.saved) == sorted(shelf.documents)
    assert all(report.title == name for name, report in shelf.saved.items())


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        ("memory", "reading_limit"),
        ("deep", "reading_limit"),
        ("bomb", "reading_limit"),
        ("die", "reader_crashed"),
        ("exit", "reader_crashed"),
        ("raise", "reader_crashed"),
        ("write", "reader_crashed"),
    ],
)
def test_a_bad_document_costs_one_problem(order: str, kind: str) -> None:
    shelf = Shelf("before", order, "print", "after")
    read_all(shelf)
    bad = shelf.saved.pop(order)
    assert (bad.is_report, bad.verdict, bad.tables) == (False, "unreadable", None)
    assert [(problem.kind, problem.origin) for problem in bad.problems] == [(kind, "reading")]
    assert all(report.title == name for name, report in shelf.saved.items())
    assert len(shelf.saved) == 3
    assert not Path("/tmp/nianbao-must-not-be").exists() or Path("/tmp/nianbao-must-not-be").stat().st_size == 0
    Path("/tmp/nianbao-must-not-be").unlink(missing_ok=True)


@pytest.mark.parametrize("order", ["sleep", "spin"])
def test_a_document_that_takes_forever_is_given_up(order: str) -> None:
    shelf = Shelf(order, "after")
    read_all(shelf, seconds=2)
    assert [problem.kind for problem in shelf.saved[order].problems] == ["reading_limit"]
    assert shelf.saved["after"].title == "after"


def test_poll_never_blocks_while_a_worker_hangs() -> None:
    shelf = Shelf("sleep")
    with ReadingQueue(shelf, workers=1, seconds=3, reader="tests.reading.misbehaving:read") as queue:
        queue.submit("sleep")
        polls = 0
        while len(queue):
            queue.poll()
            polls += 1
            time.sleep(0.05)
        assert polls > 10, "had a poll waited for the worker, there would have been one or two"
    assert shelf.saved["sleep"].problems[0].kind == "reading_limit"


def forms_in_forms(levels: int, times: int) -> bytes:
    """A PDF whose page shows a form that shows a form `times` times, and so on: times ** levels strokes."""
    bodies = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>"]
    bodies.append("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>")
    bodies.append("<</Length 5>>stream\n/X Do\nendstream")
    for level in range(levels):
        last = level == levels - 1
        drawn = "0 0 m 9 9 l S " * times if last else "/X Do " * times
        inner = "" if last else f"/Resources<</XObject<</X {6 + level} 0 R>>>>"
        head = f"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]{inner}/Length {len(drawn)}>>"
        bodies.append(f"{head}stream\n{drawn}\nendstream")
    objects = "".join(f"{number} 0 obj\n{body}\nendobj\n" for number, body in enumerate(bodies, 1))
    return f"%PDF-1.4\n{objects}trailer\n<</Root 1 0 R>>\n%%EOF\n".encode()


def test_a_pdf_that_grows_beyond_memory_costs_one_problem() -> None:
    class Bomb(Shelf):
        def payload(self, capture: str) -> bytes:
            return forms_in_forms(12, 10) if capture == "bomb" else forms_in_forms(1, 1)

    shelf = Bomb("bomb", "after")
    with ReadingQueue(shelf, workers=1, seconds=20, memory_mb=700) as queue:
        queue.submit("bomb")
        queue.submit("after")
        queue.finish()
    (told,) = shelf.saved["bomb"].problems
    assert told.kind in {"reader_crashed", "reading_limit"}
    assert not {"reader_crashed", "reading_limit", "unreadable"} & {told.kind for told in shelf.saved["after"].problems}


def test_the_real_reader_fits_its_limits() -> None:
    text = (Path(__file__).parent.parent / "documents/seeds/000_bbc32dee6d9bf6c2.txt").read_text("utf-8")

    class Seed(Shelf):
        def payload(self, capture: str) -> bytes:
            return text.encode() if capture else b""

    shelf = Seed("seed")
    with ReadingQueue(shelf, workers=1) as queue:
        queue.submit("seed")
        queue.finish()
    assert shelf.saved["seed"].is_report, shelf.saved["seed"].problems


@pytest.mark.parametrize(
    ("converter", "title", "kinds"),
    [
        ("GOOD", "converted\n", []),
        ("FAILS", "convert:FAILS", ["converter_failed"]),
        ("HANGS", "convert:HANGS", ["converter_failed"]),
        ("MISSING", "convert:MISSING", ["needs_converter"]),
        ("unknown", "convert:unknown", ["needs_converter"]),
    ],
)
def test_a_document_is_read_again_once_converted(
    converter: str, title: str, kinds: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    names = ("GOOD", "FAILS", "HANGS", "MISSING")
    shelf = Shelf(f"convert:{converter}", "after")
    with ReadingQueue(
        shelf,
        workers=1,
        reader="tests.reading.misbehaving:read",
        converters={name: f"misbehaving_converters:{name}" for name in names},
    ) as queue:
        for name in shelf.documents:
            queue.submit(name)
        queue.finish()
    report = shelf.saved[f"convert:{converter}"]
    assert (report.title, [problem.kind for problem in report.problems]) == (title, kinds)
    assert shelf.saved["after"].title == "after"
    assert not list(tmp_path.iterdir())


def test_an_archive_is_saved_with_what_is_in_it() -> None:
    shelf = Shelf("hold:first,die,second", "after")
    read_all(shelf)
    assert shelf.members["hold:first,die,second"] == [("0.txt", "first"), ("1.txt", None), ("2.txt", "second")]
    own = shelf.saved["hold:first,die,second"]
    assert (own.is_report, own.verdict) == (False, "container")
    assert [(problem.kind, problem.seen) for problem in own.problems] == [("reader_crashed", "1.txt")]
