"""Times as the archive writes them: ISO 8601 in UTC with microseconds, the form of WARC-Date."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(moment: datetime) -> str:
    """A moment as text. Raises ValueError on a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def moment(text: str) -> datetime:
    """The moment that `iso` wrote."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def now() -> str:
    return iso(datetime.now(UTC))


def stamp(text: str) -> str:
    """A time as part of an identifier: digits only, sortable, safe in addresses and file names."""
    return text.replace("-", "").replace(":", "").replace(".", "")
