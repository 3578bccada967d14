"""`python -m reading.recognise_linked SOURCE MADE`: the pictures of a web page (`reading.linked_pictures`), recognised.

Whatever a picture does, the others are read; those that a bound leaves out are named.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from reading.linked_pictures import unpack
from reading.recognition.constants import MAX_PAGES, THREADS

# the libraries of numbers below read this when they are loaded
os.environ.setdefault("OMP_NUM_THREADS", str(THREADS))
os.environ.setdefault("OPENBLAS_NUM_THREADS", str(THREADS))

SECONDS = 150.0
"""After which no further picture is begun; 30 pages of 5 s, and a report has 5 to 15."""


def recognise_pictures(package: bytes, seconds: float = SECONDS) -> dict[str, Any]:
    """What `parse.carrier.recognised` reads, of the pictures in a package. Raises ValueError where it is none."""
    from reading.recognition.engine import BrokenEngine, Engine
    from reading.recognition.page import recognise
    from reading.recognition.pictures import TooManyPages, holds_no_page, pictures_of

    engine: Engine | None = None
    pages: list[dict[str, Any]] = []
    pictures: list[dict[str, Any]] = []
    numbers: list[int] | None
    ends = time.monotonic() + seconds
    for linked in unpack(package):
        begun = len(pages)
        try:
            if not linked.data:
                raise TooManyPages([])
            for picture in pictures_of(linked.data):
                if len(pages) >= MAX_PAGES or time.monotonic() > ends:
                    raise TooManyPages([])
                engine = engine or Engine()
                pages.append(asdict(recognise(picture.gray, picture.dpi, len(pages) + 1, engine)))
            numbers = list(range(begun + 1, len(pages) + 1))
            if not numbers and not holds_no_page(linked.data):
                numbers = None
        except BrokenEngine:
            raise  # no picture's fault
        except Exception:  # noqa: BLE001 — over a bound, broken or hostile: it costs itself only
            # A part of a scroll may end in the middle of a table: such a picture is left out whole.
            del pages[begun:]
            numbers = None
        pictures.append({"address": linked.address, "before": linked.before, "pages": numbers})
    return {"pages": pages, "left_out": [], "pictures": pictures}


def main(source: Path, made: Path) -> None:
    """Write what was recognised."""
    import cv2

    cv2.setNumThreads(THREADS)
    found = recognise_pictures(source.read_bytes())
    made.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
