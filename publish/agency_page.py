"""A public body: its years in a row, its figures over the years, what changed and what does not add up."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import NotFound

from publish.chart import Chart, Series, chart
from publish.coverage_words import year_state
from publish.database import Row, row, rows
from publish.page import archive_or_404, page
from publish.peers_page import peers_of

AGENCY = """
SELECT a.*, p.name AS portal_name, p.homepage,
  (SELECT c.place FROM coverage AS c WHERE c.agency = a.id LIMIT 1) AS place
FROM agencies AS a LEFT JOIN portals AS p ON p.id = a.portal WHERE a.id = :agency
"""
ALIASES = "SELECT DISTINCT name FROM agency_aliases WHERE agency = :agency ORDER BY name LIMIT 20"
YEARS = "SELECT * FROM agency_years WHERE agency = :agency ORDER BY report_year"
TOTALS = """
SELECT c.report_year, t.row_key, t.total FROM current AS c JOIN disclosure_requests AS t ON t.version = c.version
WHERE c.agency = :agency AND c.report_year IS NOT NULL
UNION ALL
SELECT c.report_year, t.row_key, t.total FROM current AS c JOIN review_and_litigation AS t ON t.version = c.version
WHERE c.agency = :agency AND c.report_year IS NOT NULL
"""
LABELS = """
SELECT row_key, row_label, row_english FROM fields
WHERE form_table IN ('disclosure_requests', 'review_and_litigation') GROUP BY row_key ORDER BY min(number)
"""
CHARTS: tuple[tuple[tuple[str, str], tuple[str, ...]], ...] = (
    (("申请", "Requests"), ("new_requests", "carried_over", "carried_forward")),
    (("予以公开与部分公开", "Granted and partially granted"), ("granted", "partially_granted", "results_total")),
    (
        ("不予公开的理由", "Reasons of refusal"),
        (
            "refused_state_secret",
            "refused_prohibited_by_law",
            "refused_three_securities_one_stability",
            "refused_third_party_rights",
            "refused_internal_affairs",
            "refused_process_information",
            "refused_enforcement_file",
            "refused_administrative_inquiry",
        ),
    ),
    (
        ("无法提供的理由", "Why it could not be provided"),
        ("unable_not_held", "unable_requires_creation", "unable_still_unclear"),
    ),
    (("行政复议与诉讼", "Reconsideration and lawsuits"), ("review", "litigation_direct", "litigation_after_review")),
)
"""Charts of printed totals; none is a sum of ours."""


def _charts(totals: list[Row], labels: dict[str, tuple[str, str]]) -> list[Chart]:
    counts: dict[str, dict[int, int | None]] = {}
    for total in totals:
        counts.setdefault(total["row_key"], {})[total["report_year"]] = total["total"]
    years = sorted({total["report_year"] for total in totals})
    drawn = [
        chart(title, [Series(labels.get(key, (key, "")), counts.get(key, {})) for key in keys], years)
        for title, keys in CHARTS
    ]
    return [one for one in drawn if one is not None]


async def agency(datasette: Any, request: Any) -> Any:
    """GET /agency/<agency>. Raises NotFound."""
    database = await archive_or_404(datasette)
    keys = {"agency": unquote(request.url_vars["agency"])}
    known = await row(database, AGENCY, keys)
    if known is None:
        raise NotFound("存档里没有这个单位 / No such public body here.")
    labels = {label["row_key"]: (label["row_label"], label["row_english"]) for label in await rows(database, LABELS)}
    years = await rows(database, YEARS, keys)
    return await page(
        datasette,
        request,
        "agency.html",
        {
            "database": database.name,
            "agency": known,
            "aliases": [
                alias["name"] for alias in await rows(database, ALIASES, keys) if alias["name"] != known["name"]
            ],
            "years": [{**year, "said": year_state(year)} for year in years],
            "peers": await peers_of(database, known["id"]),
            "charts": _charts(await rows(database, TOTALS, keys), labels),
        },
    )
