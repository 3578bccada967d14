"""Small portals of no product that anybody described, one for each way in which such sites are known to be built.

Each says which reports it holds (public body and report year, as its documents print them) and how many requests the
least walk needs: the home page, the pages that lead on, every page of the lists, every document of the columns.
"""

# ruff: noqa: E501 — markup stands in one line as it is sent
from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from loop_site import LoopSite, Reply, Seen

Answer = Reply | Callable[[Seen], Reply]
HTML = {"Content-Type": "text/html"}
TOWNS = ("青石镇", "白云镇", "清水乡")


@dataclass
class Site:
    """`pages` by path; `reports` as (body without its county, year); `least` requests without robots.txt; `home` where the
    operator points; `column` an address of the annual reports' column."""

    name: str
    pages: dict[str, Answer]
    reports: set[tuple[str, int]]
    least: int
    home: str = "/"
    column: str | None = None


def text_of(body: str, year: int) -> list[str]:
    """The paragraphs of a report in the six sections of the national form."""
    return [
        f"根据《中华人民共和国政府信息公开条例》要求，现公布{body}{year}年政府信息公开工作年度报告。本报告所列数据的统计期限"
        f"自{year}年1月1日起至{year}年12月31日止。如有疑问，请与{body}办公室联系。",
        "一、总体情况",
        f"{year}年，{body}认真贯彻落实条例，通过门户网站主动公开政府信息，及时更新栏目内容，方便群众查阅。",
        "二、主动公开政府信息情况",
        "本年度主动公开的行政规范性文件、行政许可、行政处罚等情况见门户网站，无其他数据需要列出。",
        "三、收到和处理政府信息公开申请情况",
        "本年度未收到自然人、法人或者其他组织提出的政府信息公开申请，上年没有结转的申请。",
        "四、政府信息公开行政复议、行政诉讼情况",
        "本年度没有因政府信息公开引起的行政复议和行政诉讼。",
        "五、存在的主要问题及改进情况",
        "公开的内容还不够丰富，下一步将加强培训，进一步提高公开的质量和时效。",
        "六、其他需要报告的事项",
        "无其他需要报告的事项。",
    ]


def title_of(body: str, year: int) -> str:
    return f"东篱县{body}{year}年政府信息公开工作年度报告"


def report(body: str, year: int, title: str | None = None) -> Reply:
    """A report's page."""
    name = title_of(body, year) if title is None else title
    lines = "".join(f"<p>{line}</p>" for line in text_of(body, year))
    return page(name, f'<div class="article"><h1>{name}</h1><div class="con">{lines}</div></div>')


def word_file(body: str, year: int) -> bytes:
    """The same as a Word file."""
    lines = "".join(
        f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in (title_of(body, year), *text_of(body, year))
    )
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        file.writestr("word/document.xml", f'<w:document xmlns:w="{main}"><w:body>{lines}</w:body></w:document>')
    return made.getvalue()


def docx(body: str, year: int) -> Reply:
    return Reply(word_file(body, year), headers={"Content-Type": "application/octet-stream"})


MENU = (
    '<div class="header"><a href="/">首页</a><a href="/zjxl/">走进东篱</a><a href="/xwzx/">新闻中心</a>{way}'
    '<a href="/zwfw/">政务服务</a><a href="/hdjl/">互动交流</a></div>'
)
FOOT = (
    '<div class="footer"><a href="/wzdt/">网站地图</a><a href="http://www.gov.cn/">中国政府网</a>'
    "版权所有：东篱县人民政府 备案号：东篱00000000号</div>"
)


def page(title: str, body: str, way: str = "") -> Reply:
    """A page with the menu and foot that stand on every page of a site."""
    return Reply(
        f"<html><head><title>{title}-东篱县人民政府</title></head><body>{MENU.format(way=way)}{body}{FOOT}</body></html>"
    )


def home(way: str, more: str = "") -> Reply:
    """A home page with news and links to services; `way` stands in its menu."""
    news = "".join(
        f'<li><a href="/xwzx/{n}.html">东篱县召开第{n}次工作会议</a><span>2024-03-0{n}</span></li>' for n in (1, 2, 3)
    )
    return page(
        "首页", f'<div class="news"><h3>要闻</h3><ul>{news}</ul></div>{more}<p>{"东篱县概况。" * 60}</p>', way
    )  # fmt: skip


def items(links: Iterable[tuple[str, str]], date: str = "2023-01-18") -> str:
    return "<ul>" + "".join(f'<li><a href="{at}">{text}</a><span>{date}</span></li>' for at, text in links) + "</ul>"


def documents(reports: Iterable[tuple[str, int]], at: str) -> dict[str, Answer]:
    """Pages of reports; `at` is a pattern of `{n}`, counted from 1."""
    return {at.format(n=n): report(*one) for n, one in enumerate(reports, 1)}


def titled(reports: Iterable[tuple[str, int]], at: str) -> list[tuple[str, str]]:
    return [(at.format(n=n), title_of(*one)) for n, one in enumerate(reports, 1)]


def every(years: Iterable[int], bodies: Iterable[str] = TOWNS) -> list[tuple[str, int]]:
    return [(body, year) for year in years for body in bodies]


# --- ways


def frames() -> Site:
    """A frameset: the tree of columns in the left frame, the list in the right one."""
    held = every((2021, 2022))
    return Site(
        "frames",
        {
            "/": Reply(
                "<html><head><title>东篱县人民政府</title></head><frameset rows='90,*'><frame src='top.asp' name='t'>"
                "<frameset cols='200,*'><frame src='Tree.asp' name='l'><frame src='main.asp' name='m'></frameset></frameset></html>"
            ),
            "/top.asp": Reply("<html><body><a href='/' target='_top'>首页</a> 东篱县人民政府</body></html>"),
            "/Tree.asp": Reply(
                "<html><body><div class=tree><a href='right.asp?c=1' target='m'>机构职能</a><br><a href='right.asp?c=2' "
                "target='m'>政府信息公开指南</a><br><a href='right.asp?c=9' target='m'>政府信息公开年报</a></div></body></html>"
            ),
            "/main.asp": Reply(f"<html><body><p>{'欢迎访问东篱县人民政府网站。' * 30}</p></body></html>"),
            "/right.asp?c=9": Reply(
                "<html><body><table>"
                + "".join(
                    f"<tr><td>·</td><td><a href='show.asp?n={n}' target='_blank'>{title_of(*one)}</a></td></tr>"
                    for n, one in enumerate(held, 1)
                )
                + "</table></body></html>"
            ),
            **{f"/show.asp?n={n}": report(*one) for n, one in enumerate(held, 1)},
        },
        set(held),
        least=1 + 3 + 1 + 6,
        column="/right.asp?c=9",
    )


