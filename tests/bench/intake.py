"""Where the time of a backfill goes, and whether its memory stays flat; ratios in one run.

python -m tests.bench.intake                            # two readers over JSON Lines: how busy they are, and what the rest costs; --from FILE: yours
python -m tests.bench.intake --flat 100000 --keep A.db  # all but reading and comparing, so many articles: memory, rate; keeps the archive
python -m tests.bench.intake --alerts 100 --keep A.db   # from push to alert, with that archive on file
python -m tests.bench.intake --pages 60                 # what taking pages apart costs beside reading them

Others may want the cores as well: a process counts as busy while it runs or waits for a core, and what things
cost is told in seconds of a core. From push to alert is told in seconds of the clock, so run that when nobody else does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from unittest.mock import patch

from aiohttp import ClientSession, web

from bot import bulk, conflicts
from bot.ahead import ReadAhead
from bot.claims.reader import SpacyReader
from bot.claims.worker import ReadingRoom
from bot.clerk import Clerk
from bot.conflicts.judge import appointed
from bot.intake.records import from_line
from bot.newsroom import Newsroom
from bot.nouns import Article, Claim, Decision, Digest, Dispute, Edition, Receipt, Revision
from bot.outbox import Outbox
from bot.ports import Rivals
from handlers.desk.push import Bucket, Push
from handlers.desk.server import make_desk
from store.sqlite import SqliteStore
from tests.bench.composed import Press
from tests.bench.press import PLACES, articles, sentence

TOKEN = "a-token-for-the-bench"


def now() -> datetime:
    return datetime.now(UTC)


def written(path: Path, told: Iterable[Article]) -> None:
    """Articles as JSON Lines."""
    with path.open("w", encoding="utf-8") as out:
        for article in told:
            row = {"id": article.ref, "outlet": article.outlet, "title": article.title, "text": article.text}
            out.write(
                json.dumps(row | {"published": article.published.isoformat() if article.published else None}) + "\n"
            )


class Spent:
    """Seconds of this process's own work, by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        start = time.thread_time()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.thread_time() - start


def cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def first_lines(source: Path, count: int, into: Path) -> None:
    with source.open("rb") as lines:
        into.write_bytes(b"".join(islice(lines, count)))


async def quiet(newsroom: Newsroom, happening: object) -> None:
    """Tells nobody."""


async def backfill(count: int, readers: int, compare: bool, source: str = "") -> None:
    """Two readers over JSON Lines, as ``wirecheck index`` runs them: invented ones, or the first of ``source``."""
    spent = Spent()
    decide = conflicts.decide

    def deciding(edition: Edition, claims: tuple[Claim, ...], rivals: Rivals, **more: float) -> Decision:
        with spent.on("comparing"):
            return decide(edition, claims, rivals, **more) if compare else Decision()

    with patch.object(conflicts, "decide", deciding), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        if source:
            await asyncio.to_thread(first_lines, Path(source), count, path)
        else:
            await asyncio.to_thread(written, path, articles(count))
        store = SqliteStore.open(f"sqlite:///{folder}/a.db")
        room = ReadingRoom(processes=readers)
        await asyncio.gather(
            *(room.read(Revision.of(next(iter(articles(1, seed=n))), now())) for n in range(readers * 2))
        )
        started = {pid: (ticks(pid), busy(pid)) for pid in children()}  # the model's loading is not what is measured
        mine, wall = cpu(resource.RUSAGE_SELF), time.perf_counter()
        ahead = ReadAhead(room.read, room.aside)
        newsroom = Newsroom(store, ahead.read, clock=now, alert_channel="C1", judge=appointed())
        tally = await bulk.run(
            newsroom, ahead, bulk.Wanted([str(path)], readers, report=f"{folder}/r.csv"), quiet, None
        )
        wall, mine = time.perf_counter() - wall, cpu(resource.RUSAGE_SELF) - mine
        reading = sum(ticks(pid) - before for pid, (before, _) in started.items())
        # The helper that multiprocessing keeps is a child as well, and does nothing.
        at_work = sorted(busy(pid) - before for pid, (_, before) in started.items())[-readers:]
        await room.close()
        await store.close()
    comparing = spent.seconds.get("comparing", 0.0)
    told(tally.filed, wall, reading, mine, comparing, sum(at_work) / wall / readers)


def told(count: int, wall: float, reading: float, mine: float, comparing: float, busy: float) -> None:
    total = reading + mine
    print(f"{count} articles on {os.cpu_count()} cores, {wall:.1f} s")
    for name, seconds in (
        ("reading (in the readers)", reading),
        ("comparing (in the writing thread)", comparing),
        ("the rest: unpacking, parsing, storing, indexing, journal", mine - comparing),
    ):
        print(f"  {name:58}{seconds:8.2f} s of a core{seconds / total:8.1%} of all work")
    print(f"  not reading: {mine / total:.1%}; the readers are busy {busy:.0%} of the time")


