"""Which part of a page is the document: trafilatura finds it, our own walk prints it.

Where the CMS names its wrapper of the article and nothing else of the page is running text, there is nothing to ask.
Else trafilatura gets the page after every data table of it became a one-line placeholder: tables are what it spends its
time on, and it drops the second of two equal paragraphs or tables. Its text is not used as the body, only to see which
items of the walk it chose; the body is every item of the smallest element that holds nearly all of them.
"""

from __future__ import annotations

import logging
import re

import lxml.etree
import lxml.html
import trafilatura

from parse.carrier.html_chrome import info_line
from parse.carrier.html_tree import tag_of
from parse.carrier.html_walk import Span, Walk
from parse.document import Grid

MAX_CHARACTERS = 400_000
MAX_ITEMS = 4_000
MAX_DEPTH = 400
MAX_ELEMENTS = 40_000
"""Bounds of what trafilatura is given: it takes 40 s for 1.6 MB in 100,000 paragraphs, and recurses."""

_PLACEHOLDER = "此处为第{}号数据表格内容由表格读取程序另行读取。"
_PLACED = re.compile(r"此处为第(\d+)号数据表格内容")
_BLANKS = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")
_SHARE = 0.85
_PLAIN_SHARE = 0.75
_ENOUGH = 300
"""Characters of running text below which a wrapper's name is not believed alone."""
_TABLE_WEIGHT = 200
_FORM_WEIGHT = 400
"""What a table counts for, in characters, and one of the national form."""
_SENTENCE = re.compile(r"[，。；！？]|\A[一二三四五六七八九十]+、|\A[（(][一二三四五六七八九十]+[）)]")
_STOP = re.compile("[，。；、：,.;:]")
_BODY_WORDS = """trs_editor trs_ueditor zoom zoomcon ucapcontent j-fontcontent j-fontsize article_content
    articlecontent article-content newscontent content_body contentbody bt-content view_content wzcontent
    pages_content v_news_content xxgk_content detail_content fontzoom ewb-article-content art_con artcontent"""
_BODY_NAMES = frozenset(_BODY_WORDS.split())
"""Names under which the CMS families of Chinese portals wrap an article's own text (TRS, ucap, hanweb, VSB, Epoint)."""

logging.getLogger("trafilatura").addFilter(lambda record: record.levelno >= logging.CRITICAL)


def choose_body(root: lxml.html.HtmlElement, page: Walk, chrome: list[bool]) -> tuple[list[int], bool]:
    """(indices of the items of the body in order, whether trafilatura was asked).

    A table with labels of the national form is always part of the body.
    """
    if not page.items:
        return [], True
    own = _without_chrome(_own_weights(page), chrome)
    asked = True
    wrapper = _plain_wrapper(page, own)
    if wrapper is not None:
        weights = [weight if wrapper.start <= at < wrapper.end else 0 for at, weight in enumerate(own)]
    else:
        weights, asked = _chosen(root, page)
        weights = _without_chrome(weights, chrome)
        if not any(weights):
            weights = own
    forms = set()
    for index, item in enumerate(page.items):
        if item.form and not item.metadata:
            weights[index] = _FORM_WEIGHT
            forms.add(index)
    total = sum(weights)
    if not total:
        # nothing looks like a text: then everything that is neither chrome nor link
        return [i for i, item in enumerate(page.items) if not chrome[i] and item.links < max(len(item.text), 1)], asked
    start, end = _range(page, weights, own, forms)
    return [index for index in range(start, end) if not chrome[index] or weights[index]], asked


def _without_chrome(weights: list[int], chrome: list[bool]) -> list[int]:
    return [0 if mark else weight for weight, mark in zip(weights, chrome, strict=True)]


def _plain_wrapper(page: Walk, own: list[int]) -> Span | None:
    """The CMS's own wrapper of the article where it leaves nothing to ask: nearly all running text of the page stands
    in it and no sentence or heading behind it, so that whatever trafilatura chose, the body would be the wrapper.
    """
    total = sum(own)
    if total < _ENOUGH:
        return None
    for span in page.spans:
        if _is_wrapper(span) and sum(own[span.start : span.end]) >= _PLAIN_SHARE * total:
            behind = range(span.end, len(own))
            return None if any(own[at] and _SENTENCE.search(page.items[at].text) for at in behind) else span
    return None