def inner_frame() -> Site:
    """The column's page has its list in an iframe, and the menu of columns in another."""
    held = every((2022,))
    return Site(
        "inner-frame",
        {
            "/": home('<a href="/zwgk.html">政务公开</a>'),
            "/zwgk.html": page(
                "政务公开", "<iframe src='/inc/menu.html' width=200></iframe><iframe src='/inc/welcome.html'></iframe>"
            ),
            "/inc/menu.html": Reply(
                "<html><body><ul><li><a target=_parent href='/zwgk/zhinan.html'>公开指南</a><li><a target=_parent "
                "href='/zwgk/nianbao.html'>公开年报</a></ul></body></html>"
            ),
            "/inc/welcome.html": Reply("<html><body><p>请选择左边的栏目。</p></body></html>"),
            "/zwgk/nianbao.html": page("公开年报", "<iframe src='/inc/list_9.html' id='main' width='100%'></iframe>"),
            "/inc/list_9.html": Reply(f"<html><body>{items(titled(held, '/a/{n}.html'))}</body></html>"),
            **documents(held, "/a/{n}.html"),
        },
        set(held),
        least=1 + 3 + 2 + 3,
        column="/zwgk/nianbao.html",
    )


def noscript_menu() -> Site:
    """The menu is drawn by a script; its links stand in noscript."""
    held = every((2023,))
    return Site(
        "noscript-menu",
        {
            "/": Reply(
                "<html><head><title>东篱县人民政府</title><script>var m=new Menu();m.draw();</script></head><body><noscript><ul>"
                "<li><a href='/zw/'>政务公开</a></li><li><a href='/fw/'>政务服务</a></li></ul></noscript>"
                f"<p>{'东篱县概况。' * 80}</p></body></html>"
            ),
            "/zw/": page(
                "政务公开",
                "<noscript><a href='/zw/zn/'>信息公开指南</a><a href='/zw/nb/'>信息公开年度报告</a></noscript>",
            ),
            "/zw/nb/": page("信息公开年度报告", f"<noscript>{items(titled(held, '/zw/nb/2024/{n}.html'))}</noscript>"),
            **documents(held, "/zw/nb/2024/{n}.html"),
        },
        set(held),
        least=1 + 1 + 1 + 3,
        column="/zw/nb/",
    )


def refreshed_home() -> Site:
    """The host's first page only sends on (meta refresh); the home page has a splash with one picture."""
    held = every((2020,))
    return Site(
        "refreshed-home",
        {
            "/": Reply(
                "<html><head><META HTTP-EQUIV='Refresh' CONTENT='0; URL=welcome.htm'></head><body></body></html>"
            ),
            "/welcome.htm": Reply(
                "<html><head><title>东篱县</title></head><body><table><tr><td><a href='portal/Index.shtml'>"
                "<img src='enter.jpg' alt='进入网站' border=0></a></td></tr></table></body></html>"
            ),
            "/portal/Index.shtml": home('<a href="gk/index.shtml">信息公开</a>'),
            "/portal/gk/index.shtml": page("信息公开", '<ul><li><a href="ndbg.shtml">年度报告</a></li></ul>'),
            "/portal/gk/ndbg.shtml": page("年度报告", items(titled(held, "c{n}.shtml"))),
            **documents(held, "/portal/gk/c{n}.shtml"),
        },
        set(held),
        least=3 + 1 + 1 + 3,
        column="/portal/gk/ndbg.shtml",
    )


def picture_map() -> Site:
    """Home page and directory of towns are pictures with areas."""
    held = every((2021, 2022))
    pages: dict[str, Answer] = {
        "/": home(
            "", "<img src='/nav.gif' usemap='#nav'><map name='nav'><area shape=rect coords='0,0,90,30' href='/gk/' alt='信息公开'>"
            "<area shape=rect coords='90,0,180,30' href='/bs/' alt='网上办事'></map>",
        ),
        "/gk/": page("信息公开", '<a href="/gk/zn.html">指南</a><a href="/gk/xz/">乡镇信息公开</a>'),
        "/gk/xz/": page(
            "乡镇信息公开",
            "<img src='map.gif' usemap='#m'><map name=m>"
            + "".join(f"<area shape=poly coords='1,1,2,2,3,3' href='t{n}.html' title='{town}'>" for n, town in enumerate(TOWNS, 1))
            + "</map>",
        ),
    }  # fmt: skip
    for n, town in enumerate(TOWNS, 1):
        mine = [one for one in held if one[0] == town]
        pages[f"/gk/xz/t{n}.html"] = page(
            town, f'<a href="t{n}_jj.html">机构简介</a><a href="t{n}_nb.html">信息公开年报</a>'
        )
        pages[f"/gk/xz/t{n}_nb.html"] = page("信息公开年报", items(titled(mine, f"t{n}_nb_{{n}}.html")))
        pages |= documents(mine, f"/gk/xz/t{n}_nb_{{n}}.html")
    return Site("picture-map", pages, set(held), least=3 + 3 + 3 + 6)


