"""Portals whose columns or lists stand behind something: a script in a file of its own, a function, an interface with
numbers for addresses, a search form, the map of the site, a page that hands out a file, a session in every address.

As in `unseen_sites`, each says which reports it holds and how many requests the least walk needs.
"""

# ruff: noqa: E501 — markup stands in one line as it is sent
from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qs, quote

from loop_site import Reply, Seen
from unseen_sites import TOWNS, Answer, Site, documents, docx, every, home, items, page, report, title_of, titled

SCRIPT = {"Content-Type": "application/javascript"}
JSON = {"Content-Type": "application/json;charset=UTF-8"}


def written_menus() -> Site:
    """The menu of the home page and that of the columns are written by scripts in files of their own."""
    held = every((2022, 2023))
    return Site(
        "written-menus",
        {
            "/": home("", "<script src='/js/menu.js'></script>"),
            "/js/menu.js": Reply(
                """document.write('<ul>');document.write('<li><a href="/zwgk/index.htm">政务公开</a></li>');document.write("<li><a href='/bs/'>在线办事</a></li></ul>");""",
                headers=SCRIPT,
            ),
            "/zwgk/index.htm": page("政务公开", "<div id=left></div><script src='../js/left.js'></script><script>drawLeft();</script>"),
            "/js/left.js": Reply(
                """var items=[["政府信息公开指南","/zwgk/zn.htm"],["政府信息公开年报","/zwgk/nb.htm"]];function drawLeft(){var s='';for(var i=0;i<items.length;i++){s+='<li><a href="'+items[i][1]+'">'+items[i][0]+'</a></li>';}document.getElementById('left').innerHTML=s;}""",
                headers=SCRIPT,
            ),
            "/zwgk/nb.htm": page("政府信息公开年报", items(titled(held, "/zwgk/nb/{n}.htm"))),
            "/wzdt/": page("网站地图", "<p>建设中</p>"),
            **documents(held, "/zwgk/nb/{n}.htm"),
        },
        set(held),
        least=1 + 1 + 1 + 1 + 1 + 1 + 6,
        column="/zwgk/nb.htm",
    )  # fmt: skip


def loaded_years() -> Site:
    """The years are tabs without addresses: a function loads the list of a year into the page."""
    held = every((2020, 2021, 2022))
    lists = {
        year: items([(f"/nb/{n}.htm", title_of(*one)) for n, one in enumerate(held, 1) if one[1] == year])
        for year in (2020, 2021, 2022)
    }
    tabs = "".join(f'<li onclick="tab({year})">{year}年</li>' for year in (2022, 2021, 2020))
    script = "<script>function tab(y){ $('.tabs li').removeClass('cur'); $('#box').load('/nb/y'+y+'.htm'); }</script>"
    return Site(
        "loaded-years",
        {
            "/": home('<a href="/gk.htm">政务公开</a>'),
            "/gk.htm": page("政务公开", "<a href='/nb.htm'>政府信息公开年报</a>"),
            "/nb.htm": page("政府信息公开年报", f"<ul class=tabs>{tabs}</ul><div id=box>{lists[2022]}</div>{script}"),
            **{f"/nb/y{year}.htm": Reply(rows) for year, rows in lists.items()},
            **documents(held, "/nb/{n}.htm"),
        },
        set(held),
        least=1 + 1 + 1 + 3 + 9,
        column="/nb.htm",
    )


def menu_and_button() -> Site:
    """A menu of bodies outside of any form; a button reads it."""
    held = every((2021, 2022))
    box = (
        "<select id='dw'><option value='0'>--请选择--</option>"
        + "".join(f"<option value='{10 + n}'>{town}</option>" for n, town in enumerate(TOWNS))
        + "</select><input type=button value=查看 onclick='look()'><script>function look(){var v=document.getElementById('dw').value;"
        "if(v=='0'){alert('请选择');return;}window.location.href='list.aspx?dw='+v;}</script>"
    )
    pages: dict[str, Answer] = {
        "/": home('<a href="/gk.aspx">信息公开</a>'),
        "/gk.aspx": page("信息公开", "<a href='nb.aspx'>信息公开年报</a>"),
        "/nb.aspx": page("信息公开年报", box),
        **documents(held, "/view_{n}.htm"),
    }
    for number, town in enumerate(TOWNS):
        mine = [(f"/view_{n}.htm", title_of(*one)) for n, one in enumerate(held, 1) if one[0] == town]
        pages[f"/list.aspx?dw={10 + number}"] = page("信息公开年报", box + items(mine))
    return Site("menu-and-button", pages, set(held), least=1 + 1 + 1 + 3 + 6, column="/nb.aspx")


def _answer(held: list[tuple[str, int]], number: int, size: int, names: tuple[str, str]) -> list[dict[str, object]]:
    mine = list(enumerate(held, 1))[(number - 1) * size : number * size]
    return [{names[0]: n, names[1]: title_of(*one), "publishTime": 1700000000000 + n} for n, one in mine]


