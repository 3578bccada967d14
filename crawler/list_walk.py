"""The lists of a walk: their entries, the columns below them, their further pages whatever brings them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import choices, links
from crawler import link_words as words
from crawler.anchors import Link
from crawler.document_walk import WalksDocuments
from crawler.failures import is_gone, reason_of
from crawler.forms import Menus
from crawler.interfaces import Call, calls, inline, next_call
from crawler.limits import COLUMN_DEPTH, LIST_PAGES, MOST_CHOICES, MOST_PARTS, SEARCH_PAGES, WAY_DEPTH
from crawler.lists import ListWalk
from crawler.own_hosts import is_own
from crawler.page import Page
from crawler.paging import read_pager
from crawler.unled import empty_place
from crawler.urls import bare, same_list
from parse.report import Context

PATIENCE = 2
"""Pages without anything of their own, one after the other, behind which nothing more is looked for."""
LEADING = frozenset({"list", "data", "way"})
"""Kinds of pages that lead on."""


class WalksLists(WalksDocuments):
    """The part of a spider that is about lists."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.broken_lists = 0
        self.lists: dict[str, ListWalk] = {}
        self.lists_before: dict[str, int] = {}
        self.bodies: dict[str, str] = {}
        """Public bodies whose own pages are looked through for their reports, with the addresses of these."""

    def note_body(self, link: Link) -> None:
        """A link to the pages of a public body, other than the one whose portal it is."""
        own = is_own(link.url, self.hosts) and not words.OWN_GOVERNMENT.search(link.text)
        if own and links.is_unit(link.text):
            self.bodies.setdefault(link.text, link.url)

    def parse_data(self, response: Response) -> Iterator[scrapy.Request]:
        """An answer of a portal's own interface: the links in it, and its next page."""
        self.note_cut(response)
        meta, context = response.meta, response.meta["context"]
        page = self.page(response)
        yield from self.walk_list(page, context, meta)

    def note_cut(self, response: Response) -> None:
        """A list that came cut short is not read to its end."""
        if {"dataloss", "download_stopped"} & set(response.flags):
            self.broken_lists += 1
            number = response.meta.get("number", 1)
            self._list_of(response.meta, response.url).broken(number, response.url, "the page came cut short")

    def walk_list(self, page: Page, context: Context, meta: dict[str, Any]) -> Iterator[scrapy.Request]:
        one = self._list_of(meta, page.url)
        # A directory whose categories are only hashes of its address is a way and a column at once.
        one.led_on |= self.asked.has(page.url, "way")
        if meta.get("number", 1) > 1 and bare(page.url) == bare(self.portal.homepage):
            one.broken(meta["number"], page.url, "the homepage stands in its place")
            return
        for request in self._through_list(page, context, meta, one):
            if request.meta["kind"] in LEADING and (below := request.meta.get("chain")) != one.url:
                one.led_on = True
                one.below.add(below or request.url)
            yield request

    def _through_list(
        self, page: Page, context: Context, meta: dict[str, Any], one: ListWalk
    ) -> Iterator[scrapy.Request]:
        column_url = context.column_url or page.url
        extra = [*self.extra_links(page), *(meta["call"].links(page) if meta.get("call") else inline(page))]
        if page.frames and not extra:
            for frame in page.frames:
                yield from self.ask(frame, "list", context, depth=COLUMN_DEPTH, chain=frame)
        for file in page.files_shown:
            self.listed.add(file)
            yield from self.ask(file, "attachment", replace(context, column_url=column_url, parent_url=page.url))
        name = links.column_name(page, context.column or "")
        agency = links.unit_of(page, context.agency or "") or context.agency
        here = replace(context, column=name, agency=agency, column_url=column_url, parent_url=page.url)
        documents = links.documents(page, column_url)
        listed = (*extra, *(link for link in documents if self.belongs(page, link, column_url)))
        # A site's search finds what only names the words, too; a list of all that a body publishes has its news.
        found = {link.url: link for link in listed}
        if meta.get("searched"):
            among = {link.url for link in links.reports_among(page, 2 if meta.get("number", 1) == 1 else 1)}
            found = {url: link for url, link in found.items() if url in among or links.is_report(link.text)}
        self.counts.lists += 1
        one.name, one.agency = one.name or name, one.agency or agency
        one.mixed = meta.get("searched", False)
        fresh = one.add(page, found.values(), meta.get("number", 1), self.announced(page))
        if one.of_reports(page):
            if not one.mixed:
                judged = {link.url for link in documents}
                judged |= {link.url for link in page.links if not self.belongs(page, link, column_url)}
                self.trials.offer(page, judged, here, meta["depth"])
            if meta.get("number", 1) == 1:
                one.names(page)
        # One titled 2021年政府信息公开工作年度报告 may be a year's column as well.
        as_document = self.asked.has(page.url, "document") and links.is_report(context.link_text or "")
        if not found and (as_document or links.is_report_itself(page)):
            one.report = True
            self.counts.documents += 1
            self.listed.add(page.url)
        for link in found.values():
            if links.is_list_url(link.url) and not links.is_attachment(link) and not links.is_report(link.text):
                continue
            yield from self.document(link, here)
        if meta["depth"] < COLUMN_DEPTH:
            yield from self._below(page, here, meta, one, found)
        yield from self._further(page, context, here, {**meta, "fresh": bool(fresh)}, one)

    def _below(
        self, page: Page, here: Context, meta: dict[str, Any], one: ListWalk, found: dict[str, Link]
    ) -> Iterator[scrapy.Request]:
        """The columns below a list's page: years, classes of bodies, bodies; where it lists nothing, its choices."""
        depth: int = meta["depth"]
        first = depth == 0 or meta.get("whole", False)
        below = links.sub_columns(page, here.column_url or page.url)
        # It divides, though another page may have led to all of its parts before; a menu of siblings says nothing.
        divided = any(link.text not in page.crumbs and not link.chrome for link, _ in below)
        one.led_on |= divided and not links.names_itself(page)
        for link, sure in below:
            dated = link.date and links.is_report(link.text) and not links.is_list_url(link.url)
            if link.url in found and (dated or links.is_document_url(link.url)):
                continue  # a report whose title is like a column's name
            yield from self._sub_column(link, sure, here, depth + 1)
        for link in (*links.pieces(page), *links.by_sending(page)):
            one.led_on = True
            agency = link.text if links.is_unit(link.text) else here.agency
            part = replace(here, agency=agency, link_text=link.text, list_date=None)
            body = None if link.body is None else link.body.encode()
            kind, chain = ("list", link.url) if body is None else ("data", f"{link.url}\n{link.body}")
            yield from self.ask(link.url, kind, part, depth=depth + 1, chain=chain, body=body)
        # What stands beside a form that asks for a body and a year first is none of its list.
        if (
            below
            or any(links.may_be_report(link) for link in found.values())
            or (found and not choices.asks_first(page))
        ):
            if first and len(one.pages) <= 1:
                yield from self._others(page, found.values(), here, depth + 1, one)
            return
        yield from self._choose(page, here, depth + 1, one)
        if first:
            for link in links.parts(page)[:MOST_PARTS]:
                if link.url not in found:
                    yield from self._sub_column(link, False, here, 1)
        if form := choices.list_query(page):
            yield from self._chosen(form, {}, here, depth + 1, one)

    def _further(
        self, page: Page, context: Context, here: Context, meta: dict[str, Any], one: ListWalk
    ) -> Iterator[scrapy.Request]:
        """The list's further pages: by its pager, by what the family knows, by the interfaces of its scripts."""
        chain, number = one.url, meta.get("number", 1)
        pager, further = None, tuple[str, ...]()
        goes_on = one.lacks or meta.get("searched", False)
        if meta["fresh"] or number == 1 or (goes_on and one.stale < PATIENCE):
            pager, further = read_pager(page), tuple(self.extra_pages(page, meta))
        most = SEARCH_PAGES if meta.get("searched") else LIST_PAGES
        if pager and number >= most and (pager.following or pager.posts or further):
            self.cut_short = f"more than {most} pages of one list: {chain}"
            pager = None
        paged = all(same_list(page.url, url) for url in further)
        one.by_pager &= paged and meta["kind"] != "data" and "call" not in meta
        if pager:
            on = {"depth": meta["depth"], "chain": chain, "number": number + 1, "searched": meta.get("searched", False)}
            for url in (*pager.following, *further):
                yield from self.ask(url, "list", context, **on)
            for said, link in pager.posts:
                # A piece of a list may come without the pager; a whole page has it, and its own state to send.
                piece = number == 1 and said is not None and said > 1 and not page.forms
                beyond = pager.total is not None and (said or number + 1) > pager.total
                if link.body is not None and not beyond and (piece or said in (None, number + 1)):
                    at = {**on, "number": said or number + 1}
                    yield from self.ask(link.url, "data", context, **at, body=link.body.encode())
            asked = list(self.extra_requests(page, here, meta))
            yield from asked
            if not asked and not further and not pager.posts:
                called = list(self.from_interfaces(page, here, meta, len(one.entries), listed=bool(pager.following)))
                yield from called
                waits = not (one.entries or one.led_on) or (number == 1 and empty_place(page) is not None)
                if not called and waits and meta["kind"] == "list":
                    yield from self.scripts_of(page, {**meta, "here": here})
        else:
            yield from self.extra_requests(page, here, meta)

    def from_interfaces(
        self, page: Page, here: Context, meta: dict[str, Any], had: int, *, listed: bool
    ) -> Iterator[scrapy.Request]:
        """What the page's scripts fetch its list from; from an answer its next page."""
        call: Call | None = meta.get("call")
        if call is not None:
            following = next_call(call, page, had)
            asked = [following] if following else []
        else:
            asked = [] if listed else calls(page)
        for one in asked:
            body = one.body.encode() if one.body is not None else None
            key = meta["chain"] if call is not None else f"{one.url}\n{one.body or ''}"
            number = meta.get("number", 1) + 1 if call is not None else 1
            yield from self.ask(
                one.url, "data", here, depth=meta["depth"], chain=key, number=number, body=body, call=one
            )

    def _choose(self, page: Page, here: Context, depth: int, one: ListWalk) -> Iterator[scrapy.Request]:
        """Every choice of a page that lists nothing but lets choose bodies or years."""
        for form, menus in choices.choices(page):
            for chosen in islice(form.combinations(menus), MOST_CHOICES):
                yield from self._chosen(form, chosen, here, depth, one)

    def _others(
        self, page: Page, found: Iterable[Link], here: Context, depth: int, one: ListWalk
    ) -> Iterator[scrapy.Request]:
        """The other choices of a page that lists what one year or body has, which its form shows as chosen."""
        texts = [link.text for link in found]
        for form in page.forms:
            menus = tuple(menu for menu in form.choices if choices.is_in_force(form, menu, texts))
            for chosen in islice(form.combinations(menus), MOST_CHOICES) if menus else ():
                if any(form.fields[menu] != value for menu, value in chosen.items()):
                    yield from self._chosen(form, chosen, here, depth, one)
        for chooser in page.choosers if texts else ():
            for chosen in choices.others_of(chooser, texts):
                yield from self._chosen(chooser, chosen, here, depth, one)

    def _chosen(
        self, form: Menus, chosen: dict[str, str], here: Context, depth: int, one: ListWalk
    ) -> Iterator[scrapy.Request]:
        """What a form brings with these of its menus set."""
        shown = [form.shown(menu, value) for menu, value in chosen.items()]
        one.chosen.update((*shown, *(form.shown(menu, form.set_to(menu)) for menu in chosen)))
        agency = next((text for text in shown if links.is_unit(text)), here.agency)
        url, sent = form.sent(chosen)
        below = replace(here, agency=agency, link_text="".join(shown), list_date=None)
        body = sent.encode() if sent is not None else None
        kind = "list" if sent is None else "data"
        yield from self.ask(url, kind, below, depth=depth, chain=f"{url}\n{sent or ''}", body=body)

    def _sub_column(self, link: Link, sure: bool, here: Context, depth: int) -> Iterator[scrapy.Request]:
        agency = link.text if links.is_unit(link.text) else here.agency or link.beside or None
        below = replace(here, agency=agency, link_text=link.text, list_date=None)
        if sure:
            below = replace(below, column_url=link.url)
            yield from self.ask(link.url, "list", below, depth=depth, chain=link.url)
        else:
            self.note_body(link)
            yield from self.ask(link.url, "way", below, depth=WAY_DEPTH - 1, directory=link.text)

    def _list_of(self, meta: dict[str, Any], url: str) -> ListWalk:
        """The list that a request's page belongs to."""
        chain, context = meta.get("chain") or url, meta["context"]
        one = self.lists.get(chain)
        if one is None:
            one = self.lists[chain] = ListWalk(chain, context.column_url, context.column, context.agency)
            one.start, one.guessed = meta.get("start", False), meta.get("call") is not None
            one.column = meta.get("is_column", meta["kind"] == "list" and chain == context.column_url)
        return one

    def list_failed(self, request: scrapy.Request, failure: Failure) -> None:
        """A page of a list could not be had; an interface may be no list's."""
        meta, number = request.meta, request.meta.get("number", 1)
        if meta["kind"] == "way" or (number == 1 and meta.get("call") is not None):
            return
        if number > 1:
            self._list_of(meta, request.url).broken(number, request.url, reason_of(failure))
        else:
            one = self._list_of(meta, request.url)
            one.unread, one.gone = reason_of(failure), is_gone(failure)
