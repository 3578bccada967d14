"""What a page says of itself: meta tags, window title, headings, breadcrumb, metadata block, info line."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.etree
import lxml.html

from parse.carrier.html_chrome import BREADCRUMB, tokens
from parse.carrier.html_labels import DATED_LABELS, STRONG_LABELS, label_of, pairs
from parse.carrier.html_tree import elements_at, printed
from parse.carrier.html_walk import Walk
from parse.document import Grid, GridCell

MAX_FACTS = 400
_CRUMB_TOKENS = frozenset(("crumb", "crumbs", "breadcrumb", "breadcrumbs", "bread", "dqwz", "weizhi", "curpos"))
_ALERT = re.compile(r"""\balert\s*\(\s*(["'])([^"'<>]{2,200})\1""")
_SHORT_SCRIPT = 2000
"""Characters of a script in which a message to the visitor is looked for: the page has little else."""
_DIVIDER = re.compile(r"[\s\u00a0\u3000]*(?:&gt;|[>＞»›→]+|—>)[\s\u00a0\u3000]*")
_TITLE_WORDS = """article_title article-title articletitle artitle art_title art-title content_title
    content-title newstitle news_title xl_title xxgk_title detail_title detail-title bt-title info-title
    wz_title pages_title biaoti"""
_TITLE_NAMES = frozenset(_TITLE_WORDS.split())
_TITLE_TAGS = ("h1", "ucaptitle", "div", "p", "span", "h2", "h3", "td")
_MAY_BE_TITLE = lxml.etree.XPath(
    "//h1|//ucaptitle|(//@class|//@id)[contains(translate(.,'TILBAO','tilbao'),'tit')"
    " or contains(translate(.,'TILBAO','tilbao'),'biao')]"
    f"/parent::*[{' or '.join('self::' + tag for tag in _TITLE_TAGS)}]"
)
"""Elements that can have one of these names (a search in C; a page has thousands of paragraphs)."""


def facts_of_tree(root: lxml.html.HtmlElement) -> list[tuple[str, str]]:
    """(name, value) of the head, then of title and headings, in order of appearance; the tree as it was parsed."""
    return [*_head(root), *_headings(root)]


def page_facts(facts: list[tuple[str, str]], page: Walk, body: list[int]) -> tuple[tuple[str, str], ...]:
    """All facts: those of the tree, then what is printed."""
    found = [*facts, *_breadcrumbs(page), *_printed(page, frozenset(body))]
    return tuple(dict.fromkeys(found))[:MAX_FACTS]


def _head(root: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or ""
        content = printed(meta.get("content") or "")
        if name and content and name.lower() not in ("viewport", "renderer"):
            yield f"meta:{name}", content
    for title in root.iter("title"):
        if text := printed("".join(title.itertext())):
            yield "title", text
    for script in root.iter("script"):
        if match := _ALERT.search((script.text or "")[:_SHORT_SCRIPT]):
            yield "alert", printed(match[2])


def _headings(root: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    """h1 and the elements that a CMS marks as the article's title, all under the name h1."""
    for element in elements_at(_MAY_BE_TITLE, root):
        if element.tag not in ("h1", "ucaptitle"):
            named = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
            if _TITLE_NAMES.isdisjoint(named):
                continue
        if (text := printed("".join(element.itertext()))) and len(text) <= 300:
            yield "h1", text


def _breadcrumbs(page: Walk) -> Iterator[tuple[str, str]]:
    """The steps, ` > ` between them; by the element's name, else by the words 当前位置."""
    taken = -1
    for span in page.spans:
        if span.start < taken or span.start >= span.end or span.end - span.start > 20:
            continue
        if _CRUMB_TOKENS & tokens(span):
            steps = " > ".join(item.text for item in page.items[span.start : span.end] if item.text)
            if path := _steps(steps):
                taken = span.end
                yield "breadcrumb", path
    if taken < 0:
        for item in page.items:
            if item.text and len(item.text) <= 300 and (match := BREADCRUMB.match(item.text)) and match.group(1):
                yield "breadcrumb", _steps(item.text)


def _steps(text: str) -> str:
    match = BREADCRUMB.match(text)
    path = match.group(1) if match else text
    return " > ".join(step for step in _DIVIDER.split(path) if step and not step.isspace())


def _printed(page: Walk, body: frozenset[int]) -> Iterator[tuple[str, str]]:
    """Rows of metadata tables and pairs in lines. Inside the body only whole info lines count."""
    waiting: str | None = None
    for index, item in enumerate(page.items):
        if isinstance(item.block, Grid):
            waiting = None
            if item.metadata:
                yield from _table_facts(item.block.rows())
            continue
        if waiting is not None:
            label, waiting = waiting, None
            if not pairs(item.text) and (label_of(item.text) is None):
                yield label, item.text
                continue
            yield label, ""
        if index in body:
            continue
        found = pairs(item.text)
        if found:
            yield from found[:-1]
            if found[-1][1]:
                yield found[-1]
            else:
                waiting = found[-1][0]
        elif (alone := label_of(item.text)) and (alone in STRONG_LABELS or alone in DATED_LABELS):
            waiting = alone
    if waiting is not None:
        yield waiting, ""


def _table_facts(rows: list[list[GridCell | None]]) -> Iterator[tuple[str, str]]:
    for row in rows:
        cells = [cell for cell in dict.fromkeys(row) if cell is not None]
        position = 0
        while position < len(cells):
            text = cells[position].text
            label = label_of(text)
            if label is None:
                yield from pairs(text)
            else:
                following = cells[position + 1].text if position + 1 < len(cells) else ""
                if label_of(following) is None:
                    yield label, following
                    position += 1
                else:
                    yield label, ""
            position += 1
