"""The clerk files what was accepted, in order; what does not go is tried again, and given up at last."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.clerk import PAUSES, Clerk
from bot.intake.inbox import Tray
from bot.nouns import Article
from bot.outbox import Outbox
from tests.bot.desk_of_one import Desk, Reader
from tests.bot.test_outbox import Board


def article(name: str, text: str = "") -> Article:
    return Article(key=f"id:{name}", ref=name, text=text or f"The {name} was closed, the mayor said.")


async def push(desk: Desk, *articles: Article) -> None:
    await desk.store.inbox.receive(articles, key="", digest="d", answer=b"", now=desk.clock())


async def test_what_waits_is_filed_once_in_order() -> None:
    desk = Desk()
    clerk = Clerk(desk.newsroom, desk.ahead, clock=desk.clock)
    await push(desk, article("bridge"), article("mill"), article("bridge", "The bridge was open again."))
    while await clerk.work():
        pass
    assert await desk.refs() == ["bridge", "mill"]
    (now, _), (before, _) = await desk.newsroom.show("bridge")
    assert await desk.newsroom.text(now.revision_id) == "The bridge was open again."
    assert "closed" in await desk.newsroom.text(before.revision_id)
    assert len(desk.reader.texts) == 3
    assert await desk.store.inbox.tray() == Tray(0, 0)


async def test_what_kills_the_reader_is_put_off_and_then_given_up_and_the_rest_is_filed() -> None:
    desk = Desk()
    clerk = Clerk(desk.newsroom, desk.ahead, clock=desk.clock)
    await push(desk, article("bad", f"It {Reader.POISON}."), article("mill"))
    for pause in (*PAUSES, 0.0):
        while await clerk.work():
            pass
        desk.clock.now += timedelta(seconds=pause + 1)
    assert await desk.refs() == ["mill"]
    assert await desk.store.inbox.tray() == Tray(0, 1)
    (given_up,) = await desk.store.inbox.given_up()
    assert "a reader died" in given_up.reason


async def test_what_has_no_words_is_given_up_at_once() -> None:
    desk = Desk()
    clerk = Clerk(desk.newsroom, desk.ahead, clock=desk.clock)
    await push(desk, replace(article("blank"), text=" "))
    await clerk.work()
    assert await desk.store.inbox.tray() == Tray(0, 1)


async def test_what_is_owed_is_posted_at_once_and_not_at_the_next_look() -> None:
    """An alert should not wait for the outbox to look by itself, which here takes an hour."""
    desk, looked = Desk(), asyncio.Event()

    class Watched(Outbox):
        async def _begin(self) -> None:
            looked.set()

    outbox = Watched(desk.store, Board(), desk.newsroom, clock=desk.clock, idle=3600.0)
    running = asyncio.create_task(outbox.run())
    await looked.wait()
    looked.clear()
    await push(desk, article("bridge"))
    await Clerk(desk.newsroom, desk.ahead, clock=desk.clock, owing=outbox.told).work()
    async with asyncio.timeout(5):
        await looked.wait()
    running.cancel()
