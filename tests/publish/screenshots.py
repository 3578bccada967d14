"""Pictures of the pages for README: `PYTHONPATH=.:tests python tests/publish/screenshots.py` walks the sample portals,
serves them and writes docs/images/<page>.png (1280 wide) and <page>-phone.png (390). Look at them before a commit."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from browsing import launched
from PIL import Image
from serving import serving
from walked import walk

IMAGES = Path(__file__).parent.parent.parent / "docs" / "images"
PAGES = {
    "search": "/search?q=信息处理费",
    "report": "/report/330382-南岳镇-2020",
    "number": "/report/330382-南岳镇-2020/disclosure_requests/new_requests/total",
    "changes": "/changes",
    "county": "/county/350128",
}
SIZES = {"": (1280, 1400), "-phone": (390, 844)}


def packed(picture: bytes) -> bytes:
    """The picture in 64 colours, which these pages do not exceed by much."""
    out = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Take all of them."""
    with TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.db"
        walk(archive)
        with serving(archive) as port, launched() as browser:
            for ending, (width, height) in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
                for name, path in PAGES.items():
                    page.goto(f"http://127.0.0.1:{port}{path}")
                    whole = page.evaluate("document.documentElement.scrollHeight")
                    clip = {"x": 0, "y": 0, "width": width, "height": min(height, whole)}
                    (IMAGES / f"{name}{ending}.png").write_bytes(packed(page.screenshot(clip=clip, full_page=True)))


if __name__ == "__main__":
    main()
