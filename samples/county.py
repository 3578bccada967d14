"""A county that does not exist: `python -m samples.county` writes `documents/xushe/*.html` from its `figures.csv`.

Its reports show what the real ones of the other portals do not: a county and its bureaus and towns of one year, whose
figures do not fit together (the county prints less than one of its bureaus), a bureau that prints no request and has
cases, and a town that leaves its tables blank. The form is that of 2021, every count in the columns 自然人 and 总计.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping

from samples.carriers import fragment
from samples.portal import DOCUMENTS

FOLDER = DOCUMENTS / "xushe"
FORM = DOCUMENTS / "fengcheng" / "source.txt"
"""A report of 2021 whose tables are printed cell by cell; its form is taken, its figures are not."""
MISPRINTED = {"本列表的勾稽关系：": "本列数据的勾稽关系为：", "(五)不予公开": "(五)不予处理", "或新出具": "或重新出具"}
REQUESTS = 7
"""Columns of table three: natural persons first, the total last."""
ROWS = {
    "一、本年新收政府信息公开申请数量": "new",
    "二、上年结转政府信息公开申请数量": "carried",
    "(一)予以公开": "granted",
    "3.危及“三安全一稳定”": "three_securities",
    "1.本机关不掌握相关政府信息": "not_held",
    "(七)总计": "results",
    "四、结转下年度继续办理": "forwarded",
}
"""Printed label → column of figures.csv; rows that are not here are 0."""
ENDING = "没有需要另行说明的事项。"


def reports() -> Iterator[tuple[str, str]]:
    """(file without ending, text) of each report of figures.csv."""
    with (FOLDER / "figures.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            yield line["file"], _text(line)


def _text(line: Mapping[str, str]) -> str:
    body, year = line["body"], line["year"]
    parts = [
        f"{body}{year}年政府信息公开工作年度报告",
        "虚设县并不存在，数字是编的。",
        line["opening"],
        "一、总体情况",
        _said(line),
        *_tables(line),
        "",
        "",
        "五、存在的主要问题及改进情况",
        f"{body}在{year}年没有列出问题。",
        "六、其他需要报告的事项",
        ENDING,
    ]
    return "\n".join(parts)


def _said(line: Mapping[str, str]) -> str:
    if not line["new"]:
        return f"{line['body']}{line['year']}年的申请情况见下表。"
    return f"{line['year']}年，{line['body']}收到政府信息公开申请{line['new']}件。"


def _tables(line: Mapping[str, str]) -> list[str]:
    """The lines of the form, with the figures of a body where those of another town were printed."""
    text = FORM.read_text("utf-8")
    for wrong, right in MISPRINTED.items():
        text = text.replace(wrong, right)
    form = text[text.index("二、主动公开政府信息情况") : text.index("五、存在的主要问题")].rstrip("　 \n").split("\n")
    found: list[str] = []
    label, part = "", 2
    waiting: list[str] = []
    for printed in form:
        word = printed.strip()
        if word[:2] in ("三、", "四、") and not printed.startswith("\t"):
            part += 1
        if word.isdecimal():
            waiting = waiting or _counts(line, part, label)
            found.append("\t" + waiting.pop(0))
            continue
        label, waiting = (word, []) if word else (label, waiting)
        found.append(printed.lstrip("　"))
    return found


def _counts(line: Mapping[str, str], part: int, label: str) -> list[str]:
    """What is printed behind a label of table two or three, or in the row of table four."""
    if part == 3:
        count = _results(line) if ROWS.get(label) == "results" else line.get(ROWS.get(label, ""), "0")
        return [""] * REQUESTS if not line["new"] else [count, *["0"] * (REQUESTS - 2), count]
    if part == 4 and line["upheld"]:
        review = [line["upheld"], line["corrected"], "0", "0", str(int(line["upheld"]) + int(line["corrected"]))]
        return [*review, *["0"] * 10]
    return [""] * 15 if part == 4 else ["0", "0", "0"]


def _results(line: Mapping[str, str]) -> str:
    return str(sum(int(line[row] or 0) for row in ("granted", "three_securities", "not_held")))


def write() -> None:
    """Write every report as the markup of an article."""
    for name, text in reports():
        (FOLDER / f"{name}.html").write_text(fragment(text, "html"), encoding="utf-8")


if __name__ == "__main__":
    write()
