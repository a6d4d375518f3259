"""Backups: made while the archive is in use, tried out by restoring them, and put back in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from sqlite_utils import Database

from bot.errors import BadInput, StoreFailed
from store.connections import connect, one_moment
from store.migrations import refuse_strangers
from store.troubles import line

#: Told what is being done, how much of it is done, and of how much.
Step = Callable[[str, int, int], None]
#: Pages copied at a time: some 4 MB.
PAGES = 1_000
#: Rows compared between two steps.
ROWS = 5_000
#: What SQLite and we leave beside a file.
BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup made or put back: its size, what was compared, and where the archive that was there is now."""

    path: Path
    size: int  # bytes
    rows: int  # compared one by one
    articles: int
    kept: Path | None = None


def backup(archive: Path, to: Path, *, force: bool = False, step: Step) -> Kept:
    """Copies the archive as it is at this moment, whoever writes in it meanwhile. The copy is restored beside it
    and compared row by row before it gets its name. ``BadInput`` when there is no archive, or ``to`` is there
    already; ``StoreFailed`` when the copy is not what the archive is, and then nothing is left of it."""
    if not archive.is_file():
        raise BadInput(f"{archive}: no archive is here; name it in WIRECHECK_DATABASE")
    if to.exists() and (not force or to.samefile(archive)):
        raise BadInput(f"{to} is there already; name another file, or use --force to have it replaced")
    part, trial = _beside(to, "part"), _beside(to, "trial")
    with _told(archive, to), cleared(part, trial), closing(connect(str(archive), writing=False)) as db, one_moment(db):
        refuse_strangers(db, str(archive))
        _sound(db, archive)
        _copy(db, part, step, "copying")
        with _opened(part) as copy:
            _copy(copy, trial, step, "trying it out")
        with _opened(trial) as restored:
            _sound(restored, trial)
            rows = compare(db, restored, step)
        shutil.copymode(archive, part)
        _in_place(part, to)
        return Kept(to, to.stat().st_size, rows, _articles(db))


def restore(source: Path, archive: Path, *, force: bool = False, now: datetime, step: Step) -> Kept:
    """Puts a backup in the archive's place, looked through and compared first. An archive that is there is kept
    under another name, and only moved with ``force``. ``BadInput`` when the backup is none, ``StoreFailed`` when
    it is damaged or another program has the archive open, ``SchemaTooNew``; then everything is as it was."""
    if not source.is_file():
        raise BadInput(f"{source}: no backup is here; give the file that `wirecheck backup` wrote")
    if archive.exists() and source.samefile(archive):
        raise BadInput(f"{source} is the archive itself; give the file that `wirecheck backup` wrote")
    if archive.exists() and not force:
        raise BadInput(
            f"{archive} is there already; name another file in WIRECHECK_DATABASE, or use --force: "
            "then it is kept under another name"
        )
    part = _beside(archive, "restoring")
    with _told(source, archive), cleared(part), _opened(source) as db, one_moment(db):
        if not db.table_names():
            raise BadInput(f"{source} is empty; give the file that `wirecheck backup` wrote")
        refuse_strangers(db, str(source))
        _sound(db, source)
        archive.parent.mkdir(parents=True, exist_ok=True)
        _copy(db, part, step, "restoring")
        with _opened(part) as restored:
            _sound(restored, part)
            rows = compare(db, restored, step)
        kept = replace(part, archive, now=now)
        return Kept(archive, archive.stat().st_size, rows, _articles(db), kept)


def replace(new: Path, archive: Path, *, now: datetime, keep: bool = True) -> Path | None:
    """Puts a finished file in the archive's place, at one moment; where the one that was there is now (with
    ``keep``). ``StoreFailed`` when another program has it open."""
    kept = None
    with _let_go(archive):
        if keep and archive.exists():
            kept = archive.with_name(f"{archive.stem}-before-{now:%Y%m%d-%H%M%S}{archive.suffix}")
            if kept.exists():
                raise StoreFailed(f"{kept} is there already; wait a second, then try again")
            # A log left beside a damaged file belongs to that file: with another it would be taken for its own.
            for ending in ("-wal", "-shm"):
                with suppress(FileNotFoundError):
                    os.rename(f"{archive}{ending}", f"{kept}{ending}")
            _linked(archive, kept)
        _in_place(new, archive)
    return kept


