"""What listeners are at work on, kept hold of so that a shutdown waits for it.

Bolt starts each listener as a task and keeps no reference to it: Python may collect such a task in the
middle, and nobody waits for it when the bot stops. Bolt's start handler runs inside that task, which is
where it is taken hold of.
"""

from __future__ import annotations

import asyncio
import time

from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.requests import HOLD
from handlers.slack import figures, underway
from handlers.slack.underway import Doing, Ledger


class AtWork(AsyncListenerStartHandler):
    """The listeners now at work, on what stands in the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._tasks: set[asyncio.Task[object]] = set()

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:
        """Called by Bolt in the listener's own task, before the listener."""
        task, began = asyncio.current_task(), time.perf_counter()
        if task is not None and task not in self._tasks:
            self._tasks.add(task)
            figures.AT_WORK.inc()
            doing = underway.current()
            if doing is not None:
                doing.start()
            task.add_done_callback(lambda done: self._done(done, began, doing))

    def _done(self, task: asyncio.Task[object], began: float, doing: Doing | None) -> None:
        if doing is not None:
            doing.end(cancelled=task.cancelled())
        self._tasks.discard(task)
        figures.AT_WORK.dec()
        figures.ANSWERS.inc()
        figures.ANSWER_SECONDS.observe(time.perf_counter() - began)

    def __len__(self) -> int:
        return len(self._tasks)

    async def drain(self, timeout: float) -> int:  # noqa: ASYNC109
        """Waits up to ``timeout`` seconds for all of them; how many were not done by then (and are cancelled: what
        they were at is taken up by whoever is started next)."""
        await asyncio.sleep(0)  # a task made a moment ago has not reported yet
        ours = {t for t in self._tasks if t is not asyncio.current_task()}
        if not ours:
            return 0
        late, until = ours, time.monotonic() + timeout
        while late and (left := until - time.monotonic()) > 0:
            _, late = await asyncio.wait(late, timeout=min(left, HOLD.total_seconds()))
            self.ledger.hold()
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=0.5)
        return len(late)
