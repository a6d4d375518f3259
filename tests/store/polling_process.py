"""A bot that follows feeds, in a process of its own that a test kills: python -m tests.store.polling_process DATABASE."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from bot.intake.fetching import WebFetcher
from bot.intake.poller import Poller
from bot.intake.rounds import Rounds
from bot.newsroom import Newsroom
from bot.nouns import Claim, Revision
from store.sqlite import SqliteStore
from tests.bot.intake.sites import OPEN_HERE, QUICK


def now() -> datetime:
    return datetime.now(UTC)


async def read(revision: Revision) -> tuple[Claim, ...]:
    return ()


async def main(database: str) -> None:
    store = SqliteStore.open(f"sqlite:///{database}")
    async with WebFetcher(is_open=OPEN_HERE, limits=QUICK) as fetcher:
        newsroom = Newsroom(store, read, clock=now)
        rounds = Rounds(store.feeds, fetcher, newsroom.file, clock=now)
        await Poller(store.feeds, rounds, clock=now, idle=0.05).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
