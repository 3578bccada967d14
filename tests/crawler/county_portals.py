"""Portals as counties keep them for years: a form that shows one year, files in viewers, buttons that say on themselves
which page they bring, a pager that is a menu, tables that attributes declare, an app in the page.
"""

# ruff: noqa: E501 — markup stands in one line as it is sent
from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import parse_qs, quote

from loop_site import Reply, Seen
from odd_portals import HELD, JSON, cut_up, site
from unseen_sites import TOWNS, Answer, Site, docx, every, items, page, text_of, title_of

ROWS = list(enumerate(HELD, 1))


def _rows(held: list[tuple[int, tuple[str, int]]]) -> str:
    return items([(f"/gk/a/{n}.html", title_of(*one)) for n, one in held])


def _of_year(year: int) -> list[tuple[int, tuple[str, int]]]:
    return [(n, one) for n, one in ROWS if one[1] == year]


def _years(chosen: int) -> str:
    return "".join(
        f"<option value='{year}'{' selected' if year == chosen else ''}>{year}年度</option>" for year in (2022, 2021)
    )


def year_in_a_form() -> Site:
    """The column shows the newest year; a menu sends itself for another one; the year has two pages."""

    def listed(year: int, held: list[tuple[int, tuple[str, int]]], more: str = "") -> Reply:
        form = f"<form action='nb.jsp' method='get'>年度：<select name='nd' onchange='this.form.submit()'>{_years(year)}</select></form>"
        return page("政府信息公开年报", f"{form}{_rows(held)}{more}")

    newest = _of_year(2022)
    pages: dict[str, Answer] = {
        "/gk/nb.jsp?nd=2022&pn=2": listed(2022, newest[3:]),
        "/gk/nb.jsp?nd=2021": listed(2021, _of_year(2021)),
    }
    return site(
        "year-in-a-form",
        listed(2022, newest[:3], "<div><a href='?nd=2022&pn=2'>下一页</a></div>"),
        pages,
        2,
        at="/gk/nb.jsp",
    )


