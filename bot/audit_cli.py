"""`wirecheck audit`: who changed what, when, from what to what, as it is typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import BadInput

if TYPE_CHECKING:
    from bot.audit import Line

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON Lines instead of what a person likes to read.")]
Since = Annotated[
    str, typer.Option("--since", metavar="WHEN", help="From a day on (2025-04-01), or so long ago: 30m, 12h, 7d, 4w.")
]
Limit = Annotated[int, typer.Option("--limit", min=1, help="The last so many.")]

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def audit(since: Since = "", limit: Limit = 1000, json: AsJson = False) -> None:
    """Who changed what: articles, disputes, watches, digests, feeds; nothing of what articles say."""
    from bot.cli import run

    run(_audit(beginning(since, now=datetime.now(UTC)) if since else None, limit, json))


async def _audit(since: datetime | None, limit: int, json: bool) -> int:
    from bot.archive_cli import _existing, _url
    from bot.console import note, say, show
    from handlers import terminal
    from store.sqlite import SqliteStore

    _existing()
    store = SqliteStore.open(_url())
    try:
        found = await store.audit.lines(since=since, limit=limit)
    finally:
        await store.close()
    for line in found:
        say(shape(line)) if json else show(terminal.changed(line))
    if not found and not json:
        note("nothing was changed" + (" since then" if since else " yet"))
    return 0


def beginning(typed: str, *, now: datetime) -> datetime:
    """The moment meant: a day (its beginning, UTC), a moment in ISO 8601, or so long before now. ``BadInput``."""
    number, unit = typed[:-1], typed[-1:].lower()
    if unit in UNITS and number.isascii() and number.isdigit() and len(number) < 6:
        return now - timedelta(**{UNITS[unit]: int(number)})
    try:
        when = datetime.fromisoformat(typed)
    except ValueError:
        raise BadInput(f"--since {typed}: say a day such as 2025-04-01, or so long ago: 30m, 12h, 7d, 4w") from None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def shape(line: Line) -> dict[str, Any]:
    """A line as JSON."""
    who = line.person
    return {
        "at": line.at.isoformat(),
        "who": who.name,
        "who_id": who.id,
        "workspace": who.workspace,
        "channel": who.channel,
        "via": who.via,
        "what": line.what,
        "subject": line.subject,
        "before": line.before,
        "after": line.after,
        "done": line.done,
    }
