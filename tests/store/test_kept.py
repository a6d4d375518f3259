"""Archives of every earlier version open in this one with all that they held, also when the upgrade is killed."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.ports import Search
from store import migrations
from store.connections import at_once, connect
from store.sqlite import SqliteStore
from tests.store.factories import at, claim, nothing, revision

ROOT = Path(__file__).parents[2]
KEPT = sorted((Path(__file__).parent / "kept").glob("*.db.gz"))
versions = pytest.mark.parametrize("kept", KEPT, ids=lambda p: p.name.removesuffix(".db.gz"))


def unpacked(kept: Path, folder: Path) -> Path:
    archive = folder / "archive.db"
    archive.write_bytes(gzip.decompress(kept.read_bytes()))
    return archive


def told(kept: Path) -> dict[str, Any]:
    """What the version that made it answered."""
    found: dict[str, Any] = json.loads(kept.with_name(kept.name.replace(".db.gz", ".json")).read_text("utf-8"))
    return found


def test_there_is_one_of_every_version_but_this() -> None:
    schemas = {told(kept)["schema"] for kept in KEPT}
    assert schemas == {5, 6, 7, 8, 9, 12}, "those that were ever written by a whole version"


@versions
async def test_an_earlier_archive_is_brought_up_to_date_with_all_that_it_holds(kept: Path, tmp_path: Path) -> None:
    before, store = told(kept), SqliteStore.open(f"sqlite:///{unpacked(kept, tmp_path)}")
    counts = await store.counts()
    assert counts.schema == len(migrations.diary._migrations)
    assert [
        *(counts.articles, counts.revisions, counts.claims),
        *(counts.disputes, counts.alerts_due, counts.alerts_posted),
    ] == before["counts"]
    found = await store.search(Search(limit=10_000))
    claims = [
        [s.edition.ref, s.edition.title, s.claim.id, s.claim.quote, s.claim.source_name, s.claim.cue_lemma, sorted(s.claim.topics)]
        for s in found
    ]  # fmt: skip
    assert sorted(claims) == before["claims"]
    disputes = [
        [d.id, d.state, d.label, d.kind, d.settled_by, [[c.old.claim.quote, c.new.claim.quote] for c in d.conflicts]]
        for d in await store.disputes()
    ]
    assert disputes == before["disputes"]
    assert disputes, "there was one"
    assert {e.ref: await store.text(e.revision_id) for e in await store.articles()} == before["texts"]
    assert [d.key for d in await store.waiting()] == before["waiting"]
    assert [p.channel for p in await store.digest_plans()] == before["plans"]
    assert [f.url for f in await store.feeds.feeds()] == before["feeds"]
    assert (await store.inbox.tray()).waiting == before["inbox"]
    assert not [what for what, well, _ in await store.doctor() if not well and "WAL bug" not in what]
    await store.close()


@versions
async def test_it_is_gone_on_with(kept: Path, tmp_path: Path) -> None:
    store = SqliteStore.open(f"sqlite:///{unpacked(kept, tmp_path)}")
    texts = told(kept)["texts"]
    [*words] = await store.search(Search(words=("troops",)))
    assert words, "what was filed before is found"
    again = revision("new", texts["odd"])
    await store.file(again, [claim(again)], nothing, alert_channel="", now=at(900))
    assert not [what for what, well, _ in await store.doctor() if not well and "WAL bug" not in what]
    page = (await store.article("odd"))[0][0]
    assert len(await store.article("odd")) == 2
    await store.withdraw(page.article_id, by="ann", reason="", publisher=False, now=at(901))
    await store.forget(page.article_id, by="ann", reason="", near_copies=True, now=at(902))
    assert not [what for what, well, _ in await store.doctor() if not well and "WAL bug" not in what]
    await store.close()


OPENING = """
import sys
from store.sqlite import SqliteStore
print("opening", flush=True)
SqliteStore.open(sys.argv[1]).shut()
print("open", flush=True)
"""


def opening(archive: Path) -> subprocess.Popen[str]:
    """A process that is about to bring the archive up to date."""
    command = [sys.executable, "-c", OPENING, f"sqlite:///{archive}"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "opening\n"
    return process


def tables(archive: Path) -> dict[str, int]:
    with closing(sqlite3.connect(archive)) as conn:
        names = [n for (n,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {n: conn.execute(f"SELECT count(*) FROM {n}").fetchone()[0] for n in names if "_words" not in n}


def test_an_upgrade_that_is_killed_is_as_if_it_had_not_begun_and_is_done_the_next_time(tmp_path: Path) -> None:
    archive, finished = unpacked(KEPT[0], tmp_path), 0
    with closing(connect(str(archive), writing=True)) as db, at_once(db):  # larger, so that it takes its time
        for n in range(40):
            db.execute(
                "INSERT INTO revisions(id, article_id, ref, sha256, said, filed, current, text) VALUES (?, ?, '', '', ?, ?, 1, ?)",
                [f"r{n}", f"a{n}", *["2026-03-02T00:00:00+00:00"] * 2, " ".join(f"word{n * k % 997}" for k in range(300))],
            )  # fmt: skip
    before = tables(archive)
    killed_inside = 0
    for seconds in (0.02, 0.15):
        process = opening(archive)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with closing(connect(str(archive), writing=False)) as db:
            assert [r[0] for r in db.execute("PRAGMA integrity_check")] == ["ok"]
            finished = migrations.schema(db)
        if finished != 5:
            break
        killed_inside += 1
        assert tables(archive) == before
    assert killed_inside, "it was killed before it was done"
    store = SqliteStore.open(f"sqlite:///{archive}")
    assert not [what for what, well, _ in store.now(_content) if not well]
    assert store.now(lambda db: db.execute("SELECT count(*) FROM revisions").fetchone()[0]) == before["revisions"]
    store.shut()


def _content(db: Any) -> list[tuple[str, bool, str]]:
    from store import doctor

    return doctor.of_content(db)


def test_an_upgrade_stopped_in_its_very_middle_leaves_the_old_archive(tmp_path: Path) -> None:
    """Killed while the tables of two versions stand in the open transaction, with much of it in the log."""
    archive = unpacked(KEPT[0], tmp_path)
    before = tables(archive)
    program = """
import os, signal, sys
from store import migrations
from store.connections import at_once, connect
db = connect(sys.argv[1], writing=True)
db.execute("PRAGMA cache_size = 10")  # what is changed goes to the disk early
def watch(sql):
    if sql.startswith("DROP TABLE renumbered"):
        os.kill(os.getpid(), signal.SIGKILL)
db.conn.set_trace_callback(watch)
migrations.bring_up_to_date(db, where=sys.argv[1])
"""
    ran = subprocess.run([sys.executable, "-c", program, str(archive)], cwd=ROOT, env=os.environ)
    assert ran.returncode == -signal.SIGKILL
    assert (tmp_path / "archive.db-wal").stat().st_size > 100_000, "it had written"
    assert tables(archive) == before
    SqliteStore.open(f"sqlite:///{archive}").shut()
    assert tables(archive)["revisions"] == before["revisions"]
