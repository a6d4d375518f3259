"""Each request is answered once: not again when Slack delivers it twice or somebody replays it, nor for both twins of
a mention; and it is answered, also when the bot is killed before it is.

Slack sends an event again when it did not hear our 200 in time, so a retry may be the first that reaches
us: retries are told apart by their (team, event id) in the archive, not by their retry header. Commands, buttons and
windows bear a trigger of their own, which is used once. With its name a request itself is on file before Slack has
its ack (``underway``).
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers.slack import leaving, underway
from handlers.slack.underway import Doing, Ledger

logger = logging.getLogger(__name__)

FirstTime = Callable[[str], Awaitable[bool]]

#: How long the ack of a command waits until it stands in the archive, in seconds: Slack shows the person a failure after
#: three. An archive that is busy for so long learns of it later, and until then this process's memory counts.
PROMPT = 1.5

#: Events that somebody waits for, besides questions.
AWAITED = ("app_home_opened", "link_shared", *leaving.EVENTS)


def register(app: AsyncApp, ledger: Ledger) -> None:
    """Sees every request before the listeners do."""

    here = remembering()

    async def first_time(names: list[str], kept: Mapping[str, Any] | None, doing: Doing, context: Any) -> bool:
        if not ledger.kept:
            return all([await here(name) for name in names])
        if doing.event:  # Slack sends it again where we cannot note it
            return await ledger.begin(names, kept, at=doing.at)
        if not await here(doing.key):
            return False
        context["ack"] = NotedAck(ledger.begin(names, kept, at=doing.at), doing)
        return True

    @app.middleware
    async def once(body: dict[str, Any], context: Any, next_: Callable[[], Awaitable[Any]]) -> BoltResponse | None:
        doing = context.get(underway.TAKEN_UP)
        event = body.get("type") == "event_callback"
        names = keys(body) if event else list(filter(None, [trigger(body)]))
        if doing is None and names:
            kept = to_keep(body)
            doing = Doing(names[0], ledger, at=ledger.clock(), event=event, kept=kept is not None)
            if not await first_time(names, kept, doing, context):
                return BoltResponse(status=200, body="")
        underway.at(doing)
        await next_()
        return None


class SeenBefore(Exception):
    """A request that was sent once more turns out, at its ack, to be one that was seen; nothing is done for it."""


class NotedAck(AsyncAck):
    """The ack of a command, a press or a window, given once what it is for is noted, and by a listener that is begun
    meanwhile: Bolt looks for an ack every 10 ms, so noting for less costs nothing."""

    def __init__(self, noted: asyncio.Future[bool], doing: Doing) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._noted, self._doing = noted, doing
        noted.add_done_callback(_heard)

    async def __call__(self, *args: Any, **more: Any) -> BoltResponse:
        """``SeenBefore``, and an ack that says nothing, where it was seen before."""
        noted = self._noted
        if not noted.done():
            await asyncio.wait({noted}, timeout=PROMPT)
        if noted.done() and noted.exception() is None and not noted.result():
            self._doing.kept = False  # the record is another's
            await super().__call__()
            raise SeenBefore
        return await super().__call__(*args, **more)


def _heard(noted: asyncio.Future[bool]) -> None:
    """An archive that cannot note it (a full disk) still answers; it is in the log already."""
    if not noted.cancelled():
        noted.exception()


def to_keep(body: Mapping[str, Any]) -> dict[str, Any] | None:
    """What of a request is kept to do it again; None where nobody waits for it, as with what people say to each other."""
    kept = {k: v for k, v in body.items() if k not in ("token", "state")}
    event = body.get("event")
    if isinstance(event, Mapping):
        if not is_question(event) and event.get("type") not in AWAITED:
            return None
        kept["event"] = {k: v for k, v in event.items() if k not in ("blocks", "attachments", "files")}
    if body.get("type") == "block_suggestion":
        return None
    if body.get("type") == "block_actions":
        kept.pop("message", None)
    for name, of_it in (("message", ("text", "ts")), ("view", ("id", "type", "callback_id", "private_metadata"))):
        if isinstance(kept.get(name), Mapping):
            kept[name] = {k: v for k, v in kept[name].items() if k in of_it}
    return kept


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
