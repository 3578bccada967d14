"""Which pictures of a document are recognised, and how they are laid on paper; no character is recognised here."""

from __future__ import annotations

import base64
import io
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("cv2") is None or find_spec("PIL") is None:
    pytest.skip("the extra ocr is not installed", allow_module_level=True)

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from reading.recognition.constants import MAX_PAGES
from reading.recognition.page import lies_on_side
from reading.recognition.pictures import TooManyPages, pictures_of
from reading.recognition.straighten import skew

MADE = Path(__file__).parents[1] / "documents" / "made"


def _written(width: int, height: int, kind: str = "PNG", **options: object) -> bytes:
    image = Image.effect_noise((width, height), 40).convert("L")
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def test_a_picture_is_taken_for_a_page_of_a4() -> None:
    (page,) = pictures_of(_written(1654, 2339))
    assert page.number == 1
    assert page.dpi == pytest.approx(200, abs=1)
    assert page.gray.shape == (2339, 1654)


def test_a_small_picture_is_enlarged_and_a_large_one_reduced() -> None:
    (small,) = pictures_of(_written(620, 877))
    (large,) = pictures_of(_written(4962, 7016))
    assert (small.dpi, large.dpi) == (150, 200)
    assert small.gray.shape[1] == pytest.approx(1240, abs=3)
    assert large.gray.shape[1] == pytest.approx(1654, abs=3)


def test_icons_are_left_alone() -> None:
    assert list(pictures_of(_written(90, 90))) == []


def test_a_picture_that_claims_too_many_pixels_is_not_decoded() -> None:
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    assert list(pictures_of(file.getvalue())) == []


def test_what_is_transparent_is_paper() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (1000, 1400), (0, 0, 0, 0)).save(file, "PNG")
    (page,) = pictures_of(file.getvalue())
    assert page.gray.min() == 255


def test_a_scroll_is_cut_where_nothing_stands() -> None:
    scroll = Image.new("L", (1654, 9000), 255)
    pen = ImageDraw.Draw(scroll)
    for top in range(0, 9000, 100):
        pen.rectangle((100, top, 1500, top + 80), fill=0)
    file = io.BytesIO()
    scroll.save(file, "PNG")
    pages = list(pictures_of(file.getvalue()))
    assert [page.number for page in pages] == [1, 2]
    assert sum(page.gray.shape[0] for page in pages) == 9000
    assert pages[1].gray[0].min() == 255 or pages[0].gray[-1].min() == 255


def test_pictures_inside_a_docx_in_their_order() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<w:document/>")
        for number, width in ((10, 1000), (2, 1200)):
            package.writestr(f"word/media/image{number}.png", _written(width, 1700))
    assert [round(page.dpi) for page in pictures_of(file.getvalue())] == [150, 150]
    assert [page.number for page in pictures_of(file.getvalue())] == [1, 2]


def test_pictures_inside_a_page() -> None:
    data = base64.b64encode(_written(1000, 1400))
    page = b'<html><img src="data:image/png;base64,' + data + b'"><img src="data:image/gif;base64,R0lGODlhAQ=="></html>'
    assert len(list(pictures_of(page))) == 1


def test_broken_bytes_hold_no_picture() -> None:
    whole = _written(1000, 1400)
    assert list(pictures_of(b"<html></html>")) == []
    assert list(pictures_of(b'<img src="data:image/png;base64,' + b"A" * 9000 + b'">')) == []
    for broken in (b"%PDF-1.4 nothing", b"PK\x03\x04nothing", whole[:3000]):
        with pytest.raises((ValueError, OSError)):
            list(pictures_of(broken))


def test_pages_beyond_the_bound_are_named() -> None:
    page = Image.new("1", (300, 400), 1)
    file = io.BytesIO()
    page.save(file, "TIFF", save_all=True, append_images=[page] * MAX_PAGES, compression="group4")
    with pytest.raises(TooManyPages) as caught:
        list(pictures_of(file.getvalue()))
    assert caught.value.numbers == [MAX_PAGES + 1]


@pytest.mark.parametrize("angle", [-3.0, -1.2, 0.0, 0.4, 2.0])
def test_the_skew_of_a_page_is_found(angle: float) -> None:
    page = Image.new("L", (900, 1200), 255)
    pen = ImageDraw.Draw(page)
    for top in range(100, 1100, 40):
        pen.rectangle((100, top, 800, top + 12), fill=0)
    turned = np.asarray(page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255))
    assert skew(turned) == pytest.approx(-angle, abs=0.11)


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # stored with its top at the right
    (page,) = pictures_of(_written(1654, 2339, "JPEG", exif=exif))
    assert page.gray.shape[1] > page.gray.shape[0]


def test_a_page_of_a_pdf_is_turned_as_the_pdf_says() -> None:
    pdf = pdfium.PdfDocument((MADE / "hongze-2023-scan.pdf").read_bytes())
    pdf[0].set_rotation(90)
    file = io.BytesIO()
    pdf.save(file)
    pages = pictures_of(file.getvalue())
    turned, plain = next(pages), next(pages)
    assert turned.gray.shape == plain.gray.shape[::-1]


def test_text_that_runs_up_the_page_lies_on_its_side() -> None:
    lines = [(100, 40 * number, 1500, 40 * number + 30) for number in range(20)]
    label = [(20, 100, 50, 600)]
    assert not lies_on_side([])
    assert not lies_on_side(lines + label)
    assert lies_on_side([(top, left, bottom, right) for left, top, right, bottom in lines])
