"""Takes up again what the bot was asked and did not finish: it was killed or stopped, or Slack took no answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.errors import WirecheckError
from bot.requests import HOLD, Unfinished
from handlers.slack import figures, once
from handlers.slack.underway import TAKEN_UP, Doing, Ledger

logger = logging.getLogger(__name__)

#: So often at most; what kills the bot each time is left alone then.
ATTEMPTS = 12
#: An answer to a command or a button goes to an address that Slack takes for half an hour.
ANSWERABLE = timedelta(minutes=29)


class TakingUp:
    """Looks every ``every`` seconds for what is not finished, and says of what is at work that it is."""

    def __init__(self, app: AsyncApp, ledger: Ledger, *, every: float = HOLD.total_seconds()) -> None:
        self._app, self._ledger, self._every = app, ledger, every
        self._dispatching: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Goes on until cancelled."""
        while True:
            try:
                await self.turn()
            except Exception as failed:  # of the archive; what it could not do now it does at the next look
                expected = isinstance(failed, WirecheckError)
                logger.warning(
                    "not looked for what is unfinished", extra={"reason": str(failed)}, exc_info=not expected
                )
            await asyncio.sleep(self._every)

    async def turn(self) -> int:
        """Takes up what nobody is at work on; how many."""
        self._ledger.hold()
        if self._ledger.shelf is None:
            return 0
        found = await self._ledger.shelf.take(now=self._ledger.clock())
        return sum([self._taken_up(one) for one in found if one.key not in self._ledger.at_work])

    def _taken_up(self, one: Unfinished) -> bool:
        body = self._ledger.opened(one.sealed)
        left = hopeless(body, age=self._ledger.clock() - one.at, attempts=one.attempts)
        facts = {"on": figures.kind(body or {}), "attempts": one.attempts, "asked": one.at.isoformat()}
        if left or body is None:
            logger.error("left unanswered", extra={**facts, "reason": left})
            self._ledger.ended(one.key)
            return False
        logger.info("taken up again", extra=facts)
        event = body.get("type") == "event_callback"
        doing = Doing(one.key, self._ledger, at=one.at, event=event, attempts=one.attempts, told=one.told)
        task = asyncio.create_task(self._dispatch(body, doing))
        self._dispatching.add(task)
        task.add_done_callback(self._dispatching.discard)
        return True

    async def _dispatch(self, body: dict[str, Any], doing: Doing) -> None:
        request = AsyncBoltRequest(mode="socket_mode", body=body, context={TAKEN_UP: doing})
        await self._app.async_dispatch(request)
        await asyncio.sleep(0)  # a listener made a moment ago has not begun yet
        if not doing.started:
            doing.end()


def hopeless(body: Mapping[str, Any] | None, *, age: timedelta, attempts: int) -> str:
    """Why it makes no sense to do this once more; "" where it does."""
    if body is None:
        return "the bot's token has changed since"
    if attempts > ATTEMPTS:
        return f"tried {ATTEMPTS} times"
    if age > ANSWERABLE and not once.is_question(body.get("event") or {}):
        return "it is too long ago; Slack takes no answer any more"
    return ""
