"""What a server's headers say about when to come again: Retry-After, Cache-Control, and dates."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", re.I)
#: A server that asks to be left alone for longer than this is asked again all the same, in seconds.
LONGEST = 7 * 24 * 3600.0


def http_date(written: str) -> datetime | None:
    """The moment in UTC; None for what is no date."""
    try:
        found = parsedate_to_datetime(written)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def retry_after(written: str, *, now: datetime) -> float | None:
    """How long to stay away, in seconds, 0 to a week; None when the header says nothing to be understood."""
    said = written.strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:12]), LONGEST)
    when = http_date(said) if said else None
    return None if when is None else min(max((when - now).total_seconds(), 0.0), LONGEST)


def max_age(cache_control: str) -> float | None:
    """How long the answer stays good, in seconds; None when nothing is said, 0 when it is not to be kept."""
    said = cache_control.lower()
    if "no-cache" in said or "no-store" in said:
        return 0.0
    found = _MAX_AGE.search(said)
    return float(found[1]) if found else None