def children() -> list[int]:
    mine = os.getpid()
    return [int(p.parent.name) for p in Path("/proc").glob("[0-9]*/stat") if _parent(p) == mine]


def _parent(stat: Path) -> int:
    try:
        return int(stat.read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def busy(pid: int) -> float:
    """Seconds a process has run or waited for a core; not those in which it had nothing to do."""
    spent = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        ran, waited, _ = task.read_text().split()
        spent = max(spent, int(ran) + int(waited))  # its one thread that works
    return spent / 1e9


def ticks(pid: int) -> float:
    """Seconds of a core a process has used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# --- memory, and what is not reading


def resident() -> float:
    """Megabytes of memory this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


class Pace:
    """Prints, each tenth of the way, the memory held and what an article costs."""

    def __init__(self, count: int) -> None:
        self._marks = {1000, *(count * n // 10 for n in range(1, 11))}
        self._seen, self._at, self._spent, self._first = 0, 0, cpu(resource.RUSAGE_SELF), 0.0

    async def __call__(self, newsroom: Newsroom, happening: object) -> None:
        self._seen += 1
        if self._seen not in self._marks:
            return
        spent = cpu(resource.RUSAGE_SELF)
        each = (spent - self._spent) / (self._seen - self._at) * 1000
        self._first = self._first or each
        print(
            f"  {self._seen:8,} articles {resident():6.0f} MB, an article costs {each:6.2f} ms of a core, "
            f"rate {self._first / each:4.2f} of the first thousand's",
            flush=True,
        )
        self._at, self._spent = self._seen, spent


async def flat(count: int, keep: str) -> None:
    """Everything but reading and comparing, whose cost has a bound of its own (so many rivals a claim), over
    ``count`` articles: prints the memory and the rate as it goes on."""
    press = Press()
    conflicts.decide = lambda *_, **__: Decision()  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        database = keep or f"{folder}/a.db"
        path = Path(folder) / "a.jsonl"
        await asyncio.to_thread(written, path, forgotten(press, count))
        again = press.articles(count)  # the same ones, and their claims as they are asked for
        store = SqliteStore.open(f"sqlite:///{database}")

        async def read(revision: Revision) -> tuple[Claim, ...]:
            next(again)
            return await press.read(revision)

        ahead = ReadAhead(read)
        newsroom = Newsroom(store, ahead.read, clock=now)
        before = resident()
        wanted = bulk.Wanted([str(path)], 2, report=f"{folder}/r.csv")
        await bulk.run(newsroom, ahead, wanted, Pace(count), None)
        print(f"{before:.0f} MB before, {resident():.0f} MB after; {await asyncio.to_thread(sizes, path, database)}")
        await store.close()


def forgotten(press: Press, count: int) -> Iterator[Article]:
    """The articles without their claims, which are asked for when they are filed."""
    for article in press.articles(count):
        press.forget()
        yield article


def sizes(path: Path, database: str) -> str:
    """The articles' size, and their archive's."""
    told = sum(len(json.loads(line)["text"].encode()) for line in path.open(encoding="utf-8"))
    held = sum(p.stat().st_size for p in Path(database).parent.glob(Path(database).name + "*"))
    return f"{told / 1e6:.0f} MB of text, {held / 1e6:.0f} MB on disk, {held / told:.1f} times"


# --- from push to alert


class Watch:
    """A noticeboard that notes when a dispute about ``wanted`` was put on it."""

    def __init__(self) -> None:
        self.seen = asyncio.Event()
        self.wanted = ""

    def _put(self, key: str, dispute: Dispute | None = None) -> Receipt:
        if dispute is not None and any(self.wanted in c.new.claim.quote for c in dispute.conflicts):
            self.seen.set()
        return Receipt("C1", key)

    async def alert(self, dispute: Dispute, *, channel: str, key: str, thread: Receipt | None = None) -> Receipt:
        return self._put(key, dispute)

    async def joined(
        self, dispute: Dispute, revision_id: str, *, alert: Receipt | None, channel: str, key: str
    ) -> Receipt:
        return self._put(key, dispute)

    async def settled(self, dispute: Dispute, *, alert: Receipt | None, channel: str, key: str) -> Receipt:
        return self._put(key)

    async def digest(self, digest: Digest, *, channel: str, key: str) -> Receipt:
        return self._put(key)

    async def notice(self, text: str, *, channel: str, key: str) -> Receipt:
        return self._put(key)

    async def find(self, key: str, *, channel: str, since: datetime, thread: Receipt | None = None) -> Receipt | None:
        return None


def clashing(n: int, place: str) -> tuple[dict[str, str], dict[str, str]]:
    """Two articles that contradict each other on one thing of their own, as a CMS would push them."""
    dated = f"2026-02-{n % 27 + 1:02}T08:00:00Z"
    one, other = (
        {
            "id": f"mill-{n}-{outlet}",
            "outlet": outlet,
            "published": dated,
            "title": f"{dead} killed in fire at {place} mill",
            "text": f"{dead} people were killed in the fire at the {place} mill on Sunday, {voice} said.\n"
            + "\n".join(sentence(random.Random(f"{n} {outlet} {k}"), place, "flood", "Hale") for k in range(15)),
        }
        for outlet, voice, dead in (
            ("Hill Times", "police", 10 + n % 50),
            ("Coast Daily", f"the {place} hospital", 15 + n % 50),
        )
    )
    return one, other


async def alerts(count: int, database: str) -> None:
    """Pushes over HTTP what contradicts what was pushed before; prints how long each alert took to be posted."""
    store = SqliteStore.open(f"sqlite:///{database}")
    room, board = ReadingRoom(processes=1), Watch()
    ahead = ReadAhead(room.read, room.aside)
    newsroom = Newsroom(store, ahead.read, clock=now, alert_channel="C1")
    outbox = Outbox(store, board, newsroom, clock=now)
    clerk = Clerk(newsroom, ahead, clock=now, owing=outbox.told)
    push = Push(newsroom, TOKEN, clerk.told, Bucket(rate=1e6, burst=1e6))
    runner = web.AppRunner(make_desk(newsroom, store, push=push), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    running = [asyncio.create_task(outbox.run()), asyncio.create_task(clerk.run())]
    on_file = (await newsroom.counts()).articles
    took: list[float] = []
    async with ClientSession() as session:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/articles"
        for n in range(count):
            place = PLACES[n * 37 % len(PLACES)]
            one, other = clashing(n, place)
            board.wanted = f"{place} mill"
            await send(session, url, one)
            while (await store.inbox.tray()).waiting:  # noqa: ASYNC110 - filed by the clerk, who tells nobody
                await asyncio.sleep(0.02)
            board.seen.clear()
            start = time.perf_counter()
            await send(session, url, other)
            try:
                async with asyncio.timeout(20):
                    await board.seen.wait()
            except TimeoutError:
                continue  # the comparing does not call it a contradiction
            took.append(time.perf_counter() - start)
    for task in running:
        task.cancel()
    await runner.cleanup()
    await room.close()
    await store.close()
    took.sort()
    if not took:
        print(f"{on_file:,} articles on file; none of {count} pushes led to an alert")
        return
    print(
        f"{on_file:,} articles on file; {len(took)} alerts to {count} pushes: "
        f"median {took[len(took) // 2]:.2f} s, p99 {took[min(int(len(took) * 0.99), len(took) - 1)]:.2f} s, longest {took[-1]:.2f} s"
    )


async def send(session: ClientSession, url: str, article: dict[str, str]) -> None:
    async with session.post(url, json=article, headers={"Authorization": f"Bearer {TOKEN}"}) as answer:
        assert answer.status == 202, await answer.text()


# --- pages


def apart(count: int) -> None:
    """What taking a page apart costs beside reading what was taken out, on one core."""
    from bot.intake import pages
    from tests.bot.intake.pages.corpus import articles as made

    reader = SpacyReader()
    chosen = made()[:count]
    pages.from_page(chosen[0].markup, where="x", url=chosen[0].url)
    start = time.perf_counter()
    taken = [pages.from_page(page.markup, where="x", url=page.url) for page in chosen]
    taking = time.perf_counter() - start
    revisions = [Revision.of(article, now()) for article in taken]
    reader.read(revisions[0])
    start = time.perf_counter()
    for revision in revisions:
        reader.read(revision)
    reading = time.perf_counter() - start
    start = time.perf_counter()
    rows = [json.dumps({"id": str(n), "text": a.text}).encode() for n, a in enumerate(taken)]
    parsed = [next(iter(from_line(row, path="x", line=n))) for n, row in enumerate(rows, 1)]
    parsing = time.perf_counter() - start
    assert all(isinstance(p, Article) for p in parsed)
    print(
        f"{len(taken)} pages: taking apart {taking / reading:.2f} of reading them; as JSON Lines {parsing / reading:.4f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--from", dest="source", default="", help="JSON Lines to file instead of invented articles")
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--flat", type=int, default=0)
    parser.add_argument("--alerts", type=int, default=0)
    parser.add_argument("--keep", default="", help="where the archive of --flat is kept, for --alerts")
    parser.add_argument("--pages", type=int, default=0)
    wanted = parser.parse_args()
    if wanted.flat:
        asyncio.run(flat(wanted.flat, wanted.keep))
    elif wanted.alerts:
        asyncio.run(alerts(wanted.alerts, wanted.keep))
    elif wanted.pages:
        apart(wanted.pages)
    else:
        for compare in (False, True):
            print("with comparing" if compare else "without comparing")
            asyncio.run(backfill(wanted.articles, wanted.readers, compare, wanted.source))


if __name__ == "__main__":
    main()
