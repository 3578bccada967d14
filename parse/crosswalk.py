"""The crosswalk between the editions of the form: one series a harmonised quantity, and what each edition has for it.

A series follows one quantity over the editions 2021, 2019 and `legacy` (reports for 2008–2018). For each edition its
source says which printed figures it is made of, whether that is the same thing (`exact`), something near
(`approximate`) or nothing (`none`), and why. Names have at most 26 characters, so that `<name>_state` and `u_<name>_n`
fit Stata's 32. What changed between the editions: 国办公开办函〔2019〕60号 against 〔2021〕30号; the form of 2014:
国办发〔2014〕32号.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parse.legacy.indicators import COUNTERPARTS, INDICATORS
from parse.schema import (
    APPLICANT_COLUMNS,
    LITIGATION_GROUPS,
    OUTCOME_COLUMNS,
    PROACTIVE_BLOCKS,
    REQUEST_ROWS,
    Kind,
)

Match = Literal["exact", "approximate", "none"]
Edition = Literal["2021", "2019", "legacy"]
EDITIONS: tuple[Edition, ...] = ("2021", "2019", "legacy")


@dataclass(frozen=True, slots=True)
class Term:
    """A printed figure: a cell of the national form, or (table `legacy_figures`) an indicator under `row`.

    `yuan`: the amount converted to yuan by its printed unit, not the number as printed.
    """

    table: str
    row: str
    column: str = ""
    yuan: bool = False

    @property
    def name(self) -> str:
        return ".".join(part for part in (self.table, self.row, self.column) if part)


@dataclass(frozen=True, slots=True)
class Source:
    """What one edition has for a series: the figures to be added up, and why it is or is not the same thing."""

    edition: Edition
    match: Match
    terms: tuple[Term, ...]
    chinese: str
    english: str

    @property
    def formula(self) -> str:
        """The figures it is made of, as text; empty where there are none."""
        return " + ".join(term.name for term in self.terms)


@dataclass(frozen=True, slots=True)
class Series:
    """A harmonised quantity; `sources` has one of each edition. `is_total`: the printed total over all applicants, or
    a figure without such parts."""

    key: str
    chinese: str
    english: str
    kind: Kind
    unit: str | None
    sources: tuple[Source, ...]
    is_total: bool = True

    def source(self, edition: str) -> Source | None:
        return next((source for source in self.sources if source.edition == edition), None)


_SAME = ("格式相同", "printed alike")
_NOT_IN_2019 = ("2019 格式无此格", "not in the form of 2019")
_NOT_IN_2021 = ("2021 格式已无此格", "no longer in the form of 2021")
_NOT_IN_LEGACY = ("2014 年统计表无此项", "the statistics form of 2014 has no such figure")
_NO_APPLICANTS = (
    "2014 年统计表不分申请人类别",
    "the statistics form of 2014 does not tell kinds of applicants apart",
)


def _source(edition: Edition, match: Match, terms: tuple[Term, ...], why: tuple[str, str]) -> Source:
    return Source(edition, match, terms, *why)


def _none(edition: Edition, why: tuple[str, str]) -> Source:
    return Source(edition, "none", (), *why)


# ---------------------------------------------------------------------------------------------------------------------
# Table three

_ROWS = {
    "new_requests": "new",
    "carried_over": "carried_in",
    "granted": "granted",
    "partially_granted": "partial",
    "refused_state_secret": "ref_secret",
    "refused_prohibited_by_law": "ref_law",
    "refused_three_securities_one_stability": "ref_security",
    "refused_third_party_rights": "ref_thirdparty",
    "refused_internal_affairs": "ref_internal",
    "refused_process_information": "ref_process",
    "refused_enforcement_file": "ref_casefile",
    "refused_administrative_inquiry": "ref_inquiry",
    "unable_not_held": "una_notheld",
    "unable_requires_creation": "una_create",
    "unable_still_unclear": "una_unclear",
    "not_processed_petition_complaint": "np_petition",
    "not_processed_repeat_request": "np_repeat",
    "not_processed_public_publication": "np_published",
    "not_processed_excessive_requests": "np_excessive",
    "not_processed_confirm_or_reissue": "np_reissue",
    "other_no_correction": "oth_nocorrect",
    "other_fee_unpaid": "oth_feeunpaid",
    "other_misc": "oth_misc",
    "results_total": "results",
    "carried_forward": "carried_out",
}
"""Row of table three → name of its series; 其他处理 of 2019 stands in `oth_all`."""

_GROUPS = (
    ("ref_all", "refused", "不予公开合计", "Not disclosed, all reasons"),
    ("una_all", "unable", "无法提供合计", "Unable to provide, all reasons"),
    ("np_all", "not_processed", "不予处理合计", "Not processed, all reasons"),
    ("oth_all", "other", "其他处理合计", "Otherwise handled, all kinds"),
)
_ADDED_UP = ("格式未印合计，由各行相加", "no total is printed; the rows are added up")
_OTHER_2019 = (
    "2019 格式只印一行“其他处理”，2021 格式分三行，此处相加",
    "one row in 2019, three rows in 2021, which are added up here",
)

_APPLICANTS = {
    "natural_person": "person",
    "business_enterprise": "business",
    "research_institution": "research",
    "public_welfare_organization": "welfare",
    "legal_service_institution": "legal",
    "other_organization": "otherorg",
    "total": "total",
}

_INDICATORS = {indicator.key: indicator for indicator in INDICATORS}


def _legacy_terms(*keys: str) -> tuple[Term, ...]:
    return tuple(Term("legacy_figures", key) for key in keys)


def _legacy(keys: tuple[str, ...]) -> Source:
    names = " + ".join(_INDICATORS[key].label for key in keys)
    return _source(
        "legacy",
        "approximate",
        _legacy_terms(*keys),
        (f"2014 年统计表“{names}”，口径相近", f"near to {', '.join(keys)} of the statistics form of 2014"),
    )


def _legacy_row(row: str) -> Source:
    near = tuple(known.indicator for known in COUNTERPARTS if known.comparable and known.rows == (row,))
    if near:
        return _legacy(near)
    apart = [known.indicator for known in COUNTERPARTS if row in known.rows]
    if apart:
        labels = "、".join(_INDICATORS[key].label for key in apart)
        return _none("legacy", (f"“{labels}”口径不可比", f"{', '.join(apart)} is not comparable"))
    return _none("legacy", _NOT_IN_LEGACY)


def _requests() -> list[Series]:
    found = []
    for row in REQUEST_ROWS:
        for column in APPLICANT_COLUMNS if row.key in _ROWS else ():
            term = (Term("disclosure_requests", row.key, column.key),)
            both = "2019" in row.editions
            total = column.key == "total"
            found.append(
                Series(
                    f"{_ROWS[row.key]}_{_APPLICANTS[column.key]}",
                    f"{row.label}：{column.label}",
                    f"{row.english}: {column.english}",
                    "count",
                    None,
                    (
                        _source("2021", "exact", term, _SAME),
                        _source("2019", "exact", term, _SAME)
                        if both
                        else _none("2019", ("2019 格式只印一行“其他处理”", "2019 prints one row for all of 其他处理")),
                        _legacy_row(row.key) if total else _none("legacy", _NO_APPLICANTS),
                    ),
                    total,
                )
            )
    return found


def _request_groups() -> list[Series]:
    found = []
    for name, group, chinese, english in _GROUPS:
        rows = [row for row in REQUEST_ROWS if row.group == group]
        for column in APPLICANT_COLUMNS:
            terms = tuple(Term("disclosure_requests", row.key, column.key) for row in rows)
            why = _OTHER_2019 if group == "other" else _ADDED_UP
            older = (Term("disclosure_requests", "other_processing", column.key),) if group == "other" else terms
            total = column.key == "total"
            legacy = _none("legacy", _NOT_IN_LEGACY if total else _NO_APPLICANTS)
            if total and group == "refused":
                legacy = _legacy(("replies_refused",))
            found.append(
                Series(
                    f"{name}_{_APPLICANTS[column.key]}",
                    f"{chinese}：{column.label}",
                    f"{english}: {column.english}",
                    "count",
                    None,
                    (_source("2021", "exact", terms, why), _source("2019", "exact", older, why), legacy),
                    total,
                )
            )
    return found


# ---------------------------------------------------------------------------------------------------------------------
# Table four

_CASES = {"review": "review", "litigation_direct": "lit_direct", "litigation_after_review": "lit_after"}
_CASES_LEGACY = {
    "review": {
        "upheld": "reviews_upheld",
        "corrected": "reviews_corrected",
        "other": "reviews_other",
        "total": "reviews",
    },
    "lit": {
        "upheld": "lawsuits_upheld",
        "corrected": "lawsuits_corrected",
        "other": "lawsuits_other",
        "total": "lawsuits",
    },
}
_LITIGATION_APART = (
    "2014 年统计表不分直接起诉与复议后起诉，见 lit_*",
    "the statistics form of 2014 does not tell the two kinds of lawsuits apart; see lit_*",
)


def _legacy_case(group: str, outcome: str) -> Source:
    key = _CASES_LEGACY[group].get(outcome)
    return _legacy((key,)) if key else _none("legacy", _NOT_IN_LEGACY)


def _cases() -> list[Series]:
    found = []
    for group in LITIGATION_GROUPS:
        for column in OUTCOME_COLUMNS:
            term = (Term("review_and_litigation", group.key, column.key),)
            legacy = _legacy_case("review", column.key) if group.key == "review" else _none("legacy", _LITIGATION_APART)
            found.append(
                Series(
                    f"{_CASES[group.key]}_{column.key}",
                    f"{group.label}：{column.label}",
                    f"{group.english}: {column.english}",
                    "count",
                    None,
                    (_source("2021", "exact", term, _SAME), _source("2019", "exact", term, _SAME), legacy),
                )
            )
    for column in OUTCOME_COLUMNS:
        terms = tuple(
            Term("review_and_litigation", key, column.key) for key in ("litigation_direct", "litigation_after_review")
        )
        found.append(
            Series(
                f"lit_{column.key}",
                f"行政诉讼（直接起诉与复议后起诉相加）：{column.label}",
                f"Lawsuits, direct and after reconsideration: {column.english}",
                "count",
                None,
                (
                    _source("2021", "exact", terms, _ADDED_UP),
                    _source("2019", "exact", terms, _ADDED_UP),
                    _legacy_case("lit", column.key),
                ),
            )
        )
    return found


# ---------------------------------------------------------------------------------------------------------------------
# Table two

_ITEMS = {
    "rules": "rules",
    "normative_documents": "norm",
    "administrative_licensing": "licensing",
    "other_external_services": "services",
    "administrative_penalties": "penalties",
    "administrative_compulsion": "compulsion",
    "administrative_fees": "fees",
    "centralized_procurement": "procure",
}
_NAMES = {
    "issued": "issued",
    "repealed": "repealed",
    "in_force": "inforce",
    "newly_made": "made",
    "newly_disclosed": "disclosed",
    "total_disclosed": "disclosed_all",
    "prior_year_items": "items_prior",
    "change": "items_change",
    "decisions": "decisions",
    "fee_amount_wan_yuan": "wan_yuan",
    "procurement_items": "items",
    "procurement_amount": "yuan",
}
_MADE = (
    "2019 格式印“本年新制作数量”，与“本年制发件数”相近",
    "2019 prints those newly made, near to those issued",
)
_NONE = {
    ("in_force", "2019"): (
        "2019 格式印“对外公开总数量”，不是现行有效件数",
        "2019 prints how many are disclosed in all, not how many are in force",
    ),
    ("total_disclosed", "2021"): (
        "2021 格式印“现行有效件数”，不是对外公开总数量",
        "2021 prints how many are in force, not how many are disclosed in all",
    ),
    ("fee_amount_wan_yuan", "2019"): (
        "2019 格式印项目数量，不是金额",
        "2019 prints how many kinds of fees there are, not their amount",
    ),
    ("newly_made", "2021"): (
        "2021 格式改为“本年制发件数”，见 *_issued",
        "2021 prints those issued instead; see *_issued",
    ),
}


def _proactive_source(row: str, column: str, edition: Edition) -> Source:
    printed = any(
        block.edition == edition
        and row in [known.key for known in block.rows]
        and column in [known.key for known in block.columns]
        for block in PROACTIVE_BLOCKS
    )
    if printed:
        term = Term("proactive_disclosure", row, column, yuan=column == "procurement_amount")
        return _source(edition, "exact", (term,), _SAME)
    if column == "issued" and edition == "2019":
        return _source("2019", "approximate", (Term("proactive_disclosure", row, "newly_made"),), _MADE)
    return _none(edition, _NONE.get((column, edition), _NOT_IN_2019 if edition == "2019" else _NOT_IN_2021))


def _proactive() -> list[Series]:
    found: dict[str, Series] = {}
    for block in sorted(PROACTIVE_BLOCKS, key=lambda block: block.edition, reverse=True):
        for row in block.rows:
            for column in block.columns:
                key = f"{_ITEMS[row.key]}_{_NAMES[column.key]}"
                legacy = _legacy(("normative_issued",)) if key == "norm_issued" else _none("legacy", _NOT_IN_LEGACY)
                money = column.kind == "money"
                series = Series(
                    key,
                    f"{row.label}：{column.label}{'（元）' if money else ''}",
                    f"{row.english}: {column.english}{' (yuan)' if money else ''}",
                    column.kind,
                    "元" if money else column.unit,
                    (
                        _proactive_source(row.key, column.key, "2021"),
                        _proactive_source(row.key, column.key, "2019"),
                        legacy,
                    ),
                )
                found.setdefault(key, series)
    return list(found.values())


SERIES: tuple[Series, ...] = (*_proactive(), *_requests(), *_request_groups(), *_cases())
"""Every series, in the order of the form; sums of rows behind the rows."""
