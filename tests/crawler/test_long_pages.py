"""Pages of three million characters that are one mark over and over.

What looks at each mark anew from its place on would need hours for one of them; read in one pass, all of them take
seconds. Nothing here depends on how fast a machine is: the bound is for what never ends.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NEVER = 900
"""Seconds after which a look at one page is not going to end."""
LENGTH = 3_000_000
CODE = """
import sys
sys.path.insert(0, sys.argv[1])
from test_long_pages import page_of
from crawler import links
from crawler.announced import announced, says_empty
from crawler.interfaces import calls
from crawler.page import page_of_text
from crawler.paging import read_pager
from scrapy.settings import Settings
from crawler.portal import Portal
from spiders.portals import spider_class
page = page_of_text("http://x.gov.cn/gk/index.html", page_of(sys.argv[2]))
spider = spider_class([Portal("x", "x", "", "", None, "http://x.gov.cn/", (), "generic")])()
spider.settings = Settings()
meta = {"kind": "list", "number": 1, "depth": 0, "chain": page.url, "fresh": True}
announced(page.text), says_empty(page.text), page.redirect, page.crumbs, page.forms, page.choosers
read_pager(page), calls(page), links.documents(page, page.url), links.sub_columns(page, page.url)
list(spider.extra_links(page)), list(spider.extra_pages(page, meta))
list(spider.extra_requests(page, spider.context(), meta))
page.with_script("var a = 1;").links
print("looked at", len(page.links))
"""


def page_of(name: str) -> str:
    """One of the pages."""

    def numbered(piece: str) -> str:
        return "".join(piece.replace("%", str(n)) for n in range(LENGTH // len(piece)))

    def again(piece: str) -> str:
        return piece * (LENGTH // len(piece))

    made = {
        "open-comments": lambda: "共3条" + again("<!--"),
        "open-selects": lambda: "共3条" + again("<select "),
        "open-sections": lambda: again("<![CDATA["),
        "open-records": lambda: "<datastore>" + again("<record>"),
        "blanks": lambda: "1" + again(" ") + "共3页",
        "lines": lambda: f"<script>{again(chr(10))}</script>",
        "variables": lambda: "<script>" + numbered("var a%='x';") + "</script>",
        "functions": lambda: f"<script>{again('function a(){')}</script>",
        "handlers": lambda: (
            "<script>" + numbered("var a%='x';") + "</script>" + numbered('<li onclick="go(a%)">x</li>')
        ),
        "calls": lambda: f"<script>{again('$.ajax({')}</script>",
        "pagers": lambda: "<script>var pageCount=300;" + again("location='i_'+n+'.html';") + "</script>",
        "windows": lambda: f"<script>{again('window.')}</script>",
        "cells": lambda: "<table><tr>" + again("<td><a href='x.html'>查看</a></td>") + "</tr></table>",
        "one-address": lambda: "<div><p>" + again("<a href='x.html'>a</a>") + "</p></div>",
        "menus": lambda: (
            numbered("<select id=s%><option>2022年</option></select>")
            + "<a onclick=\"location='x'+$('#s1').val()\">x</a>"
        ),
        "hashes": lambda: "<a href='/gkmlpt/'>x</a>" + again("<a href='"),
    }
    return f"<html><body>{made[name]()}<a href='/a.html'>年报</a></body></html>"


@pytest.mark.parametrize(
    "name",
    [
        "open-comments", "open-selects", "open-sections", "open-records", "blanks", "lines", "variables", "functions",
        "handlers", "calls", "pagers", "windows", "cells", "one-address", "menus", "hashes",
    ],
)  # fmt: skip
def test_a_page_of_one_mark_is_looked_at_in_one_pass(name: str) -> None:
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(here), name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=NEVER,
        check=False,
    )
    assert done.stdout.startswith("looked at"), done.stderr
