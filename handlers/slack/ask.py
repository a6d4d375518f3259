"""A question put to the bot by mentioning it, or in a direct message: answered in its thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from handlers.slack import blocks, messages, seen, threads, typed, usage, verified
from handlers.slack.client import say_in_thread
from handlers.slack.once import is_question

if TYPE_CHECKING:
    from bot.newsroom import Newsroom


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for mentions and direct messages. In a channel a mention comes twice, as ``app_mention`` and
    as ``message``: the second is passed over (as are bots, edits and joins)."""

    @app.event("app_mention")
    @app.event("message")
    async def ask(event: dict[str, Any], client: Any, context: Any) -> None:
        if not is_question(event):
            return
        asked = typed.plain(event.get("text"))
        if not asked or typed.asks_for_help(asked):
            await say_in_thread(client, event, usage.everything())
            return
        if typed.hands_in(asked):
            by = typed.person({"user_id": event.get("user")})
            message = await messages.filed(newsroom, asked, by=by, channel=event["channel"])
            await say_in_thread(client, event, message)
            return
        full = await threads.in_full(
            client, newsroom, event, typed.askable(asked), bot_user=context.get("bot_user_id") or ""
        )
        answer = await verified.answer(newsroom, await newsroom.answer(full))
        if full != asked:
            answer = replace(answer, notes=(f"Asked as: {full}", *answer.notes))
        await seen.answer(newsroom, answer, channel=event["channel"])
        await say_in_thread(client, event, blocks.answer(answer, asked=full))
