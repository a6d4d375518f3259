"""What was handed in and accepted, and is not read yet: kept until it is filed, whatever happens in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.nouns import Article


@dataclass(frozen=True, slots=True)
class Answered:
    """What a push was answered. ``digest`` is that of the body it came with; ``first``: it was taken just now."""

    digest: str
    answer: bytes
    first: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """One article in the inbox; ``n`` counts up in the order they came."""

    n: int
    article: Article
    attempts: int = 0
    reason: str = ""  # why the last attempt failed


@dataclass(frozen=True, slots=True)
class Tray:
    """How full the inbox is."""

    waiting: int
    given_up: int


class Inbox(Protocol):
    """The inbox of the archive. Each method is one promise, kept whole or not at all."""

    async def receive(
        self, articles: Sequence[Article], *, key: str, digest: str, answer: bytes, now: datetime
    ) -> Answered:
        """Takes these in, all of them, durably before it returns, and remembers the ``answer`` under ``key``
        for 30 days at least. A key seen before takes nothing in and gives what was answered then. Without a
        key ("") everything is taken."""
        ...

    async def take(self, *, now: datetime, limit: int = 20) -> Sequence[Waiting]:
        """What can be filed now, oldest first; of each article only the earliest (its editions keep their
        order). It stays until ``filed`` or given up: taken twice, filing it the second time changes nothing."""
        ...

    async def filed(self, n: int, *, now: datetime) -> None:
        """It is on file: its text is dropped from the inbox, that it came is kept."""
        ...

    async def put_off(self, n: int, *, until: datetime, reason: str) -> None:
        """It could not be filed; it is tried again then, and counts one attempt more."""
        ...

    async def give_up(self, n: int, *, reason: str) -> None:
        """It will never be filed; it is kept with its reason, for people."""
        ...

    async def tray(self) -> Tray:
        """How full it is."""
        ...

    async def given_up(self, *, limit: int = 50) -> Sequence[Waiting]:
        """What was given up, the latest first."""
        ...
