"""Where a connection may go."""

from __future__ import annotations

import pytest

from crawler.addresses import refusal


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.100.100.200", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::",
        "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::ffff:169.254.169.254", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "::127.0.0.1", "2001:db8::1",
        "nonsense",
    ],
)  # fmt: skip
def test_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIANBAO_ALLOW_LOOPBACK", raising=False)
    assert refusal(address, "www.portal.gov.cn")
    monkeypatch.setenv("NIANBAO_ALLOW_LOOPBACK", "1")
    assert refusal(address, "www.portal.gov.cn")


@pytest.mark.parametrize("address", ["1.2.4.8", "114.114.114.114", "2400:3200::1"])
def test_public_hosts_are_allowed(address: str) -> None:
    assert refusal(address, "www.portal.gov.cn") is None


def test_loopback_only_by_its_own_name_and_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIANBAO_ALLOW_LOOPBACK", raising=False)
    assert refusal("127.0.0.1", "huoqiu.localhost")
    monkeypatch.setenv("NIANBAO_ALLOW_LOOPBACK", "1")
    assert refusal("127.0.0.1", "huoqiu.localhost") is None
    assert refusal("127.0.0.1", "localhost.evil.cn")
    assert refusal("::ffff:127.0.0.1", "huoqiu.localhost")
