"""Logs as one JSON object a line, for machines, without anything that a message says."""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime

SWITCH = "SWITCHYARD_LOG"
"""`json`: what runs do goes to standard error, a line each."""

OURS = "switchyard"
"""Our loggers. What others log may hold addresses or texts: of that only the kind and the place go out."""


class JsonLines(logging.Formatter):
    """One object a record: at, level, logger, event, and the fields that were given with it."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        row: dict[str, object] = {"at": at, "level": record.levelname.lower(), "logger": record.name}
        if record.name.split(".")[0] == OURS:
            row["event"] = record.getMessage()
            row |= getattr(record, "fields", {})
        else:
            row["event"] = "logged"
            row["place"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[0] is not None:
            row["error"] = record.exc_info[0].__name__
        return json.dumps(row, ensure_ascii=False)


def begin() -> None:
    """Begins to log where the environment asks for it."""
    if os.environ.get(SWITCH, "").strip().lower() != "json":
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    logging.getLogger(OURS).setLevel(logging.INFO)
