"""The clerk: files what was accepted and waits in the inbox, in order, and tries again what did not go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.ahead import ReadAhead
from bot.errors import BadInput, StoreFailed
from bot.intake.inbox import Waiting
from bot.newsroom import Newsroom
from bot.nouns import Revision

log = structlog.get_logger(__name__)

#: Taken from the inbox at a time: so many are read ahead.
BATCH = 6
#: Seconds between looks into the inbox when nobody tells: another process may have put something there.
LOOK = 2.0
#: Seconds until an article that could not be filed is tried again, after the first, second... failure.
PAUSES = (5.0, 30.0, 120.0)
#: Seconds to wait when the archive itself fails (a full disk): nothing is lost meanwhile.
STUCK = 5.0


class Clerk:
    """Files what waits. ``told`` sets it to work at once; ``owing`` is called when what it filed may have to be
    told to a channel."""

    def __init__(
        self,
        newsroom: Newsroom,
        ahead: ReadAhead,
        *,
        clock: Callable[[], datetime],
        owing: Callable[[], None] = lambda: None,
    ) -> None:
        self._newsroom = newsroom
        self._ahead = ahead
        self._clock = clock
        self._owing = owing
        self._told = asyncio.Event()

    def told(self) -> None:
        """Something was put in the inbox."""
        self._told.set()

    async def run(self) -> None:
        """Works until it is cancelled."""
        while True:
            try:
                worked = await self.work()
            except StoreFailed as failed:
                log.error("the inbox cannot be worked on", reason=str(failed), again_in=STUCK)
                await asyncio.sleep(STUCK)
                continue
            if not worked:
                await self._wait()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(LOOK):
                await self._told.wait()
        except TimeoutError:
            pass
        self._told.clear()

    async def work(self) -> int:
        """Files what can be filed now, a handful; how many were taken up."""
        taken = await self._newsroom.store.inbox.take(now=self._clock(), limit=BATCH)
        for waiting in taken:
            revision = Revision.of(waiting.article, self._clock())
            if not await self._newsroom.store.standing(revision):
                self._ahead.begin(revision)
        try:
            for waiting in taken:
                await self._file(waiting)
        finally:
            for waiting in taken:
                self._ahead.forget(Revision.of(waiting.article, self._clock()).id)
        return len(taken)

    async def _file(self, waiting: Waiting) -> None:
        inbox = self._newsroom.store.inbox
        try:
            filing = await self._newsroom.file(waiting.article)
        except StoreFailed:
            raise
        except BadInput as error:
            log.warning("cannot be filed", article=waiting.article.ref, reason=str(error))
            await inbox.give_up(waiting.n, reason=str(error))
        except Exception as error:  # a reader that dies of it, or an error of ours: the others go on
            await self._again(waiting, error)
        else:
            self._owing()
            log.info("filed", article=filing.edition.article_id, outcome=filing.outcome, claims=filing.claims)
            await inbox.filed(waiting.n, now=self._clock())

    async def _again(self, waiting: Waiting, error: Exception) -> None:
        inbox, reason = self._newsroom.store.inbox, str(error) or type(error).__name__
        if waiting.attempts >= len(PAUSES):
            log.error("given up", article=waiting.article.ref, reason=reason, exc_info=error)
            await inbox.give_up(waiting.n, reason=reason)
            return
        pause = PAUSES[waiting.attempts]
        log.warning("not filed", article=waiting.article.ref, reason=reason, again_in=pause)
        await inbox.put_off(waiting.n, until=self._clock() + timedelta(seconds=pause), reason=reason)
