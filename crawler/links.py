"""What a link is, judged by its text, its address and the page it stands on. Pure functions over `crawler.page`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from crawler import link_words as words
from crawler.anchors import Link
from crawler.page import Page


def is_attachment(link: Link) -> bool:
    """A file."""
    return bool(
        words.ATTACHMENT_URL.search(link.url)
        or words.ATTACHMENT_SCRIPT.search(link.url)
        # Programs that hand out files have any name; then the link's text has the file's.
        or ("?" in link.url and words.FILE_NAME.search(link.text))
    )


def is_column(text: str) -> bool:
    """The name of an annual-report column (not of one report, not of a look-alike)."""
    return (
        len(text) <= 26
        and bool(words.COLUMN.search(text))
        and not re.search(r"(?:19|20)\d\d", text)
        and not words.LOOKALIKE.search(text)
    )


def column_named(link: Link) -> str | None:
    """The name of the annual-report column that a link leads to: its text, or the heading above it where its text says
    no more than 更多."""
    if is_column(link.text):
        return link.text
    return link.heading if words.MORE.match(link.text) and is_column(link.heading) else None


def is_report(text: str) -> bool:
    """The title of a report."""
    return bool(words.REPORT.search(text)) and not words.LOOKALIKE.search(text)


def is_way(text: str) -> bool:
    """A page on the way to the column."""
    return (
        len(text) <= 24
        and bool(words.WAY.search(text) or words.UNIT_CLASS.search(text))
        and not words.NOT_A_WAY.search(text)
    )


def is_unit(text: str) -> bool:
    """A public body's name."""
    return bool(words.UNIT.search(text)) and bool(words.SURELY_UNIT.search(text) or not words.NOT_A_UNIT.search(text))


def is_directory(page: Page, link_text: str = "") -> bool:
    """Whether a page lists public bodies: by the link that led here, its breadcrumb, title or headings."""
    names = (link_text, page.title.split("_")[0].split("-")[0], *page.crumbs[-1:], *page.headings)
    return any(len(name) <= 26 and words.DIRECTORY.search(name) for name in names)


def looks_like_column(page: Page) -> bool:
    """Whether the page says of itself that it is an annual-report column."""
    names = (
        page.metas.get("columnname", ""),
        *page.crumbs,
        page.title.split("_")[0].split("-")[0],
        *page.headings,
    )
    return any(is_column(name) for name in names)


def is_document_url(url: str) -> bool:
    """The address of a single document."""
    return bool(words.DOCUMENT_URL.search(url)) and not re.search(r"/index(?:_\d+)?\.", url)


def is_document(link: Link) -> bool:
    """A single document, by its address or because its title names a year."""
    return is_document_url(link.url) or (
        bool(re.search(r"(?:19|20)\d\d", link.text)) and not words.YEAR.match(link.text)
    )


def is_list_url(url: str) -> bool:
    """The address of a list."""
    return bool(words.LIST_URL.search(url)) and not is_document_url(url)


def folder(url: str) -> str:
    """The folder a column's documents lie under: its address up to the last slash, without `pc/`."""
    parts = urlsplit(url)
    path = parts.path[: parts.path.rfind("/") + 1]
    return parts.netloc.removeprefix("www.") + path.removesuffix("pc/")


def belongs(url: str, column_url: str) -> bool:
    """Whether an address lies in a column: below its folder, or with the column's own number in it."""
    parts = urlsplit(url)
    mine = folder(column_url)
    if mine.count("/") > 1 and (parts.netloc.removeprefix("www.") + parts.path).startswith(mine):
        return True
    numbers = set(re.findall(r"(?<![0-9a-zA-Z])(?:col|c)?(\d{4,})(?![0-9a-zA-Z])", urlsplit(column_url).path))
    theirs = set(re.findall(r"(?<![0-9a-zA-Z])c?(\d{4,})(?![0-9a-zA-Z])", parts.path))
    return bool(numbers & theirs)


def documents(page: Page, column_url: str) -> list[Link]:
    """The links of a column's page that lead to its documents, look-alikes too.

    Where links lie in the column's folder, these are its documents; else those that stand in a list with a date.
    Titles of reports and files are taken wherever they stand outside header and footer.
    """
    candidates = [link for link in page.links if not link.chrome and link.url != page.url and not _is_body(link)]
    shaped = [
        link
        for link in candidates
        if (is_document_url(link.url) or link.vague or (link.date and not is_list_url(link.url))) and not is_pager(link)
    ]
    inside = [link for link in shaped if belongs(link.url, column_url) or words.COLUMN_PATH.search(link.url)]
    chosen = inside or [link for link in shaped if link.date or link.vague]
    titled = [
        link
        for link in candidates
        if is_report(link.text)
        and not words.YEAR.match(link.text)
        and (is_document_url(link.url) or not is_column(link.text))
    ]
    files = [link for link in candidates if is_attachment(link)]
    return _unique([*chosen, *titled, *files])


