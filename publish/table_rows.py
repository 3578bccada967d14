"""The rows of Datasette's table pages as HTML: drawn by a template they take a third of the time of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from datasette.utils import to_css_class
from markupsafe import Markup, escape

from publish.page import quoted

PAGES = {"report": "report", "version": "version", "previous": "version"}
"""Column → the kind of page of ours that its values name."""
OF_TABLE = {"versions": {"id": "version"}}
"""Further such columns of one table."""


def table_rows(rows: Iterable[Iterable[Mapping[str, Any]]], table: str, urls: Any) -> Markup:
    """Rows of the body of a table; a cell has `column`, `value` (as shown: escaped unless it is Markup), `raw` and
    `value_type`, as Datasette gives them. Identifiers of reports and revisions that Datasette shows as text lead to our
    pages; `urls` knows below which path these lie.

    A plugin's render_cell would do the same, but is asked for each of a page's eight hundred cells.
    """
    pages = PAGES | OF_TABLE.get(table, {})

    def drawn(cell: Mapping[str, Any]) -> str:
        shown = cell["value"]
        if not isinstance(shown, Markup):
            page = pages.get(cell["column"])
            raw = cell["raw"]
            if page is not None and isinstance(raw, str):
                shown = f'<a href="{escape(urls.path(quoted(page, raw)))}">{escape(raw)}</a>'
            else:
                shown = escape(shown)
        return f"{_opening(cell['column'], cell['value_type'])}{shown}</td>"

    return Markup("\n".join([f"<tr>{''.join(map(drawn, row))}</tr>" for row in rows]))


@lru_cache(4096)
def _opening(column: str, value_type: str) -> str:
    return f'<td class="{escape(f"col-{to_css_class(column)} type-{value_type}")}">'
