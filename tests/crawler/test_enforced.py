"""The manners stand above every other source of settings."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings

from crawler.manners import MannersError, enforce, is_loopback_name


def enforced(host: str, row_delay: float | None = None, **options: object) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    for name, value in options.items():
        settings.set(name, value, priority="cmdline")
    enforce(settings, [host], row_delay)
    return settings


@pytest.mark.parametrize(
    ("host", "row", "option", "variable", "delay"),
    [
        ("www.huoqiu.gov.cn", None, None, "", 2.0),
        ("www.huoqiu.gov.cn", None, "0", "", 2.0),
        ("www.huoqiu.gov.cn", None, None, "0.1", 2.0),
        ("www.huoqiu.gov.cn", 5.0, "1", "", 5.0),
        ("www.huoqiu.gov.cn", 5.0, "9", "", 9.0),
        ("www.huoqiu.gov.cn", None, None, "7", 7.0),
        ("huoqiu.localhost:8765", None, None, "", 0.0),
        ("huoqiu.localhost:8765", None, None, "0.5", 0.5),
        ("huoqiu.localhost.evil.cn", None, "0", "0", 2.0),
    ],
)
def test_the_delay(
    monkeypatch: pytest.MonkeyPatch, host: str, row: float | None, option: str | None, variable: str, delay: float
) -> None:
    monkeypatch.setenv("NIANBAO_CONTACT", "me@x.cn")
    monkeypatch.setenv("NIANBAO_DOWNLOAD_DELAY", variable)
    settings = enforced(host, row, **({} if option is None else {"DOWNLOAD_DELAY": option}))
    assert settings.getfloat("DOWNLOAD_DELAY") == delay


def test_no_option_undoes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_CONTACT", "me@x.cn")
    settings = enforced(
        "www.huoqiu.gov.cn", ROBOTSTXT_OBEY=False, USER_AGENT="Mozilla", CONCURRENT_REQUESTS_PER_DOMAIN=8,
        AUTOTHROTTLE_ENABLED=False, TELNETCONSOLE_ENABLED=True, REMOTE_CONTROL_ENABLED=True, JOBDIR="x",
    )  # fmt: skip
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings["USER_AGENT"].startswith("nianbao/")
    assert "me@x.cn" in settings["USER_AGENT"]
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getbool("AUTOTHROTTLE_ENABLED")
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")
    assert settings["JOBDIR"] is None


def test_no_option_takes_away_what_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_CONTACT", "me@x.cn")
    without = {"crawler.robots.Robots": None, "crawler.own_hosts.OwnHosts": None, "crawler.keeping.Keeping": None}
    settings = enforced(
        "www.huoqiu.gov.cn", DOWNLOADER_MIDDLEWARES=without, DOWNLOAD_HANDLERS={"file": "x"}, METAREFRESH_ENABLED=True,
        DOWNLOAD_VERIFY_CERTIFICATES=False, HTTPPROXY_ENABLED=True, DOWNLOAD_MAXSIZE=0,
    )  # fmt: skip
    assert all(settings["DOWNLOADER_MIDDLEWARES"][name] for name in without)
    assert settings["DOWNLOAD_HANDLERS"]["file"] is None
    assert settings.getint("DOWNLOAD_MAXSIZE") == 64 * 2**20
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert not settings.getbool("METAREFRESH_ENABLED")
    assert not settings.getbool("HTTPPROXY_ENABLED")


def test_what_is_not_a_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_DOWNLOAD_DELAY", "soon")
    with pytest.raises(MannersError, match="soon"):
        enforced("x.localhost")


def test_names_of_this_machine() -> None:
    assert all(map(is_loopback_name, ("localhost", "a.localhost", "127.0.0.1", "[::1]", "LOCALHOST.")))
    assert not any(map(is_loopback_name, ("localhost.cn", "10.0.0.1", "www.gov.cn", "")))
