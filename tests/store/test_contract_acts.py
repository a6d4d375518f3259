"""What every archive promises of who did what with a dispute, who has it, and reminders."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.errors import NotOnFile
from bot.nouns import Act
from tests.store.factories import at
from tests.store.test_contract import clash


@pytest.fixture
async def dispute_id(store):
    _, _, filing = await clash(store)
    return filing.decision.opened[0]


async def kinds(store):
    return [(d.kind, d.channel) for d in await store.waiting()]


async def test_whoever_is_first_has_it_and_the_alert_is_redrawn(store, dispute_id):
    took = await asyncio.gather(
        *(store.acts.assign(dispute_id, by=by, holder="", now=at(5)) for by in ("@ann", "@ben", "@eve"))
    )
    assert sorted(took) == [False, False, True]
    found = await store.dispute(dispute_id)
    assert found.acts == (Act("assigned", found.holder, at(5)),)
    assert await kinds(store) == [("alert", "C1"), ("settled", "C1")]


async def test_it_is_taken_over_only_from_who_has_it(store, dispute_id):
    assert await store.acts.assign(dispute_id, by="@ann", holder="", now=at(5))
    assert not await store.acts.assign(dispute_id, by="@ann", holder="@ann", now=at(6))
    assert not await store.acts.assign(dispute_id, by="@ben", holder="@eve", now=at(6))
    assert await store.acts.assign(dispute_id, by="@ben", holder="@ann", now=at(7))
    assert (await store.dispute(dispute_id)).holder == "@ben"


async def test_what_was_done_is_told_first_things_first(store, dispute_id):
    await store.acts.note(dispute_id, Act("muted", "@ann", at(5), "harbour"))
    await store.settle(dispute_id, state="resolved", how="Corrected", by="@ben", now=at(6))
    await store.settle(dispute_id, state="open", how="", by="@eve", now=at(7))
    assert (await store.dispute(dispute_id)).acts == (
        Act("muted", "@ann", at(5), "harbour"),
        Act("resolved", "@ben", at(6), "Corrected"),
        Act("open", "@eve", at(7)),
    )
    keys = [d.key for d in await store.waiting() if d.kind == "settled"]
    assert keys == [f"settled:{dispute_id}:{n}" for n in (1, 2, 3)]


async def test_a_reminder_is_due_when_it_was_asked_for_and_once(store, dispute_id):
    due = at(5) + timedelta(hours=1)
    assert await store.acts.remind(dispute_id, channel="D1", by="@ann", due=due, now=at(5))
    assert not await store.acts.remind(dispute_id, channel="D1", by="@ann", due=due, now=at(5))
    assert [d.channel for d in await store.take_due(now=at(64))] == ["C1"]
    [reminder] = [d for d in await store.take_due(now=at(65)) if d.channel == "D1"]
    assert (reminder.kind, reminder.subject) == ("reminder", dispute_id)


@pytest.mark.parametrize("how", ["assign", "note", "remind"])
async def test_nothing_is_done_with_a_dispute_that_is_not_on_file(store, how):
    done = {
        "assign": lambda: store.acts.assign("nowhere", by="@ann", holder="", now=at()),
        "note": lambda: store.acts.note("nowhere", Act("muted", "@ann", at())),
        "remind": lambda: store.acts.remind("nowhere", channel="D1", by="@ann", due=at(), now=at()),
    }
    with pytest.raises(NotOnFile):
        await done[how]()
    assert await store.waiting() == []


async def test_with_its_article_goes_what_was_done_with_it(store, dispute_id):
    await store.acts.assign(dispute_id, by="@ann", holder="", now=at(5))
    found = await store.dispute(dispute_id)
    article = found.conflicts[0].old.edition.article_id
    await store.forget(article, by="@ann", reason="", near_copies=False, now=at(6))
    with pytest.raises(NotOnFile):
        await store.dispute(dispute_id)
    assert await store.waiting() == []
