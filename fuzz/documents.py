"""What is mutated: real reports in every carrier, and their variants in which every number is another one."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "parse")]

from distinct import FIRST_TEXT_CELL, HTML_CELL, MARKDOWN_CELL, distinct, leaves  # noqa: E402

from samples.carriers import make  # noqa: E402

DOCUMENTS = ROOT / "tests" / "documents"
_CELLS = {".html": HTML_CELL, ".md": MARKDOWN_CELL, ".txt": FIRST_TEXT_CELL}
_KINDS = frozenset((".html", ".md", ".txt", ".docx", ".pdf"))


@dataclass(frozen=True)
class Original:
    """A document. `tables`: what each cell holds, where every number of the document is another one; else None."""

    name: str
    kind: str
    data: bytes = field(repr=False)
    tables: Mapping[str, Any] | None = field(repr=False, default=None)


def originals() -> list[Original]:
    """All of them, in a fixed order."""
    found: list[Original] = []
    for folder in ("seeds", "real/reports", "real/not-reports", "found", "made"):
        for path in sorted((DOCUMENTS / folder).iterdir()):
            if path.suffix in _KINDS:
                found.append(Original(f"{folder}/{path.name}", path.suffix[1:], path.read_bytes()))
    for folder in ("seeds", "real/reports", "found"):
        found += _distinct(DOCUMENTS / folder, folder)
    return found


def _distinct(folder: Path, name: str) -> list[Original]:
    known = (folder if (folder / "truth.json").exists() else folder.parent) / "truth.json"
    found: list[Original] = []
    for file, entry in json.loads(known.read_text("utf-8")).items():
        path = folder / file
        tables = entry.get("tables") if isinstance(entry, dict) else None
        if path.suffix not in _CELLS or not path.exists() or not tables:
            continue
        if not any(value is not None for _, value in leaves(tables)):
            continue
        try:
            made = distinct(path.read_text("utf-8-sig"), tables, _CELLS[path.suffix])
        except AssertionError:  # its cells ran together: numbers and tables are not one to one
            continue
        kind = path.suffix[1:]
        found.append(Original(f"{name}/{file} distinct", kind, made.text.encode(), made.tables))
        if folder.name == "seeds":
            found += [
                Original(
                    f"{name}/{file} distinct {carrier}",
                    carrier.partition("_")[0].replace("word", "html"),
                    make(made.text, carrier),
                    made.tables,
                )
                for carrier in ("html", "word_html", "docx")
            ]
    return found
