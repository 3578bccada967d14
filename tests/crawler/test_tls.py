"""A certificate is checked; a portal whose certificate is broken is fetched from only if its line says so."""

from __future__ import annotations

import datetime
import sqlite3
import ssl
import warnings
from pathlib import Path

import pytest
from crawling import row, run, table
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from loop_site import LoopSite, article, listing

from crawler.portal import PortalsError
from spiders.portals import read_table

REPORT = "样例县2022年政府信息公开工作年度报告"


def self_signed(folder: Path, host: str = "x.localhost", *, ended: bool = False) -> ssl.SSLContext:
    """What a server needs to speak TLS with a certificate that nobody vouches for, unless SSL_CERT_FILE is
    `server.pem`; `ended`: yesterday."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now, days = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=2)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - days).not_valid_after(now - days / 2 if ended else now + days)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "server.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_a_broken_certificate_is_a_row_and_the_lines_own_decision(tmp_path: Path) -> None:
    pages = {"/gk/nb/": listing(("t_10001.html", REPORT)), "/gk/nb/t_10001.html": article(REPORT)}
    with LoopSite(pages) as site:  # type: ignore[arg-type]
        site.server.socket = self_signed(tmp_path).wrap_socket(site.server.socket, server_side=True)
        home = f"https://x.localhost:{site.port}/"
        result = run(
            table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db",
            {"RETRY_TIMES": "0", "DOWNLOAD_VERIFY_CERTIFICATES": "False"},
        )  # fmt: skip
        assert (result["exit"], site.seen) == (1, [])
        with sqlite3.connect(tmp_path / "a.db") as db:
            found = db.execute("SELECT seen, message FROM problems WHERE origin = 'access'").fetchall()
        assert {seen for seen, _ in found} == {"tls", "robots"}
        assert any("certificate verify failed" in message for _, message in found)

        result = run(table(tmp_path, row("x", home, home + "gk/nb/", tls="unverified")), tmp_path / "a.db")
        assert result["exit"] == 0
        assert result["outcomes"]["x"][:2] == ["walked", "its certificate is not checked, by its line"]
        assert site.paths() == ["/robots.txt", "/gk/nb/", "/gk/nb/t_10001.html"]


def test_of_an_authority_that_is_known_nothing_need_be_said(tmp_path: Path) -> None:
    """What the next tests differ from."""
    assert walked_over_tls(tmp_path, self_signed(tmp_path), "") == ("walked", None, set())


@pytest.mark.parametrize(
    ("host", "ended", "said"),
    [("x.localhost", True, "certificate verify failed"), ("other.localhost", False, "DNSMismatch")],
    ids=["expired", "another-name"],
)
def test_a_certificate_of_a_known_authority_that_does_not_hold(
    tmp_path: Path, host: str, ended: bool, said: str
) -> None:
    context = self_signed(tmp_path, host, ended=ended)
    word, _, problems = walked_over_tls(tmp_path, context, "")
    assert word == "unreachable"
    assert {kind for kind, _ in problems} == {"tls", "robots"}
    assert any(said in message for _, message in problems)


@pytest.mark.parametrize(("host", "ended"), [("x.localhost", True), ("other.localhost", False)])
def test_and_is_put_up_with_by_its_line(tmp_path: Path, host: str, ended: bool) -> None:
    word, message, problems = walked_over_tls(tmp_path, self_signed(tmp_path, host, ended=ended), "unverified")
    assert (word, message, problems) == ("walked", "its certificate is not checked, by its line", set())


def old_protocol(folder: Path) -> ssl.SSLContext:
    """A server that speaks no newer TLS than 1.1, of 2006."""
    context = self_signed(folder)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    return context


def test_a_protocol_that_is_too_old_is_a_row_and_the_lines_own_decision(tmp_path: Path) -> None:
    word, _, problems = walked_over_tls(tmp_path, old_protocol(tmp_path), "")
    assert word == "unreachable"
    assert "tls" in {kind for kind, _ in problems}
    # The word that lets OpenSSL speak it must survive the way through Scrapy and Twisted.
    word, message, problems = walked_over_tls(tmp_path, old_protocol(tmp_path), "old")
    assert (word, message, problems) == ("walked", "old TLS is put up with, by its line", set())


def walked_over_tls(folder: Path, context: ssl.SSLContext, tls: str) -> tuple[str, str | None, set[tuple[str, str]]]:
    """(outcome, message, access problems) of a portal behind a server with this TLS, whose authority is known."""
    pages = {"/gk/nb/": listing(("t_10001.html", REPORT)), "/gk/nb/t_10001.html": article(REPORT)}
    archive = folder / f"{tls or 'plain'}.db"
    with LoopSite(pages) as site:  # type: ignore[arg-type]
        site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
        home = f"https://x.localhost:{site.port}/"
        lines = table(folder, row("x", home, home + "gk/nb/", tls=tls))
        ended = run(lines, archive, {"RETRY_TIMES": "0"}, SSL_CERT_FILE=str(folder / "server.pem"))
    with sqlite3.connect(archive) as db:
        problems = set(db.execute("SELECT seen, message FROM problems WHERE origin = 'access'"))
    word, message, _ = ended["outcomes"]["x"]
    assert ended["exit"] == (word != "walked")
    return word, message, problems


def test_a_portal_that_speaks_no_tls_is_walked_over_http(tmp_path: Path) -> None:
    pages = {"/gk/nb/": listing(("t_10001.html", REPORT)), "/gk/nb/t_10001.html": article(REPORT)}
    with LoopSite(pages) as site:  # type: ignore[arg-type]
        home = f"http://x.localhost:{site.port}/"
        assert run(table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db")["exit"] == 0


def test_what_a_line_may_put_up_with(tmp_path: Path) -> None:
    assert (
        read_table(table(tmp_path, row("x", "https://x.localhost/", tls="old unverified")))[0].tls == "old unverified"
    )
    with pytest.raises(PortalsError, match="anything"):
        read_table(table(tmp_path, row("x", "https://x.localhost/", tls="anything")))
