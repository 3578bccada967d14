"""A crawl's log as JSON lines, for programs: one object a line, whatever a portal put into a message."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from crawler.events import TOLD


class LogError(OSError):
    """The file cannot be written."""


class JsonLines(logging.Formatter):
    """`time` (ISO 8601, UTC), `level`, `logger`, `portal` (null where a line is of none), `message`; an `error` is the
    traceback; an `event` (its name) has fields of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """See logging.Formatter."""
        spider = getattr(record, "spider", None)
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "portal": getattr(spider, "name", None),
            "message": record.getMessage(),
            **getattr(record, TOLD, {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


@contextmanager
def log_to(path: Path | None) -> Iterator[None]:
    """Append everything from INFO on to a file; without a path nothing is done. Raises LogError."""
    if path is None:
        yield
        return
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise LogError(f"{path}: cannot be written: {error.strerror}") from error
    handler.setFormatter(JsonLines())
    handler.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
