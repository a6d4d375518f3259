"""`/watch` and `/unwatch`: what a channel, or one person, is alerted of, and in which hours not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from bot.errors import BadCommand
from bot.watches import ANY, Quiet, Watch
from handlers.slack import blocks, typed, underway, usage
from handlers.slack.client import direct, reply
from handlers.slack.limits import Message, checked
from handlers.slack.quoting import escaped, line

if TYPE_CHECKING:
    from bot.newsroom import Newsroom


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for both commands."""

    @app.command(usage.WATCH.name)
    async def watch(ack: Any, respond: Any, command: dict[str, Any], client: Any) -> None:
        await ack()
        asked = typed.plain(command.get("text"))
        if not asked or typed.asks_for_help(asked):
            return await reply(respond, usage.of(usage.WATCH))
        said, channel = await _addressed(asked, command, client)
        mine = "me " if said != asked else ""
        return await reply(respond, await _watched(newsroom, channel, said, by=typed.person(command), mine=mine))

    @app.command(usage.UNWATCH.name)
    async def unwatch(ack: Any, respond: Any, command: dict[str, Any], client: Any) -> None:
        await ack()
        asked = typed.plain(command.get("text"))
        if not asked or typed.asks_for_help(asked):
            return await reply(respond, usage.of(usage.UNWATCH))
        asked, channel = await _addressed(asked, command, client)
        return await reply(respond, blocks.note(await _unwatched(newsroom, channel, asked)))


async def _addressed(asked: str, command: dict[str, Any], client: Any) -> tuple[str, str]:
    """(what is asked, the channel it is for): this one, or after "me" the person's direct messages."""
    word, rest = typed.first_word(asked)
    if word != "me":
        return asked, str(command["channel_id"])

    return rest or "list", await direct(client, command["user_id"])


async def _watched(newsroom: Newsroom, channel: str, asked: str, *, by: str, mine: str) -> Message:
    word, rest = typed.first_word(asked)
    if word == "list" and not rest:
        return _listed(*await newsroom.lookout.of(channel))
    if word == "quiet":
        return blocks.note(_hours(await newsroom.lookout.keep_quiet(channel, rest)))
    watch, new = await newsroom.lookout.watch(channel, asked, by=by)
    new = new or underway.again()
    where = "to you, as a direct message," if mine else "here"
    told = f"Alerts of {_topic(watch)} come {where} from now on." if new else f"{_topic(watch)} was watched already."
    return blocks.note(f"{told[:1].upper()}{told[1:]} /unwatch {mine}{watch.words} ends it.")


async def _unwatched(newsroom: Newsroom, channel: str, asked: str) -> str:
    try:
        return " ".join(_dropped(w) for w in await newsroom.lookout.unwatch(channel, asked))
    except BadCommand:
        if not underway.again():
            raise
        return f"“{asked}” is no longer watched here."  # dropped by this same request, before the bot was stopped


def _listed(watches: Sequence[Watch], quiet: Quiet | None) -> Message:
    """What there is, one line each."""
    rows = [f"{'Muted' if w.muted else 'Watched'}: {w.words}{f', by {w.by}' if w.by else ''}" for w in watches]
    rows = [
        *(rows or ["Nothing is watched here. Try /watch kursk, or /watch any."]),
        *([_hours(quiet)] if quiet else []),
    ]
    return checked(escaped(" ".join(f"{row.rstrip('.')}." for row in rows)), [line(row) for row in rows])


def _hours(quiet: Quiet | None) -> str:
    if quiet is None:
        return "No quiet hours here: alerts come at any time."
    return (
        f"Quiet here from {quiet.start} to {quiet.end} ({quiet.zone}): alerts are held, and come with the digest that "
        f"is due by then or within an hour, in its thread; else at {quiet.end}, several of them as one message."
    )


def _dropped(watch: Watch) -> str:
    verb = "muted" if watch.muted else "watched"
    return f"{_topic(watch)[:1].upper()}{_topic(watch)[1:]} is no longer {verb} here."


def _topic(watch: Watch) -> str:
    return "everything" if watch.words == ANY else f"“{watch.words}”"
