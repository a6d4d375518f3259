"""When an article was published, from what its file says: ISO 8601, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(written: str) -> datetime:
    """The moment in UTC; a date alone is its midnight, and without a zone it is UTC already.

    Raises ``ValueError`` for anything that is not ISO 8601 or lies outside the calendar.
    """
    parsed = datetime.fromisoformat(written.strip())
    if parsed.tzinfo is None:
        return parsed.replace(tzinfo=UTC)
    try:
        return parsed.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{written} lies outside the calendar") from error
