"""Two texts cut to where they differ, so that a change in a long paragraph is seen at a glance."""

from __future__ import annotations

SHORT = 40
"""Up to so many characters a text is shown whole."""
AROUND = 16
LONGEST = 120


def _common(old: str, new: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _cut(text: str, start: int, end: int) -> str:
    piece = text[start:end]
    if len(piece) > LONGEST:
        piece = f"{piece[: LONGEST // 2]}…{piece[-LONGEST // 2 :]}"
    return f"{'…' if start else ''}{piece}{'…' if end < len(text) else ''}"


def differing(old: str | None, new: str | None) -> tuple[str | None, str | None]:
    """Old and new, each with a little of what stands around the difference; None and "" stay as they are."""
    if not old or not new:
        return (old and _cut(old, 0, len(old)), new and _cut(new, 0, len(new)))
    if max(len(old), len(new)) <= SHORT:
        return old, new
    before = _common(old, new)
    after = min(_common(old[::-1], new[::-1]), min(len(old), len(new)) - before)
    start = max(0, before - AROUND)
    left, right = (_cut(text, start, min(len(text), len(text) - after + AROUND)) for text in (old, new))
    return left, right


def apart(old: str, new: str) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """Old and new, each as what stands before the difference, the difference, and what stands behind it; a number is
    not taken apart."""
    before = _common(old, new)
    after = min(_common(old[::-1], new[::-1]), min(len(old), len(new)) - before)
    while before and old[before - 1].isdecimal():
        before -= 1
    while after and old[len(old) - after].isdecimal():
        after -= 1
    ends = (len(old) - after, len(new) - after)
    left, right = ((text[:before], text[before:end], text[end:]) for text, end in zip((old, new), ends, strict=True))
    return left, right
