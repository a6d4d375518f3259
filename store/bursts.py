"""Many disputes at once: one message goes before their alerts, which then stand in its thread."""

from __future__ import annotations

from datetime import datetime, timedelta

import orjson
from sqlite_utils import Database

from bot.watches import BURST, WITHIN, told_at_once
from store.codec import moment, stamp

#: The alerts that wait in a channel and can still be put under another message.
_WAITING = "state = 'due' AND kind = 'alert' AND bundle = '' AND NOT sending AND due <= ?"


def burst_key(channel: str, now: datetime) -> str:
    """What the message above a burst is called; later ones sort behind."""
    return f"burst:{channel}:{stamp(now)}"


def bundle(db: Database, now: datetime, *, held: str) -> None:
    """Puts what waits under one message in each channel where it is many, those told in the last minute counted,
    or where that was so within this minute. Not what is ``held`` (numbers, as SQL lists them), nor where something
    was put off: what comes meanwhile is then put under one message with it."""
    waiting = f"{_WAITING} AND n NOT IN ({held})"
    blocked = {
        c for (c,) in db.execute("SELECT channel FROM outbox WHERE state = 'due' AND not_before > ?", [stamp(now)])
    }
    found = db.execute(
        f"SELECT channel, count(*), min(due) FROM outbox WHERE {waiting} AND channel != '' GROUP BY channel",
        [stamp(now)],
    ).fetchall()
    for channel, count, first in found:
        if channel in blocked:
            continue
        key = _recent(db, channel, now) or (_begin(db, channel, count, first, now))
        if key:
            values = [key, channel, stamp(now)]
            db.execute(f"UPDATE outbox SET bundle = ? WHERE channel = ? AND {waiting}", values)
            _recount(db, key)


def _recent(db: Database, channel: str, now: datetime) -> str:
    row = db.execute(
        "SELECT key FROM outbox WHERE key > ? AND key <= ? ORDER BY key DESC LIMIT 1",
        [burst_key(channel, now - WITHIN), burst_key(channel, now)],
    ).fetchone()
    return str(row[0]) if row else ""


def _begin(db: Database, channel: str, count: int, first: str, now: datetime) -> str:
    """The key of the message that is to go before them; "" where they are few."""
    (posted,) = db.execute(
        "SELECT count(*) FROM outbox WHERE state = 'posted' AND kind = 'alert' AND channel = ? AND bundle = ''"
        " AND posted_at > ?",
        [channel, stamp(now - WITHIN)],
    ).fetchone()
    if count + posted < BURST:
        return ""
    key, due = burst_key(channel, now), stamp(moment(first) - timedelta(microseconds=1))
    db.execute(
        "INSERT INTO outbox(key, kind, channel, subject, due, not_before, state, payload)"
        " VALUES (?, 'notice', ?, ?, ?, ?, 'due', ?)",
        [key, channel, channel, due, due, orjson.dumps({"text": told_at_once(count)})],
    )
    return key


def _recount(db: Database, key: str) -> None:
    """Has the message say how many there are, while it is not on its way."""
    (count,) = db.execute("SELECT count(*) FROM outbox WHERE bundle = ?", [key]).fetchone()
    db.execute(
        "UPDATE outbox SET payload = ? WHERE key = ? AND state = 'due' AND NOT sending",
        [orjson.dumps({"text": told_at_once(count)}), key],
    )
