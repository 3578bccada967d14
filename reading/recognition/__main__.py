"""`python -m reading.recognition SOURCE MADE`: the pages of the file SOURCE that are pictures, recognised, as JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from reading.recognition.constants import THREADS

# the libraries of numbers below read this when they are loaded
os.environ.setdefault("OMP_NUM_THREADS", str(THREADS))
os.environ.setdefault("OPENBLAS_NUM_THREADS", str(THREADS))


def recognise_file(source: Path, made: Path) -> int:
    """Write what was recognised; returns how many pages."""
    import cv2

    from reading.recognition.document import recognise_document

    cv2.setNumThreads(THREADS)
    found = recognise_document(source.read_bytes())
    made.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return len(found["pages"])


if __name__ == "__main__":
    recognise_file(Path(sys.argv[1]), Path(sys.argv[2]))
