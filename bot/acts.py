"""Who does what with a dispute: takes it on, mutes its topic, asks to be reminded; and what a topic of it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.answers.stems import stems, tokens
from bot.errors import BadCommand
from bot.nouns import Act, Dispute
from bot.watches import LONGEST, Lookout

#: When people can be reminded, by the word that stands for it.
DELAYS: Mapping[str, timedelta] = {
    "hour": timedelta(hours=1),
    "afternoon": timedelta(hours=4),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
#: How many topics of a dispute are offered to be muted.
OFFERED = 3


class ActShelf(Protocol):
    """Where it is kept who did what with a dispute. ``NotOnFile`` when there is none; ``StoreFailed``."""

    async def assign(self, dispute_id: str, *, by: str, holder: str, now: datetime) -> bool:
        """Gives it to ``by`` if ``holder`` ("" for nobody) still has it; whether this call did. Has its alerts
        redrawn."""
        ...

    async def note(self, dispute_id: str, act: Act) -> None:
        """Notes what was done, and has its alerts redrawn; nothing where exactly that stands there already."""
        ...

    async def remind(self, dispute_id: str, *, channel: str, by: str, due: datetime, now: datetime) -> bool:
        """Owes a "reminder" to this channel at that time, and notes that; False, and nothing, when it was owed already."""
        ...


class Handling:
    """What people do with disputes besides settling them."""

    def __init__(self, shelf: ActShelf, lookout: Lookout, *, clock: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._lookout = lookout
        self._clock = clock

    async def assign(self, dispute_id: str, *, by: str, holder: str) -> bool:
        """Takes it on, from ``holder`` as the person saw it; False when somebody was quicker. ``NotOnFile``."""
        return await self._shelf.assign(dispute_id, by=by, holder=holder, now=self._clock())

    async def mute(
        self, dispute_id: str, *, topic: str, channel: str, by: str, asked: datetime | None = None, again: bool = False
    ) -> bool:
        """Mutes a topic in a channel; False when it was muted there already. A call made ``again``, after a kill, finds
        what it did itself by when it was ``asked`` for, and does the rest."""
        now = asked or self._clock()
        watch, new = await self._lookout.watch(channel, topic, by=by, muted=True, now=now)
        ours = new or (again and watch in (await self._lookout.of(channel))[0])
        if ours:
            await self._shelf.note(dispute_id, Act("muted", by, now, watch.words))
        return ours

    async def remind(
        self, dispute_id: str, *, channel: str, by: str, after: str, asked: datetime | None = None
    ) -> datetime:
        """Reminds in that channel after one of ``DELAYS``; when. Asked for at the same time again it is one reminder.
        ``BadCommand`` for another word."""
        if after not in DELAYS:
            raise BadCommand(f"Reminders come after {', '.join(DELAYS)}; not {after!r}")
        now = asked or self._clock()
        due = now + DELAYS[after]
        await self._shelf.remind(dispute_id, channel=channel, by=by, due=due, now=now)
        return due


def topics(dispute: Dispute) -> Sequence[str]:
    """What of a dispute can be muted: the topics its sides share, names before things, longer before shorter."""
    written = [word for c in dispute.conflicts for s in (c.old, c.new) for word in tokens(s.claim.quote)[1:]]
    names = {stem for word in written if word[:1].isupper() for stem in stems(word)}
    shared = [t for t in dispute.topics if 2 < len(t) <= LONGEST]
    return sorted(shared, key=lambda t: (not stems(t) <= names, -len(t), t))[:OFFERED]
