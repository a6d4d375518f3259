"""`/timeline <topic>`: claims over time by side, as a picture and in words."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from bot.answers.timeline import Timeline
from handlers import timeline_picture
from handlers.slack import pictures, seen, timeline_blocks, typed, usage, verified
from handlers.slack.limits import Message

if TYPE_CHECKING:
    from bot.newsroom import Newsroom

COMMAND = usage.TIMELINE.name


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the command."""

    @app.command(COMMAND)
    async def timeline(ack: Any, respond: Any, command: dict[str, Any], client: Any) -> None:
        await ack()
        asked = typed.plain(command.get("text"))
        if not asked or typed.asks_for_help(asked):
            return await pictures.show(respond, usage.of(usage.TIMELINE))
        message = await answered(newsroom, client, f"{COMMAND} {asked}", channel=command["channel_id"])
        return await pictures.show(respond, message)


async def answered(
    newsroom: Newsroom,
    client: Any,
    typed_whole: str,
    *,
    page: int = 0,
    channel: str,
    share: bool = True,
    by: str = "",
) -> Message:
    """A page of the timeline that was asked for ("/timeline kursk since:2025-04-01"), the first with its picture;
    for all, when ``by`` shares it."""
    asked = typed_whole.removeprefix(COMMAND).strip()
    found = await verified.timeline(newsroom, await newsroom.timeline(asked))
    await seen.note(newsroom, (p.snippet.statement for p in found.points), channel=channel)
    file = await _picture(client, found) if found.matters and (by or page < 1) else None
    return timeline_blocks.timeline(found, asked=typed_whole, page=page, private=not by, share=share, by=by, file=file)


async def _picture(client: Any, found: Timeline) -> str:
    """The picture as Slack knows it; "" where it does not take it."""
    png = await asyncio.to_thread(timeline_picture.png, found)
    alt = timeline_picture.alt(found, pictures.ALT)
    title = f"Timeline of {timeline_picture.shortened(found.about, 80)}"
    return await pictures.upload(client, png, name="timeline.png", title=title, alt=alt)
