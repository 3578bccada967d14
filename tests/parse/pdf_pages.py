"""Small PDFs drawn for tests: words, lines and boxes at given places, in Helvetica."""

from __future__ import annotations

from collections.abc import Sequence

Word = tuple[float, float, str]
Segment = tuple[float, float, float, float]


def content(words: Sequence[Word] = (), lines: Sequence[Segment] = (), size: float = 10, more: str = "") -> bytes:
    """A content stream: words with their left foot, lines from point to point."""
    parts = [f"{x0} {y0} m {x1} {y1} l S" for x0, y0, x1, y1 in lines]
    parts += [f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, text in words]
    return "\n".join([*parts, more]).encode("latin-1")


def lattice(xs: Sequence[float], ys: Sequence[float]) -> list[Segment]:
    """All lines of a table with these edges."""
    return [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]


def pdf(*pages: bytes, page_entries: str = "", trailer: str = "") -> bytes:
    """A PDF 1.4 with these pages (A4, 595 × 842 points)."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    image = 4 + 2 * len(pages)
    for number, page in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * number} 0 R{page_entries}"
            f"/Resources<</Font<</F1 3 0 R>>/XObject<</I1 {image} 0 R>>>>>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(page), page))
    objects.append(
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        b"stream\n\x00\nendstream"
    )
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer.encode(), start)
    return bytes(out)


PICTURE = "q 595 0 0 842 0 0 cm /I1 Do Q"
