"""Menus whose entries say how much is behind them, or call functions: of the page, of a script in a file of its own, of a
form. Every one leads to its column."""

# ruff: noqa: E501 — markup stands in one line as it is sent
from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

from hidden_sites import SCRIPT
from loop_site import Reply, Seen
from unseen_sites import TOWNS, Answer, Site, documents, every, home, items, page, report, title_of, titled


def counted_menu() -> Site:
    """Ways, columns, classes, bodies and years with the number of what they hold behind them."""
    held = every((2021, 2022))
    pages: dict[str, Answer] = {
        "/": home('<a href="/gk/">政府信息公开(1280)</a>'),
        "/gk/": page(
            "政府信息公开",
            "<ul><li><a href='/gk/zn/'>公开指南（1）</a></li><li><a href='/gk/xz/'>乡镇街道(3)</a></li></ul>",
        ),
        "/gk/xz/": page("乡镇街道", "".join(f"<a href='/gk/xz/{n}/'>{town}[12]</a>" for n, town in enumerate(TOWNS))),
    }
    for n, town in enumerate(TOWNS):
        at = f"/gk/xz/{n}/"
        pages[at] = page(town, f"<a href='{at}zn/'>公开指南(1)</a><a href='{at}nb/'>政府信息公开年报<em>2</em></a>")
        pages[f"{at}nb/"] = page(
            "政府信息公开年报",
            "".join(f"<li><a href='{at}nb/{year}/'>{year}年（1篇）</a></li>" for year in (2022, 2021)),
        )
        for year in (2021, 2022):
            pages[f"{at}nb/{year}/"] = page(f"{year}年", items([(f"{at}nb/{year}/1.html", title_of(town, year))]))
            pages[f"{at}nb/{year}/1.html"] = report(town, year)
    return Site("counted-menu", pages, set(held), least=1 + 1 + 1 + 3 + 3 + 6 + 6)  # fmt: skip


def menu_of_functions() -> Site:
    """Entries call a function of the page, with the number of their column, some by onclick alone."""
    held = every((2021, 2022))
    script = (
        "<script>var ctx = '/web';\nfunction goColumn(id){ if(id==''){return false;} window.location.href = ctx + '/column/' + id + '/index.shtml'; }\n"
        'function openColumn(cid, name) { var url = ctx + "/list.jsp?cid=" + cid; window.open(url); }</script>'
    )
    return Site(
        "menu-of-functions",
        {
            "/": home("", script + "<ul class='menu1'><li><a href=\"javascript:goColumn('1001')\">走进东篱</a></li><li><a href=\"javascript:goColumn('1234')\">政务公开</a></li></ul>"),
            "/web/column/1234/index.shtml": page(
                "政务公开",
                script + "<ul><li onclick=\"openColumn('11','公开指南')\">公开指南</li><li onclick=\"openColumn('12','政府信息公开年报')\">政府信息公开年报(6)</li></ul>",
            ),
            "/web/list.jsp?cid=12": page("政府信息公开年报", items(titled(held, "/web/a/{n}.html"))),
            **documents(held, "/web/a/{n}.html"),
        },
        set(held),
        least=1 + 1 + 1 + 6,
        column="/web/list.jsp?cid=12",
    )  # fmt: skip


def functions_of_a_file() -> Site:
    """The function that the entries call stands in a script in a file of its own."""
    held = every((2022,))
    common = Reply(
        "function openCol(id){ location.href = '/col/' + id + '.htm'; }\nfunction back(){ history.go(-1); }",
        headers=SCRIPT,
    )
    menu = "<script src='/js/common.js'></script><div class=left><a href='javascript:void(0)' onclick=\"openCol('{0}')\">{1}</a><a href='javascript:;' onclick=\"openCol('{2}')\">{3}</a></div>"
    return Site(
        "functions-of-a-file",
        {
            "/": home("", menu.format(5, "政务服务", 7, "政务公开")),
            "/js/common.js": common,
            "/col/7.htm": page("政务公开", menu.format(71, "公开指南", 72, "政府信息公开年报")),
            "/col/72.htm": page("政府信息公开年报", items(titled(held, "/col/72/{n}.htm"))),
            "/wzdt/": page("网站地图", "<p>建设中</p>"),
            **documents(held, "/col/72/{n}.htm"),
        },
        set(held),
        least=1 + 1 + 1 + 1 + 1 + 3,
        column="/col/72.htm",
    )


