"""The outbox: what is owed to a channel, kept until it is posted, sent in order and by one at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, get_args

import orjson
from sqlite_utils import Database

from bot.errors import NotOnFile
from bot.nouns import DigestPart, DigestPlan, Due, Receipt
from store import bursts, holding
from store.codec import moment, stamp, words_in, words_out

#: How long what is being sent is kept off other processes.
LEASE = timedelta(seconds=60)

DUE = (
    "key, kind, channel, subject, due, attempts, sending, receipt_channel, receipt_ts, payload, state, reason, not_before,"
    " receipt_thread, bundle"
)

#: In a channel what was owed first goes first, but a digest goes before the alerts that stand in its thread.
ORDER = (
    "CASE WHEN kind = 'digest' AND EXISTS (SELECT 1 FROM outbox AS b WHERE b.bundle = o.key AND b.state = 'due')"
    " THEN '0' ELSE '1' END || due || printf('%020d', n)"
)


def owe(
    db: Database,
    key: str,
    kind: str,
    *,
    channel: str,
    subject: str,
    due: datetime,
    payload: Mapping[str, str] | None = None,
) -> bool:
    """Puts one thing in the outbox, once however often it is called; whether this call did it."""
    cursor = db.execute(
        "INSERT INTO outbox(key, kind, channel, subject, due, not_before, state, payload)"
        " VALUES (?, ?, ?, ?, ?, ?, 'due', ?) ON CONFLICT(key) DO NOTHING",
        [key, kind, channel, subject, stamp(due), stamp(due), orjson.dumps(dict(payload or {}))],
    )
    return cursor.rowcount == 1


def alerted(db: Database, dispute_id: str, *, otherwise: str = "") -> list[tuple[str, str]]:
    """Where the dispute was or will be alerted: (channel, what the keys of all that belongs there end in);
    ``otherwise`` where nobody was told of it."""
    name = f"alert:{dispute_id}"
    rows = db.execute(
        "SELECT key, channel, state FROM outbox WHERE subject = ? AND kind = 'alert' ORDER BY n", [dispute_id]
    ).fetchall()
    there = [(channel, key.removeprefix(name)) for key, channel, state in rows if state != "given up" and channel]
    return there or ([(otherwise, "")] if otherwise and all(key == name for key, _, _ in rows) else [])


def alert_key(dispute_id: str, channel: str, *, usual: str) -> str:
    """What the alert of a dispute is called in a channel; ``usual`` is where all alerts go."""
    return f"alert:{dispute_id}" if channel == usual else f"alert:{dispute_id}@{channel}"


def take_due(db: Database, *, now: datetime, limit: int) -> list[Due]:
    """See ``Store.take_due``. What was put off still holds up its channel: order is kept."""
    held = holding.numbers(holding.fold(db, now, {p.channel: p for p in digest_plans(db)}))
    bursts.bundle(db, now, held=held)
    rows = db.execute(
        # With min() the other columns are those of the row that has it (SQLite promises this).
        f"SELECT {DUE}, leased_until, n, min({ORDER}) FROM outbox AS o"
        f" WHERE state = 'due' AND channel != '' AND due <= ? AND n NOT IN ({held})"
        # What belongs to an alert waits with it.
        " AND NOT (kind IN ('joined', 'settled') AND EXISTS (SELECT 1 FROM outbox AS a WHERE a.kind = 'alert'"
        f" AND a.subject = o.subject AND a.channel = o.channel AND a.n IN ({held})))"
        " GROUP BY channel ORDER BY due, n",
        [stamp(now)],
    ).fetchall()
    free = [row for row in rows if row[12] <= stamp(now) and (row[15] is None or row[15] <= stamp(now))][:limit]
    db.conn.executemany(
        "UPDATE outbox SET sending = 1, attempts = attempts + 1, leased_until = ? WHERE n = ?",
        [(stamp(now + LEASE), row[16]) for row in free],
    )
    return [_due(row) for row in free]


def posted(db: Database, key: str, receipt: Receipt, *, now: datetime) -> None:
    """Notes where it was posted; a digest moves its channel's bookmark to the hour it was due."""
    row = db.execute("SELECT kind, subject, due FROM outbox WHERE key = ?", [key]).fetchone()
    if row is None:
        raise NotOnFile(f"nothing called {key!r} was ever in the outbox")
    db.execute(
        "UPDATE outbox SET state = 'posted', sending = 0, leased_until = NULL, posted_at = ?,"
        " receipt_channel = ?, receipt_ts = ?, receipt_thread = ? WHERE key = ?",
        [stamp(now), receipt.channel, receipt.ts, receipt.thread, key],
    )
    kind, subject, due = row
    if kind == "digest":
        db.execute("UPDATE digest_plans SET since = max(since, ?) WHERE channel = ?", [due, subject])


