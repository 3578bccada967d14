"""Figures of free-form reports (2008-2018) and of the statistics form of 2014."""

from __future__ import annotations

from parse.report import LegacyFigure
from parse.sections import Outline


def legacy_figures(outline: Outline) -> tuple[LegacyFigure, ...]:
    """The figures that a free-form report states. None are read yet: its text, sections and metadata are."""
    del outline
    return ()
