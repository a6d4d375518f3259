"""A bot killed while it polls: whatever a feed brought is filed in the end, each article once."""

from __future__ import annotations

import asyncio
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.following import Following
from bot.intake.fetching import WebFetcher
from bot.intake.poller import Poller
from bot.intake.rounds import Rounds
from bot.newsroom import Newsroom
from store.sqlite import SqliteStore
from tests.bot.intake.sites import OPEN_HERE, QUICK, Site, page_of, rss_of, sited
from tests.store.polling_process import read

ROOT = Path(__file__).resolve().parents[2]
NAMES = [f"n{n}" for n in range(40)]
KILLS = 4


async def killed_after(database: Path, site: Site, pages: int, seconds: float) -> None:
    """Runs the bot until it has asked for so many pages, and so many seconds more, and kills it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.store.polling_process", str(database), cwd=ROOT
    )
    wanted = len(site.came) + pages
    async with asyncio.timeout(120):
        while len(site.came) < wanted:  # noqa: ASYNC110 - looked at from outside
            await asyncio.sleep(0.001)
    await asyncio.sleep(seconds)
    process.kill()
    await process.wait()


async def test_nothing_is_lost_and_nothing_filed_twice(tmp_path: Path) -> None:
    database, chance = tmp_path / "archive.db", random.Random(7)
    later = datetime.now(UTC)
    async with sited() as site, WebFetcher(is_open=OPEN_HERE, limits=QUICK) as fetcher:
        site.says("/feed", rss_of(site, *NAMES), "application/rss+xml")
        for name in NAMES:
            site.says(f"/{name}", page_of(name))
        store = SqliteStore.open(f"sqlite:///{database}")
        newsroom = Newsroom(store, read, clock=lambda: later)
        rounds = Rounds(store.feeds, fetcher, newsroom.file, clock=lambda: later)
        feed = (await Following(store.feeds, fetcher, rounds, clock=lambda: later).add(site.url("/feed"))).feed
        await store.close()
        for _ in range(KILLS):
            await killed_after(database, site, chance.randint(2, 6), chance.uniform(0, 0.03))
        store = SqliteStore.open(f"sqlite:///{database}")
        killed = (await store.feeds.tallies(since=later))[feed.id]
        later += timedelta(minutes=30)  # every lease has run out
        newsroom = Newsroom(store, read, clock=lambda: later)
        rounds = Rounds(store.feeds, fetcher, newsroom.file, clock=lambda: later)
        await Poller(store.feeds, rounds, clock=lambda: later).work_off(visit=False)
        tally, counts = (await store.feeds.tallies(since=later))[feed.id], await store.counts()
        assert 0 < killed.filed < len(NAMES), "the kills fell into the work"
        assert (tally.due, tally.filed, tally.given_up) == (0, len(NAMES), 0)
        assert (counts.articles, counts.revisions) == (len(NAMES), len(NAMES))
        assert all(well for what, well, _ in await store.doctor() if "WAL bug" not in what and "room" not in what)
        await store.close()