def numbers_by_post() -> Site:
    """axios sends an object of JSON; the answer has numbers, of which the script makes addresses."""
    held = every((2019, 2020, 2021, 2022))

    def answer(seen: Seen) -> Reply:
        sent = json.loads(seen.body) if seen.method == "POST" and seen.body.startswith("{") else {}
        if sent.get("channelId") != "c35":
            return Reply("{}", 400, JSON)
        rows = _answer(held, int(sent["pageNo"]), 10, ("articleId", "articleTitle"))
        return Reply(json.dumps({"code": 0, "data": {"total": len(held), "rows": rows}}), headers=JSON)

    script = """<div id=app></div><script>var pageNo=1;function load(){axios.post('/api/article/list',{channelId:'c35',pageNo:pageNo,pageSize:10}).then(function(res){var s='';res.data.data.rows.forEach(function(item){s+='<li><a href="/article/'+item.articleId+'.html">'+item.articleTitle+'</a></li>';});$('#app').html(s);});}load();</script>"""
    return Site(
        "numbers-by-post",
        {
            "/": home('<a href="/zwgk">政务公开</a>'),
            "/zwgk": page("政务公开", "<a href='/zwgk/nb'>政府信息公开年报</a>"),
            "/zwgk/nb": page("政府信息公开年报", script),
            "/api/article/list": answer,
            **documents(held, "/article/{n}.html"),
        },
        set(held),
        least=1 + 1 + 1 + 2 + 12,
        column="/zwgk/nb",
    )


def numbers_in_templates() -> Site:
    """fetch with a template literal; the script that asks stands in a file of its own."""
    held = every((2021, 2022, 2023))

    def answered(number: int) -> Reply:
        rows = _answer(held, number, 5, ("id", "title"))
        return Reply(json.dumps({"result": {"totalCount": len(held), "items": rows}}), headers=JSON)

    script = """const size=5;let pageIndex=1;async function go(){const r=await fetch(`/portal/api/contentList?catId=${catId}&pageIndex=${pageIndex}&pageSize=${size}`);const d=await r.json();document.getElementById('u').innerHTML=d.result.items.map(x=>`<li><a href="/portal/detail.html?id=${x.id}">${x.title}</a></li>`).join('');}go();"""
    return Site(
        "numbers-in-templates",
        {
            "/": home('<a href="/portal/gk.html">政府信息公开</a>'),
            "/portal/gk.html": page("政府信息公开", "<a href='nb.html'>年度报告</a>"),
            "/portal/nb.html": page(
                "年度报告", "<ul id=u></ul><script>var catId = 12;</script><script src='/static/list.js'></script>"
            ),
            "/static/list.js": Reply(script, headers=SCRIPT),
            **{f"/portal/api/contentList?catId=12&pageIndex={n}&pageSize=5": answered(n) for n in (1, 2)},
            **documents(held, "/portal/detail.html?id={n}"),
        },
        set(held),
        least=1 + 1 + 1 + 1 + 2 + 9,
        column="/portal/nb.html",
    )


def handed_out() -> Site:
    """The article has a link to a page that does nothing but hand out the file."""
    held = every((2022, 2023))
    pages: dict[str, Answer] = {
        "/": home('<a href="/gk/">信息公开</a>'),
        "/gk/": page("信息公开", "<a href='/gk/nb/'>信息公开年报</a>"),
        "/gk/nb/": page("信息公开年报", items(titled(held, "/gk/nb/a{n}.htm"))),
    }
    for n, one in enumerate(held, 1):
        name = f"{title_of(*one)}.docx"
        pages[f"/gk/nb/a{n}.htm"] = page(
            title_of(*one),
            f"<h2>{title_of(*one)}</h2><p>详见附件。</p><p><a href='/gk/fj.jsp?fid={n}'>附件：{name}</a></p>",
        )
        pages[f"/gk/fj.jsp?fid={n}"] = page(
            "附件", f"<p>文件名：{name}</p><p><a href='/gk/getfile?f={n}&k=1'>点击下载</a></p>"
        )
        pages[f"/gk/getfile?f={n}&k=1"] = docx(*one)
    return Site("handed-out", pages, set(held), least=1 + 1 + 1 + 18, column="/gk/nb/")  # fmt: skip


def linked_by_a_report() -> Site:
    """A report under 通知公告 is linked by another body's report alone, at an address that says nothing."""
    held = [("青石镇", 2022), ("白云镇", 2022)]
    first = report("青石镇", 2022)
    linked = f"<div>相关链接：<a href='/tz/7.htm'>{title_of('白云镇', 2022)}</a></div></body>"
    return Site(
        "linked-by-a-report",
        {
            "/": home('<a href="/gk.htm">政府信息公开</a>'),
            "/gk.htm": page("政府信息公开", "<a href='/nb.htm'>政府信息公开年报</a>"),
            "/nb.htm": page("政府信息公开年报", items([("/nb/1.htm", title_of("青石镇", 2022))])),
            "/nb/1.htm": Reply(str(first.body).replace("</body>", linked)),
            "/tz/7.htm": report("白云镇", 2022),
        },
        set(held),
        least=1 + 1 + 1 + 2,
        column="/nb.htm",
    )


