"""How uvicorn runs the application: its own limits, and its own log in our form."""

import json
import logging
import sys
from datetime import UTC, datetime

import uvicorn
from starlette.types import ASGIApp

from hograph.serve.limits import Limits

CONNECTIONS = 1000
"""Connections that are open at once; a further one is told to come back later."""
CUT_OFF = "ASGI callable returned without completing response."
"""What uvicorn says of a result that was cut off on purpose."""


def settings(app: ASGIApp, limits: Limits) -> uvicorn.Config:
    """The settings of uvicorn.

    Args:
        app: what is run.
        limits: of one request.
    """
    return uvicorn.Config(
        app,
        access_log=False,
        h11_max_incomplete_event_size=2 * limits.address + 1000,
        limit_concurrency=CONNECTIONS,
        log_config=None,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
        ws="none",
    )


class JsonLines(logging.Handler):
    """Writes what uvicorn says as lines of JSON to standard error, without what a request said."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; a traceback without its values."""
        if record.getMessage() == CUT_OFF:
            return
        now = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        noted = {"time": now, "level": record.levelname.lower(), "message": record.getMessage().strip()}
        if record.exc_info and record.exc_info[1]:
            noted["error"] = type(record.exc_info[1]).__name__
            noted["trace"] = self._formatter.formatException(record.exc_info)
        sys.stderr.write(f"{json.dumps(noted)}\n")

    _formatter = logging.Formatter()


def log_as_json() -> None:
    """Let uvicorn's log be lines of JSON."""
    logger = logging.getLogger("uvicorn")
    logger.handlers[:] = [JsonLines()]
    logger.propagate = False
