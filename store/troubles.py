"""When the database refuses: the line that tells a person what is wrong and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import StoreFailed

#: The beginning of SQLite's name for an error -> what to tell, with the file where it happened.
ADVICE = (
    ("SQLITE_FULL", "{where}: the disk is full; make room, then try again (nothing was half filed)"),
    ("SQLITE_READONLY", "{where} may not be written; check the owner and the rights of the file and its folder"),
    ("SQLITE_BUSY", "{where} is in use by another program; stop it or wait, then try again"),
    ("SQLITE_LOCKED", "{where} is in use by another program; stop it or wait, then try again"),
    ("SQLITE_NOTADB", "{where} is not a SQLite database; name another file in WIRECHECK_DATABASE"),
    ("SQLITE_CORRUPT", "{where} is damaged; keep a copy, restore the last backup, then run `wirecheck doctor`"),
    ("SQLITE_CANTOPEN", "{where} cannot be opened; check that its folder exists and may be written"),
    ("SQLITE_IOERR", "{where}: the disk failed while reading or writing; check the disk, then run `wirecheck doctor`"),
)


@contextmanager
def in_plain_words(where: str) -> Iterator[None]:
    """Turns SQLite's errors into ``StoreFailed`` with advice; the cause stays attached."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreFailed(line(error, where)) from error


def line(error: sqlite3.Error, where: str) -> str:
    """What to tell a person about an error of SQLite."""
    name = getattr(error, "sqlite_errorname", "") or ""
    for beginning, advice in ADVICE:
        if name.startswith(beginning):
            return advice.format(where=where)
    return f"{where}: {error}; run `wirecheck doctor` to have it checked"
