"""Portals that lead to a part of their reports by what no words explain: years as pictures or in two figures, an older
site behind a note, an article that is a table of bodies, news with a report among it, a menu of towns on the homepage,
columns that are called otherwise, data that stand in the page's script.
"""

# ruff: noqa: E501 — markup stands in one line as it is sent
from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs

from loop_site import Reply, Seen
from unseen_sites import TOWNS, Answer, Site, documents, docx, every, home, items, page, report, title_of

HELD = every((2020, 2021, 2022))
ROWS = list(enumerate(HELD, 1))
WAY = '<a href="/gk/">政务公开</a>'


def _rows(year: int, at: str = "/nb/a/{n}.html") -> str:
    return items([(at.format(n=n), title_of(*one)) for n, one in ROWS if one[1] == year])


def _site(name: str, column: Reply, pages: dict[str, Answer], more: int) -> Site:
    """A home page, a page on the way, the column at /nb/ and the articles; `more` requests beside these."""
    held: dict[str, Answer] = {
        "/": home(WAY),
        "/gk/": page("政务公开", "<ul><li><a href='/nb/'>信息公开年报</a></li></ul>"),
        "/nb/": column,
        **documents(HELD, "/nb/a/{n}.html"),
        **pages,
    }
    return Site(name, held, set(HELD), 3 + len(HELD) + more)


def years_without_words() -> Site:
    """One year in words, one in two figures, one as a picture whose file is named after it, one as a bare picture."""
    menu = "<a href='y/22/'>2022年</a> <a href='y/21/'>21年</a> <a href='y/20/'><img src='/i/nb2020.png'></a> <a href='y/19/'><img src='/i/b4.png'></a>"
    years = {f"/nb/y/{year - 2000}/": page("信息公开年报", _rows(year)) for year in (2020, 2021, 2022)}
    years["/nb/y/19/"] = page("信息公开年报", items([("/nb/a/old.html", title_of("青石镇", 2019))]))
    one = _site(
        "years-without-words", page("信息公开年报", menu), {**years, "/nb/a/old.html": report("青石镇", 2019)}, 5
    )
    one.reports.add(("青石镇", 2019))
    return one


def other_words_for_older_years() -> Site:
    """What came before a reform stands behind 十三五期间, beside links that lead to nothing of it."""
    column = page("信息公开年报", f"{_rows(2022)}<p><a href='/nb/o/'>十三五期间</a> <a href='/ld/'>领导之窗</a></p>")
    older = page("十三五期间", _rows(2021) + _rows(2020))
    return _site("other-words", column, {"/nb/o/": older, "/ld/": page("领导之窗", "<p>县长。</p>")}, 2)


def older_site_behind_a_note() -> Site:
    """The last years; a note below them leads to the site as it was, with menus and lists of its own."""
    column = page(
        "信息公开年报", f"{_rows(2022)}<p>2022年以前的信息请访问<a href='/old/'>原东篱县政府网（归档）</a>。</p>"
    )
    pages: dict[str, Answer] = {
        "/old/": page("旧版", "<table><tr><td><a href='/old/zw.asp?c=7'>政务公开</a></td></tr></table>"),
        "/old/zw.asp?c=7": page("政务公开", _rows(2021) + "<a href='/old/zw.asp?c=7&page=2'>下一页</a>"),
        "/old/zw.asp?c=7&page=2": page("政务公开", _rows(2020)),
    }
    return _site("older-site", column, pages, 3)


def articles_that_are_tables_of_bodies() -> Site:
    """The column lists an article for each year; in it stand the bodies, with links named after them, some to files
    whose addresses do not say so."""
    years = (2020, 2021, 2022)
    column = page(
        "信息公开年报", items([(f"/nb/h/{year}.html", f"东篱县{year}年政府信息公开年度报告汇总") for year in years])
    )
    pages: dict[str, Answer] = {}
    for year in years:
        cells = "".join(f"<td><a href='/x/{n}'>{one[0]}</a></td>" for n, one in ROWS if one[1] == year)
        name = f"东篱县{year}年政府信息公开年度报告汇总"
        pages[f"/nb/h/{year}.html"] = page(
            name, f"<h1>{name}</h1><p>现将各单位年度报告汇总如下。</p><table><tr>{cells}</tr></table>"
        )
    return Site(
        "tables-of-bodies",
        {
            **_site("", column, pages, 0).pages,
            **documents(HELD, "/x/{n}"),
            **{f"/x/{n}": docx(*one) for n, one in ROWS if n % 3 == 0},
        },
        set(HELD),
        3 + 3 + len(HELD),
    )


