"""Slack's side of the line: signed requests to the bot, as Slack sends them."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp
from slack_bolt.async_app import AsyncApp

from handlers.slack.app import drain
from tests.handlers.slack.slack_double import TEAM, SlackDouble

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FORM = "application/x-www-form-urlencoded"
_count = itertools.count(1)


class Sender:
    """Sends what Slack would; each method returns (status, body of the ack) once the work after it is done."""

    def __init__(self, url: str, app: AsyncApp, slack: SlackDouble) -> None:
        self.url, self.app, self.slack = url, app, slack

    async def command(self, name: str, text: str = "", *, user: str = "ann", **more: str) -> tuple[int, str]:
        form = {
            "command": name,
            "text": text,
            "team_id": TEAM,
            "channel_id": "C1",
            "user_id": f"U{user}",
            "user_name": user,
            "response_url": self.slack.response_url(),
            "trigger_id": f"t{next(_count)}",
            **more,
        }
        return await self.post(urlencode(form), FORM)

    async def event(self, event: dict[str, Any], *, event_id: str = "", **headers: str) -> tuple[int, str]:
        body = {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": event_id or f"Ev{next(_count)}",
            "event": event,
            "authorizations": [{"team_id": TEAM, "user_id": "UBOT", "is_bot": True}],
        }
        return await self.post(json.dumps(body), "application/json", **headers)

    async def press(
        self, action: dict[str, Any], *, user: str = "ann", in_home: bool = False, **more: Any
    ) -> tuple[int, str]:
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": f"U{user}", "username": user, "team_id": TEAM},
            "trigger_id": f"t{next(_count)}",
            "actions": [{"type": "button", "block_id": "b", "action_ts": "1", **action}],
            **({"view": {"id": "V1", "type": "home"}} if in_home else {}),
            **({} if in_home else {"channel": {"id": "C1"}, "response_url": self.slack.response_url()}),
            **more,
        }
        return await self.post(urlencode({"payload": json.dumps(payload)}), FORM)

    async def point_at(self, callback_id: str, text: str, *, user: str = "ann", ts: str = "1700000001.000100") -> Any:
        """Chooses a message shortcut on a message with this text."""
        payload = {
            "type": "message_action",
            "callback_id": callback_id,
            "team": {"id": TEAM},
            "user": {"id": f"U{user}", "username": user, "team_id": TEAM},
            "channel": {"id": "C1"},
            "message": {"type": "message", "text": text, "ts": ts, "user": "Ueve"},
            "message_ts": ts,
            "trigger_id": f"t{next(_count)}",
            "response_url": self.slack.response_url(),
        }
        return await self.post(urlencode({"payload": json.dumps(payload)}), FORM)

    async def post(
        self, body: str | bytes, content_type: str, *, secret: str = SECRET, at: float | None = None, **headers: str
    ) -> tuple[int, str]:
        sent = {**signed(body, content_type, secret=secret, at=at), **headers}
        async with aiohttp.ClientSession() as session, session.post(self.url, data=body, headers=sent) as answer:
            said = answer.status, await answer.text()
        await drain(self.app, 10)
        return said


def signed(body: str | bytes, content_type: str, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers with which Slack would send this."""
    stamp = str(int(time.time() if at is None else at))
    raw = body if isinstance(body, bytes) else body.encode()
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
    return {"Content-Type": content_type, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def mention(text: str, *, ts: str = "1700000001.000100", **more: Any) -> dict[str, Any]:
    return {"type": "app_mention", "user": "Uann", "text": text, "ts": ts, "channel": "C1", **more}


def direct(text: str, *, ts: str = "1700000002.000100", **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "channel_type": "im",
        "user": "Uann",
        "text": text,
        "ts": ts,
        "channel": "D1",
        **more,
    }
