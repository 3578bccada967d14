"""HTTP on 127.0.0.1: GET, HEAD and POST of forms, conditional requests, gzip, a log of requests."""

from __future__ import annotations

import gzip
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from samples.answer import Answer

MAX_FORM = 64 * 1024


@dataclass(frozen=True)
class RequestRecord:
    """A request as it came: when (seconds since 1970), method, host without port, path with query, headers, status."""

    time: float
    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    status: int


class LoopbackServer:
    """A threading server on 127.0.0.1; `respond(host, target)` says what to answer."""

    def __init__(self, port: int, respond: Callable[[str, str], Answer], log: list[RequestRecord]) -> None:
        handler = type("Handler", (_Handler,), {"respond": staticmethod(respond), "log": log})
        self._server = _Server(("127.0.0.1", port), handler)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no news; anything else is."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "nianbao-samples"
    sys_version = ""
    timeout = 20
    respond: Callable[[str, str], Answer]
    log: list[RequestRecord]

    def do_GET(self) -> None:
        self._handle(self.path)

    def do_HEAD(self) -> None:
        self._handle(self.path)

    def do_POST(self) -> None:
        length = min(int(self.headers.get("Content-Length") or 0), MAX_FORM)
        form = self.rfile.read(length).decode("ascii", "replace")
        self._handle(self.path + ("&" if "?" in self.path else "?") + form)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the terminal: `log` has the requests."""

    def _handle(self, target: str) -> None:
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        found = self.respond(host, target)
        status = 304 if found.status == 200 and self._has_it_already(found) else found.status
        self.log.append(RequestRecord(time.time(), self.command, host, self.path, dict(self.headers.items()), status))
        self._send(status, found)

    def _has_it_already(self, found: Answer) -> bool:
        """RFC 9110: If-None-Match goes before If-Modified-Since."""
        match = self.headers.get("If-None-Match")
        if match is not None:
            tags = {tag.strip().removeprefix("W/") for tag in match.split(",")}
            return found.etag is not None and found.etag in tags
        since = self.headers.get("If-Modified-Since")
        if since is None or found.modified is None:
            return False
        try:
            return found.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def _send(self, status: int, found: Answer) -> None:
        body = found.body
        self.send_response(status)
        if found.location is not None:
            self.send_header("Location", found.location)
        if found.etag is not None:
            self.send_header("ETag", found.etag)
        if found.modified is not None:
            self.send_header("Last-Modified", format_datetime(found.modified, usegmt=True))
        if status == 304:
            self.end_headers()
            return
        charset = f"; charset={found.charset}" if found.charset else ""
        self.send_header("Content-Type", found.media_type + charset)
        if found.gzip:
            self.send_header("Vary", "Accept-Encoding")
            if "gzip" in (self.headers.get("Accept-Encoding") or "") and found.media_type.startswith("text/"):
                body = gzip.compress(body, mtime=0)
                self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
