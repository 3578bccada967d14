"""The head of Datasette's table pages as HTML: a template asks for each of forty columns what the page's address is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from datasette.utils import path_with_replaced_args, to_css_class
from markupsafe import Markup, escape

Column = Mapping[str, Any]
SORTING = ("_next", "_sort", "_sort_desc")
"""What another order leaves out of an address."""
TOLD = ("type", "notnull", "is_pk", "description")
"""What a cell of the head tells Datasette's script of its column."""


def table_head(columns: Iterable[Column], request: Any, urls: Any, sort: str | None, sort_desc: str | None) -> Markup:
    """The cells of the head of a table, with links that sort. `columns` as Datasette gives them; `urls` knows below
    which path the site lies; `sort` and `sort_desc` are the column that the rows stand in order of, up or down.
    What Datasette's script (table.js) and style read of these cells stays as it knows it."""
    unsorted = urls.path(path_with_replaced_args(request, dict.fromkeys(SORTING)))
    joint = "&" if "?" in unsorted else "?"

    def cell(column: Column) -> str:
        name = column["name"]
        opening = _opening(name, *map(column.get, TOLD))
        if not column["sortable"]:
            return f"{opening}{escape(name)}</th>"
        order = urlencode({"_sort_desc" if name == sort else "_sort": name})
        mark = "&nbsp;▼" if name == sort else "&nbsp;▲" if name == sort_desc else ""
        link = f'<a rel="nofollow" href="{escape(unsorted + joint + order)}">{escape(name)}{mark}</a>'
        return f"{opening}{link}</th>"

    return Markup("\n".join(map(cell, columns)))


@lru_cache(4096)
def _opening(name: str, type_: str | None, notnull: int, is_pk: bool, description: str | None) -> str:
    told: dict[str, object] = {"scope": "col", "class": f"col-{to_css_class(name)}", "data-column": name}
    told |= {"data-column-type": (type_ or "").lower(), "data-column-not-null": notnull, "data-is-pk": int(is_pk)}
    told |= {"data-column-description": description} if description else {}
    return "<th" + "".join(Markup(' {}="{}"').format(*pair) for pair in told.items()) + ">"
