"""What can go wrong with a release as a whole; each message is one sentence for the operator."""

from __future__ import annotations

from archive.errors import ArchiveError


class NotARelease(ArchiveError):
    """The folder is no release, or one of a newer nianbao."""


class NoPlace(ArchiveError):
    """A release cannot be written there (a file in the way, no permission)."""


class ReleaseFailed(ArchiveError):
    """Writing stopped (a full disk, a copy that is not whole); nothing was left behind."""
