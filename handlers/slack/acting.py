"""Who is at work: taken from each request of Slack's before the listeners see it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.audit import Person, Via, act_as
from handlers.slack import typed


def register(app: AsyncApp, *, via: Via = "slack") -> None:
    """Says, of every request, whose it is; what the listeners do is done by them (``bot.guarded``)."""

    @app.middleware
    async def acting(body: dict[str, Any], context: Any, next_: Callable[[], Awaitable[Any]]) -> None:
        act_as(person(body, team=str(context.get("team_id") or ""), via=via))
        await next_()


def person(body: Mapping[str, Any], *, team: str = "", via: Via = "slack") -> Person:
    """Whoever typed, pressed or wrote this."""
    event = body.get("event")
    if isinstance(event, Mapping):
        found = {"user_id": event.get("user")}
        channel = event.get("channel")
    else:
        found = dict(body)
        channel = body.get("channel_id") or body.get("channel")
    if isinstance(channel, Mapping):
        channel = channel.get("id")
    user = found.get("user")
    person_id = user.get("id") if isinstance(user, Mapping) else found.get("user_id")
    return Person(typed.person(found), _text(person_id), team, _text(channel), via)


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""
