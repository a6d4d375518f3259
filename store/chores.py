"""Making the archive's file smaller: what nothing needs any more is taken out, and the rest moved together."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreFailed
from store import readings
from store.codec import words_in
from store.connections import MEMORY, at_once
from store.rows import BATCH


@dataclass(frozen=True, slots=True)
class Compacted:
    """The file's size in bytes, its log included, before and after."""

    before: int
    after: int

    @property
    def saved(self) -> int:
        return self.before - self.after


def compact(db: Database, *, path: str) -> Compacted:
    """To be run outside any transaction. ``StoreFailed`` when there is no room: for a while the archive needs
    twice its size more."""
    before = size(path)
    _room(path, before)
    with at_once(db):
        db.execute(
            "DELETE FROM topics WHERE claims <= 0 AND NOT EXISTS (SELECT 1 FROM about a WHERE a.topic = topics.n)"
        )
        db.execute("DELETE FROM speakers WHERE n NOT IN (SELECT speaker FROM claims WHERE speaker IS NOT NULL)")
        _repack(db)
        for index in ("claim_words", "dispute_words"):
            db.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")
    rewrite(db)
    return Compacted(before, size(path))


def _repack(db: Database) -> None:
    """What earlier versions read is packed as tightly as this one packs."""
    sql = "SELECT b.revision, b.body, r.text FROM readings b JOIN revisions r ON r.n = b.revision WHERE b.revision > ?"
    last = 0
    while rows := db.execute(f"{sql} ORDER BY b.revision LIMIT {BATCH}", [last]).fetchall():
        last = rows[-1][0]
        for n, body, text in rows:
            tighter = readings.repacked(body, words_in(text))
            if len(tighter) < len(body):
                db.execute("UPDATE readings SET body = ? WHERE revision = ?", [tighter, n])


def rewrite(db: Database) -> None:
    """Writes the file anew, so that nothing that was deleted stands in its free pages, its index or its log."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def size(path: str) -> int:
    """How many bytes the archive takes on the disk."""
    total = 0
    for ending in ("", "-wal"):
        with suppress(FileNotFoundError):
            total += Path(f"{path}{ending}").stat().st_size
    return total


def _room(path: str, needed: int) -> None:
    if path == MEMORY:
        return
    free = shutil.disk_usage(Path(path).absolute().parent).free
    if free < 2 * needed:
        raise StoreFailed(
            f"{path}: {2 * needed // 10**6:,} MB of room are needed, {free // 10**6:,} are free; make room"
        )
