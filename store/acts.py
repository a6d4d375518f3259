"""Who did what with a dispute, and when; who has taken it on; whom to remind of it."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.errors import NotOnFile
from bot.nouns import Act
from store import outbox
from store.codec import stamp, words_in, words_out
from store.connections import Connections


class SqliteActs:
    """Implements ``bot.acts.ActShelf``."""

    def __init__(self, connections: Connections) -> None:
        self._write = connections.write

    async def assign(self, dispute_id: str, *, by: str, holder: str, now: datetime) -> bool:
        return await self._write(_assign, dispute_id, by=by, holder=holder, now=now)

    async def note(self, dispute_id: str, act: Act) -> None:
        await self._write(_noted, dispute_id, act)

    async def remind(self, dispute_id: str, *, channel: str, by: str, due: datetime, now: datetime) -> bool:
        return await self._write(_remind, dispute_id, channel=channel, by=by, due=due, now=now)


def _assign(db: Database, dispute_id: str, *, by: str, holder: str, now: datetime) -> bool:
    row = db.execute("SELECT holder FROM disputes WHERE id = ?", [words_out(dispute_id)]).fetchone()
    if row is None:
        raise NotOnFile(f"no dispute {dispute_id!r} is on file")
    if words_in(row[0]) != holder or holder == by:
        return False
    db.execute("UPDATE disputes SET holder = ? WHERE id = ?", [words_out(by), dispute_id])
    _noted(db, dispute_id, Act("assigned", by, now))
    return True


def _noted(db: Database, dispute_id: str, act: Act) -> None:
    same = 'SELECT 1 FROM acts WHERE dispute = ? AND what = ? AND "by" = ? AND how = ? AND at = ?'
    values = [words_out(dispute_id), act.what, words_out(act.by), words_out(act.how), stamp(act.at)]
    if db.execute(same, values).fetchone():
        return
    note(db, dispute_id, act)
    redraw(db, dispute_id, now=act.at)


def note(db: Database, dispute_id: str, act: Act) -> None:
    """Notes what was done. ``NotOnFile``."""
    if db.execute("SELECT 1 FROM disputes WHERE id = ?", [words_out(dispute_id)]).fetchone() is None:
        raise NotOnFile(f"no dispute {dispute_id!r} is on file")
    db.execute(
        'INSERT INTO acts(dispute, what, "by", how, at) VALUES (?, ?, ?, ?, ?)',
        [dispute_id, act.what, words_out(act.by), words_out(act.how), stamp(act.at)],
    )


def redraw(db: Database, dispute_id: str, *, now: datetime) -> None:
    """Has the dispute's alerts show how it now stands."""
    row = db.execute(
        "UPDATE disputes SET changes = changes + 1 WHERE id = ? RETURNING changes", [dispute_id]
    ).fetchone()
    for channel, end in outbox.alerted(db, dispute_id):
        key = f"settled:{dispute_id}:{row[0]}{end}"
        outbox.owe(db, key, "settled", channel=channel, subject=dispute_id, due=now)


def _remind(db: Database, dispute_id: str, *, channel: str, by: str, due: datetime, now: datetime) -> bool:
    key = f"reminder:{dispute_id}:{channel}:{stamp(due)}"
    new = outbox.owe(db, key, "reminder", channel=channel, subject=dispute_id, due=due)
    if new:
        note(db, dispute_id, Act("reminder", by, now))
        redraw(db, dispute_id, now=now)
    return new
