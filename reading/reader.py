"""What the worker does with one task: read it with `parse`, and say what would have to be converted or unpacked."""

from __future__ import annotations

import dataclasses

from parse.carrier import open_document
from parse.carrier.recognised import MEDIA_TYPE as RECOGNISED
from parse.carrier.sniff import HTML, sniff
from parse.reader import read as parse_read
from parse.report import Report
from reading.converters import CONVERTERS, load
from reading.linked_pictures import MEDIA_TYPE as PICTURES
from reading.linked_pictures import linked_pictures, pack
from reading.members import unpack
from reading.messages import Converted, Reading, Task, Wanted

_CONVERTERS = tuple(load(name) for name in CONVERTERS.values())


def read(task: Task) -> Reading:
    """The reading of a task; raises nothing but what limits do."""
    unpacked = None if task.converted else unpack(task.data, task.media_type, task.url)
    if unpacked is not None:
        return unpacked
    report = _report(task)
    return Reading(report, _wanted(task, report))


def _report(task: Task) -> Report:
    """The report, from what a converter made where one did; its media type stays that of the document itself.

    Recognised pages replace no document: they are read together with the one whose pictures they were.
    """
    documents = _documents(task)
    recognised = next((made.data for made in task.converted if made.media_type == RECOGNISED), None)
    if not documents:
        return parse_read(
            task.data, media_type=task.media_type, url=task.url, context=task.context, recognised=recognised,
            further=_further(task),
        )  # fmt: skip
    made = documents[-1]
    report = parse_read(made.data, media_type=made.media_type, context=task.context, recognised=recognised)
    return dataclasses.replace(report, media_type=_kind(task))


def _further(task: Task) -> list[bytes]:
    """The further pages of an article, among what was fetched for its first one."""
    return [data for url, data in task.images if _is_page((url, data))]


def _is_page(fetched: tuple[str, bytes]) -> bool:
    url, data = fetched
    return bool(data) and sniff(data, None, url) == HTML


def _documents(task: Task) -> list[Converted]:
    """What converters made that is a document of its own."""
    return [made for made in task.converted if made.media_type != RECOGNISED]


def _kind(task: Task) -> str:
    """The media type of a document's own bytes."""
    return sniff(task.data, task.media_type, task.url)


def _wanted(task: Task, report: Report) -> Wanted | None:
    """The first converter that would help with what the reader has in hand: the document, or what was made of it."""
    made = (_documents(task) or [Converted("", task.data, report.media_type)])[-1]
    done = {conversion.converter for conversion in task.converted}
    for converter in _CONVERTERS:
        if converter.name in done:
            continue
        if task.images and report.media_type == HTML and converter.wanted_of(report, b"", PICTURES):
            page = open_document(task.data, task.media_type, task.url, further=_further(task))
            shown = [one for one in task.images if not _is_page(one)]
            pictures = linked_pictures(page, task.url, shown)
            return Wanted(converter.name, pack(pictures), PICTURES)
        if converter.wanted_of(report, made.data, made.media_type):
            return Wanted(converter.name, made.data, made.media_type)
    return None
