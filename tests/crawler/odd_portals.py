"""Portals as counties with one programmer build them: tables for layout in GBK, tabs by AJAX, lists from XML files, from
arrays and from table plug-ins, rows of files, an English pager, a menu of units with a function.
"""

# ruff: noqa: E501 — markup stands in one line as it is sent
from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from urllib.parse import parse_qs

from loop_site import Reply, Seen
from unseen_sites import TOWNS, Answer, Site, documents, docx, every, home, items, page, title_of

JSON = {"Content-Type": "application/json;charset=UTF-8"}
HELD = [*every((2021, 2022)), ("人民政府", 2022)]


def cut_up(size: int = 3) -> list[list[tuple[int, tuple[str, int]]]]:
    numbered = list(enumerate(HELD, 1))
    return [numbered[at : at + size] for at in range(0, len(numbered), size)]


def site(
    name: str,
    column: Answer,
    pages: dict[str, Answer],
    least: int,
    at: str = "/gk/nb.html",
    held: Sequence[tuple[str, int]] = HELD,
) -> Site:
    """A portal with this column; `least` requests beside home page, way, column and documents."""
    return Site(
        name,
        {
            "/": home('<a href="/gk/">政务公开</a>'),
            "/gk/": page("政务公开", f"<a href='/gk/zn.html'>公开指南</a><a href='{at}'>政府信息公开年报</a>"),
            at: column,
            **documents(held, "/gk/a/{n}.html"),
            **pages,
        },
        set(held),
        least=1 + 1 + 1 + least + len(held),
        column=at,
    )  # fmt: skip


