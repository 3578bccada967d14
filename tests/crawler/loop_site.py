"""A tiny site on loopback for tests: pages by path, every request recorded."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


@dataclass
class Reply:
    """What a path answers."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    announce: int | None = None


@dataclass
class Seen:
    """A request as it came."""

    path: str
    host: str
    headers: dict[str, str]
    began: float
    ended: float = 0.0
    method: str = "GET"
    body: str = ""


class LoopSite:
    """A context manager; `pages` maps a path (with query) to a Reply or a function from the request to one."""

    def __init__(self, pages: dict[str, Reply | Callable[[Seen], Reply]]) -> None:
        self.pages = pages
        self.seen: list[Seen] = []
        self.lock = threading.Lock()

    def __enter__(self) -> Self:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.do_GET()

            def do_GET(self) -> None:
                seen = Seen(self.path, self.headers.get("Host", ""), dict(self.headers), time.monotonic())
                seen.method = self.command
                seen.body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("latin-1")
                with site.lock:
                    site.seen.append(seen)
                found = site.pages.get(self.path, Reply("gone", 404))
                reply = found(seen) if callable(found) else found
                time.sleep(reply.wait)
                body = reply.body.encode() if isinstance(reply.body, str) else reply.body
                self.send_response(reply.status)
                headers = {"Content-Type": "text/html; charset=utf-8", **reply.headers}
                for name, value in headers.items():
                    self.send_header(name, value)
                if reply.status != 304:
                    self.send_header("Content-Length", str(reply.announce or len(body)))
                self.end_headers()
                if reply.status != 304:
                    self.wfile.write(body)
                if reply.announce:
                    self.close_connection = True
                seen.ended = time.monotonic()

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [seen.path for seen in self.seen]


def listing(*items: tuple[str, str], name: str = "政府信息公开年报", more: str = "") -> Reply:
    """A column page with these (address, title) items."""
    rows = "".join(
        f'<li><a href="{href}">{title}</a><span>2023-01-0{n + 1}</span></li>' for n, (href, title) in enumerate(items)
    )
    text = f"""<html><head><title>{name}_样例县</title></head><body><div class="header"><a href="/">首页</a></div>
    <div class="position">当前位置：<a href="/">首页</a>&gt;<a href="/gk/nb/">{name}</a></div><ul>{rows}</ul>{more}
    <p>{"本栏目公开政府信息公开工作年度报告。" * 20}</p></body></html>"""
    return Reply(text)


def article(title: str, extra: str = "") -> Reply:
    """An article page that is no report."""
    return Reply(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{'正文。' * 200}</p>{extra}</body></html>"
    )
