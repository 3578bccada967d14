"""Answers that no honest server gives: what is there is kept, what is not is a row, in bounded time."""

from __future__ import annotations

import gzip
import socket
import sqlite3
import time
from collections.abc import Iterator
from email.utils import formatdate

import brotli
import pytest
from crawling import row, run, table
from loop_site import article, listing
from raw_site import Answer, Asked, RawSite, again_and_again, answer, in_turn, reset, sent

TITLE = "样例县2022年政府信息公开工作年度报告"
PAGE = str(article(TITLE).body).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def busy(after: str, status: str = "503 Busy") -> bytes:
    return answer("busy", status, f"Retry-After: {after}")


def moved(location: str, *headers: str) -> bytes:
    return answer("", "302 Found", f"Location: {location}", *headers)


def refresh(address: str, *headers: str) -> bytes:
    return answer(
        f'<html><head><meta http-equiv="refresh" content="0;url={address}"></head></html>', "200 OK", *headers
    )


def silent(connection: socket.socket, asked: Asked) -> None:
    del connection, asked
    time.sleep(20)


def trickle(connection: socket.socket, asked: Asked) -> None:
    """Longer than the timeout in all, and never still."""
    del asked
    connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % (len(PAGE) + 20 * 5000))
    for _ in range(20):
        connection.sendall(b" " * 5000)
        time.sleep(0.1)
    connection.sendall(PAGE)


def by_header(connection: socket.socket, asked: Asked) -> None:
    connection.sendall(
        answer(PAGE) if "k=1" in asked.headers.get("cookie", "") else moved(asked.path, "Set-Cookie: k=1")
    )


def by_refresh(connection: socket.socket, asked: Asked) -> None:
    mine = "m=1" in asked.headers.get("cookie", "")
    connection.sendall(answer(PAGE) if mine else refresh(asked.path, "Set-Cookie: m=1; path=/"))


def chunked(*pieces: bytes) -> bytes:
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces)


