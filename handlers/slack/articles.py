"""`/article add <link or text>` files an article; `/article show <ref>` looks one up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from bot.errors import BadCommand
from handlers.slack import blocks, typed, usage, verified
from handlers.slack.client import reply
from handlers.slack.limits import Message

if TYPE_CHECKING:
    from bot.newsroom import Newsroom


#: Said at once to a link, as fetching takes a while.
READING = "Reading it; a moment."


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the command."""

    @app.command(usage.ARTICLE.name)
    async def article(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        asked = typed.plain(command.get("text"))
        await ack(READING if asked.lower().startswith("add http") else "")
        await reply(respond, await _done(newsroom, asked, typed.person(command)))


async def _done(newsroom: Newsroom, asked: str, by: str) -> Message:
    verb, rest = typed.first_word(asked)
    if not verb or typed.asks_for_help(verb):
        return usage.of(usage.ARTICLE)
    if verb == "add" and rest:
        return blocks.filed(await newsroom.add(rest, by=by))
    if verb == "show" and rest:
        return blocks.article(await verified.revisions(newsroom, await newsroom.show(rest)))
    example = usage.ARTICLE.examples[2 if verb == "show" else 0][0]
    if verb in ("add", "show"):
        raise BadCommand(f"/article {verb} needs something after it, e.g. {example}")
    raise BadCommand(f"/article knows add and show, not “{verb}”; try {example}")
