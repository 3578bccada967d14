"""The number of a notice stays as printed; brackets that recognition took for two kinds are one pair."""

from __future__ import annotations

import pytest

from parse.document import Document, Paragraph
from parse.metadata.notice import cited_notice, notice_year, settled


@pytest.mark.parametrize(
    ("printed", "recognised", "number"),
    [
        ("国办公开办函〔2021]30号", True, "国办公开办函〔2021〕30号"),
        ("国办公开办函[2021〕30号", True, "国办公开办函〔2021〕30号"),
        ("国办公开办函[2021]30号", True, "国办公开办函[2021]30号"),
        ("国办公开办函〔2021]30号", False, "国办公开办函〔2021]30号"),
        ("国办公开办函（2021）30号", False, "国办公开办函（2021）30号"),
    ],
)
def test_brackets(printed: str, recognised: bool, number: str) -> None:
    paragraph = Paragraph(f"本报告根据《格式》（{printed}）的要求编制。", recognised=recognised)
    found = settled(cited_notice(paragraph.text), Document("image/png", (paragraph,)))
    assert found == number
    assert notice_year(found) == 2021


def test_the_pages_own_text_stays_as_printed_beside_pictures() -> None:
    printed = "国办公开办函〔2021]30号"
    blocks = (Paragraph(f"根据{printed}要求编制。"), Paragraph("申请人情况", recognised=True))
    assert settled(cited_notice(blocks[0].text), Document("text/html", blocks)) == printed


def test_no_notice_is_none() -> None:
    assert settled(None, Document("text/html", ())) is None
