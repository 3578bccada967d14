"""Scripts and styles that stand in templates get the nonce of the answer; style attributes in templates are left out.

It works on the source of templates, before any text of an archive is in them: what a report or a portal smuggles into a
page has no nonce, and the browser does not run it (Content-Security-Policy, `publish.headers`).
"""

from __future__ import annotations

import re

from jinja2.ext import Extension

NONCE = "nianbao_nonce"
"""Key of the nonce in the scope of a request, and its name in templates."""
_BLOCK = re.compile(r"<(script|style)(?=[\s>{])")
_STYLE = re.compile(r"""\sstyle="(?:[^"{]|\{(?![{%])|\{\{.*?\}\}|\{%.*?%\})*\"""")


class InlineBlocks(Extension):
    """Jinja extension: see the module."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template with nonces and without style attributes."""
        del name, filename
        return _BLOCK.sub(rf'<\1 nonce="{{{{ {NONCE} }}}}"', _STYLE.sub("", source))
