"""Which hosts belong to a portal."""

from __future__ import annotations

import pytest

from crawler.manners import all_loopback
from spiders.portals import portal_of_address


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("http://127.0.0.1:8000/", {"127.0.0.1:8000"}),
        ("http://[::1]:8000/zwgk/", {"[::1]:8000"}),
        ("http://www.huoqiu.gov.cn/", {"www.huoqiu.gov.cn", "huoqiu.gov.cn"}),
        ("https://huoqiu.gov.cn:443/", {"www.huoqiu.gov.cn", "huoqiu.gov.cn"}),
    ],
)
def test_an_address_by_number_has_no_www(address: str, hosts: set[str]) -> None:
    assert portal_of_address(address).hosts() == hosts


def test_a_portal_on_this_machine_by_number_needs_no_contact() -> None:
    assert all_loopback(portal_of_address("http://127.0.0.1:8000/").hosts())
    assert not all_loopback(portal_of_address("http://10.0.0.1/").hosts())


def test_two_servers_on_one_machine_are_two_portals() -> None:
    ids = [portal_of_address(f"http://127.0.0.1:{port}/").id for port in (80, 8000, 8001)]
    assert ids == ["host-127-0-0-1", "host-127-0-0-1-8000", "host-127-0-0-1-8001"]
