"""`/disputes [words] [open|settled|all]`: what is disputed, with both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from handlers.slack import blocks, seen, typed, usage, verified
from handlers.slack.client import reply
from handlers.slack.limits import Message

if TYPE_CHECKING:
    from bot.newsroom import Newsroom


COMMAND = usage.DISPUTES.name
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
        asked_again = f"{COMMAND} {asked}".strip()
        return await reply(respond, await answered(newsroom, asked_again, channel=command["channel_id"]))


async def answered(
    newsroom: Newsroom, typed_whole: str, *, page: int = 0, channel: str, share: bool = True, by: str = ""
) -> Message:
    """A page of the disputes that were asked for ("/disputes kursk open"); for all, when ``by`` shares it."""
    asked = typed_whole.removeprefix(COMMAND).strip()
    # Nothing typed means the open ones, as on the desk's page; words find settled ones, too.
    found = await verified.disputes(newsroom, await newsroom.disputes(asked or "open"))
    await seen.disputes(newsroom, found, channel=channel)
    about = " ".join(word for word in asked.split() if word.lower() not in STATES)
    return blocks.listed(
        found, words_typed=about, only_open=not asked, asked=typed_whole, page=page, share=share, by=by
    )
