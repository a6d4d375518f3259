"""`/wirecheck help` and `/wirecheck status`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from bot.errors import BadCommand
from handlers.slack import blocks, typed, usage
from handlers.slack.client import reply

if TYPE_CHECKING:
    from bot.newsroom import Newsroom


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the command."""

    @app.command(usage.WIRECHECK.name)
    async def wirecheck(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        await ack()
        asked = typed.plain(command.get("text")).lower()
        if not asked or typed.asks_for_help(asked):
            return await reply(respond, usage.everything())
        if asked == "status":
            return await reply(respond, blocks.status(await newsroom.counts()))
        raise BadCommand(f"/wirecheck knows help and status, not “{asked}”; try /wirecheck help")
