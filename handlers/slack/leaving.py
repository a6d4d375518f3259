"""The bot is taken out of a workspace, or its token taken back: what belongs to that workspace stops working."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp

logger = logging.getLogger(__name__)

#: Told that the bot is out of a workspace.
Gone = Callable[[str], Awaitable[None]]
EVENTS = ("app_uninstalled", "tokens_revoked")


async def only_told(team: str) -> None:
    """For one workspace, whose token stands in the settings: there is nothing to take away but that."""
    logger.error("install the app again and set SLACK_BOT_TOKEN to its new token", extra={"workspace": team})


def register(app: AsyncApp, gone: Gone) -> None:
    """Listens for both; Slack sends one or both of them, in any order."""

    @app.event("app_uninstalled")
    async def uninstalled(context: Any) -> None:
        await _leave("uninstalled", context)

    @app.event("tokens_revoked")
    async def revoked(event: dict[str, Any], context: Any) -> None:
        if (event.get("tokens") or {}).get("bot"):  # people's own tokens we never asked for
            await _leave("token revoked", context)

    async def _leave(why: str, context: Any) -> None:
        team = str(context.get("team_id") or "")
        logger.warning(why, extra={"workspace": team})
        await gone(team)
