"""The line to Slack that the bot opens itself (Socket Mode)."""

from __future__ import annotations

from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.door import Listeners, counted

#: How often, in seconds, it is looked whether the line stands; one that broke without a word is opened anew by then.
#: What Slack sent into the broken one and has no ack for it sends again.
EVERY = 5.0


def socket_mode(
    listeners: Listeners, client: AsyncWebClient, app_token: str, *, every: float = EVERY
) -> AsyncSocketModeHandler:
    """Connects these listeners with Slack once it is told to, and again whenever the line breaks."""
    door: Any = counted(listeners, client)  # which has all that the handler asks of an app
    return AsyncSocketModeHandler(door, app_token, ping_interval=every)