def put_off(db: Database, key: str, *, until: datetime, reason: str, unsure: bool) -> None:
    db.execute(
        "UPDATE outbox SET sending = ?, leased_until = NULL, not_before = ?, reason = ? WHERE key = ? AND state = 'due'",
        [int(unsure), stamp(until), words_out(reason), key],
    )


def give_up(db: Database, key: str, *, reason: str) -> None:
    db.execute(
        "UPDATE outbox SET state = 'given up', sending = 0, leased_until = NULL, reason = ? WHERE key = ? AND state = 'due'",
        [words_out(reason), key],
    )


def receipt(db: Database, key: str) -> Receipt | None:
    row = db.execute(
        "SELECT receipt_channel, receipt_ts, receipt_thread FROM outbox WHERE key = ? AND state = 'posted'", [key]
    ).fetchone()
    return Receipt(*row) if row else None


def waiting(db: Database, *, limit: int) -> list[Due]:
    """What is due or given up, oldest first. ``payload`` also tells "state", "reason" and "not_before"."""
    rows = db.execute(f"SELECT {DUE} FROM outbox WHERE state != 'posted' ORDER BY due, n LIMIT ?", [limit])
    return [_due(row, told=True) for row in rows]


def _due(row: Sequence[Any], *, told: bool = False) -> Due:
    key, kind, channel, subject, due, attempts, sending, at_channel, at_ts, payload = row[:10]
    state, reason, not_before, thread, bundle = row[10:15]
    more = {"state": state, "reason": words_in(reason), "not_before": not_before} if told else {}
    return Due(
        key=key,
        kind=kind,
        channel=channel,
        subject=subject,
        due=moment(due),
        attempts=attempts,
        sending=bool(sending),
        receipt=Receipt(at_channel, at_ts, thread) if at_ts is not None else None,
        bundle=bundle,
        payload=orjson.loads(payload) | more,
    )


# --- digests -------------------------------------------------------------------------------------

PLAN = "channel, cadence, at, zone, weekday, since, parts, planned"


def plan_digest(db: Database, plan: DigestPlan | None, *, channel: str) -> None:
    """Sets a channel's plan, or takes it away with what is still due of it."""
    if plan is None:
        db.execute("DELETE FROM digest_plans WHERE channel = ?", [channel])
        db.execute(
            "UPDATE outbox SET state = 'given up', leased_until = NULL, reason = 'the digest was switched off'"
            " WHERE state = 'due' AND kind = 'digest' AND subject = ?",
            [channel],
        )
        return
    planned = stamp(plan.planned) if plan.planned else None
    db.execute(
        f"INSERT OR REPLACE INTO digest_plans({PLAN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [channel, plan.cadence, plan.at, plan.zone, plan.weekday, stamp(plan.since), " ".join(plan.parts), planned],
    )


def digest_plans(db: Database) -> list[DigestPlan]:
    return [_plan(row) for row in db.execute(f"SELECT {PLAN} FROM digest_plans ORDER BY channel")]


def _plan(row: Sequence[Any]) -> DigestPlan:
    channel, cadence, at, zone, weekday, since, named, planned = row
    parts = tuple(part for part in get_args(DigestPart) if part in named.split())
    return DigestPlan(channel, cadence, at, zone, moment(since), weekday, parts, moment(planned) if planned else None)


def owe_digest(db: Database, channel: str, *, due: datetime) -> bool:
    return owe(db, digest_key(channel, due), "digest", channel=channel, subject=channel, due=due)


def digest_key(channel: str, due: datetime) -> str:
    """What the digest of that hour is called, the same however often it falls due."""
    return f"digest:{channel}:{stamp(due)}"
