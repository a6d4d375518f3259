"""What only the SQLite archive can be asked: processes, kills, full disks, old and later versions."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.errors import BadSetting, SchemaTooNew, StoreFailed
from bot.nouns import Receipt
from bot.ports import Search
from bot.requests import Notes, Request
from store import migrations
from store.connections import connect
from store.doctor import CONTENT
from store.sqlite import SqliteStore, path_of
from store.troubles import line
from tests.store.factories import at, claim, everything, nothing, revision

ROOT = Path(__file__).parents[2]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/archive.db"


def filing(url: str, name: str, quote: str, *, seconds: float = 0) -> subprocess.Popen[str]:
    """A process that has the archive open and files when told to."""
    command = [sys.executable, "-m", "tests.store.filing_process", url, name, quote, str(seconds)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    heard(process, "open")
    return process


def heard(process: subprocess.Popen[str], word: str) -> str:
    assert process.stdout
    said = process.stdout.readline().strip()
    assert said.startswith(word), said
    return said


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("file\n")
    process.stdin.flush()


@contextmanager
def ended(*processes: subprocess.Popen[str]) -> Iterator[None]:
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.communicate()


# --- processes and kills -------------------------------------------------------------------------


@pytest.mark.parametrize("turned", [False, True], ids=["as filed", "the other way round"])
async def test_two_processes_filing_clashing_articles_at_once_meet(url, turned):
    SqliteStore.open(url)._connections.shut()
    stories = [("one", "The harbour is closed."), ("two", "The harbour is open.")]
    processes = [filing(url, *story, seconds=0.2) for story in (stories[::-1] if turned else stories)]
    with ended(*processes):
        for process in processes:
            tell(process)
        said = [process.communicate(timeout=60)[0].split("\n") for process in processes]
    assert sorted(lines[1] for lines in said) == ["opened 0", "opened 1"]
    store = SqliteStore.open(url)
    assert len(await store.disputes()) == 1
    assert len(await store.waiting()) == 1
    await store.close()


async def test_a_kill_in_the_middle_of_filing_leaves_no_half_article(url):
    store = SqliteStore.open(url)
    before = revision("one", "The bridge is shut.")
    await store.file(before, [claim(before, "The bridge is shut.")], nothing, alert_channel="C1", now=at())
    process = filing(url, "one", "The bridge is open.", seconds=60)
    with ended(process):
        tell(process)
        heard(process, "deciding")  # the older revision is superseded by now, in the open transaction
        process.kill()
        process.wait()
    assert [s.claim.quote for s in await store.search(Search(words=("bridge",)))] == ["The bridge is shut."]
    counts = await store.counts()
    assert (counts.articles, counts.revisions, counts.claims) == (1, 1, 1)
    assert all(well for what, well, _ in await store.doctor() if "WAL bug" not in what)
    later = revision("one", "The bridge is open.")
    filed = await store.file(later, [claim(later, "The bridge is open.")], nothing, alert_channel="C1", now=at())
    assert filed.outcome == "revised", "and it can be filed again"
    await store.close()


async def test_what_was_being_sent_at_a_crash_is_looked_for_by_the_next_process(url):
    store = SqliteStore.open(url)
    assert await store.owe_digest("C1", due=at())
    await store.take_due(now=at(1))
    store._connections.shut()  # gone without a word to the outbox
    after = SqliteStore.open(url)
    assert await after.take_due(now=at(1.5)) == [], "the lease still holds"
    [due] = await after.take_due(now=at(2))
    assert due.sending
    await after.posted(due.key, Receipt("C1", "1"), now=at(2))
    await after.close()
    third = SqliteStore.open(url)
    assert await third.take_due(now=at(9)) == []
    await third.close()


async def test_everything_is_there_after_closing_and_opening(url):
    store = SqliteStore.open(url)
    one, two = revision("one"), revision("two")
    a, b = [claim(one)], [claim(two, "The harbour is open.")]
    await store.file(one, a, nothing, alert_channel="C1", now=at())
    await store.file(two, b, everything(two, b), alert_channel="C1", now=at())
    before = (await store.counts(), list(await store.disputes()), list(await store.articles()))
    await store.close()
    again = SqliteStore.open(url)
    assert (await again.counts(), list(await again.disputes()), list(await again.articles())) == before
    await again.close()


async def test_readers_do_not_wait_for_a_filing_in_another_process(url):
    store = SqliteStore.open(url)
    process = filing(url, "one", "The bridge is open.", seconds=60)
    with ended(process):
        tell(process)
        heard(process, "deciding")
        assert (await store.counts()).articles == 0
    await store.close()


# --- what goes wrong -----------------------------------------------------------------------------


def test_urls_name_files():
    assert path_of("sqlite:///wirecheck.db") == "wirecheck.db"
    assert path_of("sqlite:////var/lib/wirecheck.db") == "/var/lib/wirecheck.db"
    assert path_of("sqlite:///:memory:") == path_of("sqlite://") == ":memory:"
    for url in ("postgresql://localhost/x", "wirecheck.db", "sqlite:wirecheck.db", "sqlite://host/wirecheck.db", ""):
        with pytest.raises(BadSetting, match="expected sqlite:///"):
            path_of(url)


def test_a_file_that_is_no_database_is_said_to_be_none(url, tmp_path):
    (tmp_path / "archive.db").write_text("Dear diary, " * 500)
    with pytest.raises(StoreFailed, match="is not a SQLite database; name another file"):
        SqliteStore.open(url)


def test_the_database_of_another_program_is_left_alone(url, tmp_path):
    with closing(sqlite3.connect(tmp_path / "archive.db")) as conn:
        conn.execute("CREATE TABLE recipes (name)")
    with pytest.raises(StoreFailed, match="another program"):
        SqliteStore.open(url)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as conn:
        assert [row[0] for row in conn.execute("SELECT name FROM sqlite_master")] == ["recipes"]


def test_a_database_from_a_later_version_is_not_touched(url):
    store = SqliteStore.open(url)
    store._connections.now(
        lambda db: db.execute(
            "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('wirecheck', '0999 later', '')"
        )
    )
    store._connections.shut()
    with pytest.raises(SchemaTooNew, match=r"later version of Wirecheck .*0999 later.*; upgrade"):
        SqliteStore.open(url)


def test_a_folder_that_is_missing_is_made_and_one_that_cannot_be_is_told(tmp_path):
    SqliteStore.open(f"sqlite:///{tmp_path}/deep/down/archive.db")._connections.shut()
    assert (tmp_path / "deep/down/archive.db").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFailed, match="folder cannot be made"):
        SqliteStore.open(f"sqlite:///{tmp_path}/file/archive.db")


def test_a_folder_in_the_way_is_told(tmp_path):
    (tmp_path / "archive.db").mkdir()
    with pytest.raises(StoreFailed, match="cannot be opened"):
        SqliteStore.open(f"sqlite:///{tmp_path}/archive.db")


async def test_a_full_disk_is_told_and_nothing_is_half_filed(url):
    store = SqliteStore.open(url)
    size = store._connections.now(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
    store._connections.now(lambda db: db.execute(f"PRAGMA max_page_count = {size}").fetchone())
    rev = revision("big", "A long story. " * 100_000)
    with pytest.raises(StoreFailed, match="disk is full; make room") as told:
        await store.file(rev, [claim(rev)], nothing, alert_channel="C1", now=at())
    assert isinstance(told.value.__cause__, sqlite3.Error)
    assert (await store.counts()).articles == 0
    await store.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_is_told(url, tmp_path):
    SqliteStore.open(url)._connections.shut()
    (tmp_path / "archive.db").chmod(0o400)
    with pytest.raises(StoreFailed, match="may not be written"):
        SqliteStore.open(url)


async def test_a_damaged_file_is_seen_by_the_doctor(url, tmp_path):
    store = SqliteStore.open(url)
    for i in range(40):
        rev = revision(f"r{i}", "word " * 2000)
        await store.file(rev, [claim(rev)], nothing, alert_channel="", now=at())
    await store.close()
    path = tmp_path / "archive.db"
    with path.open("r+b") as f:
        f.seek(path.stat().st_size - 10 * 4096)
        f.write(b"\xff" * 8 * 4096)
    hurt = SqliteStore.open(url)
    [advice] = [advice for what, well, advice in await hurt.doctor() if what == "the file is whole"]
    assert "`wirecheck restore` the last backup" in advice
    await hurt.close()


def test_a_file_damaged_from_its_start_is_told(url, tmp_path):
    SqliteStore.open(url)._connections.shut()
    with (tmp_path / "archive.db").open("r+b") as f:
        f.seek(100)
        f.write(b"\xff" * 4096 * 3)
    with pytest.raises(StoreFailed, match="is damaged; keep a copy, restore the last backup"):
        SqliteStore.open(url)


def test_every_error_of_sqlite_comes_with_advice():
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    assert line(error, "a.db") == "a.db is in use by another program; stop it or wait, then try again"
    assert line(sqlite3.OperationalError("odd"), "a.db") == "a.db: odd; run `wirecheck doctor` to have it checked"


async def test_reading_connections_cannot_write_and_do_not_checkpoint(url):
    store = SqliteStore.open(url)
    with pytest.raises(StoreFailed, match="may not be written"):
        await store._read(lambda db: db.execute("DELETE FROM claims"))
    assert await store._read(lambda db: db.execute("PRAGMA wal_autocheckpoint").fetchone()) == (0,)
    await store.close()


# --- the doctor ----------------------------------------------------------------------------------


async def test_a_healthy_archive_has_nothing_to_advise(url):
    store = SqliteStore.open(url)
    rev = revision()
    await store.file(rev, [claim(rev)], nothing, alert_channel="", now=at())
    checks = {what: (well, advice) for what, well, advice in await store.doctor()}
    version = checks.pop("SQLite is free of the WAL bug")
    assert version[0] == (sqlite3.sqlite_version_info >= (3, 51, 3))
    assert version[0] or "3.51.3 or later" in version[1]
    assert all(check == (True, "") for check in checks.values()), checks
    assert set(checks) > CONTENT
    await store.close()


async def test_the_doctor_sees_a_word_index_and_topics_out_of_step(url):
    store = SqliteStore.open(url)
    rev = revision()
    await store.file(rev, [claim(rev)], nothing, alert_channel="", now=at())
    store._connections.now(lambda db: db.execute("INSERT INTO claim_words(claim_words) VALUES ('delete-all')"))
    store._connections.now(lambda db: db.execute("UPDATE topics SET claims = 9"))
    ill = {what: advice for what, well, advice in await store.doctor() if not well}
    assert "1 claims cannot be found" in ill["the word index is in step with the claims"]
    assert "topics are not" in ill["the topics are counted rightly"]
    await store.close()


# --- migrations ----------------------------------------------------------------------------------


async def test_an_archive_of_an_older_version_is_brought_up_to_date_with_what_it_holds(url, tmp_path):
    older = connect(str(tmp_path / "archive.db"), writing=True)
    migrations.diary.apply(older, stop_before="0006 which articles are about the same")
    assert migrations.schema(older) == 5
    older.conn.executescript(
        """
        INSERT INTO revisions(id, article_id, ref, title, outlet, author, url, sha256, origin, said, filed, current, text)
            VALUES ('r1', 'a1', 'harbour', '', '', '', '', '', '', '2026-03-02', '2026-03-02', 1, 'The harbour is closed.');
        INSERT INTO claims(n, id, article_id, revision_id, current, said, cue_lemma, cue_class, source_name, source_folded, body)
            VALUES (1, 'c1', 'a1', 'r1', 1, '2026-03-02', '', '', '', '', CAST('{"id":"c1","article_id":"a1","revision_id":"r1",
                "sentence":[0,22],"quote":"The harbour is closed.","content":[[0,22]],"topics":["close","harbour"]}' AS BLOB));
        INSERT INTO topics(n, name, claims) VALUES (1, 'close', 1), (2, 'harbour', 1);
        INSERT INTO claim_topics(topic, claim) VALUES (1, 1), (2, 1);
        INSERT INTO claim_words(rowid, quote, source, title, topics) VALUES (1, 'The harbour is closed.', '', '', 'close ; harbour');
        """
    )
    older.close()
    store = SqliteStore.open(url)
    assert (await store.counts()).schema == len(migrations.diary._migrations)
    new = revision("new")
    claims = [claim(new, "The harbour is open.")]
    filed = await store.file(new, claims, everything(new, claims), alert_channel="", now=at())
    assert [c.old.claim.id for _, c in filed.decision.conflicts] == ["c1"]
    assert not [what for what, well, _ in await store.doctor() if not well and "WAL bug" not in what]
    await store.close()


def test_an_upgrade_that_fails_is_as_if_it_had_not_begun(tmp_path):
    path = str(tmp_path / "archive.db")
    older = connect(path, writing=True)
    migrations.diary.apply(older, stop_before="0004 the outbox, and the digests it owes")
    older.execute("CREATE TABLE seen (in_the_way)")
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrations.bring_up_to_date(older, where=path)
    assert migrations.schema(older) == 3
    assert "outbox" not in older.table_names()
    older.close()


def test_two_processes_opening_a_new_archive_at_once_both_succeed(url):
    processes = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                f"from store.sqlite import SqliteStore; SqliteStore.open({url!r})._connections.shut()",
            ],
            cwd=ROOT,
        )
        for _ in range(3)
    ]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]


async def test_a_copy_of_the_file_after_closing_is_a_backup(url, tmp_path):
    store = SqliteStore.open(url)
    rev = revision()
    await store.file(rev, [claim(rev)], nothing, alert_channel="", now=at())
    await store.close()
    shutil.copy(tmp_path / "archive.db", tmp_path / "copy.db")
    copy = SqliteStore.open(f"sqlite:///{tmp_path}/copy.db")
    assert await copy.known(rev.id)
    await copy.close()


async def test_what_is_jotted_down_outlives_a_kill_and_what_is_written_is_forced_to_the_disk_again(url):
    """A request is noted while Slack waits for its ack; an article is on file once the disk has it."""
    store = SqliteStore.open(url)
    now = at()
    assert await store.requests.note(Notes(begun=[Request(("k1",), now, b"sealed")]), now=now) == [True]
    assert store._connections._writer.execute("PRAGMA synchronous").fetchone() == (2,), "FULL for all else"
    copy = url.removeprefix("sqlite:///") + "-copy"
    for end in ("", "-wal"):  # as the files stand at a kill: nothing closed, nothing checkpointed
        shutil.copy(url.removeprefix("sqlite:///") + end, copy + end)
    after = SqliteStore.open(f"sqlite:///{copy}")
    assert await after.requests.note(Notes(begun=[Request(("k1",), now)]), now=now) == [False], "seen before"
    assert [one.key for one in await after.requests.take(now=at(1))] == ["k1"]
    await after.close()
    await store.close()
