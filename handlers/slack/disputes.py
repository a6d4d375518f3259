"""`/disputes [words] [open|settled|all]`: what is disputed, with both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from handlers.slack import blocks, seen, typed, usage, verified
from handlers.slack.client import reply

if TYPE_CHECKING:
    from bot.newsroom import Newsroom


#: Words that choose among the disputes, and are not what they are about.
STATES = frozenset({"all", "dismissed", "open", "resolved", "settled"})


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the command."""

    @app.command(usage.DISPUTES.name)
    async def disputes(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        await ack()
        asked = typed.plain(command.get("text"))
        if typed.asks_for_help(asked):
            return await reply(respond, usage.of(usage.DISPUTES))
        # Nothing typed means the open ones, as on the desk's page; words find settled ones, too.
        found = await verified.disputes(newsroom, await newsroom.disputes(asked or "open"))
        await seen.disputes(newsroom, found, channel=command["channel_id"])
        about = " ".join(word for word in asked.split() if word.lower() not in STATES)
        return await reply(respond, blocks.listed(found, words_typed=about, only_open=not asked))
