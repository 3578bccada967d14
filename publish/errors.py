"""Error pages of ours instead of Datasette's: in both languages.

Datasette's own handler prints every local variable wherever `rich` is installed, and fails on pages that do not exist.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable, Generator
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

from publish.hook import hook
from publish.page import page

log = logging.getLogger(__name__)

SENTENCES = {
    400: "地址里问号后面的条件写错了。/ Something after the question mark of this address is not as it should be.",
    404: "没有这一页。/ There is no such page.",
    503: "这一页用时超过限度，请缩小范围，或稍后再试。/ This page took too long: narrow it down, or try again later.",
    500: "出错了，问题在我们这边。/ Something went wrong on our side.",
}

_GIVEN_UP = (ValueError, AssertionError, LookupError)
"""What Datasette raises over a page number, a list or a time that is none."""
_READING = ("datasette.views.", "datasette.filters", "datasette.utils")
"""Where it reads what stands after the question mark."""


def _misread(exception: Exception) -> bool:
    """Whether Datasette could make nothing of what stands after the question mark."""
    modules = [frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(exception.__traceback__)]
    known = [name for name in modules if name.partition(".")[0] in ("datasette", "publish", "jinja2")]
    return isinstance(exception, _GIVEN_UP) and bool(known) and known[-1].startswith(_READING)


def _said(exception: Exception) -> tuple[int, str, dict[str, Any]]:
    """Status, sentence and details of an error; what is not meant for readers becomes a plain 500."""
    if isinstance(exception, DatasetteError):
        return exception.status, str(exception.message), dict(exception.error_dict)
    if isinstance(exception, Base400):
        said = str(exception.args[0]) if exception.args else ""
        return exception.status, said if said and said != "404" else SENTENCES[404], {}
    if isinstance(exception, QueryInterrupted):
        return 503, SENTENCES[503], {}
    if _misread(exception):
        return 400, SENTENCES[400], {}
    # without its message, which often quotes what a reader asked for
    where = "".join(traceback.format_tb(exception.__traceback__))
    log.error("%s while answering\n%s", type(exception).__name__, where)
    return 500, SENTENCES[500], {}


@hook(wrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    """Answer an error with our page, or as JSON where JSON was asked for."""
    outcome = yield
    outcome.force_result([_answer(datasette, request, exception)])


def _answer(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    async def answer() -> Any:
        status, sentence, details = _said(exception)
        if request.path.partition("?")[0].endswith(".json"):
            said = {
                **details,
                "ok": False,
                "error": sentence,
                "status": status,
                "title": getattr(exception, "title", None),
            }
            return Response.json(said, status=status)
        # Datasette marks a message of its own as HTML (a SQL error in a box); shown as text it is safe and readable
        answered = await page(datasette, request, "error.html", {"status": status, "error": sentence})
        answered.status = status
        return answered

    return answer
