"""What a report says of itself: title, agency, year, dates, numbers. The document's own statements come first."""

from __future__ import annotations

from dataclasses import dataclass

from parse.document import Document
from parse.metadata import agency, facts, level, notice, period, signature, title, year
from parse.sections import Outline


@dataclass(frozen=True, slots=True)
class Metadata:
    """The document fields of a Report. `title_lines` is how many lines of the outline's head the title takes."""

    title: str | None = None
    title_is_printed: bool = False
    title_lines: int = 0
    title_is_quoted: bool = False
    """Whether the page is the announcement of one report, and the title is what it calls the report."""
    body_title: str | None = None
    agency_name: str | None = None
    agency_source: str | None = None
    agency_level: str | None = None
    report_year: int | None = None
    report_year_source: str | None = None
    title_year: int | None = None
    period_year: int | None = None
    cited_notice: str | None = None
    index_numbers: tuple[str, ...] = ()
    """More than one where the page contradicts itself."""
    document_number: str | None = None
    published_days: tuple[str, ...] = ()
    """More than one where the page contradicts itself."""
    published_no_day: str | None = None
    """A date of publication as printed that is no day."""
    signed_on: str | None = None
    period_start: str | None = None
    period_end: str | None = None

    @property
    def index_number(self) -> str | None:
        """The 索引号 of the page."""
        return self.index_numbers[0] if self.index_numbers else None

    @property
    def published_on(self) -> str | None:
        """The day on which the page says that it was published."""
        return self.published_days[0] if self.published_days else None


def read_metadata(document: Document, outline: Outline) -> Metadata:
    """The metadata of a document and its outline. What is not stated is None; nothing is derived from an address."""
    body = title.printed_title(outline.head)
    page = title.page_title(document)
    chosen = title.choose_title(body, page) or title.quoted_title(document)
    paragraphs = [line for part in outline.parts for line in part.paragraphs]
    tail = [line for part in outline.parts[-2:] for line in part.lines]
    below_title = outline.head[body.head_lines if body else 0 :]
    preamble = "\n".join(below_title)
    whole = "\n".join([*outline.head, *paragraphs])
    start, end = period.stated_period(preamble)
    if start is None:
        start, end = period.stated_period(whole)
    named = _agency(document, chosen.text if chosen else None, tail, below_title, preamble)
    years = (
        ("title", title.title_year(chosen.text) if chosen else None),
        ("title", title.title_year(body.text) if body else None),
        ("period", year.year_of_period(start, end)),
        ("text", year.year_of_body([preamble, *_work(outline)])),
    )
    source, value = next(((source, value) for source, value in years if value is not None), (None, None))
    return Metadata(
        title=chosen.text if chosen else None,
        title_is_printed=body is not None,
        title_lines=body.head_lines if body else 0,
        title_is_quoted=chosen is not None and chosen.place == "quoted",
        body_title=body.text if body else None,
        agency_name=named.name if named else None,
        agency_source=named.source if named else None,
        agency_level=level.level_of(named.name if named else None, paragraphs),
        report_year=value,
        report_year_source=source,
        title_year=years[0][1],
        period_year=years[2][1],
        cited_notice=notice.settled(notice.cited_notice(preamble) or notice.cited_notice(whole), document),
        index_numbers=facts.numbers(document, facts.INDEX_NAMES),
        document_number=next(iter(facts.numbers(document, facts.NUMBER_NAMES)), None)
        or notice.own_number(outline.head),
        published_days=facts.published_days(document),
        published_no_day=facts.no_day(document),
        signed_on=signature.signed_on(below_title, tail),
        period_start=start,
        period_end=end,
    )


def _agency(
    document: Document, chosen: str | None, tail: list[str], below_title: tuple[str, ...], preamble: str
) -> agency.Agency | None:
    sources = (name for name in facts.fact_values(document, facts.SOURCE_NAMES) if agency.is_name(name))
    publisher = next(facts.fact_values(document, facts.PUBLISHER_NAMES), None) or next(sources, None)
    found = (
        (agency.agency_of_title(chosen) if chosen else None, "title"),
        (agency.agency_of_signature(tail) or agency.agency_of_signature(below_title[:2]), "signature"),
        (agency.agency_of_compiler(preamble), "compiler"),
        (publisher, "publisher"),
    )
    return next((agency.Agency(name, source) for name, source in found if name), None)


def _work(outline: Outline) -> list[str]:
    """The paragraphs that tell of the year's work; problems and plans are told of other years."""
    return [line for part in outline.parts if part.key != "problems_and_improvements" for line in part.paragraphs]
