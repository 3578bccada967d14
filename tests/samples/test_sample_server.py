"""The sample portals answer as web servers do, and can be changed while they run."""

from __future__ import annotations

import csv
import gzip
from email.utils import parsedate_to_datetime

import pytest
from portal_client import ask

from samples import SamplePortals, default_port

REPORT = "/xxgk_7799/zfxxgknb_73800/"
HUOQIU = "/public/content/36027100"


def test_every_portal_has_a_home_page_and_the_bare_address_lists_them(portals: SamplePortals) -> None:
    index = ask(portals, "127.0.0.1", "/")
    for portal in portals.sites:
        home = ask(portals, portal, "/")
        assert home.status == 200
        assert "政府信息公开" in home.body.decode(portals.sites[portal].portal.encoding) or portal == "fengcheng"
        assert f"http://{portal}.localhost:{portals.port}/".encode() in index.body
    assert len(portals.sites) == 10


def test_portals_table_has_the_port_and_every_column_answers(portals: SamplePortals) -> None:
    rows = list(csv.DictReader(portals.portals_csv.open(encoding="utf-8")))
    assert [row["id"] for row in rows] == list(portals.sites)
    for row in rows:
        assert row["homepage"] == portals.origin(row["id"]) + "/"
        for column in row["columns"].split():
            assert ask(portals, row["id"], column.removeprefix(portals.origin(row["id"]))).status == 200


def test_unknown_pages_and_hosts_are_not_found(portals: SamplePortals) -> None:
    assert ask(portals, "helan", "/nothing/here.html").status == 404
    assert ask(portals, "nowhere.localhost", "/").status == 404
    assert ask(portals, "huoqiu", "/public/column/6601321?type=9").status == 404


def test_head_sends_the_same_headers_and_no_body(portals: SamplePortals) -> None:
    got, head = ask(portals, "helan", REPORT), ask(portals, "helan", REPORT, "HEAD")
    assert head.body == b""
    assert head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(got.body))


def test_conditional_requests(portals: SamplePortals) -> None:
    got = ask(portals, "helan", REPORT)
    assert ask(portals, "helan", REPORT, If_None_Match=got.headers["ETag"]).status == 304
    again = ask(portals, "helan", REPORT, If_Modified_Since=got.headers["Last-Modified"])
    assert again.status == 304
    assert again.body == b""
    assert ask(portals, "helan", REPORT, If_None_Match='"other"').status == 200
    # the tag goes before the date
    both = {"If_None_Match": '"other"', "If_Modified_Since": got.headers["Last-Modified"]}
    assert ask(portals, "helan", REPORT, **both).status == 200


def test_an_edit_ends_the_validity_of_both_validators(portals: SamplePortals) -> None:
    got = ask(portals, "helan", REPORT)
    portals.edit_text("helan", REPORT, "政府信息公开工作年度报告制度（试行）</a>", "甲</a>")
    etag, modified = got.headers["ETag"], got.headers["Last-Modified"]
    assert ask(portals, "helan", REPORT, If_None_Match=etag).status == 200
    assert ask(portals, "helan", REPORT, If_Modified_Since=modified).status == 200
    later = ask(portals, "helan", REPORT).headers["Last-Modified"]
    assert parsedate_to_datetime(later) > parsedate_to_datetime(modified)


def test_gzip_only_where_accepted(portals: SamplePortals) -> None:
    plain = ask(portals, "dongning", "/")
    packed = ask(portals, "dongning", "/", Accept_Encoding="gzip, deflate")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "Content-Encoding" not in ask(portals, "helan", "/", Accept_Encoding="gzip").headers


def test_a_visit_counter_changes_the_bytes_and_promises_nothing(portals: SamplePortals) -> None:
    first, second = ask(portals, "huoqiu", HUOQIU), ask(portals, "huoqiu", HUOQIU)
    assert first.body != second.body
    assert first.body.replace(b'j-hits">1<', b'j-hits">2<') == second.body
    assert "ETag" not in first.headers
    assert "Last-Modified" not in first.headers
    assert ask(portals, "huoqiu", HUOQIU, If_Modified_Since="Fri, 01 Jan 2038 00:00:00 GMT").status == 200


