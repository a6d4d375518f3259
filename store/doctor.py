"""Is the archive well? What `wirecheck doctor` looks at, and what it advises."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from store.connections import MEMORY

Check = tuple[str, bool, str]

#: The first SQLite without the bug that can corrupt a WAL database when two connections checkpoint.
SAFE_WAL = (3, 51, 3)
#: Less free than this on the disk is worth a word, in bytes.
ROOM = 500_000_000


def examine(db: Database, *, path: str) -> list[Check]:
    """Each check as (what was checked, whether all is well, what to do if not)."""
    checks = [_whole(db), _references(db), _words(db), _topics(db), _version(sqlite3.sqlite_version_info[:3])]
    if path != MEMORY:
        checks += [_journal(db), _room(Path(path))]
    return [(what, well, "" if well else advice) for what, well, advice in checks]


def _whole(db: Database) -> Check:
    found = [row[0] for row in db.execute("PRAGMA integrity_check(3)")]
    return "the file is whole", found == ["ok"], f"{found[0]}; keep a copy and restore the last backup"


def _references(db: Database) -> Check:
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    advice = f"{len(broken)} rows point at nothing; keep a copy and file the articles again into a new database"
    return "every claim, conflict and dispute has what it belongs to", not broken, advice


def _words(db: Database) -> Check:
    missing = db.execute(
        "SELECT count(*) FROM claims WHERE current AND n NOT IN (SELECT rowid FROM claim_words)"
    ).fetchone()[0]
    stray = db.execute(
        "SELECT count(*) FROM claim_words WHERE rowid NOT IN (SELECT n FROM claims WHERE current)"
    ).fetchone()[0]
    advice = f"{missing} claims cannot be found by their words, {stray} can that are not current; file the articles again into a new database"
    return "the word index is in step with the claims", not missing and not stray, advice


def _topics(db: Database) -> Check:
    wrong = db.execute(
        "SELECT count(*) FROM topics t WHERE t.claims != (SELECT count(*) FROM claim_topics ct WHERE ct.topic = t.n)"
    ).fetchone()[0]
    return (
        "the topics are counted rightly",
        not wrong,
        f"{wrong} topics are not; file the articles again into a new database",
    )


def _version(version: tuple[int, ...]) -> Check:
    shown = ".".join(map(str, version))
    advice = (
        f"this is {shown}; 3.7.0 to 3.51.2 can, very rarely, damage a database that two programs write at once: "
        "run one Wirecheck on a file at a time, or use a Python with SQLite 3.51.3 or later"
    )
    return "SQLite is free of the WAL bug", version >= SAFE_WAL, advice


def _journal(db: Database) -> Check:
    mode = db.execute("PRAGMA journal_mode").fetchone()[0]
    return (
        "readers and the writer do not wait for each other (WAL)",
        mode == "wal",
        f"the journal mode is {mode!r}; put the file on a local disk",
    )


def _room(path: Path) -> Check:
    free = shutil.disk_usage(path.absolute().parent).free
    return "there is room on the disk", free >= ROOM, f"only {free // 1_000_000} MB are free; make room"
