"""Web pages.

`html_walk`: what is printed; `html_chrome`, `html_body`: what of it is the document; `html_facts`: what it says
of itself.
"""

from __future__ import annotations

from dataclasses import replace

from parse.carrier.html_body import choose_body
from parse.carrier.html_chrome import info_line, mark_chrome
from parse.carrier.html_facts import facts_of_tree, page_facts
from parse.carrier.html_pages import pages_in, with_form
from parse.carrier.html_pictures import base_of, pictures_in
from parse.carrier.html_tree import parse_html
from parse.carrier.html_unseen import take_out_unseen
from parse.carrier.html_walk import Walk, walk
from parse.document import Document
from parse.problem_kinds import KINDS, problem
from parse.report import Problem

LARGEST = 64_000_000
"""Characters of a page that is parsed; libxml2 gives up above 100 MB without a word."""


def open_html(text: str) -> Document:
    """The document of a page. Never raises.

    Elements with display:none are left out, as a browser does, unless the tables of the national form or all of the
    text are in them: pages show them by script (tabs 全真版/文字版), and a report is worth more than a ghost. Whole
    pages behind each other are one, as a browser shows them, unless two of them hold the form with other figures: then
    the text is that of the first, and nothing tells whose the tables are.
    """
    pages = pages_in(text)
    if len(pages) > 1 and len(forms := with_form(pages)) > 1:
        opened = [_open_page(page) for page in forms]
        if any(list(other.grids()) != list(opened[0].grids()) for other in opened[1:]):
            told = problem("several_reports", KINDS["several_reports"].english, seen=f"{len(forms)} pages")
            return replace(opened[0], blocks=tuple(opened[0].paragraphs()), problems=(told, *opened[0].problems))
        return opened[0]
    return _open_page("".join(pages))


def _open_page(text: str) -> Document:
    if len(text) > LARGEST:
        told = problem("reading_limit", f"The page has {len(text)} characters; at most {LARGEST} are read.")
        return Document("text/html", (), problems=(told,))
    root, repair = parse_html(text)
    if root is None:
        return Document("text/html", (), problems=(Problem("empty", "reading", "error", "The page has no element."),))
    problems: list[Problem] = []
    if repair:
        problems.append(Problem("page_too_deep", "reading", "info", repair))
    of_tree, base = facts_of_tree(root), base_of(root)
    hides = take_out_unseen(root)
    page = walk(root)
    if hides and not _has_substance(page):
        whole, _ = parse_html(text)
        assert whole is not None
        take_out_unseen(whole, hidden=True)
        with_hidden = walk(whole)
        if _has_substance(with_hidden):
            root, page = whole, with_hidden
            problems.append(
                Problem("hidden_text", "reading", "info", "The page hides its report until a script shows it.")
            )
    if page.too_large:
        problems.append(
            Problem(
                "table_too_large",
                "reading",
                "warning",
                "A table is too large to lay out: read as lines.",
                seen=str(page.too_large),
            )
        )
    chrome = mark_chrome(page)
    body, asked = choose_body(root, page, chrome)
    if not asked:
        problems.append(
            Problem(
                "body_by_own_walk",
                "reading",
                "info",
                "The page is too large for trafilatura: body chosen by our own walk.",
            )
        )
    body = [
        index
        for index in body
        if not page.items[index].metadata and not (page.items[index].text and info_line(page.items[index].text))
    ]
    facts = page_facts(of_tree, page, body)
    images = sum(body[0] <= place <= body[-1] + 1 for place, _ in page.images) if body else len(page.images)
    blocks = tuple(page.items[index].block for index in body)
    return Document("text/html", blocks, facts, images, tuple(problems), pictures_in(page.images, body, base))


def _has_substance(page: Walk) -> bool:
    return any(item.form for item in page.items) or (
        sum(len(item.text) - item.links for item in page.items if len(item.text) >= 20) >= 600
    )
