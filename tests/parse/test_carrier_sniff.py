"""What the bytes are, whatever they are called; what cannot be read is a problem, not an exception."""

from __future__ import annotations

import io
import zipfile

import pytest

from parse.carrier import open_document, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "declared", "url", "kind"),
    [
        (b"%PDF-1.4\n", "text/html", "http://a.gov.cn/x.doc", sniff.PDF),
        (b"\n%PDF-1.4\n", None, None, sniff.PDF),
        (OLE, "application/octet-stream", "http://a.gov.cn/P020240101.doc", sniff.DOC),
        (OLE, None, "http://a.gov.cn/x.wps?a=1", sniff.WPS),
        (OLE, "application/vnd.ms-excel", "http://a.gov.cn/download", sniff.XLS),
        (OLE, None, None, sniff.OLE),
        (packed("word/document.xml"), "application/msword", "x.doc", sniff.DOCX),
        (packed("word/document.xml")[:60], None, None, sniff.DOCX),
        (packed("xl/workbook.xml"), None, None, sniff.XLSX),
        (packed("年报.doc"), None, None, sniff.ZIP),
        (b"{\\rtf1\\ansi", None, "x.doc", sniff.RTF),
        (b"\x89PNG\r\n\x1a\n....", "text/html", None, "image/png"),
        (b"\xff\xd8\xff\xe0", None, None, "image/jpeg"),
        (b"<html><body>", "application/msword", "x.doc", sniff.HTML),
        ("\ufeff\r\n<!DOCTYPE html><p>年报".encode(), "text/plain", None, sniff.HTML),
        (b"<%@ page %>\n<!-- x --><table><tr>", None, None, sniff.HTML),
        ("<html>".encode("utf-16"), None, None, sniff.HTML),
        ("年报 <p>正文</p>".encode(), "text/html", None, sniff.HTML),
        ("年报\n一、总体情况\n3 < 5".encode(), "text/html", None, sniff.TEXT),
        ("# 年报\n".encode(), None, "x.md", sniff.MARKDOWN),
        ("年报\n".encode(), "text/plain", "x.txt", sniff.TEXT),
        (b"BM is how this text begins", None, None, sniff.TEXT),
        (b"", None, None, sniff.TEXT),
    ],
)
def test_sniff(data: bytes, declared: str | None, url: str | None, kind: str) -> None:
    assert sniff.sniff(data, declared, url) == kind


@pytest.mark.parametrize(
    "data", [OLE, packed("xl/workbook.xml"), packed("a.txt"), b"{\\rtf1 }", b"\x89PNG\r\n\x1a\n", b"GIF89a"]
)
def test_kinds_to_convert_are_a_problem(data: bytes) -> None:
    document = open_document(data)
    assert document.blocks == ()
    assert [(problem.kind, problem.origin) for problem in document.problems] == [("needs_converter", "reading")]


def test_a_picture_counts_as_an_image() -> None:
    assert open_document(b"\xff\xd8\xff\xe0abc").image_count == 1


def test_nothing_is_empty() -> None:
    assert [problem.kind for problem in open_document(b" \n").problems] == ["empty"]