def reports_among(page: Page, fewest: int = 2) -> list[Link]:
    """The links of a page that may be reports among other things: titled as such, or dated and titled by bodies,
    of which there must be some (`fewest`)."""
    shaped = [link for link in page.links if not link.chrome and link.url != page.url and not is_attachment(link)]
    titled = [
        link
        for link in shaped
        if is_report(link.text) and (link.date or (is_document(link) and words.ANY_YEAR.search(link.text)))
    ]
    by_body = [link for link in shaped if link.date and is_unit(link.text) and is_document_url(link.url)]
    return _unique([*titled, *(by_body if len(by_body) >= fewest else ())])


def turns_back(page: Page) -> bool:
    """Whether a page is not the first one of its list."""
    linked = any(words.BACK.match(link.text) and link.url != page.url for link in page.links)
    return linked or bool(words.LATER_PAGE.search(page.url))


def whole_of(page: Page, among: Iterable[Link]) -> list[Link]:
    """The links (更多) to the whole of the short lists in which these stand: the one before each, else the first."""
    order = [link for link in page.links if not (link.chrome or words.NOT_A_WAY.search(link.heading))]
    more = [place for place, link in enumerate(order) if words.MORE.match(link.text)]
    places = [order.index(link) for link in among if link in order] if more else []
    near = (max((one for one in more if one < place), default=min(more)) for place in places)
    return _unique(order[one] for one in near)


def sub_columns(page: Page, column_url: str) -> list[tuple[Link, bool]]:
    """(link, whether it surely stays in annual reports) for years, classes of bodies and bodies named on the page."""
    found: list[tuple[Link, bool]] = []
    # A column without documents of its own divides into those of bodies.
    divided = looks_like_column(page) and not documents(page, column_url)
    for link in page.links:
        if link.url == page.url or is_attachment(link) or is_pager(link):
            continue
        text = link.text
        if column_named(link):
            found.append((link, True))
            continue
        if words.MORE.match(text) and (
            words.UNIT_CLASS.match(link.heading) or is_unit(link.heading) or words.YEAR.match(link.heading)
        ):
            found.append((replace(link, text=link.heading), True))
            continue
        if text in page.crumbs or (is_document_url(link.url) and not _is_body(link)):
            continue
        inside = belongs(link.url, column_url) or bool(words.COLUMN_PATH.search(link.url))
        if words.YEAR.match(text):
            tab = not link.chrome and looks_like_column(page)
            if inside or tab or is_list_url(link.url) or not urlsplit(link.url).path.strip("/"):
                found.append((link, True))
        elif words.UNIT_CLASS.match(text) or is_unit(text):
            if inside or (divided and not link.chrome):
                found.append((link, True))
            elif not link.chrome and (words.UNIT_CLASS.match(text) or is_directory(page)):
                found.append((link, False))
        elif not link.chrome and link.date is None and is_body_headed(link) and looks_like_column(page):
            found.append((link, False))
    return found


def is_body_headed(link: Link) -> bool:
    """Whether a link stands below the heading of a class of bodies (乡镇) and may be one by a short name (青石)."""
    named = re.fullmatch(r"[\u4e00-\u9fff]{2,10}", link.text) is not None
    return named and bool(words.UNIT_CLASS.match(link.heading)) and not words.NOT_A_UNIT.search(link.text)


def leads_below(page: Page) -> bool:
    """Whether a page names more of what it is: years, bodies, classes of bodies, columns, older years. A column that
    does not, and lists nothing, has its list from elsewhere."""
    parts = [link for link in page.links if not link.chrome and link.url != page.url]
    named = not names_itself(page) and any(
        is_choice(link.text) or column_named(link) or words.UNIT_CLASS.match(link.text) for link in parts
    )
    return named or not looks_like_column(page) or bool(pieces(page))


def pieces(page: Page) -> list[Link]:
    """The parts of a column's index of public bodies by letters, of which one alone is none, and what its older years
    stand behind."""
    if not looks_like_column(page):
        return []
    body = [link for link in page.links if not link.chrome and link.url != page.url]
    letters = [link for link in body if words.INITIAL.match(link.text)]
    older = [
        link
        for link in body
        if (words.OLDER.match(link.text) and link.date is None) or (link.vague and is_list_url(link.url))
    ]
    return _unique([*(letters if len(letters) > 1 else ()), *older])


def by_sending(page: Page) -> list[Link]:
    """The years and public bodies of a column that its page asks for by POST."""
    return [link for link in page.posts if is_choice(link.text) and not link.chrome]


def names_itself(page: Page) -> bool:
    """Whether a page stands itself in a menu of years or bodies: then what it names there are its siblings."""
    own = (link.text for link in page.links if link.url == page.url)
    return any(is_choice(text) or words.UNIT_CLASS.match(text) for text in own)


