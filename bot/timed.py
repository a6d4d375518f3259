"""How long reading takes, for `/metrics`."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from prometheus_client import Counter, Histogram

from bot.nouns import Claim, Revision

Read = Callable[[Revision], Awaitable[tuple[Claim, ...]]]

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
SECONDS = Histogram(
    "wirecheck_reading_seconds", "Seconds to read a text, the wait for a reader included", buckets=BUCKETS
)
CHARACTERS = Counter("wirecheck_reading_characters", "Characters read")
FAILURES = Counter("wirecheck_reading_failures", "Texts whose reading failed")


def timed(read: Read) -> Read:
    """The same reader, with what it takes noted."""

    async def reading(revision: Revision) -> tuple[Claim, ...]:
        began = time.perf_counter()
        try:
            claims = await read(revision)
        except Exception:
            FAILURES.inc()
            raise
        SECONDS.observe(time.perf_counter() - began)
        CHARACTERS.inc(len(revision.text))
        return claims

    return reading
