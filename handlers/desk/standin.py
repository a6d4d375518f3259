"""A stand-in for Slack on this machine, so that the same listeners answer on the desk page.

It listens on a loopback port of its own choosing and speaks both of Slack's sides: the Web API and the
response_urls that the bot calls (each call must bear this stand-in's own token), and the signed requests
that Slack would send to the bot, whose listeners are reached over the same loopback HTTP.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from handlers.desk import webapi
from handlers.desk.workspace import Workspace
from handlers.slack import http

ACK_WITHIN = 3.0  # seconds; Slack's own patience


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Ack:
    """What the bot said at once. ``status`` 0: nothing within three seconds."""

    status: int
    body: str

    @property
    def ok(self) -> bool:
        return self.status == 200

    @property
    def said(self) -> dict[str, Any]:
        """The body as a message or an instruction ({} when it is empty)."""
        if not self.body.strip():
            return {}
        try:
            told = json.loads(self.body)
        except ValueError:
            return {"text": self.body}
        return told if isinstance(told, dict) else {"text": str(told)}


class Standin:
    """Slack, for one desk. Make it with ``await Standin.open()``; ``await close()`` when done.

    ``client`` is a real ``AsyncWebClient`` that calls it; ``signing_secret`` and ``token`` are made afresh
    each time, so no other page or program on this machine can speak for either side.
    """

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self.workspace = Workspace(clock)
        self.token = f"xoxb-desk-{secrets.token_urlsafe(24)}"
        self.signing_secret = secrets.token_hex(16)
        self.base = ""
        self.client: AsyncWebClient
        self._bolt: AsyncApp | None = None
        self._session: aiohttp.ClientSession
        self._runner: web.AppRunner

    @classmethod
    async def open(cls, clock: Callable[[], datetime] = _now) -> Standin:
        """A stand-in that listens. ``OSError`` when loopback gives it no port."""
        standin = cls(clock)
        app = web.Application(client_max_size=4 * 2**20)
        app.router.add_route("*", "/api/{method}", standin._api)
        app.router.add_post("/response/{token}", standin._response)
        app.router.add_post("/upload/{file}", standin._upload)
        app.router.add_post("/slack/events", standin._events)
        standin._runner = web.AppRunner(app, access_log=None)
        await standin._runner.setup()
        site = web.TCPSite(standin._runner, "127.0.0.1", 0)
        await site.start()
        standin.base = f"http://127.0.0.1:{standin._runner.addresses[0][1]}"
        standin._session = aiohttp.ClientSession()
        standin.client = AsyncWebClient(token=standin.token, base_url=f"{standin.base}/api/", session=standin._session)
        return standin

    async def close(self) -> None:
        self.workspace.hush()
        await self._session.close()
        await self._runner.cleanup()

    def answer_with(self, bolt: AsyncApp | None) -> AsyncApp | None:
        """From now on these listeners get what the person types and clicks; gives those who did until now."""
        before, self._bolt = self._bolt, bolt
        return before

    def response_url(self, *, ts: str = "", thread_ts: str = "") -> str:
        return f"{self.base}/response/{self.workspace.response_token(ts=ts, thread_ts=thread_ts)}"

    # --- towards the bot

    async def send_form(self, form: Mapping[str, str]) -> Ack:
        """Sends a slash command or an interaction as Slack does, and gives the bot's acknowledgement."""
        return await self._send(urlencode(form), "application/x-www-form-urlencoded")

    async def send_event(self, event: Mapping[str, Any]) -> Ack:
        """Sends an event of the Events API."""
        return await self._send(json.dumps(event), "application/json")

    async def _send(self, body: str, kind: str) -> Ack:
        stamp = str(int(datetime.now(UTC).timestamp()))
        signature = SignatureVerifier(self.signing_secret).generate_signature(timestamp=stamp, body=body)
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature or "",
        }
        url, patience = f"{self.base}/slack/events", aiohttp.ClientTimeout(total=ACK_WITHIN)
        try:
            async with self._session.post(url, data=body, headers=headers, timeout=patience) as reply:
                return Ack(reply.status, await reply.text())
        except (TimeoutError, aiohttp.ClientError):
            return Ack(0, "")

    # --- what it listens to

    async def _api(self, request: web.Request) -> web.Response:
        args = await _arguments(request)
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        offered = bearer or str(args.get("token", ""))
        if not secrets.compare_digest(offered.encode("utf-8", "replace"), self.token.encode()):
            return web.json_response({"ok": False, "error": "invalid_auth"})
        told = webapi.call(self.workspace, request.match_info["method"], args)
        if "upload_url" in told:
            told["upload_url"] = self.base + told["upload_url"]
        return web.json_response(told)

    async def _upload(self, request: web.Request) -> web.Response:
        """The bytes of a file that was announced, once, and no more of them than that."""
        file, data = self.workspace.files.get(request.match_info["file"]), await request.read()
        if file is None or file.data:
            return web.Response(text="file_not_found", status=404)
        if len(data) != file.length:
            return web.Response(text="length_mismatch", status=400)
        self.workspace.came(file.id, data=data)
        return web.Response(text=f"OK - {len(data)}")

    async def _response(self, request: web.Request) -> web.Response:
        said = webapi.respond(self.workspace, request.match_info["token"], await _arguments(request))
        return web.Response(text=said, status=200 if said == "ok" else 404 if said == "expired_url" else 400)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        if self._bolt is None:
            return web.Response(status=503)
        return await http.endpoint(self._bolt)(request)


async def _arguments(request: web.Request) -> dict[str, Any]:
    """A call's arguments, however they were sent: JSON, a form, or the address."""
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        told = await request.json()
        args |= told if isinstance(told, dict) else {}
    elif request.method == "POST":
        args |= dict(await request.post())
    return args
