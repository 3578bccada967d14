"""From a document to its reports: conversions, members, and what becomes of those that fail."""

from __future__ import annotations

from collections.abc import Callable

from parse.report import Problem, Report
from reading import steps
from reading.messages import Converted, Failure, Member, Part, Reading, Task, Wanted
from reading.steps import read_document


def report(title: str, *problems: str, is_report: bool = True, verdict: str = "report") -> Report:
    told = tuple(Problem(kind, "reading", "error", kind) for kind in problems)
    return Report("text/plain", is_report, verdict, title=title, problems=told)


def asked(read: Callable[[Task], Reading | Failure], data: bytes = b"x") -> tuple[Part, ...] | Failure:
    """The document read; every converter writes its name."""
    return read_document(Task(data, None, "x", None), read, converts, 60)


def without(failure: Failure, reading: Reading) -> tuple[Part, ...]:
    """What becomes of a reading whose conversion fails."""
    parts = read_document(Task(b"x", None, "x", None), lambda _: reading, lambda _: failure, 60)
    assert not isinstance(parts, Failure)
    return parts


def converts(wanted: Wanted) -> Converted | Failure:
    return Converted(wanted.converter, wanted.converter.encode(), "text/plain")


def test_a_document_that_needs_nothing_is_asked_for_once() -> None:
    tasks: list[Task] = []

    def read(task: Task) -> Reading:
        tasks.append(task)
        return Reading(report("plain"))

    assert asked(read) == (Part(report("plain")),)
    assert len(tasks) == 1


def test_conversions_follow_each_other_and_the_document_stays() -> None:
    def read(task: Task) -> Reading:
        assert task.data == b"x"
        done = [made.converter for made in task.converted]
        following = {0: "office", 1: "ocr"}.get(len(done))
        return Reading(report(" ".join(done)), Wanted(following, b"", "") if following else None)

    assert asked(read) == (Part(report("office ocr")),)


def test_no_converter_runs_twice_on_a_document() -> None:
    calls: list[Task] = []

    def read(task: Task) -> Reading:
        calls.append(task)
        return Reading(report("again"), Wanted("office", b"", ""))

    assert asked(read) == (Part(report("again")),)
    assert len(calls) == 2


def test_without_its_converter_a_report_stands_with_the_reason() -> None:
    reading = Reading(report("kept", "tables_are_images", "needs_converter"), Wanted("ocr", b"", "image/png"))
    for kind in ("needs_converter", "converter_failed"):
        (part,) = without(Failure(kind, "because"), reading)
        assert part.report.title == "kept"
        assert [told.kind for told in part.report.problems] == [kind, "tables_are_images"]


def test_what_could_not_be_converted_is_unreadable_and_what_lacks_a_converter_unsupported() -> None:
    reading = Reading(report("", "needs_converter", is_report=False, verdict="unsupported"), Wanted("office", b"", ""))
    for kind, verdict in (("needs_converter", "unsupported"), ("converter_failed", "unreadable")):
        (part,) = without(Failure(kind, "because"), reading)
        assert part.report.verdict == verdict


def test_a_reader_that_fails_on_what_was_made_leaves_the_first_reading() -> None:
    def read(task: Task) -> Reading | Failure:
        if task.converted:
            return Failure("reading_limit", "too much")
        return Reading(report("first"), Wanted("office", b"", ""))

    parts = asked(read)
    assert not isinstance(parts, Failure)
    assert parts[0].report.title == "first"
    assert [told.kind for told in parts[0].report.problems] == ["reading_limit"]


def holding(*names: bytes) -> Reading:
    own = report("", is_report=False, verdict="container")
    return Reading(own, members=tuple(Member(name.decode(), name) for name in names))


def test_members_are_documents_and_a_failing_one_is_a_problem_of_the_archive() -> None:
    def read(task: Task) -> Reading | Failure:
        if task.data == b"x":
            return holding(b"a", b"bad", b"b")
        return Failure("reader_crashed", "it fell") if task.data == b"bad" else Reading(report(task.data.decode()))

    parts = asked(read)
    assert not isinstance(parts, Failure)
    own, *members = parts
    assert [(part.path, part.report.title) for part in members] == [("a", "a"), ("bad", None), ("b", "b")]
    assert (own.report.verdict, own.report.is_report) == ("container", False)
    assert [(told.kind, told.seen) for told in own.report.problems] == [("reader_crashed", "bad")]


def test_an_archive_without_a_report_says_what_it_holds() -> None:
    def read(task: Task) -> Reading:
        return holding(b"a", b"b") if task.data == b"x" else Reading(report("", is_report=False, verdict="notice"))

    parts = asked(read)
    assert not isinstance(parts, Failure)
    assert parts[0].report.verdict == "notice"
    assert [told.kind for told in parts[0].report.problems] == ["not_a_report"]


def test_archives_within_archives_end_somewhere() -> None:
    def read(task: Task) -> Reading:
        del task
        return holding(b"again", b"again")

    parts = asked(read)
    assert not isinstance(parts, Failure)
    paths = [part.path for part in parts[1:]]
    assert "again/again (2)" in paths
    assert len(set(paths)) == len(paths) < 20


def test_more_members_than_one_document_may_have_are_not_read() -> None:
    def read(task: Task) -> Reading:
        names = [str(number).encode() for number in range(steps.MAX_MEMBERS + 7)]
        return holding(*names) if task.data == b"x" else Reading(report("read"))

    parts = asked(read)
    assert not isinstance(parts, Failure)
    assert sum(part.report.title == "read" for part in parts[1:]) == steps.MAX_MEMBERS
    assert len(parts) == steps.MAX_MEMBERS + 8


def test_many_conversions_in_one_archive_are_too_many() -> None:
    def read(task: Task) -> Reading:
        names = [str(number).encode() for number in range(steps.MAX_CONVERSIONS + 3)]
        if task.data == b"x":
            return holding(*names)
        return Reading(report("made" if task.converted else "not"), None if task.converted else Wanted("o", b"", ""))

    parts = asked(read)
    assert not isinstance(parts, Failure)
    assert sum(part.report.title == "made" for part in parts) == steps.MAX_CONVERSIONS
    left = [part.report for part in parts if part.report.title == "not"]
    assert [[told.kind for told in report.problems] for report in left] == [["needs_converter"]] * 3
