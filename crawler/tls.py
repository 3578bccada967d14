"""What is wrong with a host's TLS, in words: Twisted's check of certificates, which says why it does not hold.

Other than Twisted's, a certificate that names no host at all does not pass.
"""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from OpenSSL import SSL
from OpenSSL.crypto import X509
from service_identity import VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, ServiceID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet._sslverify import ClientTLSOptions
from twisted.python.failure import Failure

# What a portal's line puts up with is said once, in the summary. (Scrapy sets the levels of its loggers anew.)
logging.getLogger("scrapy.core.downloader.tls").addFilter(lambda _: False)

CODES = SSL.X509VerificationCodes
CERTIFICATE = {
    CODES.ERR_DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself",
    CODES.ERR_SELF_SIGNED_CERT_IN_CHAIN: "its certificate is of an authority that is not known here",
    CODES.ERR_UNABLE_TO_GET_ISSUER_CERT: "its certificate comes without one that stands between it and its authority",
    CODES.ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY: (
        "its certificate is of an authority that is not known here, or comes without one that stands between the two"
    ),
    CODES.ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: (
        "its certificate comes without one that stands between it and its authority"
    ),
    CODES.ERR_CERT_REVOKED: "its certificate was taken back",
}
"""OpenSSL's verdict on a certificate → what that means."""
TOO_WEAK = {66: "its key is too short", 67: "its authority's key is too short", 68: "it is signed by a weak digest"}
"""Verdicts without a name in pyOpenSSL (X509_V_ERR_EE_KEY_TOO_SMALL, …_CA_KEY_TOO_SMALL, …_CA_MD_TOO_WEAK)."""

OLD = "its TLS is too old (column tls: old)"
NO_TLS = "what answers at its https port speaks no TLS; perhaps it has http only"
NO_CIPHER = "it has no cipher of today (column tls: old)"
HANDSHAKE = {
    "unsupported protocol": OLD,
    "tlsv1 alert protocol version": OLD,
    "wrong ssl version": OLD,
    "no protocols available": OLD,
    "sslv3 alert handshake failure": NO_CIPHER,
    "tls alert handshake failure": NO_CIPHER,
    "tlsv13 alert certificate required": "it wants to see a certificate of ours",
    "dh key too small": OLD,
    "ee key too small": OLD,
    "ca md too weak": OLD,
    "bad ecpoint": OLD,
    "wrong signature type": OLD,
    "legacy sigalg disallowed or unsupported": OLD,
    "unsafe legacy renegotiation disabled": OLD,
    "wrong version number": NO_TLS,
    "http request": NO_TLS,
    "packet length too long": NO_TLS,
    "record layer failure": NO_TLS,
    "tlsv1 unrecognized name": "it does not know this name at its https port",
    "unexpected eof while reading": "it closed the connection while TLS was agreed upon",
}
"""OpenSSL's reason why two do not agree on TLS → what that means."""


class BadCertificate(Exception):
    """A certificate does not hold; the message says why."""


class Verifying(ClientTLSOptions):
    """Twisted's options of a connection, with our check. Ends what does not hold with BadCertificate."""

    def clientConnectionForTLS(self, tlsProtocol: Any) -> SSL.Connection:
        """See ClientTLSOptions."""
        connection = super().clientConnectionForTLS(tlsProtocol)
        wanted = DNS_ID(self._hostnameASCII) if self._hostnameIsDnsName else IPAddress_ID(self._hostnameASCII)
        check = _check(tlsProtocol, wanted)
        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, check)
        return connection


def _check(protocol: Any, wanted: ServiceID) -> Callable[[SSL.Connection, X509, int, int, int], bool]:
    """A callback of OpenSSL's, in which nothing may be raised."""
    one = weakref.ref(protocol)  # that has the connection, which has this

    def verified(connection: SSL.Connection, certificate: X509, code: int, depth: int, ok: int) -> bool:
        del connection
        said = _said(certificate, code) if not ok else _names(certificate, wanted) if depth == 0 else None
        if said and (waiting := one()) is not None:
            waiting.failVerification(Failure(BadCertificate(said)))  # type: ignore[no-untyped-call]
        return said is None

    return verified


def _said(certificate: X509, code: int) -> str:
    if code == CODES.ERR_CERT_HAS_EXPIRED:
        return f"its certificate expired on {_day(certificate.get_notAfter())}"
    if code == CODES.ERR_CERT_NOT_YET_VALID:
        return f"its certificate is valid from {_day(certificate.get_notBefore())} on"
    if code in TOO_WEAK:
        return f"its certificate is too weak: {TOO_WEAK[code]} (column tls: old)"
    return CERTIFICATE.get(code) or f"its certificate does not hold (OpenSSL's verdict {code})"


def _day(moment: bytes | None) -> str:
    try:
        return f"{datetime.strptime((moment or b'').decode(), '%Y%m%d%H%M%SZ').replace(tzinfo=UTC):%Y-%m-%d}"
    except ValueError:
        return "a day that is none"


def _names(certificate: X509, wanted: ServiceID) -> str | None:
    """Why a certificate is none for this host, or None."""
    try:
        patterns = extract_patterns(certificate)
        verify_service_identity(patterns, [wanted], [])
    except VerificationError:
        names = [getattr(pattern, "pattern", b"") for pattern in patterns]
        return f"its certificate is for {_listed(names)}"
    except Exception as error:  # noqa: BLE001 — whatever ails a certificate, it is none
        return f"its certificate names no host ({error})"
    return None


def _listed(names: list[Any]) -> str:
    shown = [name.decode("ascii", "replace") if isinstance(name, bytes) else str(name) for name in names[:3]]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(shown)}{more}, not for it"
