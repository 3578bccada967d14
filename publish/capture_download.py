"""What is kept of one capture, to download: its bytes as they were sent, the same decoded, its WARC record.

It is handed over as bytes of no type, as a file: nothing that a portal sent is ever shown as a page of ours.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import NotFound, Response

from archive.connection import connect
from archive.errors import ArchiveError
from archive.kept_bytes import Kept, Part, kept_bytes
from publish.page import archive_or_404
from publish.warc_files import warc_folder

LIMIT = 64 * 2**20
"""Bytes of one answer; what is fetched is no larger."""
_AT_A_TIME = asyncio.Semaphore(4)
PARTS: dict[str, Part] = {"original": "original", "decoded": "decoded", "record": "record"}


def _read(path: Path, folder: Path, capture: str, part: Part) -> Kept:
    db = connect(path, write=False)
    try:
        return kept_bytes(db, folder, capture, part, limit=LIMIT)
    finally:
        db.close()


async def capture_download(datasette: Any, request: Any) -> Any:
    """GET /capture/<capture>/original, /decoded, /record. Raises NotFound, with the reason."""
    database = await archive_or_404(datasette)
    folder = warc_folder(database)
    if folder is None or not folder.is_dir():
        raise NotFound(
            "此处只有数据库，没有存证文件（WARC）/ Only the database is served here, not the WARC files with the bytes."
        )
    capture, part = unquote(request.url_vars["capture"]), PARTS[request.url_vars["part"]]
    async with _AT_A_TIME:
        try:
            kept = await asyncio.to_thread(_read, Path(database.path), folder, capture, part)
        except ArchiveError as error:
            raise NotFound(f"此处不能给出这份存档 / This saved copy cannot be given here: {error}") from error
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", kept.name)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(kept.data, headers=headers, content_type="application/octet-stream")
