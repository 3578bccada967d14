"""Pages saved with their pictures in one file (.mht), which Word and WPS write under the name .doc too."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from parse.document import Document
from parse.report import Problem

MAX_PARTS = 2_000


def page_in(data: bytes) -> tuple[bytes, str] | None:
    """The bytes of the first HTML page and its media type with charset, or None where no page can be had."""
    if data.count(b"\n--") > MAX_PARTS:
        return None
    try:
        message: Message = email.message_from_bytes(data, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes) and payload.strip():
                    charset = part.get_content_charset()
                    return payload, f"text/html; charset={charset}" if charset else "text/html"
    # the parser of the standard library promises to take anything, and breaks on forged headers all the same
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError):
        return None
    return None


def unreadable(media_type: str) -> Document:
    """A web archive without a page."""
    problem = Problem("unreadable", "reading", "error", "The web archive holds no page that can be read.")
    return Document(media_type, (), problems=(problem,))
