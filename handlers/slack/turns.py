"""Whose turn it is: a few questions are worked on at a time, so that all others are acked meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

#: So many are looked up at once: while one waits for the archive another is thought about. With more of them under way
#: at once nobody is answered sooner, and each ack waits for a bit of every one of them.
AT_ONCE = 2


class Turns:
    """First come, first served."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def mine(self) -> AsyncIterator[None]:
        """Waits for a turn, and gives it back at the end. To be held while thinking, not while sending."""
        async with self._free:
            yield
