"""Finding a portal's columns and its family, and looking whether those of its line still answer.

A look is a crawl of few pages with all its manners. What it fetched is kept in an archive of its own for as long as it
is looked at, and read there as in any crawl; the operator's archive is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from archive.archive import Archive
from crawler.expectations import expectations_of
from crawler.family import FamilySpider
from crawler.links import looks_like_column
from crawler.looking import Column, FindColumns, Finding, Look, ProbeColumns
from crawler.outcome import PortalOutcome
from crawler.page import Page
from crawler.portal import Portal
from crawler.rendering import missing
from crawler.run import Progress, crawl
from spiders.families import FAMILIES
from spiders.marks import Evidence, evidence
from spiders.portals import portal_of_address

PROOFS = 3
"""Documents that are fetched to prove a column."""

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report as it was read: address, title, agency and year as the archive holds them."""

    url: str
    title: str | None
    agency: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of a portal. `portal` is its line; `columns` those that go into it, with what they showed;
    `reports` what the proofs were read as; `refused` why the portal could not be looked at."""

    portal: Portal
    columns: tuple[Column, ...]
    marks: tuple[Evidence, ...]
    reports: tuple[ReadReport, ...]
    search: Finding
    probe: Finding
    refused: str | None = None

    @property
    def proven(self) -> bool:
        """Whether a document of its columns was read as a report."""
        return bool(self.reports)


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a portal's column still answers as expected, and in one sentence what was seen."""

    portal: Portal
    good: bool
    sentence: str


def find(address: str, *, hosts: Sequence[str] = (), known: Portal | None = None, tell: Tell | None = None) -> Found:
    """Look for the columns of the portal that an address belongs to, and prove them with one page.

    `hosts` are further hosts of the portal; `known` its line, which keeps its names and numbers. Raises PortalsError
    for what is no address, and what `crawler.run.crawl` raises.
    """
    at = portal_of_address(address)
    base = replace(known or at, columns=(), family="generic")
    base = replace(base, allowed_hosts=tuple(dict.fromkeys((*base.allowed_hosts, *hosts, *at.hosts()))))
    base = replace(base, allowed_hosts=tuple(sorted(set(base.allowed_hosts) - replace(base, allowed_hosts=()).hosts())))
    search, probe, drawn, other = Finding(), Finding(), Finding(), Finding()
    first = _look(FindColumns, FAMILIES["generic"], base, search, starts=(*at.columns, base.homepage))
    lines: list[Portal] = []
    apart: list[str] = []

    def then(spider: type[FamilySpider]) -> Sequence[type[FamilySpider]]:
        if spider is not first and not other.seen and not _listed(probe):
            # The homepage may say less of its product than the column's own page.
            family = _family((*search.seen.values(), *probe.seen.values()))
            if family not in (lines[0].family, "generic"):
                lines[0] = replace(lines[0], family=family)
                return (_look(ProbeColumns, FAMILIES[family], lines[0], other, proofs=PROOFS),)
        if spider is not first and probe.undrawn and not drawn.seen and not lines[0].browser:
            # A script draws its lists: so says its line from now on, and where there is a browser, that draws them.
            lines[0] = replace(lines[0], browser="lists")
            return (
                () if missing() else (_look(ProbeColumns, FAMILIES[lines[0].family], lines[0], drawn, proofs=PROOFS),)
            )
        if spider is not first or not search.columns:
            return ()
        if own := _own_home(at, search):
            _keep_below(own, search)
            apart.append(own)
        family = _family(search.seen.values())
        lines.append(replace(base, family=family, columns=tuple(_chosen(search))))
        return (_look(ProbeColumns, FAMILIES[family], lines[0], probe, proofs=PROOFS),)

    outcomes, read = _crawl([first], then=then, tell=tell)
    if not _listed(probe):
        probe = next((one for one in (other, drawn) if _listed(one)), drawn if drawn.seen else probe)
    marks = evidence((*search.seen.values(), *probe.seen.values()))
    columns = []
    for url in lines[0].columns if lines else ():
        column = probe.columns.get(url) or Column(url)
        column.trail = search.columns[url].trail if url in search.columns else (_trail_to(search, url))
        if column.answered and (column.documents or column.below or probe.undrawn):
            columns.append(column)
    family = _family((*search.seen.values(), *probe.seen.values()))
    outcome = outcomes.get(base.id)
    refused = outcome.message if outcome and outcome.outcome in ("blocked", "unreachable", "interrupted") else None
    name = base.name if known else (search.site_name or _name_on(search.seen.values()) or base.name)
    if apart:
        base, name = _in_path(at, base, apart[0]), _name_on([search.seen[apart[0]]]) or name
    line = replace(
        base,
        name=name,
        county=base.county or (name.removesuffix("人民政府") if name.endswith("人民政府") else ""),
        family=family,
        columns=tuple(column.url for column in columns),
        browser=lines[0].browser if lines else base.browser,
        known_by="seen live",
    )
    return Found(line, tuple(columns), tuple(marks), tuple(read), search, probe, refused)


