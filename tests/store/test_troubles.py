"""A full disk, a disk that may not be written, a locked file, a damaged page, a clock that jumps back: a line that says
what to do, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.errors import StoreFailed
from bot.nouns import Article, Receipt, Revision
from bot.ports import Search
from store import doctor
from store.safekeeping import backup, restore
from store.sqlite import SqliteStore
from tests.store.factories import at, claim, everything, nothing, revision
from tests.store.test_safekeeping import damage, files_of_at_most, quiet


@pytest.fixture
async def store(tmp_path: Path) -> Iterator[SqliteStore]:  # type: ignore[misc]
    opened = SqliteStore.open(f"sqlite:///{tmp_path}/archive.db")
    yield opened
    await opened.close()


async def file(store: SqliteStore, name: str, text: str = "", minutes: float = 0) -> Revision:
    rev = revision(name, text or f"All about the {name}. " * 40, minutes=minutes)
    await store.file(rev, [claim(rev)], nothing, alert_channel="C1", now=at(minutes))
    return rev


async def sound(store: SqliteStore) -> bool:
    checks = await store.doctor()
    return all(well for what, well, _ in checks if what in doctor.CONTENT)


# --- a full disk ---------------------------------------------------------------------------------


async def test_on_a_full_disk_nothing_is_lost_and_filing_goes_on_when_there_is_room(store, tmp_path) -> None:
    before = [await file(store, f"early {n}") for n in range(5)]
    size = max(p.stat().st_size for p in tmp_path.iterdir())
    filed: list[Revision] = []

    async def file_on() -> None:
        for n in range(200):
            filed.append(await file(store, f"late {n}", f"A long story {n}. " * 900))

    with files_of_at_most(size + 400_000), pytest.raises(StoreFailed, match=r"archive\.db: the disk ") as told:
        await file_on()
    assert "make room" in str(told.value) or "check the disk" in str(told.value)
    assert filed, "some went in before it was full"
    assert await sound(store)
    for rev in [*before, *filed]:
        assert await store.text(rev.id) == rev.text
    assert (await store.counts()).articles == len(before) + len(filed)
    await file(store, f"late {len(filed)}", "Now there is room. " * 900)
    assert await sound(store)


async def test_what_was_accepted_waits_out_a_full_disk(store, tmp_path) -> None:
    article = Article(key="pushed", ref="pushed", text="A long story. " * 9_000)
    await store.inbox.receive([article], key="k", digest="d", answer=b"{}", now=at())
    size = max(p.stat().st_size for p in tmp_path.iterdir())
    rev = Revision.of(article, at())
    with files_of_at_most(size), pytest.raises(StoreFailed):
        await store.file(rev, [claim(rev, "A long story.")], nothing, alert_channel="", now=at())
    [waiting] = await store.inbox.take(now=at(1))
    assert waiting.article == article
    await store.file(rev, [claim(rev, "A long story.")], nothing, alert_channel="", now=at())
    assert await store.known(rev.id)


async def test_a_push_is_not_accepted_when_it_cannot_be_kept(store, tmp_path) -> None:
    size = max(p.stat().st_size for p in tmp_path.iterdir())
    article = Article(key="pushed", ref="pushed", text="".join(map(chr, range(100, 60_000))).replace("\ud800", ""))
    with files_of_at_most(size), pytest.raises(StoreFailed, match="the disk"):
        await store.inbox.receive([article] * 4, key="k", digest="d", answer=b"{}", now=at())
    assert (await store.inbox.tray()).waiting == 0
    assert (await store.inbox.receive([article], key="k", digest="d", answer=b"{}", now=at())).first


# --- a disk that may not be written --------------------------------------------------------------


@contextmanager
def nobody() -> Iterator[None]:
    """As somebody who may read only: root may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_disk_that_may_only_be_read_is_told_and_nothing_is_changed() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "archive.db"
        SqliteStore.open(f"sqlite:///{path}").shut()
        before = path.read_bytes()
        path.chmod(0o444)
        folder.chmod(0o555)
        with nobody():
            for work in (
                lambda: SqliteStore.open(f"sqlite:///{path}"),
                lambda: backup(path, folder / "copy.db", step=quiet),
                lambda: restore(path, folder / "new.db", now=at(), step=quiet),
            ):
                with pytest.raises(StoreFailed, match=r"may not be written|may be written|Permission denied"):
                    work()
        assert path.read_bytes() == before
        assert [p.name for p in folder.iterdir()] == ["archive.db"]
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


