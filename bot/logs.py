"""The log, for the person on call: event first, then the facts; never an article's text, never a token."""

from __future__ import annotations

import logging
import re
import sqlite3
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any, TextIO

import structlog

from bot.errors import WirecheckError

#: What Slack's tokens and signing material look like, wherever they turn up.
TOKEN = re.compile(r"\bxox[a-z]-[\w-]+|\bxapp-[\w-]+|(?<=token=)[^&\s\"']+|(?<=with code: )\S+")
#: Longer values are somebody's text, or a traceback's data, and do not belong in the log.
LONGEST = 500
OURS = ("bot", "handlers", "store")


#: Errors whose words are the interpreter's, the system's or our own. Those of others may quote what they met.
SPEAKABLE = (
    WirecheckError, TypeError, AttributeError, NameError, ImportError, OSError, TimeoutError, RecursionError,
    ZeroDivisionError, sqlite3.Error,
)  # fmt: skip
NOT_SHOWN = "(not shown: it may quote an article)"


def unquoted(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Writes out an error with where it happened, and without its words where these may be an article's; nor do
    they stay in what else is told."""
    error = _error(event.pop("exc_info", None))
    if error is None:
        return event
    chain = traceback.TracebackException.from_exception(error)
    for one, told in zip(_causes(error), _told(chain), strict=True):
        if not isinstance(one, SPEAKABLE) and str(one):
            told._str = NOT_SHOWN  # type: ignore[attr-defined]  # what it says after the error's name
            event.update({k: NOT_SHOWN for k, v in event.items() if isinstance(v, str) and str(one) in v})
    event["exception"] = "".join(chain.format()).rstrip()
    return event


def _error(given: Any) -> BaseException | None:
    if isinstance(given, tuple):
        given = given[1]
    return given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error, what caused it, and what it came up in: as ``TracebackException`` has them."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ if found.__cause__ is not None or found.__suppress_context__ else found.__context__


def _told(chain: traceback.TracebackException) -> Iterator[traceback.TracebackException]:
    found: traceback.TracebackException | None = chain
    while found is not None:
        yield found
        found = found.__cause__ if found.__cause__ is not None or found.__suppress_context__ else found.__context__


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
        unquoted,
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
