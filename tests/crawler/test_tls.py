"""A certificate is checked; a portal whose certificate is broken is fetched from only if its line says so."""

from __future__ import annotations

import datetime
import sqlite3
import ssl
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


def self_signed(folder: Path) -> ssl.SSLContext:
    """What a server needs to speak TLS with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "x.localhost")])
    now, days = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=2)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - days).not_valid_after(now + days)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("x.localhost")]), critical=False)
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
