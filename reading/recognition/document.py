"""A whole document: its pages that are pictures, recognised one by one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from reading.recognition.engine import Engine
from reading.recognition.page import recognise
from reading.recognition.pictures import TooManyPages, pictures_of


def recognise_document(data: bytes) -> dict[str, Any]:
    """What `parse.carrier.recognised` reads, of the pages that have no text of their own. Raises ValueError where the
    document is broken.
    """
    engine: Engine | None = None
    pages: list[dict[str, Any]] = []
    left_out: list[int] = []
    try:
        for picture in pictures_of(data):
            engine = engine or Engine()
            pages.append(asdict(recognise(picture.gray, picture.dpi, picture.number, engine)))
    except TooManyPages as rest:
        left_out = rest.numbers
    return {"pages": pages, "left_out": left_out}
