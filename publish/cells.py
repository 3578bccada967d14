"""Cells of Datasette's tables that lead to our pages."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from publish.hook import hook
from publish.page import link

PAGES = {"report": "report", "version": "version", "previous": "version"}
"""Column → the kind of page it names."""


@hook()
def render_cell(value: Any, column: str, table: str | None, datasette: Any) -> Any:
    """Identifiers of reports and revisions as links to their pages; every other cell is left to Datasette."""
    page = "version" if (table, column) == ("versions", "id") else PAGES.get(column)
    if page is None or table is None or not isinstance(value, str) or not value:
        return None
    return Markup('<a href="{}">{}</a>').format(link(datasette, page, value), escape(value))
