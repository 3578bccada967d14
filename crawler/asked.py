"""The record of what a walk asked for, so that nothing is asked for twice, and of the best way to each document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from crawler import links
from crawler.urls import bare
from parse.report import Context

RECORDS = {
    "home": "way",
    "way": "way",
    "list": "list",
    "data": "list",
    "trial": "list",
    "part": "part",
    "script": "script",
}
"""Kind of a request to the record of what was asked for that it stands in; the others are documents."""

Key = tuple[str, str]


class Asked:
    """Of one walk. A page may be asked for once in each record: as a way and as a list."""

    def __init__(self) -> None:
        self._keys: set[Key] = set()
        self._ways: dict[Any, Context] = {}
        self._open: dict[str, set[Key]] = {}
        """Kind of a request to the documents to which better ways may still be found."""

    def new(self, url: str, sent: str, kind: str, context: Context) -> Key | None:
        """The key of a request that is to be made, or None where it was made or need not be; `sent` is its body. Of a
        known document, the better way to it is remembered, unless that is settled."""
        key = (bare(url) + (f"\n{_STATE.sub('', sent)}" if sent else ""), RECORDS.get(kind, "document"))
        if key in self._keys:
            if any(key in waiting for waiting in self._open.values()) and _rank(context) < _rank(self._ways[key]):
                self._ways[key] = context
            return None
        if kind in ("document", "attachment", "image") and (key[0], "list") in self._keys:
            return None
        self._keys.add(key)
        return key

    def has(self, url: str, record: str) -> bool:
        """Whether an address stands in a record."""
        return (bare(url), record) in self._keys

    def lead(self, key: Key, kind: str, context: Context) -> None:
        """Remember the way to a document until it is seen."""
        self._ways[key] = context
        self._open.setdefault(kind, set()).add(key)

    def settle(self, kinds: Iterable[str]) -> None:
        """The documents of these kinds that are known by now go out: ways that are found from now on come too late, for
        all of them alike."""
        for kind in kinds:
            self._open.pop(kind, None)

    def way(self, key: Key | None, context: Context) -> Context:
        """The best of the ways that led to a document until it was settled, whichever was met first; else what is
        given."""
        return self._ways.get(key, context)

    def seen(self, key: Key | None) -> None:
        """A document was seen, or cannot be: the way to it is told."""
        if key is not None and key in self._ways:
            del self._ways[key]
            for waiting in self._open.values():
                waiting.discard(key)


def _rank(context: Context) -> tuple[object, ...]:
    """By what one of several ways to a document is chosen, smallest first: from a page whose body is known (the report
    may not say whose it is), from an annual-report column, from a list; then the order of the addresses."""
    return (
        context.agency is None,
        not links.is_column(context.column or ""),
        context.list_date is None,
        context.column_url or "",
        context.parent_url or "",
        context.link_text or "",
    )


_STATE = re.compile(r"__(?:VIEWSTATE\w*|EVENTVALIDATION|PREVIOUSPAGE)=[^&]*&?")
"""What ASP.NET sends back with every form, which says nothing about what is asked for."""