def session_in_paths() -> Site:
    """ASP.NET without cookies: every link has a session in its path, another one at each page."""
    held = every((2022, 2023))
    number = 0

    def answered(make: Callable[[str], Reply]) -> Callable[[Seen], Reply]:
        def one(_: Seen) -> Reply:
            nonlocal number
            number += 1
            return make(f"/(S({number:024x}))")

        return one

    def listed(at: str, first: int) -> Reply:
        rows = items([(f"{at}/v.aspx?i={n}", title_of(*one)) for n, one in enumerate(held, 1)][first : first + 3])
        return page("信息公开年报", f"{rows}<a href='{at}/nb.aspx?p=1'>1</a> <a href='{at}/nb.aspx?p=2'>2</a>")

    return Site(
        "session-in-paths",
        {
            "/": answered(lambda at: home(f'<a href="{at}/gk.aspx">信息公开</a>')),
            "/gk.aspx": answered(lambda at: page("信息公开", f"<a href='{at}/nb.aspx'>信息公开年报</a>")),
            "/nb.aspx": answered(lambda at: listed(at, 0)),
            "/nb.aspx?p=2": answered(lambda at: listed(at, 3)),
            **documents(held, "/v.aspx?i={n}"),
        },
        set(held),
        least=1 + 1 + 2 + 6,
        column="/nb.aspx",
    )


def map_of_the_site() -> Site:
    """A home page that a program draws; only the map of the site, linked in its foot, leads to the column."""
    held = every((2023,))
    return Site(
        "map-of-the-site",
        {
            "/": page("首页", f"<div id=app></div><p>{'东篱县人民政府网站欢迎您。' * 30}</p>"),
            "/wzdt/": page(
                "网站地图", "<h3>政务公开</h3><a href='/a1/'>领导之窗</a><a href='/a9/'>政府信息公开年报</a>"
            ),
            "/a9/": page("政府信息公开年报", items(titled(held, "/a9/{n}.htm"))),
            **documents(held, "/a9/{n}.htm"),
        },
        set(held),
        least=1 + 1 + 1 + 3,
        column="/a9/",
    )


def only_by_search() -> Site:
    """No column anywhere: the reports are what the site's own search finds, with a page beside them that is none."""
    held = every((2021, 2022))
    found = [*titled(held, "/c/{n}.htm"), ("/c/tz.htm", "关于报送政府信息公开工作年度报告的通知")]
    asked = f"/search/result.jsp?keyword={quote('政府信息公开工作年度报告')}"
    form = "<form action='/search/result.jsp'><input type=text name=keyword><input type=submit value='搜索'></form>"
    return Site(
        "only-by-search",
        {
            "/": home("", form),
            "/wzdt/": page("网站地图", "<p>建设中</p>"),
            asked: page("站内搜索", f"<p>共找到7条结果</p>{items(found[:5])}<a href='{asked}&p=2'>下一页</a>"),
            f"{asked}&p=2": page("站内搜索", f"<p>共找到7条结果</p>{items(found[5:])}"),
            **documents(held, "/c/{n}.htm"),
        },
        set(held),
        least=1 + 1 + 2 + 6,
    )  # fmt: skip


def asked_for_by_a_form() -> Site:
    """The column lists nothing until its form is sent, with all its fields empty."""
    held = every((2022, 2023))
    form = (
        "<form action='/gk/query.do' method='post'><input type=hidden name=cid value='88'>标题<input type=text name=title>"
        "文号<input type=text name=wh><input type=submit value=查询></form>"
    )

    def answer(seen: Seen) -> Reply:
        right = seen.method == "POST" and parse_qs(seen.body).get("cid") == ["88"]
        return page("政府信息公开年报", form + items(titled(held, "/c/{n}.htm"))) if right else Reply("?", 500)

    return Site(
        "asked-for-by-a-form",
        {
            "/": home('<a href="/gk/nb.do">政府信息公开年报</a>'),
            "/gk/nb.do": page("政府信息公开年报", f"{form}<table><tr><th>标题</th><th>日期</th></tr></table>"),
            "/gk/query.do": answer,
            **documents(held, "/c/{n}.htm"),
        },
        set(held),
        least=1 + 1 + 1 + 6,
        column="/gk/nb.do",
    )


HIDDEN: tuple[Callable[[], Site], ...] = (
    written_menus,
    loaded_years,
    menu_and_button,
    numbers_by_post,
    numbers_in_templates,
    handed_out,
    linked_by_a_report,
    session_in_paths,
    map_of_the_site,
    only_by_search,
    asked_for_by_a_form,
)
