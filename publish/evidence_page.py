"""The page in plain words that an evidence ZIP has: one file that needs nothing else, Chinese first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from archive.evidence import Evidence
from publish import words
from publish.page import web_address
from publish.text_change import apart, differing

SIGHTS: dict[str, words.Words] = {
    "live": ("可打开，内容如下列版次", "there"),
    "gone": ("打不开或已不是报告", "gone: an error, or no report any more"),
    "unknown": ("未能判断（未能访问等）", "nothing learnt (could not be reached …)"),
    "unlisted": ("可打开，但栏目中已不列", "there, but no longer listed"),
    "suspended": (
        "网站同时失去许多报告，疑为改版，未作判断",
        "many reports went at once: a redesign? not judged",
    ),
}
CAUSES: dict[str, words.Words] = {
    "crawl": ("一次采集结束", "end of a crawl"),
    "rereading": ("重新读取", "read again"),
    "merge": ("合并存档", "archives merged"),
}


def evidence_page(evidence: Evidence) -> str:
    """The page of an evidence ZIP."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, trim_blocks=True
    )
    shared: dict[str, Any] = {"words": words, "web_address": web_address}
    shared |= {"differing": differing, "apart": apart}
    templates.globals.update(shared)
    numbers = {copy.row["id"]: number for number, copy in enumerate(evidence.copies, start=1)}
    return templates.get_template("evidence.html").render(
        evidence=evidence,
        report=evidence.report,
        numbers=numbers,
        sights=SIGHTS,
        causes=CAUSES,
        of_version={row["id"]: row for row in evidence.versions},
        documents={row["id"]: row for row in evidence.documents},
    )
