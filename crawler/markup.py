"""The markup of a web page: what those who read its links, its pictures and where it sends to ask of it."""

from __future__ import annotations

import re
from functools import cached_property, partial
from typing import Any
from urllib.parse import urljoin

from crawler import link_words as words
from crawler.chrome import in_chrome
from crawler.elements import length, text_of
from crawler.forms import Form, read_forms
from crawler.urls import clean_url, query_in


class Markup:
    """A page before anything of it was read.

    `text` is its whole source, `root` its parsed elements, `codec` what its bytes were decoded with: a browser sends
    the queries of its links and forms in that; `refresh` what its answer's header of that name says.
    """

    codec = "utf-8"
    refresh = ""

    def __init__(self, url: str, text: str, root: Any) -> None:
        self.url = url
        self.text = text
        self.root = root
        base = root.find(".//base[@href]")
        self.base = url if base is None else urljoin(url, base.get("href") or "")

    def absolute(self, href: str, not_followed: re.Pattern[str] = words.NOT_FOLLOWED) -> str | None:
        """An address that the page gives, absolute and clean; see `clean_url`."""
        return clean_url(self.base, query_in(self.codec, href), not_followed)

    @cached_property
    def scripts(self) -> str:
        """The text of its scripts."""
        return "\n".join(node.text or "" for node in self.root.iter("script"))

    @cached_property
    def words(self) -> int:
        """Characters that a reader sees, roughly."""
        return length(self.root)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Its forms."""
        return tuple(
            read_forms(
                self.root,
                self.absolute,
                self.url,
                text_of,
                self.codec,
                partial(in_chrome, known=self.chrome),
            )
        )

    @cached_property
    def chrome(self) -> dict[Any, bool]:
        """Whether an element stands in header, footer or main menu, as far as that was asked; see `in_chrome`."""
        return {}
