"""What kind of document the bytes are: magic bytes first, then the declared media type, then the ending of the address.

Portals name HTML exports `.doc`, serve Word files as text/html and PDF as application/octet-stream: a declaration is
a hint, bytes are not.
"""

from __future__ import annotations

import io
import re
import zipfile
from urllib.parse import urlsplit

from parse.carrier.compound_file import MAGIC, BrokenCompoundFileError, CompoundFile
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
ENCRYPTED = "application/vnd.ms-office.encrypted"
ODT = "application/vnd.oasis.opendocument.text"

_EMPTY_ZIP = b"PK\x05\x06"
"""Begins the directory of a ZIP archive, and so one without entries."""
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
_OLE_STREAMS = (
    ("encryptedpackage", ENCRYPTED), ("worddocument", DOC), ("workbook", XLS), ("book", XLS),
)  # fmt: skip
"""What stands in the root storage of an OLE file says what it is, whatever it is called."""
_XML_KINDS = (
    (re.compile(rb"progid\s*=\s*[\"']Word\.Document|schemas\.microsoft\.com/office/word/2003/wordml"), WORD_XML),
    (re.compile(rb"progid\s*=\s*[\"']Excel\.Sheet|urn:schemas-microsoft-com:office:spreadsheet[\"']"), EXCEL_XML),
    (re.compile(rb"schemas\.microsoft\.com/office/2006/xmlPackage"), WORD_XML),
)
"""The XML that Office 2003 saves as one file; portals carry it under the names .doc and .xls."""
_MAIL_HEADER = re.compile(rb"\s*(?:MIME-Version|From|Subject|Date|Content-[A-Za-z-]+|X-[A-Za-z-]+)\s*:", re.IGNORECASE)
_RELATED = re.compile(rb"^Content-Type\s*:\s*multipart/(?:related|alternative|mixed)", re.IGNORECASE | re.MULTILINE)
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
_PIPE_RULE = re.compile(rb"^[ \t|:-]*-{3,}[ \t]*:?[ \t]*\|[ \t|:-]*\r?$", re.MULTILINE)
_WORKBOOK = {"[Content_Types].xml", "workbook.xml"}
_HEAD = 4096
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
"""The first member of an ODT, stored: its name and its content side by side."""


def sniff(data: bytes, media_type: str | None = None, url: str | None = None) -> str:
    """The media type of a document, lower case and without parameters; never raises.

    An OLE container without a stream that we know is told apart by its address or declaration.
    """
    head = data[:_HEAD]
    declared = (media_type or "").partition(";")[0].strip().lower()
    ending = _ENDINGS.get(_suffix(url))
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(MAGIC):
        return _ole_kind(data, ending if ending in (DOC, WPS, XLS) else declared)
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if head.startswith(_EMPTY_ZIP):
        return ZIP
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            if kind == "image/bmp" and data[6:10] != b"\0\0\0\0":
                continue
            return kind
    return _text_kind(head, declared, ending)


def _ole_kind(data: bytes, hinted: str) -> str:
    """By the streams in the root; the name decides only between .doc and .wps, and where the file is cut."""
    try:
        names = CompoundFile(data).root_names()
    except BrokenCompoundFileError:
        names = frozenset()
    found = next((kind for name, kind in _OLE_STREAMS if name in names), None)
    if found and not (found == DOC and hinted == WPS):
        return found
    return hinted if hinted in (DOC, WPS) or (hinted == XLS and not names) else OLE


def _text_kind(head: bytes, declared: str, ending: str | None) -> str:
    """HTML, markdown or plain text. A document that starts with a tag, or is called HTML and has one, is HTML."""
    start = _as_ascii(head)
    if start.lstrip().startswith(b"<?xml"):
        for mark, kind in _XML_KINDS:
            if mark.search(start):
                return kind
    if _MAIL_HEADER.match(start) and _RELATED.search(start):
        return MHTML
    # JSP comments and byte order marks stand before the first tag on real pages
    stripped = re.sub(rb"\A(?:\s|<%.*?%>|<\?xml.*?\?>|<!--.*?-->)*", b"", start, flags=re.DOTALL)
    if _TAG.match(stripped):
        return HTML
    if declared in (MARKDOWN, "text/x-markdown") or (
        declared in ("", TEXT, "application/octet-stream") and ending == MARKDOWN
    ):
        return MARKDOWN
    called_html = declared in (HTML, "application/xhtml+xml") or ending == HTML
    tags = _TAG.findall(start)
    if _PIPE_RULE.search(start) and {tag.lower() for tag in tags} <= {b"<br"} and not called_html:
        return TEXT  # converters write <br> into the cells of pipe tables
    if tags and (called_html or len(tags) >= 3):
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
            names = [name.replace("\\", "/") for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, UnicodeDecodeError):
        # a cut file has lost its directory, which stands at the end; the local headers remain
        if b"word/" in data:
            return DOCX
        return XLSX if b"xl/" in data[:65536] else ZIP
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return DOCX
    if any(name.startswith("xl/") and name.endswith((".xml", ".bin")) for name in names) or set(names) >= _WORKBOOK:
        return XLSX
    if _OPEN_DOCUMENT in data[:_HEAD]:
        return ODT
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
