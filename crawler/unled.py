"""What a column's page names and leads nowhere with, as far as the walk can tell: years, public bodies and reports that
stand in it without a link that is understood, and buttons for more of it. Pure functions.

Whatever script lies behind them, of what is so named nothing would be found, and nothing said. So each is kept with the
list, and where in the end nothing of it was found in the column, the list is not whole (`crawler.lists`). A heading
over links, a filter of a list that shows all, and a tab over what the page has already lead nowhere and need not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from lxml import etree

from crawler import link_words as words
from crawler import links
from crawler.chrome import in_chrome
from crawler.elements import fits, squeeze, text_of
from crawler.page import Page
from crawler.pressing import SECOND, is_chosen, is_numbered, is_off, is_pressed, is_shown
from crawler.scripts import block_of, read_scripts

Kind = Literal["year", "body", "class", "report", "more", "page", "place"]


@dataclass(frozen=True, slots=True)
class Unled:
    """One thing named: its text, of which kind it is, whether it is an option of a menu, and whether it shows that
    something happens when it is pressed."""

    text: str
    kind: Kind
    option: bool = False
    pressed: bool = False

    @property
    def turns(self) -> bool:
        """Whether it says that it turns the page."""
        return self.kind == "page" and bool(_TURN.match(self.text))

    @property
    def years(self) -> frozenset[str]:
        """The years that it names."""
        return years_in(self.text)


def years_in(text: str) -> frozenset[str]:
    """The years that a text names, of four digits: 2021年, 21年, 二〇二一年."""
    short = re.match(r"(\d\d)年", text)
    spelled = re.match(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)", text)
    told = [*words.ANY_YEAR.findall(text), *((f"20{short[1]}",) if short else ())]
    return frozenset((*told, spelled[0].translate(_DIGITS)) if spelled else told)


_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_MOST = 3000
"""Pieces of text of one page that are looked at."""
_LONGEST = 60
"""Characters of a name."""
_FEW = 400
"""Characters of a row, blanks too."""
_LOAD = re.compile(
    r"^(?:点击|点此|下拉|上拉)?(?:加载|查看|显示|载入|获取)更多(?:信息|内容|数据|年报|报告|记录)?[.…>»↓]*$|^展开(?:更多|全部)$"
)
_TURN = re.compile(r"^[\[【(（]?(?:下一?页|后一?页|[Nn]ext)[\])）】]?[>›»＞→]*$")
_PATH = re.compile(r"[>›»＞→]|位置[:：]")
_ROWS = frozenset({"tr", "li", "p", "dd"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "legend", "summary"})
_BLOCKS = frozenset({"ul", "ol", "dl", "dd", "div", "table", "section", "p", "tbody"})
_UNSEEN = frozenset({"script", "style", "title", "noscript", "textarea", "template", "head"})
_texts: Any = etree.XPath("descendant::text()[string-length(normalize-space()) > 0]")
_hidden: Any = etree.XPath("descendant::*[contains(translate(@style, ' ', ''), 'display:none')]")
_buttons: Any = etree.XPath("descendant::input[@value and (@type='button' or @type='submit')]")


def unled(page: Page) -> tuple[Unled, ...]:
    """What a page of a column names and leads nowhere with."""
    led = {link.text for link in (*page.links, *page.posts)} | {link.heading for link in page.links}
    said = {*page.crumbs, *page.headings, page.title}
    found: dict[str, Unled] = {}
    for node, text in islice(_named(page.root), _MOST):
        kind = _kind(text)
        if kind is None or text in found or text in led or text in said or _unseen(node):
            continue
        if kind in ("year", "class", "body") and is_shown(node):
            continue
        if in_chrome(node, page.chrome) or (kind not in ("more", "page") and _is_explained(node, text, page)):
            continue
        pressed = is_pressed(node)
        if kind in ("more", "page") and is_off(node):
            continue
        if kind == "page" and not (is_numbered(node, page.url) if SECOND.match(text) else pressed):
            continue
        option = next(node.iterancestors("select"), None) is not None
        if kind == "class" and not (option or pressed):
            continue
        if option and is_chosen(node):
            continue
        found[text] = Unled(text, kind, option, pressed)
    for kinds in ({"year"}, {"body", "class"}):
        tabs = [one.text for one in found.values() if one.kind in kinds and not one.option]
        if tabs and _has_parts(page, len(tabs)):
            found = {text: one for text, one in found.items() if text not in tabs}
    if scrolled := _on_scroll(page.scripts):
        found[scrolled] = Unled(scrolled, "more")
    if place := empty_place(page):
        found[place] = Unled(place, "place")
    return tuple(found.values())


def _has_parts(page: Page, tabs: int) -> bool:
    """Whether a page has the parts that so many tabs open, or one more: hidden ones with links, or blocks of one class
    side by side with several links each."""
    if sum(_leads(node, page) for node in _hidden(page.root)) in (tabs, tabs - 1, tabs + 1) and tabs > 1:
        return True
    blocks: Counter[tuple[Any, str]] = Counter()
    for node in page.root.iter("div", "ul"):
        kind = (node.get("class") or "").split()[:1]
        if kind and len({one.get("href") for one in islice(node.iter("a"), 2)}) > 1 and _leads(node, page):
            blocks[node.getparent(), kind[0]] += 1
    return any(number in (tabs, tabs + 1) for number in blocks.values() if number > 1)


def empty_place(page: Page) -> str | None:
    """The place of a list into which a script of a file of its own puts what there is: an empty `<ul id="nbList">`,
    `<tbody id="rows">`, which no script in the page names."""
    if not page.own_scripts:
        return None
    for node in page.root.iter("ul", "ol", "tbody", "div"):
        name = node.get("id") or ""
        empty = _LISTS.search(name) and len(node) == 0 and len(text_of(node)) <= _WAITING
        if empty and name not in page.scripts and not in_chrome(node, page.chrome):
            return f"what a script puts into the empty {node.tag} {name}"
    return None


_WAITING = 12
"""Characters of a place that says no more than that it is loading."""
_LISTS = re.compile(
    r"(?:list|rows?|results?|tbody|data|content|nb|ndbg)(?:[_-]?(?:box|con|body|ul|wrap|div|\d+))?$", re.I
)
"""What the place of a list is called; `content-share` and `hot_first` are others."""


def remaining(
    named: Iterable[Unled],
    texts: Collection[str],
    years: Collection[str],
    bodies: Collection[str],
    *,
    turned: bool,
    led_on: bool,
) -> list[str]:
    """Of what a list names and leads nowhere with, that of which nothing was found: `texts` are the titles and `years`
    the years of the entries of its column, `bodies` those that its lists are of; `turned`: further pages of it were
    read, or all the entries that it announces; `led_on`: it leads to further lists."""
    named = list(named)
    options = [one for one in named if one.option]
    # A menu over a list that shows others than its chosen year, or more than one of its bodies, holds it to none.
    titled = {year for text in texts for year in years_in(text)}
    free_years = any(one.kind == "year" and one.years & titled for one in options)
    free_bodies = sum(one.kind == "body" and any(one.text in text for text in texts) for one in options) > 1
    few = sum(one.kind == "body" and not one.option for one in named) > len(texts)
    left = []
    for one in named:
        if one.kind == "year":
            known = one.years <= set(years) or (one.option and free_years)
        elif one.kind == "body":
            known = any(one.text in text for text in (*bodies, *texts)) or (one.option and free_bodies)
            known |= not (one.pressed or one.option or few)
        elif one.kind == "class":
            known = False
        elif one.kind == "place":
            known = turned or led_on
        elif one.kind == "report":
            known = any(one.text in text or text in one.text for text in texts)
        else:
            known = turned
        if not known:
            left.append(one.text)
    return left


def _kind(text: str) -> Kind | None:
    if words.YEAR.match(text):
        return "year"
    if links.is_unit(text) and words.SURELY_UNIT.search(text) and not words.UNIT_CLASS.match(text):
        return "body"
    if words.UNIT_CLASS.match(text):
        return "class"
    if links.is_report(text) and words.ANY_YEAR.search(text) and not _PATH.search(text):
        return "report"
    if _LOAD.match(text):
        return "more"
    return "page" if _TURN.match(text) or SECOND.match(text) else None


def _named(root: Any) -> Iterator[tuple[Any, str]]:
    """(element, text) of the pieces of a page that are short enough for a name."""
    for piece in _texts(root):
        if len(piece) < 10 * _LONGEST and (text := squeeze(piece)) and len(text) <= _LONGEST:
            node = piece.getparent()
            yield (node if piece.is_text else node.getparent()), text
    for node in _buttons(root):
        yield node, squeeze(node.get("value"))


def _unseen(node: Any) -> bool:
    return node is None or node.tag in _UNSEEN or any(above.tag in _UNSEEN for above in node.iterancestors())


def _leads(node: Any, page: Page) -> bool:
    """Whether something in an element is a link that is understood."""
    for one in islice(node.iter("a", "area"), _MOST):
        href = (one.get("href") or "").strip()
        plain = href and not href.startswith("#") and not href.lower().startswith("javascript")
        if plain and page.absolute(href) and not in_chrome(one, page.chrome):
            return True
    return False


def _is_explained(node: Any, text: str, page: Page) -> bool:
    """Whether a name is that of a row with a link, or a heading over links."""
    for above in islice((node, *node.iterancestors()), 4):
        if above.tag in _ROWS:
            if fits(above, 10 * _FEW) and _leads(above, page):
                return True
            break
    if node.tag in _HEADINGS or _heads_a_table(node, page):
        return True
    place = node
    for _ in range(3):
        following = place.getnext()
        if following is not None and following.tag in _BLOCKS and _leads(following, page):
            return True
        place = place.getparent()
        if place is None or not fits(place, _FEW) or text_of(place) != text:
            break
    return False


def _heads_a_table(node: Any, page: Page) -> bool:
    """Whether a name stands at the head of a column or of a row of a table with links."""
    row = next((above for above in node.iterancestors("tr")), None)
    table = None if row is None else next(row.iterancestors("table"), None)
    if row is None or table is None or not _leads(table, page):
        return False
    first = next(table.iter("tr"), None)
    return row is first or any(above.tag == "th" for above in (node, *islice(node.iterancestors(), 2)))


_FUNCTION = r"(?:function\b[^{]{0,60}|\(?[^()]{0,40}\)?\s*=>\s*)\{"
_SCROLLS = re.compile(
    rf"\.\s*scroll\s*\(\s*{_FUNCTION}|onscroll\s*=\s*{_FUNCTION}|[\"']scroll[\"']\s*,\s*{_FUNCTION}|"
    rf"IntersectionObserver\s*\(\s*{_FUNCTION}"
)
_FETCHES = re.compile(r"\.\s*(?:ajax|getJSON|get|post|load)\s*\(|\bfetch\s*\(|XMLHttpRequest|\baxios\b")
_CALLED = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,60})\s*\(")
SCROLLING = "what comes when the page is scrolled"


def _on_scroll(scripts: str) -> str | None:
    """Whether more of a list comes when its page is scrolled."""
    blocks = [block_of(scripts, found.end()) for found in islice(_SCROLLS.finditer(scripts), 10)]
    called = {one[1] for block in blocks for one in _CALLED.finditer(block)}
    functions = read_scripts(scripts).functions if called else {}
    blocks += [functions[name][1] for name in called & functions.keys()]
    return SCROLLING if any(_FETCHES.search(block) for block in blocks) else None
