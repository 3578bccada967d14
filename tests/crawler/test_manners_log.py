"""A log that proves manners: two walks of a sample portal as its own server recorded them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from commands import nianbao

from samples.http_server import RequestRecord
from samples.server import SamplePortals

DELAY = 0.2


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[RequestRecord], list[RequestRecord]]]:
    """What the server of all sample portals got while one of them was walked twice."""
    archive = tmp_path_factory.mktemp("log") / "archive.db"
    with SamplePortals(port=0) as samples:
        about = {
            "NIANBAO_ALLOW_LOOPBACK": "1", "NIANBAO_SAMPLE_PORT": str(samples.port),
            "NIANBAO_CONTACT": "me@example.org", "NIANBAO_DOWNLOAD_DELAY": str(DELAY),
        }  # fmt: skip
        words = ("crawl", "hongze", "--portals", str(samples.portals_csv), "--archive", str(archive))
        nianbao(*words, **about)
        first = list(samples.requests)
        nianbao(*words, **about)
        yield first, list(samples.requests)[len(first) :]


def test_robots_txt_is_the_first_thing_asked_for(walks: tuple[list[RequestRecord], list[RequestRecord]]) -> None:
    for walk in walks:
        assert walk[0].path == "/robots.txt"
        assert [request.path for request in walk].count("/robots.txt") == 1


def test_no_other_host_is_asked(walks: tuple[list[RequestRecord], list[RequestRecord]]) -> None:
    assert {request.host for walk in walks for request in walk} == {"hongze.localhost"}


def test_every_request_says_who_asks(walks: tuple[list[RequestRecord], list[RequestRecord]]) -> None:
    agents = {request.headers.get("User-Agent", "") for walk in walks for request in walk}
    assert len(agents) == 1
    (agent,) = agents
    assert agent.startswith("nianbao/")
    assert agent.endswith("; me@example.org)")


def test_the_delay_is_kept_by_the_servers_own_clock(walks: tuple[list[RequestRecord], list[RequestRecord]]) -> None:
    for walk in walks:
        assert min(after.time - before.time for before, after in pairwise(walk)) >= DELAY


def test_nothing_is_asked_for_twice_in_a_walk(walks: tuple[list[RequestRecord], list[RequestRecord]]) -> None:
    for walk in walks:
        assert len({request.path for request in walk}) == len(walk)


def test_the_second_walk_asks_whether_anything_changed(walks: tuple[list[RequestRecord], list[RequestRecord]]) -> None:
    first, second = walks
    assert {request.path for request in second} == {request.path for request in first}
    asked = [request for request in second if {"If-None-Match", "If-Modified-Since"} & set(request.headers)]
    assert len(asked) >= len(second) - 2
    assert all(request.status == 304 for request in asked)
