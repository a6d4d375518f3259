"""One request to a host at a time, and a pause before the next: a newsroom is a guest everywhere it reads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

#: Seconds between the end of one request to a host and the beginning of the next.
GAP = 1.0
#: A host that asks for longer pauses than this is visited so seldom that it does not matter.
LONGEST_GAP = 60.0
#: Hosts remembered; beyond, those nobody waits for are forgotten.
REMEMBERED = 2_000


class Turnstile:
    """Lets one request through to each host at a time. ``clock`` and ``sleep`` are in seconds."""

    def __init__(
        self,
        gap: float = GAP,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._gap, self._clock, self._sleep = gap, clock, sleep
        self._turns: dict[str, asyncio.Lock] = {}
        self._free: dict[str, float] = {}  # host -> when the next request may begin

    @asynccontextmanager
    async def at(self, host: str, *, gap: float | None = None) -> AsyncIterator[None]:
        """Waits for its turn at this host; ``gap`` is the pause the host itself asks for."""
        pause = min(max(self._gap, gap or 0.0), LONGEST_GAP)
        async with self._turns.setdefault(host, asyncio.Lock()):
            # The longer pause of those before and after counts: a host's own wish is not forgotten between.
            if (wait := self._free.get(host, 0.0) - self._clock()) > 0:
                await self._sleep(wait)
            try:
                yield
            finally:
                self._free[host] = self._clock() + pause
        self._forget()

    def _forget(self) -> None:
        if len(self._turns) <= REMEMBERED:
            return
        now = self._clock()
        for host in [h for h, turn in self._turns.items() if not turn.locked() and self._free.get(h, 0.0) <= now]:
            del self._turns[host]
            self._free.pop(host, None)