def _listed(probe: Finding) -> bool:
    return any(one.documents for one in probe.columns.values())


def _family(pages: Iterable[Page]) -> str:
    """The product that pages show the marks of."""
    return next((one.family for one in evidence(pages) if one.family in FAMILIES), "generic")


def _own_home(at: Portal, search: Finding) -> str | None:
    """The page that was given, where it is the home of another government than that of its host: a county that lives in
    a folder of its city's site."""
    given = next(iter(at.columns), None)
    page, root = search.seen.get(given or ""), search.seen.get(at.homepage)
    if given is None or page is None or root is None or not _FOLDER.search(urlsplit(given).path):
        return None
    if looks_like_column(page) or (name := _name_on([page])) is None:
        return None
    return given if name != _name_on([root]) else None


_FOLDER = re.compile(r"/(?:(?:index|default|home)\.(?:s?html?|jsp|aspx?|php))?$", re.IGNORECASE)


def _keep_below(home: str, search: Finding) -> None:
    """Leave out the columns and directories that are not below a home page, and that no page below it leads to."""
    below = home[: home.rindex("/") + 1]
    for url, column in list(search.columns.items()):
        if not url.startswith(below) and not column.found_on.startswith(below):
            del search.columns[url]
    for url in [one for one in search.directories if not one.startswith(below)]:
        del search.directories[url]


def _in_path(at: Portal, base: Portal, home: str) -> Portal:
    """The line of a portal that lives in a folder: an id of its own, and nothing of a line of its host."""
    folder = urlsplit(home).path.rpartition("/")[0].strip("/")
    name = re.sub(r"[^a-z0-9]+", "-", folder.lower()).strip("-")
    return replace(at, id=f"{at.id}-{name}", homepage=home, columns=(), allowed_hosts=base.allowed_hosts)


def check(portals: Iterable[Portal], *, tell: Tell | None = None) -> list[Checked]:
    """Look at the columns of portals' lines; the lines of one id are one portal. Raises what `crawl` raises."""
    lives: dict[str, list[Portal]] = {}
    for row in portals:
        lives.setdefault(row.id, []).append(row)
    findings = {name: Finding() for name in lives}
    spiders = [_look(ProbeColumns, FAMILIES[rows[-1].family], *rows, findings[name]) for name, rows in lives.items()]
    outcomes, _ = _crawl(spiders, tell=tell)
    return [_checked(rows[-1], findings[name], outcomes.get(name)) for name, rows in lives.items()]


