"""Which hosts belong to a portal."""

from __future__ import annotations

import pytest

from crawler.manners import all_loopback
from crawler.own_hosts import is_own
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


def test_a_name_in_chinese_is_the_name_that_is_asked_for() -> None:
    """Request addresses have the form of DNS; a table may have either."""
    named = portal_of_address("http://www.霍邱县.政务:80/").hosts()
    assert named == {"www.xn--5nr313ls8d.xn--zfr164b", "xn--5nr313ls8d.xn--zfr164b"}
    assert is_own("http://www.xn--5nr313ls8d.xn--zfr164b/gk/", named)
    assert is_own("HTTPS://霍邱县.政务/gk/", named)


def test_what_is_no_address_belongs_to_nobody() -> None:
    for url in ("http://[::1", "http://x.gov.cn:99999999/", "http://" + "a" * 70 + "é.cn/", "javascript:x.gov.cn", ""):
        assert not is_own(url, frozenset({"x.gov.cn"}))
