"""What people search for is not logged: the server's log names pages, without what stands after the question mark."""

from __future__ import annotations

import logging


class WithoutQuery(logging.Filter):
    """Cuts the query off the address in uvicorn's access log (client, method, address, protocol, status)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; every record is kept."""
        if isinstance(record.args, tuple) and len(record.args) == 5:
            client, method, address, protocol, status = record.args
            record.args = (client, method, str(address).partition("?")[0], protocol, status)
        return True


def leave_queries_out() -> None:
    """Watch uvicorn's access log, once a process."""
    logger = logging.getLogger("uvicorn.access")
    if not any(isinstance(known, WithoutQuery) for known in logger.filters):
        logger.addFilter(WithoutQuery())