def year_by_post_back() -> Site:
    """ASP.NET's list of years sends its form when another one is chosen; each year has pages of its own."""

    def listed(year: int, number: int) -> Reply:
        mine = _of_year(year)
        pager = "".join(
            f"<a href=\"javascript:__doPostBack('Pager1','{n}')\">{n}</a>" if n != number else f"<span>{n}</span>"
            for n in range(1, -(-len(mine) // 2) + 1)
        )
        script = "<script>function __doPostBack(t, a) { var f = document.forms['form1']; f.__EVENTTARGET.value = t; f.__EVENTARGUMENT.value = a; f.submit(); }</script>"
        form = (
            "<form method='post' action='./List.aspx?type=nb' id='form1'><input type='hidden' name='__EVENTTARGET' value=''><input type='hidden' name='__EVENTARGUMENT' value=''>"
            f"<input type='hidden' name='__VIEWSTATE' value='{year}-{number}'><select name='ddlYear' onchange=\"javascript:setTimeout('__doPostBack(\\'ddlYear\\',\\'\\')', 0)\">{_years(year)}</select>"
            f"{_rows(mine[2 * number - 2 : 2 * number])}<div id='Pager1'>{pager}</div></form>{script}"
        )
        return page("政府信息公开年报", form)

    def answer(seen: Seen) -> Reply:
        sent = parse_qs(seen.body)
        if not sent:
            return listed(2022, 1)
        turned = sent.get("__EVENTTARGET") == ["Pager1"] and sent["__VIEWSTATE"][0].startswith(sent["ddlYear"][0])
        return listed(int(sent["ddlYear"][0]), int(sent["__EVENTARGUMENT"][0]) if turned else 1)

    return site("year-by-post-back", answer, {}, 3, at="/gk/List.aspx?type=nb")


def files_in_viewers() -> Site:
    """Articles with nothing but a file in a frame, an object, or a viewer whose address names it."""
    pages: dict[str, Answer] = {}
    rows: list[tuple[str, str]] = []
    for n, one in ROWS:
        file = f"/up/{n}.docx"
        pages[file] = docx(*one)
        shown = (
            f"<embed src='{file}' width='100%'>",
            f"<iframe src='/static/pdfjs/web/viewer.html?file={quote(file, safe='')}'></iframe>",
            f"<iframe src='/pdfjs/web/viewer.html?file=../../up/{n}.docx'></iframe>",
            f"<iframe src='/onlinePreview?url={quote(b64encode(file.encode()).decode(), safe='')}'></iframe>",
            f"<object data='{file}' type='application/pdf'></object>",
            "",
        )[n % 6]
        if shown:
            pages[f"/gk/a/{n}.html"] = page(title_of(*one), f"<h1>{title_of(*one)}</h1>{shown}")
            rows.append((f"/gk/a/{n}.html", title_of(*one)))
        else:
            at = f"/generic/web/viewer.html?file={file}"
            pages[at] = page("PDF viewer", "<div id='viewer'></div>")
            rows.append((f"{at}#page=1", title_of(*one)))
    made = site("files-in-viewers", page("政府信息公开年报", items(rows)), {}, len(HELD))
    kept = {at: reply for at, reply in made.pages.items() if not at.startswith("/gk/a/")}
    return Site(made.name, kept | pages, made.reports, made.least, column=made.column)


def more_by_data() -> Site:
    """A button carries its page's number and its column; a handler reads both off it."""

    def entries(number: int) -> str:
        held = cut_up()[number - 1] if number <= len(cut_up()) else []
        return "".join(
            f"<li><a href='/gk/a/{n}.html'>{title_of(*one)}</a><span>2023-01-18</span></li>" for n, one in held
        )

    script = "$('#more').click(function(){ var p = parseInt($(this).attr('data-page')) + 1; $.get('/index.php/list/ajax', { cid: $(this).data('cid'), p: p }, function(r){ $('#l').append(r); $('#more').attr('data-page', p); }); });"
    column = page(
        "政府信息公开年报",
        f"<ul id='l'>{entries(1)}</ul><div id='more' data-page='1' data-cid='31'>点击加载更多</div><script>{script}</script>",
    )
    pages: dict[str, Answer] = {f"/index.php/list/ajax?cid=31&p={n}": Reply(entries(n)) for n in (2, 3, 4)}
    return site("more-by-data", column, pages, 3)


def delegated_rows() -> Site:
    """Rows carry a number; a handler of the whole document opens them."""
    rows = "".join(
        f"<li class='item' data-id='{n}'><span>{title_of(*one)}</span><span>2023-01-18</span></li>" for n, one in ROWS
    )
    script = "$(document).on('click', '.list .item', function(){ var id = $(this).data('id'); window.open('/gk/a/' + id + '.html'); });"
    return site(
        "delegated-rows", page("政府信息公开年报", f"<ul class='list'>{rows}</ul><script>{script}</script>"), {}, 0
    )


def pager_is_a_menu() -> Site:
    """DedeCMS: only a menu leads on, to names with the column's number, which the folder's own page has not."""

    def listed(number: int) -> Reply:
        options = "".join(
            f"<option value='list_12_{n}.html'{' selected' if n == number else ''}>{n}</option>" for n in (1, 2, 3)
        )
        return page(
            "政府信息公开年报",
            f"{_rows(cut_up()[number - 1])}<ul class='pagelist'><li>首页</li><li class='thisclass'>{number}</li><li><select name='sldd' onchange='location.href=this.options[this.selectedIndex].value;'>{options}</select></li><li><span>共 <strong>3</strong>页<strong>{len(HELD)}</strong>条</span></li></ul>",
        )

    pages: dict[str, Answer] = {f"/gk/nb/list_12_{n}.html": listed(n) for n in (1, 2, 3)}
    return site("pager-is-a-menu", listed(1), pages, 2, at="/gk/nb/")


def _answer(held: list[tuple[int, tuple[str, int]]]) -> Reply:
    rows = [{"id": n, "title": title_of(*one), "pubDate": "2023-01-18"} for n, one in held]
    return Reply(json.dumps({"total": len(HELD), "rows": rows}, ensure_ascii=False), headers=JSON)


def table_by_attributes() -> Site:
    """bootstrap-table that attributes declare; a function adds the column, another one makes the links."""
    column = page(
        "政府信息公开年报",
        """<table data-toggle="table" data-url="/api/nb/page" data-side-pagination="server" data-pagination="true" data-page-size="3" data-query-params="gkParams"><thead><tr><th data-field="title" data-formatter="titled">标题</th></tr></thead></table>
<script>function gkParams(params) { params.channel = 'nb'; return params; }
function titled(value, row, index) { return '<a href="/gk/a/' + row.id + '.html" target="_blank">' + value + '</a>'; }</script>""",
    )
    pages: dict[str, Answer] = {
        f"/api/nb/page?limit=3&offset={3 * n}&channel=nb": _answer(cut_up()[n]) for n in (0, 1, 2)
    }
    return site("table-by-attributes", column, pages, 3)


def grid_by_options() -> Site:
    """EasyUI's datagrid by its class and `data-options`."""
    column = page(
        "政府信息公开年报",
        """<table class="easyui-datagrid" data-options="url:'/gk/list.do?cid=5',pagination:true,pageSize:3,pageList:[3,6],method:'get',singleSelect:true"><thead><tr><th data-options="field:'title',width:500,formatter:titled">标题</th></tr></thead></table>
<script>function titled(value, row, index) { return "<a href='/gk/a/" + row.id + ".html' target='_blank'>" + value + "</a>"; }</script>""",
    )
    pages: dict[str, Answer] = {f"/gk/list.do?cid=5&page={n}&rows=3": _answer(cut_up()[n - 1]) for n in (1, 2, 3)}
    return site("grid-by-options", column, pages, 3)


def table_of_other_names() -> Site:
    """layui's table with names of its own for page and size, by POST; a template makes the links."""

    def answer(seen: Seen) -> Reply:
        sent = {name: values[0] for name, values in parse_qs(seen.body).items()}
        asked = sent.get("cid") == "8" and "curr" in sent and sent.get("nums") == "3"
        return _answer(cut_up()[int(sent["curr"]) - 1] if asked else [])

    column = page(
        "政府信息公开年报",
        """<table id="t"></table><script type="text/html" id="titled"><a href="/gk/a/{{ d.id }}.html" target="_blank">{{ d.title }}</a></script>
<script>layui.use(['table'], function(){ layui.table.render({ elem: '#t', url: '/gk/list.do', method: 'post', where: { cid: '8' }, request: { pageName: 'curr', limitName: 'nums' }, page: { layout: ['prev', 'page', 'next'], groups: 5 }, limit: 3, cols: [[ {type: 'numbers'}, {field: 'title', templet: '#titled'} ]] }); });</script>""",
    )
    return site("table-of-other-names", column, {"/gk/list.do": answer}, 3)


def vue_in_the_page() -> Site:
    """A Vue app in the page: what it sends stands in its data, what it links to in its template."""
    column = page(
        "政府信息公开年报",
        """<div id="app"><ul><li v-for="item in list" :key="item.id"><a :href="'/gk/a/' + item.id + '.html'">{{ item.title }}</a></li></ul><el-pagination :total="total" :page-size="query.size" @current-change="turn"></el-pagination></div>
<script>new Vue({ el: '#app', data() { return { list: [], total: 0, query: { current: 1, size: 3, channelId: 'a1b2' } } }, mounted() { this.load() },
 methods: { load() { axios.get('/prod-api/cms/article/list', { params: this.query }).then(r => { this.list = r.data.rows; this.total = r.data.total }) }, turn(n) { this.query.current = n; this.load() } } })</script>""",
    )
    pages: dict[str, Answer] = {
        f"/prod-api/cms/article/list?current={n}&size=3&channelId=a1b2": _answer(cut_up()[n - 1]) for n in (1, 2, 3)
    }
    return site("vue-in-the-page", column, pages, 3)


def frame_by_script() -> Site:
    """The column's frame gets its address from a script; its pager sends a form by POST."""

    def answer(seen: Seen) -> Reply:
        number = int(parse_qs(seen.body).get("pageNo", ["1"])[0])
        form = f"<form name='pageForm' method='post' action='/gk/list.jsp?cid=88'><input type='hidden' name='pageNo' value='{number}'></form>"
        turn = "<script>function goPage(n) { document.pageForm.pageNo.value = n; document.pageForm.submit(); }</script>"
        pager = f"共 {len(HELD)} 条记录 第 {number} / 3 页 <a href='javascript:goPage(1)'>首页</a> <a href='javascript:goPage({min(3, number + 1)})'>下一页</a>"
        return page("列表", f"{form}{_rows(cut_up()[number - 1])}<div>{pager}</div>{turn}")

    column = page(
        "政府信息公开年报",
        "<iframe id='lf' src='about:blank' width='100%'></iframe><script>var cid = '88'; document.getElementById('lf').src = '/gk/list.jsp?cid=' + cid;</script>",
    )
    return site("frame-by-script", column, {"/gk/list.jsp?cid=88": answer}, 3)


def year_by_function() -> Site:
    """The newest year stands in the page; a menu's function reads the menu and gets another one."""

    def entries(year: int) -> str:
        return "".join(
            f"<li><a href='/gk/a/{n}.html'>{title_of(*one)}</a><span>2023-01-18</span></li>"
            for n, one in _of_year(year)
        )

    script = "function loadData() { var y = $('#year').val(); $.get('/api/nbList?year=' + y, function(r) { $('#l').html(r); }); }"
    column = page(
        "政府信息公开年报",
        f"<select id='year' onchange='loadData()'>{_years(2022)}</select><ul id='l'>{entries(2022)}</ul><script>{script}</script>",
    )
    pages: dict[str, Answer] = {f"/api/nbList?year={year}": Reply(entries(year)) for year in (2022, 2021)}
    return site("year-by-function", column, pages, 2)


def blocks_with_more() -> Site:
    """The newest entries of a year and of two bodies, each under a name that is no heading, with 更多 beside it."""
    pages: dict[str, Answer] = {}
    blocks = ""
    for name, address, held in (
        ("2021年", "/gk/nb/2021/", _of_year(2021)),
        ("青石镇", "/gk/qs/nb/", [(n, one) for n, one in _of_year(2022) if one[0] == "青石镇"]),
        ("白云镇", "/gk/by/nb/", [(n, one) for n, one in _of_year(2022) if one[0] == "白云镇"]),
        ("县直部门", "/gk/bm/nb/", [(n, one) for n, one in _of_year(2022) if one[0] not in ("青石镇", "白云镇")]),
    ):
        shown = _rows(held[1:2]) if len(held) > 1 else "<p>最新内容见列表</p>"
        blocks += f"<div class='box'><div class='tit'><span>{name}</span><em><a href='{address}'>MORE+</a></em></div>{shown}</div>"
        pages[address] = page(name, _rows(held))
    return site("blocks-with-more", page("政府信息公开年报", blocks), pages, 4, at="/gk/nb/")


def pager_of_another_name() -> Site:
    """A function like createPageHTML, in a file that is not there."""

    def listed(number: int) -> Reply:
        return page(
            "政府信息公开年报",
            f"{_rows(cut_up()[number])}<div class='page'><script>getPageHtml(3, {number}, 'index', 'html', 10);</script></div>",
        )

    pages: dict[str, Answer] = {f"/gk/nb/index_{n}.html": listed(n) for n in (1, 2)}
    return site("pager-of-another-name", listed(0), pages, 2, at="/gk/nb/")


def numbers_by_data() -> Site:
    """The numbers of the pager carry their page, which a function of the page's own sends by POST."""

    def entries(number: int) -> str:
        held = cut_up()[number - 1] if number <= len(cut_up()) else []
        return "".join(
            f"<li><a href='/gk/a/{n}.html'>{title_of(*one)}</a><span>2023-01-18</span></li>" for n, one in held
        )

    def answer(seen: Seen) -> Reply:
        sent = parse_qs(seen.body)
        return Reply(entries(int(sent["page"][0])) if sent["cid"] == ["12"] else "")

    numbers = "".join(f"<a class='pgn' data-page='{n}'>{n}</a>" for n in (1, 2, 3))
    script = "function load(n) { $.post('/gk/ajaxList', { cid: 12, page: n }, function(d) { $('#l').html(d); }); }\n$('.pgn').click(function() { load($(this).data('page')); });"
    column = page("政府信息公开年报", f"<ul id='l'>{entries(1)}</ul><div>{numbers}</div><script>{script}</script>")
    return site("numbers-by-data", column, {"/gk/ajaxList": answer}, 4)


def counted_up() -> Site:
    """A button whose function counts the page up and goes there."""

    def listed(number: int) -> Reply:
        button = "<button onclick='nextPage()'>下一页</button>" if number < 3 else ""
        script = f"<script>var cur = {number};\nfunction nextPage() {{ cur++; window.location.href = '/gk/nb/?p=' + cur; }}</script>"
        return page("政府信息公开年报", f"{_rows(cut_up()[number - 1])}<div>{button}</div>{script}")

    return site("counted-up", listed(1), {f"/gk/nb/?p={n}": listed(n) for n in (2, 3)}, 2, at="/gk/nb/")


def years_before() -> Site:
    """Older reports stand behind links of their own, at addresses that say nothing."""
    held = every((2019, 2021, 2022))
    numbered = list(enumerate(held, 1))
    lists = {year: _rows([(n, one) for n, one in numbered if one[1] == year]) for year in (2019, 2021, 2022)}
    column = page(
        "政府信息公开年报",
        f"{lists[2022]}<p><a href='/gk/wn/'>往年年报</a> <a href='/old/nb.html'>2020年及以前年报</a></p>",
    )
    pages: dict[str, Answer] = {
        "/gk/wn/": page("往年年报", lists[2021]),
        "/old/nb.html": page("旧版", lists[2019]),
    }
    return site("years-before", column, pages, 2, at="/gk/nb/", held=held)


def pieces_by_number() -> Site:
    """The pager gets pieces of the page, which have a pager too, but not the function that it calls."""

    def piece(number: int) -> str:
        numbers = "".join(f"<a href='javascript:;' onclick='turnPage({n})'>{n}</a>" for n in (1, 2, 3))
        following = f"<a href='javascript:;' onclick='turnPage({min(3, number + 1)})'>下一页</a>"
        return f"{_rows(cut_up()[number - 1])}<div>{numbers}{following}</div>"

    script = "<script>function turnPage(n) { $('#l').load('/gk/piece.jsp?cid=7&page=' + n); }</script>"
    pages: dict[str, Answer] = {f"/gk/piece.jsp?cid=7&page={n}": Reply(piece(n)) for n in (1, 2, 3)}
    return site("pieces-by-number", page("政府信息公开年报", f"<div id='l'>{piece(1)}</div>{script}"), pages, 2)


def letters() -> Site:
    """An index of public bodies by their first letters; the column shows the newest report only."""
    bodies = {"A": ("安全监督局",), "J": ("教育局", "交通局"), "W": ("卫生健康局",), "Y": ()}
    held = every((2022, 2021), [body for some in bodies.values() for body in some])
    index = "".join(f"<a href='/gk/py.asp?l={letter}'>{letter}</a> " for letter in bodies)
    pages: dict[str, Answer] = {}
    for letter, some in bodies.items():
        named = "".join(f"<a href='/gk/dw.asp?l={letter}&i={i}'>{body}</a>" for i, body in enumerate(some))
        pages[f"/gk/py.asp?l={letter}"] = page("政府信息公开年报", named)
        for i, body in enumerate(some):
            pages[f"/gk/dw.asp?l={letter}&i={i}"] = page(
                body, _rows([(n, one) for n, one in enumerate(held, 1) if one[0] == body])
            )
    column = page("政府信息公开年报", f"<div>按首字母：{index}</div>{_rows([(1, held[0])])}")
    return site("letters", column, pages, 8, held=held)


def bodies_beside() -> Site:
    """Titles without a public body: a cell of the table, or brackets before the link, say whose report it is."""

    def shown(year: int) -> Reply:
        name = f"{year}年政府信息公开工作年度报告"
        lines = "".join(f"<p>{line}</p>" for line in text_of("本单位", year))
        return page(name, f'<div class="article"><h1>{name}</h1><div class="con">{lines}</div></div>')

    title = "{}年政府信息公开工作年度报告"
    table = "".join(
        f"<tr><td>{n}</td><td>{body}</td><td><a href='/gk/a/{n}.html'>{title.format(year)}</a></td><td>2023-01-18</td></tr>"
        for n, (body, year) in _of_year(2022)
    )
    listed = "".join(
        f"<li><span>[{body}]</span><a href='/gk/a/{n}.html'>{title.format(year)}</a><i>2022-01-18</i></li>"
        for n, (body, year) in _of_year(2021)
    )
    column = page(
        "政府信息公开年报",
        f"<table><tr><th>序号</th><th>发布机构</th><th>标题</th><th>日期</th></tr>{table}</table><ul>{listed}</ul>",
    )
    return site("bodies-beside", column, {f"/gk/a/{n}.html": shown(one[1]) for n, one in ROWS}, 0)


def years_by_post() -> Site:
    """The years are tabs; each asks for its list by POST."""

    def answer(seen: Seen) -> Reply:
        sent = parse_qs(seen.body)
        if seen.method != "POST" or sent.get("type") != ["nb"]:
            return Reply("参数错误", 500)
        return Reply(_rows(_of_year(int(sent["year"][0]))))

    tabs = "".join(f"<li onclick=\"loadYear('{year}')\">{year}年</li>" for year in (2022, 2021))
    script = (
        "<script>function loadYear(y) { $.post('/gk/load.do', {year: y, type: 'nb'}, function (d) { $('#l').html(d); }); }"
        "$(function () { loadYear('2022'); });</script>"
    )
    column = page("政府信息公开年报", f"<ul>{tabs}</ul><div id='l'></div>{script}")
    return site("years-by-post", column, {"/gk/load.do": answer}, 2)


def links_that_post_back() -> Site:
    """ASP.NET: every year is a link that sends the page's form back; the newest one is shown."""

    def listed(year: int) -> Reply:
        years = "".join(
            f"<a href=\"javascript:__doPostBack('rpt$ctl0{year % 10}$lb','')\">{year}年</a> " for year in (2022, 2021)
        )
        form = (
            "<form method='post' action='nb.aspx'><input type='hidden' name='__EVENTTARGET' value=''><input type='hidden' "
            f"name='__EVENTARGUMENT' value=''><input type='hidden' name='__VIEWSTATE' value='/wEP{year}'>{years}{_rows(_of_year(year))}</form>"
        )
        return page("政府信息公开年报", form)

    def answer(seen: Seen) -> Reply:
        told = parse_qs(seen.body).get("__EVENTTARGET")
        return listed(2022 if told is None else 2020 + int(told[0][7:9]))

    return site("links-that-post-back", answer, {}, 4, at="/gk/nb.aspx")


def names_with_dots() -> Site:
    """A form among others turns the page; its field's name has a dot (Struts)."""

    def listed(number: int) -> Reply:
        more = f"<a href='#' onclick='goPage({number + 1});return false;'>下一页</a>" if number < 3 else ""
        return page(
            "政府信息公开年报",
            "<form action='/so.action' method='post'><input name='key'><input type='submit' value='搜索'></form>"
            f"{_rows(cut_up()[number - 1])}<form id='pf' action='/gk/nb.action' method='post'><input type='hidden' name='page.pageNo' "
            f"value='{number}'><input type='hidden' name='catId' value='9'>{more}</form>"
            "<script>function goPage(n) { var f = document.getElementById('pf'); f['page.pageNo'].value = n; f.submit(); }</script>",
        )

    def answer(seen: Seen) -> Reply:
        sent = parse_qs(seen.body)
        return listed(int(sent["page.pageNo"][0]) if sent.get("catId") == ["9"] else 1)

    return site("names-with-dots", answer, {}, 2, at="/gk/nb.action")


def json_in_json() -> Site:
    """ASP.NET's web service: the list is a text of JSON in its answer."""
    records = json.dumps([{"Title": title_of(*one), "Url": f"/gk/a/{n}.html"} for n, one in ROWS])
    script = "<script>$.ajax({url: '/gk/list.ashx?c=9', dataType: 'json', success: function (r) { show(JSON.parse(r.d)); }});</script>"
    column = page("政府信息公开年报", f"<div id='l'></div>{script}")
    return site("json-in-json", column, {"/gk/list.ashx?c=9": Reply(json.dumps({"d": records}), headers=JSON)}, 1)


def bare_brackets() -> Site:
    """An interface for JSONP that was not told the function's name: its answer stands in brackets."""
    records = {"list": [{"title": title_of(*one), "id": n} for n, one in ROWS]}
    script = (
        "<script>$.ajax({url: '/gk/list.do', data: {channel: '9'}, dataType: 'jsonp', success: function (r) { for (var i in r.list) "
        "{ $('#l').append('<a href=\"/gk/a/' + r.list[i].id + '.html\">' + r.list[i].title + '</a>'); } }});</script>"
    )
    column = page("政府信息公开年报", f"<div id='l'></div>{script}")
    answer = Reply(f"({json.dumps(records, ensure_ascii=False)});", headers={"Content-Type": "application/javascript"})
    return site("bare-brackets", column, {"/gk/list.do?channel=9": answer}, 1)


def attributes_of_xml() -> Site:
    """The list is a file of XML whose records have attributes only."""
    rows = "".join(
        f"<item id='{n}' title='{title_of(*one)}' url='/gk/a/{n}.html' date='2023-01-18'/>" for n, one in ROWS
    )
    script = "<script>$.get('/gk/nb.xml', function (x) { $(x).find('item').each(function () { add($(this).attr('url')); }); });</script>"
    data = Reply(f"<?xml version='1.0' encoding='utf-8'?><list>{rows}</list>", headers={"Content-Type": "text/xml"})
    return site("attributes-of-xml", page("政府信息公开年报", f"<div id='l'></div>{script}"), {"/gk/nb.xml": data}, 1)


def list_written_elsewhere() -> Site:
    """A script in a file of its own writes the list."""
    lines = "".join(
        f'document.writeln("<li><a href=\\"\\/gk\\/a\\/{n}.html\\" target=_blank>{title_of(*one)}<\\/a><\\/li>");\n'
        for n, one in ROWS
    )
    script = Reply(lines, headers={"Content-Type": "application/javascript"})
    column = page("政府信息公开年报", "<div><script src='/gk/nb_list.js' language='JavaScript'></script></div>")
    return site("list-written-elsewhere", column, {"/gk/nb_list.js": script}, 1)


def opened_parts() -> Site:
    """Parts that are empty until they are opened: headings carry the addresses of what comes into them."""
    parts = "".join(
        f"<h4 data-toggle='collapse' data-target='#c{year}' data-remote='/gk/part.jsp?y={year}'>{year}年</h4><div id='c{year}'></div>"
        for year in (2022, 2021)
    )
    script = "<script>$('h4').click(function () { $($(this).data('target')).load($(this).data('remote')); });</script>"
    pages: dict[str, Answer] = {f"/gk/part.jsp?y={year}": Reply(_rows(_of_year(year))) for year in (2022, 2021)}
    return site("opened-parts", page("政府信息公开年报", f"{parts}{script}"), pages, 2)


def older_elsewhere() -> Site:
    """The newest reports; 历史数据 and 请点击这里 lead to the older ones, at addresses that say nothing."""
    held = every((2022, 2019, 2018))
    numbered = list(enumerate(held, 1))
    lists = {year: _rows([(n, one) for n, one in numbered if one[1] == year]) for year in (2022, 2019, 2018)}
    column = page(
        "政府信息公开年报",
        f"{lists[2022]}<p><a href='/his/9.html'>历史数据</a></p><p>2019年以前的年报请<a href='/jiu/nb.htm'>点击这里</a>查看</p>",
    )
    pages: dict[str, Answer] = {
        "/his/9.html": page("历史数据", lists[2019]),
        "/jiu/nb.htm": page("旧网站", lists[2018]),
    }
    return site("older-elsewhere", column, pages, 2, at="/gk/nb/", held=held)


def short_names() -> Site:
    """Below the heading 乡镇 stand short names; the county's own report stands beside them."""
    held = [("财政局", 2022), *every((2022,))]
    towns = ("青石", "白云", "清水")
    links = "".join(f"<li><a href='/u/{i}.html'>{town}</a></li>" for i, town in enumerate(towns))
    pages: dict[str, Answer] = {
        f"/u/{i}.html": page(town, _rows([(i + 2, held[i + 1])])) for i, town in enumerate(towns)
    }
    column = page("政府信息公开年报", f"{_rows([(1, held[0])])}<h3>乡镇</h3><ul>{links}</ul>")
    return site("short-names", column, pages, 3, held=held)


def years_in_words() -> Site:
    """An older year in Chinese numerals, one as a collection; the newest is listed, three entries a page."""
    held = every((2022, 2021, 2020))
    numbered = list(enumerate(held, 1))
    lists = {year: _rows([(n, one) for n, one in numbered if one[1] == year]) for year in (2022, 2021, 2020)}
    years = "<a href='/gk/b/'>二〇二一年</a> <a href='/gk/c/'>2020年度年报汇编</a>"
    two = [(n, one) for n, one in numbered if one[1] == 2020]
    pages: dict[str, Answer] = {
        "/gk/b/": page("二〇二一年", lists[2021]),
        "/gk/c/": page("汇编", f"{_rows(two[:2])}<a href='/gk/c/o1.html'>下2条</a>"),
        "/gk/c/o1.html": page("政府信息公开年报", _rows(two[2:])),
    }
    return site("years-in-words", page("政府信息公开年报", f"{years}{lists[2022]}"), pages, 3, at="/gk/nb/", held=held)


def odd_numbers() -> Site:
    """A pager of bare numbers whose parameter counts entries and has a name of the portal's own."""

    def listed(number: int) -> Reply:
        links = " ".join(f"<a href='/gk/nb.asp?c=9&qs={3 * n - 3}'>{n}</a>" for n in (2, 3) if n != number)
        return page("政府信息公开年报", f"{_rows(cut_up()[number - 1])}<div>{links}</div>")

    pages: dict[str, Answer] = {f"/gk/nb.asp?c=9&qs={3 * n - 3}": listed(n) for n in (2, 3)}
    return site("odd-numbers", listed(1), pages, 2, at="/gk/nb.asp?c=9")


def numbers_below() -> Site:
    """A pager of bare numbers, whose pages lie below the column's folder."""

    def listed(number: int) -> Reply:
        links = " ".join(f"<a href='/gk/nb/page/{n}'>{n}</a>" for n in (2, 3) if n != number)
        return page("政府信息公开年报", f"{_rows(cut_up()[number - 1])}<div>{links}</div>")

    return site("numbers-below", listed(1), {f"/gk/nb/page/{n}": listed(n) for n in (2, 3)}, 2, at="/gk/nb/")


def drawn_more() -> Site:
    """Short lists of classes of bodies; 更多 is a picture without words."""
    classes = {"乡镇街道": 2022, "县政府部门": 2021}
    blocks = "".join(
        f"<div class='bt'><span>{name}</span><a href='/gk/{year}/'><img src='/images/more.gif' border='0'></a></div>{_rows(_of_year(year)[:1])}"
        for name, year in classes.items()
    )
    pages: dict[str, Answer] = {f"/gk/{year}/": page(name, _rows(_of_year(year))) for name, year in classes.items()}
    return site("drawn-more", page("政府信息公开年报", blocks), pages, 2, at="/gk/nb/")


def year_and_button() -> Site:
    """The newest year is listed; a menu in no form and a button bring another one."""
    options = "".join(f"<option>{year}</option>" for year in (2022, 2021))
    script = "<script>function q() { location.href = '/gk/q.jsp?nd=' + $('#nd').val(); }</script>"
    menu = f"<select id='nd'>{options}</select><button onclick='q()'>查询</button>{script}"
    pages: dict[str, Answer] = {"/gk/q.jsp?nd=2021": page("政府信息公开年报", f"{menu}{_rows(_of_year(2021))}")}
    pages["/gk/q.jsp?nd=2022"] = page("政府信息公开年报", f"{menu}{_rows(_of_year(2022))}")
    return site("year-and-button", page("政府信息公开年报", f"{menu}{_rows(_of_year(2022))}"), pages, 2)


def year_body_and_button() -> Site:
    """Two menus in no form hold the list to one year of one body."""
    held = every((2022, 2021))
    years = "".join(f"<option>{year}</option>" for year in (2022, 2021))
    bodies = "".join(f"<option value='{i}'>{town}</option>" for i, town in enumerate(TOWNS))
    script = (
        "<script>function q() { location.href = '/gk/q.jsp?nd=' + $('#nd').val() + '&dw=' + $('#dw').val(); }</script>"
    )
    menus = (
        f"<select id='nd'>{years}</select><select id='dw'>{bodies}</select><button onclick='q()'>查询</button>{script}"
    )
    pages: dict[str, Answer] = {
        f"/gk/q.jsp?nd={year}&dw={i}": page(
            "政府信息公开年报", f"{menus}{_rows([one for one in enumerate(held, 1) if one[1] == (town, year)])}"
        )
        for year in (2022, 2021)
        for i, town in enumerate(TOWNS)
    }
    column = page("政府信息公开年报", f"{menus}{_rows([(1, held[0])])}")
    return site("year-body-and-button", column, pages, 6, held=held)


COUNTY: tuple[Callable[[], Site], ...] = (
    year_in_a_form,
    year_by_post_back,
    files_in_viewers,
    more_by_data,
    delegated_rows,
    pager_is_a_menu,
    table_by_attributes,
    grid_by_options,
    table_of_other_names,
    vue_in_the_page,
    frame_by_script,
    year_by_function,
    blocks_with_more,
    pager_of_another_name,
    numbers_by_data,
    counted_up,
    years_before,
    pieces_by_number,
    letters,
    bodies_beside,
    years_by_post,
    links_that_post_back,
    names_with_dots,
    json_in_json,
    bare_brackets,
    attributes_of_xml,
    list_written_elsewhere,
    opened_parts,
    older_elsewhere,
    short_names,
    years_in_words,
    odd_numbers,
    numbers_below,
    drawn_more,
    year_and_button,
    year_body_and_button,
)