def test_edit_replace_remove_move_restore(portals: SamplePortals) -> None:
    portals.edit_text("huoqiu", HUOQIU, "867", "868")
    body = ask(portals, "huoqiu", HUOQIU).body.decode()
    assert "868" in body
    assert "867" not in body
    with pytest.raises(ValueError, match="stands 0 times"):
        portals.edit_text("huoqiu", HUOQIU, "867", "869")
    portals.move("huoqiu", HUOQIU, "/public/content/1")
    moved = ask(portals, "huoqiu", HUOQIU)
    assert (moved.status, moved.headers["Location"]) == (301, "/public/content/1")
    assert "868" in ask(portals, "huoqiu", "/public/content/1").body.decode()
    portals.restore("huoqiu", HUOQIU)
    assert ask(portals, "huoqiu", HUOQIU).body.count(b"867") == 1

    portals.replace("huoqiu", HUOQIU, "<p>甲</p>".encode())
    assert ask(portals, "huoqiu", HUOQIU).body.decode() == "<p>甲</p>"
    portals.remove("huoqiu", HUOQIU)
    assert ask(portals, "huoqiu", HUOQIU).status == 404
    portals.remove("huoqiu", HUOQIU, 410)
    assert ask(portals, "huoqiu", HUOQIU).status == 410
    portals.remove("huoqiu", HUOQIU, "soft")
    soft = ask(portals, "huoqiu", HUOQIU)
    assert soft.status == 200
    assert "不存在" in soft.body.decode()
    portals.replace("huoqiu", "/new.pdf", b"%PDF-1.4", "application/pdf")
    assert ask(portals, "huoqiu", "/new.pdf").headers["Content-Type"].startswith("application/pdf")


def test_an_edit_of_a_page_that_counts_lasts_over_its_visits(portals: SamplePortals) -> None:
    portals.edit_text("huoqiu", HUOQIU, "867", "868")
    bodies = [ask(portals, "huoqiu", HUOQIU).body for _ in range(2)]
    assert bodies[0] != bodies[1]
    assert all(b"868" in body for body in bodies)


def test_encodings_are_as_old_portals_have_them(portals: SamplePortals) -> None:
    home = ask(portals, "fengcheng", "/")
    assert home.headers["Content-Type"] == "text/html"
    assert b'charset="gb2312"' in home.body
    assert "丰城市人民政府" in home.body.decode("gb18030")
    assert ask(portals, "helan", "/").headers["Content-Type"] == "text/html; charset=utf-8"


def test_robots(portals: SamplePortals) -> None:
    rules = ask(portals, "fengcheng", "/robots.txt").body.decode()
    assert "Disallow: /fcsrmzf/search/" in rules
    assert "Crawl-delay" in rules
    assert ask(portals, "fengcheng", "/fcsrmzf/search/index.shtml").status == 200
    assert ask(portals, "huoqiu", "/robots.txt").status == 404


def test_scripts_look_at_their_own_parameters_only(portals: SamplePortals) -> None:
    column = "/module/web/jpage/dataproxy.jsp"
    second = "page=2&webid=2889&path=/&columnid=1229246031&unitid=5488&permissiontype=0"
    by_get, by_post = ask(portals, "yueqing", f"{column}?{second}"), ask(portals, "yueqing", column, "POST", second)
    assert by_get.body == by_post.body
    assert b"<totalpage>3</totalpage>" in by_get.body
    servlet = ask(portals, "yueqing", "/module/xxgk/xxgkAnnualReport.jsp?area=001008003012041&fbtime=2020&showType=2")
    assert "南岳镇" in servlet.body.decode()
    assert ask(portals, "yueqing", "/module/xxgk/xxgkAnnualReport.jsp?area=001008003012041&fbtime=2011").status == 404
    detail = ask(portals, "huoqiu", "/public/column/6601321?type=3&action=detail&nav=3&title=2020")
    assert "政府集中采购" in detail.body.decode()


def test_requests_are_logged_with_host_path_headers_and_time(portals: SamplePortals) -> None:
    ask(portals, "helan", "/xz/?x=1", User_Agent="test/1")
    record = portals.requests[-1]
    assert (record.host, record.path, record.method, record.status) == ("helan.localhost", "/xz/?x=1", "GET", 200)
    assert record.headers["User-Agent"] == "test/1"
    assert record.time > 1.7e9


def test_default_port_is_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIANBAO_SAMPLE_PORT", raising=False)
    assert default_port() == 8765
    monkeypatch.setenv("NIANBAO_SAMPLE_PORT", "9001")
    assert default_port() == 9001
