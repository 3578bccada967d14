"""`nianbao status` for an operator of many portals."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.archive import Archive
from archive.crawls import PortalOutcome
from nianbao.command import main
from nianbao.summary import counted


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three portals: one was walked, one refused us, one is in a crawl that was broken off."""
    path = tmp_path / "a.db"
    with Archive.open(path, write=True) as found:
        crawl = found.begin_crawl(["well", "refusing"])
        went = [PortalOutcome("well", "walked"), PortalOutcome("refusing", "blocked", "status 403")]
        found.finish_crawl(crawl, went)
        found.begin_crawl([f"p{number}" for number in range(7)])
    return path


def said(*words: str) -> str:
    done = CliRunner().invoke(main, ["status", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_all_portals_in_one_sentence(archive: Path) -> None:
    told = said("--archive", str(archive))
    assert "9 portals: 7 never walked, 1 blocked, 1 walked; 0 due now." in told
    assert "0 reports, 0 gaps; problems: 0 source, 0 reading, 0 access." in told


def test_a_crawl_of_many_portals_names_some(archive: Path) -> None:
    assert "of p0, p1, p2, p3, p4 and 2 more was broken off" in said("--archive", str(archive))


def test_only_those_that_failed(archive: Path) -> None:
    told = said("--failed", "--archive", str(archive))
    assert "status 403" in told
    assert "well" not in told


def test_one_portal(archive: Path) -> None:
    told = said("well", "--archive", str(archive))
    assert "well" in told
    assert "status 403" not in told


def test_a_portal_that_is_not_there_is_one_sentence(archive: Path) -> None:
    done = CliRunner().invoke(main, ["status", "nowhere", "--archive", str(archive)])
    assert done.exit_code == 2
    assert "The archive has no portal nowhere." in done.output


def test_words_are_counted_the_most_frequent_first() -> None:
    assert counted({"blocked": 9, "walked": 990, "unreachable": 1}) == "990 walked, 9 blocked, 1 unreachable"
