"""Portals as counties keep them for years: a form that shows one year, files in viewers, buttons that say on themselves
which page they bring, a pager that is a menu.
"""

# ruff: noqa: E501 — markup stands in one line as it is sent
from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from urllib.parse import parse_qs, quote

from loop_site import Reply, Seen
from odd_portals import HELD, cut_up, site
from unseen_sites import Answer, Site, docx, items, page, title_of

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


COUNTY: tuple[Callable[[], Site], ...] = (
    year_in_a_form,
    year_by_post_back,
    files_in_viewers,
    more_by_data,
    delegated_rows,
    pager_is_a_menu,
)
