"""What channels watch and have muted, and their quiet hours: on file, and in memory for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.watches import Quiet, Watch
from store.codec import moment_or_none, stamp_or_none, words_in, words_out
from store.connections import Connections
from store.rows import folded


class SqliteWatches:
    """Implements ``bot.watches.WatchShelf``."""

    def __init__(self, connections: Connections) -> None:
        self._write = connections.write
        self._read = connections.read

    async def watch(self, wanted: Watch) -> bool:
        return await self._write(_watch, wanted)

    async def unwatch(self, channel: str, words: str) -> Sequence[Watch]:
        return await self._write(_unwatch, channel, words)

    async def watches(self, channel: str = "") -> Sequence[Watch]:
        return await self._read(watches, channel)

    async def keep_quiet(self, quiet: Quiet | None, *, channel: str) -> None:
        await self._write(_keep_quiet, quiet, channel)

    async def quiet_hours(self) -> Sequence[Quiet]:
        return await self._read(quiet_hours)


def _watch(db: Database, wanted: Watch) -> bool:
    name = folded(wanted.words)
    before = db.execute(
        "SELECT muted FROM watches WHERE channel = ? AND name = ?", [wanted.channel, words_out(name)]
    ).fetchone()
    if before is not None and bool(before[0]) == wanted.muted:
        return False
    db.execute(
        'INSERT OR REPLACE INTO watches(channel, name, words, muted, "by", at) VALUES (?, ?, ?, ?, ?, ?)',
        [
            wanted.channel,
            words_out(name),
            words_out(wanted.words),
            int(wanted.muted),
            words_out(wanted.by),
            stamp_or_none(wanted.at),
        ],
    )
    return True


def _unwatch(db: Database, channel: str, words: str) -> list[Watch]:
    name = folded(words)
    gone = [w for w in watches(db, channel) if not words or folded(w.words) == name]
    db.conn.executemany(
        "DELETE FROM watches WHERE channel = ? AND name = ?", [(channel, words_out(folded(w.words))) for w in gone]
    )
    return gone


def watches(db: Database, channel: str = "") -> list[Watch]:
    """See ``WatchShelf.watches``."""
    where, values = ("WHERE channel = ?", [channel]) if channel else ("", [])
    rows = db.execute(f'SELECT channel, words, muted, "by", at FROM watches {where} ORDER BY n', values)
    return [
        Watch(channel, words_in(words), bool(muted), words_in(by), moment_or_none(at))
        for channel, words, muted, by, at in rows
    ]


def _keep_quiet(db: Database, quiet: Quiet | None, channel: str) -> None:
    db.execute("DELETE FROM quiet_hours WHERE channel = ?", [channel])
    if quiet is not None:
        db.execute(
            'INSERT INTO quiet_hours(channel, start, "end", zone) VALUES (?, ?, ?, ?)',
            [channel, quiet.start, quiet.end, quiet.zone],
        )


def quiet_hours(db: Database) -> list[Quiet]:
    """See ``WatchShelf.quiet_hours``."""
    return [Quiet(*row) for row in db.execute('SELECT channel, start, "end", zone FROM quiet_hours ORDER BY channel')]


def quiet_now(db: Database, now: datetime) -> list[str]:
    """The channels that are not to be disturbed now."""
    return [q.channel for q in quiet_hours(db) if q.holds(now)]


class MemoryWatches:
    """The same in this process's memory."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], Watch] = {}
        self.quiet: dict[str, Quiet] = {}

    async def watch(self, wanted: Watch) -> bool:
        key = (wanted.channel, folded(wanted.words))
        before = self.held.get(key)
        if before is not None and before.muted == wanted.muted:
            return False
        self.held.pop(key, None)
        self.held[key] = wanted
        return True

    async def unwatch(self, channel: str, words: str) -> Sequence[Watch]:
        name = folded(words)
        gone = {k: w for k, w in self.held.items() if k[0] == channel and (not words or k[1] == name)}
        self.held = {k: w for k, w in self.held.items() if k not in gone}
        return list(gone.values())

    async def watches(self, channel: str = "") -> Sequence[Watch]:
        return [w for w in self.held.values() if not channel or w.channel == channel]

    async def keep_quiet(self, quiet: Quiet | None, *, channel: str) -> None:
        self.quiet.pop(channel, None)
        if quiet is not None:
            self.quiet[channel] = quiet

    async def quiet_hours(self) -> Sequence[Quiet]:
        return [self.quiet[channel] for channel in sorted(self.quiet)]

    def quiet_now(self, now: datetime) -> list[str]:
        return [q.channel for q in self.quiet.values() if q.holds(now)]
