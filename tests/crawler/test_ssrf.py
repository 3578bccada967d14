"""No way from a portal's pages to where a crawler has no business: one table of vectors, then each way end to end.

Where a portal's line even allows such an address as its own host, the guard at the connection is what stands.
"""

from __future__ import annotations

import contextlib
import socket
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from crawling import row, run, table
from loop_site import LoopSite, Reply, article, listing
from scrapy.settings import Settings
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.interfaces import IReactorPluggableNameResolver
from twisted.internet.protocol import Factory
from twisted.internet.testing import MemoryReactorClock
from zope.interface import directlyProvides, providedBy

from crawler.addresses import GuardedResolver, refusal
from crawler.manners import enforce

ADDRESSES = {
    "private, class A": "10.1.2.3",
    "private, class B": "172.31.255.254",
    "private, class C": "192.168.0.1",
    "loopback": "127.0.0.1",
    "loopback, another": "127.255.0.9",
    "this network": "0.0.0.0",
    "this network, another": "0.1.2.3",
    "link-local": "169.254.1.1",
    "metadata": "169.254.169.254",
    "metadata of 阿里云, behind CGNAT": "100.100.100.200",
    "CGNAT": "100.64.0.1",
    "CGNAT, last": "100.127.255.255",
    "benchmarking": "198.18.0.1",
    "documentation": "203.0.113.7",
    "protocol assignments": "192.0.0.8",
    "6to4 relay": "192.88.99.1",
    "multicast": "224.0.0.251",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "IPv6 loopback": "::1",
    "IPv6 unspecified": "::",
    "IPv6 link-local": "fe80::1",
    "IPv6 link-local with zone": "fe80::1%eth0",
    "IPv6 site-local": "fec0::1",
    "IPv6 unique local": "fd12:3456::1",
    "metadata over IPv6": "fd00:ec2::254",
    "IPv6 multicast": "ff02::fb",
    "IPv6 documentation": "2001:db8::1",
    "IPv4-mapped loopback": "::ffff:127.0.0.1",
    "IPv4-mapped private": "::ffff:10.0.0.1",
    "IPv4-mapped metadata": "::ffff:a9fe:a9fe",
    "IPv4-mapped CGNAT": "::ffff:100.64.0.1",
    "IPv4-compatible": "::127.0.0.1",
    "IPv4-translated": "::ffff:0:10.0.0.1",
    "6to4 of private": "2002:0a00:0001::1",
    "6to4 of metadata": "2002:a9fe:a9fe::",
    "Teredo of private": "2001:0:a00:1::f5ff:fffe",
    "NAT64 of loopback": "64:ff9b::7f00:1",
    "NAT64 of metadata": "64:ff9b::a9fe:a9fe",
    "NAT64, local": "64:ff9b:1::a00:1",
    "ISATAP of private": "fe80::5efe:10.0.0.1",
    "no address": "metadata",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
@pytest.mark.parametrize("host", ["www.portal.gov.cn", "localhost.portal.gov.cn"])
def test_an_address_is_refused(address: str, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_ALLOW_LOOPBACK", "1")
    assert refusal(address, host)


class _Names:
    """A name server with a list of answers for each question, the last one for all further ones."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self.answers = list(answers)

    def resolveHostName(self, receiver: Any, name: str, portNumber: int = 0, *_: Any) -> None:
        del name
        receiver.resolutionBegan(None)
        for host in self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]:
            receiver.addressResolved((IPv6Address if ":" in host else IPv4Address)("TCP", host, portNumber))
        receiver.resolutionComplete()


def dialled(name: str, *answers: tuple[str, ...]) -> list[list[str]]:
    """The addresses dialled for a name, attempt by attempt, as any of Twisted's clients (HTTP/1.1 or 2) dials them."""
    reactor: Any = MemoryReactorClock()
    directlyProvides(reactor, IReactorPluggableNameResolver, *providedBy(reactor))
    reactor.nameResolver = _Names(*answers)
    reactor.nameResolver = GuardedResolver(reactor)
    found = []
    for _ in answers:
        before = len(reactor.tcpClients)
        HostnameEndpoint(reactor, name, 80).connect(Factory()).addErrback(lambda _: None)
        reactor.pump([1] * 5)
        found.append([client[0] for client in reactor.tcpClients[before:]])
    return found


def test_what_was_checked_is_what_is_dialled() -> None:
    assert dialled("a.gov.cn", ("1.2.4.8",)) == [["1.2.4.8"]]
    assert dialled("a.gov.cn", ("10.0.0.1",)) == [[]]


def test_a_name_that_changes_its_answer_is_checked_each_time() -> None:
    """Rebinding: the first answer is public, the next ones are not."""
    assert dialled("a.gov.cn", ("1.2.4.8",), ("127.0.0.1",), ("169.254.169.254",), ("1.2.4.8",)) == [
        ["1.2.4.8"], [], [], ["1.2.4.8"]
    ]  # fmt: skip


def test_of_a_mixed_answer_only_the_public_addresses_are_dialled() -> None:
    assert dialled("a.gov.cn", ("10.0.0.1", "1.2.4.8", "::1", "114.114.114.114", "::ffff:127.0.0.1")) == [
        ["1.2.4.8", "114.114.114.114"]
    ]


def test_names_of_this_machine_never_reach_a_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_ALLOW_LOOPBACK", "1")
    assert dialled("x.localhost", ("8.8.8.8",)) == [["127.0.0.1"]]
    monkeypatch.delenv("NIANBAO_ALLOW_LOOPBACK")
    assert dialled("x.localhost", ("8.8.8.8",)) == [[]]


SPELLINGS = {
    "decimal": "2130706433",
    "hexadecimal": "0x7f000001",
    "octal": "0177.0.0.1",
    "hexadecimal in parts": "0x7f.0x0.0x0.0x1",
    "short": "127.1",
    "zero": "0",
    "all zeros": "0.0.0.0",
    "leading zeros": "127.000.000.001",
    "full-width digits": "１２７.1",
    "full stop of CJK": "127。1",
    "IPv6 any": "[::]",
    "IPv4-mapped": "[::ffff:127.0.0.1]",
    "IPv4-mapped in hexadecimal": "[::ffff:7f00:1]",
    "IPv4-compatible": "[::127.0.0.1]",
    "private": "10.9.8.7",
    "metadata": "169.254.169.254",
    "CGNAT": "100.64.0.1",
    "unique local": "[fd00:ec2::254]",
}
"""Ways to write where a loopback server listens, or worse, as a host in a link."""

NOT_SPOKEN = (
    "file:///etc/passwd", "ftp://x.localhost/report.pdf", "gopher://127.0.0.1:70/_report", "data:text/html,report",
    "jar:http://x.localhost/a.jar!/report.html", "javascript:alert(1)", "dict://127.0.0.1:11211/stat",
)  # fmt: skip


TITLE = "镇2022年政府信息公开工作年度报告"


def failures(archive: Path) -> dict[str, str]:
    """Why nothing came, by address."""
    with sqlite3.connect(archive) as db:
        return dict(db.execute("SELECT url, failure FROM captures WHERE failure IS NOT NULL ORDER BY fetched_at"))


@pytest.fixture(scope="module")
def allowed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, str], int]:
    """A walk of a portal whose line names all spellings as hosts of its own: the hosts of every request that came to
    this machine, failures by address, the port."""
    folder = tmp_path_factory.mktemp("allowed")
    with LoopSite({}) as site:
        places = {name: f"{host}:{site.port}" for name, host in SPELLINGS.items()}
        links = [(f"http://{place}/t_10001.html", f"{name}{TITLE}") for name, place in places.items()]
        site.pages = {"/gk/nb/": listing(*links)}
        home = f"http://x.localhost:{site.port}/"
        portals = table(folder, row("x", home, home + "gk/nb/", hosts=" ".join(places.values())))
        options = {"RETRY_TIMES": "0", "DOWNLOAD_TIMEOUT": "5"}
        assert run(portals, folder / "a.db", options, NIANBAO_CONTACT="me@x.cn")["error"] is None
        return [seen.host for seen in site.seen], failures(folder / "a.db"), site.port


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_spelling_that_the_line_allows_is_refused(allowed: tuple[list[str], dict[str, str], int], name: str) -> None:
    _, failed, port = allowed
    host = SPELLINGS[name]
    host = host if host.isascii() else host.encode("idna").decode()
    kinds = {kind for url, kind in failed.items() if url.startswith(f"http://{host}:{port}/")}
    assert kinds == {"address_refused", "robots"}


