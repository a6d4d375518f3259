"""Slack's requests over HTTP: `POST /slack/events` for commands, events and buttons alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

PATH = "/slack/events"

#: More than Slack ever sends (a pasted command has 4,000 characters; a view submission some 250 KB).
LARGEST = 1 << 20


def endpoint(app: AsyncApp) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The aiohttp handler. 401 for a forged or stale signature, 400 for what is no request of Slack's, 413
    for one too large; never a traceback. Mount it only where a signing secret is set."""

    async def slack_events(request: web.Request) -> web.Response:
        if (request.content_length or 0) > LARGEST:
            return web.Response(status=413, text="too large")
        try:
            parsed = AsyncBoltRequest(
                body=(await request.read()).decode("utf-8"),
                query=request.query_string,
                headers=dict(request.headers),
            )
        except ValueError:  # not UTF-8, or JSON that is none
            return web.Response(status=400, text="not a request of Slack's")
        if not isinstance(parsed.body, dict):
            return web.Response(status=400, text="not a request of Slack's")
        return await to_aiohttp_response(await app.async_dispatch(parsed))

    return slack_events


def mount(site: web.Application, app: AsyncApp, *, path: str = PATH) -> None:
    """Adds the endpoint to a web application."""
    site.router.add_post(path, endpoint(app))
