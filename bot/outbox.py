"""The outbox: posts what is owed, once, whatever happens in between.

What is owed lies in the archive, so a kill loses nothing. Before anything is posted it is marked as
being sent; whoever finds that mark looks at the noticeboard first, where each message bears its key.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

from bot.errors import Misquoted, NotOnFile, PostFailed, PostRefused, WirecheckError
from bot.newsroom import Newsroom
from bot.nouns import Dispute, Due, Receipt
from bot.ports import Noticeboard, Store

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=10)
#: A thread reply without the message it belongs to is tried this often before it is given up: within
#: one channel order is kept, so by then the alert itself has been given up.
PATIENCE = 6
#: Sending one message may take so many seconds, looking for it included: less than what the archive keeps others off it.
LONGEST = 45.0
#: Seconds until it can be seen what became of a message that a fault of ours, or LONGEST, came between.
UNHEARD = 15.0
#: How long what is on its way may still arrive when the bot stops, in seconds.
GRACE = 1.0
#: Clocks differ: look for a message from this long before it was owed.
SKEW = timedelta(minutes=5)


class AlertMissing(PostFailed):
    """The alert this belongs under has not been posted."""


class Outbox:
    """Posts what is due. ``jitter`` gives numbers in 0..1, so that two bots do not knock together."""

    def __init__(
        self,
        store: Store,
        noticeboard: Noticeboard,
        newsroom: Newsroom,
        *,
        clock: Callable[[], datetime],
        jitter: Callable[[], float] = random.random,
        idle: float = 1.0,
    ) -> None:
        self._store = store
        self._noticeboard = noticeboard
        self._newsroom = newsroom
        self._clock = clock
        self._jitter = jitter
        self._idle = idle
        self._told = asyncio.Event()
        self._sending: dict[str, asyncio.Task[bool]] = {}

    def told(self) -> None:
        """Something is due: looked after at once, not only at the next look."""
        self._told.set()

    async def run(self) -> None:
        """Goes on until cancelled. Each channel has a queue of its own: where Slack is slow or asks to wait for one,
        the others go on. Errors of the archive are waited out; those of one message are its own."""
        try:
            while True:
                try:
                    await self._begin()
                except WirecheckError as wrong:
                    log.warning("outbox stopped short", extra={"reason": str(wrong)})
                await self._wait()
        finally:
            await self._end()

    async def _begin(self) -> None:
        """Starts on what is due now, the earliest of each channel."""
        for due in await self._store.take_due(now=self._clock()):
            if due.key not in self._sending:
                task = self._sending[due.key] = asyncio.create_task(self._serve(due), name=due.key)
                task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[bool]) -> None:
        self._sending.pop(task.get_name(), None)
        if not task.cancelled() and (wrong := task.exception()):  # the archive's: what was sent is looked for
            log.warning("outbox stopped short", extra={"reason": str(wrong)})
            return
        self.told()

    async def _end(self) -> None:
        """What is on its way may arrive; the rest is looked for on return."""
        if under_way := list(self._sending.values()):
            _, late = await asyncio.wait(under_way, timeout=GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _wait(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._idle):
                await self._told.wait()
        self._told.clear()

    async def turn(self) -> int:
        """One pass over what is due now; how many were posted."""
        due = await self._store.take_due(now=self._clock())
        return sum(await asyncio.gather(*map(self._serve, due)))

    async def _serve(self, due: Due) -> bool:
        try:
            async with asyncio.timeout(LONGEST):
                receipt = await self._found(due) or await self._post(due)
        except (PostRefused, NotOnFile, Misquoted) as wrong:
            log.error("given up", extra={"key": due.key, "reason": str(wrong)})
            await self._store.give_up(due.key, reason=str(wrong))
            return False
        except AlertMissing as wrong:
            if due.attempts >= PATIENCE:
                await self._store.give_up(due.key, reason=str(wrong))
            else:
                await self._put_off(due, wrong)
            return False
        except Exception as wrong:  # a fault in one message must not hold up the others
            log.warning("put off", extra={"key": due.key, "reason": str(wrong)}, exc_info=not _expected(wrong))
            await self._put_off(due, wrong)
            return False
        await self._store.posted(due.key, receipt, now=self._clock())
        log.info("posted", extra={"key": due.key, "channel": receipt.channel})
        return True

    async def _put_off(self, due: Due, wrong: Exception) -> None:
        asked = wrong.retry_after if isinstance(wrong, PostFailed) else None
        wait = timedelta(seconds=asked) if asked is not None else backoff(due.attempts, self._jitter())
        settles = wrong.settles if isinstance(wrong, PostFailed) else UNHEARD
        until = self._clock() + max(wait, timedelta(seconds=settles or 0))
        reason = str(wrong) or type(wrong).__name__
        await self._store.put_off(due.key, until=until, reason=reason, unsure=settles is not None)

    async def _found(self, due: Due) -> Receipt | None:
        """The message, if an earlier try posted it after all: it was being sent when the bot was killed,
        or an answer that never came was taken for a failure."""
        if not due.sending:
            return None
        try:
            return await self._looked(due)
        except PostFailed as wrong:  # not looked, so as unsure as before: it is looked for again before it is posted
            wrong.settles = wrong.settles or 0.0
            raise

    async def _looked(self, due: Due) -> Receipt | None:
        name, since = message_key(due), due.due - SKEW
        if thread := await self._thread_of(due):
            return await self._noticeboard.find(name, channel=due.channel, since=since, thread=thread)
        return await self._noticeboard.find(name, channel=due.channel, since=since)

    async def _thread_of(self, due: Due) -> Receipt | None:
        """The message under which this belongs because its alert came with many others."""
        if due.kind == "alert":
            return await self._store.receipt(due.bundle) if due.bundle else None
        alert = await self._store.receipt(alert_key(due)) if due.kind == "joined" else None
        return Receipt(alert.channel, alert.thread) if alert and alert.thread else None

    async def _post(self, due: Due) -> Receipt:
        post: dict[str, Callable[[Due], Awaitable[Receipt]]] = {
            "alert": self._alert,
            "joined": self._joined,
            "settled": self._settled,
            "digest": self._digest,
            "notice": self._notice,
            "reminder": self._reminder,
        }
        return await post[due.kind](due)

    async def _alert(self, due: Due) -> Receipt:
        dispute = await self._checked(due.subject)
        if thread := await self._thread_of(due):  # none where the notice above it was refused: it stands alone
            return await self._noticeboard.alert(dispute, channel=due.channel, key=message_key(due), thread=thread)
        return await self._noticeboard.alert(dispute, channel=due.channel, key=message_key(due))

    async def _joined(self, due: Due) -> Receipt:
        dispute = await self._checked(due.subject)
        alert = await self._alert_of(due)
        key = message_key(due)
        revision_id = due.payload.get("revision", "") or key.rsplit(":", 1)[-1]
        return await self._noticeboard.joined(dispute, revision_id, alert=alert, channel=due.channel, key=key)

    async def _settled(self, due: Due) -> Receipt:
        dispute = await self._checked(due.subject)
        alert = await self._alert_of(due)
        return await self._noticeboard.settled(dispute, alert=alert, channel=due.channel, key=message_key(due))

    async def _digest(self, due: Due) -> Receipt:
        digest = await self._newsroom.digest(due.channel, until=due.due)
        for dispute in (*digest.held, *digest.opened, *digest.quiet, *digest.settled, *digest.open):
            await self._verify(dispute)
        return await self._noticeboard.digest(digest, channel=due.channel, key=due.key)

    async def _reminder(self, due: Due) -> Receipt:
        return await self._noticeboard.reminder(await self._checked(due.subject), channel=due.channel, key=due.key)

    async def _notice(self, due: Due) -> Receipt:
        return await self._noticeboard.notice(due.payload["text"], channel=due.channel, key=due.key)

    async def _alert_of(self, due: Due) -> Receipt:
        alert = await self._store.receipt(alert_key(due))
        if alert is None:
            raise AlertMissing(f"the alert of dispute {due.subject} has not been posted yet")
        return alert

    async def _checked(self, dispute_id: str) -> Dispute:
        dispute = await self._store.dispute(dispute_id)
        await self._verify(dispute)
        return dispute

    async def _verify(self, dispute: Dispute) -> None:
        """Every quotation is compared with its article once more; a wrong one is never posted."""
        for conflict in dispute.conflicts:
            for statement in (conflict.old, conflict.new):
                await self._newsroom.verify(statement)


def message_key(due: Due) -> str:
    """What the message bears: within one channel the same whichever channel it is."""
    return due.key.partition("@")[0] if due.kind in ("alert", "joined", "settled") else due.key


def alert_key(due: Due) -> str:
    """The key of the alert that this belongs to, in the same channel."""
    _, at, channel = due.key.partition("@")
    return f"alert:{due.subject}{at}{channel}"


def backoff(attempts: int, jitter: float) -> timedelta:
    """How long to wait after so many failed tries: doubling, with up to half of it at random."""
    whole = min(LONGEST_WAIT, FIRST_WAIT * int(2 ** min(attempts, 16)))
    return whole * (0.5 + jitter / 2)


def _expected(wrong: Exception) -> bool:
    return isinstance(wrong, WirecheckError)
