"""The steps from a document to its reports: read it, have it converted where that helps, read the files that it holds.

No process is started here: `ask` reads one task, `convert` runs one converter.
"""

from __future__ import annotations

import dataclasses
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from parse.problem_kinds import problem
from parse.report import Problem, Report
from reading.container import container_report, unread_member
from reading.messages import Converted, Failure, Member, Part, Reading, Task, Wanted

MAX_DEPTH = 2
"""Archives within archives that are opened: a file in a ZIP in a ZIP is read, deeper ones are not."""
MAX_MEMBERS = 500
MAX_CONVERSIONS = 40
"""Of one document with all its members."""
CAPTURE_LIMIT = 20
"""How many times the limit of one reading all members of a document may take together."""

Ask = Callable[[Task], Reading | Failure]
Convert = Callable[[Wanted], Converted | Failure]


@dataclass
class _Budget:
    """What is left for one document with all its members."""

    ends: float
    members: int = MAX_MEMBERS
    conversions: int = MAX_CONVERSIONS
    paths: Counter[str] = field(default_factory=Counter)

    def over(self) -> bool:
        return self.members <= 0 or time.monotonic() > self.ends


def read_document(task: Task, ask: Ask, convert: Convert, seconds: float) -> tuple[Part, ...] | Failure:
    """The report of a document first, then those of the files that it holds, if it is an archive.

    `seconds` is the limit of one reading. A Failure is one of the document itself; that of a member or of a conversion
    is a problem.
    """
    budget = _Budget(time.monotonic() + CAPTURE_LIMIT * seconds)
    reading = _read(task, ask, convert, budget)
    if isinstance(reading, Failure):
        return reading
    members = list(_members(task, reading.members, "", 1, ask, convert, budget))
    report = container_report(reading.report, members) if reading.members else reading.report
    return (Part(report), *members)


def _read(task: Task, ask: Ask, convert: Convert, budget: _Budget) -> Reading | Failure:
    """One document, converted as often as the reader asks; by each converter once."""
    reading = ask(task)
    while isinstance(reading, Reading) and (wanted := reading.wanted) is not None:
        if any(done.converter == wanted.converter for done in task.converted):
            break
        if budget.conversions <= 0:
            told = problem("needs_converter", f"More than {MAX_CONVERSIONS} files of one document need converting.")
            return _unconverted(reading, told)
        budget.conversions -= 1
        made = convert(wanted)
        if isinstance(made, Failure):
            return _unconverted(reading, problem(made.kind, made.message, seen=wanted.media_type))
        task = dataclasses.replace(task, converted=(*task.converted, made))
        again = ask(task)
        if isinstance(again, Failure):
            return _unconverted(reading, problem(again.kind, f"Converted: {again.message}", seen=wanted.media_type))
        reading = again
    return reading


def _unconverted(reading: Reading, told: Problem) -> Reading:
    """The reading without its conversion, with what became of that."""
    report: Report = reading.report
    others = tuple(known for known in report.problems if known.kind != "needs_converter")
    verdict = report.verdict
    if verdict == "unsupported" and told.kind != "needs_converter":
        verdict = "unreadable"
    report = dataclasses.replace(report, verdict=verdict, problems=(told, *others))
    return dataclasses.replace(reading, report=report, wanted=None)


def _members(
    task: Task, members: tuple[Member, ...], folder: str, depth: int, ask: Ask, convert: Convert, budget: _Budget
) -> Iterator[Part]:
    for member in members:
        path = _own_path(f"{folder}{member.path}", budget)
        if budget.over():
            yield Part(unread_member(Failure("reading_limit", "its archive takes too long to be read")), path)
            continue
        budget.members -= 1
        inner = Task(member.data, None, quote(member.path), task.context)
        reading = _read(inner, ask, convert, budget)
        if isinstance(reading, Failure):
            yield Part(unread_member(reading), path)
        elif not reading.members:
            yield Part(reading.report, path)
        elif depth < MAX_DEPTH:
            yield from _members(task, reading.members, f"{path}/", depth + 1, ask, convert, budget)
        else:
            yield Part(unread_member(Failure("unreadable", "archives are nested too deeply")), path)


def _own_path(path: str, budget: _Budget) -> str:
    """A path that no other member has: an archive may hold two files of one name."""
    budget.paths[path] += 1
    count = budget.paths[path]
    return path if count == 1 else _own_path(f"{path} ({count})", budget)
