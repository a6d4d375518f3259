"""A slash command that looks something up: what was typed goes to the newsroom, its answer comes back, or the usage."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from bot.nouns import Answer
from handlers.slack import blocks, seen, typed, usage, verified
from handlers.slack.client import reply
from handlers.slack.turns import Turns

if TYPE_CHECKING:
    from bot.newsroom import Newsroom


def register(
    app: AsyncApp, newsroom: Newsroom, wanted: usage.Command, look_up: Callable[[str], Awaitable[Answer]]
) -> None:
    """Listens for the command ``wanted``, which ``look_up`` answers, when it is its turn."""
    turns = Turns()

    @app.command(wanted.name)
    async def looked_up(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        await ack()
        asked = typed.plain(command.get("text"))
        if not asked or typed.asks_for_help(asked):
            return await reply(respond, usage.of(wanted))
        typed.askable(asked)
        async with turns.mine():
            answer = await verified.answer(newsroom, await look_up(asked))
            await seen.answer(newsroom, answer, channel=command["channel_id"])
            message = blocks.answer(answer, asked=f"{wanted.name} {asked}", private=True)
        return await reply(respond, message)
