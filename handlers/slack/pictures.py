"""A picture in a message: handed to Slack with its words for who does not see it, and shown as soon as Slack lets us."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from bot.errors import PostFailed, PostRefused
from handlers.slack.client import patiently, reply, slack_errors
from handlers.slack.dispute_blocks import context
from handlers.slack.limits import Block, Message, cut

logger = logging.getLogger(__name__)

#: Slack looks a file over before it shows it, which takes a moment: until then it refuses a message with it. So
#: often, after so many seconds, it is asked again; a response_url takes five answers, and the last is for the text.
WAITS = (1.0, 3.0)
#: Slack's limit for the words of a file.
ALT = 1_000
NOT_SHOWN = "The picture could not be handed to Slack; the same stands here in words."


async def upload(client: AsyncWebClient, png: bytes, *, name: str, title: str, alt: str) -> str:
    """Hands a picture to Slack, in no channel, so that nobody sees it outside the messages that show it; its id, or
    "" where Slack does not take it: then there are the words."""

    async def send() -> str:
        with slack_errors("handing in a picture"):
            done = await client.files_upload_v2(content=png, filename=name, title=title, alt_txt=cut(alt, ALT))
        return str((done.get("files") or [{}])[0].get("id", ""))

    try:
        return await patiently(send)
    except PostFailed as failed:
        logger.warning("picture not handed in", extra={"reason": str(failed)})
        return ""


def image(file_id: str, alt: str) -> Block:
    """A picture that was handed to Slack."""
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": alt}


async def show(respond: Callable[..., Awaitable[WebhookResponse]], message: Message, **how: Any) -> None:
    """``client.reply``, for a message that may hold a picture: again while Slack does not show it yet, and at last
    without it."""
    if not _pictured(message["blocks"]):
        return await reply(respond, message, **how)
    for wait in (*WAITS, None):
        try:
            return await reply(respond, message, **how)
        except PostRefused as refused:
            logger.info("picture not shown yet", extra={"reason": str(refused)})
        if wait is not None:
            await asyncio.sleep(wait)
    return await reply(respond, without(message), **how)


def without(message: Message) -> Message:
    """The message with a note in place of its pictures."""
    return {**message, "blocks": [context(NOT_SHOWN) if _is_picture(b) else b for b in message["blocks"]]}


def _pictured(blocks: Sequence[Mapping[str, Any]]) -> bool:
    return any(map(_is_picture, blocks))


def _is_picture(block: Mapping[str, Any]) -> bool:
    return block.get("type") == "image" and "slack_file" in block
