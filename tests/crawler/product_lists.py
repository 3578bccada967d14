"""Lists of hanweb and LonSun as their servers answer them: in groups, by POST, by year, with answers that repeat.

The sites of `WHOLE` can be walked to their end. Those of `CUT` announce more than their servers give, which no walk may
call whole.
"""

# ruff: noqa: E501 — markup stands in one line as it is sent
from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import parse_qs

from loop_site import Reply, Seen
from unseen_sites import Answer, Site, documents, every, home, page, title_of

HELD = [*every((2020, 2021)), ("人民政府", 2021)]
XML = {"Content-Type": "text/xml;charset=UTF-8"}
JSON = {"Content-Type": "application/json;charset=UTF-8"}
PROXY = "/module/web/jpage/dataproxy.jsp"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
COLUMN = "/col/col1229246029/index.html"


def art(number: int) -> str:
    return f"/art/2022/1/{number}/art_1229246029_{5140 + number}.html"


Numbered = Sequence[tuple[int, tuple[str, int]]]


def records(mine: Numbered) -> str:
    """The records of a datastore."""
    rows = (
        f"<record><![CDATA[<li><span>2022-01-{n:02d}</span><a href='{art(n)}' title='{title_of(*one)}' target='_blank'>{title_of(*one)}</a></li>]]></record>"
        for n, one in mine
    )
    return f"<recordset>{''.join(rows)}</recordset>"


def site(
    name: str,
    column: str,
    pages: dict[str, Answer],
    at: str = COLUMN,
    document: Callable[[int], str] = art,
    least: int = 0,
) -> Site:
    """A portal with this body of its column's page; `least` requests beside home page, way, column and documents."""
    return Site(
        name,
        {
            "/": home('<a href="/col/col1229246000/index.html">政务公开</a>'),
            "/col/col1229246000/index.html": page("政务公开", f"<a href='/col/zn.html'>公开指南</a><a href='{at}'>政府信息公开年报</a>"),
            at: page("政府信息公开年报", column),
            **pages,
            **{document(n): documents([one], "{n}")["1"] for n, one in enumerate(HELD, 1)},
        },
        set(HELD),
        least=1 + 1 + 1 + least + len(HELD),
        column=at,
    )  # fmt: skip


def cut_up(size: int = 3) -> list[Numbered]:
    numbered = list(enumerate(HELD, 1))
    return [numbered[at : at + size] for at in range(0, len(numbered), size)]


def proxied(
    given: Sequence[Numbered], said: str, first: int = 1, embedded: Numbered = ()
) -> tuple[str, dict[str, Answer]]:
    """A datastore with the first records and a next group, and what the proxy answers for every page from `first`."""
    ids = "webid=2984&path=/&columnid=1229246029&unitid=6463366&webname=%E4%B8%9C%E7%AF%B1%E5%8E%BF&permissiontype=0"
    store = (
        f"<script type='text/xml'><datastore><nextgroup><![CDATA[<a href=\"{PROXY}?page={first}&{ids}\"></a>]]></nextgroup>{said}{records(embedded)}"
        "</datastore></script><script src='/module/jslib/jquery/jpage/jquery.jpage.js'></script>"
    )
    answers: dict[str, Answer] = {
        f"{PROXY}?page={number}&{ids}".replace("path=/", "path=%2F"): Reply(
            f"<?xml version='1.0' encoding='utf-8' ?><datastore>{said}{records(mine)}</datastore>", headers=XML
        )
        for number, mine in enumerate(given, first)
    }
    return store, {**answers, **{path.replace("path=%2F", "path=/"): reply for path, reply in answers.items()}}


def first_group_again() -> Site:
    """The proxy's first page is what stands in the column's page already."""
    cut = cut_up()
    store, answers = proxied(cut, "<totalrecord>7</totalrecord><totalpage>3</totalpage>", embedded=cut[0])
    return site("first-group-again", store, answers, least=3)


