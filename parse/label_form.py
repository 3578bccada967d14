"""The one form in which labels are compared: what a person takes for the same label has the same form."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from parse.schema import TRADITIONAL

_BLANK = re.compile(r"\s+")
_SAME = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "「": '"',
        "」": '"',
        "‘": '"',
        "’": '"',
        "'": '"',
        "、": ",",
        "。": ".",
        "\u200b": None,
        "\ufeff": None,
        "\u00ad": None,
        **TRADITIONAL,
    }
)


_FULL_WIDTH = tuple(zip("，：；（）！？％", ",:;()!?%", strict=True))
LONGEST_KEPT = 100
"""Characters of a text whose form is kept: labels come back in every report, sentences do not."""


def label_form(text: str) -> str:
    """NFKC, every blank dropped, quotes, commas and traditional characters unified: for matching only."""
    return kept_form(text) if len(text) <= LONGEST_KEPT else _form(text)


def nfkc(text: str) -> str:
    """Unicode's NFKC. The punctuation of Chinese is all that most texts have to be changed, and is changed faster."""
    for wide, narrow in _FULL_WIDTH:
        text = text.replace(wide, narrow)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def _form(text: str) -> str:
    return _BLANK.sub("", nfkc(text)).translate(_SAME)


kept_form = lru_cache(16_384)(_form)
