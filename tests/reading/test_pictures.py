"""Which pictures of a document are recognised, and how they are laid on paper; no character is recognised here."""

from __future__ import annotations

import base64
import io
import zipfile
from importlib.util import find_spec

import pytest

if find_spec("cv2") is None or find_spec("PIL") is None:
    pytest.skip("the extra ocr is not installed", allow_module_level=True)

import numpy as np
from PIL import Image, ImageDraw

from reading.recognition.constants import MAX_PAGES
from reading.recognition.pictures import TooManyPages, pictures_of
from reading.recognition.straighten import skew


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
