"""Cut the articles out of saved real pages, for the sample portals to publish: `python -m samples.excerpts`."""

from __future__ import annotations

import re
from pathlib import Path

from samples.portal import DOCUMENTS

CUTS = (
    ("shuyang-ndrc-2023.html", "shuyang/ndrc-2023.html", r"(<ucapcontent>.*?</ucapcontent>)"),
    (
        "pingtan-2025.html",
        "pingtan/2025.html",
        r'<div class=TRS_Editor>(.*?)</div>\s*</div>\s*</div>\s*<div class="article_attachment"',
    ),
    ("shanghai-office-2019.html", "shanghai/2019.html", r"<body>(.*)</body>"),
)
"""File under `tests/documents/real/reports`, file under `documents/`, and the article within it."""


def cut(folder: Path) -> None:
    """Write the articles as they stand; raises LookupError where a page is not as expected."""
    for source, target, pattern in CUTS:
        page = (folder / source).read_text("utf-8", errors="strict")
        found = re.search(pattern, page, re.S)
        if found is None:
            raise LookupError(f"{source}: no article found")
        (DOCUMENTS / target).write_text(found.group(1).strip() + "\n", "utf-8")


if __name__ == "__main__":
    cut(Path("tests/documents/real/reports"))
