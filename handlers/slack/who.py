"""`/who <verb> [what]`: who said it, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from handlers.slack import blocks, typed, usage, verified
from handlers.slack.client import reply

if TYPE_CHECKING:
    from bot.newsroom import Newsroom


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the command."""

    @app.command(usage.WHO.name)
    async def who(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        await ack()
        asked = typed.plain(command.get("text"))
        if not asked or typed.asks_for_help(asked):
            return await reply(respond, usage.of(usage.WHO))
        answer = await verified.answer(newsroom, await newsroom.who(asked))
        return await reply(respond, blocks.answer(answer))
