"""Slack's end of Socket Mode, over a real WebSocket: envelopes go out on the newest line, and again while there is no ack."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.handlers.slack.slack_double import SlackDouble

APP_TOKEN = "xapp-1"


class SocketDouble:
    """``acks`` is what was acknowledged, in its order, by envelope; ``unacked`` what is sent again on the next line.
    ``deaf`` hears no acks, as a line does that is about to break."""

    def __init__(self, slack: SlackDouble) -> None:
        self.acks: list[str] = []
        self.unacked: dict[str, dict[str, Any]] = {}
        self.lines: list[web.WebSocketResponse] = []
        self.deaf = False
        self._came = asyncio.Condition()
        self._server: TestServer | None = None
        slack.app_tokens.add(APP_TOKEN)
        slack._apps_connections_open = lambda _: {"ok": True, "url": self.url}  # type: ignore[attr-defined]

    async def start(self) -> SocketDouble:
        site = web.Application()
        site.router.add_get("/link", self._connected)
        self._server = TestServer(site)
        await self._server.start_server()
        return self

    async def stop(self) -> None:
        assert self._server
        await self._server.close()

    @property
    def url(self) -> str:
        assert self._server
        return str(self._server.make_url("/link")).replace("http", "ws", 1)

    async def _connected(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        await line.send_json({"type": "hello", "num_connections": 1})
        self.deaf = False
        self.lines.append(line)
        for n, envelope in enumerate(list(self.unacked.values()), 1):
            await line.send_json({**envelope, "retry_attempt": n, "retry_reason": "timeout"})
        await self._told()
        async for message in line:
            if message.type == WSMsgType.TEXT and message.data.startswith("{") and not self.deaf:
                envelope_id = json.loads(message.data)["envelope_id"]
                self.acks.append(envelope_id)
                self.unacked.pop(envelope_id, None)
                await self._told()
        return line

    async def _told(self) -> None:
        async with self._came:
            self._came.notify_all()

    # --- what Slack does

    async def send(self, kind: str, payload: dict[str, Any], envelope: str) -> None:
        """Sends it on the newest line, whatever becomes of it."""
        whole = {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": True}
        self.unacked[envelope] = whole
        await self.lines[-1].send_json(whole)

    async def acked(self, *envelopes: str) -> None:
        """Waits until all of these are acknowledged."""
        await self._until(lambda: set(envelopes) <= set(self.acks))

    async def connected(self, lines: int) -> None:
        """Waits until the bot has opened so many lines, one after the other."""
        await self._until(lambda: len(self.lines) >= lines)

    async def _until(self, true: Any) -> None:
        async with asyncio.timeout(10), self._came:
            await self._came.wait_for(true)

    async def disconnect(self, reason: str) -> None:
        """Says that the line will be closed, as Slack does every few hours."""
        await self.lines[-1].send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-7"}})

    async def close(self) -> None:
        """Closes the line with a word."""
        await self.lines[-1].close()

    async def cut(self) -> None:
        """The line is cut: no word, no end of the connection in order."""
        line = self.lines[-1]
        assert line._req is not None
        assert line._req.transport is not None
        line._req.transport.abort()
