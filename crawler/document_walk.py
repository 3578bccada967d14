"""The documents of a walk: an article with its files, further pages, pictures, and the reports that it links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import scrapy
from scrapy.http import Response

from crawler import link_words as words
from crawler import links
from crawler.anchors import Link
from crawler.limits import COLUMN_DEPTH, MOST_PICTURES_IN_ALL
from crawler.page import Page
from crawler.paging import article_pages, read_pager
from crawler.script_walk import AsksScripts
from crawler.sending_on import sent_by
from crawler.single_page import LITTLE, NOT_READ, drawn_into, is_filled_in, is_template
from crawler.urls import bare, file_shown
from parse.report import Context

MOST_HANDS = 2
"""Pages that hand out a file, one after the other."""
SHORT = 1200
"""Characters above which a page does more than that."""


class WalksDocuments(AsksScripts):
    """The part of a spider that is about documents."""

    def parse_document(self, response: Response) -> Iterator[scrapy.Request]:
        """An article: its files, its further pages, and reports that it links to."""
        page, meta = self.page(response), response.meta
        assert response.request is not None
        context = self.context_of(response.request)
        self.asked.seen(meta.get("way"))
        self.counts.documents += 1
        inner = replace(context, parent_url=page.url)
        if self._undrawn(page, context):
            self.cut_short = self.cut_short or f"the document at {page.url} {NOT_READ}"
        else:
            self.trials.offer_rows(links.index(page, context.link_text or ""), inner, meta["depth"])
        leads_on = page.redirect and page.redirect != page.url and meta["depth"] < COLUMN_DEPTH
        beside = [] if leads_on else list(self._beside(page, inner, meta.get("capture")))
        if self.awaited is not None:
            self.awaited.asked(meta.get("capture"), len(beside))
        if leads_on and page.redirect:
            depth = meta["depth"] + 1
            yield from self.ask(page.redirect, "document", context, depth=depth, refreshed=sent_by(response))
            return
        yield from beside
        yield from self._files(page, inner)
        for url in read_pager(page).following if links.is_list_url(page.url) else ():
            # A body's own page may stand in a list like a document.
            yield from self.ask(url, "document", inner, depth=meta["depth"])
        if meta["depth"] < COLUMN_DEPTH:
            self.trials.elsewhere(page)
            for link in page.links:
                if link.chrome or links.is_attachment(link):
                    # Files are asked for above; one named 某镇政府信息公开年度报告.pdf is no column.
                    continue
                if links.is_column(link.text) and not links.is_document_url(link.url):
                    # A body's own page may stand in a list like a document.
                    if self.asked.has(link.url, "list"):
                        continue
                    agency = links.unit_of(page) or context.agency
                    column = replace(inner, agency=agency, column=link.text, column_url=link.url, list_date=None)
                    yield from self.ask(link.url, "list", column, depth=0, chain=link.url)
                elif links.is_report(link.text) and links.is_document(link):
                    other = replace(inner, link_text=link.text, list_date=link.date)
                    yield from self.ask(link.url, "document", other, depth=meta["depth"] + 1)
            for frame in page.frames:
                yield from self.ask(frame, "document", inner, depth=COLUMN_DEPTH)

    @staticmethod
    def _undrawn(page: Page, context: Context) -> bool:
        """Whether what may be a report is only the place for what a script draws: nothing else is shown there."""
        title = context.link_text or ""
        if words.LOOKALIKE.search(title) or not (
            drawn_into(page) or is_template(page) or (links.is_report(title) and is_filled_in(page))
        ):
            return False
        if page.words - sum(len(link.text) for link in page.links) > LITTLE or links.attachments(page):
            return False
        return not (page.redirect or page.frames or page.files_shown or page.pictures or file_shown(page.url))

    def parse_part(self, response: Response) -> Iterator[scrapy.Request]:
        """A further page of a split article: its files, and what is read with the first page as this is."""
        page, of = self.page(response), response.meta["of"]
        inner: Context = response.meta["context"]
        beside = list(self._beside(page, inner, of))
        if self.awaited is not None:
            self.awaited.more(of, len(beside))
            self.awaited.answered(of)
        self.trials.offer_rows(links.index(page, inner.link_text or ""), inner, response.meta["depth"])
        yield from beside
        yield from self._files(page, inner)

    def _files(self, page: Page, inner: Context) -> Iterator[scrapy.Request]:
        for link in links.attachments(page):
            self.listed.add(link.url)
            yield from self.ask(link.url, "attachment", replace(inner, link_text=link.text or inner.link_text))
        viewed = file_shown(page.url) if page.words <= SHORT else None
        for url in (*page.files_shown, *filter(None, (viewed,))):
            self.listed.add(url)
            yield from self.ask(url, "attachment", inner)

    def _beside(self, page: Page, inner: Context, of: str | None) -> Iterator[scrapy.Request]:
        """The pictures and the further pages that are read with a page. `of` is the capture of the article's first
        page, whose address is the context's parent."""
        for url in article_pages(page):
            if bare(url) != bare(inner.parent_url or ""):
                yield from self.ask(url, "part", inner, of=of)
        for number, url in enumerate(links.pictures(page, inner.link_text or "")):
            yield from self._picture(url, inner, number, of)

    def parse_attachment(self, response: Response) -> Iterator[scrapy.Request]:
        """A file. It is kept; an address that looked like a file but is a page is looked at like one."""
        if b"html" in (response.headers.get("Content-Type") or b"").lower():
            yield from self.parse_document(response)
            yield from self._handed_out(response)
        else:
            self.asked.seen(response.meta.get("way"))
            self.counts.documents += 1
            if self.awaited is not None:
                self.awaited.asked(response.meta.get("capture"), 0)

    def _handed_out(self, response: Response) -> Iterator[scrapy.Request]:
        """The file of a page that does nothing but hand it out."""
        page, depth = self.page(response), response.meta["depth"]
        context = replace(response.meta["context"], parent_url=page.url)
        if depth >= MOST_HANDS or page.words > SHORT:
            return
        for link in page.links:
            if words.HANDED_OUT.match(link.text) and not link.chrome:
                yield from self.ask(link.url, "attachment", context, depth=depth + 1)

    def _picture(self, url: str, context: Context, number: int, of: str | None) -> Iterator[scrapy.Request]:
        """A picture that may be a page of the report: kept, so that it can be read when characters are recognised."""
        if self.counts.pictures < MOST_PICTURES_IN_ALL:
            for request in self.ask(url, "image", context, priority=-number, of=of):
                self.counts.pictures += 1
                yield request

    def parse_image(self, response: Response) -> Iterator[scrapy.Request]:
        """A picture of a report's page. It is kept, and leads nowhere; the page is read when it has all of them."""
        if self.awaited is not None:
            self.awaited.answered(response.meta.get("of"))
        return iter(())

    def document(self, link: Link, here: Context) -> Iterator[scrapy.Request]:
        """What a link of a list or of a page on the way leads to."""
        heading = link.heading if links.is_unit(link.heading) else None
        text = re.sub(r"(?:19|20)\d\d年?度?", "", link.text) if link.vague else link.text
        named = text if links.is_unit(text) else None
        context = replace(
            here, agency=named or here.agency or link.beside or heading, link_text=link.text, list_date=link.date
        )
        kind = "attachment" if links.is_attachment(link) else "document"
        self.listed.add(link.url)
        yield from self.ask(link.url, kind, context)
