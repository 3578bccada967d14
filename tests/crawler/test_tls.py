"""A certificate is checked; a portal whose certificate is broken is fetched from only if its line says so."""

from __future__ import annotations

import datetime
import json
import socket
import sqlite3
import ssl
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest
from crawling import row, run, start, table
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from loop_site import LoopSite, article, listing

from crawler.portal import PortalsError
from spiders.portals import read_table

REPORT = "样例县2022年政府信息公开工作年度报告"


@dataclass(frozen=True)
class Issued:
    """What a server's certificate is like: by itself or by an authority (whose file is `authority.pem`), for which
    names, in which days from today."""

    by_itself: bool = False
    names: tuple[str, ...] = ("x.localhost",)
    days: tuple[int, int] = (-2, 2)


def day(days: int) -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)


def certificate(
    subject: str, key: ec.EllipticCurvePrivateKey, issuer: str, signer: ec.EllipticCurvePrivateKey, issued: Issued,
    *, authority: bool = False,
) -> x509.Certificate:  # fmt: skip
    def named(name: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])

    made = (
        x509.CertificateBuilder().subject_name(named(subject)).issuer_name(named(issuer)).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(day(issued.days[0]))
        .not_valid_after(day(issued.days[1])).add_extension(x509.BasicConstraints(authority, None), critical=True)
    )  # fmt: skip
    if issued.names and not authority:
        names = x509.SubjectAlternativeName([x509.DNSName(name) for name in issued.names])
        made = made.add_extension(names, critical=False)
    return made.sign(signer, hashes.SHA256())


def served(folder: Path, issued: Issued) -> ssl.SSLContext:
    """What a server with such a certificate needs."""
    key, signer = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    encoding = serialization.Encoding.PEM
    own = certificate("authority", signer, "authority", signer, Issued(), authority=True)
    (folder / "authority.pem").write_bytes(own.public_bytes(encoding))
    issuer, signed = ("x.localhost", key) if issued.by_itself else ("authority", signer)
    leaf = certificate("x.localhost", key, issuer, signed, issued)
    secret = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "server.pem").write_bytes(leaf.public_bytes(encoding) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


def test_of_an_authority_that_is_known_nothing_need_be_said(tmp_path: Path) -> None:
    """What the next tests differ from."""
    assert walked(tmp_path, served(tmp_path, Issued())) == Walked("walked", None, frozenset(), "")


def expired() -> str:
    return f"its certificate expired on {day(-1):%Y-%m-%d}"


BROKEN = {
    "expired": (Issued(days=(-3, -1)), expired),
    "not yet valid": (Issued(days=(1, 3)), lambda: f"its certificate is valid from {day(1):%Y-%m-%d} on"),
    "another name": (
        Issued(names=("www.other.gov.cn", "other.gov.cn")),
        lambda: "its certificate is for www.other.gov.cn, other.gov.cn, not for it",
    ),
    "no name": (
        Issued(names=()),
        lambda: "its certificate names no host (Certificate does not contain any `subjectAltName`s.)",
    ),
    "by itself": (Issued(by_itself=True), lambda: "its certificate is signed by itself"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_certificate_is_a_row_in_words_and_the_lines_own_decision(tmp_path: Path, name: str) -> None:
    issued, said = BROKEN[name]
    refused = walked(tmp_path, served(tmp_path, issued), DOWNLOAD_VERIFY_CERTIFICATES="False")
    why = said()
    assert refused.outcome == "unreachable"
    assert refused.message == f"robots.txt could not be read ({why})"
    assert refused.problems == {("tls", why), ("robots", f"robots.txt could not be read ({why})")}
    assert refused.printed == ""

    told = "its certificate is not checked, by its line"
    assert walked(tmp_path, served(tmp_path, issued), "unverified") == Walked("walked", told, frozenset(), "")


def test_an_authority_that_is_not_known(tmp_path: Path) -> None:
    context = served(tmp_path, Issued())
    served(tmp_path, Issued())  # another authority of the same name
    refused = walked(tmp_path, context)
    assert refused.outcome == "unreachable"
    assert "tls" in {kind for kind, _ in refused.problems}
    assert walked(tmp_path, context, "unverified").outcome == "walked"


def old_protocol(folder: Path) -> ssl.SSLContext:
    """A server that speaks no newer TLS than 1.1, of 2006."""
    context = served(folder, Issued())
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    return context


def test_a_protocol_that_is_too_old_is_a_row_and_the_lines_own_decision(tmp_path: Path) -> None:
    refused = walked(tmp_path, old_protocol(tmp_path))
    assert refused.outcome == "unreachable"
    assert ("tls", "its TLS is too old (column tls: old)") in refused.problems
    # The word that lets OpenSSL speak it must survive the way through Scrapy and Twisted.
    told = "old TLS is put up with, by its line"
    assert walked(tmp_path, old_protocol(tmp_path), "old") == Walked("walked", told, frozenset(), "")


@dataclass(frozen=True)
class Walked:
    """How a walk went, its access problems (kind, words), and what it printed beside its result."""

    outcome: str
    message: str | None
    problems: frozenset[tuple[str, str]]
    printed: str


def walked(
    folder: Path, context: ssl.SSLContext | None, tls: str = "", scheme: str = "https", port: int = 0, **options: str
) -> Walked:
    """A walk of a portal behind a server with this TLS (None: it speaks http), whose authority is known."""
    pages = {"/gk/nb/": listing(("t_10001.html", REPORT)), "/gk/nb/t_10001.html": article(REPORT)}
    archive = folder / f"{tls or 'plain'}.db"
    with LoopSite(pages) as site:  # type: ignore[arg-type]
        if context is not None:
            site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
        home = f"{scheme}://x.localhost:{port or site.port}/"
        lines = table(folder, row("x", home, home + "gk/nb/", tls=tls))
        going = start(lines, archive, {"RETRY_TIMES": "0", **options}, SSL_CERT_FILE=str(folder / "authority.pem"))
        out, err = going.communicate(timeout=90)
    ended = json.loads(out.splitlines()[-1])
    with sqlite3.connect(archive) as db:
        rows = db.execute("SELECT seen, message FROM problems WHERE origin = 'access'").fetchall()
    word, message, _ = ended["outcomes"]["x"]
    assert ended["exit"] == (word != "walked")
    return Walked(word, message, frozenset((kind, said.partition(": ")[2]) for kind, said in rows), err)


def test_a_host_that_has_http_only(tmp_path: Path) -> None:
    refused = walked(tmp_path, None)
    assert ("tls", "what answers at its https port speaks no TLS; perhaps it has http only") in refused.problems


def test_http_asked_where_https_is(tmp_path: Path) -> None:
    refused = walked(tmp_path, served(tmp_path, Issued()), scheme="http")
    said = "the connection was closed before the head of an answer was there; perhaps it has https there"
    assert ("disconnect", said) in refused.problems


def test_a_port_at_which_nobody_listens(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    refused = walked(tmp_path, None, port=port)
    assert ("refused", f"nobody listens at port {port}; perhaps it has http only") in refused.problems


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
