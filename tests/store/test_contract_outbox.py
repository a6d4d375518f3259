"""What every archive promises of its outbox: nothing lost, nothing twice, in order."""

from __future__ import annotations

import pytest

from bot.errors import NotOnFile
from bot.nouns import DigestPlan, Receipt
from tests.store.factories import at
from tests.store.test_contract import clash


async def alerts(store, *names, channel="C1"):
    """Has one alert due for each name, and returns their keys."""
    keys = []
    for i, name in enumerate(names):
        _, _, filing = await clash(store, first=name, second=f"{name} again", minutes=i * 2.0, channel=channel)
        keys += [f"alert:{d}" for d in filing.decision.opened] or [d.key for d in await store.waiting()][-1:]
    return keys


async def owe(store, *hours, channel="C1"):
    for minutes in hours:
        assert await store.owe_digest(channel, due=at(minutes))


async def taken(store, minutes, **more):
    return [d.key for d in await store.take_due(now=at(minutes), **more)]


async def test_an_alert_is_taken_posted_and_never_due_again(store):
    [key] = await alerts(store, "harbour")
    [due] = await store.take_due(now=at(5))
    assert (due.key, due.kind, due.channel, due.sending, due.attempts) == (key, "alert", "C1", False, 0)
    assert await store.receipt(key) is None
    await store.posted(key, Receipt("C1", "17.1"), now=at(5))
    assert await store.receipt(key) == Receipt("C1", "17.1")
    assert await taken(store, 60) == []
    assert await store.waiting() == []
    counts = await store.counts()
    assert (counts.alerts_due, counts.alerts_posted) == (0, 1)


async def test_what_is_being_sent_is_kept_off_others_for_a_minute_and_then_looked_for(store):
    [key] = await alerts(store, "harbour")
    assert await taken(store, 5) == [key]
    assert await taken(store, 5.9) == []
    [due] = await store.take_due(now=at(6))
    assert (due.key, due.sending, due.attempts) == (key, True, 1)


async def test_with_no_channel_alerts_are_kept_but_not_taken(store):
    [key] = await alerts(store, "harbour", channel="")
    assert await taken(store, 60) == []
    assert [d.key for d in await store.waiting()] == [key]
    assert (await store.counts()).alerts_due == 1
    await store.settle(key.removeprefix("alert:"), state="resolved", how="", by="U1", now=at(61))
    assert [d.key for d in await store.waiting()] == [key]


async def test_of_each_channel_only_the_earliest_is_taken(store):
    await owe(store, 0, 1)
    await owe(store, 2, channel="C2")
    first, second = [d.key for d in await store.waiting() if d.channel == "C1"]
    [other] = [d.key for d in await store.waiting() if d.channel == "C2"]
    assert await taken(store, 10) == [first, other]
    assert await taken(store, 10) == []
    await store.posted(first, Receipt("C1", "1"), now=at(10))
    assert await taken(store, 10) == [second]


async def test_the_limit_counts_channels_oldest_first(store):
    await owe(store, 2, channel="C2")
    await owe(store, 1, channel="C1")
    await owe(store, 3, channel="C3")
    assert [k.split(":")[1] for k in await taken(store, 10, limit=2)] == ["C1", "C2"]
    assert [k.split(":")[1] for k in await taken(store, 10, limit=2)] == ["C3"]


async def test_what_is_put_off_holds_up_its_channel_so_that_order_is_kept(store):
    await owe(store, 0, 1)
    first = (await taken(store, 10))[0]
    await store.put_off(first, until=at(12), reason="Slack is down")
    assert await taken(store, 11) == []
    [due] = await store.take_due(now=at(12))
    assert (due.key, due.sending, due.attempts, due.due) == (first, False, 1, at(0))


async def test_what_is_due_later_holds_up_nothing(store):
    await owe(store, 30, 1)
    sooner, later = [d.key for d in await store.waiting()]
    assert await taken(store, 10) == [sooner]
    await store.posted(sooner, Receipt("C1", "1"), now=at(10))
    assert await taken(store, 29) == []
    assert await taken(store, 30) == [later]


async def test_what_is_given_up_lets_the_next_one_pass_and_is_kept_with_its_reason(store):
    await owe(store, 0, 1)
    first, second = [d.key for d in await store.waiting()]
    await taken(store, 10)
    await store.give_up(first, reason="channel_not_found")
    assert await taken(store, 10) == [second]
    told = (await store.waiting())[0]
    assert (told.key, told.payload["state"], told.payload["reason"]) == (first, "given up", "channel_not_found")
    assert await store.receipt(first) is None


async def test_posting_twice_is_noted_where_it_was_posted_last(store):
    [key] = await alerts(store, "harbour")
    await taken(store, 5)
    await store.posted(key, Receipt("C1", "1"), now=at(5))
    await store.posted(key, Receipt("C1", "2"), now=at(6))
    await store.put_off(key, until=at(9), reason="too late")
    await store.give_up(key, reason="too late")
    assert await store.receipt(key) == Receipt("C1", "2")
    assert (await store.counts()).alerts_posted == 1


async def test_noting_what_was_never_owed_is_an_error(store):
    with pytest.raises(NotOnFile):
        await store.posted("alert:nothing", Receipt("C1", "1"), now=at())


# --- digests -------------------------------------------------------------------------------------

PLAN = DigestPlan(channel="C1", cadence="weekly", at="07:30", zone="Europe/London", since=at(0), weekday=2)


async def test_a_plan_is_kept_changed_and_taken_away(store):
    await store.plan_digest(PLAN, channel="C1")
    daily = DigestPlan(channel="C0", cadence="daily", at="18:00", zone="Asia/Tokyo", since=at(5))
    await store.plan_digest(daily, channel="C0")
    assert list(await store.digest_plans()) == [daily, PLAN]
    later = DigestPlan("C1", "daily", "08:00", "Europe/London", at(9), parts=("open", "feeds"), planned=at(10))
    await store.plan_digest(later, channel="C1")
    await store.plan_digest(None, channel="C0")
    assert list(await store.digest_plans()) == [later]


async def test_a_digest_is_owed_once_and_posting_it_moves_the_bookmark(store):
    await store.plan_digest(PLAN, channel="C1")
    assert await store.owe_digest("C1", due=at(60))
    assert not await store.owe_digest("C1", due=at(60))
    [due] = await store.take_due(now=at(65))
    assert (due.kind, due.channel, due.subject, due.due) == ("digest", "C1", "C1", at(60))
    await store.posted(due.key, Receipt("C1", "1"), now=at(66))
    assert [p.since for p in await store.digest_plans()] == [at(60)]
    assert not await store.owe_digest("C1", due=at(60))


async def test_the_bookmark_never_goes_back(store):
    await store.plan_digest(PLAN, channel="C1")
    await owe(store, 60, 120)
    first, second = [d.key for d in await store.waiting()]
    await store.posted(second, Receipt("C1", "2"), now=at(121))
    await store.posted(first, Receipt("C1", "1"), now=at(122))
    assert [p.since for p in await store.digest_plans()] == [at(120)]


async def test_a_digest_switched_off_is_no_longer_due(store):
    await store.plan_digest(PLAN, channel="C1")
    await owe(store, 60)
    await store.plan_digest(None, channel="C1")
    assert await taken(store, 90) == []
