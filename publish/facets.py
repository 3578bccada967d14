"""Counts beside Datasette's tables: of all rows, or none.

On a later page of a table Datasette counts what is left of the rows from there on: other numbers on each page, none of
them that of the table, and half a second for each. What a table counts unasked stands on its first page.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from datasette.facets import ColumnFacet

from publish.hook import hook


class FirstPageFacet(ColumnFacet):  # type: ignore[misc]
    """Datasette's count by the values of a column; on a later page only where the address asks for it."""

    def get_configs(self) -> list[dict[str, Any]]:
        """What is to be counted: a dict each, as Datasette's, with `source` metadata or request."""
        asked = super().get_configs()
        return [one for one in asked if one["source"] == "request"] if self.request.args.get("_next") else asked


@hook(wrapper=True)
def register_facet_classes() -> Generator[None, Any, None]:
    """Put `FirstPageFacet` in the place of Datasette's."""
    outcome = yield
    found = outcome.get_result()
    outcome.force_result([[FirstPageFacet if one is ColumnFacet else one for one in classes] for classes in found])
