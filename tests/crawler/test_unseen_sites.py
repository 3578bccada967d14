"""Portals of no known product, walked without any hint: every report, body and year, nothing else, and few requests.

`nianbao crawl --url` with each home page, and again with the address of the column where a site has one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from commands import nianbao, query
from counting_menus import MENUS
from county_portals import COUNTY
from drawn_pagers import PAGERS
from hidden_sites import HIDDEN
from odd_portals import ODD
from overlooked_portals import OVERLOOKED
from product_lists import WHOLE
from unseen_sites import SITES, Sites

ALL = (*SITES, *HIDDEN, *MENUS, *PAGERS, *WHOLE, *ODD, *COUNTY, *OVERLOOKED)
NAMES = [made().name for made in ALL]
WITH_COLUMN = [made().name for made in ALL if made().column]


@dataclass
class Walked:
    """Two walks of all sites in one process: `homes` from their home pages, `columns` from their columns."""

    homes: Sites
    columns: Sites
    archive: Path

    def reports(self, sites: Sites, name: str) -> list[tuple[object, ...]]:
        """(body without its county, year) of every report of a site."""
        portal = f"{name}-localhost-{sites.served[name].port}"
        sql = "SELECT a.name, r.report_year FROM reports AS r JOIN agencies AS a ON a.id = r.agency WHERE a.portal = "
        return [(str(one[0]).removeprefix("东篱县"), one[1]) for one in query(self.archive, f"{sql}'{portal}'")]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    archive = tmp_path_factory.mktemp("unseen") / "archive.db"
    with Sites(ALL) as homes, Sites(ALL) as columns:
        urls = [f"{homes.origin(name)}{homes.sites[name].home}" for name in NAMES]
        urls += [f"{columns.origin(name)}{columns.sites[name].column}" for name in WITH_COLUMN]
        words = [word for url in urls for word in ("--url", url)]
        nianbao("crawl", *words, "--archive", str(archive), NIANBAO_ALLOW_LOOPBACK="1")
        yield Walked(homes, columns, archive)


@pytest.mark.parametrize("name", NAMES)
def test_from_the_home_page(walked: Walked, name: str) -> None:
    site = walked.homes.sites[name]
    assert sorted(walked.reports(walked.homes, name)) == sorted(site.reports)
    asked = walked.homes.requests(name)
    assert [one for one, times in Counter(asked).items() if times > 1] == []
    assert {one.path for one in walked.homes.served[name].seen} <= {*site.pages, "/robots.txt"}
    assert len(asked) <= site.least


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_said_to_be_missing(walked: Walked, name: str) -> None:
    """All of it was found: no list is called short, no page of a body without a report."""
    portal = f"{name}-localhost-{walked.homes.served[name].port}"
    assert query(walked.archive, f"SELECT outcome FROM crawl_portals WHERE portal = '{portal}'") == [("walked",)]
    assert query(walked.archive, f"SELECT url, reason FROM lists WHERE portal = '{portal}' AND state = 'short'") == []


@pytest.mark.parametrize("name", WITH_COLUMN)
def test_from_the_column(walked: Walked, name: str) -> None:
    site = walked.columns.sites[name]
    assert sorted(walked.reports(walked.columns, name)) == sorted(site.reports)
    asked = walked.columns.requests(name)
    assert [one for one, times in Counter(asked).items() if times > 1] == []
    assert len(asked) < site.least
