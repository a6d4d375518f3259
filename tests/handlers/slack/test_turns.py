"""A few questions are worked on at a time, first come, first served; all others are acked meanwhile."""

from __future__ import annotations

import asyncio

from bot.nouns import Answer
from handlers.slack.app import at_work
from handlers.slack.turns import Turns
from tests.handlers.slack.newsroom_fake import NewsroomFake
from tests.handlers.slack.signed import Sender
from tests.handlers.slack.slack_double import SlackDouble


async def test_no_more_than_a_few_at_once_and_in_the_order_they_came() -> None:
    turns, begun, at_once, most = Turns(2), list[int](), 0, 0

    async def work(n: int) -> None:
        nonlocal at_once, most
        async with turns.mine():
            begun.append(n)
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0)
            at_once -= 1

    await asyncio.gather(*map(work, range(9)))
    assert (begun, most) == (list(range(9)), 2)


async def test_a_turn_is_given_back_by_who_fails() -> None:
    turns = Turns(1)
    for _ in range(3):
        try:
            async with turns.mine():
                raise ValueError
        except ValueError:
            pass
    async with asyncio.timeout(1), turns.mine():
        pass


async def test_while_two_questions_are_thought_about_the_third_is_acked(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    thinking, go_on = list[str](), asyncio.Event()

    async def slow(text: str) -> Answer:
        thinking.append(text)
        await go_on.wait()
        return Answer(text, False, "Not on file.")

    newsroom.facts = slow  # type: ignore[method-assign]
    async with asyncio.timeout(5):
        asked = [asyncio.create_task(send.command("/facts", word)) for word in ("one", "two", "three")]
        while len(at_work(send.app)) < 3:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert thinking == ["one", "two"]
        go_on.set()
        assert [acked for acked, _ in await asyncio.gather(*asked)] == [200, 200, 200]
    assert thinking == ["one", "two", "three"]
