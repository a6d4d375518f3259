"""The door of several workspaces: whose request this is, and to whose listeners it goes."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import WirecheckError
from handlers.slack import figures

logger = logging.getLogger(__name__)

NOT_INSTALLED = (
    "Wirecheck is not installed in this workspace any more; whoever runs it can tell you where to install it."
)
#: The listeners of a workspace; None when it has not installed the bot.
Find = Callable[[str], Awaitable[AsyncApp | None]]


class Listeners(Protocol):
    """What takes Slack's requests: the listeners of one workspace, or the door of several."""

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse: ...


class Counted:
    """The same listeners, with each ack counted and timed; has what Bolt's Socket Mode handler asks of an app."""

    def __init__(self, listeners: Listeners, client: AsyncWebClient) -> None:
        self._listeners = listeners
        self.client = client
        self.logger = logger

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        began = time.perf_counter()
        answer = await self._listeners.async_dispatch(req)
        figures.acked(req.body, answer.status, began)
        return answer


def counted(listeners: Listeners, client: AsyncWebClient) -> Counted:
    """Listeners whose acks are counted."""
    return Counted(listeners, client)


class Door:
    """Sends each request to the listeners of the workspace it is from, as Slack says under its signature. Without a
    ``signing_secret`` it takes what comes by Socket Mode alone."""

    def __init__(self, find: Find, *, signing_secret: str) -> None:
        self._find = find
        self._verifier = SignatureVerifier(signing_secret) if signing_secret else None

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """The answer of that workspace's listeners; 401 without a valid signature, before anything is opened."""
        if not self._signed(req):
            return BoltResponse(status=401, body="")
        if req.body.get("type") == "url_verification":
            return BoltResponse(status=200, body=json.dumps({"challenge": req.body.get("challenge")}))
        if req.body.get("ssl_check"):
            return BoltResponse(status=200, body="")
        team = str(req.context.team_id or "")
        try:
            listeners = await self._find(team)
        except WirecheckError as failed:
            reference = secrets.token_hex(4)
            facts = {"reference": reference, "workspace": team, "reason": str(failed)}
            logger.error("a workspace could not be opened", extra=facts)
            words = (
                f"Wirecheck cannot open this workspace's archive just now. Tell whoever runs it: reference {reference}"
            )
            return _told(req.body, words, status=500)  # Slack sends events again
        if listeners is None:
            return _told(req.body, NOT_INSTALLED, status=200)  # or Slack would send the event again
        return await listeners.async_dispatch(req)

    def _signed(self, req: AsyncBoltRequest) -> bool:
        if req.mode == "socket_mode":
            return True
        if self._verifier is None:
            return False
        headers = {name: values[0] for name, values in req.headers.items() if values}
        return self._verifier.is_valid_request(req.raw_body, headers)


def _told(body: dict[str, Any], words: str, *, status: int) -> BoltResponse:
    """Whoever typed a command reads why; all else gets the bare status."""
    if body.get("command"):
        return BoltResponse(status=200, body=json.dumps({"response_type": "ephemeral", "text": words}))
    return BoltResponse(status=status, body="")