# --- a locked file -------------------------------------------------------------------------------


async def test_a_file_that_another_program_holds_is_told_and_filing_goes_on_after_it(store, tmp_path) -> None:
    store.now(lambda db: db.execute("PRAGMA busy_timeout = 50"))  # not the half minute it would wait
    early = await file(store, "early")
    with closing(sqlite3.connect(tmp_path / "archive.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed, match="in use by another program; stop it or wait"):
            await file(store, "late")
        assert (await store.counts()).articles == 1, "readers do not wait"
        assert await store.text(early.id) == early.text
        other.execute("ROLLBACK")
    await file(store, "late")
    assert (await store.counts()).articles == 2
    assert await sound(store)


# --- a damaged page ------------------------------------------------------------------------------


async def test_a_damaged_page_is_told_where_it_is_met_and_the_rest_stays_readable(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    store = SqliteStore.open(f"sqlite:///{path}")
    filed = [await file(store, f"r{n}", f"Story {n}. " * 2_000) for n in range(30)]
    await store.close()
    damage(path)
    hurt = SqliteStore.open(f"sqlite:///{path}")
    readable, told = 0, set()
    for rev in filed:
        try:
            readable += await hurt.text(rev.id) == rev.text
        except StoreFailed as error:
            told.add(str(error))
    assert readable == len(filed) - 1, "one page is a part of one story"
    assert all("is damaged; keep a copy, restore the last backup" in line for line in told)
    [check] = [c for c in await hurt.doctor() if c[0] == "the file is whole"]
    assert check[1] is False
    assert "`wirecheck restore` the last backup" in check[2]
    await hurt.close()


# --- a clock that jumps back ---------------------------------------------------------------------


async def test_editions_keep_their_order_when_the_clock_jumps_back(store: SqliteStore) -> None:
    await file(store, "page", "The bridge is shut.", minutes=600)
    later = await file(store, "page", "The bridge is open.", minutes=0)
    [(current, _), (older, _)] = await store.article("page")
    assert (current.revision_id, older.revision_id != later.id) == (later.id, True)
    assert [s.edition.revision_id for s in await store.search(Search())] == [later.id]
    assert await sound(store)


async def test_what_was_owed_before_the_clock_jumped_back_is_posted_once(store: SqliteStore) -> None:
    one, two = revision("one"), revision("two")
    await store.file(one, [claim(one)], nothing, alert_channel="C1", now=at(600))
    claims = [claim(two)]
    await store.file(two, claims, everything(two, claims), alert_channel="C1", now=at(600))
    assert len(await store.take_due(now=at(600))) == 1  # ten hours back, in the middle of sending:
    assert [due.sending for due in await store.waiting()] == [True], "it is not forgotten"
    assert await store.take_due(now=at(0)) == [], "it waits until the clock is there again"
    [due] = await store.take_due(now=at(602))
    assert due.sending, "so that it is looked for before it is sent again"
    await store.posted(due.key, Receipt("C1", "1"), now=at(602))
    assert await store.take_due(now=at(6000)) == []


async def test_what_was_accepted_before_the_clock_jumped_back_is_filed_when_it_is_there_again(store) -> None:
    article = Article(key="pushed", ref="pushed", text="A story.")
    await store.inbox.receive([article], key="k", digest="d", answer=b"{}", now=at(600))
    again = await store.inbox.receive([article], key="k", digest="d", answer=b"{}", now=at(0))
    assert not again.first, "and is not accepted twice"
    assert (await store.inbox.tray()).waiting == 1
    [waiting] = await store.inbox.take(now=at(600))
    assert waiting.article == article
