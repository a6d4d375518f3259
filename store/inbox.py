"""The inbox and the journal of imports in SQLite: the promises of ``bot.intake.inbox`` and ``bot.intake.journal``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from bot.intake.inbox import Answered, Tray, Waiting
from bot.intake.journal import Fault, Reached
from bot.nouns import Article, content_id
from store.codec import dump, load, moment, stamp, words_in, words_out
from store.connections import Connections

#: How long an answer, and that an article came, are remembered.
MEMORY = timedelta(days=30)


class SqliteInbox:
    """Implements ``bot.intake.inbox.Inbox``."""

    def __init__(self, connections: Connections) -> None:
        self._write, self._read = connections.write, connections.read

    async def receive(
        self, articles: Sequence[Article], *, key: str, digest: str, answer: bytes, now: datetime
    ) -> Answered:
        return await self._write(receive, articles, key=key, digest=digest, answer=answer, now=now)

    async def take(self, *, now: datetime, limit: int = 20) -> Sequence[Waiting]:
        return await self._read(take, now=now, limit=limit)

    async def filed(self, n: int, *, now: datetime) -> None:
        await self._write(filed, n, now=now)

    async def put_off(self, n: int, *, until: datetime, reason: str) -> None:
        await self._write(put_off, n, until=until, reason=reason)

    async def give_up(self, n: int, *, reason: str) -> None:
        await self._write(give_up, n, reason=reason)

    async def tray(self) -> Tray:
        return await self._read(tray)

    async def given_up(self, *, limit: int = 50) -> Sequence[Waiting]:
        return await self._read(given_up, limit=limit)


class SqliteJournal:
    """Implements ``bot.intake.journal.Journal``."""

    def __init__(self, connections: Connections) -> None:
        self._write, self._read = connections.write, connections.read

    async def find(self, path: str) -> Reached | None:
        return await self._read(find, path)

    async def note(self, reached: Sequence[Reached], faults: Sequence[Fault] = ()) -> None:
        await self._write(note, reached, faults)

    async def faults(self, roots: Sequence[str], *, limit: int = 1000, offset: int = 0) -> Sequence[Fault]:
        return await self._read(faults, roots, limit=limit, offset=offset)

    async def recent(self, *, limit: int = 40) -> Sequence[Reached]:
        return await self._read(recent, limit=limit)


# --- the inbox


def receive(
    db: Database, articles: Sequence[Article], *, key: str, digest: str, answer: bytes, now: datetime
) -> Answered:
    """See ``Inbox.receive``."""
    _forget(db, now)
    if key:
        row = db.execute("SELECT digest, answer FROM pushes WHERE key = ?", [words_out(key)]).fetchone()
        if row:
            return Answered(row[0], bytes(row[1]), first=False)
        db.execute(
            "INSERT INTO pushes(key, digest, answer, at) VALUES (?, ?, ?, ?)",
            [words_out(key), digest, answer, stamp(now)],
        )
    db.conn.executemany(
        "INSERT INTO inbox(article_id, ref, received, state, not_before, body) VALUES (?, ?, ?, 'waiting', ?, ?)",
        [(content_id(a.key), words_out(a.ref), stamp(now), stamp(now), dump(a)) for a in articles],
    )
    return Answered(digest, answer, first=True)


def _forget(db: Database, now: datetime) -> None:
    db.execute("DELETE FROM pushes WHERE at < ?", [stamp(now - MEMORY)])
    db.execute("DELETE FROM inbox WHERE state = 'filed' AND filed < ?", [stamp(now - MEMORY)])


def take(db: Database, *, now: datetime, limit: int) -> list[Waiting]:
    """See ``Inbox.take``."""
    rows = db.execute(
        "SELECT n, body, attempts, reason FROM inbox i WHERE state = 'waiting' AND not_before <= ? AND NOT EXISTS"
        " (SELECT 1 FROM inbox e WHERE e.state = 'waiting' AND e.article_id = i.article_id AND e.n < i.n)"
        " ORDER BY n LIMIT ?",
        [stamp(now), limit],
    )
    return [_waiting(row) for row in rows.fetchall()]


def _waiting(row: Sequence[Any]) -> Waiting:
    n, body, attempts, reason = row
    return Waiting(n, load(Article, body), attempts, words_in(reason))


def filed(db: Database, n: int, *, now: datetime) -> None:
    """See ``Inbox.filed``."""
    db.execute("UPDATE inbox SET state = 'filed', body = NULL, reason = '', filed = ? WHERE n = ?", [stamp(now), n])


def put_off(db: Database, n: int, *, until: datetime, reason: str) -> None:
    """See ``Inbox.put_off``."""
    db.execute(
        "UPDATE inbox SET attempts = attempts + 1, not_before = ?, reason = ? WHERE n = ? AND state = 'waiting'",
        [stamp(until), words_out(reason), n],
    )


def give_up(db: Database, n: int, *, reason: str) -> None:
    """See ``Inbox.give_up``."""
    db.execute(
        "UPDATE inbox SET state = 'given up', attempts = attempts + 1, reason = ? WHERE n = ? AND state = 'waiting'",
        [words_out(reason), n],
    )


def tray(db: Database) -> Tray:
    """See ``Inbox.tray``."""
    states = ("waiting", "given up")
    return Tray(*(int(db.execute(f"SELECT count(*) FROM inbox WHERE state = '{s}'").fetchone()[0]) for s in states))


def given_up(db: Database, *, limit: int) -> list[Waiting]:
    """See ``Inbox.given_up``."""
    rows = db.execute(
        "SELECT n, body, attempts, reason FROM inbox WHERE state = 'given up' ORDER BY n DESC LIMIT ?", [limit]
    )
    return [_waiting(row) for row in rows.fetchall()]


# --- the journal

COLUMNS = 'path, size, modified, head, started, at, done, "offset", filed, bad, finished, ref'


def find(db: Database, path: str) -> Reached | None:
    """See ``Journal.find``."""
    row = db.execute(f"SELECT {COLUMNS} FROM import_files WHERE path = ?", [words_out(path)]).fetchone()
    return _reached(row) if row else None


def recent(db: Database, *, limit: int) -> list[Reached]:
    """See ``Journal.recent``."""
    rows = db.execute(f"SELECT {COLUMNS} FROM import_files ORDER BY at DESC, path LIMIT ?", [limit])
    return [_reached(row) for row in rows]


def _reached(row: Sequence[Any]) -> Reached:
    path, size, modified, head, started, at, done, offset, filed, bad, finished, ref = row
    return Reached(
        *(words_in(path), size, modified, head, moment(started), moment(at)),
        *(done, offset, filed, bad, bool(finished), words_in(ref)),
    )


def note(db: Database, reached: Sequence[Reached], faults: Sequence[Fault]) -> None:
    """See ``Journal.note``."""
    db.conn.executemany(
        "DELETE FROM import_faults WHERE path = ?", [(words_out(i.path),) for i in reached if i.done == 0]
    )
    db.conn.executemany(
        f"INSERT INTO import_files({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(path) DO UPDATE SET"
        " size = excluded.size, modified = excluded.modified, head = excluded.head, started = excluded.started,"
        ' at = excluded.at, done = excluded.done, "offset" = excluded."offset", filed = excluded.filed,'
        " bad = excluded.bad, finished = excluded.finished, ref = excluded.ref",
        [_reached_row(i) for i in reached],
    )
    db.conn.executemany(
        "INSERT INTO import_faults(path, item, reason, advice) VALUES (?, ?, ?, ?)"
        " ON CONFLICT(path, item) DO UPDATE SET reason = excluded.reason, advice = excluded.advice",
        [tuple(map(words_out, (f.path, f.item, f.reason, f.advice))) for f in faults],
    )


def _reached_row(i: Reached) -> tuple[Any, ...]:
    return (
        *(words_out(i.path), i.size, i.modified, i.head, stamp(i.started), stamp(i.at)),
        *(i.done, i.offset, i.filed, i.bad, int(i.finished), words_out(i.ref)),
    )


def faults(db: Database, roots: Sequence[str], *, limit: int, offset: int) -> list[Fault]:
    """See ``Journal.faults``."""
    # "/" is followed by "0": all paths under a folder lie between the two.
    under = " OR ".join("path = ? OR (path > ? AND path < ?)" for _ in roots) or "0"
    values = [v for root in roots for v in (words_out(root), words_out(f"{root}/"), words_out(f"{root}0"))]
    rows = db.execute(
        f"SELECT path, item, reason, advice FROM import_faults WHERE {under} ORDER BY path, n LIMIT ? OFFSET ?",
        [*values, limit, offset],
    )
    return [Fault(*map(words_in, row)) for row in rows.fetchall()]
