"""What a decision changes, given what is on file already: only what is new is announced."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.nouns import Conflict, Decision, Dispute, DisputeState

#: What a dispute may become: an open one settled, a settled one open again.
CHANGES: Mapping[str, Collection[str]] = {
    "open": ("resolved", "dismissed"),
    "resolved": ("open",),
    "dismissed": ("open",),
}


@dataclass(frozen=True, slots=True)
class Consequences:
    """What is to be written. ``alerted`` and ``joined`` are announced; ``opened`` are new, the quiet ones among
    them, which are for the digest alone. ``added`` also holds conflicts for disputes that people dismissed, and what
    only tells again, which are noted and not announced."""

    added: tuple[tuple[str, Conflict], ...]
    opened: tuple[str, ...]
    alerted: tuple[str, ...]
    joined: tuple[str, ...]

    @property
    def decision(self) -> Decision:
        """The decision as it took effect."""
        quiet = tuple(d for d in self.opened if d not in self.alerted)
        return Decision(conflicts=self.added, opened=self.alerted, joined=self.joined, quiet=quiet)


def consequences(
    decision: Decision, *, states: Mapping[str, DisputeState], conflicts_on_file: Collection[str]
) -> Consequences:
    """What ``decision`` adds to the disputes on file (``states``: id to state of those it names).

    A page that comes back to an earlier text leads to conflicts that are on file; they are not told
    again. A dispute called new that is on file is joined instead; one called joined that is not is new.
    """
    added: dict[str, tuple[str, Conflict]] = {}
    for dispute_id, conflict in decision.conflicts:
        if conflict.id not in conflicts_on_file:
            added.setdefault(conflict.id, (dispute_id, conflict))
    told = {dispute_id for dispute_id, conflict in added.values() if conflict.id not in decision.retold}
    touched = tuple(dict.fromkeys(dispute_id for dispute_id, _ in added.values()))
    opened = tuple(d for d in touched if d not in states)
    raised = tuple(d for d in touched if d in decision.raised and states.get(d) == "open")
    silent = {*decision.quiet, *raised}
    return Consequences(
        added=tuple(added.values()),
        opened=opened,
        alerted=(*(d for d in opened if d not in decision.quiet), *raised),
        joined=tuple(d for d in touched if d in told and d not in silent and states.get(d, "dismissed") != "dismissed"),
    )


def may_become(dispute: Dispute, state: str) -> bool:
    """Whether a person's wish to change the dispute's state still makes sense."""
    return state in CHANGES[dispute.state]
