"""On shutdown nothing in hand is dropped: answers being worked on are given first."""

from __future__ import annotations

import asyncio
import gc

import pytest

from handlers.slack.app import at_work, drain
from tests.handlers.slack.newsroom_fake import NewsroomFake
from tests.handlers.slack.signed import Sender
from tests.handlers.slack.slack_double import SlackDouble


@pytest.fixture
def slow(newsroom: NewsroomFake) -> asyncio.Event:
    """Holds every `/facts` until it is set."""
    go, facts = asyncio.Event(), newsroom.facts

    async def waits(text: str):
        await go.wait()
        return await facts(text)

    newsroom.facts = waits  # type: ignore[method-assign]
    return go


async def _until(true) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_drain_waits_for_answers_in_the_making(send: Sender, slack: SlackDouble, slow: asyncio.Event) -> None:
    asking = asyncio.create_task(send.command("/facts", "bridge"))
    await _until(lambda: len(at_work(send.app)) == 1)
    gc.collect()  # Bolt keeps no reference to the task; we do
    assert slack.answers == []
    slow.set()
    assert await drain(send.app, 5) == 0
    assert len(slack.answers) == 1
    assert (await asking)[0] == 200
    assert len(at_work(send.app)) == 0


async def test_drain_tells_how_many_were_not_done_in_time(
    send: Sender, slack: SlackDouble, slow: asyncio.Event
) -> None:
    asking = asyncio.create_task(send.command("/facts", "bridge"))
    await _until(lambda: len(at_work(send.app)) == 1)
    assert await drain(send.app, 0.05) == 1
    assert (await asking)[0] == 200  # acknowledged at once, before the work
    assert slack.answers == []


async def test_draining_an_idle_app_takes_no_time(send: Sender) -> None:
    assert await drain(send.app, 5) == 0
