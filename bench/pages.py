"""Pages to measure on: real reports as they were published, the reports of the sample portals in the chrome of their
CMS, and the national form written in other ways inside the same chrome."""

from __future__ import annotations

import html
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "parse")]

from form_pages import Style, form, write  # noqa: E402

from parse.carrier.encoding import decode  # noqa: E402
from samples.carriers import fragment  # noqa: E402
from samples.portal import DOCUMENTS, Portal, load_portals  # noqa: E402
from samples.site import Page as Address  # noqa: E402
from samples.site import Site  # noqa: E402

REAL = ROOT / "tests" / "documents" / "real" / "reports"
STYLES = (
    Style("plain"),
    Style("blanks", blanks=True),
    Style("word_paragraphs", cell=lambda _, text: f"<p class=MsoNormal><span><font>{text}</font></span></p>"),
    Style("letter_by_letter", cell=lambda _, text: "".join(f"<span lang=EN-US>{html.escape(c)}</span>" for c in text)),
    Style("a_box_around_every_text", cell=lambda _, text: f"<div><table><tr><td>{text}</td></tr></table></div>"),
    Style("one_table", one_table=True),
    Style("no_end_tags", markup=lambda page: re.sub(r"</(td|tr|p)>", "", page)),
)
"""Ways to write the form; each stands in the chrome of another CMS family."""
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """A page as it comes over the wire. `word`: its tables were pasted from Word."""

    name: str
    data: bytes = field(repr=False)
    word: bool = False

    @property
    def text(self) -> str:
        """The page decoded, as an extractor is given it."""
        return decode(self.data)[0]


def pages() -> Iterator[Page]:
    """All pages; each is a report with its three tables."""
    for path in sorted(REAL.glob("*.html")):
        if "fragment" not in path.name:
            yield Page(f"real {path.stem}", path.read_bytes())
    portals = list(load_portals())
    sites = [(portal, Site(portal, f"http://{portal.id}.example")) for portal in portals]
    frames: list[tuple[Portal, Site, Address]] = []
    for portal, site in sites:
        reports = _reports(site)
        frames += [(portal, site, address) for _, address in reports[:1]]
        for name, address in reports:
            data = site.render(address, 1234)
            yield Page(f"portal {portal.family} {name}", data, b"MsoNormal" in data)
    for number, style in enumerate(STYLES):
        portal, site, address = frames[number % len(frames)]
        made = form("2021", random.Random(style.name), style)
        body = _BODY.search(write(made, style).decode())
        assert body
        yield Page(f"form {portal.family} {style.name}", _inside(site, address, body.group(1)))
    for number, path in enumerate(sorted(DOCUMENTS.glob("*/source.txt"))):
        portal, site, address = frames[number % len(frames)]
        for carrier in ("word_html", "html"):
            data = _inside(site, address, fragment(path.read_text("utf-8"), carrier))
            yield Page(f"{carrier} {portal.family} {path.parent.name}", data, carrier == "word_html")


def _reports(site: Site) -> list[tuple[str, Address]]:
    """The addresses of a portal that show a report in HTML, one for each body."""
    found: dict[str, Address] = {}
    for address in site.pages.values():
        body = getattr(address.context.get("article"), "body", None)
        if address.template is not None and body is not None and body.endswith(".html"):
            found.setdefault(body[:-5], address)
    return list(found.items())


def _inside(site: Site, address: Address, body: str) -> bytes:
    """The page of an address with another body in its chrome."""
    return site.render(replace(address, context={**address.context, "body": body}), 1234)
