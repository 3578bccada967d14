"""Documents to the pictures of their pages: PDF pages without text of their own, image files, pictures in documents.

Nothing is decoded before its size is known: a picture of a few kB can claim 10⁹ pixels.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from parse.carrier.pdf import has_hidden_text, is_picture, is_undecodable
from parse.carrier.pdf_page import read_page
from parse.carrier.sniff import sniff
from reading.recognition.constants import (
    A4_INCHES,
    BAND,
    DPI,
    MAX_PAGES,
    MAX_PIXELS,
    MAX_SOURCE_PIXELS,
    MIN_BYTES,
    MIN_DPI,
    MIN_HEIGHT,
    MIN_WIDTH,
)
from reading.recognition.engine import Gray

DATA_URI = re.compile(
    rb"data:image/(?:png|jpe?g|gif|bmp|webp|tiff)((?:;[\w=.-]+)*),([A-Za-z0-9+/=%_\s-]+)", re.IGNORECASE
)
_WORD_MEDIA = re.compile(r"word/media/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?)\Z", re.IGNORECASE)
_MEMBER_BYTES = 32 * 2**20
_FIRST_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture: its number from 1, its pixels (0 black, 255 white), pixels an inch."""

    number: int
    gray: Gray
    dpi: float


class TooManyPages(Exception):
    """Further pages are left out; `numbers` are theirs."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(f"{len(numbers)} pages too many")
        self.numbers = numbers


def pictures_of(data: bytes) -> Iterator[Picture]:
    """The pictures of a document that are to be recognised, one after the other. Raises TooManyPages after the last
    that is, ValueError where the document is of no kind that holds pictures or is broken.
    """
    if b"%PDF-" in data[:1024]:
        yield from _pdf_pages(data)
    elif data.startswith(b"PK\x03\x04"):
        yield from _numbered(_inside_package(data))
    elif (images := _image(data)) is not None:
        yield from _numbered(images)
    else:
        yield from _numbered(_inside_page(data))


def _pdf_pages(data: bytes) -> Iterator[Picture]:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise ValueError(f"the PDF does not open: {error}") from error
    try:
        wanted = [index for index in range(min(len(pdf), 5 * MAX_PAGES)) if _has_no_text(pdf, index)]
        for index in wanted[:MAX_PAGES]:
            page = pdf[index]
            width, height = page.get_size()
            inches = max(width, 1) * max(height, 1) / 72**2
            dpi = min(float(DPI), (MAX_PIXELS / inches) ** 0.5)
            bitmap = page.render(scale=dpi / 72, grayscale=True)
            yield Picture(index + 1, np.ascontiguousarray(np.asarray(bitmap.to_pil().convert("L"))), dpi)
            page.close()
        if wanted[MAX_PAGES:]:
            raise TooManyPages([index + 1 for index in wanted[MAX_PAGES:]])
    finally:
        pdf.close()


def _has_no_text(pdf: pdfium.PdfDocument, index: int) -> bool:
    """Whether a page has no text, or none that can be trusted: the rule by which `parse` reports such pages."""
    try:
        opened = pdf[index]
        try:
            page = read_page(opened, index + 1)
        finally:
            opened.close()
    except pdfium.PdfiumError:
        return False
    return is_picture(page) or has_hidden_text(page) or is_undecodable(page)


def _numbered(images: Iterator[Image.Image]) -> Iterator[Picture]:
    """Pictures of unknown resolution as pages of A4; a scroll is several."""
    number = 0
    for image in images:
        for part, dpi in _as_pages(image):
            number += 1
            if number > MAX_PAGES:
                raise TooManyPages([number])
            yield Picture(number, part, dpi)


def _as_pages(image: Image.Image) -> Iterator[tuple[Gray, float]]:
    width, height = image.size
    if is_ornament(image):
        return
    inches = A4_INCHES[0] if height >= width else A4_INCHES[1]
    dpi = width / inches
    wanted = min(max(dpi, float(MIN_DPI)), float(DPI))
    flat = _on_paper(image)
    if abs(wanted / dpi - 1) > 0.02:
        size = (round(width * wanted / dpi), round(height * wanted / dpi))
        if size[0] * size[1] > MAX_SOURCE_PIXELS:
            return
        flat = flat.resize(size, Image.Resampling.BICUBIC if wanted > dpi else Image.Resampling.BOX)
    gray = np.asarray(flat, dtype=np.uint8)
    for part in _bands(gray):
        yield np.ascontiguousarray(part), wanted


def is_ornament(image: Image.Image) -> bool:
    """Whether a picture is too small for a table of the form, whichever of its sides is up."""
    return min(image.size) < MIN_HEIGHT or max(image.size) < MIN_WIDTH


def _bands(gray: Gray) -> Iterator[Gray]:
    """A scroll cut into pages where a row of pixels is blank."""
    height, width = gray.shape
    most = int(BAND * width)
    top = 0
    while height - top > most:
        spread = gray[top + most // 2 : top + most].astype(np.int16)
        busy = spread.max(axis=1) - spread.min(axis=1)
        cut = top + most // 2 + int(np.flatnonzero(busy == busy.min())[-1])
        yield gray[top:cut]
        top = cut
    yield gray[top:]


def _on_paper(image: Image.Image) -> Image.Image:
    """Grey on white, whatever the picture's colours; what is transparent is paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        paper = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(paper, rgba).convert("L")
    return image.convert("L")


def _image(data: bytes) -> Iterator[Image.Image] | None:
    """The pictures of an image file (TIFF: its pages), or None where it is none or too large."""
    image = _opened(data)
    return None if image is None else _frames(image)


def _opened(data: bytes) -> Image.Image | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(data))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def holds_no_page(data: bytes) -> bool:
    """Whether a file is no picture, or an ornament: nothing is lost where no page came of it."""
    image = _opened(data)
    return not sniff(data).startswith("image/") if image is None else is_ornament(image)


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    moving = image.format == "GIF"
    for frame in ImageSequence.Iterator(image):
        if frame.size[0] * frame.size[1] > MAX_SOURCE_PIXELS:
            continue
        yield ImageOps.exif_transpose(frame.copy())
        if moving:
            return


def _inside_package(data: bytes) -> Iterator[Image.Image]:
    """The pictures of a DOCX in the order of their numbers."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ValueError(f"the package does not open: {error}") from error
    with package:
        members = [
            info
            for info in package.infolist()
            if _WORD_MEDIA.search(info.filename) and MIN_BYTES <= info.file_size <= _MEMBER_BYTES
        ]
        members.sort(key=lambda info: [int(number) for number in _FIRST_NUMBER.findall(info.filename)])
        for info in members:
            with package.open(info) as stream:
                yield from _embedded(stream.read(_MEMBER_BYTES))


def _inside_page(data: bytes) -> Iterator[Image.Image]:
    """The pictures that a web page holds itself, in reading order."""
    for found in DATA_URI.finditer(data):
        if len(found.group(2)) < MIN_BYTES:
            continue
        text = unquote_to_bytes(found.group(2))
        try:
            content = base64.b64decode(text) if found.group(1).lower().endswith(b";base64") else text
        except (binascii.Error, ValueError):
            continue
        yield from _embedded(content)


def _embedded(data: bytes) -> list[Image.Image]:
    """The pictures of a file inside a document; a broken one is left out, the document still has its others."""
    try:
        return list(_image(data) or ())
    except (OSError, ValueError, SyntaxError):
        return []
