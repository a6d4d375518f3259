"""The desk's channel lives in memory: after a restart it is empty, and what follows an alert brings it back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.nouns import Decision, Receipt
from bot.outbox import Outbox
from handlers.desk.standin import Standin
from handlers.desk.workspace import CHANNEL, Message
from handlers.slack.noticeboard import SlackNoticeboard
from store.memory import MemoryStore
from tests.handlers.desk import filed

DISPUTE = filed.clash().id


@asynccontextmanager
async def started(store: MemoryStore) -> AsyncIterator[Standin]:
    """The desk's own Slack, just started, once the outbox has posted all that is due."""
    standin = await Standin.open(lambda: filed.NOW)
    newsroom = filed.newsroom(store)
    outbox = Outbox(store, SlackNoticeboard(standin.client, newsroom), newsroom, clock=lambda: filed.NOW)
    try:
        while await outbox.turn():
            pass
        yield standin
    finally:
        await standin.close()


def messages(standin: Standin) -> list[Message]:
    return list(standin.workspace.messages.values())


async def settled(store: MemoryStore, state: str) -> None:
    await filed.newsroom(store).settle(DISPUTE, state=state, how="", by="@ann")


async def test_what_is_settled_after_a_restart_is_shown_once():
    store = await filed.archive()
    async with started(store) as before:
        assert len(messages(before)) == 1
    await settled(store, "resolved")
    async with started(store) as after:
        [message] = messages(after)
        assert "Resolved, said @ann." in message.text
        assert message.metadata["event_payload"] == {"key": f"alert:{DISPUTE}"}
        await settled(store, "open")
        outbox = Outbox(
            store,
            SlackNoticeboard(after.client, filed.newsroom(store)),
            filed.newsroom(store),
            clock=lambda: filed.NOW,
        )
        assert await outbox.turn()
        [again] = messages(after)
        assert again.ts == message.ts
        assert "Resolved" not in again.text
    assert not await store.waiting(), "nothing was given up"


async def test_a_report_that_joins_after_a_restart_has_its_alert_to_stand_under():
    store = await filed.archive()
    async with started(store):
        pass
    third, claims = filed.third()
    joining = filed.against(claims[0], third)
    await filed.put(store, third, claims, Decision(((DISPUTE, joining),), joined=(DISPUTE,)))
    async with started(store) as after:
        alert, reply = messages(after)
        assert (alert.thread_ts, reply.thread_ts) == ("", alert.ts)
        assert "One more report" in reply.text
        key = f"joined:{DISPUTE}:{third.id}"
        assert await store.receipt(key) == Receipt(CHANNEL, reply.ts, alert.ts)
    assert not await store.waiting(), "nothing was given up"
