"""Lists whose pager is nothing but a script's: no link leads to the second page.

One site for each way in which such pagers are written: TRS and ucap's createPageHTML, layui, the plug-ins of jQuery, the
classes of old sites (showPages, Page), and a page's own functions. Each has a list of 7 entries on three pages.
"""

# ruff: noqa: E501 — markup stands in one line as it is sent
from __future__ import annotations

from collections.abc import Callable

from unseen_sites import Answer, Site, documents, every, home, items, page, title_of

SIZE, PAGES = 3, 3
HELD = [*every((2021, 2022)), ("人民政府", 2022)]


def drawn(name: str, pager: Callable[[int], str], path: Callable[[int], str]) -> Site:
    """A site whose list has this pager on its pages, which stand at these paths; pages are counted from 1."""
    pages: dict[str, Answer] = {
        "/": home('<a href="/gk/">政务公开</a>'),
        "/gk/": page("政务公开", f'<a href="/gk/zn.html">公开指南</a><a href="{path(1)}">政府信息公开年报</a>'),
        **documents(HELD, "/gk/a/{n}.html"),
    }
    numbered = list(enumerate(HELD, 1))
    for number in range(1, PAGES + 1):
        mine = numbered[(number - 1) * SIZE : number * SIZE]
        rows = items([(f"/gk/a/{n}.html", title_of(*one)) for n, one in mine])
        pages[path(number)] = page("政府信息公开年报", f'<div class="list">{rows}</div>{pager(number)}')
    return Site(name, pages, set(HELD), least=1 + 1 + PAGES + len(HELD), column=path(1))


def underscored(first: str, *, start: int, extension: str = "html") -> Callable[[int], str]:
    """/gk/nb/<first>, then /gk/nb/<first>_<start> and on."""
    return lambda number: f"/gk/nb/{first}{'' if number == 1 else f'_{number - 2 + start}'}.{extension}"


def parameter(name: str) -> Callable[[int], str]:
    """/gk/nb.jsp, then with the number of the page in a parameter."""
    return lambda number: "/gk/nb.jsp?id=7" + ("" if number == 1 else f"&{name}={number}")


def ucap_pages() -> Site:
    """ucap: an element, pages, the current one from 1, name, extension, rows."""
    return drawn(
        "ucap-pages",
        lambda n: (
            f"<div id='page_div'></div><script>createPageHTML('page_div',{PAGES}, {n},'list','shtml',{len(HELD)});</script>"
        ),
        underscored("list", start=2, extension="shtml"),
    )


def trs_rows() -> Site:
    """TRS with the number of rows behind; the function stands in the page, too."""
    return drawn(
        "trs-rows",
        lambda n: (
            "<script>function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){if(_nPageCount == null || _nPageCount<=1){return;}"
            'document.write("<a href=\\""+_sPageName+"_" + (_nCurrIndex+1) + "."+_sPageExt+"\\">下一页</a>");}'
            f'createPageHTML({PAGES}, {n - 1}, "index", "html", {len(HELD)});</script>'
        ),
        underscored("index", start=1),
    )


def trs_variables() -> Site:
    """TRS's older form: variables, and what is written with them."""
    return drawn(
        "trs-variables",
        lambda n: (
            f"<script>\nvar currentPage = {n - 1};//所在页从0开始\nvar prevPage = currentPage-1//上一页\nvar nextPage = currentPage+1//下一页\n"
            f'var countPage = {PAGES}//共多少页\ndocument.write("共"+countPage+"页&nbsp;&nbsp;");\n'
            "if(countPage>1&&currentPage!=(countPage-1))\n"
            '  document.write("<a href=\\"index"+"_" + nextPage + "."+"htm\\">下一页</a>");\n</script>'
        ),
        underscored("index", start=1, extension="htm"),
    )


def variables_from_one() -> Site:
    """Variables that count from 1, and a link that a script writes with their sum."""
    return drawn(
        "variables-from-one",
        lambda n: (
            f"<script>var pageCount={PAGES};var curPage={n};\nif(curPage<pageCount){{document.write('<a href=\"nb-'+(curPage+1)+'.html\">下一页</a>');}}</script>"
        ),
        lambda number: "/gk/nb.html" if number == 1 else f"/gk/nb-{number}.html",
    )


