"""What an element of a page shows of what happens when it is pressed: a script with something of its own, nothing, the
tab that is open, the number of a page. Pure functions."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from crawler.elements import fits, squeeze, texts_of

_VOID = re.compile(r"^\s*(?:javascript\s*:)?\s*(?:void\s*\(?\s*\w*\s*\)?|return\s+false|;|#)?\s*;?\s*$", re.IGNORECASE)
_CARRIED = re.compile(r"data-\w*(?:id|code|year|url|key|nd|dept|unit|org|type|cat|kind)")
_ACTIVE = re.compile(r"(?:^|[\s_-])(?:on|cur|curr|current|active|selected|this|now|act|hover)(?:$|[\s_-])")
_OFF = re.compile(r"disab|unclick|no-?more|nopage|gray|grey|hide", re.IGNORECASE)
_FIRST = re.compile(r"^[\[【(（]?第?1页?[\])）】]?$")
_AFTER = re.compile(r"^[\[【(（]?第?3页?[\])）】]?$|^[下后末尾最.…>»›\[]")
SECOND = re.compile(r"^[\[【(（]?(?:第)?2页?[\])）】]?$")
"""The number of a list's second page."""
FEW = 400
"""Characters of what stands around the number of a page, blanks too."""


def is_pressed(node: Any) -> bool:
    """Whether an element, or what is around its text, shows that a script is called with something of its own."""
    for one in islice((node, *node.iterancestors()), 3):
        if not _VOID.match(one.get("onclick") or "") or next(one.iterancestors("select"), None) is not None:
            return True
        href = (one.get("href") or "").strip()
        if href.lower().startswith("javascript") and not _VOID.match(href):
            return True
        if any(_CARRIED.match(name) for name in one.attrib):
            return True
    return False


def is_numbered(node: Any, url: str) -> bool:
    """Whether a 2 stands among the numbers of a list's pages, of which this one is not the second."""
    if re.search(r"[=_/-]2(?!\d)", url):
        return False
    for above in islice(node.iterancestors(), 2):
        pieces = list(filter(None, map(squeeze, texts_of(above)))) if fits(above, FEW) else []
        at = next((place for place, piece in enumerate(pieces) if SECOND.match(piece)), 0)
        if at and _FIRST.match(pieces[at - 1]) and (at + 1 == len(pieces) or _AFTER.match(pieces[at + 1])):
            return True
    return False


def is_off(node: Any) -> bool:
    around = islice((node, *node.iterancestors()), 2)
    return any(one.get("disabled") is not None or _OFF.search(one.get("class") or "") for one in around)


def is_shown(node: Any) -> bool:
    """Whether a tab says of itself that it is the one that is open."""
    return any(_ACTIVE.search(one.get("class") or "") for one in islice((node, *node.iterancestors()), 2))


def is_chosen(option: Any) -> bool:
    """Whether an option is the one that a menu shows."""
    menu = next(option.iterancestors("select"))
    chosen = next((one for one in menu.iter("option") if one.get("selected") is not None), None)
    return option is (chosen if chosen is not None else next(menu.iter("option"), None))
