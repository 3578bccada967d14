"""The running text of a seed is the same in every carrier: the same sections, nothing lost, nothing of the tables."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import office
import pytest
from documents_read import SEED_TRUTH, SEEDS
from evaluated import OFFICE_CARRIERS

from parse.report import Report
from reading.conversion import convert
from reading.messages import Failure, Task
from reading.reader import read
from reading.steps import read_document
from samples.carriers import CARRIERS, make

OTHERS = [carrier for carrier in CARRIERS if carrier != "txt"]
DUMP_REMAINS = re.compile(r"\[bookmark: \w+\]|^#+ |\*\*")


def _plain(text: str) -> str:
    """Without blanks, in the forms of NFKC."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@cache
def _report(name: str, carrier: str) -> Report:
    parts = read_document(Task(make((SEEDS / name).read_text("utf-8"), carrier), None, None, None), read, convert, 60)
    assert not isinstance(parts, Failure)
    return parts[0].report


def _sections(report: Report) -> list[tuple[str | None, str, str]]:
    return [(section.id, _plain(section.heading), _plain(section.text)) for section in report.sections]


@pytest.mark.parametrize("carrier", OTHERS)
@pytest.mark.parametrize("name", SEED_TRUTH)
def test_sections_are_those_of_the_text(name: str, carrier: str) -> None:
    if carrier in OFFICE_CARRIERS and not office.INSTALLED:
        pytest.skip("LibreOffice is not installed")
    assert _sections(_report(name, carrier)) == _sections(_report(name, "txt"))


@pytest.mark.parametrize("name", SEED_TRUTH)
def test_every_line_of_running_text_is_in_the_report(name: str) -> None:
    text = _plain(_report(name, "txt").text)
    lines = (SEEDS / name).read_text("utf-8").splitlines()
    prose = [line for line in lines if "\t" not in line and len(_plain(line)) >= 12]
    assert len(prose) > 8
    assert [line for line in prose if _plain(DUMP_REMAINS.sub("", line)) not in text] == []


@pytest.mark.parametrize("name", SEED_TRUTH)
def test_nothing_of_the_tables_is_in_the_running_text(name: str) -> None:
    text = _plain(_report(name, "txt").text)
    for label in ("勾稽关系", "申请人情况", "结转下年度继续办理", "未经复议直接起诉", "第二十条第"):
        assert label not in text
