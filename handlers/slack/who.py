"""`/who <verb> [what]`: who said it, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_bolt.async_app import AsyncApp

from handlers.slack import lookup, usage

if TYPE_CHECKING:
    from bot.newsroom import Newsroom


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the command."""
    lookup.register(app, newsroom, usage.WHO, lambda asked: newsroom.who(asked))