def test_only_the_host_that_names_this_machine_was_asked(allowed: tuple[list[str], dict[str, str], int]) -> None:
    hosts, _, port = allowed
    assert set(hosts) == {f"x.localhost:{port}"}


def _listen(proxy: socket.socket, heard: list[str]) -> None:
    with contextlib.suppress(OSError):
        while True:
            connection, _ = proxy.accept()
            with connection:
                heard.append(connection.recv(200).decode("latin-1"))


def test_no_link_redirect_page_frame_or_picture_leads_there(tmp_path: Path) -> None:
    """Nor is the proxy of the environment asked."""
    heard: list[str] = []
    proxy = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_listen, args=(proxy, heard), daemon=True).start()
    with LoopSite({}) as site:
        own = f"x.localhost:{site.port}"
        places = [f"http://{host}:{site.port}/by" for host in SPELLINGS.values()]
        places += [f"https://10.9.8.7:{site.port}/by", f"//127.1:{site.port}/by", *NOT_SPOKEN]
        places += [f"http://{own}@10.9.8.7:{site.port}/by", f"http://10.9.8.7:{site.port}\\@{own}/by"]
        ways: dict[str, Reply] = {}
        for number, place in enumerate(places):
            address = place.encode("utf-8").decode("latin-1")
            for status in (301, 302, 303, 307, 308) if number % 5 == 0 else (302,):
                ways[f"r{status}{number}_10001.html"] = Reply("", status, {"Location": address})
            ways[f"m{number}_10001.html"] = Reply(f'<meta http-equiv="refresh" content="0;url={place}">')
            ways[f"s{number}_10001.html"] = Reply(f"<script>location.href='{place}'</script>")
            ways[f"p{number}_10001.html"] = article(
                "某" + TITLE,
                f'<iframe src="{place}"></iframe><img src="{place}.jpg"><a href="{place}.pdf">附件</a>',
            )
        links = [(path, f"{number}{TITLE}") for number, path in enumerate((*ways, *places))]
        rows = "".join(f'<li><a href="{href}">{text}</a><span>2023-01-01</span></li>' for href, text in links)
        site.pages = {"/gk/nb/": listing(more=rows), **{f"/gk/nb/{path}": reply for path, reply in ways.items()}}
        home = f"http://{own}/"
        names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        at = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        result = run(
            table(tmp_path, row("x", home, home + "gk/nb/")), tmp_path / "a.db", None, **dict.fromkeys(names, at)
        )
        assert (result["error"], result["outcomes"]["x"][0]) == (None, "walked")
        assert {seen.host for seen in site.seen} == {own}
        assert set(site.paths()) == {"/robots.txt", "/gk/nb/", *(f"/gk/nb/{path}" for path in ways)}
    proxy.close()
    assert heard == []
    assert set(failures(tmp_path / "a.db").values()) == {"foreign_host", "leads_nowhere"}


