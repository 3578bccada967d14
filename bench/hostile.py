"""Hostile pages, each read in a process of its own: time, peak memory, what was read. Exits with 1 over a bound."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

SECONDS = 15
MEMORY_MB = 700
HEAD = "<html><body>"
FORM = (
    "<p>二、主动公开政府信息情况</p><table><tr><td colspan=4>第二十条第（一）项<tr><td>信息内容<td>本年制发件数"
    "<td>本年废止件数<td>现行有效件数<tr><td>规章<td>11<td>12<td>13</table>"
)
WHERE = {"11", "12", "13"}
"""All that any of the pages with the form may give."""
PAGES: dict[str, Callable[[], str]] = {
    "100,000 paragraphs": lambda: "".join(f"<p>第{number}段文字。</p>" for number in range(100_000)),
    "30,000 nested div": lambda: "<div>" * 30_000 + "<p>深层的文字，政府信息公开。</p>" + "</div>" * 30_000,
    "30,000 nested span": lambda: "<span>" * 30_000 + FORM,
    "30,000 nested tables": lambda: "<table><tr><td>a<td>b" * 30_000,
    "spans of a billion": lambda: FORM.replace("<td>", "<td colspan=1000000000 rowspan=1000000000>"),
    "a million empty cells": lambda: "<table>" + ("<tr>" + "<td>" * 1000) * 1000 + "</table>" + FORM,
    "100,000 cells in a row": lambda: "<table><tr>" + "<td>" * 100_000 + "</table>" + FORM,
    "100,000 rows of labels": lambda: "<table>" + "<tr><td>规章<td><td><td>" * 100_000 + "</table>",
    "an attribute of 20 MB": lambda: '<p title="' + "x" * 20_000_000 + '">' + FORM,
    "a data address of 20 MB": lambda: '<img src="data:image/png;base64,' + "iVBO" * 5_000_000 + '">' + FORM,
    "ten million NUL bytes": lambda: FORM + "\0" * 10_000_000,
    "200,000 unclosed p": lambda: "<p>规章" * 200_000,
    "200,000 unclosed b": lambda: "<b>一" * 200_000,
    "an entity flood": lambda: FORM.replace("11", "&nbsp;" * 500_000 + "11") + "&amp;" * 1_000_000,
    "a flood of labels": lambda: "<p>" + "发布时间：" * 200_000,
    "100,000 links": lambda: "<div class=nav>" + "<a href=x>字</a>" * 100_000 + "</div>" + FORM,
    "100,000 raised figures": lambda: "<p>" + "<sup>1</sup>" * 100_000 + FORM,
    "100,000 hidden figures": lambda: '<i style="display:none">1</i>' * 100_000 + FORM,
    "tags that never end": lambda: "<div>" * 3000 + "<b " * 300_000 + FORM,
    "5 MB of blanks": lambda: "<p>发" + " " * 5_000_000 + "布" + FORM,
    "100,000 comments": lambda: "<!-- <td>7 -->" * 100_000 + FORM,
    "text between rows": lambda: "<table><tr><td>a<td>b" + "<p>x</p></tr><p>y</p>" * 50_000 + "</table>",
    "20 MB of text": lambda: "<p>" + "政府信息公开年度报告，" * 600_000,
    "nested lists": lambda: ("<ul>" + "<li>字</li>" * 50) * 1500,
}


def one(name: str) -> None:
    """Read one page here and print what came of it."""
    from parse.reader import read

    data = (HEAD + PAGES[name]()).encode()
    began = time.process_time()
    report = read(data, media_type="text/html")
    spent = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    values = sorted({str(cell.value) for cell in report.cells if cell.value is not None})
    failed = any(told.kind == "reader_failed" for told in report.problems)
    print(json.dumps([len(data) / 1e6, spent, memory, report.verdict, values, failed]))


def main() -> int:
    """Read them all."""
    if len(sys.argv) > 1:
        one(sys.argv[1])
        return 0
    kept = True
    for name in PAGES:
        done = subprocess.run(
            [sys.executable, __file__, name], capture_output=True, text=True, check=False, timeout=300
        )
        if done.returncode:
            print(f"{name:26} {done.stderr[-200:]}")
            kept = False
            continue
        size, spent, memory, verdict, values, failed = json.loads(done.stdout)
        fine = spent <= SECONDS and memory <= MEMORY_MB and set(values) <= WHERE and not failed
        kept &= fine
        print(
            f"{name:26} {size:5.1f} MB {spent:5.1f} s {memory:5} MiB {verdict:14} {values} {'' if fine else 'NOT KEPT'}"
        )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