def script_tree() -> Site:
    """The tree of columns is drawn by a script from its nodes (dTree, zTree)."""
    held = every((2022, 2023))
    return Site(
        "script-tree",
        {
            "/": home('<a href="/xxgk/index.jsp">政府信息公开</a>'),
            "/xxgk/index.jsp": page(
                "政府信息公开目录",
                "<div id='tree'></div><script>d=new dTree('d');d.add(0,-1,'公开目录');d.add(1,0,'公开指南','list.jsp?cat=1');"
                "d.add(2,0,'公开制度','list.jsp?cat=2');d.add(3,0,'公开年报','nodes.jsp?cat=3');document.write(d);</script>",
            ),
            "/xxgk/nodes.jsp?cat=3": page(
                "公开年报",
                '<ul id="z"></ul><script>var zNodes=[{id:31,pId:3,name:"2022年",url:"list.jsp?cat=31",target:"_self"},\n'
                '{"id":32,"pId":3,"name":"2023年","file":"\\/xxgk\\/list.jsp?cat=32"}];</script>',
            ),
            **{
                f"/xxgk/list.jsp?cat={31 + n}": page(
                    f"{year}年", items([(f"/xxgk/d{year}{m}.html", title_of(town, year)) for m, town in enumerate(TOWNS)])
                )
                for n, year in enumerate((2022, 2023))
            },
            **{
                f"/xxgk/d{year}{m}.html": report(town, year)
                for year in (2022, 2023)
                for m, town in enumerate(TOWNS)
            },
        },
        set(held),
        least=1 + 1 + 1 + 2 + 6,
        column="/xxgk/nodes.jsp?cat=3",
    )  # fmt: skip


def tabs() -> Site:
    """Tabs on one page, each with a short list and a link 更多; the tab is named by its head alone."""
    held = every((2020, 2021, 2022))
    rest = [held[:5], held[5:]]
    box = (
        '<div class="tab"><ul class="tab-hd"><li class="on">公开指南</li><li>公开制度</li><li>公开年报</li></ul><div class="tab-bd">'
        '<div class="p"><h4>公开指南</h4><a href="/gk/zn/1.html">东篱县政府信息公开指南</a><a href="/gk/zn/">更多&gt;&gt;</a></div>'
        '<div class="p" style="display:none"><h4>公开制度</h4><a href="/gk/zd/1.html">东篱县公开制度</a><a href="/gk/zd/">更多&gt;&gt;</a></div>'
        '<div class="p" style="display:none"><h4>公开年报</h4>{}<a class="more" href="/gk/nb/">更多&gt;&gt;</a></div></div></div>'
    )
    return Site(
        "tabs",
        {
            "/": home('<a href="/gk/">政务公开</a>'),
            "/gk/": page("政务公开", box.format(items(titled(held[:2], "/gk/nb/{n}.html")))),
            "/gk/nb/": page(
                "公开年报", items(titled(rest[0], "/gk/nb/{n}.html")) + '<a href="/gk/nb/p2.html">下一页</a>'
            ),
            "/gk/nb/p2.html": page(
                "公开年报",
                items([(f"/gk/nb/{n}.html", title_of(*one)) for n, one in enumerate(rest[1], 6)])
                + '<a href="/gk/nb/">上一页</a>',
            ),
            **documents(held, "/gk/nb/{n}.html"),
        },
        set(held),
        least=1 + 1 + 2 + 9,
        column="/gk/nb/",
    )


def subpath() -> Site:
    """The county's site lies below a path of its city's host, whose first page belongs to the city."""
    held = every((2021,))
    return Site(
        "subpath",
        {
            "/": Reply(
                "<html><head><title>示例市人民政府</title></head><body><a href='/gk/nb/'>政府信息公开年报</a>"
                f"<p>{'示例市概况。' * 60}</p></body></html>"
            ),
            "/gk/nb/": page("政府信息公开年报", items([("/gk/nb/1.html", "示例市2021年政府信息公开工作年度报告")])),
            "/gk/nb/1.html": report("示例市人民政府", 2021, "示例市2021年政府信息公开工作年度报告"),
            "/ylx/index.html": home('<a href="zwgk/index.html">政务公开</a>'),
            "/ylx/zwgk/index.html": page("政务公开", '<a href="nb/index.html">政府信息公开年度报告</a>'),
            "/ylx/zwgk/nb/index.html": page("政府信息公开年度报告", items(titled(held, "{n}.html"))),
            **documents(held, "/ylx/zwgk/nb/{n}.html"),
        },
        set(held),
        least=1 + 1 + 1 + 3,
        home="/ylx/index.html",
        column="/ylx/zwgk/nb/index.html",
    )


# --- lists


def choices() -> Site:
    """The column is a form: a body and a year to choose, sent by GET."""
    held = [(town, year) for town in TOWNS for year in (2021, 2022) if (town, year) != ("清水乡", 2021)]
    form = (
        "<form action='nb.jsp' method='get'><input type='hidden' name='site' value='7'>单位：<select name='dept'><option value=''>"
        "请选择</option><option value='11'>青石镇</option><option value='12'>白云镇</option><option value='13'>清水乡</option></select>年度："
        "<select name='year'><option value='2022' selected>2022</option><option value='2021'>2021</option></select>"
        "<input type='submit' value='查询'></form>"
    )

    def listed(town: str, year: int) -> Reply:
        found = [one for one in held if one == (town, year)]
        number = 10 + TOWNS.index(town) + 1
        return page(
            "政府信息公开年报",
            form + (items([(f"nb/{number}_{year}.html", title_of(*found[0]))]) if found else "<p>暂无信息</p>"),
        )

    return Site(
        "choices",
        {
            "/": home('<a href="/gk/index.jsp">信息公开</a>'),
            "/gk/index.jsp": page("信息公开", '<a href="nb.jsp">政府信息公开年报</a>'),
            "/gk/nb.jsp": page("政府信息公开年报", form),
            **{
                f"/gk/nb.jsp?site=7&dept={10 + TOWNS.index(town) + 1}&year={year}": listed(town, year)
                for town in TOWNS
                for year in (2021, 2022)
            },
            **{f"/gk/nb/{10 + TOWNS.index(t) + 1}_{y}.html": report(t, y) for t, y in held},
        },
        set(held),
        least=1 + 1 + 1 + 6 + 5,
        column="/gk/nb.jsp",
    )  # fmt: skip


