"""What can go wrong with an archive as a whole; each message is one sentence for the operator."""

from __future__ import annotations


class ArchiveError(RuntimeError):
    """The archive cannot be used as asked."""


class ArchiveLocked(ArchiveError):
    """Another process writes this archive."""


class ArchiveTooNew(ArchiveError):
    """The archive was written by a newer nianbao."""


class WarcFailed(ArchiveError):
    """A WARC file could not be written (a full disk …); nothing more is kept by this process."""


class UnknownCapture(ArchiveError):
    """No capture has this id."""


class UnknownVersion(ArchiveError):
    """No version has this id."""


class BrokenRecord(ArchiveError):
    """A WARC pointer does not lead to a whole record with the digest that was kept."""
