"""Every kind of problem that the reader names is described in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parse.problem_kinds import KINDS, problem

PARSE = Path(__file__).parents[2] / "parse"


def test_every_kind_has_both_languages() -> None:
    for key, kind in KINDS.items():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", key)
        assert len(kind.english) > 15
        assert re.search("[\u4e00-\u9fff]{4}", kind.chinese)
        assert kind.origin in ("source", "reading", "access")


def test_every_kind_named_anywhere_in_the_reader_is_known() -> None:
    named: set[str] = set()
    for module in PARSE.rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        named.update(re.findall(r'[Pp]roblem\(\s*(?:kind=)?"([a-z_]+)"', text))
        named.update(re.findall(r'fault="([a-z_]+)"', text))
    assert len(named) > 40
    assert named <= set(KINDS)


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        problem("no_such_kind", "")
