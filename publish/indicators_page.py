"""All indicators: each row and column of the form, as the form has them."""

from __future__ import annotations

from typing import Any

from archive.printed_form import printed_label, section_names
from publish.database import Row, rows
from publish.indicator_rows import FIELDS, FUNCTIONS
from publish.page import archive_or_404, page

QUESTIONS: tuple[tuple[tuple[str, str], tuple[str, str, str], str], ...] = (
    (
        ("谁最常以“三安全一稳定”拒绝？", "Who refuses most for “three securities and one stability”?"),
        ("disclosure_requests", "refused_three_securities_one_stability", "total"),
        "",
    ),
    (
        ("谁最常答“不掌握”？", "Who most often answers “not held”?"),
        ("disclosure_requests", "unable_not_held", "total"),
        "",
    ),
    (
        ("谁被复议纠正得多？", "Who is corrected most upon reconsideration?"),
        ("review_and_litigation", "review", "corrected"),
        "",
    ),
    (
        ("谁被法院纠正得多（直接起诉）？", "Who is corrected most by courts (direct lawsuits)?"),
        ("review_and_litigation", "litigation_direct", "corrected"),
        "",
    ),
    (
        ("谁报告新收申请为 0？", "Who reports 0 new requests?"),
        ("disclosure_requests", "new_requests", "total"),
        "sort=least",
    ),
    (("谁收到的申请最多？", "Who received most requests?"), ("disclosure_requests", "new_requests", "total"), ""),
)
"""What people come with, and the figure that answers it."""


async def indicators(datasette: Any, request: Any) -> Any:
    """GET /indicators"""
    database = await archive_or_404(datasette)
    fields = [
        {**field, **{name: printed_label(field[name]) for name in ("row_label", "column_label")}}
        for field in await rows(database, FIELDS)
    ]
    tables: dict[str, dict[str, list[Row]]] = {}
    for field in fields:
        tables.setdefault(field["form_table"], {}).setdefault(field["row_key"], []).append(field)
    return await page(
        datasette,
        request,
        "indicators.html",
        {
            "database": database.name,
            "questions": QUESTIONS,
            "tables": tables,
            "sections": section_names(),
            "functions": await rows(database, FUNCTIONS),
        },
    )
