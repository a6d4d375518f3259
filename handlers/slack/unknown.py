"""What no feature listens for: answered with 200 so that Slack is content, and said where somebody waits."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncApp

from handlers.slack import blocks, usage
from handlers.slack.client import reply

_ANY = re.compile("")


def register(app: AsyncApp) -> None:
    """Must come last: Bolt takes the first listener that fits."""

    @app.event(_ANY)
    async def event() -> None:
        """Acknowledged by Bolt; nothing to do."""

    @app.command(_ANY)
    async def command(ack: Any, respond: Any) -> None:
        await ack()
        await reply(respond, usage.everything())

    @app.action(_ANY)
    async def action(ack: Any, respond: Any, body: dict[str, Any]) -> None:
        await ack()
        if body.get("response_url"):
            said = "This button belongs to an older version of the bot. Try /disputes for its newer twin."
            await reply(respond, blocks.note(said), replace_original=False)

    @app.view(_ANY)
    async def view(ack: Any) -> None:
        await ack()

    @app.shortcut(_ANY)
    async def shortcut(ack: Any) -> None:
        await ack()

    @app.options(_ANY)
    async def options(ack: Any) -> None:
        await ack(options=[])