def layout_tables() -> Site:
    """GBK, tables in tables, a font around everything, numbers in square brackets for a pager."""

    def gbk(reply: Reply) -> Reply:
        assert isinstance(reply.body, str)
        text = reply.body.replace(
            "<head>", '<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        )
        return Reply(text.encode("gbk"), headers={"Content-Type": "text/html"})

    def listed(number: int) -> Reply:
        rows = "".join(
            f"<tr><td width=10><img src=/dot.gif></td><td><font size=2><a href=/gk/a/{n}.html target=_blank>{title_of(*one)}</a></font></td><td align=right><font color=gray>[2023/1/{n}]</font></td></tr>"
            for n, one in cut_up()[number - 1]
        )
        pager = "".join(
            f"<a href=nb.asp?bid=6&page={n}>[{n}]</a>&nbsp;" if n != number else f"<b>[{n}]</b>&nbsp;"
            for n in (1, 2, 3)
        )
        table = f"<table width=980><tr><td width=200><table><tr><td>栏目导航</td></tr></table></td><td><table><tr><td><b>政府信息公开年报</b></td></tr><tr><td><table>{rows}</table></td></tr><tr><td>{pager}</td></tr></table></td></tr></table>"
        return gbk(page("政府信息公开年报", table))

    pages: dict[str, Answer] = {f"/gk/nb.asp?bid=6&page={n}": listed(n) for n in (2, 3)}
    return site("layout-tables", listed(1), pages, 2, at="/gk/nb.asp?bid=6")  # fmt: skip


def english_pager() -> Site:
    """A template that nobody translated."""

    def listed(number: int) -> Reply:
        rows = items([(f"/gk/a/{n}.html", title_of(*one)) for n, one in cut_up()[number - 1]])
        following = (
            f'<a class="nextpostslink" rel="next" href="/gk/nb/page/{number + 1}/">Next &raquo;</a>'
            if number < 3
            else ""
        )
        return page(
            "政府信息公开年报",
            f"{rows}<div class='wp-pagenavi'><span class='pages'>Page {number} of 3</span>{following}<a href='/gk/nb/page/3/'>Last &raquo;</a></div>",
        )

    return site("english-pager", listed(1), {f"/gk/nb/page/{n}/": listed(n) for n in (2, 3)}, 2, at="/gk/nb/")


def list_from_xml() -> Site:
    """The column's script fetches a feed and draws its items."""
    entries = "".join(
        f"<item><title><![CDATA[{title_of(*one)}]]></title><link>/gk/a/{n}.html</link><pubDate>2023-01-0{n}</pubDate></item>"
        for n, one in enumerate(HELD, 1)
    )
    feed = Reply(
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>年报</title>{entries}</channel></rss>",
        headers={"Content-Type": "text/xml"},
    )
    column = page(
        "政府信息公开年报",
        "<ul id='l'></ul><script>$.ajax({ url: '/gk/data/nblist.xml', dataType: 'xml', success: function(x){ $(x).find('item').each(function(){ $('#l').append('<li><a href=\"'+$(this).find('link').text()+'\">'+$(this).find('title').text()+'</a></li>'); }); } });</script>",
    )
    return site("list-from-xml", column, {"/gk/data/nblist.xml": feed}, 1)


def list_in_arrays() -> Site:
    """The list is an array of arrays, or of `new Array(…)`, in the page."""
    first = ",".join(f"['{title_of(*one)}','/gk/a/{n}.html','2023-01-0{n}']" for n, one in list(enumerate(HELD, 1))[:4])
    rest = "".join(
        f'news[{n}] = new Array("{n}", "{title_of(*one)}", "/gk/a/{n}.html");\n'
        for n, one in list(enumerate(HELD, 1))[4:]
    )
    column = page(
        "政府信息公开年报",
        f"<div id=l></div><script>var rows=[{first}];\nvar news = new Array();\n{rest}draw(rows, news);</script>",
    )
    return site("list-in-arrays", column, {}, 0)


def rows_of_files() -> Site:
    """Rows that are a name and two pictures of files, without words."""
    rows = "".join(
        f"<tr><td>{n}</td><td>{title_of(*one)}</td><td><a href='/gk/down.aspx?fid={n}'><img src='/img/doc.gif' border=0></a></td></tr>"
        for n, one in enumerate(HELD, 1)
    )
    column = page("政府信息公开年报", f"<table><tr><td>序号</td><td>名称</td><td>下载</td></tr>{rows}</table>")
    made = site("rows-of-files", column, {}, 0)
    files: dict[str, Answer] = {f"/gk/down.aspx?fid={n}": docx(*one) for n, one in enumerate(HELD, 1)}
    pages = {path: reply for path, reply in made.pages.items() if not path.startswith("/gk/a/")}
    return Site(made.name, pages | files, made.reports, made.least, column=made.column)


def units_by_function() -> Site:
    """A menu of units whose choice calls a function with its number."""
    held = every((2021, 2022))
    options = "".join(f"<option value='{n}'>{town}</option>" for n, town in enumerate(TOWNS, 1))
    column = page(
        "政府信息公开年报",
        f"<select name='dw' onchange='changeUnit(this.value)'><option value=''>==请选择单位==</option>{options}</select><script>function changeUnit(v){{ if(v!=''){{ window.location.href = '/gk/nb_' + v + '.html'; }} }}</script>",
    )
    numbered = list(enumerate(held, 1))
    pages: dict[str, Answer] = {
        f"/gk/nb_{n}.html": page(
            "政府信息公开年报", items([(f"/gk/a/{k}.html", title_of(*one)) for k, one in numbered if one[0] == town])
        )
        for n, town in enumerate(TOWNS, 1)
    }
    return site("units-by-function", column, pages, 3, held=held)


def years_by_ajax() -> Site:
    """Tabs of years call a function that gets the year's list with an object."""
    held = every((2020, 2021, 2022))
    tabs = "".join(
        f"<li><a href='javascript:;' onclick='showYear({year})'>{year}年</a></li>" for year in (2022, 2021, 2020)
    )
    script = "<script>function showYear(y){ $.get('/gk/nblist.php', { cid: 12, year: y }, function(d){ $('#box').html(d); }); }\nshowYear(2022);</script>"
    numbered = list(enumerate(held, 1))
    pages: dict[str, Answer] = {
        f"/gk/nblist.php?cid=12&year={year}": Reply(
            items([(f"/gk/a/{n}.html", title_of(*one)) for n, one in numbered if one[1] == year])
        )
        for year in (2020, 2021, 2022)
    }
    return site(
        "years-by-ajax", page("政府信息公开年报", f"<ul>{tabs}</ul><div id='box'></div>{script}"), pages, 3, held=held
    )


def _rows(seen: Seen) -> Reply:
    sent = parse_qs(seen.body or seen.path.partition("?")[2])
    number, size = int(sent["page"][0]), int((sent.get("rows") or sent["limit"])[0])
    mine = list(enumerate(HELD, 1))[(number - 1) * size : number * size]
    rows = [{"id": n, "title": title_of(*one), "url": f"/gk/a/{n}.html", "pubDate": f"2023-01-0{n}"} for n, one in mine]
    found = (
        {"code": 0, "msg": "", "count": len(HELD), "data": rows}
        if "limit" in sent
        else {"total": len(HELD), "rows": rows}
    )
    return Reply(json.dumps(found, ensure_ascii=False), headers=JSON)


def easyui_grid() -> Site:
    """EasyUI's datagrid asks by POST for a page of so many rows."""
    column = page(
        "政府信息公开年报",
        "<table id='dg'></table><script>$(function(){ $('#dg').datagrid({ url:'/gk/getList.do', queryParams:{cid:'12'}, pagination:true, pageSize:3, columns:[[{field:'title',title:'标题'},{field:'pubDate',title:'日期'}]] }); });</script>",
    )
    return site("easyui-grid", column, {"/gk/getList.do": _rows}, 3)


def layui_table() -> Site:
    """layui's table asks for `page` and `limit`."""
    column = page(
        "政府信息公开年报",
        "<table id='t' lay-filter='t'></table><script>layui.use('table', function(){ var table = layui.table; table.render({ elem: '#t', url: '/gk/api/list?cid=12', page: true, limit: 3, cols: [[{field:'title', title:'标题'}]] }); });</script>",
    )
    return site("layui-table", column, {f"/gk/api/list?cid=12&page={n}&limit=3": _rows for n in (1, 2, 3)}, 3)


def _from_offset(seen: Seen) -> Reply:
    sent = json.loads(seen.body) if seen.body else {k: v[0] for k, v in parse_qs(seen.path.partition("?")[2]).items()}
    size = int(sent.get("limit") or sent["pageSize"])
    first = int(sent["offset"]) if "offset" in sent else size * (int(sent["pageNo"]) - 1)
    mine = list(enumerate(HELD, 1))[first : first + size]
    rows = [{"title": title_of(*one), "url": f"/gk/a/{n}.html", "time": f"2023-01-0{n}"} for n, one in mine]
    return Reply(json.dumps({"total": len(HELD), "rows": rows}, ensure_ascii=False), headers=JSON)


def bootstrap_table() -> Site:
    """bootstrap-table asks for so many rows from so many on; a function of the page says what is sent."""
    script = """$('#t').bootstrapTable({ url: '/gk/queryList', method: 'get', pagination: true, sidePagination: 'server',
  pageSize: 3, queryParams: function (params) { var temp = { limit: params.limit, offset: params.offset,
  channelId: '12', sort: params.sort, title: $('#title').val() }; return temp; },
  columns: [{field: 'title', title: '标题'}] });"""
    column = page(
        "政府信息公开年报",
        f"<input id='title' type='text'><table id='t'></table><script>$(function(){{ {script} }});</script>",
    )
    pages: dict[str, Answer] = {
        f"/gk/queryList?limit=3&offset={offset}&channelId=12": _from_offset for offset in (0, 3, 6)
    }
    return site("bootstrap-table", column, pages, 3)


def bootstrap_pages() -> Site:
    """bootstrap-table with a function of the page's own that makes a page's number, sent as an object by POST."""
    script = """function gkParams(p) { return { pageSize: p.limit, pageNo: (p.offset / p.limit) + 1, catalog: 'nb' }; }
$('#t').bootstrapTable({ url: '/gk/list.do', method: 'post', sidePagination: "server", pageSize: 3,
  queryParams: gkParams, columns: [{field: 'title'}] });"""
    column = page("政府信息公开年报", f"<table id='t'></table><script>{script}</script>")
    return site("bootstrap-pages", column, {"/gk/list.do": _from_offset}, 3)


def refresh_header() -> Site:
    """The column's address answers nothing but a header that sends on, as old servers do."""
    listed = page("政府信息公开年报", items([(f"/gk/a/{n}.html", title_of(*one)) for n, one in enumerate(HELD, 1)]))
    away = Reply("", headers={"Content-Type": "text/html", "Refresh": "0; url=/gk/nb/list.html"})
    return site("refresh-header", away, {"/gk/nb/list.html": listed}, 1)


ODD: tuple[Callable[[], Site], ...] = (
    layout_tables,
    english_pager,
    list_from_xml,
    list_in_arrays,
    rows_of_files,
    units_by_function,
    years_by_ajax,
    easyui_grid,
    layui_table,
    bootstrap_table,
    bootstrap_pages,
    refresh_header,
)