def news_with_a_report_among_it() -> Site:
    """Towns are a menu of the homepage; each has news, a block that shows the newest report, and the rest behind 更多,
    mixed with other things on two pages."""
    # No word of the homepage leads to a column: the map of the site is looked at too.
    codes = dict(zip(TOWNS, ("qs", "by", "qx"), strict=True))
    menu = "".join(f"<option value='/{code}/'>{town}</option>" for town, code in codes.items())
    pages: dict[str, Answer] = {
        "/": home("", f"<select onchange='window.open(this.value)'><option value=''>乡镇网站</option>{menu}</select>")
    }
    for town, code in codes.items():
        mine = [(f"/{code}/show.asp?lm=3&id={n}", title_of(*one)) for n, one in reversed(ROWS) if one[0] == town]
        news = "".join(f"<p><a href='show.asp?lm=2&id=9{n}'>{town}召开第{n}次会议</a></p>" for n in (1, 2))
        pages[f"/{code}/"] = page(
            town,
            f"<h3>动态 <a href='list.asp?lm=2'>更多</a></h3>{news}<h3>公示 <a href='list.asp?lm=3'>更多</a></h3>{items(mine[:1])}",
        )
        other = [(f"/{code}/show.asp?lm=3&id=5{n}", f"{town}危房改造名单第{n}批") for n in (1, 2)]
        pages[f"/{code}/list.asp?lm=3"] = page(
            "公示", items([*mine[:1], *other]) + "<a href='list.asp?lm=3&page=2'>下一页</a>"
        )
        pages[f"/{code}/list.asp?lm=3&page=2"] = page("公示", items(mine[1:]))
        pages.update({f"/{code}/show.asp?lm=3&id={n}": report(*one) for n, one in ROWS if one[0] == town})
    pages["/wzdt/"] = page("网站地图", "<p>无。</p>")
    return Site("news-among", pages, set(HELD), 2 + 3 * 3 + len(HELD))


def called_otherwise() -> Site:
    """阳光政务, then 年报公示, by classes of bodies: no word of the usual ones."""
    pages: dict[str, Answer] = {
        "/": home('<a href="/yg/">阳光政务</a>'),
        "/yg/": page("阳光政务", "<a href='/yg/13/'>年报公示</a> <a href='/yg/14/'>收费公示</a>"),
        "/yg/13/": page("年报公示", "<a href='/yg/13/xz/'>乡镇年报</a>"),
        "/yg/13/xz/": page("乡镇年报", "".join(_rows(year, "/yg/a/{n}.html") for year in (2022, 2021, 2020))),
        "/yg/14/": page("收费公示", "<p>无。</p>"),
        **documents(HELD, "/yg/a/{n}.html"),
    }
    # What may lead to reports is looked at where no word does: the charges and the menu too.
    for at in ("/zjxl/", "/xwzx/", "/zwfw/", "/hdjl/", "/wzdt/", *(f"/xwzx/{n}.html" for n in (1, 2, 3))):
        pages[at] = page("其他", "<p>没有年报。</p>")
    return Site("called-otherwise", pages, set(HELD), len(pages))


def records_in_the_script() -> Site:
    """The list is an object in the page's script; a template makes the links."""
    data = {
        str(year): [{"no": n, "bt": title_of(*one)} for n, one in ROWS if one[1] == year] for year in (2022, 2021, 2020)
    }
    script = f"var NB = {json.dumps(data, ensure_ascii=False)}; $('#view').html(tpl('tpl', NB['2022']));"
    template = "<script type='text/html' id='tpl'><li><a href='/nb/a/{{ d.no }}.html'>{{ d.bt }}</a></li></script>"
    return _site(
        "records-in-script", page("信息公开年报", f"<ul id='view'></ul>{template}<script>{script}</script>"), {}, 0
    )


