"""The portals hold together: every link answers, every page says what it is, every report can be reached."""

from __future__ import annotations

import json
import re

import pytest
from portal_client import ask, links

from samples import SamplePortals
from samples.portal import CATALOGUE, DOCUMENTS, PRODUCTS, load_portals

PORTALS = [portal.id for portal in load_portals()]
EVERY = [*load_portals(), *load_portals(PRODUCTS)]


def text_of(portals: SamplePortals, portal: str, address: str) -> str:
    page = portals.sites[portal].pages[address]
    return portals.read(portal, address).decode(page.encoding)


@pytest.mark.parametrize("portal", PORTALS)
def test_every_link_answers_and_stays_on_the_portal(portals: SamplePortals, portal: str) -> None:
    asked: set[str] = set()
    for address, page in portals.sites[portal].pages.items():
        if page.media_type not in ("text/html", "text/xml"):
            continue
        for host, path in links(text_of(portals, portal, address), portal, address):
            assert host == f"{portal}.localhost"
            if path not in asked:
                asked.add(path)
                assert ask(portals, portal, path, "HEAD").status == 200, (address, path)
    assert len(asked) > 20


@pytest.mark.parametrize("portal", PORTALS)
def test_every_page_says_above_and_below_that_it_is_a_sample(portals: SamplePortals, portal: str) -> None:
    for address, page in portals.sites[portal].pages.items():
        text = text_of(portals, portal, address) if page.media_type == "text/html" else ""
        if "<body" in text:
            article = text.find("<h1")
            first, last = text.index("样例页面"), text.rindex("样例页面")
            assert first < last, address
            assert article < 0 or first < article < last, address
    assert "sample-notice" in ask(portals, portal, "/no-such-page").body.decode("gb18030", "ignore")


@pytest.mark.parametrize("portal", PORTALS)
def test_reports_are_reached_from_the_home_page(portals: SamplePortals, portal: str) -> None:
    """By links, by the pages of TRS lists, by the lists that scripts fetch."""
    site = portals.sites[portal]
    todo, seen = ["/"], set()
    while todo:
        address = site.address(todo.pop())
        if address in seen or address not in site.pages:
            continue
        seen.add(address)
        if site.pages[address].media_type in ("text/html", "text/xml", "application/json"):
            text = text_of(portals, portal, address)
            todo += [path for _, path in links(text, portal, address)] + scripted(text, address)
    wanted = {path for article in site.portal.articles for path in (article.path, *article.also_at)}
    wanted |= {attachment.path for article in site.portal.articles for attachment in article.attachments}
    assert {site.address(path) for path in wanted} <= seen


def scripted(text: str, address: str) -> list[str]:
    """What the scripts of a page would fetch."""
    found = re.findall(r'"((?:/site/label/|/common/search/)[^"]+)"', text)
    found = [path + "1" if path.endswith("page=") else path for path in found]
    for total, ending in re.findall(r'createPageHTML\((\d+), \d+, "index", "(\w+)"\)', text):
        folder = address[: address.rindex("/") + 1]
        found += [f"{folder}index_{number}.{ending}" for number in range(1, int(total))]
    for count in re.findall(r"pageCount:(\d+)", text):
        found += [re.sub(r"pageIndex=\d+", f"pageIndex={number}", address) for number in range(2, int(count) + 1)]
    for listed in re.findall(r"articleList: (\[.*\])", text):
        found += [json.loads(article["urls"])["pc"] for article in json.loads(listed)]
    if text.startswith("{"):
        data = json.loads(text)["data"]
        found += [result["url"] for result in data["results"]]
        if data["page"] * data["rows"] < data["total"]:
            found.append(re.sub(r"page=\d+", f"page={data['page'] + 1}", address))
    return found


def test_reports_stand_in_lists_of_several_pages_among_other_things() -> None:
    for portal in load_portals():
        for article in portal.articles:
            if not (article.body or article.attachments):
                continue
            column = portal.by_path[article.column]
            assert any("年报" in crumb.name for crumb in portal.crumbs(column.path)), article.path
            listed = portal.listed(column)
            assert len(listed) > column.page_size, column.path
            assert any(other.filler not in (None, "attachment_only") for other in listed), column.path


def test_no_list_is_empty() -> None:
    for portal in EVERY:
        assert all(portal.listed(column) for column in portal.columns if column.kind in ("list", "json", "units"))


def test_fillers_have_no_figure_that_could_be_one_of_a_report() -> None:
    for kind, paragraphs in json.loads((CATALOGUE / "fillers.json").read_text("utf-8")).items():
        text = re.sub(r"<[^>]*>", "", "".join(paragraphs))
        assert not re.search(r"[\d０-９]|[一二三四五六七八九十百千两]+(?:件|条|项|次|万|元|个)", text), kind
        assert kind == "attachment_only" or "样例" in text


def test_no_report_is_invented() -> None:
    """A body is the text of a seed or of a real report; what has no such body is a filler."""
    for portal in EVERY:
        for article in portal.articles:
            assert (article.body is None) != (article.filler is None), article.path
            documents = [article.body] if article.body else []
            for name in documents + [attachment.document for attachment in article.attachments]:
                assert (DOCUMENTS / name).stat().st_size > 1000


def test_the_unnamed_town_stays_unnamed() -> None:
    huoqiu = next(portal for portal in load_portals() if portal.id == "huoqiu")
    article = next(article for article in huoqiu.articles if article.body)
    assert article.unit == article.source == "样例单位 6601321"
    shown = f"{article.title} {article.label} {article.meta}"
    assert not re.search(r"[\u4e00-\u9fff]+[镇乡]", shown)
