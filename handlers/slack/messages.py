"""What is done with a message somebody points at: "Check this message", "File this article"; and a link or a pasted
text in a mention, which is filed and answered with what it contradicts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from handlers.slack import blocks, message_blocks, seen, typed, verified
from handlers.slack.client import reply
from handlers.slack.limits import Message

if TYPE_CHECKING:
    from bot.newsroom import Newsroom

CHECK, FILE = "check_message", "file_article"


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the two shortcuts; each is answered to who chose it alone."""

    @app.shortcut(CHECK)
    async def check(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        text, when = _message(body)
        found = await verified.checked(newsroom, await newsroom.check(text, said=when))
        channel = str((body.get("channel") or {}).get("id", ""))
        await seen.note(newsroom, [*(c.old for c in found.against), *found.alike], channel=channel)
        await reply(respond, message_blocks.checked_message(found), replace_original=False)

    @app.shortcut(FILE)
    async def file(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        text, _ = _message(body)
        channel = str((body.get("channel") or {}).get("id", ""))
        message = await filed(newsroom, text, by=typed.person(body), channel=channel)
        await reply(respond, message, replace_original=False)


def _message(body: Mapping[str, Any]) -> tuple[str, datetime | None]:
    """(the words of the message that was pointed at, when it was written)."""
    message = body.get("message") or {}
    stamp = str(message.get("ts", "")).partition(".")[0]
    when = datetime.fromtimestamp(int(stamp), UTC) if stamp.isdecimal() else None
    return typed.plain(message.get("text")), when


async def filed(newsroom: Newsroom, text: str, *, by: str, channel: str) -> Message:
    """Files the link in a text, or the text, and tells what it contradicts. ``BadCommand``, ``Refused``, ..."""
    filings = await newsroom.add(typed.link(text) or text, by=by)
    clashing = [d for f in filings for d in await newsroom.clashes(f.edition.article_id)]
    disputes = await verified.disputes(newsroom, list({d.id: d for d in clashing}.values()))
    await seen.disputes(newsroom, disputes, channel=channel)
    return message_blocks.filed_with(blocks.filed(filings), disputes)
