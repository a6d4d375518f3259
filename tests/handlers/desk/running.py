"""A whole desk, running: archive, reader, newsroom, outbox, the stand-in for Slack, served on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bot.claims.worker import ReadingRoom
from bot.intake import files
from bot.newsroom import Newsroom
from bot.nouns import Article
from bot.outbox import Outbox
from handlers.desk.server import make_desk
from handlers.desk.standin import Standin
from handlers.desk.workspace import CHANNEL
from handlers.slack.noticeboard import SlackNoticeboard
from store.sqlite import SqliteStore

SEEDS = Path(__file__).parents[3] / "seeds"


def now() -> datetime:
    return datetime.now(UTC)


def seeds() -> list[Article]:
    """The seeds as articles, in name order."""
    return [article for article in files.articles([str(SEEDS)]) if isinstance(article, Article)]


@dataclass(frozen=True, slots=True)
class Desk:
    """What is running, and where."""

    url: str
    newsroom: Newsroom
    outbox: Outbox
    standin: Standin


@asynccontextmanager
async def running(articles: Sequence[Article] = (), *, port: int = 0) -> AsyncIterator[Desk]:
    """A desk with these articles filed and their alerts posted; new alerts are posted as they fall due."""
    store = SqliteStore.open("sqlite:///:memory:")
    async with ReadingRoom(processes=0) as room:
        newsroom = Newsroom(store, room.read, clock=now, alert_channel=CHANNEL)
        standin = await Standin.open()
        outbox = Outbox(store, SlackNoticeboard(standin.client, newsroom), newsroom, clock=now, idle=0.1)
        runner = web.AppRunner(make_desk(newsroom, store, standin=standin), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        for article in articles:
            await newsroom.file(article)
        while await outbox.turn():
            pass
        posting = asyncio.create_task(outbox.run())
        try:
            yield Desk(f"http://127.0.0.1:{runner.addresses[0][1]}", newsroom, outbox, standin)
        finally:
            posting.cancel()
            await runner.cleanup()
            await standin.close()
            await store.close()