def leads_elsewhere(page: Page) -> bool:
    """Whether a page that was given as a column is none: it neither says that it is one nor names a report, a
    body or a year, but leads towards columns. Homepages below a path are such, and what stands where a column was."""
    if looks_like_column(page) or any(is_report(link.text) for link in documents(page, page.url)):
        return False
    if sub_columns(page, page.url):
        return False
    return any(column_named(link) or is_way(link.text) for link in page.links if link.url != page.url)


def is_report_itself(page: Page) -> bool:
    """Whether a column's page is a report: with running text, and headed like one of a year or in the form's sections.
    What it is in the end is the reader's verdict."""
    if page.words < _FEW_WORDS:
        return False
    named = any(is_report(name) and words.ANY_YEAR.search(name) for name in (page.title, *page.headings))
    return named or has_form(page)


def has_form(page: Page) -> bool:
    """Whether a page has the national form's tables or some of its sections."""
    text = re.sub(r"<[^<>]*>|\s+|&nbsp;", "", page.text)
    return bool(page.form_tables) or len(set(words.FORM_SECTIONS.findall(text))) >= _FEW_SECTIONS


def index(page: Page, link_text: str = "") -> list[Link]:
    """The rows of an article that is no report but an index of some (…年报汇总, a table of bodies and years):
    links that say whose report they lead to, or of which year."""
    names = (link_text, page.title)
    if words.LOOKALIKE.search("".join(names)) or not any(map(words.ANNUAL.search, names)):
        return []
    rows = [link for link in page.links if not link.chrome and link.date is None and _names_report(link)]
    return rows if len(rows) > 1 and not has_form(page) else []


def _names_report(link: Link) -> bool:
    told = words.YEAR.match(link.text) or is_unit(link.text) or is_report(link.text)
    return bool(told or (link.vague and words.ANNUAL_OR_YEAR.search(link.text)))


_FEW_SECTIONS = 3
_FEW_WORDS = 300
"""Characters of a page under which it is no report, whatever its title."""


def may_be_report(link: Link) -> bool:
    """Whether a link names a report, a year or a public body."""
    return is_report(link.text) or bool(words.ANY_YEAR.search(link.text)) or is_unit(link.text)


def is_choice(text: str) -> bool:
    """A year, a public body or a class of bodies in a menu."""
    return bool(words.YEAR.match(text) or words.UNIT_CLASS.match(text)) or is_unit(text)


def attachments(page: Page) -> list[Link]:
    """The files of an article."""
    return _unique(link for link in page.links if not link.chrome and is_attachment(link))


MOST_PICTURES = 60
"""Pictures of one page: a report as scanned pages has some ten."""


def pictures(page: Page, link_text: str = "") -> tuple[str, ...]:
    """The pictures in a report's page, where tables may be among them: its text lacks one of the national tables."""
    names = (link_text, page.title, *page.headings)
    if not any(is_report(name) for name in names if name) or not page.pictures:
        return ()
    return () if page.form_tables.issuperset(words.FORM_LABELS) else page.pictures[:MOST_PICTURES]


def parts(page: Page) -> list[Link]:
    """What a page divides into where no words tell: its links outside header, footer and breadcrumb, in order."""
    return _unique(
        link
        for link in page.links
        if not link.chrome
        and link.url != page.url
        and 2 <= len(link.text) <= 20
        and link.text not in page.crumbs
        and link.date is None
        and not words.NOT_A_WAY.search(link.text)
        and not words.LOOKALIKE.search(link.text)
        and not is_attachment(link)
        and not is_pager(link)
    )


def unit_of(page: Page, text: str = "") -> str | None:
    """The public body that a column belongs to, as printed: from the link's text, the breadcrumb, the column's name."""
    for name in (text, *reversed(page.crumbs)):
        if is_unit(name):
            return name
        if is_column(name):
            head = re.split(r"(?:政府|政务)?(?:信息)?公开|年报|年度报告", name)[0]
            if is_unit(head) or (
                head.endswith(("镇", "乡", "街道", "局", "委", "办", "县", "区", "市")) and len(head) > 1
            ):
                return head
    return None


def column_name(page: Page, text: str = "") -> str | None:
    """The column's own name: breadcrumb, the page's ColumnName, the link that led here, the title."""
    names = (page.metas.get("columnname", ""), *reversed(page.crumbs), text, page.title.split("_")[0].split("-")[0])
    return next((name for name in names if is_column(name)), None) or (page.crumbs[-1] if page.crumbs else text or None)


def _is_body(link: Link) -> bool:
    """A public body in a directory. With a date beside it, it is a report titled by its body's name."""
    return link.date is None and is_unit(link.text)


def is_pager(link: Link) -> bool:
    """A link that turns the page."""
    return bool(words.NEXT.match(link.text) or words.PREVIOUS.match(link.text))


def _unique(links: Iterable[Link]) -> list[Link]:
    """One link for each address, the one with the longest text; order of first appearance."""
    best: dict[str, Link] = {}
    for link in links:
        if link.url not in best or len(link.text) > len(best[link.url].text):
            best[link.url] = link
    return list(best.values())