def menu_by_a_form() -> Site:
    """Entries send a form with the number of their column by POST."""
    held = every((2022,))
    form = (
        "<form name='f1' method='post' action='/gk/list.do'><input type='hidden' name='columnId' value=''></form>"
        "<script>function openColumn(id){ document.f1.columnId.value = id; document.f1.submit(); }</script>"
    )

    def answer(seen: Seen) -> Reply:
        number = parse_qs(seen.body).get("columnId", [""])[0]
        if number == "31":
            menu = "<a href=\"javascript:openColumn('311')\">公开指南</a><a href=\"javascript:openColumn('312')\">政府信息公开年报</a>"
            return page("政府信息公开", form + menu)
        if number == "312":
            return page("政府信息公开年报", items(titled(held, "/gk/d{n}.html")))
        return Reply("gone", 404)

    return Site(
        "menu-by-a-form",
        {
            "/": home("", form + "<a href=\"javascript:openColumn('31')\">政府信息公开</a>"),
            "/gk/list.do": answer,
            **documents(held, "/gk/d{n}.html"),
        },
        set(held),
        least=1 + 1 + 1 + 3,
    )


def menu_by_data() -> Site:
    """Entries carry the number of their column; one handler makes the address of it."""
    held = every((2022,))
    script = "<script>$(function(){ $('.menu li').on('click', function(){ var id = $(this).attr('data-id'); window.location.href = '/list/' + id + '.html'; }); });</script>"
    return Site(
        "menu-by-data",
        {
            "/": home('<a href="/zwgk.html">政务公开</a>'),
            "/zwgk.html": page("政务公开", f"<ul class='menu'><li data-id='801'>公开指南</li><li data-id='802'>政府信息公开年报</li></ul>{script}"),
            "/list/802.html": page("政府信息公开年报", items(titled(held, "/list/802_{n}.html"))),
            **documents(held, "/list/802_{n}.html"),
        },
        set(held),
        least=1 + 1 + 1 + 3,
        column="/list/802.html",
    )  # fmt: skip


def early_end() -> Site:
    """Old templates put together of whole pages: an </html> stands before the menu, the list and the pager."""
    held = every((2021, 2022))
    top = "<html><head><title>东篱县</title></head><body><div class='header'><a href='/'>首页</a></div></body></html>"

    def pieces(*parts: str) -> Reply:
        return Reply(top + "".join(f"<html><body>{part}</body></html>" for part in parts))

    return Site(
        "early-end",
        {
            "/": pieces(f"<p>{'东篱县概况。' * 60}</p>", "<table><tr><td><a href='/gk/'>政务公开</a></html></td></tr></table>", "<a href='/wzdt/'>网站地图</a>"),
            "/gk/": pieces("<p>目录</p>", "<a href='/gk/zn.html'>公开指南</a><a href='/gk/nb.html'>政府信息公开年报</a>"),
            "/gk/nb.html": pieces("<h3>政府信息公开年报</h3>", items(titled(held[:3], "/gk/nb/{n}.html")), "<a href='/gk/nb_2.html'>下一页</a>"),
            "/gk/nb_2.html": pieces("<h3>政府信息公开年报</h3>", items([(f"/gk/nb/{n}.html", title_of(*one)) for n, one in enumerate(held[3:], 4)])),
            **documents(held, "/gk/nb/{n}.html"),
        },
        set(held),
        least=1 + 1 + 2 + 6,
        column="/gk/nb.html",
    )  # fmt: skip


MENUS: tuple[Callable[[], Site], ...] = (
    counted_menu,
    menu_of_functions,
    functions_of_a_file,
    menu_by_a_form,
    menu_by_data,
    early_end,
)
