"""What was asked in a thread before: a follow-up there keeps its subject, also under an alert."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.answers import followups
from bot.errors import NotOnFile, PostFailed
from handlers.slack import typed
from handlers.slack.client import key_of, slack_errors

if TYPE_CHECKING:
    from bot.newsroom import Newsroom

logger = logging.getLogger(__name__)

#: How much of a thread is looked at, and how many topics of the dispute above it are its subject.
LOOKED_AT, TOPICS = 200, 3


async def in_full(client: Any, newsroom: Newsroom, event: Mapping[str, Any], asked: str, *, bot_user: str) -> str:
    """The question with its subject from what stands in the thread before it; as it is where nothing does, or
    where Slack does not let us look."""
    thread = event.get("thread_ts")
    if not thread or thread == event.get("ts"):
        return asked
    try:
        with slack_errors("reading the thread"):
            page = await client.api_call("conversations.replies", data=_wanted(event, str(thread)))
    except PostFailed as failed:
        logger.warning("thread not read", extra={"channel": event["channel"], "reason": str(failed)})
        return asked
    before = [m for m in page.get("messages") or () if float(m.get("ts", 0)) < float(event["ts"])]
    first = await _above(newsroom, before[0]) if before else ""
    questions = [typed.plain(m.get("text")) for m in before if _asks(m, event, bot_user)]
    return followups.last_in_full([*questions, asked], first=first)


def _wanted(event: Mapping[str, Any], thread: str) -> dict[str, str]:
    """The thread up to the question, with the keys that our own messages bear."""
    return {
        "channel": event["channel"],
        "ts": thread,
        "latest": event["ts"],
        "limit": str(LOOKED_AT),
        "include_all_metadata": "true",
    }


def _asks(message: Mapping[str, Any], event: Mapping[str, Any], bot_user: str) -> bool:
    """Whether this was a person's question to the bot: in direct messages any, elsewhere one that mentions it."""
    if message.get("bot_id") or message.get("subtype") not in (None, "thread_broadcast") or not message.get("user"):
        return False
    text = str(message.get("text", ""))
    return event.get("channel_type") == "im" or bool(bot_user and f"<@{bot_user}" in text)


async def _above(newsroom: Newsroom, message: Mapping[str, Any]) -> str:
    """What the alert is about that stands above the thread; "" for any other message."""
    kind, _, dispute_id = key_of(message).partition(":")
    if kind != "alert":
        return ""
    try:
        return " ".join((await newsroom.dispute(dispute_id)).topics[:TOPICS])
    except NotOnFile:
        return ""