def named(archive: Path, to: Path | None, now: datetime) -> Path:
    """The file a backup goes into: the one named, or one called after the day in the folder named, or beside."""
    if to is not None and not to.is_dir():
        return to
    return (to or archive.parent) / f"{archive.stem}-{now:%Y%m%d-%H%M%S}.db"


# --- comparing -----------------------------------------------------------------------------------


def compare(one: Database, other: Database, step: Step) -> int:
    """Compares two archives table by table and row by row; how many rows. ``StoreFailed`` at the first that differs."""
    if _tables(one) != _tables(other):
        raise StoreFailed("the copy has other tables than the archive; it was thrown away, try again")
    done = 0
    total = sum(int(one.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in _tables(one))
    for name in _tables(one):
        theirs, ours = (db.execute(f'SELECT * FROM "{name}"') for db in (one, other))
        for mine, copied in zip_longest(theirs, ours):
            if mine != copied:
                raise StoreFailed(f"the copy differs from the archive in {name}; it was thrown away, try again")
            done += 1
            if done % ROWS == 0:
                step("comparing", done, total)
    step("comparing", total, total)
    return done


def _tables(db: Database) -> dict[str, str]:
    """Every table that holds rows of its own, with how it was made; those a word index keeps are among them."""
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    return dict(db.execute(sql).fetchall())


def _sound(db: Database, where: Path) -> None:
    """``StoreFailed`` when the file is damaged."""
    found = [str(row[0]) for row in db.execute("PRAGMA integrity_check(1)")]
    broken = db.execute("PRAGMA foreign_key_check").fetchone() if found == ["ok"] else None
    if found != ["ok"] or broken:
        wrong = f"{broken[0]} has a row that points at nothing" if broken else " ".join(found[0].split())
        raise StoreFailed(f"{where} is damaged ({wrong}); use an earlier backup, and keep this file")


def _articles(db: Database) -> int:
    return int(db.execute("SELECT count(*) FROM revisions WHERE current").fetchone()[0])


# --- files ---------------------------------------------------------------------------------------


def _copy(db: Database, to: Path, step: Step, what: str) -> None:
    with closing(sqlite3.connect(to, isolation_level=None)) as copy:
        db.conn.backup(copy, pages=PAGES, progress=lambda _, left, total: step(what, total - left, total))
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, whole in itself
    _synced(to)


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    with closing(connect(str(path), writing=False)) as db:
        yield db


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}.{ending}")


@contextmanager
def cleared(*paths: Path) -> Iterator[None]:
    """Leaves none of these behind, nor finds any of a run that was killed."""

    def clear() -> None:
        for path in paths:
            for ending in ("", *BESIDE):
                Path(f"{path}{ending}").unlink(missing_ok=True)

    clear()
    try:
        yield
    finally:
        clear()


@contextmanager
def _let_go(archive: Path) -> Iterator[None]:
    """Holds the archive so that nobody else has it open, its log written into it."""
    if not archive.exists():
        yield
        return
    with closing(sqlite3.connect(archive, timeout=1.0, isolation_level=None)) as conn:
        try:
            conn.execute("PRAGMA locking_mode = EXCLUSIVE")
            conn.execute("PRAGMA journal_mode = DELETE")
            conn.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise StoreFailed(
                    f"{archive} is in use by another program; stop it (`wirecheck serve`), then try again"
                ) from error
            # Damaged beyond opening: what is there is kept all the same.
        yield


def _linked(path: Path, name: Path) -> None:
    """A second name for a file; a copy where the disk knows no such thing."""
    try:
        os.link(path, name)
    except OSError:
        shutil.copy2(path, name)
        _synced(name)


def _in_place(new: Path, path: Path) -> None:
    _synced(new)
    os.replace(new, path)
    _synced(path.absolute().parent)


def _synced(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _told(source: Path, to: Path) -> Iterator[None]:
    """Turns errors of SQLite and of the disk into a line that names the file where it happened."""
    try:
        yield
    except sqlite3.Error as error:
        full = getattr(error, "sqlite_errorname", "").startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY"))
        raise StoreFailed(line(error, str(to if full else source))) from error
    except OSError as error:
        raise StoreFailed(f"{error.filename or to}: {error.strerror or error}; nothing was changed") from error
