"""`/article add <link or text>` files an article; `show`, `withdraw` and `readmit` look one up, take it off file and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from bot.errors import BadCommand
from handlers.slack import blocks, seen, typed, underway, usage, verified
from handlers.slack.client import reply
from handlers.slack.limits import Message

if TYPE_CHECKING:
    from bot.newsroom import Newsroom


#: Said at once to a link, as fetching takes a while.
READING = "Reading it; a moment."
VERBS = ("add", "show", "history", "withdraw", "readmit")


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the command."""

    @app.command(usage.ARTICLE.name)
    async def article(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        asked = typed.plain(command.get("text"))
        await ack(READING if asked.lower().startswith("add http") else "")
        await reply(respond, await _done(newsroom, asked, typed.person(command), command["channel_id"]))


async def _done(newsroom: Newsroom, asked: str, by: str, channel: str) -> Message:
    verb, rest = typed.first_word(asked)
    if not verb or typed.asks_for_help(verb):
        return usage.of(usage.ARTICLE)
    if verb == "add" and rest:
        return blocks.filed(await newsroom.add(rest, by=by))
    if verb in ("show", "history") and rest:  # what an article is and what became of it is one message
        found = await verified.dossier(newsroom, await newsroom.dossier(rest))
        await seen.note(newsroom, [found.revisions[0][0]], channel=channel)
        return blocks.article(found)
    if verb == "withdraw" and rest:
        ref, why = typed.name_and_rest(rest)
        edition, done = await newsroom.withdraw(ref, by=by, reason=why)
        return blocks.withdrawn(edition, done=done or underway.again())
    if verb == "readmit" and rest:
        return await _readmitted(newsroom, typed.name_and_rest(rest)[0])
    if verb in VERBS:
        raise BadCommand(f"/article {verb} needs something after it, e.g. {usage.example(usage.ARTICLE, verb)}")
    example = usage.example(usage.ARTICLE, "add")
    raise BadCommand(f"/article knows {', '.join(VERBS[:-1])} and {VERBS[-1]}, not “{verb}”; try {example}")


async def _readmitted(newsroom: Newsroom, ref: str) -> Message:
    try:
        return blocks.readmitted(await newsroom.readmit(ref))
    except BadCommand:
        if not underway.again():
            raise
        return blocks.note("On file again.")  # by this same request, before the bot was stopped
