"""What an archive says as a document of its own, once the files in it are read."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from parse.problem_kinds import problem
from parse.report import Problem, Report
from parse.version import PARSER
from reading.messages import Failure, Part

CONTAINER = "container"
UNKNOWN = "application/octet-stream"
OPEN_QUESTIONS = frozenset(
    ("needs_converter", "converter_failed", "reader_failed", "reader_crashed", "reading_limit", "unreadable")
)
"""Problems of a member that leave open what it is: it may be a report."""
MAX_TOLD = 50
"""Members that are named in problems of their archive."""


def unread_member(failure: Failure) -> Report:
    """The reading of a member that could not be read."""
    return Report(
        media_type=UNKNOWN,
        is_report=False,
        verdict="unreadable",
        problems=(problem(failure.kind, failure.message),),
        parser=PARSER,
    )


def container_report(report: Report, members: Sequence[Part]) -> Report:
    """The archive's own report: never one, with the reason, and with what could not be read inside.

    Its verdict is `container` where a member is a report or may be one; else what all members are (`notice`, `guide`
    …), `list` where they are of several kinds.
    """
    told: list[Problem] = []
    for member in members:
        told += [
            dataclasses.replace(known, message=f"{member.path}: {known.message}", seen=member.path)
            for known in member.report.problems
            if not member.report.is_report and known.kind in OPEN_QUESTIONS
        ]
    if any(member.report.is_report for member in members) or told:
        verdict = CONTAINER
    else:
        verdicts = {member.report.verdict for member in members}
        verdict = verdicts.pop() if len(verdicts) == 1 else "list"
        told.append(problem("not_a_report", f"No file in the archive is an annual report: {verdict}"))
    return dataclasses.replace(report, verdict=verdict, problems=(*report.problems, *told[:MAX_TOLD]))
