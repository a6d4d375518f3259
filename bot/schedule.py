"""When the next digest is due, and the loop that owes it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.errors import WirecheckError
from bot.nouns import DigestPlan
from bot.ports import Store

log = logging.getLogger(__name__)

#: Any plan falls due at least once in this time (a weekly one, with a day's clock change to spare), so
#: looking back no further finds the last hour that was missed.
LOOK_BACK = timedelta(days=9)


def next_run(
    now: datetime, at: str, zone: str, cadence: Literal["daily", "weekdays", "weekly"], weekday: int = 0
) -> datetime:
    """The first moment after ``now`` (both UTC) at which a clock in ``zone`` shows ``at`` on a day that
    counts: once a day, however the clocks change. An hour that is skipped falls due when it would have
    come without the change; of an hour that comes twice, the first counts."""
    wall, there = time.fromisoformat(at), ZoneInfo(zone)
    day = now.astimezone(there).date() - timedelta(days=1)
    while True:
        if _counts(day, cadence, weekday):
            # fold=0: the first of a doubled hour; for a skipped one the offset before the change.
            moment = datetime.combine(day, wall, there).astimezone(UTC)
            if moment > now:
                return moment
        day += timedelta(days=1)


def last_due(plan: DigestPlan, now: datetime) -> datetime | None:
    """The last moment up to ``now`` at which this plan fell due since its bookmark, and since its hours were set; None
    if it did not."""
    moment, due = max(plan.since, plan.planned or plan.since, now - LOOK_BACK), None
    while (moment := next_run(moment, plan.at, plan.zone, plan.cadence, plan.weekday)) <= now:
        due = moment
    return due


def _counts(day: date, cadence: str, weekday: int) -> bool:
    match cadence:
        case "weekly":
            return day.weekday() == weekday
        case "weekdays":
            return day.weekday() < 5
        case _:
            return True


class Scheduler:
    """Owes each channel its digest when its hour has come. Hours missed while the bot was down are owed
    once, as the last of them: that digest covers everything since the one before."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime], every: float = 20.0) -> None:
        self._store = store
        self._clock = clock
        self._every = every

    async def turn(self) -> int:
        """Owes what is due now; how many digests that added to the outbox."""
        now, owed = self._clock(), 0
        for plan in await self._store.digest_plans():
            due = last_due(plan, now)
            if due is not None and await self._store.owe_digest(plan.channel, due=due):
                log.info("digest owed", extra={"channel": plan.channel, "due": due.isoformat()})
                owed += 1
        return owed

    async def run(self) -> None:
        """Looks every few seconds until cancelled; an archive that does not answer is asked again."""
        while True:
            try:
                await self.turn()
            except WirecheckError as wrong:
                log.warning("schedule not kept", extra={"reason": str(wrong)})
            await asyncio.sleep(self._every)
