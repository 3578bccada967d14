"""The Datasette settings that `nianbao serve` uses; they suit a plain `datasette --setting …` as well."""

from __future__ import annotations

SETTINGS: dict[str, int] = {
    "suggest_facets": False,
    "default_page_size": 20,
    "truncate_cells_html": 400,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 2000,
    "facet_time_limit_ms": 500,
    "num_sql_threads": 3,
    "default_cache_ttl": 0,
    "template_debug": False,
}
"""suggest_facets: with it a table page of 100,000 rows takes fifty times as long."""
