"""Figures of running text: a number with a unit, and right before it the words that say what it counts.

A figure is left out rather than given a wrong name: numbers before their noun (7项新举措), differences, plans, other
years, parts of the year and rates are none of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from parse.label_form import label_form
from parse.legacy import wordings
from parse.legacy.figures import number
from parse.legacy.runs import HEADING
from parse.legacy.text_keys import KeysOfPart, key_anywhere
from parse.narrative.sentences import printed_sentences
from parse.report import LegacyFigure
from parse.sections import Outline

MAX_FIGURES = 500
"""Figures of one text; the fullest reports have some two hundred."""
_LONGEST_CLAUSE = 160
_PLANS = "problems_and_improvements"
_TABLE_HEADING = re.compile(r"统计(?:报)?表\s*\Z")
# Full-width forms made half-width, one character for one; the comma stays, it parts clauses.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {
    0xFF05: "%",
    0xFF0E: ".",
    0xA0: " ",
    0x3000: " ",
}
_LIST_MARK = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}\s*[.、．](?!\d))\s*"
)
_SPACES = re.compile(r"\s+")
_STRETCH_END = re.compile(r"[；;]")


def text_figures(outline: Outline, report_year: int | None) -> list[LegacyFigure]:
    """The figures that the running text states of the report year, in printed order; plans and preamble left out."""
    figures: list[LegacyFigure] = []
    for part in outline.parts:
        if part.key == _PLANS or _TABLE_HEADING.search(part.heading):
            continue
        keys = KeysOfPart(part.heading)
        for paragraph in part.paragraphs:
            table = HEADING.search(paragraph)
            for sentence in printed_sentences(paragraph[: table.start()] if table else paragraph):
                figures.extend(_of_sentence(sentence, report_year, keys))
                if len(figures) >= MAX_FIGURES:
                    return figures[:MAX_FIGURES]
            if table:
                break
    return figures


def _of_sentence(sentence: str, report_year: int | None, keys: KeysOfPart) -> list[LegacyFigure]:
    text = sentence.translate(_HALF_WIDTH)
    found: list[tuple[int, LegacyFigure]] = [
        *_counted(text, sentence, report_year, keys),
        *_noughts(text, sentence, report_year),
    ]
    return [figure for _, figure in sorted(found, key=lambda pair: pair[0])]


def _counted(text: str, sentence: str, report_year: int | None, keys: KeysOfPart) -> Iterator[tuple[int, LegacyFigure]]:
    last = 0
    for match in _matches(text):
        start = match.start("digits")
        clause = max((found.end() for found in wordings.LABEL_STARTS.finditer(text, last, match.start())), default=last)
        begin = clause
        groups = match.groupdict()
        end = start if "unit" not in groups else match.start()
        if not text[begin:end].strip() and begin > last and text[begin - 1] in "：:":
            end = begin - 1
            begin = max((f.end() for f in wordings.LABEL_STARTS.finditer(text, last, end)), default=last)
        last = match.end()
        label = label_of(text[begin:end])
        value = number(match["digits"])
        if label is None or value is None:
            continue
        when = _when(text, begin, end, report_year)
        if when is None:
            continue
        approximate = bool(groups.get("before") or groups.get("after") or groups.get("above"))
        approximate = approximate or bool(re.search(rf"(?:{wordings.HEDGED})\s*\Z", text[begin:end]))
        stretch = (sentence, len(_STRETCH_END.findall(text, 0, start)))
        key = keys.key(label, stretch)
        yield start, _figure(key, label, value, when, groups.get("unit"), sentence, approximate)


def _matches(text: str) -> list[re.Match[str]]:
    found = [*wordings.FIGURE.finditer(text), *wordings.BARE_FIGURE.finditer(text)]
    return sorted(found, key=lambda match: match.start("digits"))


def _figure(
    key: str | None, label: str, value: Decimal, when: str, unit: str | None, sentence: str, approximate: bool
) -> LegacyFigure:
    year, since = (value, None) if when == "year" else (None, value)
    return LegacyFigure(key, label, year, since, unit, sentence, approximate)


def label_of(clause: str) -> str | None:
    """The words of a clause before a number that name what it counts, as printed; None where they do not."""
    text = clause[-_LONGEST_CLAUSE:]
    years = [*wordings.YEAR.finditer(text)]
    if years:
        text = text[years[-1].end() :]
    text = _LIST_MARK.sub("", text, count=1) if _LIST_MARK.match(text) else text
    days = [*wordings.DAYS.finditer(text)]
    if days:
        text = text[days[-1].end() :]
    text = wordings.HEADS.sub("", wordings.ENDS.sub("", text))
    while True:
        shorter = text[len(_prefix(wordings.LIST_STARTS, text)) :]
        if not wordings.KEPT.match(shorter):
            shorter = shorter[len(_prefix(wordings.SCOPES, shorter)) :]
        if shorter == text:
            break
        text = shorter
    text = _SPACES.sub(" ", text).strip(" 、")
    if not wordings.SHORTEST <= len(text) <= wordings.LONGEST or wordings.NO_LABEL.search(text):
        return None
    if wordings.COMPARED.search(text) or not re.search(r"[\u4e00-\u9fff]{2}", text):
        return None
    return text


def _prefix(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    return match.group() if match else ""


def _when(text: str, begin: int, end: int, report_year: int | None) -> str | None:
    """`year` for a figure of the report year, `cumulative` for one of several years, None for anything else."""
    before = re.sub(r"《[^》]*》", lambda match: " " * len(match.group()), text[:end])
    clause = before[begin:]
    led = before[max(before.rfind("；", 0, begin), before.rfind(";", 0, begin), 0) :]
    if wordings.PLANNED.search(clause) or wordings.COMPARED.search(clause):
        return None
    led = wordings.OF_THIS_YEAR.sub(lambda match: " " * len(match.group()), led)
    own = led[len(led) - len(clause) :]
    of_year = wordings.YEAR.search(own) or wordings.ADDED.search(own)
    if of_year and not wordings.CUMULATIVE.search(own) and not wordings.OTHER_TIME.search(own):
        led = own  # 截至2010年底历年累计52条,其中2010年新增14条
    if wordings.CUMULATIVE.search(led):
        return "cumulative"
    if wordings.OTHER_TIME.search(led):
        return None
    years = [int(match["year"]) for match in wordings.YEAR.finditer(before)]
    return "year" if not years or report_year is None or years[-1] == report_year else None


def _noughts(text: str, sentence: str, report_year: int | None) -> Iterator[tuple[int, LegacyFigure]]:
    for match in wordings.NONE_STATED.finditer(text):
        label = _SPACES.sub(" ", match["label"]).strip()
        if not wordings.NONE_KINDS.fullmatch(label_form(label).replace(",", "、")):
            continue
        if _when(text, match.start(), match.start("label"), report_year) == "year":
            key = key_anywhere(f"收到{label}")  # the verb is in 未收到
            yield match.start(), LegacyFigure(key, label, Decimal(0), None, None, sentence)
    for match in wordings.NONE_EMPLOYED.finditer(text):
        if _when(text, match.start(), match.start("label"), report_year) == "year":
            label = match["label"]
            yield match.start(), LegacyFigure(key_anywhere(label), label, Decimal(0), None, None, sentence)
