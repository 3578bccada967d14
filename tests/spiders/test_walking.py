"""Every report, agency and year of every sample portal and nothing else, with hardly a request too many, politely."""

from __future__ import annotations

from pathlib import Path

import pytest
from walking import Run, faults_of_manners, walk

from samples.portal import PORTALS, PRODUCTS

IN_VAIN = {
    "openness": {f"/OpennessAnnualReport/year/show/344/{year}.html" for year in (2022, 2023)},
    "xxgklist": {"/api-ajax_list-3.html"},
    "huoqiu": {
        *("/public/unit/6601081.html", "/public/unit/6601321.html"),
        "/public/column/6601001?action=list&catId=6718181&type=4",
    },
    "gkmlpt": {"/xzf/gkmlpt/index", "/zxz/gkmlpt/index", "/jgz/gkmlpt/index"},
}
"""What may be asked for beyond the least: years that the table's line names and 张巷镇 has no report of, the answer
that brings nothing and so is the last, pages that were a way and are then a column, one entry of a column's menu that
no words explain (政策法规)."""

SCRIPTS = {"/static/page.js"}
"""The script of a page on the way of which no words say where it leads."""
GLANCED_AT = {
    "dongning": "/mdjdnsrmzf/zfxxgk/",
    "fengcheng": "/fcsrmzf/zwgk/",
    "yueqing": "/col/col1229276916/",
    "helan": "/xxgk_7799/",
    "huoqiu": "/public/",
    "pingtan": "/zwgk/",
    "shuyang": "/shuyang/zfxxgk/",
    "visualsite": "/zwgk.htm",
    "gkmlpt": "/zwgk/",
    "openness": "/Openness/",
    "xxgklist": "/xxgk-list-zfxxgk.html",
    "hanwebmodules": "/col/col1500010/",
    "trsyears": "/zwgk/",
}
"""After a walk from the columns of a line: the page that the home page names, which may lead to columns it lacks."""


@pytest.mark.parametrize("table", [PORTALS, PRODUCTS], ids=["demo", "products"])
@pytest.mark.parametrize("starts", [True, False], ids=["columns", "home"])
def test_every_report_and_hardly_a_request_too_many(table: Path, starts: bool) -> None:
    ran = walk(table, starts=starts)
    assert complete(ran) == {}
    assert faults_of_manners(ran) == []
    for portal, one in ran.first.items():
        assert one.never == set(), portal
        glanced = {GLANCED_AT[portal]} if starts and portal in GLANCED_AT else set()
        assert set(one.beyond) <= IN_VAIN.get(portal, set()) | glanced | SCRIPTS, portal
        assert len(one.asked) - len(glanced) <= 1.15 * len(one.least), portal
        for request in one.asked:
            # Some servers of jpaas answer 403 to a request that comes from nowhere.
            assert "Referer" in request.headers or not request.path.startswith("/api-gateway/"), request.path
    for portal, one in ran.second.items():
        assert sorted(one.found) == sorted(ran.first[portal].found), portal


def complete(ran: Run) -> dict[str, object]:
    """What a portal's archive has otherwise than expected."""
    return {
        portal: (one.expected ^ set(one.found), len(one.found))
        for portal, one in ran.first.items()
        if set(one.found) != one.expected or len(one.found) != len(one.expected)
    }
