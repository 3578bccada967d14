"""How words stand in systemd units."""

from __future__ import annotations


def word(text: str) -> str:
    """A word as systemd reads it in a unit, quoted where need be."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"' if escaped != text or any(sign in text for sign in " '\t;") else escaped


def command_line(words: list[str]) -> str:
    """The words of an ExecStart=, in which a dollar sign is no variable."""
    return " ".join(word(text).replace("$", "$$") for text in words)