def jump_menus() -> Site:
    """Menus of years and bodies that jump: the values are addresses, or numbers that a script puts into one."""
    held = every((2021, 2022))
    years = (
        "<select onchange=\"if(this.value)location.href=this.value\"><option value=''>请选择年度</option><option value='y2022.html'>2022年"
        "</option><option value='y2021.html'>2021年</option></select>"
    )
    units = "<select onchange=\"window.location='u_'+this.value+'.html'\"><option value=''>请选择</option>{}</select>"
    pages: dict[str, Answer] = {
        "/": home('<a href="/gk/">政务公开</a>'),
        "/gk/": page("政务公开", '<a href="/gk/nb/">年报公开</a>'),
        "/gk/nb/": page("年报公开", years),
        "/gk/nb/y2022.html": page(
            "2022年",
            years + units.format("".join(f"<option value='{n}'>{town}</option>" for n, town in enumerate(TOWNS))),
        ),
        "/gk/nb/y2021.html": page(
            "2021年", years + items([(f"d2021{n}.html", title_of(t, 2021)) for n, t in enumerate(TOWNS)])
        ),
    }
    for n, town in enumerate(TOWNS):
        pages[f"/gk/nb/u_{n}.html"] = page(town, items([(f"d2022{n}.html", title_of(town, 2022))]))
        pages |= {f"/gk/nb/d{year}{n}.html": report(town, year) for year in (2021, 2022)}
    return Site("jump-menus", pages, set(held), least=1 + 1 + 1 + 2 + 3 + 6, column="/gk/nb/")


def opened_by_scripts() -> Site:
    """Nothing is a plain link: rows, list items and anchors open their pages by scripts."""
    held = every((2021, 2022, 2023))
    rows = [
        f"<tr onclick=\"window.open('/gk/v1.html','_blank','width=800')\" style='cursor:hand'><td>{title_of(*held[0])}</td><td>2022-01-10</td></tr>",
        f"<tr><td onclick=\"location.href='/gk/v2.html'\">{title_of(*held[1])}</td><td>2022-01-10</td></tr>",
        f"<tr><td><a href='javascript:void(0);' onclick=\"openWin('/gk/v3.html');return false;\">{title_of(*held[2])}</a></td></tr>",
        f"<tr><td><a href='javascript:view(4)'>{title_of(*held[3])}</a></td></tr>",
        f"<tr><td><a href='###' onclick='view(\"5\")'>{title_of(*held[4])}</a></td></tr>",
        f"<tr><td><span data-href='/gk/v6.html' class='lnk'>{title_of(*held[5])}</span></td></tr>",
        f"<tr><td><a href=\"javascript:window.open('/gk/v7.html')\">{title_of(*held[6])}</a></td></tr>",
        f"<tr><td><a href='#' data-url='/gk/v8.html'>{title_of(*held[7])}</a></td></tr>",
        f"<tr><td><a href=\"JavaScript:parent.location='/gk/v9.html'\">{title_of(*held[8])}</a></td></tr>",
    ]
    return Site(
        "opened-by-scripts",
        {
            "/": home(
                "",
                "<div class=nav2><span onclick=\"location.href='/bs.html'\">网上办事</span><span onclick=\"location.href='/gk.html'\">"
                "政务公开</span></div>",
            ),
            "/gk.html": page(
                "政务公开", "<ul><li onclick=\"goto('/gk/zn.html')\">公开指南</li><li onclick=\"goto('/gk/nb.html')\">政府信息公开年报</li></ul>"
            ),
            "/gk/nb.html": page(
                "政府信息公开年报",
                "<script>function view(id){var u='/gk/v'+id+'.html';window.open(u);}</script><table>" + "".join(rows) + "</table>",
            ),
            **documents(held, "/gk/v{n}.html"),
        },
        set(held),
        least=1 + 1 + 1 + 9,
        column="/gk/nb.html",
    )  # fmt: skip


def _pages_of(held: list[tuple[str, int]], size: int) -> list[list[tuple[int, tuple[str, int]]]]:
    numbered = list(enumerate(held, 1))
    return [numbered[start : start + size] for start in range(0, len(numbered), size)]


def go_page() -> Site:
    """The pager calls a function that puts the number into an address."""
    held = every((2020, 2021, 2022, 2023))
    cut = _pages_of(held, 4)
    pages: dict[str, Answer] = {
        "/": home('<a href="/gk.asp">政务公开</a>'),
        "/gk.asp": page(
            "政务公开", '<a href="list.asp?cid=5">信息公开年报</a><a href="list.asp?cid=6">信息公开指南</a>'
        ),
    }
    for number, one in enumerate(cut, 1):
        following = min(number + 1, len(cut))
        pager = (
            "<script>function goPage(n){ location.href = 'list.asp?cid=5&page=' + n; }</script><div>共12条记录 第"
            f"{number}/3页 <a href='javascript:goPage(1)'>首页</a> <a href='javascript:goPage({following})'>下页</a> "
            "<a href='javascript:goPage(3)'>尾页</a></div>"
        )
        pages["/list.asp?cid=5" + (f"&page={number}" if number > 1 else "")] = page(
            "信息公开年报", items([(f"view.asp?id={n}", title_of(*it)) for n, it in one]) + pager
        )
    pages |= documents(held, "/view.asp?id={n}")
    return Site("go-page", pages, set(held), least=1 + 1 + 3 + 12, column="/list.asp?cid=5")


