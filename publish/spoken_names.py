"""Datasette's own templates for people who hear a page or go through it by keyboard: names for the fields of its forms,
headings that leave no level out, and boxes that scroll without a mouse.

Like `publish.inline_blocks` it works on the source of templates; what a later Datasette words otherwise stays as it is
(tests/publish/test_axe.py finds it). Our own templates need none of it.
"""

from __future__ import annotations

import re
from pathlib import Path

from jinja2.ext import Extension

OURS = Path(__file__).parent / "templates"
FIELDS = {
    'name="_filter_column': "列 column",
    'name="_filter_op': "比较 comparison",
    'name="_filter_value': "值 value",
    'name="_sort"': "次序 order",
    'id="sql-editor"': "SQL",
    'class="cross"': "取消 remove",
}
"""Attributes by which fields and links are told, and what these are called."""
OTHERS = (
    ('<dl class="column-descriptions"', '<dl class="column-descriptions" tabindex="0"'),
    ('<div class="table-wrapper"', '<div class="table-wrapper" tabindex="0" role="region" aria-label="数据 rows"'),
    ("lineWrapping: true,", 'lineWrapping: true, screenReaderLabel: "SQL",'),
)
_MINOR = re.compile(r"<h3>(?!<a )(.*?)</h3>", re.DOTALL)
"""A heading of the third level that stands right below the first; those of tables in a list stand below a second."""


class SpokenNames(Extension):
    """Jinja extension: see the module."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template, if it is Datasette's, with names."""
        del name
        if filename is None or Path(filename).is_relative_to(OURS):
            return source
        for mark, spoken in FIELDS.items():
            source = source.replace(mark, f'aria-label="{spoken}" {mark}')
        for old, new in OTHERS:
            source = source.replace(old, new)
        return _MINOR.sub(r'<h2 class="minor">\1</h2>', source)
