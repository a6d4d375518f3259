"""Slack's requests over HTTP: `POST /slack/events` for commands, events and buttons alike."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest

from handlers.slack import figures
from handlers.slack.door import Listeners

logger = logging.getLogger(__name__)

PATH = "/slack/events"

#: More than Slack ever sends (a pasted command has 4,000 characters; a view submission some 250 KB).
LARGEST = 1 << 20


def endpoint(app: Listeners) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The aiohttp handler. 401 for a forged or stale signature, 400 for what is no request of Slack's, 413
    for one too large; never a traceback. Mount it only where a signing secret is set."""

    async def slack_events(request: web.Request) -> web.Response:
        if (request.content_length or 0) > LARGEST:
            return web.Response(status=413, text="too large")
        parsed = _parsed(await request.read(), request)
        if parsed is None:
            return web.Response(status=400, text="not a request of Slack's")
        began = time.perf_counter()
        try:
            answer = await app.async_dispatch(parsed)
            figures.acked(parsed.body, answer.status, began)
            return await to_aiohttp_response(answer)
        except Exception:  # Bolt takes signed requests to be well formed, down to its error handling
            logger.exception("request not understood")
            return web.Response(status=500)

    return slack_events


def _parsed(body: bytes, request: web.Request) -> AsyncBoltRequest | None:
    """The request as Bolt reads it; None for what is none: not UTF-8, JSON that is no object, and the like.
    Bolt reads bodies before it looks at their signature, and stumbles in as many ways as there are bodies."""
    try:
        parsed = AsyncBoltRequest(body=body.decode("utf-8"), query=request.query_string, headers=dict(request.headers))
    except (ValueError, AttributeError, TypeError, LookupError):
        return None
    return parsed if isinstance(parsed.body, dict) else None


def mount(site: web.Application, app: Listeners, *, path: str = PATH) -> None:
    """Adds the endpoint to a web application."""
    site.router.add_post(path, endpoint(app))
