"""The marks of markdown: headings, bold, pipe rows. Converters write them into text dumps as well."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*\Z")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)\*\*|__(?=\S)(.+?)__")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\s]*\)")
_LINK = re.compile(r"\[([^\]\n]*)\]\((?:https?:|mailto:|/|\./|\.\./)[^)\s]*\)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_RULE_CELL = re.compile(r":?-+:?\Z")
_LONG_RULE_CELL = re.compile(r":?-{3,}:?\Z")


def heading(line: str) -> tuple[int, str] | None:
    """Level (1-6) and text of a `## heading` line, or None."""
    match = _HEADING.match(line)
    return (len(match.group(1)), match.group(2)) if match else None


def count_images(line: str) -> int:
    """How many images the line embeds."""
    return len(_IMAGE.findall(line)) if "![" in line else 0


def plain(line: str) -> str:
    """The line without images, link targets and bold marks."""
    if "](" in line:
        line = _LINK.sub(r"\1", _IMAGE.sub("", line))
    if "**" in line or "__" in line:
        line = _BOLD.sub(lambda match: match.group(1) or match.group(2), line)
    return line


def pipe_cells(line: str) -> list[str] | None:
    """The cells of a `| a | b |` line as printed between the pipes, without the padding; None for another line."""
    stripped = line.strip()
    if len(stripped) < 3 or not (stripped.startswith("|") and stripped.endswith("|")):
        return None
    return _cells(stripped[1:-1])


def open_pipes(line: str) -> int:
    """How many pipes divide the line, where at least two do; else 0."""
    count = line.count("|") - line.count("\\|")
    return count if count >= 2 else 0


def open_cells(line: str) -> list[str]:
    """The cells of a line whose pipes only stand between cells: `a | b`, and `| b` has a blank one before b."""
    return _cells(line)


def _cells(inner: str) -> list[str]:
    parts = inner.replace("\\|", "\0").split("|")
    return [plain(_BREAK.sub("\n", _written(cell.replace("\0", "|")))).strip(" \t") for cell in parts]


def _written(cell: str) -> str:
    """The cell with HTML's character references written out, which converters leave in it: `&nbsp;`."""
    return unescape(cell) if "&" in cell else cell


def is_rule(cells: Iterable[str]) -> bool:
    """Whether a row is the line of dashes between header and body, which is not data. A single `-` is a value."""
    printed = [cell.strip() for cell in cells]
    return any(printed) and all(_LONG_RULE_CELL.match(cell) for cell in printed if cell)


def pipe_tables(rows: list[list[str]]) -> list[list[list[str]]]:
    """Adjacent pipe rows cut into tables without their rules: the row above a rule begins a table."""
    tables: list[list[list[str]]] = [[]]
    for index, row in enumerate(rows):
        second = len(tables[-1]) == 1
        if is_rule(row) or (second and index == 1 and all(_RULE_CELL.match(cell) for cell in row)):
            if len(tables[-1]) > 1:
                tables.append([tables[-1].pop()])
            continue
        tables[-1].append(row)
    return [table for table in tables if table]
