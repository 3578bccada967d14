"""Which parts of a page stand around every page of its site: header, footer, main menu."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from crawler import link_words as words


def in_chrome(node: Any, known: dict[Any, bool]) -> bool:
    """Whether an element stands in header, footer or main menu. `known` keeps what was found out of the page's other
    elements."""
    found, above = False, []
    for element in node.iterancestors():
        if (told := known.get(element)) is not None:
            found = told
            break
        above.append(element)
        found = _is_around(element)
        if found or element.tag in ("body", "html"):
            found = found and element.tag not in ("body", "html")
            break
    known.update(dict.fromkeys(above, found))
    return found


def _is_around(element: Any) -> bool:
    """Whether an element is a header, footer or main menu; a list's pages may stand in a `nav`, too."""
    around = element.tag in ("header", "footer", "nav") or says(words.CHROME, element)
    return around and not says(words.PAGER, element)


def says(what: re.Pattern[str], node: Any) -> bool:
    """Whether an element's class or id says what it is."""
    kind, name = node.get("class"), node.get("id")
    return bool(kind or name) and _matches(what, f"{kind or ''} {name or ''}")


@lru_cache(maxsize=4096)
def _matches(what: re.Pattern[str], mark: str) -> bool:
    """Pages of one site have few marks, each many times."""
    return bool(mark.strip()) and what.search(mark) is not None