def own_function() -> Site:
    """A function of the page's own, called by links that a loop writes."""
    return drawn(
        "own-function",
        lambda _: (
            f"<div id=pg></div><script>var pageCount={PAGES};\nfunction go(n){{location='index_'+n+'.html'}}\nvar s='';"
            "for(var i=1;i<=pageCount;i++){s+='<a href=\"javascript:go('+i+')\">'+i+'</a>';}document.getElementById('pg').innerHTML=s;</script>"
        ),
        underscored("index", start=2),
    )


def own_function_from_zero() -> Site:
    """The same where the first page has no number and the second has 1."""
    return drawn(
        "own-function-from-zero",
        lambda n: (
            f"<div id=pg></div><script>var totalPage = {PAGES}, cur = {n};\nfunction toPage(p){{ if(p<=1){{ window.location.href = 'index.html'; }}"
            "else{ window.location.href = 'index_' + (p-1) + '.html'; } }\nvar h='';for(var i=1;i<=totalPage;i++){h+='<span onclick=\"toPage('+i+')\">'+i+'</span>';}"
            "document.getElementById('pg').innerHTML=h;</script>"
        ),
        underscored("index", start=1),
    )


def layui() -> Site:
    """layui.laypage with rows and rows of a page."""
    return drawn(
        "layui",
        lambda n: (
            "<div id='page'></div><script>layui.use(['laypage'], function(){\n  var laypage = layui.laypage;\n  laypage.render({\n    elem: 'page'\n"
            f"    ,count: {len(HELD)} //数据总数\n    ,limit: {SIZE}\n    ,curr: {n}\n    ,layout: ['count', 'prev', 'page', 'next', 'skip']\n"
            "    ,jump: function(obj, first){\n      if(!first){ window.location.href = '/gk/nb.jsp?id=7&page=' + obj.curr; }\n    }\n  });\n});</script>"
        ),
        parameter("page"),
    )


def laypage() -> Site:
    """The laypage of its own, as its manual shows it."""
    return drawn(
        "laypage",
        lambda _: (
            f"<div id='page1'></div><script>laypage({{\n cont: 'page1',\n pages: {PAGES},\n curr: function(){{ var page = location.search.match(/page=(\\d+)/); "
            "return page ? page[1] : 1; }(),\n jump: function(e, first){ if(!first){ location.href = '?id=7&page='+e.curr; } }\n});</script>"
        ),
        parameter("page"),
    )


def jquery_pagination() -> Site:
    """jquery.pagination.js: rows first, pages counted from 0."""
    return drawn(
        "jquery-pagination",
        lambda n: (
            f'<div id="Pagination"></div><script>$(function(){{ $("#Pagination").pagination({len(HELD)}, {{ num_edge_entries: 1, num_display_entries: 4, '
            f"callback: pageselectCallback, items_per_page: {SIZE}, current_page: {n - 1}, prev_text:'上一页', next_text:'下一页' }}); }});\n"
            "function pageselectCallback(page_index, jq){ window.location.href = 'index_' + page_index + '.html'; return false; }</script>"
        ),
        underscored("index", start=1),
    )


def jquery_links() -> Site:
    """The same by its addresses."""
    return drawn(
        "jquery-links",
        lambda n: (
            f'<div id="pages"></div><script>$("#pages").pagination({len(HELD)}, {{ items_per_page: {SIZE}, current_page: {n - 1}, link_to: "index___id__.html", callback: function(){{return true;}} }});</script>'
        ),
        underscored("index", start=1),
    )


def jquery_items() -> Site:
    """simplePagination: items, and what stands before and behind the number."""
    return drawn(
        "jquery-items",
        lambda n: (
            f"<div class='pg'></div><script>$('.pg').pagination({{ items: {len(HELD)}, itemsOnPage: {SIZE}, currentPage: {n}, hrefTextPrefix: 'list_', hrefTextSuffix: '.html', cssStyle: 'light-theme' }});</script>"
        ),
        underscored("list", start=2),
    )


def jquery_api() -> Site:
    """The pagination whose callback is given an interface."""
    return drawn(
        "jquery-api",
        lambda n: (
            f"<div class='M-box'></div><script>$('.M-box').pagination({{ pageCount: {PAGES}, current: {n}, jump: true, coping: true, prevContent: '上页', nextContent: '下页', "
            "callback: function (api) { var i = api.getCurrent(); window.location.href = i == 1 ? 'list.html' : 'list_' + i + '.html'; } });</script>"
        ),
        underscored("list", start=2),
    )