def groups_by_post() -> Site:
    """jpage's own way: groups of records by POST, from a record to a record."""
    numbered = list(enumerate(HELD, 1))

    def answer(seen: Seen) -> Reply:
        asked, sent = parse_qs(seen.path.partition("?")[2]), parse_qs(seen.body)
        if seen.method != "POST" or sent.get("columnid") != ["1229246029"] or sent.get("unitid") != ["6463366"]:
            return Reply("", 500)
        mine = numbered[int(asked["startrecord"][0]) - 1 : int(asked["endrecord"][0])]
        return Reply(
            f"<?xml version='1.0' encoding='utf-8' ?><datastore><totalrecord>7</totalrecord><totalpage>7</totalpage>{records(mine)}</datastore>",
            headers=XML,
        )

    config = (
        "<div id='6463366' style='height:100%;'></div><script>\n$(function(){\n  $('#6463366').jpage({\n    themeName:'default',\n    barPosition:'bottom',\n"
        f"    perPage:1,\n    groupSize:3,\n    openCookies:false,\n    proxyUrl:'{PROXY}',\n    ajaxParam:{{col:1,webid:2984,path:'/',columnid:1229246029,sourceContentType:1,unitid:'6463366',webname:'东篱县人民政府',permissiontype:0}},\n"
        "    totalRecord:7\n  });\n});\n</script>"
    )
    store = f"<script type='text/xml'><datastore>{records(numbered[:3])}</datastore></script>"
    answers: dict[str, Answer] = {f"{PROXY}?startrecord={at}&endrecord={at + 2}&perpage=1": answer for at in (4, 7)}
    return site("groups-by-post", config + store, answers, least=2)


def units(given: Sequence[Numbered], more: str) -> tuple[str, dict[str, Answer]]:
    """A column of jpaas and the answers of its unit; `more` stands below every list."""
    query = "{'webId':'97c1','pageId':'e62d','parseType':'bulidstatic','pageType':'column','tagId':'信息列表','tplSetId':'PL8z','editType':'null'}"

    def answer(mine: Numbered) -> Reply:
        rows = "".join(
            f"<li><a href='{art(n)}'>{title_of(*one)}</a><span>2022-01-{n:02d}</span></li>" for n, one in mine
        )
        return Reply(
            json.dumps(
                {"code": 200, "data": {"html": f"<ul>{rows or '<p>暂无数据</p>'}</ul>{more}"}}, ensure_ascii=False
            ),
            headers=JSON,
        )

    def answered(seen: Seen) -> Reply:
        number = json.loads(parse_qs(seen.path.partition("?")[2])["paramJson"][0])["pageNo"]
        return answer(given[number - 1] if number <= len(given) else ())

    ids = "webId=97c1&pageId=e62d&parseType=bulidstatic&pageType=column&tagId=%E4%BF%A1%E6%81%AF%E5%88%97%E8%A1%A8&tplSetId=PL8z&editType=null"
    pages: dict[str, Answer] = {
        f"{UNIT}?{ids}&paramJson=%7B%22pageNo%22%3A{number}%2C%22pageSize%22%3A15%7D": answered
        for number in range(1, 8)
    }
    return f'<div id="e62d"><script src="/jpaas.js" queryData="{query}"></script></div>', pages


def search_of_an_area() -> Site:
    """The xxgk module lists its whole area: a page in the middle has nothing of the column."""
    cut = cut_up(4)
    others = "".join(
        f"<tr><td><a href='/art/2022/2/1/art_1229240000_{n}.html'>关于第{n}号文件的批复</a></td><td>2022-02-01</td></tr>"
        for n in range(40, 44)
    )
    parts = [
        "".join(f"<tr class='tr_main_value_odd'><td><a class='bt_link' href='{art(n)}'>{title_of(*one)}</a></td><td>2022-01-{n:02d}</td></tr>" for n, one in mine)
        for mine in cut
    ]  # fmt: skip
    bodies = [parts[0], others, parts[1]]
    shown = "<input type='hidden' id='vc_xxgkarea' /><script>var tree='/module/xxgk/tree.jsp?area=11330921002641549N&divid=div1229246029'; var jdid=2984;</script><div id='div1229246029'></div>"
    query = (
        "infotypeId=&jdid=2984&area=11330921002641549N&divid=div1229246029&sortfield=%2Ccreatedatetime%3A0%2Corderid%3A0&currpage={n}"
        "&fbtime=-1&vc_title=&vc_number=&vc_filenumber=&vc_all=&texttype="
    )
    answers: dict[str, Answer] = {
        f"/module/xxgk/search.jsp?{query.format(n=n)}": Reply(f"<table>{body}</table><div>共3页 第{n}页</div>")
        for n, body in enumerate(bodies, 1)
    }
    return site("search-of-an-area", shown, answers, least=3)


LABEL = "/site/label/8888"


def fragment(mine: Numbered, script: str) -> Reply:
    """A label's fragment."""
    rows = "".join(
        f"<li><i></i><a href='/public/content/{36027000 + n}' title='{title_of(*one)}'>{title_of(*one)}</a><span class='date'>2022-01-{n:02d}</span></li>"
        for n, one in mine
    )
    return Reply(f"<div class='xxgk_navli'><ul>{rows}</ul></div><script>{script}</script>")