def settings_in_the_head() -> Site:
    """What a list is asked for stands in an object whose members are read off the page's head."""
    head = "<meta name='SiteId' content='6795'>"
    script = "var p = {siteId: $('meta[name=SiteId]').attr('content'), organId: '66', size: 20}; function load(n) { $.ajax({url: '/label/list', data: {siteId: p.siteId, organId: p.organId, isDate: true, pageIndex: n}, success: function (h) { $('#l').html(h); }}); } load(1);"
    shown = page("信息公开年报", f"<div id='l'>正在加载</div><script>{script}</script>")
    column = Reply(str(shown.body).replace("<head>", f"<head>{head}"))
    return _site(
        "settings-in-head",
        column,
        {
            "/label/list?siteId=6795&organId=66&isDate=true&pageIndex=1": Reply(
                _rows(2022) + _rows(2021) + _rows(2020)
            ),
            "/label/list?siteId=6795&organId=66&isDate=true&pageIndex=2": Reply(""),
        },
        2,
    )


def bodies_and_years_by_pictures_in_a_table() -> Site:
    """A table of bodies and years; its cells hold pictures that are links, and the documents are all called 年报."""
    years = (2022, 2021, 2020)
    number = {one: n for n, one in ROWS}
    cell = "<td><a href='v.jsp?d={0}&nd={1}'><img src='/i/view.png'></a></td>"
    lines = "".join(
        f"<tr><th>{town}</th>{''.join(cell.format(place, year) for year in years)}</tr>"
        for place, town in enumerate(TOWNS)
    )
    table = f"<table><tr><th>单位</th>{''.join(f'<th>{year}</th>' for year in years)}</tr>{lines}</table>"
    pages: dict[str, Answer] = {
        f"/nb/v.jsp?d={place}&nd={year}": report(town, year, "政府信息公开年报")
        for place, town in enumerate(TOWNS)
        for year in years
    }
    assert len(pages) == len(number)
    return _site("pictures-in-a-table", page("信息公开年报", table), pages, 0)


def a_column_by_a_short_sid() -> Site:
    """`sid` is the number of a column here, and no session."""
    pages: dict[str, Answer] = {
        "/": home('<a href="/class.asp?cid=7">政务公开</a>'),
        "/class.asp?cid=7": page("政务公开", "<a href='class.asp?cid=7&sid=5'>信息公开年报</a>"),
        "/class.asp?cid=7&sid=5": page("信息公开年报", "".join(_rows(year) for year in (2022, 2021, 2020))),
        **documents(HELD, "/nb/a/{n}.html"),
    }
    return Site("short-sid", pages, set(HELD), 3 + len(HELD))


def asked_for_by_xmlhttprequest() -> Site:
    """The list comes by XMLHttpRequest, whose `open` is given the method first."""
    script = "var x = new XMLHttpRequest(); x.open('GET', '/nb/list.json'); x.onload = function () { draw(JSON.parse(x.responseText)); }; x.send();"
    records = [{"title": title_of(*one), "url": f"/nb/a/{n}.html"} for n, one in ROWS]
    answer = Reply(json.dumps({"list": records}, ensure_ascii=False), headers={"Content-Type": "application/json"})
    column = page("信息公开年报", f"<div id='l'></div><script>{script}</script>")
    return _site("by-xmlhttprequest", column, {"/nb/list.json": answer}, 1)


def a_next_page_behind_the_last() -> Site:
    """下一页 of the last page sends its form too, and the program answers that with nothing but a script."""

    def listed(seen: Seen) -> Reply:
        number = int(parse_qs(seen.body).get("pageNo", ["1"])[0])
        if number > 2:
            return Reply("<html><body><script>alert('没有了');history.back();</script></body></html>")
        form = f"<form name='f' action='/nb/' method='post'><input type='hidden' name='pageNo' value='{number}'></form>"
        script = "<script>function go(n) { document.f.pageNo.value = n; document.f.submit(); }</script>"
        rows = items([(f"/nb/a/{n}.html", title_of(*one)) for n, one in ROWS[5 * number - 5 : 5 * number]])
        return page(
            "信息公开年报",
            f"{form}{script}{rows}第{number}页/共2页 <a href='javascript:go({number + 1})'>下一页</a>",
        )

    made = _site("behind-the-last", page("", ""), {}, 1)
    made.pages["/nb/"] = listed
    return made