def _range(page: Walk, weights: list[int], own: list[int], forms: set[int]) -> tuple[int, int]:
    """Where the body begins and ends: the smallest element with nearly all of the chosen text.

    The CMS's own wrapper of the article, where there is one with most of that text, is better known than what
    trafilatura takes from around it. But a stray end tag in pasted text closes a wrapper early: chosen sentences after
    it, and tables of the national form anywhere, still belong to the body.
    """
    before = [0]
    for weight in weights:
        before.append(before[-1] + weight)

    total = before[-1]

    def weight_of(span: Span) -> int:
        return before[span.end] - before[span.start]

    wrappers = [span for span in page.spans if _is_wrapper(span) and weight_of(span) * 2 >= total]
    heavy = [span for span in page.spans if weight_of(span) >= _SHARE * total]
    if wrappers:
        core = max(wrappers, key=lambda span: (weight_of(span), span.depth))
    elif heavy:
        core = max(heavy, key=lambda span: (span.start - span.end, span.depth))
    else:
        return 0, len(page.items)
    outside = [
        index
        for index, weight in enumerate(weights)
        if weight
        and not core.start <= index < core.end
        and (index in forms or (own[index] and (index >= core.end or not wrappers)))
    ]
    return min([core.start, *outside]), max([core.end, *(index + 1 for index in outside)])


def _is_wrapper(span: Span) -> bool:
    names, own = span.element.get("class"), span.element.get("id")
    if tag_of(span.element) == "ucapcontent":
        return True
    return bool(names or own) and not _BODY_NAMES.isdisjoint(f"{names or ''} {own or ''}".lower().split())


def _chosen(root: lxml.html.HtmlElement, page: Walk) -> tuple[list[int], bool]:
    """Weight of each item that trafilatura took into its text (0: it did not)."""
    characters = sum(len(item.text) for item in page.items)
    deep = max((span.depth for span in page.spans), default=0) > MAX_DEPTH
    if characters > MAX_CHARACTERS or len(page.items) > MAX_ITEMS or page.elements > MAX_ELEMENTS or deep:
        return [0] * len(page.items), False
    _put_placeholders(page)
    text = _extract(root)
    placed = {int(number) for number in _PLACED.findall(text)}
    lines = {_BLANKS.sub("", line) for line in text.splitlines()}
    whole = _BLANKS.sub("", text)
    weights: list[int] = []
    for index, item in enumerate(page.items):
        if isinstance(item.block, Grid):
            weights.append(_TABLE_WEIGHT if index in placed else 0)
            continue
        form = _BLANKS.sub("", item.text)
        taken = form in lines or (len(form) >= 8 and form in whole)
        weights.append(len(form) if taken else 0)
    return weights, True


def _put_placeholders(page: Walk) -> None:
    """Change the page's tree: a line for each data table in its place; metadata tables are emptied."""
    for index, item in enumerate(page.items):
        if item.table is not None:
            item.table.clear(keep_tail=True)
            item.table.tag = "p"
            item.table.text = None if item.metadata else _PLACEHOLDER.format(index)


def _extract(root: lxml.html.HtmlElement) -> str:
    """trafilatura's text of the page, empty where it finds none or fails."""
    try:
        found = trafilatura.bare_extraction(root, fast=True, include_comments=False)
    # the library stumbles over odd trees in many ways; its choice is a help, the walk stands without it
    except (
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        KeyError,
        RecursionError,
        AssertionError,
        lxml.etree.LxmlError,
    ):
        return ""
    text = getattr(found, "text", None)
    return text if isinstance(text, str) else ""


def _own_weights(page: Walk) -> list[int]:
    """Without trafilatura: lines of running text and tables, by their length without links."""
    weights: list[int] = []
    for item in page.items:
        if isinstance(item.block, Grid):
            weights.append(0 if item.metadata else _FORM_WEIGHT if item.form else _TABLE_WEIGHT)
            continue
        plain = len(item.text) - item.links
        telling = plain >= 20 or (plain >= 10 and _STOP.search(item.text) is not None)
        weights.append(plain if telling and not info_line(item.text) else 0)
    return weights