def _checked(portal: Portal, finding: Finding, outcome: PortalOutcome | None) -> Checked:
    if outcome is None or outcome.outcome in ("blocked", "unreachable", "interrupted"):
        reason = f"{outcome.outcome}: {outcome.message}" if outcome else "it was not looked at"
        return Checked(portal, False, reason)
    columns = [column for column in finding.columns.values() if not column.instead]
    now = [column for column in finding.columns.values() if column.instead and column.documents]
    if not columns:
        return Checked(portal, False, "the homepage answers, but leads to no annual-report column")
    faults = []
    for column in columns:
        if column.failure or not column.answered:
            moved = f"; its homepage now leads to {' '.join(one.url for one in now)}" if now else ""
            faults.append(f"{column.url}: {column.failure or 'no answer'}{moved}")
        elif not column.documents and not column.below:
            faults.append(f"{column.url}: answers, but lists nothing")
        elif not column.reports and not column.named and not column.below:
            faults.append(f"{column.url}: answers, but neither calls itself annual reports nor lists one")
    least = expectations_of(portal.expectations).get("listed")
    counted = [column.entries for column in columns]
    if least is not None and None not in counted and (total := sum(filter(None, counted))) < least:
        faults.append(f"its columns have {total} entries, its line expects at least {least}")
    documents = sum(len(column.documents) for column in columns)
    if not documents and not faults:
        faults.append("its columns answer, but no document was seen in them")
    reports = sum(column.reports for column in columns)
    sent = [f"{column.url} sends on to {column.sent_to}" for column in columns if column.sent_to]
    announced = sum(column.announced or 0 for column in columns)
    number = f"{len(columns)} column{'' if len(columns) == 1 else 's'}"
    of = f" of {announced} announced" if announced else ""
    said = f"{number}, {documents}{of} documents on the pages looked at, {reports} titled as reports"
    said = "; ".join((said, *sent))
    family = next((one.family for one in evidence(finding.seen.values())), portal.family)
    if family != portal.family and portal.family != "generic":
        said += f"; its pages look like {family}, its line says {portal.family}"
    return Checked(portal, not faults, "; ".join(faults) or said)


def _look(mixin: type[Look], family: type[FamilySpider], *rows: Portal | Finding, **more: object) -> type[FamilySpider]:
    """A spider of one portal behind a gate."""
    lives = tuple(row for row in rows if isinstance(row, Portal))
    finding = next(row for row in rows if isinstance(row, Finding))
    return type("Look", (mixin, family), {"name": lives[-1].id, "lives": lives, "finding": finding, **more})


def _chosen(search: Finding) -> Iterable[str]:
    """What goes into a line: the columns found outside of bodies' own pages, and the directories of bodies."""
    directories = [url for url in search.directories if any(one.directory == url for one in search.columns.values())]
    yield from (column.url for column in search.columns.values() if column.directory not in directories)
    yield from directories


_GOVERNMENT = re.compile(r"[\u4e00-\u9fff]{2,14}?人民政府(?!办|网|门户|网站)|[\u4e00-\u9fff]{2,14}?人民政府(?=网|门户)")
_OWNER = re.compile(r"(?:主办|版权所有)(?:单位|方)?[:：©]?(" + _GOVERNMENT.pattern + ")")


def _name_on(pages: Iterable[Page]) -> str | None:
    """The government that a page's title or its last lines name as the site's."""
    for page in pages:
        for found in (_GOVERNMENT.search(page.title), _OWNER.search(re.sub(r"<[^>]*>|\s", "", page.text[-6000:]))):
            if found:
                return found.group(found.lastindex or 0)
    return None


def _trail_to(search: Finding, directory: str) -> tuple[str, ...]:
    return next((one.trail for one in search.columns.values() if one.directory == directory), ())


def _crawl(
    spiders: Sequence[type[FamilySpider]],
    *,
    then: Callable[[type[FamilySpider]], Sequence[type[FamilySpider]]] | None = None,
    tell: Tell | None,
) -> tuple[Mapping[str, PortalOutcome], list[ReadReport]]:
    with TemporaryDirectory(prefix="nianbao-look-") as folder:
        path = Path(folder) / "look.db"
        result = crawl(spiders, path, progress=tell, then=then, log_level="ERROR")
        if result.error:
            raise RuntimeError(result.error)
        with Archive.open(path) as archive:
            read = [
                ReadReport(row["url"], row["title"], row["agency_name"], row["report_year"])
                for row in archive.db["reports"].rows
            ]
    return result.outcomes, read
