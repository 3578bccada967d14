"""Why a page could not be had."""

from __future__ import annotations

from scrapy.http import Response
from twisted.python.failure import Failure


def reason_of(failure: Failure) -> str:
    """Why a request brought no page, in a few words."""
    answer = getattr(failure.value, "response", None)
    if isinstance(answer, Response):
        return f"status {answer.status}"
    return str(failure.value) or type(failure.value).__name__


def is_gone(failure: Failure) -> bool:
    """Whether the answer was that there is nothing."""
    return getattr(getattr(failure.value, "response", None), "status", None) in (404, 410)
