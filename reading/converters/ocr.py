"""Pages that are pictures become recognised pages, by the extra `nianbao[ocr]`."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from parse.carrier import recognised, sniff
from parse.report import Report
from reading import linked_pictures
from reading.converters import Bounds, Converter

ENDINGS = {
    linked_pictures.MEDIA_TYPE: linked_pictures.ENDING,
    sniff.PDF: "pdf",
    sniff.DOCX: "docx",
    sniff.HTML: "html",
    sniff.MHTML: "mhtml",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/tiff": "tif",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/webp": "webp",
}
"""What may hold pages that are pictures: media type → ending."""
_LIBRARIES = ("rapidocr", "onnxruntime", "cv2", "numpy", "PIL")
_PAGES_ARE_PICTURES = frozenset({"no_text_layer", "hidden_text_layer"})
_IN_PICTURES = frozenset({"tables_are_images", "table_among_pictures"})
_EMBEDDED = b"data:image/"
_NOTHING_ELSE = ("empty", "list", "unreadable")
"""Verdicts of a document without text that might be one in pictures."""


def _missing() -> str | None:
    absent = [name for name in _LIBRARIES if find_spec(name) is None]
    return (
        f"Pages that are pictures need the extra: pip install 'nianbao[ocr]' ({', '.join(absent)})." if absent else None
    )


def _wanted_of(report: Report, data: bytes, media_type: str) -> bool:
    if media_type not in ENDINGS:
        return False
    kinds = {known.kind for known in report.problems}
    if media_type == sniff.PDF:
        return any(
            known.kind in _PAGES_ARE_PICTURES or (known.kind == "undecodable_text" and known.severity == "error")
            for known in report.problems
        )
    if media_type.startswith("image/"):
        return True
    without_text = not kinds.isdisjoint(_IN_PICTURES) or (not report.is_report and report.verdict in _NOTHING_ELSE)
    if media_type == linked_pictures.MEDIA_TYPE:
        return without_text
    if media_type == sniff.DOCX:
        return without_text and b"word/media/" in data
    return without_text and _EMBEDDED in data


def _command(source: Path, made: Path) -> list[str]:
    linked = source.suffix == f".{linked_pictures.ENDING}"
    program = "reading.recognise_linked" if linked else "reading.recognition"
    return [sys.executable, "-m", program, str(source), str(made)]


def _check(data: bytes) -> bool:
    try:
        recognised.read_recognised(data)
    except ValueError:
        return False
    return True


OCR = Converter(
    name="ocr",
    media_type=recognised.MEDIA_TYPE,
    made_ending="json",
    bounds=Bounds(seconds=600, memory_mb=4096, processors=1),
    wanted_of=_wanted_of,
    missing=_missing,
    command=_command,
    check=_check,
    endings=ENDINGS,
)
