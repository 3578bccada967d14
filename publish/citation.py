"""How a report, or one number of it, is cited: GB/T 7714—2015, English, BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass

from publish.database import Row
from publish.words import beijing, utc

_BIBTEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}"} | {sign: f"\\{sign}" for sign in "&%$#_"} | {
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """The same reference in three forms; each is plain text."""

    chinese: str
    english: str
    bibtex: str


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in text)


def cite(report: Row, address: str, sha256: str | None, number: str | None = None) -> Citation:
    """The three forms for a row of a revision.

    `address`: where it stays; `sha256`: of the saved bytes; `number`: what is cited of it, in Chinese, where that is
    one number. Dates of the report are those that the page or the report prints; where none is printed none is given.
    """
    body = report["agency_known"] or report["agency_name"] or "单位不明"
    title = " ".join((report["title"] or f"{report['report_year'] or ''}年度政府信息公开工作年度报告").split())
    dated = report["published_on"] or report["signed_on"]
    seen = beijing(report["last_seen"])[:10]
    kept = f"SHA-256 {sha256}" if sha256 else ""
    chinese = f"{body}. {title}[R/OL]. {f'({dated})' if dated else ''}[{seen}]. {report['url']}. "
    chinese += f"年报 nianbao 存档，版次 {report['version']}：{address}{f'，{kept}' if kept else ''}"
    chinese += f"。所引数字：{number}。" if number else "。"
    english = f"{body}. {title} [Annual report on open government information"
    english += f" for {report['report_year']}]. " if report["report_year"] else "]. "
    english += f"{dated}. " if dated else "No date printed. "
    english += f"{report['url']}. Archived by nianbao, first seen {utc(report['first_seen'])} UTC, last seen"
    english += f" {utc(report['last_seen'])} UTC, revision {report['version']}, {address}{f', {kept}' if kept else ''}."
    english += f" Figure cited: {number}." if number else ""
    note = f"nianbao revision {report['version']}, first seen {utc(report['first_seen'])} UTC"
    fields = {
        "author": f"{{{_bibtex(body)}}}",
        "title": f"{{{_bibtex(title)}}}",
        "year": dated[:4] if dated else "",
        "howpublished": _bibtex(report["url"] or ""),
        "url": address,
        "urldate": seen,
        "note": _bibtex(", ".join(part for part in (note, kept, number) if part)),
        "langid": "chinese",
    }
    key = re.sub(r"[^A-Za-z0-9]+", "-", report["version"]).strip("-")
    lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items() if text)
    return Citation(chinese, english, f"@misc{{nianbao-{key},\n{lines}\n}}")
