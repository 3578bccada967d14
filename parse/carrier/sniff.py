"""What kind of document the bytes are: magic bytes first, then the declared media type, then the ending of the address.

Portals name HTML exports `.doc`, serve Word files as text/html and PDF as application/octet-stream: a declaration is
a hint, bytes are not.
"""

from __future__ import annotations

import io
import re
import zipfile
from urllib.parse import urlsplit

from parse.carrier.encoding import wide_codec

PDF = "application/pdf"
HTML = "text/html"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
RTF = "application/rtf"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
DOC = "application/msword"
WPS = "application/vnd.ms-works"
XLS = "application/vnd.ms-excel"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFD = "application/ofd"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
MHTML = "multipart/related"
WORD_XML = "application/vnd.ms-word.2003+xml"
EXCEL_XML = "application/vnd.ms-excel.2003+xml"
ODT = "application/vnd.oasis.opendocument.text"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENDINGS = {
    "pdf": PDF,
    "htm": HTML,
    "html": HTML,
    "shtml": HTML,
    "jhtml": HTML,
    "txt": TEXT,
    "md": MARKDOWN,
    "markdown": MARKDOWN,
    "doc": DOC,
    "wps": WPS,
    "xls": XLS,
    "docx": DOCX,
    "xlsx": XLSX,
}
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|tbody|tr|td|div|p|span|br|h[1-6]|ul|ol|li|script|style|link"
    rb"|font|center|article|section|form|o:p|a)\b",
    re.IGNORECASE,
)
_HEAD = 4096


def sniff(data: bytes, media_type: str | None = None, url: str | None = None) -> str:
    """The media type of a document, lower case and without parameters; never raises.

    An OLE container says only that it is one: the declaration or the address tells .doc, .xls and .wps apart.
    """
    head = data[:_HEAD]
    declared = (media_type or "").partition(";")[0].strip().lower()
    ending = _ENDINGS.get(_suffix(url))
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(_OLE_MAGIC):
        hinted = ending or declared
        return hinted if hinted in (DOC, WPS, XLS) else OLE
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            if kind == "image/bmp" and data[6:10] != b"\0\0\0\0":
                continue
            return kind
    return _text_kind(head, declared, ending)


def _text_kind(head: bytes, declared: str, ending: str | None) -> str:
    """HTML, markdown or plain text. A document that starts with a tag, or is called HTML and has one, is HTML."""
    start = _as_ascii(head)
    # JSP comments and byte order marks stand before the first tag on real pages
    stripped = re.sub(rb"\A(?:\s|<%.*?%>|<\?xml.*?\?>|<!--.*?-->)*", b"", start, flags=re.DOTALL)
    if _TAG.match(stripped):
        return HTML
    if declared in (MARKDOWN, "text/x-markdown") or (
        declared in ("", TEXT, "application/octet-stream") and ending == MARKDOWN
    ):
        return MARKDOWN
    called_html = declared in (HTML, "application/xhtml+xml") or ending == HTML
    if _TAG.search(start) and (called_html or len(_TAG.findall(start)) >= 3):
        return HTML
    return TEXT


def _as_ascii(head: bytes) -> bytes:
    """The head with UTF-16 thinned out, so that tags show."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[2:].replace(b"\0", b"")
    if wide_codec(head):
        return head.replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _zip_kind(data: bytes) -> str:
    """DOCX, XLSX, OFD or an archive, by the names of its members."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, UnicodeDecodeError):
        # a cut file has lost its directory, which stands at the end; the local headers remain
        if b"word/" in data:
            return DOCX
        return XLSX if b"xl/" in data[:65536] else ZIP
    if any(name.startswith("word/") for name in names):
        return DOCX
    if any(name.startswith("xl/") for name in names):
        return XLSX
    return OFD if "OFD.xml" in names else ZIP


def _suffix(url: str | None) -> str:
    if not url:
        return ""
    try:
        path = urlsplit(url).path
    except ValueError:
        path = url
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""
