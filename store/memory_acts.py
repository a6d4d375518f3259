"""Who did what with the disputes of the archive in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.errors import NotOnFile
from bot.nouns import Act, Dispute
from store.codec import stamp
from store.memory_outbox import MemoryOutbox


class MemoryActs:
    """Implements ``bot.acts.ActShelf`` over the archive's own dictionaries; ``changes`` counts what was redrawn."""

    def __init__(self, disputes: dict[str, Dispute], changes: dict[str, int], outbox: MemoryOutbox) -> None:
        self._disputes = disputes
        self._changes = changes
        self._outbox = outbox

    async def assign(self, dispute_id: str, *, by: str, holder: str, now: datetime) -> bool:
        dispute = self._dispute(dispute_id)
        if dispute.holder != holder or holder == by:
            return False
        self._disputes[dispute_id] = replace(dispute, holder=by)
        await self.note(dispute_id, Act("assigned", by, now))
        return True

    async def note(self, dispute_id: str, act: Act) -> None:
        if act in self._dispute(dispute_id).acts:
            return
        self.add(dispute_id, act)
        self.redraw(dispute_id, now=act.at)

    async def remind(self, dispute_id: str, *, channel: str, by: str, due: datetime, now: datetime) -> bool:
        self._dispute(dispute_id)
        key = f"reminder:{dispute_id}:{channel}:{stamp(due)}"
        new = self._outbox.owe(key, "reminder", channel=channel, subject=dispute_id, due=due)
        if new:
            self.add(dispute_id, Act("reminder", by, now))
            self.redraw(dispute_id, now=now)
        return new

    def add(self, dispute_id: str, act: Act) -> None:
        dispute = self._dispute(dispute_id)
        self._disputes[dispute_id] = replace(dispute, acts=(*dispute.acts, act))

    def redraw(self, dispute_id: str, *, now: datetime) -> None:
        """Has the dispute's alerts show how it now stands."""
        self._changes[dispute_id] = self._changes.get(dispute_id, 0) + 1
        for channel, end in self._outbox.alerted(dispute_id):
            key = f"settled:{dispute_id}:{self._changes[dispute_id]}{end}"
            self._outbox.owe(key, "settled", channel=channel, subject=dispute_id, due=now)

    def _dispute(self, dispute_id: str) -> Dispute:
        if dispute_id not in self._disputes:
            raise NotOnFile(f"no dispute {dispute_id!r} is on file")
        return self._disputes[dispute_id]
