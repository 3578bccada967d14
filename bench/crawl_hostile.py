"""Hostile answers, each met by a crawl of its own: seconds, peak memory of the crawl, what was kept. Exits with 1 over
a bound, or where the report beside the hostile page was not read.

    python bench/crawl_hostile.py [NAME…]
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "crawler")]

import brotli  # noqa: E402
from backports import zstd  # noqa: E402
from crawling import row, start, table  # noqa: E402
from loop_site import article, listing  # noqa: E402
from raw_site import Answer, RawSite, again_and_again, answer, sent  # noqa: E402

SECONDS = 120
MEMORY_MB = 700
TIMEOUT = 5
"""Seconds, in the place of DOWNLOAD_TIMEOUT."""
TITLE = "镇2022年政府信息公开工作年度报告"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
MIB = b"\0" * 2**20


def brotli_bomb(mebibytes: int) -> bytes:
    packer = brotli.Compressor(quality=5)
    return b"".join(packer.process(MIB) for _ in range(mebibytes)) + packer.finish()


def gzip_bomb(mebibytes: int, bits: int = zlib.MAX_WBITS + 16) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, bits)
    return b"".join(packer.compress(MIB) for _ in range(mebibytes)) + packer.flush()


def zstd_bomb(mebibytes: int) -> bytes:
    packer = zstd.ZstdCompressor()
    return b"".join(packer.compress(MIB) for _ in range(mebibytes)) + packer.flush()


def packed(body: bytes, *codings: str) -> bytes:
    return answer(body, "200 OK", *(f"Content-Encoding: {coding}" for coding in codings))


def large_page(mebibytes: int) -> bytes:
    line = "<p>政府信息公开年度报告，内容很长。</p>\n".encode()
    return b"<html><body>" + line * (mebibytes * 2**20 // len(line))


CASES: dict[str, Callable[[], Answer]] = {
    "an ordinary page": lambda: answer(str(article("某" + TITLE).body)),
    "1 GiB as gzip of 1 MB": lambda: packed(gzip_bomb(1024), "gzip"),
    "1 GiB as zlib's deflate of 1 MB": lambda: packed(gzip_bomb(1024, zlib.MAX_WBITS), "deflate"),
    "1 GiB as bare deflate of 1 MB": lambda: packed(gzip_bomb(1024, -zlib.MAX_WBITS), "deflate"),
    "1 GiB as brotli of 1.6 kB": lambda: packed(brotli_bomb(1024), "br"),
    "1 GiB as zstd of 32 kB": lambda: packed(zstd_bomb(1024), "zstd"),
    "1 GiB as gzip of gzip of 2 kB": lambda: packed(gzip.compress(gzip_bomb(1024)), "gzip", "gzip"),
    "1 GiB as brotli of gzip of 1 kB": lambda: packed(brotli.compress(gzip_bomb(1024)), "gzip", "br"),
    "under 3,000 codings": lambda: packed(gzip.compress(MIB), "gzip," * 3000),
    "a page of 60 MiB": lambda: answer(large_page(60)),
    "a page of 60 MiB as gzip": lambda: packed(gzip.compress(large_page(60)), "gzip"),
    "chunks without end": lambda: again_and_again(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"8000\r\n" + b"<p>x</p>" * 4096 + b"\r\n"
    ),
    "the word of a chunk without end": lambda: again_and_again(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5;", b"x" * 1000
    ),
    "trailers without end": lambda: again_and_again(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"X-T: " + b"y" * 100 + b"\r\n"
    ),
    "a body without end": lambda: again_and_again(HEAD + b"\r\n", b"<p>x</p>" * 8192),
    "a terabyte announced": lambda: sent(answer("x", length=10**12)),
    "a byte every half second": lambda: again_and_again(HEAD + b"\r\n", b"x", 0.5),
    "a header's byte every half second": lambda: again_and_again(HEAD + b"X-A: ", b"x", 0.5),
    "headers without end": lambda: again_and_again(HEAD, b"X-A: " + b"y" * 100 + b"\r\n"),
    "one header without end": lambda: again_and_again(HEAD + b"X-B: ", b"y" * 1000),
    "100 Continue without end": lambda: again_and_again(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "robots.txt of 60 MiB": lambda: answer(b"User-agent: *\n" + b"Disallow: /x*y*z\n" * 3_500_000),
}


def peak_of(pid: int) -> int:
    """VmHWM of a process in MiB; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def watched(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The peak memory of a process and what it printed."""
    peak, ended = 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(0.02):
            peak = max(peak, peak_of(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    printed, _ = process.communicate(timeout=10 * SECONDS)
    ended.set()
    watcher.join()
    return peak, printed


def one(name: str) -> bool:
    """Crawl it, print a line; whether it kept to the bounds."""
    hostile = CASES[name]()
    robots = name.startswith("robots")
    pages: dict[str, Answer] = {
        "/gk/nb/": answer(str(listing(("a_10001.html", "甲" + TITLE), ("b_10002.html", "乙" + TITLE)).body)),
        "/gk/nb/a_10001.html": answer(str(article("甲" + TITLE).body)),
        "/gk/nb/b_10002.html": answer(str(article("乙" + TITLE).body)) if robots else hostile,
    }
    if robots:
        pages["/robots.txt"] = hostile
    with tempfile.TemporaryDirectory() as folder, RawSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        portals = table(Path(folder), row("x", home, home + "gk/nb/"))
        began = time.monotonic()
        process = start(portals, Path(folder) / "a.db", {"DOWNLOAD_TIMEOUT": str(TIMEOUT)})
        peak, printed = watched(process)
        seconds = time.monotonic() - began
        walked = bool(printed.strip()) and json.loads(printed.splitlines()[-1])["outcomes"]["x"][0] == "walked"
        with sqlite3.connect(Path(folder) / "a.db") as db:
            sql = "SELECT coalesce(failure, verdict) FROM captures WHERE url LIKE ? ORDER BY fetched_at"
            beside = [found for (found,) in db.execute(sql, ("%/a_10001.html",))]
            came = [found for (found,) in db.execute(sql, ("%/robots.txt" if robots else "%/b_10002.html",))]
    kept = walked and beside == ["report"] and seconds <= SECONDS and peak <= MEMORY_MB
    print(f"{name:34} {seconds:5.1f} s {peak:5} MiB  {', '.join(came)} {'' if kept else 'NOT KEPT'}", flush=True)
    return kept


if __name__ == "__main__":
    kept_all = [one(name) for name in sys.argv[1:] or CASES]
    sys.exit(0 if all(kept_all) else 1)
