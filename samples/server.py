"""The sample portals on loopback: one server, a host for each portal, and a way to change what they publish."""

from __future__ import annotations

import csv
import io
import os
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from samples.answer import Answer, Change, answer, index_page
from samples.http_server import LoopbackServer, RequestRecord
from samples.portal import PORTALS, load_portals
from samples.site import Site

DEFAULT_PORT = 8765


def default_port() -> int:
    """NIANBAO_SAMPLE_PORT, else 8765; raises ValueError where it is no number."""
    return int(os.environ.get("NIANBAO_SAMPLE_PORT", DEFAULT_PORT))


def portal_rows(port: int, table: Path = PORTALS) -> list[dict[str, str]]:
    """The lines of a table of samples for a server on this port: the same columns as the crawler's table of portals."""
    return list(csv.DictReader(io.StringIO(_filled(port, table))))


def portals_file(port: int, folder: Path, table: Path = PORTALS) -> Path:
    """Write a table of samples for a server on this port into a folder; returns its path."""
    path = folder / "portals.csv"
    path.write_text(_filled(port, table), "utf-8")
    return path


def _filled(port: int, table: Path) -> str:
    return table.read_text("utf-8").replace("{port}", str(port))


class SamplePortals:
    """All sample portals behind one port of 127.0.0.1; a context manager.

    `port=None` takes NIANBAO_SAMPLE_PORT or 8765, `port=0` a free one. Hosts are `<id>.localhost:<port>`; a `host`
    argument is a portal's id or such a host. `table` is `samples.portal.PORTALS` or `PRODUCTS`. Entering raises OSError
    where the port is taken.
    """

    def __init__(self, port: int | None = None, table: Path = PORTALS) -> None:
        self.port = default_port() if port is None else port
        self.table = table
        self.requests: list[RequestRecord] = []
        self.sites: dict[str, Site] = {}
        self._changes: dict[tuple[str, str], Change] = {}
        self._visits: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()
        self._server: LoopbackServer | None = None
        self._folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        self._server = LoopbackServer(self.port, self._respond, self.requests)
        self.port = self._server.port
        self.sites = {portal.id: Site(portal, self.origin(portal.id)) for portal in load_portals(self.table)}
        self._folder = TemporaryDirectory(prefix="nianbao-samples-")
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.stop()
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def portals_csv(self) -> Path:
        """A portals table with this server's port, in a folder that goes away with the server."""
        if self._folder is None:
            raise RuntimeError("the server is not running")
        return portals_file(self.port, Path(self._folder.name), self.table)

    def origin(self, host: str) -> str:
        """`http://<id>.localhost:<port>` of a portal."""
        return f"http://{_portal_id(host)}.localhost:{self.port}"

    def read(self, host: str, path: str) -> bytes:
        """The bytes an address answers now; raises KeyError where it answers none. Counts as no visit."""
        found = self._answer(_portal_id(host), path, count=False)
        if found.status != 200:
            raise KeyError(f"{host}{path}: {found.status}")
        return found.body

    def replace(self, host: str, path: str, body: bytes, media_type: str | None = None) -> None:
        """Let an address answer these bytes, whether it was known or not; the media type stays what it was."""
        self._change(host, path, Change(body=body, media_type=media_type))

    def edit_text(self, host: str, path: str, old: str, new: str) -> None:
        """Replace a text in a page; raises ValueError unless it stands there exactly once.

        The page goes on counting its visits. Edits of one page add up.
        """
        portal = _portal_id(host)
        site = self.sites[portal]
        address = site.address(path)
        found = self._answer(portal, path, count=False)
        times = found.body.decode(found.encoding, "replace").count(old)
        if times != 1:
            raise ValueError(f"{old!r} stands {times} times in {host}{path}")
        before = self._changes.get((portal, address), Change())
        self._change(host, path, before.edited(old, new))

    def remove(self, host: str, path: str, status: int | str = 404) -> None:
        """Take a page away: 404, 410, another status, or "soft": status 200 and a page that says it is not there."""
        self._change(host, path, Change(status=200 if status == "soft" else int(status), gone=True))

    def move(self, host: str, path: str, target: str, redirect: int | None = 301) -> None:
        """Answer a page under another address; the old one redirects, or answers 404 where `redirect` is None."""
        portal = _portal_id(host)
        site = self.sites[portal]
        old = site.address(path)
        if old not in site.pages:
            raise KeyError(f"{host}{path}")
        change = self._changes.pop((portal, old), Change())
        self._change(host, target, change.standing_for(old))
        gone = Change(status=404, gone=True) if redirect is None else Change(status=redirect, location=target)
        self._change(host, path, gone)

    def restore(self, host: str, path: str) -> None:
        """Undo what was changed at an address."""
        portal = _portal_id(host)
        self._changes.pop((portal, self.sites[portal].address(path)), None)

    def _change(self, host: str, path: str, change: Change) -> None:
        portal = _portal_id(host)
        dated = replace(change, made=datetime.now(UTC))
        self._changes[(portal, self.sites[portal].address(path))] = dated

    def _respond(self, host: str, target: str) -> Answer:
        portal = _portal_id(host)
        if portal in ("127.0.0.1", "localhost"):
            return index_page(self.sites)
        if portal not in self.sites:
            return Answer(404, b"")
        return self._answer(portal, target, count=True)

    def _answer(self, portal: str, target: str, *, count: bool) -> Answer:
        site = self.sites[portal]
        address = site.address(target)
        key = (portal, address)
        with self._lock:
            visits = self._visits.get(key, 0) + count
            self._visits[key] = visits
        return answer(site, address, self._changes.get(key), visits)


def _portal_id(host: str) -> str:
    return host.split(":")[0].lower().removesuffix(".localhost")
