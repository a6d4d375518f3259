"""Each event is answered once: not again when Slack delivers it twice, nor for both twins of a mention.

Slack sends an event again when it did not hear our 200 in time, so a retry may be the first that reaches
us: retries are told apart by their (team, event id) in the archive, not by their retry header.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

FirstTime = Callable[[str], Awaitable[bool]]


def register(app: AsyncApp, first_time: FirstTime) -> None:
    """Sees every request before the listeners do."""

    @app.middleware
    async def once(body: dict[str, Any], next_: Callable[[], Awaitable[Any]]) -> BoltResponse | None:
        for key in keys(body):
            if not await first_time(key):
                return BoltResponse(status=200, body="")
        await next_()
        return None


def keys(body: Mapping[str, Any]) -> list[str]:
    """The names under which this request may be seen but once; none for commands and buttons."""
    if body.get("type") != "event_callback":
        return []
    event = body.get("event") or {}
    team = body.get("team_id") or event.get("team") or ""
    named = [f"slack:{team}:{body['event_id']}"] if body.get("event_id") else []
    if is_question(event):
        named.append(f"slack:{team}:asked:{event.get('channel')}:{event.get('ts')}")
    return named


def is_question(event: Mapping[str, Any]) -> bool:
    """Whether this event is a person asking: a mention, or a direct message; never a bot, an edit or a join."""
    if event.get("bot_id") or event.get("bot_profile") or event.get("subtype") not in (None, "thread_broadcast"):
        return False
    if event.get("type") == "app_mention":
        return True
    return event.get("type") == "message" and event.get("channel_type") == "im" and bool(event.get("user"))


def remembering(most: int = 10_000) -> FirstTime:
    """A memory of this process alone, for where no archive is given."""
    seen: OrderedDict[str, None] = OrderedDict()

    async def first_time(key: str) -> bool:
        if key in seen:
            return False
        seen[key] = None
        if len(seen) > most:
            seen.popitem(last=False)
        return True

    return first_time
