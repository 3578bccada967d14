"""Portals tables are read, and errors named."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawling import HEADER, row, table

from crawler.portal import PortalsError, load_portals
from spiders.portals import TABLE, portal_of_address, read_table, spider_classes


def test_the_table_of_the_project() -> None:
    rows = {portal.id: portal for portal in read_table(TABLE)}
    assert {name: rows[name].division_code for name in ("dongning", "fengcheng", "yueqing", "helan", "huoqiu")} == {
        "dongning": "231086", "fengcheng": "360981", "yueqing": "330382", "helan": "640122", "huoqiu": "341522",
    }  # fmt: skip
    assert all(portal.known_by for portal in rows.values())


def test_an_overlay_replaces_a_portal_and_adds_lives(tmp_path: Path) -> None:
    old = row("huoqiu", "http://old.localhost/", family="generic")
    new = row("huoqiu", "http://new.localhost/", family="lonsun")
    rows = [portal for portal in read_table(TABLE, table(tmp_path, old, new)) if portal.id == "huoqiu"]
    assert [portal.homepage for portal in rows] == ["http://old.localhost/", "http://new.localhost/"]
    spider = spider_classes(rows)["huoqiu"]
    assert (spider.family, len(spider.lives)) == ("lonsun", 2)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (row("Huo Qiu", "http://x.localhost/"), "line 2: id"),
        (row("x", "x.localhost"), "line 2: 'x.localhost'"),
        (row("x", "http://x.localhost/", family="wordpress"), "family 'wordpress' is unknown"),
        (row("x", "http://x.localhost/", delay="soon"), "delay 'soon'"),
        ("x,y", "fewer fields"),
    ],
)
def test_errors_name_the_place(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(PortalsError, match=words):
        read_table(table(tmp_path, line))


def test_an_unknown_column(tmp_path: Path) -> None:
    path = tmp_path / "portals.csv"
    path.write_text(HEADER + ",colour\n", encoding="utf-8")
    with pytest.raises(PortalsError, match="colour"):
        load_portals([path])


def test_the_hosts_of_a_portal() -> None:
    portal = portal_of_address("https://www.huoqiu.gov.cn/public/column/6601081?type=3")
    assert (portal.id, portal.homepage) == ("huoqiu-gov-cn", "https://www.huoqiu.gov.cn/")
    assert portal.columns == ("https://www.huoqiu.gov.cn/public/column/6601081?type=3",)
    assert portal.hosts() == {"www.huoqiu.gov.cn", "huoqiu.gov.cn"}
    assert portal_of_address("http://x.localhost:8765").columns == ()
