"""What the form asks of a report besides its figures: sections, notice, title, agency, year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from parse.headings import numbered
from parse.label_form import label_form
from parse.metadata import Metadata
from parse.metadata.notice import notice_year
from parse.report import Problem
from parse.schema import SECTIONS
from parse.sections import Part

_FORMS = {"2019", "2021"}


def check_structure(metadata: Metadata, parts: tuple[Part, ...], edition: str | None) -> Iterator[Problem]:
    """Structural irregularities of a report; sections and notices only where it uses one of the national forms."""
    if edition in _FORMS or edition == "mixed":
        yield from _sections(parts)
        yield from _headings(parts)
    yield from _notice(metadata, edition)
    yield from _names(metadata)
    yield from _page(metadata)


def _sections(parts: tuple[Part, ...]) -> Iterator[Problem]:
    present = {part.key for part in parts}
    for section in SECTIONS:
        if section.key not in present:
            heading = f"{section.ordinal}、{section.heading}"
            yield Problem(
                "missing_section",
                "source",
                "warning",
                f"The document has no heading {heading}.",
                table=section.key,
                expected=heading,
            )
    numbers = Counter(part.ordinal for part in parts if part.ordinal is not None)
    for number, times in numbers.items():
        if times > 1:
            headings = " / ".join(part.heading for part in parts if part.ordinal == number)
            yield Problem(
                "duplicate_section_number",
                "source",
                "warning",
                f"{times} sections carry the number {number}.",
                seen=headings,
            )


def _headings(parts: tuple[Part, ...]) -> Iterator[Problem]:
    """What the headings print otherwise than the form: number, words, sections of their own."""
    forms = {section.key: section for section in SECTIONS}
    for part in parts:
        section = forms.get(part.key or "")
        if section is None:
            if part.ordinal is not None:
                yield Problem("section_unknown", "source", "info", "The form has no such section.", seen=part.heading)
            continue
        expected = f"{section.ordinal}、{section.heading}"
        printed = numbered(part.heading)
        if printed.ordinal != section.ordinal:
            text = f"The section is not numbered {section.ordinal}、 as in the form."
            yield Problem("section_number_variant", "source", "info", text, section.key, seen=part.heading,
                          expected=expected)  # fmt: skip
        if printed.words not in (label_form(section.heading), f"{label_form(section.heading)}部分"):
            text = "The heading differs from that of the form."
            yield Problem("section_heading_variant", "source", "info", text, section.key, seen=part.heading,
                          expected=expected)  # fmt: skip


def _notice(metadata: Metadata, edition: str | None) -> Iterator[Problem]:
    year = notice_year(metadata.cited_notice)
    if year is not None and edition in _FORMS and str(year) != edition:
        right = {"2019": "国办公开办函〔2019〕60号", "2021": "国办公开办函〔2021〕30号"}[edition or ""]
        yield Problem(
            "wrong_notice_cited",
            "source",
            "warning",
            f"The report uses the form of {edition} and cites the notice of {year}.",
            seen=metadata.cited_notice,
            expected=right,
        )


def _names(metadata: Metadata) -> Iterator[Problem]:
    if metadata.title is None:
        yield Problem("title_missing", "source", "warning", "The document has no title.")
    if metadata.agency_source in (None, "publisher"):
        yield Problem(
            "agency_not_named", "source", "warning", "The document does not name the body that reports.",
            seen=metadata.agency_name,
        )  # fmt: skip
    if metadata.title is not None and metadata.title_year is None:
        yield Problem("year_not_in_title", "source", "info", "The title has no year.", seen=metadata.title)
    if metadata.report_year is None:
        yield Problem("report_year_unknown", "source", "warning", "The document does not decide its report year.")
    if metadata.agency_name is not None and metadata.agency_level is None:
        yield Problem(
            "level_unknown", "reading", "info", "The name of the body leaves its level open.", seen=metadata.agency_name
        )
    if metadata.period_start and metadata.period_end and metadata.period_end < metadata.period_start:
        yield Problem(
            "period_reversed", "source", "warning", "The stated period ends before it begins.",
            seen=f"{metadata.period_start} – {metadata.period_end}",
        )  # fmt: skip
    if metadata.period_year and metadata.title_year and metadata.period_year != metadata.title_year:
        yield Problem(
            "year_conflict",
            "source",
            "error",
            "The title and the stated period name different years.",
            seen=str(metadata.title_year),
            expected=str(metadata.period_year),
        )


def _page(metadata: Metadata) -> Iterator[Problem]:
    days, no_day = metadata.published_days, metadata.published_no_day
    if len(days) > 1:
        message = "The page gives several days of its publication."
        yield Problem("publish_dates_differ", "source", "info", message, seen=", ".join(days), expected=days[0])
    if no_day is not None and not days:
        message = "The page's date of publication is no day."
        yield Problem("publish_date_unreadable", "source", "info", message, seen=no_day[:60])
    if len(metadata.index_numbers) > 1:
        message = "The page gives several index numbers (索引号)."
        yield Problem(
            "index_numbers_differ", "source", "info", message,
            seen=", ".join(metadata.index_numbers)[:200], expected=metadata.index_number,
        )  # fmt: skip
