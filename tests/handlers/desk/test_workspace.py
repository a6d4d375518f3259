"""The workspace in memory: what happens is told, in order, to whoever listens, and nothing is missed unsaid."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from handlers.desk.workspace import KEPT, Workspace


@pytest.fixture
def space() -> Workspace:
    return Workspace(lambda: datetime(2026, 3, 14, tzinfo=UTC))


async def test_a_listener_hears_what_happened_while_it_looked_away(space: Workspace):
    first = space.post("one")
    since = space.number
    second = space.post("two")
    space.change(first.ts, text="one, changed")
    space.delete(second.ts)
    with space.listening(since) as changes:
        heard = [await anext(changes) for _ in range(3)]
    assert [(c.what, c.ts) for c in heard] == [("posted", second.ts), ("changed", first.ts), ("deleted", second.ts)]
    assert [c.number for c in heard] == [since + 1, since + 2, since + 3]


async def test_a_listener_hears_what_happens_next(space: Workspace):
    with space.listening(space.number) as changes:
        coming = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(0)
        message = space.post("now")
        assert (await coming).ts == message.ts


async def test_who_was_away_too_long_is_told_so(space: Workspace):
    for number in range(KEPT + 5):
        space.post(str(number))
    assert space.missed(2, space.life)
    assert not space.missed(space.number, space.life)
    assert not space.missed(10, space.life)
    assert space.missed(space.number, "another life"), "a number from before a restart"


async def test_a_listener_that_does_not_keep_up_is_let_go(space: Workspace):
    with space.listening(space.number) as changes:
        for number in range(KEPT + 1):
            space.post(str(number))
        heard = [c async for c in changes]
    assert len(heard) < KEPT + 1


async def test_closing_ends_every_listener(space: Workspace):
    with space.listening(0) as changes:
        space.hush()
        assert [c async for c in changes] == []


def test_old_messages_scroll_away_and_their_replies_stay_to_be_seen(space: Workspace):
    parent = space.post("parent")
    reply = space.post("reply", thread_ts=parent.ts)
    for number in range(KEPT - 1):
        space.post(str(number))
    assert parent.ts not in space.messages
    assert len(space.messages) == KEPT
    assert reply in space.top()
