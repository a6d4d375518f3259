"""What every archive promises of alerts in quiet hours: taken along by the digest that is due, or told at their end; never
lost, never doubled, whatever happens in between. And of severity: who is told in place of the usual channel."""

from __future__ import annotations

import pytest

from bot.nouns import Decision, DigestPlan, Receipt, Statement
from bot.watches import Quiet, Watch
from store.sqlite import SqliteStore
from tests.store.factories import at, claim, conflict, nothing, revision

#: ``at(0)`` is nine in the morning, UTC.
QUIET = Quiet("C1", "08:00", "10:00", "UTC")


async def alert(store, name, *, minutes=0, channel="C1", confidence=0.9, **how):
    """Has a dispute about it; its id."""
    old, new = revision(f"{name} old"), revision(f"{name} new")
    first, second = claim(old, f"The {name} is shut."), claim(new, f"The {name} is open.")
    found = conflict(Statement(first, old.edition), Statement(second, new.edition), confidence=confidence)
    await store.file(old, [first], nothing, alert_channel=channel, now=at(minutes))
    decision = Decision(((found.id, found),), (found.id,))
    await store.file(new, [second], lambda rivals: decision, alert_channel=channel, now=at(minutes), **how)
    return found.id


async def joined(store, dispute_id, name, *, minutes, **how):
    """A further report joins the dispute."""
    [before] = [d for d in await store.disputes() if d.id == dispute_id]
    new = revision(f"{name} newest")
    further = claim(new, f"The {name} is open to all.")
    found = conflict(before.conflicts[0].old, Statement(further, new.edition))
    decision = Decision(((dispute_id, found),), joined=(dispute_id,))
    await store.file(new, [further], lambda rivals: decision, alert_channel="C1", now=at(minutes), **how)


async def quiet_with_digest(store, at_hour="10:30", **plan):
    await store.watches.keep_quiet(QUIET, channel="C1")
    await store.plan_digest(DigestPlan("C1", "daily", at_hour, "UTC", at(-120), **plan), channel="C1")


async def drained(store, minutes):
    """Takes and posts what is due then, in order: (kind, subject, key of what it stands under)."""
    seen = []
    while due := await store.take_due(now=at(minutes)):
        for one in due:
            await store.posted(one.key, Receipt(one.channel, f"{minutes}.{len(seen)}"), now=at(minutes))
            seen.append((one.kind, one.subject, one.bundle))
    return seen


async def test_the_digest_soon_after_takes_held_alerts_along_in_its_thread(store):
    await quiet_with_digest(store)
    first, second = await alert(store, "harbour"), await alert(store, "lock", minutes=5)
    assert await drained(store, 10) == []
    assert await drained(store, 61) == [], "quiet hours are over, and the digest is near"
    later = await alert(store, "bridge", minutes=62)
    assert await drained(store, 63) == [("alert", later, "")], "what comes after them is told at once"
    key = f"digest:C1:{(await take(store, 90)).key.split(':', 2)[2]}"
    assert [d.id for d in await store.held("C1", due=at(90))] == [first, second]
    await store.posted(key, Receipt("C1", "90.0"), now=at(90))
    assert await drained(store, 90) == [("alert", first, key), ("alert", second, key)]
    assert await drained(store, 200) == []


async def take(store, minutes):
    [due] = await store.take_due(now=at(minutes))
    assert due.kind == "digest", "before what stands in its thread, whoever owes it"
    return due


async def test_a_digest_within_quiet_hours_comes_and_its_thread_at_their_end(store):
    await quiet_with_digest(store, "09:30")
    held = await alert(store, "harbour")
    due = await take(store, 31)
    await store.posted(due.key, Receipt("C1", "31.0"), now=at(31))
    late = await alert(store, "lock", minutes=40)
    assert await drained(store, 59) == []
    assert await drained(store, 60) == [("alert", held, due.key), ("alert", late, "")]


@pytest.mark.parametrize("plan", [None, {"at_hour": "11:01"}, {"at_hour": "08:59"}])
async def test_where_no_digest_is_near_they_come_when_quiet_hours_end(store, plan):
    await store.watches.keep_quiet(QUIET, channel="C1")
    if plan:
        await store.plan_digest(DigestPlan("C1", "daily", plan["at_hour"], "UTC", at(-1)), channel="C1")
    held = await alert(store, "harbour")
    assert await drained(store, 59) == []
    assert await drained(store, 60) == [("alert", held, "")]


async def test_a_digest_that_is_switched_off_or_refused_leaves_none_behind(store):
    await quiet_with_digest(store)
    held = await alert(store, "harbour")
    due = await take(store, 90)
    await store.give_up(due.key, reason="the channel is archived")
    [alone] = await store.take_due(now=at(91))
    assert (alone.subject, await store.receipt(alone.bundle)) == (held, None), "it stands alone"
    await store.posted(alone.key, Receipt("C1", "91.0"), now=at(91))
    await store.plan_digest(None, channel="C1")
    other = await alert(store, "lock", minutes=24 * 60)
    assert await drained(store, 25 * 60) == [("alert", other, "")]


