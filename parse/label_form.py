"""The one form in which labels are compared: what a person takes for the same label has the same form."""

from __future__ import annotations

import re
import unicodedata

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
    }
)


def label_form(text: str) -> str:
    """NFKC, every blank dropped, quotes and commas unified: for matching only, the printed text is kept apart."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).translate(_SAME)
