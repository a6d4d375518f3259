"""The Home tab: drawn when it is opened, and again after whatever is pressed or looked up in it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BadCommand, PostFailed
from bot.nouns import Answer
from handlers.slack import home_blocks, typed, verified
from handlers.slack.client import direct, patiently, slack_errors
from handlers.slack.home_blocks import Home, State

if TYPE_CHECKING:
    from bot.newsroom import Newsroom

logger = logging.getLogger(__name__)

#: Disputes that can be paged through; /disputes finds the others.
DISPUTES = 60
#: Which channels of a person are asked for; who is in more sees the watches of these.
_CHANNELS = {"types": "public_channel,private_channel", "exclude_archived": "true", "limit": "500"}


def register(app: AsyncApp, newsroom: Newsroom) -> None:
    """Listens for the tab being opened, and for what is pressed in it and nowhere else."""

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event.get("tab", "home") == "home":
            await publish(client, newsroom, event["user"], _state(event))

    @app.action(home_blocks.SEARCH)
    async def search(ack: Any, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        asked = typed.plain(action.get("value"))
        await publish(client, newsroom, body["user"]["id"], _state(body).asking(asked))

    @app.action(home_blocks.CLEAR)
    async def clear(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await publish(client, newsroom, body["user"]["id"], _state(body).asking(""))

    async def turn(ack: Any, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        page = int(action["value"]) if action["value"].isdecimal() else 0
        of_search = action["action_id"] in (home_blocks.FOUND_BACK, home_blocks.FOUND_NEXT)
        state = _state(body)
        state = replace(state, found=page) if of_search else replace(state, disputes=page)
        await publish(client, newsroom, body["user"]["id"], state)

    for action_id in (
        home_blocks.FOUND_BACK,
        home_blocks.FOUND_NEXT,
        home_blocks.DISPUTES_BACK,
        home_blocks.DISPUTES_NEXT,
    ):
        app.action(action_id)(turn)

    @app.action(home_blocks.UNWATCH)
    async def unwatch(ack: Any, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        channel, _, words = action["value"].partition(" ")
        try:
            await newsroom.lookout.unwatch(channel, words)
        except BadCommand as gone:  # somebody else was quicker: the tab, drawn anew, shows that
            logger.info("unwatched already", extra={"channel": channel, "reason": str(gone)})
        await publish(client, newsroom, body["user"]["id"], _state(body))


def _state(body: Mapping[str, Any]) -> State:
    """What the person has looked up, from the view that was pressed or that was shown last."""
    return State.of(str((body.get("view") or {}).get("private_metadata") or ""))


async def redraw(client: AsyncWebClient, newsroom: Newsroom, body: Mapping[str, Any]) -> None:
    """Draws the tab anew in which something was pressed, as the person has it."""
    await publish(client, newsroom, body["user"]["id"], _state(body))


async def publish(client: AsyncWebClient, newsroom: Newsroom, user: str, state: State | None = None) -> None:
    """Draws a person's Home tab anew."""
    chosen = state or State()
    view = home_blocks.home(await _shown(client, newsroom, user, chosen), chosen)

    async def send() -> None:
        with slack_errors("drawing the Home tab"):
            await client.views_publish(user_id=user, view=view)

    await patiently(send)


async def _shown(client: AsyncWebClient, newsroom: Newsroom, user: str, state: State) -> Home:
    watches, quiet = await newsroom.lookout.everything()
    looks_after = newsroom.feeds is not None and await newsroom.may("arrange")
    return Home(
        counts=await newsroom.counts(),
        disputes=await verified.disputes(newsroom, await newsroom.disputes("open", limit=DISPUTES)),
        now=newsroom.clock(),
        answer=await _answer(newsroom, state.asked) if state.asked else None,
        mine=await _mine(client, user),
        places=await _places(client, user),
        watches=watches,
        quiet=quiet,
        digests=await newsroom.digest_plans(),
        feeds=await newsroom.feeds.followed() if newsroom.feeds is not None and looks_after else None,
        editions=await newsroom.articles(limit=home_blocks.ARTICLES),
    )


async def _answer(newsroom: Newsroom, asked: str) -> Answer:
    """What is on file about it: words alone are looked up as /facts does, a question is answered. What cannot be asked
    is told as an answer, as there is no other place to say it."""
    question = asked.startswith("/") or asked.endswith("?") or asked.split()[0].lower() in _ASKING
    try:
        found = await newsroom.answer(asked if question else f"/facts {asked}")
    except BadCommand as wrong:
        return Answer(asked, False, str(wrong))
    return await verified.answer(newsroom, found)


_ASKING = frozenset("who what when where why how which whose did does do is are was were has have".split())


async def _mine(client: AsyncWebClient, user: str) -> str:
    """The person's direct messages with the bot, where their own alerts go; "" where Slack does not say."""
    try:
        return await direct(client, user)
    except PostFailed as failed:
        logger.warning("direct messages not found", extra={"reason": str(failed)})
        return ""


async def _places(client: AsyncWebClient, user: str) -> Mapping[str, str]:
    """The channels a person is in, as far as the bot sees them, with their names: what is watched elsewhere, in a
    private channel perhaps, is not theirs to read. None where Slack does not say."""
    try:
        with slack_errors("asking which channels somebody is in"):
            told = await client.api_call("users.conversations", data={**_CHANNELS, "user": user})
    except PostFailed as failed:
        logger.warning("channels not found", extra={"reason": str(failed)})
        return {}
    return {str(c["id"]): str(c.get("name") or c["id"]) for c in told.get("channels") or ()}