async def test_what_joins_a_held_alert_waits_for_it(store):
    await quiet_with_digest(store)
    held = await alert(store, "harbour")
    await joined(store, held, "harbour", minutes=65)
    await store.settle(held, state="resolved", how="", by="@ann", now=at(66))
    assert await drained(store, 70) == []
    assert [kind for kind, _, _ in await drained(store, 90)] == ["digest", "alert", "joined", "settled"]


async def test_after_two_days_down_one_digest_takes_all_along(store):
    await quiet_with_digest(store)
    held = [await alert(store, "harbour"), await alert(store, "lock", minutes=24 * 60)]
    seen = await drained(store, 50 * 60)
    assert [(kind, subject) for kind, subject, _ in seen] == [("digest", "C1"), *(("alert", i) for i in held)]
    assert len({bundle for kind, _, bundle in seen if kind == "alert"}) == 1


async def test_the_schedule_owes_no_second_digest_of_that_hour(store):
    await quiet_with_digest(store)
    await alert(store, "harbour")
    due = await take(store, 90)
    assert not await store.owe_digest("C1", due=at(90))
    assert (due.due, due.subject) == (at(90), "C1")


async def test_many_held_ones_are_one_message_only_where_no_digest_takes_them(store):
    await quiet_with_digest(store)
    ids = [await alert(store, f"n{n}", minutes=n) for n in range(8)]
    assert await drained(store, 61) == []
    seen = await drained(store, 90)
    assert [kind for kind, _, _ in seen] == ["digest", *["alert"] * 8]
    assert [subject for _, subject, _ in seen[1:]] == ids


@pytest.mark.parametrize("killed_at", ["before the digest", "while it is sent", "between it and its thread"])
async def test_a_restart_in_between_loses_none_and_doubles_none(tmp_path, killed_at):
    async def again(store):
        await store.close()
        return SqliteStore.open(f"sqlite:///{tmp_path}/held.db")

    store = SqliteStore.open(f"sqlite:///{tmp_path}/held.db")
    await quiet_with_digest(store)
    ids = [await alert(store, "harbour"), await alert(store, "lock", minutes=5)]
    posted = await drained(store, 30)
    if killed_at == "before the digest":
        store = await again(store)
    due = await take(store, 90)
    if killed_at == "while it is sent":
        store = await again(store)
        assert await store.take_due(now=at(90)) == [], "it is kept off others for a while"
        due = await take(store, 92)
        assert due.sending, "to be looked for before it is sent again"
    await store.posted(due.key, Receipt("C1", "92.0"), now=at(92))
    if killed_at == "between it and its thread":
        store = await again(store)
    posted += await drained(store, 93)
    assert posted == [("alert", i, due.key) for i in ids]
    assert await drained(store, 93 + 24 * 60) == []
    await store.close()


# --- severity

BY = {"normal": ("C9",), "low": ("C3",)}


async def owed(store, kind="alert"):
    return [(d.channel, d.key.partition("@")[2]) for d in await store.waiting() if d.kind == kind]


async def test_an_alert_goes_where_its_severity_goes(store):
    await alert(store, "harbour", by_severity={"normal": ("C5", "C6"), "low": ("C5", "C6"), "high": ("C5", "C6")})
    assert await owed(store) == [("C5", "C5"), ("C6", "C6")]
    await alert(store, "lock", by_severity={})
    assert ("C1", "") in await owed(store)


async def test_what_joins_and_makes_it_matter_more_is_an_alert_where_that_goes_and_once(store):
    dispute_id = await alert(store, "harbour", confidence=0.7, by_severity=BY)
    assert await owed(store) == [("C3", "C3")]
    for n in range(3):
        await joined(store, dispute_id, f"harbour {n}", minutes=5 + n, by_severity=BY)
    assert await owed(store) == [("C3", "C3"), ("C9", "C9")]
    told = [channel for channel, _ in await owed(store, "joined")]
    assert (told.count("C3"), told.count("C9")) == (3, 2), "the alert there holds what made it matter more"


async def test_what_is_settled_or_muted_there_rises_no_more(store):
    dispute_id = await alert(store, "harbour", confidence=0.7, by_severity=BY)
    await store.settle(dispute_id, state="resolved", how="", by="@ann", now=at(2))
    await joined(store, dispute_id, "harbour", minutes=5, by_severity=BY)
    assert await owed(store) == [("C3", "C3")]
    other = await alert(store, "lock", confidence=0.7, by_severity=BY)
    await store.watches.watch(Watch("C9", "lock", muted=True))
    await joined(store, other, "lock", minutes=5, by_severity=BY)
    assert await owed(store) == [("C3", "C3")] * 2