def post_pager() -> Site:
    """The pager sends a form by POST, with hidden fields and the page's number."""
    held = every((2020, 2021, 2022))
    cut = _pages_of(held, 4)

    def listed(number: int) -> Reply:
        one = cut[number - 1]
        form = (
            f"<form name='pageForm' method='post' action='/gk/list.do'><input type='hidden' name='columnId' value='9'/><input type='hidden' "
            f"name='currentPage' value='{number}'/></form><script>function turn(n){{document.pageForm.currentPage.value=n;document.pageForm."
            f"submit();}}</script><p>共3页 9条 <a href='javascript:turn({min(number + 1, 3)})'>下一页</a> <a href='javascript:turn(3)'>末页</a></p>"
        )
        return page("政府信息公开年报", items([(f"/gk/d{n}.html", title_of(*it)) for n, it in one]) + form)

    def answer(seen: Seen) -> Reply:
        sent = parse_qs(seen.body)
        if seen.method != "POST" or sent.get("columnId") != ["9"]:
            return Reply("<html><body>参数错误</body></html>", 500)
        return listed(int(sent["currentPage"][0]))

    return Site(
        "post-pager",
        {
            "/": home('<a href="/gk/index.do">政务公开</a>'),
            "/gk/index.do": page("政务公开", '<a href="/gk/list.do?columnId=9">政府信息公开年报</a>'),
            "/gk/list.do?columnId=9": listed(1),
            "/gk/list.do": answer,
            **documents(held, "/gk/d{n}.html"),
        },
        set(held),
        least=1 + 1 + 3 + 9,
        column="/gk/list.do?columnId=9",
    )


def post_back() -> Site:
    """ASP.NET: the pager sends the page's own form back, with its view state."""
    held = every((2020, 2021, 2022))
    cut = _pages_of(held, 4)

    def listed(number: int) -> Reply:
        one = cut[number - 1]
        links = "".join(
            f"<a href=\"javascript:__doPostBack('AspNetPager1','{n}')\">{text}</a> "
            for n, text in (
                *((n, str(n)) for n in (1, 2, 3) if n != number),
                *([(number + 1, "下页")] if number < 3 else []),
            )
        )
        body = (
            f"<form name='form1' method='post' action='annual.aspx?type=3' id='form1'><input type='hidden' name='__EVENTTARGET' value='' />"
            f"<input type='hidden' name='__EVENTARGUMENT' value='' /><input type='hidden' name='__VIEWSTATE' value='/wEPD{number}==' />"
            f"<input name='key' type='text' value='' /><input type='submit' name='btn' value='检索' />"
            f"{items([(f'detail.aspx?id={n}', title_of(*it)) for n, it in one])}<div id='AspNetPager1'>{links}</div></form>"
        )
        return page("年度报告", body)

    def answer(seen: Seen) -> Reply:
        if seen.method == "GET":
            return listed(1)
        sent = parse_qs(seen.body)
        if sent.get("__EVENTTARGET") != ["AspNetPager1"] or not sent.get("__VIEWSTATE", [""])[0].startswith("/wEPD"):
            return Reply("<html><body>视图状态无效</body></html>", 500)
        return listed(int(sent["__EVENTARGUMENT"][0]))

    return Site(
        "post-back",
        {
            "/": home('<a href="/xxgk/Default.aspx">信息公开</a>'),
            "/xxgk/Default.aspx": page("信息公开", '<a href="annual.aspx?type=3">信息公开工作年度报告</a>'),
            "/xxgk/annual.aspx?type=3": answer,
            **documents(held, "/xxgk/detail.aspx?id={n}"),
        },
        set(held),
        least=1 + 1 + 3 + 9,
        column="/xxgk/annual.aspx?type=3",
    )


def picture_pager() -> Site:
    """The next page behind a picture (alt), an empty anchor (title), and a class."""
    held = every((2019, 2020, 2021, 2022))
    cut = _pages_of(held, 3)
    nexts = (
        "<a href='nb-b.html'><img src='/img/next.gif' alt='下一页'></a>",
        "<a href='nb-c.html' title='下一页'><i class='icon'></i></a>",
        "<a class='page-next' href='nb-d.html'></a>",
        "",
    )
    return Site(
        "picture-pager",
        {
            "/": home('<a href="/gk.html">信息公开</a>'),
            "/gk.html": page("信息公开", '<a href="/nb-a.html">政务公开年报</a>'),
            **{
                f"/nb-{letter}.html": page(
                    "政务公开年报", items([(f"/d{n}.html", title_of(*it)) for n, it in one]) + f"<div>{following}</div>"
                )
                for letter, one, following in zip("abcd", cut, nexts, strict=True)
            },
            **documents(held, "/d{n}.html"),
        },
        set(held),
        least=1 + 1 + 4 + 12,
        column="/nb-a.html",
    )


def last_page_only() -> Site:
    """Only the last page is linked, and the total announced: those between have names like it."""
    held = every((2018, 2019, 2020, 2021, 2022))
    cut = _pages_of(held, 4)
    pages: dict[str, Answer] = {
        "/": home('<a href="/gk/">信息公开</a>'),
        "/gk/": page("信息公开", '<a href="/gk/nb/list.html">历年年报</a>'),
    }
    for number, one in enumerate(cut, 1):
        ends = "<div>共<b>15</b>条 第1/4页 <a href='list.html'>首页</a> <a href='javascript:;'>下一页</a> <a href='list-4.html'>尾页</a></div>"
        pages["/gk/nb/list" + (f"-{number}" if number > 1 else "") + ".html"] = page(
            "历年年报", items([(f"{n}.html", title_of(*it)) for n, it in one]) + ends
        )
    pages |= documents(held, "/gk/nb/{n}.html")
    return Site("last-page-only", pages, set(held), least=1 + 1 + 4 + 15, column="/gk/nb/list.html")


