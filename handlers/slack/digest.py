"""`/digest`: when this channel gets its digest, what that holds, and how it would look now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from handlers.slack import blocks, digest_blocks, seen, typed, usage, verified
from handlers.slack.client import reply

if TYPE_CHECKING:
    from bot.newsroom import Newsroom

NOW = frozenset({"now", "preview"})
STATUS = frozenset({"status", "show", "list"})


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the command."""

    @app.command(usage.DIGEST.name)
    async def digest(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        await ack()
        asked, channel = typed.plain(command.get("text")), command["channel_id"]
        if not asked or typed.asks_for_help(asked):
            return await reply(respond, usage.of(usage.DIGEST))
        if asked.lower() in STATUS:
            plan = await newsroom.digest_plan(channel)
            return await reply(respond, blocks.note(digest_blocks.standing(plan)))
        first, rest = typed.first_word(asked)
        if first in NOW:
            news = await verified.digest(newsroom, await newsroom.preview(channel, rest))
            shown = (*news.opened, *news.quiet, *news.settled, *news.open)
            await seen.disputes(newsroom, shown, channel=channel)
            return await reply(respond, blocks.digest(news))
        return await reply(respond, blocks.plan(await newsroom.plan_digest(channel, asked)))
