"""What happens to the source of every template, Datasette's and ours, before any text of an archive is in it."""

from __future__ import annotations

from typing import Any

from publish.hook import hook
from publish.inline_blocks import InlineBlocks
from publish.spoken_names import SpokenNames


@hook()
def prepare_jinja2_environment(env: Any) -> None:
    """Nonces for inline blocks, names for Datasette's fields."""
    env.add_extension(InlineBlocks)
    env.add_extension(SpokenNames)