def jq_paginator() -> Site:
    """jqPaginator."""
    return drawn(
        "jq-paginator",
        lambda n: (
            f"<ul id='pagination1'></ul><script>$('#pagination1').jqPaginator({{ totalPages: {PAGES}, visiblePages: 10, currentPage: {n}, "
            "onPageChange: function (num, type) { if (type == 'change') { location.href = '/gk/nb.jsp?id=7&pageNo=' + num; } } });</script>"
        ),
        parameter("pageNo"),
    )


def bootstrap_paginator() -> Site:
    """bootstrapPaginator: a function answers the address."""
    return drawn(
        "bootstrap-paginator",
        lambda n: (
            f"<div id='bp'></div><script>var total = {PAGES};\n$('#bp').bootstrapPaginator({{ currentPage: {n}, totalPages: total, "
            "pageUrl: function (type, page, current) { return 'nb_' + page + '.html'; } });</script>"
        ),
        lambda number: "/gk/nb.html" if number == 1 else f"/gk/nb_{number}.html",
    )


def kkpager() -> Site:
    """kkpager: pages and rows, addresses by getLink."""
    return drawn(
        "kkpager",
        lambda n: (
            f"<div id='kkpager'></div><script>$(function(){{ var totalPage = {PAGES}; var totalRecords = {len(HELD)}; var pageNo = {n};\nkkpager.generPageHtml({{ pno : pageNo, "
            "total : totalPage, totalRecords : totalRecords, hrefFormer : 'list', hrefLatter : '.html', getLink : function(n){ return this.hrefFormer + '_' + n + this.hrefLatter; } }); });</script>"
        ),
        underscored("list", start=2),
    )


def show_pages() -> Site:
    """The class showPages of many old sites: pages, and the name of the parameter."""
    return drawn(
        "show-pages",
        lambda _: (
            f"<script>var pg = new showPages('pg');\npg.pageCount = {PAGES}; // 定义总页数(必要)\npg.argName = 'p'; // 定义参数名(可选,默认为page)\npg.printHtml(1);</script>"
        ),
        parameter("p"),
    )


def new_page() -> Site:
    """`new Page(…)` with a function that is told the number."""
    return drawn(
        "new-page",
        lambda n: (
            f"<div id='page'></div><script>var p = new Page({{ id: 'page', pageTotal: {PAGES}, pageAmount: {SIZE}, dataTotal: {len(HELD)}, curPage: {n}, pageSize: 5, showPageTotalFlag: true, "
            "getPage: function (page) { window.location.href = 'list_' + page + '.shtml'; } });</script>"
        ),
        underscored("list", start=2, extension="shtml"),
    )


def counted_rows() -> Site:
    """The number of pages is worked out by the script."""
    return drawn(
        "counted-rows",
        lambda _: (
            f"<div id=p></div><script>var recordCount = {len(HELD)}; var pageSize = {SIZE}; var pageCount = Math.ceil(recordCount / pageSize);\n"
            "function jump(no){ var url = 'index'; if(no > 1) url += '_' + no; location.href = url + '.html'; }\n"
            "function turnPage(no){ location.href = 'index_' + no + '.html'; }\nfor(var i=1;i<=pageCount;i++) $('#p').append('<a onclick=\"turnPage('+i+')\">'+i+'</a>');</script>"
        ),
        underscored("index", start=2),
    )


def template_string() -> Site:
    """Modern script: an address as a template, pages in const."""
    return drawn(
        "template-string",
        lambda _: (
            f"<nav id=p></nav><script>const totalPages = {PAGES};\nconst goTo = (no) => {{ window.location.href = `index_${{no}}.html`; }};\n"
            "document.querySelector('#p').innerHTML = Array.from({length: totalPages}, (v, i) => `<button>${i + 1}</button>`).join('');</script>"
        ),
        underscored("index", start=2),
    )


PAGERS: tuple[Callable[[], Site], ...] = (
    ucap_pages,
    trs_rows,
    trs_variables,
    variables_from_one,
    own_function,
    own_function_from_zero,
    layui,
    laypage,
    jquery_pagination,
    jquery_links,
    jquery_items,
    jquery_api,
    jq_paginator,
    bootstrap_paginator,
    kkpager,
    show_pages,
    new_page,
    counted_rows,
    template_string,
)
