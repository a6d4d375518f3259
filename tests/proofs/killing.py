"""Kills a filing run at random moments, again and again, and looks each time whether anything was lost or is half there.

    python -m tests.proofs.killing --kills 500

After every kill the archive must be sound to the doctor, every article on file must have exactly the claims that were
read out of it, and every article whose acceptance was promised (answered on a push, or noted as done in the journal of
an import) must be on file or waiting. After the last kill of an archive the run is let end: then every article is on
file, once, and every dispute has its alert.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import random
import signal
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from sqlite_utils import Database

from bot.nouns import Edition, Revision
from store import doctor
from store.connections import connect
from store.places import id_in
from tests.proofs.filing_run import OPENED, Job, child, claims_of, job, now, run

#: Articles of one archive, and seconds after which it is killed at the latest.
SIZE, LATEST = 160, 1.2
#: The share that is killed while the archive is being made or opened.
EARLY = 0.15
#: Kills of one archive at most: then the next.
EACH = 25


@dataclass
class Seen:
    """What was found out: kills, by what had been going on; articles that were looked for after a kill."""

    kills: int = 0
    ended: int = 0
    archives: int = 0
    looked_for: int = 0
    states: Counter[str] = field(default_factory=Counter)


class Broken(AssertionError):
    """A promise that was not kept."""


def prove(kills: int, folder: Path, *, seed: int, size: int = SIZE, told: bool = False) -> Seen:
    """Kills so many times. ``Broken`` at the first promise that was not kept; the archive is then left to look at."""
    chance, seen = random.Random(seed), Seen()
    while seen.kills < kills:
        seen.archives += 1
        work = job(folder, seed * 10_000 + seen.archives, size=size)
        promised: set[int] = set()
        for _ in range(min(EACH, kills - seen.kills)):
            early = chance.random() < EARLY
            if not killed(work, promised, chance.uniform(0, LATEST) * chance.random(), early=early):
                seen.ended += 1
                break
            seen.kills += 1
            look(work, promised, seen)
            if told and seen.kills % 25 == 0:
                print(f"{seen.kills} kills, {seen.archives} archives, {seen.looked_for:,} promises kept", flush=True)
        run(work, promised.add)
        look(work, promised, seen)
        finished(work)
    return seen


def killed(work: Job, promised: set[int], seconds: float, *, early: bool) -> bool:
    """Lets it work for so long, counted from its very start if ``early``, kills it, and adds what it promised; False
    when it had ended by itself."""
    reading, writing = os.pipe()
    process = multiprocessing.get_context("fork").Process(target=child, args=(work, writing, 60.0))
    process.start()
    os.close(writing)
    if not early:
        os.read(reading, 4)  # it is open, and at work
    time.sleep(seconds)
    if process.pid:
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    with open(reading, "rb") as line:
        data = line.read()
    told = {int.from_bytes(data[i : i + 4], "big") for i in range(0, len(data) - 3, 4)}
    promised.update(told - {OPENED})
    if process.exitcode not in (0, -signal.SIGKILL):
        raise Broken(f"the run itself failed with {process.exitcode} over {work.database}")
    return process.exitcode != 0


def look(work: Job, promised: set[int], seen: Seen) -> None:
    """Whether everything that was promised is there, and whole."""
    if not work.database.exists():
        if promised:
            raise Broken("it promised something before there was an archive")
        return
    with closing(connect(str(work.database), writing=True)) as db:
        if not db.table_names():  # killed before the tables were there: all of them, or none
            seen.states["no tables yet"] += 1
            return
        for what, well, advice in doctor.of_content(db):
            if not well:
                raise Broken(f"{work.database}: not so: {what} ({advice})")
        whole_articles(db)
        waiting = {a for (a,) in db.execute("SELECT article_id FROM inbox WHERE state = 'waiting' AND body NOT NULL")}
        on_file = {i for (i,) in db.execute("SELECT id FROM revisions")}
        for n in promised:
            revision = Revision.of(work.pushed[n], now())
            if revision.id not in on_file and revision.edition.article_id not in waiting:
                raise Broken(f"{work.database}: pushed article {n} was accepted and is lost")
        done = db.execute("SELECT max(done) FROM import_files").fetchone()[0] or 0
        for n, article in enumerate(work.imported[:done]):
            if Revision.of(article, now()).id not in on_file:
                raise Broken(f"{work.database}: imported article {n} was noted as done and is lost")
        seen.looked_for += len(promised) + done
        seen.states["something waits in the inbox" if waiting else "the inbox is empty"] += 1
        seen.states["an import is under way" if done < len(work.imported) else "the import is over"] += 1


def whole_articles(db: Database) -> None:
    """Whether every article on file has exactly the claims that the reader reads out of its text."""
    for n, revision_id, article_id, text, current in db.execute(
        "SELECT n, id, article_id, text, current FROM revisions"
    ).fetchall():
        wanted = {c.id for c in claims_of(Revision(Edition(article_id, revision_id, ""), text))}
        held = db.execute("SELECT id FROM claims WHERE n BETWEEN ? AND ?", [n << 16, (n << 16) + 65535]).fetchall()
        if {id_in(i) for (i,) in held} != wanted:
            raise Broken(f"revision {n} is half there: {len(held)} claims of {len(wanted)}")
        found = db.execute("SELECT count(*) FROM sketches WHERE revision = ?", [n]).fetchone()[0]
        if bool(found) != bool(current):
            raise Broken(f"revision {n} is half there: its sketch")


def finished(work: Job) -> None:
    """Whether, after a run that was let end, every article is on file, once, and every dispute has its alert."""
    wanted = {Revision.of(a, now()).id for a in (*work.imported, *work.pushed)}
    with closing(connect(str(work.database), writing=False)) as db:
        found = [i for (i,) in db.execute("SELECT id FROM revisions")]
        if sorted(found) != sorted(wanted):
            raise Broken(f"{len(found)} revisions on file, {len(wanted)} handed in")
        left = db.execute("SELECT count(*) FROM inbox WHERE state != 'filed'").fetchone()[0]
        alerts = db.execute(
            "SELECT (SELECT count(*) FROM disputes), count(*) FROM outbox WHERE kind = 'alert'"
        ).fetchone()
        if left or alerts[0] != alerts[1] or not alerts[0]:
            raise Broken(f"{left} left in the inbox; {alerts[0]} disputes, {alerts[1]} alerts")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        seen = prove(wanted.kills, Path(folder), seed=wanted.seed, told=True)
    print(
        f"killed {seen.kills} times, over {seen.archives} archives ({seen.ended} runs had ended first), in "
        f"{time.perf_counter() - start:.0f} s: {seen.looked_for:,} times an accepted article was looked for, none was "
        "lost; no article half there"
    )
    for state, count in seen.states.most_common():
        print(f"  {count:5} looks: {state}")


if __name__ == "__main__":
    main()
