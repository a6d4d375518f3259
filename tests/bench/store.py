"""What the archive costs: how long readers wait for the writer during a backfill, and how much disk the texts take.

    python -m tests.bench.store                           # readers alone, then beside a backfill, in one run
    python -m tests.bench.store --disk [PATH...]          # bytes on disk by byte of text; of an archive: --disk wirecheck.db

The backfill reads with a quick reader, so that it writes without a pause: harder on readers than any real one. Without a
PATH the disk is measured on invented articles (tests.bench.press); press articles are read with the real reader.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from bot.intake.files import articles as on_disk
from bot.nouns import Article, Decision, Revision
from bot.ports import Search
from store import chores
from store.sqlite import SqliteStore
from tests.bench import press
from tests.proofs.filing_run import claims_of

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BOUND = 50.0  # milliseconds, at the 99th percentile


async def fill(store: SqliteStore, articles: Iterable[Article]) -> None:
    for article in articles:
        revision = Revision.of(article, NOW)
        await store.file(revision, claims_of(revision), lambda _: Decision(), alert_channel="", now=NOW)


# --- readers beside a writer ---------------------------------------------------------------------


def backfill(path: str, started: multiprocessing.synchronize.Event) -> None:
    """A process that files without end."""

    async def go() -> None:
        store = SqliteStore.open(f"sqlite:///{path}")
        started.set()
        await fill(store, press.articles(10_000_000, seed=2))

    asyncio.run(go())


def asked(store: SqliteStore, chance: random.Random, on_file: int) -> dict[str, Callable[[], Awaitable[object]]]:
    """What people and the desk page ask of an archive."""
    place = chance.choice(press.PLACES)
    return {
        "how much is on file": store.counts,
        "the latest articles": partial(store.articles, limit=20),
        "one article, all of it": partial(store.article, f"{chance.randrange(on_file):06}"),
        "claims with a word": partial(store.search, Search(words=(place,), limit=50)),
    }


async def timed(store: SqliteStore, seconds: float, on_file: int) -> dict[str, list[float]]:
    """Milliseconds each kind of question took, asked in turn for so long."""
    taken: dict[str, list[float]] = {}
    chance, end = random.Random(3), time.perf_counter() + seconds
    while time.perf_counter() < end:
        for name, ask in asked(store, chance, on_file).items():
            start = time.perf_counter()
            await ask()
            taken.setdefault(name, []).append((time.perf_counter() - start) * 1000)
            await asyncio.sleep(0.002)
    return taken


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


async def beside(store: SqliteStore, path: str, seconds: float, on_file: int) -> dict[str, list[float]]:
    """The same while another process files into the archive at this path."""
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    writer = context.Process(target=backfill, args=(path, started))
    writer.start()
    await asyncio.to_thread(started.wait, 60)
    try:
        return await timed(store, seconds, on_file)
    finally:
        writer.kill()
        writer.join()


async def readers(on_file: int, seconds: float) -> None:
    """Against a backfill into another archive, which takes as much of the processors but cannot be waited for."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/bench.db"
        store = SqliteStore.open(f"sqlite:///{path}")
        await fill(store, press.articles(on_file, seed=1))
        alone = await timed(store, seconds, on_file)
        control = await beside(store, f"{folder}/another.db", seconds, on_file)
        before = (await store.counts()).articles
        taken = await beside(store, path, seconds, on_file)
        rate = ((await store.counts()).articles - before) / seconds
        filing = asyncio.create_task(fill(store, press.articles(10_000_000, seed=4)))
        within = await timed(store, seconds, on_file)
        filing.cancel()
        await asyncio.gather(filing, return_exceptions=True)
        await store.close()
    print(f"{on_file} articles on file; the backfill files {rate:.0f} articles a second; milliseconds:")
    columns = {"alone": alone, "another archive": control, "the same archive": taken, "the same process": within}
    print(f"{'a backfill into:':26}" + "".join(f"{name:>18} p50{'p99':>8}" for name in columns))
    for name in alone:
        cells = (f"{statistics.median(v[name]):22.2f}{quantile(v[name], 0.99):8.2f}" for v in columns.values())
        print(f"{name:26}" + "".join(cells))
    floor = quantile([ms for many in control.values() for ms in many], 0.99)
    for told, those in list(columns.items())[2:]:
        p99 = quantile([ms for many in those.values() for ms in many], 0.99)
        print(
            f"readers beside a backfill in {told}: p99 {p99:.1f} ms, {p99 / floor:.2f} of that beside one into another "
            f"archive ({floor:.1f} ms): for the writer itself they wait {max(p99 - floor, 0):.1f} ms of the {BOUND:.0f} allowed"
        )


# --- the disk ------------------------------------------------------------------------------------


async def disk(paths: list[str], count: int) -> None:
    from bot import conflicts  # here, so that a backfill's process is there at once
    from bot.claims.reader import SpacyReader

    if len(paths) == 1 and paths[0].endswith(".db"):
        report(Path(paths[0]))
        return
    found = (a for a in on_disk(paths) if isinstance(a, Article)) if paths else press.articles(count)
    reader = SpacyReader()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        store = SqliteStore.open(f"sqlite:///{path}")
        for article in islice(found, count):
            revision = Revision.of(article, NOW)
            claims = reader.read(revision)
            decide = partial(conflicts.decide, revision.edition, claims)
            await store.file(revision, claims, decide, alert_channel="C1", now=NOW)
        await store.close()
        report(path)
        store = SqliteStore.open(f"sqlite:///{path}")
        done = store.now(chores.compact, path=str(path))
        print(f"after `wirecheck compact` {done.after / text_of(path):.2f}")
        await store.close()


def text_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as conn:
        return int(conn.execute("SELECT sum(length(CAST(text AS BLOB))) FROM revisions").fetchone()[0])


def report(path: Path) -> None:
    """Bytes on disk for each byte of text, and where they go."""
    text, whole = text_of(path), chores.size(str(path))
    with closing(sqlite3.connect(path)) as conn:
        counts = conn.execute("SELECT (SELECT count(*) FROM revisions), count(*) FROM claims").fetchone()
        parts = conn.execute(
            "SELECT name, sum(pgsize), sum(unused) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 12"
        ).fetchall()
    print(f"{counts[0]} texts of {text:,} bytes in all, {counts[1]} claims: {whole / text:.2f} bytes on disk for each")
    for name, size, unused in parts:
        print(f"  {name:30}{size / text:6.2f}, of which {unused / text:.2f} is room to grow")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--disk", nargs="*", metavar="PATH")
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=15.0)
    wanted = parser.parse_args()
    if wanted.disk is not None:
        asyncio.run(disk(wanted.disk, wanted.articles or 300))
    else:
        asyncio.run(readers(wanted.articles or 1_000, wanted.seconds))


if __name__ == "__main__":
    main()
