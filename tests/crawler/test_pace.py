"""Fetching goes first: what was fetched is on disk at once, and is read when there is time to spare, or at the end."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.exchange import Exchange
from crawler import pace
from crawler.pace import Pace
from crawler.session import Session
from parse.report import Context


@pytest.mark.parametrize(
    ("wanted", "pressed"),
    [([0.0, 0.02], False), ([0.0, 0.3], False), ([0.0, 0.4], True), ([0.3, 0.31], False), ([0.3, 0.68], True)],
    ids=["it waits for hosts", "work for most of it", "work for all of it", "work before", "work and waiting"],
)
def test_a_thread_is_pressed_that_wants_a_processor_nearly_all_the_time(
    monkeypatch: pytest.MonkeyPatch, wanted: list[float], pressed: bool
) -> None:
    moments = iter(zip((10.0, 10.4), wanted, strict=True))
    monkeypatch.setattr(pace, "_now", lambda: next(moments))
    assert Pace().pressed() is pressed


def exchange(crawl: str) -> Exchange:
    at = datetime(2024, 3, 1, tzinfo=UTC)
    context = Context(portal="x", portal_name="样例县", crawl=crawl)
    body = "<html><body><p>集市逢五逢十开放。</p></body></html>".encode()
    return Exchange(
        url="http://x.localhost/t20240301_1.html", method="GET", request_headers=(), request_body=b"", status=200,
        reason="OK", response_headers=(("Content-Type", "text/html"),), body=body, started=at, finished=at,
        context=context,
    )  # fmt: skip


def test_what_was_fetched_is_kept_at_once_and_read_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "pressed", lambda _: True)
    session = Session(tmp_path / "a.db", None, ["x"], 1)
    capture = session.keep(exchange(session.crawl))
    for _ in range(3):
        session.tick()
    unread = session.archive.needs_reading(capture)
    waiting = len(session.queue)
    session.queue.finish()
    read = not session.archive.needs_reading(capture)
    session.finish()
    assert (unread, waiting, read, session.error) == (True, 1, True, None)


def test_it_is_read_meanwhile_where_there_is_time_to_spare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "pressed", lambda _: False)
    session = Session(tmp_path / "a.db", None, ["x"], 1)
    capture = session.keep(exchange(session.crawl))
    session.tick()
    while len(session.queue):
        time.sleep(0.02)
        session.tick()
    read = not session.archive.needs_reading(capture)
    session.finish()
    assert read
