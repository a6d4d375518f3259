"""The record of changes: on file, and in memory for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.audit import Done, Line, Person
from store.codec import moment, stamp, words_in, words_out
from store.connections import Connections

COLUMNS = "at, who, who_id, workspace, channel, via, what, subject, before, after, done"


class SqliteAudit:
    """Implements ``bot.audit.AuditShelf``."""

    def __init__(self, connections: Connections) -> None:
        self._write = connections.write
        self._read = connections.read

    async def begin(self, line: Line) -> int:
        return await self._write(_put, line)

    async def end(self, number: int, outcome: Sequence[Done]) -> None:
        await self._write(_end, number, outcome)

    async def lines(self, *, since: datetime | None = None, limit: int = 1000) -> Sequence[Line]:
        return await self._read(lines, since=since, limit=limit)


def _put(db: Database, line: Line) -> int:
    who = line.person
    values = [
        *(stamp(line.at), words_out(who.name), who.id, who.workspace, who.channel, who.via, line.what),
        *(words_out(line.subject), words_out(line.before), words_out(line.after), int(line.done)),
    ]
    marks = ", ".join("?" * len(values))
    [number] = db.execute(f"INSERT INTO audit({COLUMNS}) VALUES ({marks}) RETURNING n", values).fetchone()
    return int(number)


def _end(db: Database, number: int, outcome: Sequence[Done]) -> None:
    begun = _line(db.execute(f"SELECT {COLUMNS} FROM audit WHERE n = ?", [number]).fetchone())
    db.execute("DELETE FROM audit WHERE n = ?", [number])
    for done in outcome:
        _put(db, replace(begun, subject=done.subject, before=done.before, after=done.after, done=True))


def lines(db: Database, *, since: datetime | None, limit: int) -> list[Line]:
    """See ``AuditShelf.lines``."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM audit WHERE at >= ? ORDER BY at DESC, n DESC LIMIT ?",
        [stamp(since) if since else "", limit],
    ).fetchall()
    return [_line(row) for row in reversed(rows)]


def _line(row: Sequence[Any]) -> Line:
    at, who, who_id, workspace, channel, via, what, subject, before, after, done = row
    person = Person(words_in(who), who_id, workspace, channel, via)
    return Line(moment(at), person, what, words_in(subject), words_in(before), words_in(after), bool(done))


class MemoryAudit:
    """The same in this process's memory."""

    def __init__(self) -> None:
        self.held: list[tuple[int, Line]] = []
        self._last = 0

    async def begin(self, line: Line) -> int:
        return self._put(line)

    async def end(self, number: int, outcome: Sequence[Done]) -> None:
        begun = next(line for n, line in self.held if n == number)
        self.held = [(n, line) for n, line in self.held if n != number]
        for done in outcome:
            self._put(replace(begun, subject=done.subject, before=done.before, after=done.after, done=True))

    def _put(self, line: Line) -> int:
        self._last += 1
        self.held.append((self._last, line))
        return self._last

    async def lines(self, *, since: datetime | None = None, limit: int = 1000) -> Sequence[Line]:
        found = sorted((line.at, n, line) for n, line in self.held if since is None or line.at >= since)
        return [line for _, _, line in found][-limit:]