def test_a_robots_txt_that_lies_elsewhere_is_not_fetched_and_forbids(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        rows, sites = [], []
        for number, address in enumerate(("http://169.254.169.254/latest/", "https://www.gov.cn/robots.txt")):
            site = stack.enter_context(LoopSite({"/robots.txt": Reply("", 302, {"Location": address})}))
            rows.append(row(f"x{number}", f"http://x{number}.localhost:{site.port}/"))
            sites.append(site)
        run(table(tmp_path, *rows), tmp_path / "a.db")
        assert [site.paths() for site in sites] == [["/robots.txt"], ["/robots.txt"]]
    assert set(failures(tmp_path / "a.db").values()) == {"foreign_host", "robots"}


def test_no_option_puts_another_handler_in_the_guards_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_CONTACT", "me@x.cn")
    settings = Settings()
    handler = "scrapy.core.downloader.handlers.http2.H2DownloadHandler"
    settings.set("DOWNLOAD_HANDLERS", {"https": handler}, priority="cmdline")
    enforce(settings, ["www.huoqiu.gov.cn"], None)
    assert {settings["DOWNLOAD_HANDLERS"][name] for name in ("http", "https")} == {
        "crawler.fetching.GuardedDownloadHandler"
    }
    assert all(settings["DOWNLOAD_HANDLERS"][name] is None for name in ("ftp", "file", "data", "s3"))
