"""The log, for the person on call: event first, then the facts; never an article's text, never a token."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

#: What Slack's tokens and signing material look like, wherever they turn up.
TOKEN = re.compile(r"\bxox[a-z]-[\w-]+|\bxapp-[\w-]+|(?<=token=)[^&\s\"']+")
#: Longer values are somebody's text, or a traceback's data, and do not belong in the log.
LONGEST = 500
OURS = ("bot", "handlers", "store")


def discreet(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Takes tokens out of everything that is logged, and cuts what is too long to be a fact."""
    for key, value in event.items():
        if isinstance(value, str):
            hidden = TOKEN.sub("(a token)", value)
            event[key] = hidden if key == "exception" or len(hidden) <= LONGEST else hidden[:LONGEST] + "…"
    return event


def event_first(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Puts what happened before the facts about it."""
    return {"event": event.pop("event", ""), **event}


def configure(stream: TextIO | None = None, *, level: int = logging.INFO) -> None:
    """Sends structlog's and the standard library's records to ``stream`` (stderr): lines a person can read
    on a terminal, JSON elsewhere. Other people's libraries are heard from WARNING up."""
    where = stream or sys.stderr
    before: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        discreet,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(where)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=_shown(where)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)


def _shown(where: TextIO) -> list[Any]:
    terminal = where.isatty()
    renderer: Any = structlog.dev.ConsoleRenderer(colors=True) if terminal else structlog.processors.JSONRenderer()
    return [structlog.stdlib.ProcessorFormatter.remove_processors_meta, event_first, renderer]
