"""Socket Mode: the same listeners, reached over a WebSocket that the bot opens itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.app import drain, make_app
from tests.handlers.slack.newsroom_fake import OPEN, NewsroomFake
from tests.handlers.slack.signed import mention
from tests.handlers.slack.slack_double import TEAM, SlackDouble
from tests.handlers.slack.test_commands import said


class Socket:
    """Slack's end of the socket: sends envelopes, keeps what was acknowledged."""

    def __init__(self) -> None:
        self.acks: dict[str, dict[str, Any]] = {}
        self.open: asyncio.Future[web.WebSocketResponse] = asyncio.get_running_loop().create_future()
        self._came = asyncio.Event()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.open.set_result(socket)
        async for message in socket:
            if message.type == WSMsgType.TEXT and message.data.startswith("{"):
                ack = json.loads(message.data)
                self.acks[ack["envelope_id"]] = ack
                self._came.set()
        return socket

    async def send(self, kind: str, payload: dict[str, Any], envelope: str) -> None:
        socket = await self.open
        self._came.clear()
        await socket.send_json(
            {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": True}
        )
        async with asyncio.timeout(5):
            await self._came.wait()


@pytest.fixture
async def socket(slack: SlackDouble) -> AsyncIterator[tuple[Socket, str]]:
    made, site = Socket(), web.Application()
    site.router.add_get("/link", made.handle)
    async with TestServer(site) as server:
        yield made, str(server.make_url("/link")).replace("http", "ws", 1)


async def test_commands_and_mentions_come_over_the_socket(
    slack: SlackDouble, client: AsyncWebClient, newsroom: NewsroomFake, socket: tuple[Socket, str]
) -> None:
    link, url = socket
    slack._apps_connections_open = lambda _: {"ok": True, "url": url}  # type: ignore[attr-defined]
    slack.app_tokens.add("xapp-1")
    app = make_app(newsroom, client=client)  # type: ignore[arg-type]
    handler = AsyncSocketModeHandler(app, "xapp-1")
    try:
        await handler.connect_async()
        command = {
            "command": "/facts",
            "text": "bridge",
            "team_id": TEAM,
            "channel_id": "C1",
            "user_id": "U1",
            "user_name": "ann",
            "response_url": slack.response_url(),
        }
        await link.send("slash_commands", command, "e1")
        event = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": mention("<@UBOT> bridge?")}
        await link.send("events_api", event, "e2")
        await link.send("events_api", event, "e3")  # Slack repeats what it thinks lost
        await drain(app, 5)
    finally:
        await handler.close_async()
    assert set(link.acks) == {"e1", "e2", "e3"}
    assert OPEN.claim.quote in said(slack.answers[0])
    assert len(slack.called("chat.postMessage")) == 1
