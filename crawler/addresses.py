"""Which network addresses may be connected to. Asked for every connection, of the address that will be dialled.

A name is resolved once and the answer that passed is the one connected to, so that a second, different answer of its
name server (rebinding) never comes into play. Redirects and robots.txt go the same way.
"""

from __future__ import annotations

import ipaddress
import os
from typing import Any

from scrapy.crawler import Crawler
from scrapy.resolver import HostResolution
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer, provider

from crawler.manners import is_loopback_name

_CARRIER_NAT = ipaddress.ip_network("100.64.0.0/10")
_TRANSLATED = tuple(
    ipaddress.ip_network(network)
    for network in ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96", "2001::/32", "2002::/16", "192.88.99.0/24")
)
"""NAT64, stateless translation, Teredo, 6to4: they hide an IPv4 address."""
_SPECIAL = tuple(ipaddress.ip_network(network) for network in ("192.0.0.0/24", "fec0::/10", "5f00::/16", "3fff::/20"))
"""Of no host in the internet, which not every version of Python knows (IANA's registries of special addresses)."""


class AddressRefused(OSError):
    """The host leads to an address that a crawler has no business with."""


def refusal(address: str, host: str) -> str | None:
    """Why a connection to `address` on behalf of `host` is refused, or None.

    Loopback is allowed only with NIANBAO_ALLOW_LOOPBACK=1 and only for a host that names this machine itself.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return f"{address} is not an address"
    for inner in _inner(ip):
        if inner.is_loopback:
            if os.environ.get("NIANBAO_ALLOW_LOOPBACK") == "1" and is_loopback_name(host) and inner == ip:
                continue
            return f"{address} is this machine (loopback)"
        if any(inner in network for network in (_CARRIER_NAT, *_TRANSLATED)):
            return f"{address} is behind an address translation"
        if inner.is_link_local:
            return f"{address} is link-local (metadata services live there)"
        if inner.is_multicast or inner.is_unspecified or inner.is_reserved or any(inner in net for net in _SPECIAL):
            return f"{address} is not a host's address"
        if inner.is_private or not inner.is_global:
            return f"{address} is a private address"
    return None


def _inner(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """The address and every IPv4 address that hides in it (IPv4-mapped, 6to4, Teredo, IPv4-compatible)."""
    found: list[ipaddress.IPv4Address | ipaddress.IPv6Address] = [ip]
    if isinstance(ip, ipaddress.IPv6Address):
        hidden = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if int(ip) >> 32 == 0 and int(ip) > 1:
            hidden.append(ipaddress.IPv4Address(int(ip)))
        found += [address for address in hidden if address is not None]
    return found


def guard_the_reactor() -> None:
    """Put the guard before the reactor's resolver, whatever that is, unless it stands there: nothing in this process
    connects by name without it."""
    from twisted.internet import reactor as installed

    reactor: Any = installed
    if not isinstance(reactor.nameResolver, GuardedResolver):
        GuardedResolver(reactor).install_on_reactor()


refused: dict[str, str] = {}
"""Hosts whose every address was refused, with the reason: the resolver can only answer "no address"."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """The reactor's name resolver: maps `*.localhost` to this machine and lets through only permitted addresses."""

    def __init__(self, reactor: ReactorBase) -> None:
        self.reactor = reactor
        self.inner: Any = reactor.nameResolver

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        """How Scrapy makes a resolver."""
        del crawler
        return cls(reactor)

    def install_on_reactor(self) -> None:
        """Take the place of the reactor's resolver."""
        reactor: Any = self.reactor
        reactor.installNameResolver(self)

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Any = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """See IHostnameResolver."""
        receiver = _Filter(resolutionReceiver, hostName)
        name = hostName.rstrip(".").lower()
        if name == "localhost" or name.endswith(".localhost"):
            resolution = HostResolution(hostName)
            receiver.resolutionBegan(resolution)
            receiver.addressResolved(IPv4Address("TCP", "127.0.0.1", portNumber))
            receiver.resolutionComplete()
            return resolution
        return self.inner.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


@provider(IResolutionReceiver)
class _Filter:
    """Hands on only the addresses that may be connected to."""

    def __init__(self, receiver: Any, host: str) -> None:
        self.receiver = receiver
        self.host = host
        self.passed = False
        self.reason: str | None = None

    def resolutionBegan(self, resolution: Any) -> None:
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        if not isinstance(address, IPv4Address | IPv6Address):
            return
        reason = refusal(address.host, self.host)
        if reason is None:
            self.passed = True
            self.receiver.addressResolved(address)
        else:
            self.reason = reason

    def resolutionComplete(self) -> None:
        if self.passed or self.reason is None:
            refused.pop(self.host, None)
        else:
            refused[self.host] = self.reason
        self.receiver.resolutionComplete()