def load_more() -> Site:
    """The list comes from an interface that the page's script names: $.getJSON, more at each press."""
    held = every((2020, 2021, 2022))

    def answer(seen: Seen) -> Reply:
        asked = parse_qs(seen.path.partition("?")[2])
        number, size = int(asked.get("page", ["1"])[0]), int(asked.get("rows", ["4"])[0])
        mine = list(enumerate(held, 1))[(number - 1) * size : number * size]
        found = {
            "code": 0,
            "total": len(held),
            "rows": [
                {"id": n, "title": title_of(*it), "url": f"/gk/c/{n}.html", "publishDate": "2023-01-09"}
                for n, it in mine
            ],
        }
        return Reply(json.dumps(found, ensure_ascii=False), headers={"Content-Type": "application/json;charset=utf-8"})

    return Site(
        "load-more",
        {
            "/": home('<a href="/gk/">政务公开</a>'),
            "/gk/": page("政务公开", '<a href="/gk/nb.html">政府信息公开年报</a>'),
            "/gk/nb.html": page(
                "政府信息公开年报",
                "<ul id='list'></ul><a href='javascript:loadMore()'>加载更多</a><script>\nvar page = 1;\nfunction loadMore(){\n"
                " $.getJSON('/gk/api/list?cid=33&page=' + page + '&rows=4', function(r){ render(r.rows); page++; });\n}\nloadMore();</script>",
            ),
            **{f"/gk/api/list?cid=33&page={n}&rows=4": answer for n in (1, 2, 3, 4)},
            **documents(held, "/gk/c/{n}.html"),
        },
        set(held),
        least=1 + 1 + 1 + 3 + 9,
        column="/gk/nb.html",
    )


def ajax_post() -> Site:
    """The same by $.ajax with its parameters in an object, sent by POST."""
    held = every((2021, 2022))

    def answer(seen: Seen) -> Reply:
        sent = parse_qs(seen.body)
        if seen.method != "POST" or sent.get("channelId") != ["0407"]:
            return Reply("{}", 400, {"Content-Type": "application/json"})
        number, size = int(sent["pageNo"][0]), int(sent["pageSize"][0])
        mine = list(enumerate(held, 1))[(number - 1) * size : number * size]
        found = {
            "success": True,
            "data": {
                "totalPage": 2,
                "list": [
                    {"docTitle": title_of(*it), "docUrl": f"c_{n}.html", "pubtime": "2023-01-09 10:00:00"}
                    for n, it in mine
                ],
            },
        }
        return Reply(json.dumps(found), headers={"Content-Type": "application/json"})

    return Site(
        "ajax-post",
        {
            "/": home('<a href="/gk/">政务公开</a>'),
            "/gk/": page("政务公开", '<a href="/gk/nb.html">信息公开年报</a>'),
            "/gk/nb.html": page(
                "信息公开年报",
                "<div id='list'></div><script>\nvar channelId = '0407', pageNo = 1, pageSize = 4;\n$.ajax({\n type: 'POST',\n"
                " url: '/gk/query',\n dataType: 'json',\n data: {channelId: channelId, \"pageNo\": pageNo, pageSize: pageSize},\n"
                " success: function (d) { show(d.data.list); }\n});</script>",
            ),
            "/gk/query": answer,
            **documents(held, "/gk/c_{n}.html"),
        },
        set(held),
        least=1 + 1 + 1 + 2 + 6,
        column="/gk/nb.html",
    )


def islands() -> Site:
    """The list is no markup of the page: CDATA in an xml island, a script of type text/html, a textarea."""
    held = every((2020, 2021, 2022))
    three = [held[:3], held[3:6], held[6:]]
    old = "<!-- <ul><li><a href='/old/1.html'>东篱县青石镇2009年政府信息公开年度报告</a></li></ul> -->"
    island = "".join(
        f"<record><![CDATA[<li><a href='/gk/d{n}.html'>{title_of(*it)}</a><span>2021-01-09</span></li>]]></record>"
        for n, it in enumerate(three[0], 1)
    )
    script = "".join(
        f"<li><a href='/gk/d{n}.html'>{title_of(*it)}</a><b>2022-01-09</b></li>" for n, it in enumerate(three[1], 4)
    )
    area = "".join(
        f"&lt;li&gt;&lt;a href=&quot;/gk/d{n}.html&quot;&gt;{title_of(*it)}&lt;/a&gt;&lt;/li&gt;"
        for n, it in enumerate(three[2], 7)
    )
    return Site(
        "islands",
        {
            "/": home('<a href="/gk/">政务公开</a>'),
            "/gk/": page("政务公开", '<a href="/gk/nb.html">政府信息公开年报</a>'),
            "/gk/nb.html": page(
                "政府信息公开年报",
                f"{old}<div id='list'></div><script type='text/xml' id='ds'><recordset>{island}</recordset></script>"
                f"<script type='text/html' id='tpl'><ul>{script}</ul></script><textarea id='t' style='display:none'>{area}</textarea>",
            ),
            "/old/1.html": Reply("gone", 404),
            **documents(held, "/gk/d{n}.html"),
        },
        set(held),
        least=1 + 1 + 1 + 9,
        column="/gk/nb.html",
    )


# --- what links say


def headed_years() -> Site:
    """A table of towns by years: the year in the column's head, the town in the row's, the link says 查看."""
    held = [(town, year) for town in TOWNS for year in (2020, 2021, 2022) if (town, year) != ("白云镇", 2020)]
    rows = ""
    for t, town in enumerate(TOWNS):
        cells = "".join(
            f"<td><a href='d{t}{year}.html'>查看</a></td>" if (town, year) in held else "<td>—</td>"
            for year in (2020, 2021, 2022)
        )
        rows += f"<tr><td>{town}</td>{cells}</tr>"
    return Site(
        "headed-years",
        {
            "/": home('<a href="/gk/">政务公开</a>'),
            "/gk/": page("政务公开", '<a href="/gk/nb/">政府信息公开年报</a>'),
            "/gk/nb/": page(
                "政府信息公开年报",
                f"<table><tr><th>单位</th><th>2020年</th><th>2021年</th><th>2022年</th></tr>{rows}</table>",
            ),
            **{f"/gk/nb/d{TOWNS.index(town)}{year}.html": report(town, year, "年度报告") for town, year in held},
        },
        set(held),
        least=1 + 1 + 1 + 8,
        column="/gk/nb/",
    )


