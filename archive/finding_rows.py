"""The rows that findings are made from and of: what `archive.findings_store` reads and writes, `findings` compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

CellKey = tuple[str, str, str]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """The current version of a report; `counts` holds the cells that print a number and no other (no blank, no 0 for
    one).

    Three dates that are never mixed: `published_on` is the earliest that a page of the report prints of itself,
    `signed_on` that under the text, `first_seen` (UTC) when we first saw it.
    """

    report: str
    agency: str
    report_year: int
    version: str
    status: str
    counts: Mapping[CellKey, int | float]
    edition: str | None = None
    scope: str | None = None
    scope_sentence: str | None = None
    published_on: str | None = None
    signed_on: str | None = None
    first_seen: str | None = None


@dataclass(frozen=True, slots=True)
class KnownReport:
    """That there is a report of this year, its current version, and how it stands."""

    report: str
    report_year: int
    version: str
    status: str


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of a report's text: the section it is (None: title, preamble, signature or a heading), and where it starts
    in `versions.text` in characters; None where the part is no piece of it."""

    section: str | None
    start: int | None
    text: str


@dataclass(frozen=True, slots=True)
class ReportText:
    """The current text of a report in parts, in printed order; every character of the text once.

    `names` are those of its body and of its county. `fee` is what the reader found said of 信息处理费: the amount in
    yuan, as digits, and its sentence.
    """

    report: str
    agency: str
    report_year: int
    version: str
    search_id: int
    made_of: str
    title: str | None
    edition: str | None
    parts: tuple[TextPart, ...]
    names: tuple[str, ...] = ()
    fee: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class TextMarks:
    """By what a report's text is found to be like another: digests of its own sentences with their lengths in units,
    and the buckets that its signature falls into; `units` is the sum of the lengths."""

    search_id: int
    version: str
    agency: str
    place: str
    report_year: int
    made_of: str
    units: int
    sentences: tuple[int, ...]
    lengths: tuple[int, ...]
    buckets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """That the own wording of one version stands in another; `passages` as `similar_reports` keeps them."""

    version: str
    other_version: str
    relation: Literal["own_year_before", "other_body"]
    share: float
    own_units: int
    shared_units: int
    threshold: float
    method: str
    passages: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A report of a similar text, with what is known of when it came out: the date on its page, when it was first seen,
    and the last look before that did not show it (None: there was none)."""

    report: str
    version: str
    agency: str
    name: str | None
    report_year: int
    published_on: str | None
    first_seen: str
    not_seen_at: str | None


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names known to the archive: core names of townships and subdistricts, and names of counties."""

    towns: frozenset[str]
    counties: frozenset[str]


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """Printed totals of one report of a county: (table, row) → total; a blank is absent."""

    agency: str
    name: str | None
    level: str | None
    report: str
    report_year: int
    version: str
    scope: str | None
    scope_sentence: str | None
    totals: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """A public body: `place` is its county (division code, else portal), `county` its name, `names` every
    name the body is known under.

    `reorganised` are the report years whose year before is another body's: the first after a predecessor's last report.
    `ended` is the last report year where a successor is known, `listed_since` the first year that a list of units
    expects a report of.
    """

    id: str
    name: str | None
    core: str | None
    level: str | None
    place: str
    portal: str | None = None
    county: str | None = None
    names: tuple[str, ...] = ()
    reorganised: frozenset[int] = frozenset()
    ended: int | None = None
    listed_since: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What reports show beside one another; `chinese` and `english` say it in a sentence. One a kind, report, cell and
    `item` (what tells those of one cell apart)."""

    kind: str
    agency: str
    report_year: int
    report: str
    version: str
    severity: Severity
    form_table: str | None
    row_key: str | None
    column_key: str | None
    seen: str | None
    expected: str | None
    other_version: str | None
    chinese: str
    english: str
    item: str | None = None
    sentence: str | None = None

    @property
    def id(self) -> str:
        place = [part for part in (self.form_table, self.row_key, self.column_key, self.item) if part]
        return "-".join((self.kind, self.report, *place))


@dataclass(frozen=True, slots=True)
class Checked:
    """How one kind of comparison of a report came out; `reason` says why what is not assessable is not."""

    report: str
    kind: str
    agency: str
    report_year: int
    passed: int
    failed: int
    not_assessable: int
    reason: str | None


@dataclass
class Shown:
    """What a comparison gives: findings, and how often it held, failed or could not be made."""

    findings: list[Finding] = field(default_factory=list)
    checked: list[Checked] = field(default_factory=list)

    def __add__(self, other: Shown) -> Shown:
        return Shown([*self.findings, *other.findings], [*self.checked, *other.checked])


FeeState = Literal["amount", "zero", "none_charged", "mentioned", "nothing_to_report", "not_stated", "section_missing"]


@dataclass(frozen=True, slots=True)
class FeeStatement:
    """What a report says of 信息处理费; `yuan` exact, None where no amount is said."""

    version: str
    agency: str
    report_year: int
    state: FeeState
    printed: str | None
    yuan: Decimal | None
    sentence: str | None


@dataclass(frozen=True, slots=True)
class FailedLink:
    """A document that the last crawl could not fetch or read; `agency_hint` is the unit whose column links to it."""

    capture: str
    link_text: str
    agency_hint: str | None
    verdict: str


@dataclass(frozen=True, slots=True)
class LastWalk:
    """The last closed crawl of a portal: how it went, whether its lists were walked to their end, and what failed.

    `first` is when the portal was first walked. `short`: the body, None where it is not known, of each list in which
    fewer entries were found than it announces.
    """

    crawl: str
    finished: str
    lists_complete: bool
    failed: tuple[FailedLink, ...]
    outcome: str = "walked"
    first: str | None = None
    short: tuple[str | None, ...] = ()


CoverageState = Literal["found", "not_seen", "not_expected"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was seen of one year of an agency."""

    agency: str
    report_year: int
    place: str
    state: CoverageState
    reason: str
    basis: str | None
    report: str | None
    as_of: str | None


@dataclass(frozen=True, slots=True)
class CountyCoverage:
    """The same of a county: its bodies counted (`expected` None where none is known), and its government's report."""

    place: str
    report_year: int
    portal: str | None
    expected: int | None
    found: int
    withdrawn: int
    not_seen: int
    not_expected: int
    state: CoverageState
    reason: str
    basis: str | None
    report: str | None
    as_of: str | None


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """A function of public bodies, its place in lists, and the words in a body's name that say it."""

    function: str
    number: int
    chinese: str
    english: str
    words: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """By when bodies of a level are to publish the reports of some years, what binds them, and who says so."""

    level: str
    first_year: int
    last_year: int | None
    month: int
    day: int
    binding: Literal["law", "notice", "custom"]
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of finding as people read it."""

    kind: str
    chinese: str
    english: str
    compares: Literal["report", "years", "bodies"]
    rule_chinese: str
    rule_english: str
    innocent_chinese: str
    innocent_english: str
