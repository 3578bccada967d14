"""Lists that only a product's interface brings: Epoint's `getgovinfolist` and truecms' `getMessage.do`.

Both sites are made after what others' programs say of them; nobody has seen one from here.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from commands import nianbao, query
from crawling import row, run, table
from loop_site import LoopSite, Reply, Seen
from unseen_sites import Answer, every, home, page, report, title_of

HELD = every(range(2012, 2024))
"""36 reports: two answers."""
JSON = {"Content-Type": "application/json;charset=UTF-8"}
GUID = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"
COLUMN = "754f6db5-d294-46d5-b25c-da3a86d102cd"
FOUND = "SELECT count(*), count(DISTINCT agency), min(report_year), max(report_year) FROM reports"


def epoint(inside_params: bool = False, script: str = "/js/webBuilderCommon.js") -> dict[str, Answer]:
    """`inside_params`: the server looks for what is asked inside `params`, as 营口's does."""

    def answer(seen: Seen) -> Reply:
        sent = json.loads(seen.body)
        asked = sent["params"] if inside_params else sent
        if seen.method != "POST" or asked["siteGuid"] != GUID or asked["categorynum"] != "003008":
            return Reply("{}", 500, JSON)
        first = asked["pageIndex"] * asked["pageSize"]
        rows = [
            {"realtitle": title_of(*one), "infourl": f"/003/003008/20240101/{n}.html", "infodate": "2024-01-01"}
            for n, one in list(enumerate(HELD))[first : first + asked["pageSize"]]
        ]
        return Reply(json.dumps({"status": {"code": 200}, "custom": {"total": len(HELD), "data": rows}}), headers=JSON)

    column = "/dynamic/zwgk/govInfoPub.html?categorynum=003008"
    return {
        "/": home(f'<a href="{column}">政府信息公开年报</a>'),
        column: page("政府信息公开年报", f"<ul id=list></ul><script src='{script}'></script>"),
        script: Reply(f'var siteInfo = {{"projectName":"/EWB-FRONT","siteGuid":"{GUID}"}};'),
        "/EWB-FRONT/rest/lightfrontaction/getgovinfolist": answer,
        **{f"/003/003008/20240101/{n}.html": report(*one) for n, one in enumerate(HELD)},
    }


@pytest.mark.parametrize("inside_params", [False, True])
def test_epoint_lists_by_category_and_site(tmp_path: Path, inside_params: bool) -> None:
    with LoopSite(epoint(inside_params)) as site:
        here = f"http://localhost:{site.port}/"
        result = run(table(tmp_path, row("x", here, family="epoint")), tmp_path / "a.db")
        assert result["outcomes"]["x"][:2] == ["walked", None]
        assert query(tmp_path / "a.db", FOUND) == [(36, 3, 2012, 2023)]
        assert query(tmp_path / "a.db", "SELECT state, found, expected FROM lists") == [("whole", 36, 36)]
        asked = [one.path for one in site.seen if one.method == "POST"]
        assert len(asked) == 2
        assert len(site.seen) == 1 + 1 + 1 + 1 + 2 + 36 + ("/js/ajaxReq.js" in site.paths())


def test_epoint_whose_number_stands_in_another_script(tmp_path: Path) -> None:
    with LoopSite(epoint(script="/js/ajaxReq.js")) as site:
        here = f"http://localhost:{site.port}/"
        run(table(tmp_path, row("x", here, family="epoint")), tmp_path / "a.db")
        assert query(tmp_path / "a.db", FOUND) == [(36, 3, 2012, 2023)]


def truecms(referer: bool = True, total: bool = True, wrapped: bool = False) -> dict[str, Answer]:
    """`referer`: 404 without one; `total`: the answer says how many there are; `wrapped`: in a call."""
    address = {n: f"/rgsrmzf/zfxxgknb/content/{UUID(int=n + 1)}.html" for n in range(len(HELD))}

    def answer(seen: Seen) -> Reply:
        sent = {name: values[0] for name, values in parse_qs(urlsplit(seen.path).query).items()}
        if (referer and "Referer" not in seen.headers) or sent["columnId"] != COLUMN or int(sent["perpage"]) > 20:
            return Reply("", 404)
        rows = "".join(
            f"<record><![CDATA[<li><a href='{address[n]}'>{title_of(*one)}</a><span>2024-01-02</span></li>]]></record>"
            for n, one in list(enumerate(HELD))[int(sent["startrecord"]) - 1 : int(sent["endrecord"])]
        )
        count = f"<totalrecord>{len(HELD)}</totalrecord>" if total else ""
        told = json.dumps({"result": f"<datastore>{count}<recordset>{rows}</recordset></datastore>"})
        return Reply(f"cb({told});" if wrapped else told, headers=JSON)

    script = (
        "<script>$('#page').jpage({themeName:'default', proxyUrl:'/truecms/messageController/getMessage.do',"
        f" columnId:'{COLUMN}', perPage: 20}});</script>"
    )
    column = "/rgsrmzf/zfxxgknb/zfxxgknb.html"
    interface = "/truecms/messageController/getMessage.do"
    return {
        "/": home(f'<a href="{column}">政府信息公开年报</a>'),
        column: page("政府信息公开年报", f"<div id='initData'></div><ul id=page></ul>{script}"),
        **{
            f"{interface}?startrecord={first}&endrecord={first + 19}&perpage=20&columnId={COLUMN}": answer
            for first in (1, 21)
        },
        **{address[n]: report(*one) for n, one in enumerate(HELD)},
    }


@pytest.mark.parametrize(("total", "wrapped"), [(True, False), (False, True)])
def test_truecms_lists_by_column(tmp_path: Path, total: bool, wrapped: bool) -> None:
    with LoopSite(truecms(total=total, wrapped=wrapped)) as site:
        here = f"http://localhost:{site.port}/"
        result = run(table(tmp_path, row("x", here, family="truecms")), tmp_path / "a.db")
        assert result["outcomes"]["x"][:2] == ["walked", None]
        assert query(tmp_path / "a.db", FOUND) == [(36, 3, 2012, 2023)]
        assert query(tmp_path / "a.db", "SELECT state, found, expected FROM lists") == [
            ("whole", 36, 36 if total else None)
        ]
        assert len(site.seen) == 1 + 1 + 1 + 2 + 36


def test_truecms_whose_interface_is_switched_off_is_no_success(tmp_path: Path) -> None:
    pages = {one: reply for one, reply in truecms().items() if "getMessage.do" not in one}
    with LoopSite(pages) as site:
        here = f"http://localhost:{site.port}/"
        result = run(table(tmp_path, row("x", here, family="truecms")), tmp_path / "a.db")
        assert (result["exit"], result["outcomes"]["x"][0]) == (1, "no_column")
        assert "status 404" in str(result["outcomes"]["x"][1])


@pytest.mark.parametrize(("family", "pages"), [("epoint", epoint()), ("truecms", truecms())])
def test_the_product_is_recognised_and_its_column_proven(tmp_path: Path, family: str, pages: dict[str, Answer]) -> None:
    with LoopSite(pages) as site:
        words = ("portals", "add", f"http://localhost:{site.port}/", "--portals", str(tmp_path / "mine.csv"))
        said = nianbao(*words, NIANBAO_ALLOW_LOOPBACK="1")
        assert f"family  {family}" in said
        assert "read as a report" in said
