"""Who may touch the database: one connection writes, in a thread of its own; a few others only read.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when two connections checkpoint at the moment a third
commits, so the writing connection also does all the checkpointing, and the readers are ``query_only``.
An in-memory database is one connection, so there all work queues for the one thread.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlite_utils import Database

from store.troubles import in_plain_words

P = ParamSpec("P")
R = TypeVar("R")

#: Another process may be filing: wait this long for it, in seconds, before giving up.
PATIENCE = 30.0
READERS = 3
MEMORY = ":memory:"


@contextmanager
def at_once(db: Database) -> Iterator[None]:
    """A transaction that holds the write lock from its first moment, kept whole or not at all.

    ``db.atomic()`` alone begins deferred: two filings would both read before either writes, miss each
    other, and one would fail with "database is locked" at its first write, however long it may wait.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


@contextmanager
def one_moment(db: Database) -> Iterator[None]:
    """Several reads that see the archive as it was at one moment."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.rollback()


@contextmanager
def hurried(db: Database) -> Iterator[None]:
    """Transactions that are kept when they are written, not when the disk says so: a quarter of the time. The next
    other one has the disk take in these as well."""
    db.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        db.execute("PRAGMA synchronous = FULL")


def connect(path: str, *, writing: bool) -> Database:
    """A connection to the file, set up for its task. Transactions are begun by hand, never implied."""
    conn = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        if writing:
            # Of a new archive: texts end somewhere in a page, and half a page is lost on each.
            conn.execute("PRAGMA page_size = 2048")
            conn.execute("PRAGMA journal_mode = WAL")
            conn.execute("PRAGMA wal_autocheckpoint = 2000")  # pages: 4 MB
            conn.execute("PRAGMA foreign_keys = ON")
            conn.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, not left in free pages
        else:
            conn.execute("PRAGMA query_only = ON")
            conn.execute("PRAGMA wal_autocheckpoint = 0")
        conn.execute("PRAGMA synchronous = FULL")  # what was accepted survives a power cut too
        conn.execute("PRAGMA cache_size = -32000")  # 32 MB
        return Database(conn, recursive_triggers=False, execute_plugins=False)
    except BaseException:
        conn.close()
        raise


class Connections:
    """The connections to one archive and the threads they live in."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.where = "the archive in memory" if path == MEMORY else str(Path(path).absolute())
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="store-writes")
        self._reading = self._writing if path == MEMORY else ThreadPoolExecutor(READERS, thread_name_prefix="store")
        self._mine = threading.local()
        self._readers: list[Database] = []
        self._guard = threading.Lock()
        with in_plain_words(self.where):
            self._writer = connect(path, writing=True)

    def now(self, work: Callable[Concatenate[Database, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs ``work`` on the writing connection at once, in the calling thread: for opening, before
        anybody else is there."""
        with in_plain_words(self.where):
            return work(self._writer, *args, **kwargs)

    async def write(self, work: Callable[Concatenate[Database, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs ``work`` in the writing thread, in one transaction."""

        def whole() -> R:
            with in_plain_words(self.where), at_once(self._writer):
                return work(self._writer, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._writing, whole)

    async def jot(self, work: Callable[Concatenate[Database, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """The same for what somebody waits for: it does not wait until the disk has it. A kill of the bot loses nothing
        of it; of a power cut the last moments may be lost, but nothing is ever half there."""

        def soon() -> R:
            with in_plain_words(self.where), hurried(self._writer), at_once(self._writer):
                return work(self._writer, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._writing, soon)

    async def alone(self, work: Callable[Concatenate[Database, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs ``work`` in the writing thread outside any transaction, which some of SQLite's chores ask for."""

        def chore() -> R:
            with in_plain_words(self.where):
                return work(self._writer, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._writing, chore)

    async def read(self, work: Callable[Concatenate[Database, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs ``work`` in a reading thread, all of it at one moment of the archive."""

        def steady() -> R:
            with in_plain_words(self.where):
                db = self._reader()
                with one_moment(db):
                    return work(db, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._reading, steady)

    def _reader(self) -> Database:
        if self.path == MEMORY:
            return self._writer
        db: Database | None = getattr(self._mine, "db", None)
        if db is None:
            db = self._mine.db = connect(self.path, writing=False)
            with self._guard:
                self._readers.append(db)
        return db

    async def close(self) -> None:
        """Lets what is under way finish, then closes; the writer last, so that it does the checkpoint."""
        await asyncio.get_running_loop().run_in_executor(None, self.shut)

    def shut(self) -> None:
        """Closes at once, from a program without an event loop."""
        self._reading.shutdown()
        self._writing.shutdown()
        for db in self._readers:
            db.close()
        self._readers.clear()
        self._writer.close()