def nothing_before_both_are_chosen() -> Site:
    """A form asks for a body and a year, neither chosen; beside it stands a link like a document's."""
    towns = "".join(f"<option value='A{n}'>{town}</option>" for n, town in enumerate(TOWNS))
    years = "".join(f"<option value='{year}'>{year}年</option>" for year in (2022, 2021, 2020))
    form = f"<form action='/nb/' method='get'><select name='dept'><option value=''>--请选择单位--</option>{towns}</select><select name='year'><option value=''>--请选择年份--</option>{years}</select></form>"
    policies = "<a href='/nb/column.do?code=zcwj'>政策文件</a>"
    pages: dict[str, Answer] = {"/nb/column.do?code=zcwj": page("政策文件", "<p>无。</p>")}
    for place, town in enumerate(TOWNS):
        for year in (2022, 2021, 2020):
            mine = [(f"/nb/a/{n}.html", title_of(*one)) for n, one in ROWS if one == (town, year)]
            pages[f"/nb/?dept=A{place}&year={year}"] = page("年度报告", items(mine))
    return _site("both-chosen", page("信息公开年报", f"{policies}{form}"), pages, 10)


def asked_for_by_post_of_json() -> Site:
    """XMLHttpRequest sends JSON; the number of the page is counted up before, a button brings the next."""
    script = "var pageNo = 0; function load() { pageNo++; var x = new XMLHttpRequest(); x.open('POST', '/api/article/list'); x.setRequestHeader('Content-Type', 'application/json'); x.onload = function () { rows(JSON.parse(x.responseText), r => '<a href=\"/nb/a/' + r.articleId + '.html\">' + r.title + '</a>'); }; x.send(JSON.stringify({channelId: 33, pageNo: pageNo, pageSize: 5})); } load();"

    def answer(seen: Seen) -> Reply:
        sent = json.loads(seen.body or "{}")
        if sent.get("channelId") != 33:
            return Reply("error", 500)
        first = 5 * sent["pageNo"] - 5
        records = [{"articleId": n, "title": title_of(*one)} for n, one in ROWS[first : first + 5]]
        return Reply(
            json.dumps({"data": {"rows": records, "pages": 2}}, ensure_ascii=False),
            headers={"Content-Type": "application/json"},
        )

    column = page("信息公开年报", f"<div id='list'></div><button id='more'>加载更多</button><script>{script}</script>")
    return _site("by-post-of-json", column, {"/api/article/list": answer}, 2)


def a_mixed_column_called_otherwise() -> Site:
    """制度及年报 holds both; its name is a look-alike's."""
    other = [(f"/zd/a/{n}.html", title) for n, title in ((91, "政府信息公开指南"), (92, "政府信息公开工作制度"))]
    rows = [(f"/zd/a/{n}.html", title_of(*one)) for n, one in ROWS]
    pages: dict[str, Answer] = {
        "/": home('<a href="/zd/">制度及年报</a>'),
        "/zd/": page("制度及年报", items([*other[:1], *rows[:5]]) + "<a href='/zd/?page=2'>下一页</a>"),
        "/zd/?page=2": page("制度及年报", items([*rows[5:], *other[1:]])),
        **{at: page(title, f"<h1>{title}</h1><p>略。</p>") for at, title in other},
        **documents(HELD, "/zd/a/{n}.html"),
    }
    for at in ("/zjxl/", "/xwzx/", "/zwfw/", "/hdjl/", "/wzdt/", *(f"/xwzx/{n}.html" for n in (1, 2, 3))):
        pages[at] = page("其他", "<p>没有年报。</p>")
    return Site("mixed-column", pages, set(HELD), len(pages))


OVERLOOKED: Iterable[Callable[[], Site]] = (
    years_without_words,
    other_words_for_older_years,
    older_site_behind_a_note,
    articles_that_are_tables_of_bodies,
    news_with_a_report_among_it,
    called_otherwise,
    records_in_the_script,
    settings_in_the_head,
    bodies_and_years_by_pictures_in_a_table,
    a_column_by_a_short_sid,
    asked_for_by_xmlhttprequest,
    a_next_page_behind_the_last,
    nothing_before_both_are_chosen,
    asked_for_by_post_of_json,
    a_mixed_column_called_otherwise,
)