def town_names() -> Site:
    """Under a heading of its year, the names of towns, each the link to one report; no date, no class."""
    held = every((2021, 2022))
    body = "".join(
        f"<h3>{year}年政府信息公开年报</h3><p>"
        + " ".join(f"<a href='{year}/{n}.html'>{town}</a>" for n, town in enumerate(TOWNS))
        + "</p>"
        for year in (2022, 2021)
    )
    return Site(
        "town-names",
        {
            "/": home('<a href="/gk/">政务公开</a>'),
            "/gk/": page("政务公开", '<a href="/gk/nb/">政府信息公开年报</a>'),
            "/gk/nb/": page("政府信息公开年报", body),
            **{f"/gk/nb/{y}/{n}.html": report(t, y, t) for y in (2021, 2022) for n, t in enumerate(TOWNS)},
        },
        set(held),
        least=1 + 1 + 1 + 6,
        column="/gk/nb/",
    )


def press_here() -> Site:
    """A table without a class; the title is text, the link beside it says 点击查看 or 下载."""
    held = every((2021, 2022))
    rows = "".join(
        f"<tr><td>{n}</td><td>{title_of(*one)}</td><td>{'<a href=/gk/f/' + str(n) + '.docx>下载</a>' if n % 2 else f'<a href=/gk/nb.asp?id={n}>点击查看</a>'}</td></tr>"
        for n, one in enumerate(held, 1)
    )  # fmt: skip
    return Site(
        "press-here",
        {
            "/": home('<a href="/gk/">政务公开</a>'),
            "/gk/": page("政务公开", '<a href="/gk/nb.asp">政府信息公开年报</a>'),
            "/gk/nb.asp": page(
                "政府信息公开年报", f"<table border=1><tr><td>序号</td><td>标题</td><td>操作</td></tr>{rows}</table>"
            ),
            **{f"/gk/f/{n}.docx": docx(*one) for n, one in enumerate(held, 1) if n % 2},
            **{f"/gk/nb.asp?id={n}": report(*one) for n, one in enumerate(held, 1) if not n % 2},
        },
        set(held),
        least=1 + 1 + 1 + 6,
        column="/gk/nb.asp",
    )


def files_on_lists() -> Site:
    """The list leads straight to files, and one more hangs below a page that says nothing."""
    held = every((2021, 2022))
    links = [(f"/u/2023/{n}.docx", title_of(*one)) for n, one in enumerate(held[:5], 1)]
    return Site(
        "files-on-lists",
        {
            "/": home('<a href="/gk/">政务公开</a>'),
            "/gk/": page("政务公开", '<a href="/gk/nb/">政府信息公开年报</a>'),
            "/gk/nb/": page("政府信息公开年报", items([*links, ("/gk/nb/6.html", title_of(*held[5]))])),
            "/gk/nb/6.html": page(
                title_of(*held[5]), f"<h1>{title_of(*held[5])}</h1><p>附件：<a href='/u/dl.jsp?f=77'>年报.docx</a></p>"
            ),
            **{f"/u/2023/{n}.docx": docx(*one) for n, one in enumerate(held[:5], 1)},
            "/u/dl.jsp?f=77": docx(*held[5]),
        },
        set(held),
        least=1 + 1 + 1 + 5 + 2,
        column="/gk/nb/",
    )


def column_is_report() -> Site:
    """The column's page is the newest report itself; the years beside it are the others."""
    years = (2023, 2022, 2021)
    menu = (
        "<div class='side'><h3>政府信息公开年报</h3>"
        + "".join(f"<a href='/gk/nb/{y}.html'>{y}年</a>" for y in years)
        + "</div>"
    )

    def shown(year: int) -> Reply:
        name = f"东篱县人民政府{year}年政府信息公开工作年度报告"
        lines = "".join(f"<p>{line}</p>" for line in text_of("东篱县人民政府", year))
        return page(name, f"{menu}<div class='con'><h1>{name}</h1>{lines}</div>")

    return Site(
        "column-is-report",
        {
            "/": home('<a href="/gk/">政务公开</a>'),
            "/gk/": page("政务公开", '<a href="/gk/zn.html">政府信息公开指南</a><a href="/gk/nb/">政府信息公开年报</a>'),
            "/gk/nb/": shown(2023),
            **{f"/gk/nb/{year}.html": shown(year) for year in years},
        },
        {("人民政府", year) for year in years},
        least=1 + 1 + 1 + 3,
        column="/gk/nb/",
    )  # fmt: skip


def wrong_column() -> Site:
    """A report stands among notices, linked from a page on the way; beside it what only looks like one."""
    held = [("青石镇", 2022), ("白云镇", 2022)]
    return Site(
        "wrong-column",
        {
            "/": home('<a href="/gk/">政务公开</a>'),
            "/gk/": page(
                "政务公开",
                '<a href="/gk/nb/">政府信息公开年报</a><h3>通知公告</h3>'
                + items(
                    [
                        ("/tz/1.html", title_of("青石镇", 2022)),
                        ("/tz/2.html", "关于做好2022年政府信息公开工作年度报告编制工作的通知"),
                        ("/tz/3.html", "东篱县2022年政府信息公开工作年度报告解读"),
                    ]
                ),
            ),
            "/gk/nb/": page(
                "政府信息公开年报",
                items([("/gk/nb/1.html", title_of("白云镇", 2022)), ("/gk/nb/2.html", "政府信息公开年度报告制度")]),
            ),
            "/gk/nb/1.html": report("白云镇", 2022),
            "/gk/nb/2.html": page(
                "政府信息公开年度报告制度",
                f"<h1>政府信息公开年度报告制度</h1><p>{'第一条 各单位应当于每年1月31日前公布本单位上一年度的工作年度报告。' * 5}</p>",
            ),
            "/tz/1.html": report("青石镇", 2022),
        },
        set(held),
        least=1 + 1 + 1 + 3,
        column=None,
    )


