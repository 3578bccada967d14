"""Addresses, agencies and other names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from archive_by_hand import HOST, Visitor, make_report

from archive.agencies import core_name
from archive.archive import Archive
from archive.identity import address_id, canonical_url
from archive.rows import rows, value
from parse.report import Context


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://WWW.Huoqiu.gov.cn:80/public/content/36027577#top", "http://www.huoqiu.gov.cn/public/content/36027577"),
        ("https://a.gov.cn:443", "https://a.gov.cn/"),
        ("http://a.gov.cn/x/../y/./z;jsessionid=0A1B?b=2&utm_source=wx&a=1", "http://a.gov.cn/y/z?b=2&a=1"),
        ("http://a.gov.cn/../a", "http://a.gov.cn/a"),
        ("http://a.gov.cn/年报.html?q=%e4%bd%a0%7E", "http://a.gov.cn/%E5%B9%B4%E6%8A%A5.html?q=%E4%BD%A0~"),
        ("http://a.gov.cn/a%2fb", "http://a.gov.cn/a%2Fb"),
        (
            "http://www.lucheng.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=001008003001065&fbtime=2024",
            "http://www.lucheng.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=001008003001065&fbtime=2024",
        ),
        ("http://huoqiu.localhost:8765/a", "http://huoqiu.localhost:8765/a"),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


def test_https_and_www_do_not_make_another_document() -> None:
    assert address_id("http://www.huoqiu.gov.cn/a") == address_id("https://huoqiu.gov.cn/a")
    assert address_id("http://huoqiu.gov.cn/a?b=1") != address_id("http://huoqiu.gov.cn/a?b=2")


@pytest.mark.parametrize(
    ("name", "county", "core"),
    [
        ("丰城市张巷镇人民政府", "丰城市", "张巷镇"),
        ("江西省丰城市张巷镇", "丰城市", "张巷镇"),
        ("东宁镇", "东宁市", "东宁镇"),
        ("霍邱县人民政府", "霍邱县", "霍邱县"),
        ("霍邱县人民政府办公室", "霍邱县", "人民政府办公室"),
        ("霍山县政府办", "霍山县", "人民政府办公室"),
        ("平潭综合实验区行政审批局", "平潭综合实验区", "行政审批局"),
        ("乐清市乐成街道办事处", "乐清市", "乐成街道"),
        ("金贵镇人民政府", None, "金贵镇"),
        ("人民政府", None, "人民政府"),
        ("平潭综合实验区", "平潭县", "平潭综合实验区"),
        ("平潭综合实验区管委会", "平潭县", "平潭综合实验区"),
        ("平潭综合实验区管理委员会", "平潭县", "平潭综合实验区"),
        ("平潭综合实验区党工委管委会", "平潭县", "平潭综合实验区"),
        ("平潭综合实验区管委会", "平潭综合实验区", "平潭综合实验区"),
        ("福建省平潭综合实验区管理委员会", "平潭综合实验区", "平潭综合实验区"),
        ("霍邱县经济开发区管委会", "霍邱县", "经济开发区"),
        ("平潭综合实验区管委会办公室", "平潭县", "平潭综合实验区管委会办公室"),
        ("平潭综合实验区管理委员会办公室", "平潭县", "平潭综合实验区管委会办公室"),
        ("平潭综合实验区管委会办公室", "平潭综合实验区", "管委会办公室"),
        ("平潭综合实验区党工委管委会办公室", "平潭综合实验区", "管委会办公室"),
        ("霍邱县国有资产监督管理委员会", "霍邱县", "国有资产监督管理委员会"),
        ("霍邱县国有资产监督管理委员会办公室", "霍邱县", "国有资产监督管理委员会办公室"),
        ("平潭综合实验区管委会", None, "平潭综合实验区"),
        ("管委会", None, "管委会"),
    ],
)
def test_core_name(name: str, county: str | None, core: str) -> None:
    assert core_name(name, county) == core


def test_an_agency_is_named_by_division_and_core_name(archive: Archive, visitor: Visitor) -> None:
    outcome = visitor.visit("/public/content/1", make_report(agency="霍邱县众兴集镇人民政府"))
    again = visitor.visit("/public/content/2", make_report(agency="众兴集镇", year=2023))
    assert outcome.agency == again.agency == "341522-众兴集镇"
    assert rows(archive.db, "SELECT name, level, basis, portal FROM agencies") == [
        {"name": "霍邱县众兴集镇人民政府", "level": "township", "basis": "signature", "portal": "huoqiu"}
    ]
    assert value(archive.db, "SELECT count(*) FROM agency_aliases") == 2


def test_a_zone_and_its_committee_are_one_agency(visitor: Visitor) -> None:
    """The reports of 平潭: 2014 names the 管委会, the other years the zone, the pages 平潭综合实验区管委会办公室."""
    names = {2014: "平潭综合实验区管委会", 2019: "平潭综合实验区", 2022: "平潭综合实验区管理委员会"}
    found = {visitor.visit(f"/{year}.htm", make_report(agency=name, year=year)).agency for year, name in names.items()}
    assert found == {"341522-平潭综合实验区"}
    office = visitor.visit("/office.htm", make_report(agency="平潭综合实验区管委会办公室"))
    assert office.agency == "341522-平潭综合实验区管委会办公室"


def test_the_unit_of_the_column_stands_in_for_a_report_that_names_nobody(archive: Archive, visitor: Visitor) -> None:
    context = Context(portal="huoqiu", agency="张巷镇", column="政府信息公开年报")
    outcome = visitor.visit("/public/content/1", make_report(agency=None), context=context)
    assert outcome.agency == "341522-张巷镇"
    assert value(archive.db, "SELECT basis FROM agencies") == "column"


def test_two_reports_of_nobody_are_two_reports(archive: Archive, visitor: Visitor) -> None:
    for path in ("/public/content/1", "/public/content/2"):
        visitor.visit(path, make_report(agency=None), path.encode())
    assert value(archive.db, "SELECT count(*) FROM reports") == 2
    assert value(archive.db, "SELECT count(*) FROM changes") == 0
    assert {row["name"] for row in rows(archive.db, "SELECT name FROM agencies")} == {None}
    assert value(archive.db, "SELECT count(*) FROM problems WHERE kind = 'agency_unknown'") == 2


def test_an_attachment_that_names_nobody_is_of_the_body_of_its_page(archive: Archive, visitor: Visitor) -> None:
    page = visitor.visit("/public/content/1", make_report())
    context = Context(portal="huoqiu", parent_url=f"{HOST}/public/content/1")
    attached = visitor.visit("/group3/1.pdf", make_report(agency=None, media_type="application/pdf"), context=context)
    assert attached.report == page.report
    assert attached.kind == "same"
    assert value(archive.db, "SELECT documents FROM reports") == 2
    assert value(archive.db, "SELECT count(*) FROM problems WHERE kind = 'agency_unknown'") == 0


def test_attachments_of_one_page_of_nobody_are_one_report(visitor: Visitor) -> None:
    page = visitor.visit("/public/content/1", make_report(agency=None))
    context = Context(portal="huoqiu", parent_url=f"{HOST}/public/content/1")
    attached = visitor.visit("/group3/1.pdf", make_report(agency=None, media_type="application/pdf"), context=context)
    assert attached.report == page.report


def test_without_a_division_the_portal_is_the_place(open_archive: Callable[..., Archive]) -> None:
    with open_archive() as archive:
        outcome = Visitor(archive).visit("/a", make_report(agency="五河镇"), context=Context(portal="elsewhere"))
        assert outcome.agency == "elsewhere-五河镇"
