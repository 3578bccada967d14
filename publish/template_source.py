"""What happens to templates, Datasette's and ours, before any text of an archive is in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from publish.datasette_words import COMPARISONS, DatasetteWords
from publish.hook import hook
from publish.inline_blocks import InlineBlocks
from publish.spoken_names import SpokenNames
from publish.table_head import table_head
from publish.table_rows import table_rows

_OF_EVERY_DICT = frozenset(dir(dict))


@hook()
def prepare_jinja2_environment(env: Any) -> None:
    """Nonces for inline blocks, names for Datasette's fields, its words in Chinese, quick rows."""
    env.globals |= {"table_head": table_head, "table_rows": table_rows, "comparisons": COMPARISONS}
    env.add_extension(InlineBlocks)
    env.add_extension(SpokenNames)
    env.add_extension(DatasetteWords)
    env.getattr = _quickly(env.getattr)


def _quickly(plain: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """`row.column` of a dict as its item at once; Jinja tries an attribute first and fails at it, thousands of times
    a page."""

    def found(of: Any, name: str) -> Any:
        return of[name] if type(of) is dict and name in of and name not in _OF_EVERY_DICT else plain(of, name)

    return found
