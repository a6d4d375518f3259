"""`/feeds`: which feeds the bot follows; add one, remove one, look at one now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from bot.errors import BadCommand, NotOnFile
from handlers import feeds_words
from handlers.slack import blocks, feed_blocks, typed, underway, usage
from handlers.slack.client import reply
from handlers.slack.limits import Message

if TYPE_CHECKING:
    from bot.following import Following
    from bot.newsroom import Newsroom

#: Said at once, as fetching takes a while.
LOOKING = "Looking; a moment."


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the command."""

    @app.command(usage.FEEDS.name)
    async def feeds(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        verb, rest = typed.first_word(typed.plain(command.get("text")))
        await ack(LOOKING if verb in ("add", "check") and rest else "")
        if not verb or typed.asks_for_help(verb):
            return await reply(respond, usage.of(usage.FEEDS))
        if newsroom.feeds is None:
            raise BadCommand("This bot follows no feeds; `wirecheck serve` starts one that does")
        return await reply(respond, await _done(newsroom.feeds, verb, rest, typed.person(command)))


async def _done(feeds: Following, verb: str, rest: str, by: str) -> Message:
    match verb:
        case "list":
            return feed_blocks.listed(await feeds.followed(), now=feeds.now())
        case "add" if rest:
            return blocks.note(feeds_words.checked(await feeds.add(rest, by=by)))
        case "remove" if rest:
            return await _removed(feeds, rest)
        case "check" if rest:
            return blocks.note(feeds_words.checked(await feeds.check(rest)))
        case "add" | "remove" | "check":
            raise BadCommand(f"/feeds {verb} needs an address after it, e.g. {usage.example(usage.FEEDS, verb)}")
        case _:
            raise BadCommand(f"/feeds knows list, add, remove and check, not “{verb}”; try /feeds list")


async def _removed(feeds: Following, which: str) -> Message:
    try:
        name = (await feeds.remove(which)).name
    except NotOnFile:
        if not underway.again():
            raise
        name = which  # removed by this same request, before the bot was stopped
    return blocks.note(f"{name} is not followed any more; its articles stay on file.")
