"""Bytes read at once between others: with limits like any document, no result is lost, and never for ever."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from archive.exchange import Images, PendingCapture
from archive.versions import Members, Outcome
from parse.report import Context, Report
from reading.queue import ReadingQueue


class Shelf:
    """An archive that wants something read again while it saves."""

    def __init__(self, *documents: str) -> None:
        self.documents = documents
        self.saved: dict[str, Report] = {}
        self.again: list[Report] = []
        self.queue: ReadingQueue | None = None

    def to_read(self, capture: str) -> PendingCapture | None:
        if capture not in self.documents or capture in self.saved:
            return None
        return PendingCapture(capture, f"http://x.localhost/{capture}", "text/plain", Context())

    def pictures(self, capture: str) -> Images:
        del capture
        return ()

    def payload(self, capture: str) -> bytes:
        return capture.encode()

    def together(self) -> AbstractContextManager[None]:
        return nullcontext()

    def save_reading(self, capture: str, report: Report, *, members: Members = ()) -> Outcome:
        del members
        assert self.queue is not None
        assert capture not in self.saved
        self.saved[capture] = report
        data = "hold:first,second" if capture == "b" else "die" if capture == "c" else f"again {capture}"
        member = "1.txt" if capture == "b" else None
        url = "http://x.localhost/again"
        self.again.append(self.queue.read_again(data.encode(), "text/plain", url, Context(), member))
        return Outcome("new", capture)


def test_what_is_read_again_comes_at_once_and_nothing_is_lost() -> None:
    shelf = Shelf("a", "b", "c", "d", "e")
    with ReadingQueue(shelf, workers=2, memory_mb=700, reader="tests.reading.misbehaving:read") as queue:
        shelf.queue = queue
        for name in shelf.documents:
            queue.submit(name)
        queue.finish()
    assert {name: report.title for name, report in shelf.saved.items()} == {name: name for name in shelf.documents}
    said = dict(zip(shelf.saved, shelf.again, strict=True))
    assert [said[name].title for name in "ade"] == ["again a", "again d", "again e"]
    assert said["b"].title == "second"
    assert [problem.kind for problem in said["c"].problems] == ["reader_crashed"]
    late = queue.read_again(b"late", None, "http://x.localhost/", Context(), None)
    assert [problem.kind for problem in late.problems] == ["reader_crashed"]
