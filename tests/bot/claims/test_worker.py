"""The reading room goes on: through a Ctrl-C that is not meant for it, and after one of its workers is killed."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from datetime import UTC, datetime

import pytest

from bot.claims.worker import ReadingRoom
from bot.nouns import Article, Revision


def revision(n: int) -> Revision:
    text = f"Police said that bridge {n} was closed."
    return Revision.of(Article(key=str(n), ref=str(n), text=text), datetime(2024, 5, 6, tzinfo=UTC))


@pytest.mark.parametrize("processes", [0, 1])
async def test_a_thread_and_a_process_read_the_same(processes: int) -> None:
    async with ReadingRoom(processes=processes) as room:
        (claim,) = await room.read(revision(1))
    assert claim.quote == "Police said that bridge 1 was closed."


async def test_a_ctrl_c_does_not_reach_the_workers() -> None:
    async with ReadingRoom(processes=1) as room:
        await room.read(revision(1))
        (worker,) = multiprocessing.active_children()
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGINT)
        assert await room.read(revision(2))
        assert worker.is_alive()


async def test_a_worker_that_was_killed_is_replaced() -> None:
    async with ReadingRoom(processes=1) as room:
        await room.read(revision(1))
        (worker,) = multiprocessing.active_children()
        worker.kill()
        read = await asyncio.gather(*(room.read(revision(n)) for n in range(2, 5)))
    assert [claims[0].quote for claims in read] == [revision(n).text for n in range(2, 5)]
