"""A backup is what the archive was at one moment, and an archive that is put back takes nothing with it."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.errors import BadInput, SchemaTooNew, StoreFailed
from store import safekeeping
from store.connections import connect
from store.safekeeping import backup, named, restore
from store.sqlite import SqliteStore
from tests.store.factories import at, claim, nothing, revision
from tests.store.full import fill
from tests.store.test_exporting import contents, quiet

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def archive(tmp_path: Path) -> Path:
    store = SqliteStore.open(f"sqlite:///{tmp_path}/archive.db")
    await fill(store)
    await store.close()
    return tmp_path / "archive.db"


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


async def filed(archive: Path, *stories: str) -> None:
    store = SqliteStore.open(f"sqlite:///{archive}")
    for name in stories:
        rev = revision(name)
        await store.file(rev, [claim(rev)], nothing, alert_channel="", now=at())
    await store.close()


def test_a_backup_holds_what_the_archive_holds_and_nothing_else_is_left(archive: Path, tmp_path: Path) -> None:
    kept = backup(archive, tmp_path / "copy.db", step=quiet)
    assert contents(kept.path) == contents(archive)
    assert kept.articles == 4
    assert kept.rows > 100
    assert names(tmp_path) == ["archive.db", "copy.db"]


async def test_it_is_the_archive_of_one_moment_while_another_goes_on_filing(archive: Path, tmp_path: Path) -> None:
    store = SqliteStore.open(f"sqlite:///{archive}")
    before = contents(archive)
    filed_since = 0

    async def file_one() -> None:
        nonlocal filed_since
        rev = revision(f"since {filed_since}")
        await store.file(rev, [claim(rev)], nothing, alert_channel="", now=at())
        filed_since += 1

    import asyncio

    loop = asyncio.get_running_loop()

    def step(what: str, done: int, total: int) -> None:
        asyncio.run_coroutine_threadsafe(file_one(), loop).result(30)

    kept = await asyncio.to_thread(backup, archive, tmp_path / "copy.db", step=step)
    await store.close()
    assert filed_since >= 3, "it was filed while copying, while trying it out and while comparing"
    assert contents(kept.path) == before
    assert len(contents(archive)["revisions"]) == len(before["revisions"]) + filed_since


def test_a_copy_that_differs_is_thrown_away(archive: Path, tmp_path: Path) -> None:
    def meddle(what: str, done: int, total: int) -> None:
        if what == "trying it out":
            with closing(sqlite3.connect(tmp_path / "copy.db.trial")) as conn, conn:
                conn.execute("UPDATE disputes SET confidence = confidence / 2")

    with pytest.raises(StoreFailed, match="differs from the archive in disputes"):
        backup(archive, tmp_path / "copy.db", step=meddle)
    assert names(tmp_path) == ["archive.db"]


def test_a_damaged_archive_does_not_take_the_place_of_a_good_backup(archive: Path, tmp_path: Path) -> None:
    good = backup(archive, tmp_path / "copy.db", step=quiet)
    before = contents(good.path)
    damage(archive)
    with pytest.raises(StoreFailed, match=r"archive\.db is damaged .*earlier backup"):
        backup(archive, tmp_path / "copy.db", force=True, step=quiet)
    assert contents(good.path) == before


def damage(archive: Path) -> None:
    """A page in the middle of a text is overwritten."""
    with closing(sqlite3.connect(archive)) as conn:
        [size] = conn.execute("PRAGMA page_size").fetchone()
        sql = "SELECT pageno FROM dbstat WHERE name = 'revisions' AND pagetype = 'overflow' ORDER BY pageno LIMIT 1"
        [page] = conn.execute(sql).fetchone()
    with archive.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def test_nothing_is_overwritten_unless_asked(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(BadInput, match="--force"):
        backup(archive, tmp_path / "copy.db", step=quiet)
    assert (tmp_path / "copy.db").read_text() == "precious"
    with pytest.raises(BadInput, match="is there already"):
        backup(archive, archive, force=True, step=quiet)
    with pytest.raises(BadInput, match="no archive is here"):
        backup(tmp_path / "none.db", tmp_path / "copy.db", step=quiet)
    assert not (tmp_path / "none.db").exists()


def test_backups_of_several_days_lie_side_by_side(tmp_path: Path) -> None:
    archive = tmp_path / "wirecheck.db"
    assert named(archive, None, at()) == tmp_path / "wirecheck-20260302-090000.db"
    assert named(archive, tmp_path, at()) == tmp_path / "wirecheck-20260302-090000.db"
    assert named(archive, tmp_path / "x.db", at()) == tmp_path / "x.db"


def test_a_backup_may_be_read_by_whom_the_archive_may(archive: Path, tmp_path: Path) -> None:
    archive.chmod(0o600)
    backup(archive, tmp_path / "copy.db", step=quiet)
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600


# --- putting back --------------------------------------------------------------------------------


async def test_what_was_filed_since_is_kept_aside(archive: Path, tmp_path: Path) -> None:
    copy = backup(archive, tmp_path / "copy.db", step=quiet).path
    before = contents(archive)
    await filed(archive, "since")
    now = contents(archive)
    with pytest.raises(BadInput, match="--force: then it is kept under another name"):
        restore(copy, archive, now=at(), step=quiet)
    assert contents(archive) == now
    kept = restore(copy, archive, force=True, now=at(), step=quiet)
    assert contents(archive) == before
    assert kept.kept == tmp_path / "archive-before-20260302-090000.db"
    assert contents(kept.kept) == now
    assert names(tmp_path) == ["archive-before-20260302-090000.db", "archive.db", "copy.db"]


def test_it_comes_back_where_nothing_is_left(archive: Path, tmp_path: Path) -> None:
    copy, before = backup(archive, tmp_path / "copy.db", step=quiet).path, contents(archive)
    assert restore(copy, tmp_path / "new" / "archive.db", now=at(), step=quiet).kept is None
    assert contents(tmp_path / "new" / "archive.db") == before


def test_it_comes_back_over_a_damaged_archive_whose_log_is_kept_with_it(archive: Path, tmp_path: Path) -> None:
    copy, before = backup(archive, tmp_path / "copy.db", step=quiet).path, contents(archive)
    archive.write_bytes(b"\xff" * 40_000)
    (tmp_path / "archive.db-wal").write_bytes(b"what was in the log")
    kept = restore(copy, archive, force=True, now=at(), step=quiet)
    assert contents(archive) == before
    assert kept.kept
    assert kept.kept.read_bytes() == b"\xff" * 40_000
    assert Path(f"{kept.kept}-wal").read_bytes() == b"what was in the log"


async def test_an_archive_in_use_is_not_replaced_under_its_users(archive: Path, tmp_path: Path) -> None:
    copy = backup(archive, tmp_path / "copy.db", step=quiet).path
    store = SqliteStore.open(f"sqlite:///{archive}")
    with pytest.raises(StoreFailed, match=r"in use by another program; stop it \(`wirecheck serve`\)"):
        restore(copy, archive, force=True, now=at(), step=quiet)
    assert (await store.counts()).articles == 4
    await store.close()
    assert names(tmp_path) == ["archive.db", "copy.db"]


def test_a_backup_of_a_later_version_or_of_nothing_is_refused(archive: Path, tmp_path: Path) -> None:
    copy = backup(archive, tmp_path / "copy.db", step=quiet).path
    with closing(sqlite3.connect(copy)) as conn, conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('wirecheck', '0999 x', '')"
        )
    with pytest.raises(SchemaTooNew, match="later version"):
        restore(copy, tmp_path / "new.db", now=at(), step=quiet)
    (tmp_path / "empty.db").write_bytes(b"")
    (tmp_path / "text.db").write_bytes(b"Dear diary, " * 500)
    for name, told in (("empty.db", "is empty"), ("text.db", "is not a SQLite database"), ("none.db", "no backup")):
        with pytest.raises((BadInput, StoreFailed), match=told):
            restore(tmp_path / name, tmp_path / "new.db", now=at(), step=quiet)
    damage(archive)
    with pytest.raises(StoreFailed, match="is damaged"):
        restore(archive, tmp_path / "new.db", now=at(), step=quiet)
    assert not (tmp_path / "new.db").exists()


def test_a_backup_of_an_earlier_version_comes_back_and_is_brought_up_to_date(tmp_path: Path) -> None:
    from store import migrations

    older = connect(str(tmp_path / "old.db"), writing=True)
    migrations.diary.apply(older, stop_before="0006 which articles are about the same")
    older.close()
    restore(tmp_path / "old.db", tmp_path / "archive.db", now=at(), step=quiet)
    store = SqliteStore.open(f"sqlite:///{tmp_path}/archive.db")
    store.shut()


# --- what goes wrong -----------------------------------------------------------------------------


@contextmanager
def files_of_at_most(size: int):
    """As on a disk that is full: no file of this process grows beyond so many bytes."""
    limits, told = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, told)


def test_a_disk_that_is_full_leaves_everything_as_it_was(archive: Path, tmp_path: Path) -> None:
    copy, before = backup(archive, tmp_path / "copy.db", step=quiet).path, contents(archive)
    with files_of_at_most(archive.stat().st_size // 2):
        with pytest.raises(StoreFailed, match=r"more\.db: the disk .*(is full|failed while)"):
            backup(archive, tmp_path / "more.db", step=quiet)
        with pytest.raises(StoreFailed, match=r"archive\.db: the disk .*(is full|failed while)"):
            restore(copy, archive, force=True, now=at(), step=quiet)
    assert contents(archive) == before
    assert names(tmp_path) == ["archive.db", "copy.db"]


@pytest.mark.parametrize("work", ["backup", "restore"])
def test_a_kill_at_any_moment_leaves_the_archive_and_the_backups_there(archive, tmp_path, work) -> None:
    copy, before = backup(archive, tmp_path / "copy.db", step=quiet).path, contents(archive)
    program = f"""
