"""What the bytes are, whatever they are called; what cannot be read is a problem, not an exception."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from parse.carrier import open_document, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


MADE = Path(__file__).parents[1] / "documents" / "made"
DOC = (MADE / "notice.doc").read_bytes()
WORD_XML = (
    b'<?xml version="1.0"?>\r\n<?mso-application progid="Word.Document"?>\r\n'
    b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body/></w:wordDocument>'
)
EXCEL_XML = (
    b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)
MHT = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_x"\r\n\r\nThis is a page.\r\n--=_x\r\n'
    "Content-Location: file:///C:/a.htm\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    'Content-Type: text/html; charset="gb2312"\r\n\r\n<html><body><p>{}</p></body></html>\r\n--=_x--\r\n'
)


def mht(text: str) -> bytes:
    """A page as Word saves it under the name .mht or .doc."""
    return MHT.format("".join(f"={byte:02X}" for byte in text.encode("gb2312"))).encode()


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
        (DOC, None, None, sniff.DOC),
        (DOC, "application/octet-stream", "http://a.gov.cn/x.xls", sniff.DOC),
        (DOC, None, "http://a.gov.cn/x.wps", sniff.WPS),
        (DOC[:600], None, "http://a.gov.cn/x.doc", sniff.DOC),
        (WORD_XML, "application/msword", "x.doc", sniff.WORD_XML),
        (b"\xef\xbb\xbf" + EXCEL_XML, None, "x.xls", sniff.EXCEL_XML),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>', None, None, sniff.HTML),
        (mht("年报"), "application/msword", "x.doc", sniff.MHTML),
        (b"From: a\nto whom it may concern", None, None, sniff.TEXT),
        (packed("xl\\workbook.xml"), None, None, sniff.XLSX),
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
    "data", [OLE, packed("a.txt"), b"{\\rtf1 }", b"\x89PNG\r\n\x1a\n", b"GIF89a", WORD_XML, EXCEL_XML]
)
def test_kinds_to_convert_are_a_problem(data: bytes) -> None:
    document = open_document(data)
    assert document.blocks == ()
    assert [(problem.kind, problem.origin) for problem in document.problems] == [("needs_converter", "reading")]


def test_a_picture_counts_as_an_image() -> None:
    assert open_document(b"\xff\xd8\xff\xe0abc").image_count == 1


def test_nothing_is_empty() -> None:
    assert [problem.kind for problem in open_document(b" \n").problems] == ["empty"]


def test_a_web_archive_is_its_page() -> None:
    text = "霍邱县2024年政府信息公开工作年度报告"
    document = open_document(mht(text), "application/msword", "x.doc")
    assert document.media_type == sniff.MHTML
    assert [paragraph.text for paragraph in document.paragraphs()] == [text]
    assert document.problems == ()


@pytest.mark.parametrize(
    "data",
    [
        mht("年报")[:150],
        mht("年报").replace(b"text/html", b"image/png"),
        MHT.encode() + b"\r\n--=_x\r\n" * 5000,
        b"Content-Type: multipart/related; boundary=a\r\n\r\n"
        + b"".join(b"--%d\r\nContent-Type: multipart/mixed; boundary=%d\r\n\r\n" % (n, n + 1) for n in range(1500)),
    ],
)
def test_web_archives_without_a_page_are_unreadable(data: bytes) -> None:
    assert [problem.kind for problem in open_document(data).problems] == ["unreadable"]


def test_an_encrypted_office_file_is_unreadable() -> None:
    data = bytearray(DOC)
    at = data.index("WordDocument".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    data[at : at + len(name)] = name
    data[at + 64] = len(name) + 2
    document = open_document(bytes(data), None, "x.docx")
    assert [(problem.kind, problem.message) for problem in document.problems] == [
        ("unreadable", "The file is encrypted.")
    ]
