"""Figures before 2019 on a report's page: levels of the form, blank and unreadable apart, numbers never broken."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from lxml import html

from archive.archive import Archive
from archive.exchange import Exchange
from archive.metadata import datasette_metadata
from parse.reader import read
from publish.statistics_form import lines, place

FORM = Path(__file__).parent.parent / "documents" / "made" / "before-2019" / "form-2014-blank-figure.html"
CSS = Path(__file__).parent.parent.parent / "publish" / "static" / "nianbao.css"


def _figure(label: str, heading: str | None, sentence: str | None = None, **other: Any) -> dict[str, Any]:
    figure = {"label": label, "heading": heading, "sentence": sentence or label, "value": 1, "cumulative": None}
    return {**figure, "state": None, "cumulative_state": None, **other}


def _drawn(*figures: dict[str, Any]) -> list[tuple[int, str]]:
    return [(line.depth, line.text) for line in lines(list(figures))]


def test_a_sentence_stands_above_its_figures_once() -> None:
    said = "公开政府信息425条，作为依申请公开信息数46条。"
    figures = (_figure("主动公开政府信息", None, said), _figure("作为依申请公开信息数", None, said))
    assert _drawn(*figures, _figure("行政复议数", "")) == [
        (0, said), (0, "主动公开政府信息"), (0, "作为依申请公开信息数"), (0, "行政复议数"),
    ]  # fmt: skip


def test_rows_of_one_name_stand_below_their_own_headings() -> None:
    figures = (
        _figure("1.政府公报公开政府信息数", "一、主动公开情况\n（二）通过不同渠道和方式公开政府信息的情况"),
        _figure("四、行政复议数量", ""),
        _figure("（二）被依法纠错数", "四、行政复议数量"),
        _figure("五、行政诉讼数量", ""),
        _figure("（二）被依法纠错数", "五、行政诉讼数量"),
    )
    assert _drawn(*figures) == [
        (0, "一、主动公开情况"), (1, "（二）通过不同渠道和方式公开政府信息的情况"), (2, "1.政府公报公开政府信息数"),
        (0, "四、行政复议数量"), (1, "（二）被依法纠错数"), (0, "五、行政诉讼数量"), (1, "（二）被依法纠错数"),
    ]  # fmt: skip


def test_blank_stroke_and_unreadable_have_marks_of_their_own() -> None:
    marks = [
        place(_figure("a", "", value=None, state=state), "value")[1]
        for state in ("blank", "slash", "none_word", "unreadable", "ambiguous", None)
    ]
    assert marks == ["", "／", "无", "？", "？", "？"]


def test_a_total_of_many_years_leaves_no_mark_for_the_year() -> None:
    assert place(_figure("主动公开政府信息", None, value=None, cumulative=1205), "value") == ("", "", "")


def test_numbers_and_units_are_never_broken() -> None:
    rule = re.search(r"table\.figures \.num, table\.figures \.unit \{([^}]*)\}", CSS.read_text(encoding="utf-8"))
    assert rule
    assert "white-space: nowrap" in rule.group(1)


@pytest.fixture
def form_page(tmp_path: Path) -> Any:
    path = tmp_path / "archive.db"
    body = FORM.read_bytes().replace(b"<td>260</td>", "<td>二百余</td>".encode())
    with Archive.open(path, write=True) as archive:
        at = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
        url, headers = "http://www.qingshi.example/2014.html", (("Content-Type", "text/html; charset=utf-8"),)
        exchange = Exchange(url=url, status=200, response_headers=headers, body=body, started=at, finished=at)
        capture = archive.keep(exchange)
        archive.flush()
        archive.save_reading(capture, read(body, media_type="text/html", url=url))
        (report,) = (row[0] for row in archive.db.execute("SELECT report FROM current"))
        assert archive.verify() == []
    served = Datasette([str(path)], metadata=datasette_metadata())

    async def ask() -> Any:
        await served.invoke_startup()
        return await served.client.get(f"/report/{quote(report)}")

    response = asyncio.run(ask())
    assert response.status_code == 200
    return html.fromstring(response.text)


def test_the_form_of_2014_on_its_page(form_page: Any) -> None:
    rows: dict[str, list[Any]] = {}
    for line in form_page.xpath("//table[contains(@class, 'figures')]//tr[td]"):
        cells = line.xpath("td")
        rows.setdefault(cells[0].text_content(), []).append(cells)
    (blank,) = rows["5.其他方式公开政府信息数"]
    assert "state-blank" in blank[1].get("class")
    assert "？" not in blank[1].text_content()
    (unreadable,) = rows["（三）接受培训人员数"]
    assert unreadable[1].text_content() == "？"
    assert "state-unreadable" in unreadable[1].get("class")
    assert [cells[1].text_content() for cells in rows["（二）被依法纠错数"]] == ["2", "0"]
    assert [cells[0].get("class") for cells in rows["（二）被依法纠错数"]] == ["depth-1", "depth-1"]
    heads = [head.text_content() for head in form_page.xpath("//th[contains(@class, 'heading')]")]
    assert heads == [
        "一、主动公开情况", "（二）通过不同渠道和方式公开政府信息的情况", "二、回应解读情况", "三、依申请公开情况",
        "八、机构建设和保障经费情况", "九、政府信息公开会议和培训情况",
    ]  # fmt: skip