import os, signal
from pathlib import Path
from store import safekeeping
from tests.store.factories import at
left = [int(os.environ["STEPS"])]
def step(*told):
    left[0] -= 1
    if left[0] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
archive, copy = Path({str(archive)!r}), Path({str(copy)!r})
if {work!r} == "backup":
    safekeeping.backup(archive, copy.with_name("more.db"), step=step)
else:
    safekeeping.restore(copy, archive, force=True, now=at(), step=step)
"""
    for steps in (1, 2, 3):
        ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=os.environ | {"STEPS": str(steps)})
        if ran.returncode == 0:
            break
        assert ran.returncode == -signal.SIGKILL
        assert contents(archive) == before
        assert contents(copy) == before
        assert not (tmp_path / "more.db").exists()
    backup(archive, tmp_path / "last.db", step=quiet)
    assert contents(tmp_path / "last.db") == before


def test_the_row_by_row_comparison_sees_a_row_more_and_a_row_less(archive: Path, tmp_path: Path) -> None:
    compare: Callable[..., int] = safekeeping.compare
    copy = backup(archive, tmp_path / "copy.db", step=quiet).path
    for sql in ("DELETE FROM seen", "INSERT INTO seen VALUES ('x', '')", "CREATE TABLE more (x)"):
        other = tmp_path / f"{threading.get_ident()}.db"
        other.unlink(missing_ok=True)
        other.write_bytes(copy.read_bytes())
        with closing(connect(str(other), writing=True)) as changed:
            changed.execute(sql)
            with closing(connect(str(copy), writing=False)) as one, pytest.raises(StoreFailed):
                compare(one, changed, quiet)
