"""Make a report's text into what portals publish: `python -m samples.carriers` writes `documents/` anew.

A carrier is `html`, `word_html` or `docx` with merged cells as they would be printed, the same with `_grid` for the
cells one by one as the text has them, `xlsx` (merged), `md` (one by one), `pdf` and `doc` (of `docx`; need
LibreOffice), or the text itself (`txt`, `txt_gb18030`).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from samples import markup
from samples.dump import BOOKMARK, Paragraph, Table, take_apart
from samples.form import Printer, as_dumped
from samples.markup import Block
from samples.portal import DOCUMENTS, HERE

CARRIERS = (
    "html", "html_grid", "word_html", "word_html_grid", "docx", "docx_grid", "xlsx", "md", "txt",
    "txt_gb18030", "pdf", "doc",
)  # fmt: skip
OFFICE_FORMATS = {"pdf": "pdf", "doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format"}
"""Carriers that LibreOffice writes: ending → its name of the format."""
PUBLISHED = (
    ("dongning", "html", "body.html"),
    ("dongning", "txt_gb18030", "report.gb18030.txt"),
    ("fengcheng", "word_html", "body.html"),
    ("fengcheng", "pdf", "report.pdf"),
    ("yueqing", "html_grid", "body.html"),
    ("yueqing", "pdf", "report.pdf"),
    ("helan", "html", "body.html"),
    ("helan", "docx", "report.docx"),
    ("huoqiu", "word_html", "body.html"),
    ("huoqiu", "docx", "report.docx"),
)
"""Portal, carrier, file under `documents/<portal>/`; `source.txt` beside it is the text."""

VARIANTS = HERE.parent / "tests" / "samples" / "documents"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def make(text: str, carrier: str) -> bytes:
    """The report's text in a carrier, as a whole file. Raises ValueError for an unknown carrier, OSError for `pdf`
    and `doc` where LibreOffice is not installed.
    """
    if carrier not in CARRIERS:
        raise ValueError(f"no such carrier: {carrier}")
    if carrier.startswith("txt"):
        return text.encode("gb18030" if carrier == "txt_gb18030" else "utf-8")
    if carrier in OFFICE_FORMATS:
        return converted(make(text, "docx"), carrier)
    if carrier == "md":
        return markup.markdown(blocks(text, grid=True)).encode()
    if carrier == "xlsx":
        from samples import spreadsheet_file

        return spreadsheet_file.write(blocks(text, grid=False))
    if carrier.startswith("docx"):
        from samples import word_file

        return word_file.write(blocks(text, grid=carrier.endswith("_grid")))
    page = (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{fragment(text, carrier)}</body></html>\n'
    )
    return page.encode()


def fragment(text: str, carrier: str) -> str:
    """The markup of a report for the body of an article: `html`, `word_html`, or these with `_grid`."""
    write = markup.word if carrier.startswith("word_html") else markup.clean
    return write(blocks(text, grid=carrier.endswith("_grid")))


def blocks(text: str, *, grid: bool) -> list[Block]:
    """The paragraphs and tables of a report; `grid`: without merged cells."""
    printer = Printer()
    found: list[Block] = []
    for block in take_apart(text):
        if isinstance(block, Table):
            found.append(as_dumped(block) if grid else printer.lay_out(block))
        else:
            found.append(Paragraph(BOOKMARK.sub("", block.text), block.level))
    if found and isinstance(found[0], Paragraph) and found[0].text.rstrip().endswith("报告"):
        found[0] = Paragraph(found[0].text, 1)
    return found


def converted(word: bytes, carrier: str) -> bytes:
    """A Word document (.docx) in one of OFFICE_FORMATS. Raises OSError where LibreOffice is missing,
    CalledProcessError where it fails.
    """
    office = shutil.which("soffice")
    if office is None:
        raise OSError("LibreOffice (soffice) is not installed")
    with TemporaryDirectory(prefix="nianbao-carriers-") as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(word)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        wanted = OFFICE_FORMATS[carrier]
        command = [office, profile, "--headless", "--convert-to", wanted, "--outdir", name, f"{name}/report.docx"]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return (folder / f"report.{carrier}").read_bytes()


def distinct(text: str, first: int = 101) -> tuple[str, list[list[str]]]:
    """The text with every number of its tables' value cells replaced by another one, and these numbers by table row.

    A row of the result is its label and then its numbers in the order printed; blanks stay blank.
    """
    number = first - 1
    rows: list[list[str]] = []

    def next_number(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return str(number) + (".25" if "." in match.group() else "")

    lines = text.splitlines()
    label = ""
    for index, line in enumerate(lines):
        if "\t" not in line:
            continue
        cells = line.split("\t")
        for place, cell in enumerate(cells):
            if re.fullmatch(r"\s*[\d.]+\s*(?:万?元)?\s*", cell):
                cells[place] = _NUMBER.sub(next_number, cell, count=1)
                if not rows or rows[-1][0] != label:
                    rows.append([label])
                rows[-1].append(cells[place].strip())
            elif cell.strip():
                label = cell.strip()
        lines[index] = "\t".join(cells)
    return "\n".join(lines) + "\n", rows


def publish() -> None:
    """Write the documents of the sample portals and the variant with other numbers."""
    for portal, carrier, name in PUBLISHED:
        text = (DOCUMENTS / portal / "source.txt").read_text("utf-8")
        data = fragment(text, carrier).encode() if name == "body.html" else make(text, carrier)
        (DOCUMENTS / portal / name).write_bytes(data)
    text, rows = distinct((DOCUMENTS / "helan" / "source.txt").read_text("utf-8"))
    VARIANTS.mkdir(parents=True, exist_ok=True)
    (VARIANTS / "distinct.txt").write_text(text, "utf-8")
    (VARIANTS / "distinct.pdf").write_bytes(make(text, "pdf"))
    (VARIANTS / "distinct.json").write_text(json.dumps(rows, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    publish()