def column_names() -> Site:
    """Five bodies, five names of the same column."""
    names = ("政府信息公开年报", "年报", "年度报告", "信息公开工作年度报告", "工作年报")
    bodies = ("青石镇", "白云镇", "清水乡", "县财政局", "县教育局")
    held = [(body, 2022) for body in bodies]
    pages: dict[str, Answer] = {
        "/": home('<a href="/gk/">政务公开</a>'),
        "/gk/": page("政务公开", '<a href="/gk/zn/">公开指南</a><a href="/gk/dw/">部门乡镇信息公开</a>'),
        "/gk/dw/": page(
            "部门乡镇信息公开", "".join(f'<a href="/gk/dw/{n}/">{body}</a>' for n, body in enumerate(bodies))
        ),
    }
    for n, (body, name) in enumerate(zip(bodies, names, strict=True)):
        pages[f"/gk/dw/{n}/"] = page(
            f"{body}信息公开",
            f'<a href="/gk/dw/{n}/zn/">公开指南</a><a href="/gk/dw/{n}/nb/">{name}</a><a href="/gk/dw/{n}/ys/">财政预决算</a>',
        )
        pages[f"/gk/dw/{n}/nb/"] = page(name, items([(f"/gk/dw/{n}/nb/1.html", title_of(body, 2022))]))
        pages[f"/gk/dw/{n}/nb/1.html"] = report(body, 2022)
    return Site("column-names", pages, set(held), least=1 + 1 + 1 + 5 * 3)  # fmt: skip


def written_addresses() -> Site:
    """Addresses in capitals, relative, without a scheme, below a base, with blanks and backslashes; pages in GBK."""
    held = every((2021, 2022))

    def gbk(reply: Reply) -> Reply:
        assert isinstance(reply.body, str)
        text = reply.body.replace(
            "<head>", '<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        )
        return Reply(text.encode("gbk"), headers=HTML)

    def column(seen: Seen) -> Reply:
        links = (
            f"<LI><A HREF='D1.HTML'>{title_of(*held[0])}</A> 2022-1-9</LI><LI><A HREF='./d2.html'>{title_of(*held[1])}</A> 2022-1-9</LI>"
            f"<li><a href='../NB/d3.html'>{title_of(*held[2])}</a> 2022-1-9</li><li><a href='//{seen.host}/Site/NB/d4.html'>{title_of(*held[3])}</a></li>"
            f"<li><a href=' d5.html '>{title_of(*held[4])}</a></li><li><a href='..\\NB\\d6.html'>{title_of(*held[5])}</a></li>"
        )
        text = page("政府信息公开年报", f"<UL>{links}</UL>").body
        assert isinstance(text, str)
        return gbk(Reply(text.replace("<head>", f"<head><base href='HTTP://{seen.host}/Site/NB/'>")))

    return Site(
        "written-addresses",
        {
            "/": gbk(home('<a href="Site/GK.Html">政务公开</a>')),
            "/Site/GK.Html": gbk(page("政务公开", '<A HREF="../Site//List.Asp?ID=9&amp;Type=nb">政府信息公开年报</A>')),
            "/Site/List.Asp?ID=9&Type=nb": column,
            **{f"/Site/NB/{'D1.HTML' if n == 1 else f'd{n}.html'}": gbk(report(*one)) for n, one in enumerate(held, 1)},
        },
        set(held),
        least=1 + 1 + 1 + 6,
        column="/Site/List.Asp?ID=9&Type=nb",
    )  # fmt: skip


def same_report_often() -> Site:
    """One report in its town's column, in the county's list and as a printed view: one report."""
    held = [("青石镇", 2022), ("白云镇", 2022)]
    return Site(
        "same-report-often",
        {
            "/": home('<a href="/gk/">政务公开</a>'),
            "/gk/": page("政务公开", '<a href="/gk/nb/">政府信息公开年报</a><a href="/gk/xz/">乡镇信息公开</a>'),
            "/gk/nb/": page("政府信息公开年报", items(titled(held, "/gk/nb/{n}.html"))),
            "/gk/xz/": page("乡镇信息公开", '<a href="/gk/xz/qs/">青石镇</a><a href="/gk/xz/by/">白云镇</a>'),
            "/gk/xz/qs/": page("青石镇", '<a href="/gk/xz/qs/nb/">年报</a>'),
            "/gk/xz/by/": page("白云镇", '<a href="/gk/xz/by/nb/">年报</a>'),
            "/gk/xz/qs/nb/": page("青石镇年报", items([("/gk/xz/qs/nb/5.html", title_of("青石镇", 2022))])),
            "/gk/xz/by/nb/": page("白云镇年报", items([("/gk/nb/2.html", title_of("白云镇", 2022))])),
            **documents(held, "/gk/nb/{n}.html"),
            "/gk/xz/qs/nb/5.html": report("青石镇", 2022),
        },
        set(held),
        least=1 + 1 + 1 + 1 + 2 + 2 + 3,
    )


SITES: tuple[Callable[[], Site], ...] = (
    frames,
    inner_frame,
    noscript_menu,
    refreshed_home,
    picture_map,
    script_tree,
    tabs,
    subpath,
    choices,
    jump_menus,
    opened_by_scripts,
    go_page,
    post_pager,
    post_back,
    picture_pager,
    last_page_only,
    load_more,
    ajax_post,
    islands,
    headed_years,
    town_names,
    press_here,
    files_on_lists,
    column_is_report,
    wrong_column,
    column_names,
    written_addresses,
    same_report_often,
)


class Sites:
    """All of them served, each from a host of its own; a context manager."""

    def __init__(self, made: Iterable[Callable[[], Site]] = SITES) -> None:
        self.sites = {site.name: site for site in (one() for one in made)}
        self.served: dict[str, LoopSite] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        for name, site in self.sites.items():
            self.served[name] = self._stack.enter_context(LoopSite(dict(site.pages)))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def origin(self, name: str) -> str:
        return f"http://{name}.localhost:{self.served[name].port}"

    def requests(self, name: str) -> list[str]:
        """Paths asked for, without robots.txt."""
        return [
            (f"{seen.method} {seen.path} {seen.body}".strip() if seen.method == "POST" else seen.path)
            for seen in self.served[name].seen
            if seen.path != "/robots.txt"
        ]
