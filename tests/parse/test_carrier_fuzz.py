"""No bytes whatever make `open_document` raise, and what it returns holds together."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_pages import content, pdf

from parse.carrier import open_document
from parse.document import Document, Grid

DOCUMENTS = Path(__file__).parents[1] / "documents"
SOURCES = [
    DOCUMENTS / "real" / "reports" / "hongze-2023.pdf",
    DOCUMENTS / "real" / "reports" / "pingtan-2025.html",
    DOCUMENTS / "real" / "reports" / "pingtan-2020-table-two-fragment.html",
    DOCUMENTS / "real" / "reports" / "shuyang-2025.md",
    DOCUMENTS / "real" / "listings" / "engebei-trs.html",
    DOCUMENTS / "made" / "shanghai-office-2019.docx",
]
ORIGINALS = [path.read_bytes() for path in SOURCES]
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
TYPES = st.sampled_from([None, "text/html; charset=gbk", "application/pdf", "application/msword", "text/markdown", "x"])
URLS = st.sampled_from([None, "http://a.gov.cn/x.doc", "http://a.gov.cn/x.docx", "http://[bad/x.pdf", "x.html", ""])


def assert_sound(document: Document) -> None:
    """Cells lie in their grid, paragraphs hold text, problems are ours."""
    for block in document.blocks:
        if not isinstance(block, Grid):
            assert block.text
            continue
        assert block.height * block.width <= 1_000_000
        for cell in block.cells:
            assert cell.row >= 0
            assert cell.column >= 0
            assert cell.rowspan >= 1
            assert cell.colspan >= 1
            assert cell.row + cell.rowspan <= block.height
            assert cell.column + cell.colspan <= block.width
        block.rows()
    for name, value in document.facts:
        assert name
        assert value == value.strip() or value
    assert all(problem.origin == "reading" for problem in document.problems)


@QUICK
@given(st.binary(max_size=3000), TYPES, URLS)
def test_random_bytes(data: bytes, media_type: str | None, url: str | None) -> None:
    assert_sound(open_document(data, media_type, url))


@QUICK
@given(
    st.sampled_from(
        [b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"{\\rtf", b"\xff\xfe<", b"# "]
    ),
    st.binary(max_size=2000),
)
def test_random_bytes_behind_a_magic(magic: bytes, data: bytes) -> None:
    assert_sound(open_document(magic + data))


@QUICK
@given(st.integers(0, len(ORIGINALS) - 1), st.floats(0, 1))
def test_cut_documents(which: int, share: float) -> None:
    data = ORIGINALS[which]
    assert_sound(open_document(data[: int(share * len(data))], None, SOURCES[which].name))


@QUICK
@given(
    st.integers(0, len(ORIGINALS) - 1),
    st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=40),
)
def test_documents_with_changed_bytes(which: int, changes: list[tuple[float, int]]) -> None:
    data = bytearray(ORIGINALS[which])
    for place, value in changes:
        data[int(place * len(data))] = value
    assert_sound(open_document(bytes(data), None, SOURCES[which].name))


with zipfile.ZipFile(io.BytesIO(ORIGINALS[-1])) as _package:
    WORD_PARTS = {name: _package.read(name) for name in _package.namelist()}


@QUICK
@given(
    st.sampled_from(sorted(WORD_PARTS)),
    st.lists(st.tuples(st.floats(0, 0.9999), st.sampled_from(list(b"<>/\"'0w:9 a"))), min_size=0, max_size=6),
    st.booleans(),
)
def test_word_packages_with_changed_parts(part: str, changes: list[tuple[float, int]], drop: bool) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in WORD_PARTS.items():
            changed = bytearray(data)
            if name == part:
                if drop:
                    continue
                for place, value in changes:
                    changed[int(place * len(changed))] = value
            package.writestr(name, bytes(changed))
    assert_sound(open_document(buffer.getvalue()))


TAG_WORDS = "table tr td th tbody div p br span a h1 font ul li form script style caption img"
TAGS = TAG_WORDS.split()


@QUICK
@given(
    st.lists(
        st.one_of(
            st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
            st.sampled_from(
                [
                    "<td colspan=3>",
                    "<td rowspan=2>",
                    "<td rowspan=0 colspan=99999>",
                    "<div style='display:none'>",
                    "<div class=nav>",
                    "<td rowspan=7 colspan=2>",
                    "索引号：",
                    "发布机构",
                    "0",
                    "第二十条第（一）项",
                    "信息内容",
                    "一、总体情况。",
                    "&nbsp;",
                    "&#x0;",
                    "\n",
                ]
            ),
        ),
        max_size=80,
    )
)
def test_tag_soup(parts: list[str]) -> None:
    assert_sound(open_document(("<html><body>" + "".join(parts)).encode(), "text/html"))


PLACES = st.sampled_from([50.0, 50.9, 53, 80, 120, 150, 151, 200, 300, 400, 590, -20, 1e6])


@QUICK
@given(
    st.lists(st.lists(st.tuples(PLACES, PLACES, PLACES, PLACES), max_size=40), min_size=1, max_size=3),
    st.lists(st.tuples(PLACES, PLACES, st.sampled_from(["12", "A B", "x", "(", "1."])), max_size=20),
)
def test_drawn_pages(
    pages: list[list[tuple[float, float, float, float]]], words: list[tuple[float, float, str]]
) -> None:
    written = [(x, y, text.replace("(", "\\(")) for x, y, text in words]
    crossed = [
        [*lines, *((x, y, x2, y) for x, y, x2, _ in lines), *((x, y, x, y2) for x, y, _, y2 in lines)]
        for lines in pages
    ]
    assert_sound(open_document(pdf(*[content(written, lines) for lines in crossed])))


@pytest.mark.parametrize("which", range(len(ORIGINALS)))
def test_the_originals_are_sound(which: int) -> None:
    document = open_document(ORIGINALS[which], None, SOURCES[which].name)
    assert_sound(document)
    assert document.blocks
