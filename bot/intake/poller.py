"""What visits the feeds in the background: looks what is due, does several hosts' at once, one thing a host."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bot.errors import WirecheckError
from bot.intake.rounds import Rounds
from bot.intake.subscriptions import FeedShelf

log = logging.getLogger(__name__)

#: Visits and items at work at the same time, each at another host.
AT_ONCE = 12
#: Items that are done with are remembered for so long, and of each feed at least the newest so many.
REMEMBERED, KEPT = timedelta(days=60), 1_000
TIDYING = timedelta(hours=24)


class Poller:
    """Goes its rounds until it is cancelled. ``idle`` is how often it looks when nothing happens, in seconds."""

    def __init__(
        self,
        shelf: FeedShelf,
        rounds: Rounds,
        *,
        clock: Callable[[], datetime],
        at_once: int = AT_ONCE,
        idle: float = 3.0,
    ) -> None:
        self._shelf, self._rounds, self._clock = shelf, rounds, clock
        self._at_once, self._idle = at_once, idle
        #: What is at work: the host it asks ("" for none), and what it is called.
        self._at_work: dict[asyncio.Task[Any], tuple[str, str]] = {}
        self._news = asyncio.Event()
        self._tidied: datetime | None = None

    def wake(self) -> None:
        """There may be something due: a feed was added, or something ended."""
        self._news.set()

    async def run(self) -> None:
        """Goes on until cancelled; an archive that does not answer is asked again."""
        while True:
            self._news.clear()
            started = 0
            try:
                started = await self.turn()
                await self._tidy()
            except WirecheckError as wrong:
                log.warning("rounds stopped short", extra={"reason": str(wrong)})
            if not started:
                await self._rest()

    async def turn(self, *, visit: bool = True) -> int:
        """Begins what is due now, as far as there are hands for it; how much. Without ``visit`` it leaves the
        feeds alone and files what they have brought."""
        now, started = self._clock(), 0
        if visit and (free := self._at_once - len(self._at_work)):
            for feed in await self._shelf.take_feeds(now=now, limit=free, busy=self._busy()):
                started += self._begin(self._rounds.visit(feed), feed.url, feed.id)
        if free := self._at_once - len(self._at_work):
            for item in await self._shelf.take_items(now=now, limit=free, busy=self._busy()):
                url = "" if item.article else item.url
                started += self._begin(self._rounds.deal_with(item), url, f"{item.feed} {item.key}")
        return started

    async def work_off(self, *, visit: bool = True, step: Callable[[], None] = lambda: None) -> None:
        """Does what is due now, and what that makes due, and ends; ``step`` is called now and then. What was
        put off for later stays due."""
        while await self.turn(visit=visit) or self._at_work:
            if self._at_work:
                await asyncio.wait(self._at_work, return_when=asyncio.FIRST_COMPLETED)
            step()

    async def close(self, patience: float) -> int:
        """Lets what is at work finish, for so many seconds; what is not done by then stays due. How many."""
        if not self._at_work:
            return 0
        _, late = await asyncio.wait(self._at_work, timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return len(late)

    def _busy(self) -> set[str]:
        return {host for host, _ in self._at_work.values() if host}

    def _begin(self, work: Coroutine[Any, Any, Any], url: str, name: str) -> bool:
        """Begins it, unless it is at work already and its lease ran out over the waiting."""
        if any(name == other for _, other in self._at_work.values()):
            work.close()
            return False
        task = asyncio.create_task(work)
        self._at_work[task] = (urlsplit(url).hostname or "") if url else "", name
        task.add_done_callback(self._ended)
        return True

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._at_work.pop(task, None)
        self._news.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            expected = isinstance(error, WirecheckError)
            log.warning("left for later", extra={"reason": str(error)}, exc_info=None if expected else error)

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(self._idle):
                await self._news.wait()
        except TimeoutError:
            return

    async def _tidy(self) -> None:
        now = self._clock()
        if self._tidied is None or now - self._tidied >= TIDYING:
            self._tidied = now
            await self._shelf.prune_items(before=now - REMEMBERED, keep=KEPT)
