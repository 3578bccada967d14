"""Halves of surrogate pairs: JSON and scripts can write them (`"\\ud83d"`), no document means them, and nothing that is
kept or asked for can hold them."""

from __future__ import annotations

import re
from dataclasses import fields, replace

from parse.report import Context

_HALF = re.compile("[\ud800-\udfff]")
_HALF_ESCAPED = re.compile(
    r"\\u(?:[dD][89aAbB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89aAbB][0-9a-fA-F]{2}\\u)[dD][c-fC-F][0-9a-fA-F]{2})"
)


def whole(text: str) -> str:
    """Text with pairs joined and what is half of one replaced by U+FFFD."""
    if _HALF.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def whole_escapes(source: str) -> str:
    """The source of a page, script or answer without escapes that stand for half a character."""
    if "\\ud" not in source and "\\uD" not in source:
        return source
    return _HALF_ESCAPED.sub(r"\\ufffd", source)


def whole_context(context: Context) -> Context:
    """The same of every text in a context; the same object where nothing has to go."""
    found = {field.name: getattr(context, field.name) for field in fields(context)}
    odd = {name: whole(said) for name, said in found.items() if isinstance(said, str) and _HALF.search(said)}
    return replace(context, **odd) if odd else context
