"""A window over what a person looks at. Slack opens one only within three seconds of a press."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from handlers.slack import blocks, underway
from handlers.slack.client import reply, slack_errors

logger = logging.getLogger(__name__)

TOO_LATE = "The bot was stopped just when you pressed that. Press it again to open the window."


async def show(
    client: AsyncWebClient,
    respond: Callable[..., Awaitable[WebhookResponse]],
    body: Mapping[str, Any],
    view: Mapping[str, Any],
    *,
    doing: str,
) -> None:
    """Opens it. Where the press was taken up again it is too late for that: whoever pressed is told, if they can be."""
    if not underway.again():
        with slack_errors(doing):
            await client.views_open(trigger_id=body["trigger_id"], view=dict(view))
    elif body.get("response_url"):
        await reply(respond, blocks.note(TOO_LATE), replace_original=False)
    else:
        logger.info("window not opened any more", extra={"doing": doing})