def content(number: int) -> str:
    return f"/public/content/{36027000 + number}"


def labelled(given: Sequence[Numbered], script: str) -> tuple[str, dict[str, Answer]]:
    """A LonSun column with the script that fetches its list, and the fragments."""
    query = "IsAjax=1&dataType=html&labelName=publicInfoList&siteId=6596&pageSize=3&pageIndex={n}&action=list&isDate=true&dateFormat=yyyy-MM-dd&length=80&organId=6601321&type=3&catId=&result=%E6%9A%82%E6%97%A0"
    answers: dict[str, Answer] = {
        f"{LABEL}?{query.format(n=n)}": fragment(mine, script) for n, mine in enumerate(given, 1)
    }
    return (
        f"<div id='list'></div><script>$.get('{LABEL}?{query.format(n=1)}', function(d){{ $('#list').html(d); }});</script>",
        answers,
    )


TYPE3 = "/public/column/6601321?type=3&action=list"


def label_in_an_object() -> Site:
    """The label's parameters stand in an object; the fragment counts its pages."""
    cut = cut_up()

    def answer(seen: Seen) -> Reply:
        asked = parse_qs(seen.path.partition("?")[2])
        number = int(asked["pageIndex"][0])
        return fragment(cut[number - 1], "$('#p').page({pageCount:3,current:%d});" % number)  # noqa: UP031 — braces

    script = (
        "<div id='list'></div><script>\nfunction load(pageIndex){\n $.ajax({ url: '/site/label/8888', type: 'GET', dataType: 'html',\n  data: { IsAjax: 1, dataType: 'html', labelName: 'publicInfoList',"
        " siteId: '6596', pageSize: 3, pageIndex: pageIndex, action: 'list', organId: '6601321', type: 3 },\n  success: function(d){ $('#list').html(d); } });\n}\nload(1);</script>"
    )
    answers: dict[str, Answer] = {
        f"{LABEL}?IsAjax=1&dataType=html&labelName=publicInfoList&siteId=6596&pageSize=3&pageIndex={n}&action=list&organId=6601321&type=3": answer
        for n in (1, 2, 3)
    }
    return site("label-in-an-object", script, answers, at=TYPE3, document=content, least=3)


def labels_of_years() -> Site:
    """A label for each year, whose name is another one's; tabs say which."""
    query = "IsAjax=1&dataType=html&labelName=publicReportList&siteId=6596&pageSize=15&pageIndex=1&organId=6601321&type=3&year={y}"
    numbered = list(enumerate(HELD, 1))
    answers: dict[str, Answer] = {
        f"{LABEL}?{query.format(y=year)}": fragment(
            [one for one in numbered if one[1][1] == year],
            f"$('#p').page({{total:{sum(one[1] == year for one in HELD)}, pageCount:1}});",
        )
        for year in (2020, 2021)
    }
    tabs = "".join(f"<li onclick=\"loadYear('{year}')\">{year}年</li>" for year in (2021, 2020))
    script = f"<ul class='years'>{tabs}</ul><div id='list'></div><script>function loadYear(y){{ $('#list').load('{LABEL}?{query.format(y='')}' + y); }}loadYear('2021');</script>"
    return site("labels-of-years", script, answers, at=TYPE3, document=content, least=2)


WHOLE: tuple[Callable[[], Site], ...] = (
    first_group_again,
    groups_by_post,
    search_of_an_area,
    label_in_an_object,
    labels_of_years,
)


def _cut(name: str, made: tuple[str, dict[str, Answer]], **more: object) -> Callable[[], Site]:
    return lambda: site(name, *made, **more)  # type: ignore[arg-type]


def cut_sites() -> Iterable[Callable[[], Site]]:
    """Four of seven reports are given, and what is announced says that there are more."""
    two = cut_up(2)[:2]
    yield _cut("proxy-ends-early", proxied([two[1], (), ()], "<totalpage>4</totalpage>", first=2, embedded=two[0]))
    yield _cut("unit-ends-early", units(two, "<div class='page'>共4页</div>"))
    yield _cut("unit-counts-rows", units(two, "<div class='page'><span>共7条</span> <a>上一页</a><a>下一页</a></div>"))
    yield _cut("label-ends-early", labelled([*two, (), ()], "$('#p').page({pageCount:4});"), at=TYPE3, document=content)
    yield _cut(
        "label-counts-rows", labelled([*two], "$('#p').page({total:7, pageCount:2});"), at=TYPE3, document=content
    )


CUT: tuple[Callable[[], Site], ...] = tuple(cut_sites())
