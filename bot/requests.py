"""What people asked in Slack and has not been answered yet: kept until it is, so that a bot that is killed goes on with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

#: How long a request that was seen is known again; Slack repeats within the hour.
MEMORY = timedelta(days=8)
#: How long what a request holds is kept at most, answered or not.
KEPT = timedelta(hours=1)
#: How long after a bot's last word on a request another, or the same one started again, leaves it alone: what a killed
#: bot had on its way to Slack may arrive for fifteen seconds more. A bot at work on it says so every ``HOLD``.
LEASE, HOLD = timedelta(seconds=20), timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Request:
    """A request that came: the names under which it may be seen but once, the first of which it goes by; ``sealed`` is
    what is needed to do it again, empty where nobody waits for anything."""

    names: tuple[str, ...]
    at: datetime
    sealed: bytes = b""

    @property
    def key(self) -> str:
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A request that was begun and not finished: when it came, how often it was taken up again, this time included, and
    how many of its answers Slack has taken."""

    key: str
    at: datetime
    attempts: int
    told: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Notes:
    """What is to be noted, all of it at once: requests that came; how many answers of which were taken; which are at an
    end; which are still worked on; which are to be taken up again, and when."""

    begun: Sequence[Request] = ()
    told: Mapping[str, int] = field(default_factory=dict)
    ended: Collection[str] = ()
    held: Collection[str] = ()
    put_off: Mapping[str, datetime] = field(default_factory=dict)


class RequestShelf(Protocol):
    """Where requests are kept; ``StoreFailed`` when they cannot be."""

    async def note(self, notes: Notes, *, now: datetime) -> Sequence[bool]:
        """Notes it, in one transaction: for each that was begun whether none of its names was seen before (within 8
        days), and it is kept. One that is not is as if it had not come."""
        ...

    async def take(self, *, now: datetime) -> Sequence[Unfinished]:
        """Those that nobody is at work on, oldest first, each for ``LEASE``; what came more than ``KEPT`` ago is
        dropped instead."""
        ...
