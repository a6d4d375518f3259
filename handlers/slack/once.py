"""Each request is answered once: not again when Slack delivers it twice or somebody replays it, nor for both twins of
a mention.

Slack sends an event again when it did not hear our 200 in time, so a retry may be the first that reaches
us: retries are told apart by their (team, event id) in the archive, not by their retry header. Commands, buttons and
windows bear a trigger of their own, which is used once; their ack does not wait for a busy archive.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

logger = logging.getLogger(__name__)

FirstTime = Callable[[str], Awaitable[bool]]

#: How long the ack of a command waits to hear whether its trigger was used before, in seconds. An archive that is
#: filing answers later: then it is this process's memory that counts, and the archive's after a restart.
PROMPT = 0.02


def register(app: AsyncApp, first_time: FirstTime) -> None:
    """Sees every request before the listeners do."""

    here, noting = remembering(), set[asyncio.Task[bool]]()

    async def used_before(trigger: str) -> bool:
        if not await here(trigger):
            return True
        asked = asyncio.ensure_future(first_time(trigger))
        noting.add(asked)  # it goes on though nobody waits for it
        asked.add_done_callback(noting.discard)
        asked.add_done_callback(_heard)
        done, _ = await asyncio.wait({asked}, timeout=PROMPT)
        return bool(done) and asked.exception() is None and not asked.result()

    @app.middleware
    async def once(body: dict[str, Any], next_: Callable[[], Awaitable[Any]]) -> BoltResponse | None:
        for key in keys(body):
            if not await first_time(key):
                return BoltResponse(status=200, body="")
        if (used := trigger(body)) and await used_before(used):
            return BoltResponse(status=200, body="")
        await next_()
        return None


def _heard(asked: asyncio.Future[bool]) -> None:
    """An archive that cannot note it (a full disk) still answers."""
    if not asked.cancelled() and (failed := asked.exception()):
        logger.error("not noted what was asked", extra={"reason": str(failed)})


def keys(body: Mapping[str, Any]) -> list[str]:
    """The names under which this event may be seen but once; none for commands and buttons."""
    if body.get("type") != "event_callback":
        return []
    event = body.get("event") or {}
    team = body.get("team_id") or event.get("team") or ""
    named = [f"slack:{team}:{body['event_id']}"] if body.get("event_id") else []
    if is_question(event):
        named.append(f"slack:{team}:asked:{event.get('channel')}:{event.get('ts')}")
    return named


def trigger(body: Mapping[str, Any]) -> str:
    """The name under which a command, a press of a button or a filled-in window may be seen but once; "" for events."""
    used, team = body.get("trigger_id"), body.get("team")
    if not used or not isinstance(used, str):
        return ""
    return f"slack:{body.get('team_id') or (team.get('id') if isinstance(team, Mapping) else '')}:trigger:{used}"


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
