"""Word files of before 2007 and their kin become DOCX, with exactly the figures that are in them."""

from __future__ import annotations

import http.server
import io
import json
import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parse.carrier import sniff
from parse.json_form import report_json
from parse.report import Report
from reading.conversion import convert
from reading.converters.office import OFFICE
from reading.messages import Failure, Task
from reading.reader import read
from reading.steps import read_document

MADE = Path(__file__).parents[1] / "documents" / "made"
DOC = (MADE / "helan-other-numbers.doc").read_bytes()
TABLES: dict[str, Any] = json.loads((MADE / "helan-other-numbers.tables.json").read_text("utf-8"))
installed = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def reading(data: bytes, name: str) -> Report:
    parts = read_document(Task(data, None, name, None), read, convert, 60)
    assert not isinstance(parts, Failure)
    return parts[0].report


@installed
def test_the_figures_of_a_doc_are_those_printed() -> None:
    report = reading(DOC, "年报.doc")
    assert (report.media_type, report.is_report) == (sniff.DOC, True)
    assert report_json(report)["tables"] == TABLES
    assert "needs_converter" not in [told.kind for told in report.problems]


@installed
def test_a_doc_that_is_no_report() -> None:
    report = reading((MADE / "notice.doc").read_bytes(), "x.wps")
    assert (report.media_type, report.is_report, report.verdict) == (sniff.WPS, False, "notice")


@installed
def test_a_broken_doc_is_one_problem() -> None:
    broken = DOC[:1024] + bytes(byte ^ 0x5A for byte in DOC[1024:30_000])
    report = reading(broken, "年报.doc")
    assert (report.is_report, report.tables, report.verdict) == (False, None, "unreadable")
    assert [told.kind for told in report.problems if told.severity == "error"] == ["converter_failed"]


@pytest.fixture
def visitors() -> Iterator[tuple[int, list[str]]]:
    """The port of a server, and what was asked of it."""
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()


SPACES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
)
PICTURE = (
    '<draw:frame text:anchor-type="as-char" svg:width="1cm" svg:height="1cm">'
    '<draw:image xlink:href="{}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>'
)
INCLUDED = '<text:section text:name="{}"><text:section-source xlink:href="{}"/><text:p>shown</text:p></text:section>'


def odt(inner: str) -> bytes:
    """A text of OpenDocument."""
    kind = "application/vnd.oasis.opendocument.text"
    entry = '<m:file-entry m:full-path="{}" m:media-type="{}"/>'
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f"{entry.format('/', kind)}{entry.format('content.xml', 'text/xml')}</m:manifest>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr(
            "content.xml",
            f'<office:document-content{SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
            f"<office:body><office:text>{inner}</office:text></office:body></office:document-content>",
        )
    return buffer.getvalue()


@installed
def test_a_document_sends_nobody_anywhere_and_takes_in_no_file(visitors: tuple[int, list[str]], tmp_path: Path) -> None:
    """LibreOffice as it comes fetches the picture."""
    port, asked = visitors
    secret = tmp_path / "secret.txt"
    secret.write_text("not for readers", encoding="utf-8")
    address = f"http://127.0.0.1:{port}"
    inner = f"<text:p>Hello{PICTURE.format(f'{address}/picture.png')}</text:p>"
    inner += INCLUDED.format("one", f"{address}/text.txt") + INCLUDED.format("two", secret.as_uri())
    report = reading(odt(inner), "x.odt")
    assert (report.media_type, "Hello" in report.text) == (sniff.ODT, True)
    assert not asked
    assert "not for readers" not in report.text


def test_without_libreoffice_the_problem_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    report = reading(DOC, "年报.doc")
    assert (report.media_type, report.is_report, report.verdict) == (sniff.DOC, False, "unsupported")
    assert [told.kind for told in report.problems if told.severity == "error"] == ["needs_converter"]
    assert "LibreOffice" in report.problems[0].message


def test_what_it_makes_must_be_a_word_file() -> None:
    assert OFFICE.check((MADE / "shanghai-office-2019.docx").read_bytes())
    for rubbish in (b"", b"PK\x03\x04", b"rubbish", DOC):
        assert not OFFICE.check(rubbish)
