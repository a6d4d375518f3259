"""The workspaces that installed the bot, their tokens sealed by whoever hands them in; and installations begun."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.workspaces import Installed
from store.codec import moment, stamp, words_in, words_out
from store.connections import Connections


class SqliteInstallations:
    """Implements ``bot.workspaces.InstallationShelf``."""

    def __init__(self, connections: Connections) -> None:
        self._write = connections.write
        self._read = connections.read

    async def keep(self, installed: Installed) -> None:
        await self._write(_keep, installed)

    async def find(self, team: str) -> Installed | None:
        return next((one for one in await self._read(_all, team)), None)

    async def all(self) -> Sequence[Installed]:
        return await self._read(_all)

    async def drop(self, team: str) -> bool:
        return await self._write(_drop, team)

    async def expect(self, state: str, *, until: datetime, now: datetime) -> None:
        await self._write(_expect, state, until=until, now=now)

    async def expected(self, state: str, *, now: datetime) -> bool:
        return await self._write(_expected, state, now=now)


def _keep(db: Database, installed: Installed) -> None:
    db.execute(
        "INSERT OR REPLACE INTO installations(team, name, sealed, at) VALUES (?, ?, ?, ?)",
        [installed.team, words_out(installed.name), installed.sealed, stamp(installed.at)],
    )


def _all(db: Database, team: str = "") -> list[Installed]:
    where, values = ("WHERE team = ?", [team]) if team else ("", [])
    rows = db.execute(f"SELECT team, name, sealed, at FROM installations {where} ORDER BY name, team", values)
    return [Installed(team, words_in(name), bytes(sealed), moment(at)) for team, name, sealed, at in rows]


def _drop(db: Database, team: str) -> bool:
    return bool(db.execute("DELETE FROM installations WHERE team = ?", [team]).rowcount)


def _expect(db: Database, state: str, *, until: datetime, now: datetime) -> None:
    db.execute("DELETE FROM install_states WHERE expires < ?", [stamp(now)])
    db.execute("INSERT INTO install_states(state, expires) VALUES (?, ?)", [_hashed(state), stamp(until)])


def _expected(db: Database, state: str, *, now: datetime) -> bool:
    """Taken away as it is looked at: the same state brought twice counts once."""
    row = db.execute("DELETE FROM install_states WHERE state = ? RETURNING expires", [_hashed(state)]).fetchone()
    return row is not None and moment(row[0]) >= now


def _hashed(state: str) -> str:
    """Who reads the archive learns no state that could still be used."""
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()
