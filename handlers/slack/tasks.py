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

from handlers.slack import figures


class AtWork(AsyncListenerStartHandler):
    """The listeners now at work."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:
        """Called by Bolt in the listener's own task, before the listener."""
        task, began = asyncio.current_task(), time.perf_counter()
        if task is not None and task not in self._tasks:
            self._tasks.add(task)
            figures.AT_WORK.inc()
            task.add_done_callback(lambda done: self._done(done, began))

    def _done(self, task: asyncio.Task[object], began: float) -> None:
        self._tasks.discard(task)
        figures.AT_WORK.dec()
        figures.ANSWERS.inc()
        figures.ANSWER_SECONDS.observe(time.perf_counter() - began)

    def __len__(self) -> int:
        return len(self._tasks)

    async def drain(self, timeout: float) -> int:  # noqa: ASYNC109
        """Waits up to ``timeout`` seconds for all of them; how many were not done by then (and are cancelled)."""
        await asyncio.sleep(0)  # a task made a moment ago has not reported yet
        ours = {t for t in self._tasks if t is not asyncio.current_task()}
        if not ours:
            return 0
        _, late = await asyncio.wait(ours, timeout=timeout)
        for task in late:
            task.cancel()
        return len(late)
