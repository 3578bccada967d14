"""The built-in table of portals against its evidence and the list of divisions. No portal is contacted."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.own_hosts import is_own
from crawler.portal import COLUMNS, Portal, PortalsError
from spiders.divisions import divisions, name_of
from spiders.portals import TABLE, place_of, read_table, spider_classes
from spiders.units import beside

EVIDENCE = Path(__file__).parent.parent / "documents" / "portals" / "portal_urls.tsv"
ELSEWHERE = ("article-mirror", "article-archivecopy", "article-repost", "attachment-copy")
NO_GOVERNMENT_HOST = {
    "122.137.242.24:8080", "110.166.81.53", "qtx.xjbzrk.com", "lzb.cas.cn", "lahohwa.com", "www.gov.cn",
}  # fmt: skip
"""Evidence that is not on a county's, city's or province's own host: bare addresses, an institute, a mirror of a page
that is no report, news of the central government."""


@pytest.fixture(scope="module")
def rows() -> list[Portal]:
    return read_table(TABLE)


@pytest.fixture(scope="module")
def evidence() -> list[dict[str, str]]:
    with EVIDENCE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_every_address_of_the_evidence_is_of_one_portal(rows: list[Portal], evidence: list[dict[str, str]]) -> None:
    hosts: dict[str, frozenset[str]] = {}
    for row in rows:
        hosts[row.id] = hosts.get(row.id, frozenset()) | row.hosts()
    wanted = [
        one["url"]
        for one in evidence
        if one["page_type"] not in ELSEWHERE and urlsplit(one["url"]).netloc not in NO_GOVERNMENT_HOST
    ]
    assert len(wanted) == 194  # rows on hosts that end in gov.cn, the central government's own left out
    assert {url: sum(is_own(url, mine) for mine in hosts.values()) for url in wanted} == dict.fromkeys(wanted, 1)


def test_no_host_without_evidence(rows: list[Portal], evidence: list[dict[str, str]]) -> None:
    seen = {urlsplit(one["url"]).netloc.removeprefix("www.") for one in evidence if one["page_type"] not in ELSEWHERE}
    named = {host.removeprefix("www.") for row in rows for host in row.hosts()}
    # the three portals of the kept reports: their documents say so, not the table of addresses
    assert named - seen == {"pingtan.gov.cn", "shuyang.gov.cn", "hongze.gov.cn"}


def test_codes_are_in_the_list_of_divisions(rows: list[Portal]) -> None:
    named = {(row.county, row.division_year): row for row in rows if row.division_code}
    assert {(name_of(row.division_code, row.division_year), row.division_year) for row in named.values()} == set(named)
    without = {row.id for row in rows if not row.division_code}
    assert without == {"mva", "xiongan", "dianzhong", "changchun-js"}
    assert not any(row.county for row in rows if row.id in without)


def test_codes_of_the_evidence_read_by_eye(rows: list[Portal]) -> None:
    codes = {row.homepage: row.division_code for row in rows}
    assert codes["http://www.yj.gov.cn/"] == "330324"  # 永嘉县, not 友谊 or 阳江
    assert codes["https://www.yuan.gov.cn/"] == "341503"  # 裕安区
    assert codes["https://www.ahyeji.gov.cn/"] == "341504"  # 叶集区, a district since 2015
    assert codes["http://www.njgl.gov.cn/"] == "320106"  # 南京's 鼓楼区; there are 鼓楼区 in 徐州, 福州 and 开封
    assert codes["https://www.cmc.gov.cn/"] == "321203"  # 高港区
    assert codes["https://www.zgq.gov.cn/"] == "360702"  # 章贡区
    assert codes["http://www.ny.gov.cn/"] == "370921"  # 宁阳县


def test_ids_are_pinyin_and_tell_namesakes_apart(rows: list[Portal]) -> None:
    by_id = {row.id: row for row in rows}
    assert all(re.fullmatch(r"[a-z]+(-(\d{6}|[a-z]+))?", name) for name in by_id)
    for row in rows:
        if found := re.fullmatch(r"([a-z]+)-(\d{6})", row.id):
            assert found[2] == row.division_code
    assert (by_id["jinan"].county, by_id["jinan-350111"].county) == ("金安区", "晋安区")


def test_nobody_has_seen_them_live(rows: list[Portal]) -> None:
    assert not any(row.seen_live for row in rows)
    assert all(row.known_by for row in rows)


def test_lives_of_one_portal(rows: list[Portal]) -> None:
    lives: dict[str, list[str]] = {}
    for row in rows:
        lives.setdefault(row.id, []).append(row.family)
    assert {name: families for name, families in lives.items() if len(families) > 1} == {
        "dongning": ["generic", "ucap"],
        "fengcheng": ["xxgk_list", "ucap"],
        "wuchang": ["hanweb", "ucap"],
        "mulan": ["hanweb", "ucap"],
    }


def test_every_portal_is_a_spider(rows: list[Portal]) -> None:
    spiders = spider_classes(rows)
    assert len(spiders) == len({row.id for row in rows}) == 155
    assert len({spider.__name__ for spider in spiders.values()}) == 155


def test_numbers_of_the_readmes() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (TABLE.parent.parent / name).read_text(encoding="utf-8")
        assert "155" in text, f"{name} says how many portals the table has"


def test_a_date_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "portals.csv"
    path.write_text("id,name,homepage,family,seen_live\nx,x,http://x.localhost/,generic,yes\n", encoding="utf-8")
    with pytest.raises(PortalsError, match="seen_live 'yes' is not a date"):
        read_table(path)
    path.write_text("id,name,homepage,family,seen_live\nx,x,http://x.localhost/,generic,2026-11-20\n", encoding="utf-8")
    assert date.fromisoformat(read_table(path)[0].seen_live) == date(2026, 11, 20)


def test_units_of_the_five_seed_portals(rows: list[Portal]) -> None:
    units = {row.id: {unit.name: unit for unit in row.units} for row in rows if row.units}
    assert set(units) == {"dongning", "fengcheng", "yueqing", "helan", "huoqiu"}
    # the towns whose reports are kept, and the columns that stored pages name
    assert units["dongning"]["东宁镇"].code == "231086100"
    assert units["fengcheng"]["张巷镇"].level == "township"
    assert units["fengcheng"]["同田乡"].number == "zfxxgknb18"
    assert units["yueqing"]["南岳镇"].since == 2023
    assert units["helan"]["金贵镇"].code == "640122101"
    assert units["huoqiu"]["众兴集镇"].level == "township"
    assert units["helan"]["富兴街街道"].level == "subdistrict"
    assert "暖泉农场" not in units["helan"]  # a farm has a code; nothing says that it reports
    assert all(unit.code[:6] == row.division_code for row in rows for unit in row.units if unit.code)


def test_the_units_stand_beside_their_table(tmp_path: Path) -> None:
    assert beside(tmp_path / "portals.csv") is None
    table = tmp_path / "my-portals.csv"
    table.write_text("id,name,homepage,family\nx,x,http://x.localhost/,generic\n", encoding="utf-8")
    units = tmp_path / "my-units.csv"
    units.write_text(
        "portal,name,level,code,number,since,known_by\nx,甲镇,township,,,2024,operator\n", encoding="utf-8"
    )
    assert [unit.name for unit in read_table(table)[0].units] == ["甲镇"]
    units.write_text("portal,name,level,code,number,since,known_by\nx,甲镇,town,,,2024,operator\n", encoding="utf-8")
    with pytest.raises(PortalsError, match=r"my-units.csv, line 2"):
        read_table(table)


def test_the_place_of_a_portal_has_what_it_was_before(rows: list[Portal]) -> None:
    place = place_of(tuple(row for row in rows if row.id == "miyun"))
    assert [(row.code, row.name, row.year, row.last_year) for row in place.divisions] == [
        ("110000", "北京市", 2010, None), ("110118", "密云区", 2015, None), ("110228", "密云县", 2010, 2014),
    ]  # fmt: skip
    assert [(one.code_from, one.code_to, one.kind) for one in place.changes] == [("110228", "110118", "other_style")]


def test_the_columns_of_the_table() -> None:
    assert "units" not in COLUMNS
    assert set(TABLE.read_text(encoding="utf-8").splitlines()[0].split(",")) <= set(COLUMNS)


def test_divisions_by_year() -> None:
    assert (name_of("341522"), name_of("350128"), name_of("320924")) == ("霍邱县", "平潭县", "射阳县")
    assert (name_of("341521", 2014), name_of("341521")) == ("寿县", None)  # to 淮南 at the end of 2015
    assert (name_of("340422", 2015), name_of("340422")) == ("寿县", "寿县")
    assert (name_of("210112", 2013), name_of("210112")) == ("东陵区", "浑南区")
    assert name_of("460400") == "儋州市"
    counties = [code for code in divisions() if name_of(code) and not code.endswith("00")]
    # the ministry counts 34 provinces, 333 prefectures and 2,846 counties at the end of 2024
    assert len(counties) == 2846
    assert sum(bool(name_of(code)) for code in divisions() if code.endswith("0000")) == 34
    assert all(row.parent in divisions() for rows in divisions().values() for row in rows if row.level != "province")
