"""Which requests of Slack's were seen, and those not finished: on file, and in memory for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot.requests import KEPT, LEASE, MEMORY, Notes, Request, Unfinished
from store.codec import moment, stamp, words_in, words_out
from store.connections import Connections


class SqliteRequests:
    """Implements ``bot.requests.RequestShelf``."""

    def __init__(self, connections: Connections) -> None:
        self._write = connections.write
        self._jot = connections.jot
        self._read = connections.read

    async def note(self, notes: Notes, *, now: datetime) -> Sequence[bool]:
        return await self._jot(_note, notes, now=now)

    async def take(self, *, now: datetime) -> Sequence[Unfinished]:
        return await self._write(_take, now=now) if await self._read(_any) else []


def _note(db: Database, notes: Notes, now: datetime) -> list[bool]:
    if notes.begun:
        db.execute("DELETE FROM seen WHERE at < ?", [stamp(now - MEMORY)])
    fresh = [_begin(db, request) for request in notes.begun]
    changes = (
        ("UPDATE requests SET told = ? WHERE key = ?", [(n, words_out(key)) for key, n in notes.told.items()]),
        ("DELETE FROM requests WHERE key = ?", [(words_out(key),) for key in notes.ended]),
        (
            "UPDATE requests SET leased_until = ? WHERE key = ?",
            [(stamp(now + LEASE), words_out(key)) for key in notes.held]
            + [(stamp(until), words_out(key)) for key, until in notes.put_off.items()],
        ),
    )
    for sql, values in changes:
        db.conn.executemany(sql, values)
    return fresh


def _begin(db: Database, request: Request) -> bool:
    names = [words_out(name) for name in request.names]
    if any(db.execute("SELECT 1 FROM seen WHERE key = ?", [name]).fetchone() for name in names):
        return False
    db.conn.executemany(
        "INSERT OR IGNORE INTO seen(key, at) VALUES (?, ?)", [(name, stamp(request.at)) for name in names]
    )
    if request.sealed:
        db.execute(
            "INSERT INTO requests(key, at, leased_until, attempts, told, sealed) VALUES (?, ?, ?, 0, 0, ?)",
            [names[0], stamp(request.at), stamp(request.at + LEASE), request.sealed],
        )
    return True


def _any(db: Database) -> bool:
    return db.execute("SELECT 1 FROM requests LIMIT 1").fetchone() is not None


def _take(db: Database, now: datetime) -> list[Unfinished]:
    db.execute("DELETE FROM requests WHERE at < ?", [stamp(now - KEPT)])
    rows = db.execute(
        "UPDATE requests SET attempts = attempts + 1, leased_until = ? WHERE leased_until <= ?"
        " RETURNING key, at, attempts, told, sealed",
        [stamp(now + LEASE), stamp(now)],
    ).fetchall()
    found = [Unfinished(words_in(key), moment(at), tries, told, bytes(sealed)) for key, at, tries, told, sealed in rows]
    return sorted(found, key=lambda one: (one.at, one.key))


class MemoryRequests:
    """The same in this process's memory."""

    def __init__(self) -> None:
        self._seen: dict[str, datetime] = {}
        self._held: dict[str, tuple[Unfinished, datetime]] = {}

    async def note(self, notes: Notes, *, now: datetime) -> Sequence[bool]:
        if notes.begun:
            self._seen = {name: at for name, at in self._seen.items() if at >= now - MEMORY}
        fresh = [self._begin(request) for request in notes.begun]
        for key, told in notes.told.items():
            if key in self._held:
                one, until = self._held[key]
                self._held[key] = replace(one, told=told), until
        for key in notes.ended:
            self._held.pop(key, None)
        for key, until in {**dict.fromkeys(notes.held, now + LEASE), **notes.put_off}.items():
            if key in self._held:
                self._held[key] = self._held[key][0], until
        return fresh

    def _begin(self, request: Request) -> bool:
        if not self._seen.keys().isdisjoint(request.names):
            return False
        self._seen |= dict.fromkeys(request.names, request.at)
        if request.sealed:
            self._held[request.key] = Unfinished(request.key, request.at, 0, 0, request.sealed), request.at + LEASE
        return True

    async def take(self, *, now: datetime) -> Sequence[Unfinished]:
        self._held = {key: held for key, held in self._held.items() if held[0].at >= now - KEPT}
        free = [replace(one, attempts=one.attempts + 1) for one, until in self._held.values() if until <= now]
        self._held |= {one.key: (one, now + LEASE) for one in free}
        return sorted(free, key=lambda one: (one.at, one.key))

    def forget(self) -> None:
        """See ``store.traces``."""
        self._held.clear()
