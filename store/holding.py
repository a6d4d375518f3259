"""Quiet hours: what they hold of a channel's alerts, and the digest that takes those along in its thread."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlite_utils import Database

from bot.nouns import DigestPlan, Dispute
from bot.quiet import held
from bot.schedule import last_due
from bot.watches import Quiet
from store import rows, watches
from store.codec import moment, stamp


def fold(db: Database, now: datetime, plans: Mapping[str, DigestPlan]) -> list[int]:
    """Puts alerts whose digest's hour has come under that digest, which it owes if nobody has yet; gives the numbers
    of what is still held."""
    kept: list[int] = []
    for quiet in watches.quiet_hours(db):
        kept += _channel(db, now, quiet, plans.get(quiet.channel))
    return kept


def _channel(db: Database, now: datetime, quiet: Quiet, plan: DigestPlan | None) -> list[int]:
    waiting = db.execute(
        "SELECT n, kind = 'alert' AND bundle = '' AND NOT sending, due FROM outbox"
        " WHERE channel = ? AND state = 'due' AND kind != 'digest' AND due <= ?",
        [quiet.channel, stamp(now)],
    ).fetchall()
    kept, key = [], ""
    for n, waits, due in waiting:
        hold = held(moment(due), quiet, plan)
        if waits and hold and hold.digest and hold.digest <= now:
            key = key or _digest(db, now, plan)
            if key:
                db.execute("UPDATE outbox SET bundle = ? WHERE n = ?", [key, n])
        if quiet.holds(now) or (hold and hold.until > now):
            kept.append(n)
    return kept


def _digest(db: Database, now: datetime, plan: DigestPlan | None) -> str:
    """The key of the digest that is due, owed here if it was not yet; "" where it has been posted, or is none."""
    from store import outbox  # which needs this module

    due = last_due(plan, now) if plan else None
    if plan is None or due is None:
        return ""
    outbox.owe_digest(db, plan.channel, due=due)
    key = outbox.digest_key(plan.channel, due)
    row = db.execute("SELECT state FROM outbox WHERE key = ?", [key]).fetchone()
    return key if row and row[0] == "due" else ""


def under(db: Database, key: str) -> list[Dispute]:
    """The disputes whose alerts stand, or will stand, in the thread of this message; the first first."""
    found = db.execute(
        "SELECT d.n FROM outbox AS o JOIN disputes AS d ON d.id = o.subject"
        " WHERE o.bundle = ? AND o.kind = 'alert' ORDER BY o.due, o.n",
        [key],
    )
    return rows.disputes(db, [n for (n,) in found])


def numbers(held_back: Collection[int]) -> str:
    """They as SQL lists them: they are ours, and too many for placeholders."""
    return ",".join(map(str, held_back)) or "0"
