"""The evidence of a report as one ZIP, made when it is asked for."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import quote, unquote

from datasette.utils.asgi import NotFound

from archive.archive import software, warc_directory
from archive.connection import connect
from archive.errors import ArchiveError
from archive.evidence import report_named, write_evidence
from publish.asgi import Send
from publish.evidence_page import evidence_page
from publish.page import archive_or_404

LIMIT = 200 * 2**20
"""Bytes of the files in a ZIP that is made here; the command line has no limit."""
IN_MEMORY = 8 * 2**20
_PIECE = 256 * 1024
_AT_A_TIME = asyncio.Semaphore(2)
"""ZIPs that are made at once."""


def _made(path: Path, named: str) -> tuple[str, IO[bytes]]:
    folder = Path(os.environ.get("NIANBAO_WARC") or warc_directory(path))
    db = connect(path, write=False)
    out: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 — closed when it is sent
    try:
        report = report_named(db, named)
        write_evidence(db, folder, report, out, evidence_page, software=software(), limit=LIMIT)
    except BaseException:
        out.close()
        raise
    finally:
        db.close()
    out.seek(0)
    return report, out


async def evidence(datasette: Any, request: Any) -> Any:
    """GET /evidence/<report or version>.zip. Not found where the WARC files are not at hand, or it is too large."""
    database = await archive_or_404(datasette)
    named = unquote(request.url_vars["report"])
    if database.path is None:
        raise NotFound("此处没有存证文件 / No evidence is at hand here.")
    async with _AT_A_TIME:
        try:
            report, out = await asyncio.to_thread(_made, Path(database.path), named)
        except ArchiveError as error:
            raise NotFound(f"此处不能给出存证 / The evidence cannot be given here: {error}") from error
    return Download(report, out)


class Download:
    """An answer of Datasette that sends a file piece by piece and closes it."""

    def __init__(self, report: str, file: IO[bytes]) -> None:
        self._report = report
        self._file = file

    async def asgi_send(self, send: Send) -> None:
        """Send it."""
        headers = [(name.encode(), text.encode()) for name, text in _headers(self._report).items()]
        with self._file:
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            while piece := await asyncio.to_thread(self._file.read, _PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})


def _headers(report: str) -> dict[str, str]:
    plain = re.sub(r"[^A-Za-z0-9.-]+", "-", report).strip("-") or "report"
    name = f"evidence-{plain}.zip", quote(f"evidence-{report}.zip", safe="")
    return {
        "content-type": "application/zip",
        "content-disposition": f"attachment; filename=\"{name[0]}\"; filename*=UTF-8''{name[1]}",
    }