PACKED = gzip.compress(PAGE)
THERE: dict[str, Answer] = {
    "http10": sent(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE),
    "chunked": chunked(PAGE[:500], PAGE[500:]) + b"0\r\n\r\n",
    "closed-and-again": in_turn(reset(), answer(PAGE)),
    "half-and-again": in_turn(sent(answer(PAGE, length=len(PAGE) + 99)), answer(PAGE)),
    "busy": in_turn(busy("1"), answer(PAGE)),
    "busy-until": in_turn(busy(formatdate(time.time() + 1, usegmt=True)), answer(PAGE)),
    "busy-since-1999": in_turn(busy("Fri, 31 Dec 1999 23:59:59 GMT"), answer(PAGE)),
    "busy-minus": in_turn(busy("-5"), answer(PAGE)),
    "busy-odd-digit": in_turn(busy("\xb2"), answer(PAGE)),
    "busy-day-32": in_turn(busy("Fri, 32 Dec 99999 23:59:59 GMT"), answer(PAGE)),
    "too-many": in_turn(busy("1", "429 Too Many Requests"), answer(PAGE)),
    "slow-but-moving": trickle,
    "cookie-by-redirect": by_header,
    "cookie-by-refresh": by_refresh,
    "packed-twice": answer(gzip.compress(PACKED), "200 OK", "Content-Encoding: gzip, gzip"),
    "packed-on-two-lines": answer(brotli.compress(PACKED), "200 OK", "Content-Encoding: gzip", "Content-Encoding: br"),
    "a-line-without-colon": answer(PAGE, "200 OK", "no colon here", "X-Odd: \x00\r"),
    "odd-lines-of-the-head": sent(
        HEAD.replace(b"OK\r\n", b"OK\r\n folded: 1\r\n")
        + b": no name\r\nX\x00Y: a name with NUL\r\n"
        + "标题: 年报\r\n".encode()
        + b"X-Folded: one\r\n two\r\nContent-Length : %d\r\n\r\n" % len(PAGE)
        + PAGE
    ),
    "empty-length": sent(HEAD + b"Content-Length:\r\n\r\n" + PAGE),
    "identity": sent(HEAD + b"Transfer-Encoding: identity\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE),
    "blank-line-first": sent(b"\r\n\r\n" + answer(PAGE)),
    "no-phrase": answer(PAGE, "200"),
    "a-cookie-of-100-kB": answer(PAGE, "200 OK", "Set-Cookie: k=" + "v" * 100_000),
    "3000-cookies": answer(PAGE, "200 OK", *(f"Set-Cookie: k{number}=1" for number in range(3000))),
    "padded-chunks": sent(
        HEAD
        + b"Transfer-Encoding: chunked\r\n\r\n"
        + b"".join(b"%x  \r\n%s\r\n" % (len(piece), piece) for piece in (PAGE[:700], PAGE[700:]))
        + b"0  \r\n\r\n"
    ),
    "chunks-with-words": sent(
        HEAD + b'Transfer-Encoding: chunked\r\n\r\n%x;a="\\"b";c\r\n' % len(PAGE) + PAGE + b"\r\n0\r\nX-End: 1\r\n\r\n"
    ),
    "garbage-behind": answer(PAGE) + b"\x00\xff HTTP/1.1 999 x\r\n" * 1000,
    "garbage-behind-gzip": answer(PACKED + b"\0\0garbage", "200 OK", "Content-Encoding: gzip"),
    "coding-is-a-charset": answer(PAGE, "200 OK", "Content-Encoding: UTF-8"),
    "coding-none": answer(PAGE, "200 OK", "Content-Encoding: none"),
    "hints-before": sent(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 20 + answer(PAGE)),
    "type-lies": answer(PAGE, "200 OK", "Content-Type: image/png"),
    "charset-lies": answer(PAGE, "200 OK", "Content-Type: text/html; charset=utf-16"),
    "charset-is-a-codec": answer(PAGE, "200 OK", "Content-Type: text/html; charset=zip"),
    "named-like-a-path": answer(PAGE, "200 OK", 'Content-Disposition: attachment; filename="../../../x;touch y.html"'),
}
"""All answer with PAGE in the end."""

NOT_THERE: dict[str, tuple[Answer, str, str]] = {
    "silent": (silent, "fetch_failed", "timeout"),
    "a-byte-a-second": (again_and_again(HEAD + b"\r\n", b"x", 0.5), "fetch_failed", "timeout"),
    "reset": (reset(), "fetch_failed", "disconnect"),
    "reset-in-the-middle": (reset(HEAD + b"Content-Length: 9000\r\n\r\n" + PAGE[:300]), "body_truncated", "disconnect"),
    "shorter": (sent(answer(PAGE, length=len(PAGE) + 500)), "body_truncated", "disconnect"),
    "chunks-cut": (sent(chunked(PAGE[:500], PAGE[500:])[:-20]), "body_truncated", "disconnect"),
    "chunks-odd": (sent(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc"), "body_truncated", "disconnect"),
    "packed-and-cut": (
        sent(answer(PACKED[:-30], "200 OK", "Content-Encoding: gzip", length=len(PACKED))), "body_truncated",
        "disconnect",
    ),
    "no-http": (sent(PAGE + b"\r\n"), "fetch_failed", "bad_answer"),
    "closed-at-once": (sent(b""), "fetch_failed", "disconnect"),
    "ssh": (sent(b"SSH-2.0-OpenSSH_9.6\r\n"), "fetch_failed", "bad_answer"),
    "status-000": (answer(PAGE, "000 OK"), "fetch_failed", "bad_answer"),
    "status-099": (answer(PAGE, "099 OK"), "fetch_failed", "bad_answer"),
    "status-1000": (answer(PAGE, "1000 OK"), "fetch_failed", "bad_answer"),
    "status-of-30-digits": (answer(PAGE, f"{10**30} OK"), "fetch_failed", "bad_answer"),
    "status-in-words": (answer(PAGE, "fine"), "fetch_failed", "bad_answer"),
    "status-999": (answer(PAGE, "999 Denied"), "http_error", "999"),
    "status-600": (answer(PAGE, "600 Odd"), "http_error", "600"),
    "switching": (sent(b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + PAGE), "fetch_failed", "disconnect"),
    "a-part": (answer(PAGE[:900], "206 Partial Content", f"Content-Range: bytes 0-899/{len(PAGE)}"), "body_truncated",
               "unspecified"),
    "a-part-that-says-it-is-all": (
        answer(PAGE, "206 Partial Content", f"Content-Range: bytes 0-{len(PAGE) - 1}/{len(PAGE)}"), "body_truncated",
        "unspecified",
    ),
    "two-lengths": (sent(HEAD + b"Content-Length: 9\r\nContent-Length: 10\r\n\r\n" + PAGE), "fetch_failed",
                    "bad_answer"),
    "length-in-hex": (sent(HEAD + b"Content-Length: 0x10\r\n\r\n" + PAGE), "fetch_failed", "bad_answer"),
    "unknown-transfer": (sent(HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n"), "fetch_failed", "bad_answer"),
    "chunk-below-zero": (sent(HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabcde\r\n0\r\n\r\n"), "body_truncated",
                         "disconnect"),
    "trailers-without-end": (
        again_and_again(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"X-T: " + b"y" * 100 + b"\r\n"),
        "body_truncated", "disconnect",
    ),
    "to-itself": (moved(""), "fetch_failed", "redirect_loop"),
    "to-a-host-of-70-letters": (moved("http://" + "\xe5\xb9\xb4" * 70 + ".cn/"), "fetch_failed", "leads_nowhere"),
    "to-data": (moved("data:text/html,x"), "fetch_failed", "leads_nowhere"),
    "to-ftp": (moved("ftp://x.localhost/a.html"), "fetch_failed", "leads_nowhere"),
    "by-a-proxy": (answer("", "305 Use Proxy", "Location: http://127.0.0.1:9/"), "fetch_failed", "leads_nowhere"),
    "length-below-zero": (sent(answer("x", length=-5)), "fetch_failed", "bad_answer"),
    "a-terabyte": (sent(answer("x", length=10**12)), "fetch_failed", "too_large"),
    "without-end": (again_and_again(HEAD + b"\r\n", b"<p>x</p>" * 8192), "fetch_failed", "too_large"),
    "headers-without-end": (again_and_again(HEAD, b"X-A: " + b"y" * 100 + b"\r\n"), "fetch_failed", "bad_answer"),
    "a-header-without-end": (again_and_again(HEAD + b"X-B: ", b"y" * 1000), "fetch_failed", "bad_answer"),
    "100-without-end": (again_and_again(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "fetch_failed", "bad_answer"),
    "around": (moved("around_10001.html"), "fetch_failed", "redirect_loop"),
    "around-by-refresh": (refresh("around-by-refresh_10001.html"), "fetch_failed", "redirect_loop"),
    "around-by-two": (refresh("2/around-by-two_10001.html"), "fetch_failed", "redirect_loop"),
    "no-address": (moved("http://[::1"), "fetch_failed", "leads_nowhere"),
    "no-port": (moved("http://x.localhost:99999999/"), "fetch_failed", "leads_nowhere"),
    "no-location": (answer("", "302 Found"), "fetch_failed", "leads_nowhere"),
    "a-script": (moved("javascript:alert(1)"), "fetch_failed", "leads_nowhere"),
    "file": (moved("file:///etc/passwd"), "fetch_failed", "leads_nowhere"),
    "in-two-years": (busy("63072000"), "http_error", "503"),
    "packed-as-it-says": (answer(b"\x1f\x8bnot gzip", "200 OK", "Content-Encoding: gzip"), "reading_limit", ""),
    "unknown-coding": (answer(PAGE, "200 OK", "Content-Encoding: rot13"), "reading_limit", ""),
    "under-300-codings": (answer(PACKED, "200 OK", "Content-Encoding: " + "gzip," * 300), "reading_limit", ""),
    "a-bomb": (
        answer(gzip.compress(b"0" * 80_000_000), "200 OK", "Content-Encoding: gzip"), "reading_limit", "",
    ),
}  # fmt: skip
"""None gives a page: the answer, and the kind of the problem and what is seen."""


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[sqlite3.Connection, RawSite, float]]:
    """One walk of a column with all of them: the archive, the site, the seconds it took."""
    folder = tmp_path_factory.mktemp("hostile")
    cases = {**THERE, **{name: found for name, (found, _, _) in NOT_THERE.items()}}
    items = tuple((f"{name}_10001.html", f"{name}镇2022年政府信息公开工作年度报告") for name in cases)
    pages = {f"/gk/nb/{name}_10001.html": found for name, found in cases.items()}
    pages["/gk/nb/2/around-by-two_10001.html"] = refresh("../around-by-two_10001.html")
    began = time.monotonic()
    with RawSite({"/gk/nb/": answer(str(listing(*items).body)), **pages}) as site:
        home = f"http://x.localhost:{site.port}/"
        portals = table(folder, row("x", home, home + "gk/nb/"))
        result = run(portals, folder / "a.db", {"DOWNLOAD_TIMEOUT": "1", "RETRY_TIMES": "1"})
        assert (result["exit"], result["error"]) == (0, None)
        with sqlite3.connect(folder / "a.db") as db:
            yield db, site, time.monotonic() - began


@pytest.mark.parametrize("name", THERE)
def test_what_is_there_is_kept(walked: tuple[sqlite3.Connection, RawSite, float], name: str) -> None:
    sql = "SELECT http_status, truncated, verdict FROM captures WHERE url LIKE ? ORDER BY fetched_at DESC LIMIT 1"
    status, truncated, verdict = walked[0].execute(sql, (f"%/{name}_10001.html",)).fetchone()
    assert (status, truncated) == (200, None)
    assert verdict not in ("empty", "unreadable", "truncated")


@pytest.mark.parametrize("name", NOT_THERE)
def test_what_is_not_there_is_a_row(walked: tuple[sqlite3.Connection, RawSite, float], name: str) -> None:
    _, kind, seen = NOT_THERE[name]
    sql = (
        "SELECT p.kind, coalesce(p.seen, '') FROM problems AS p JOIN captures AS c ON c.id = p.capture"
        " WHERE c.url LIKE ? AND p.severity <> 'info'"
    )
    assert walked[0].execute(sql, (f"%/{name}_10001.html",)).fetchall() == [(kind, seen)]


def test_it_takes_no_longer_than_the_timeouts(walked: tuple[sqlite3.Connection, RawSite, float]) -> None:
    db, site, _ = walked
    asked = [path for path in site.paths() if path != "/robots.txt"]
    assert max(asked.count(path) for path in asked) <= 9
    assert asked.count("/gk/nb/to-itself_10001.html") == 1
    assert db.execute("SELECT count(*) FROM crawls WHERE finished IS NOT NULL").fetchone() == (1,)
