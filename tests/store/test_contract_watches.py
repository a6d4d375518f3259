"""What every archive promises of watches, quiet hours and bursts: who is told, when, and under what."""

from __future__ import annotations

import pytest

from bot.nouns import Decision, Receipt, Statement
from bot.watches import BURST, Quiet, Watch
from tests.store.factories import at, claim, conflict, nothing, revision
from tests.store.test_contract import clash


async def alerts(store, *names, channel="C1"):
    """Has a dispute of its own for each name, and returns the keys of their alerts."""
    keys = []
    for name in names:
        old, new = revision(f"{name} old"), revision(f"{name} new")
        first, second = claim(old, f"The {name} is shut."), claim(new, f"The {name} is open.")
        found = conflict(Statement(first, old.edition), Statement(second, new.edition))
        decision = Decision(((found.id, found),), (found.id,))
        await store.file(old, [first], nothing, alert_channel=channel, now=at())
        await store.file(new, [second], lambda rivals, d=decision: d, alert_channel=channel, now=at())
        keys.append(f"alert:{found.id}")
    return keys


async def owed(store, *kinds):
    """(channel, what the key ends in) of all that is due, of these kinds."""
    return [(d.channel, d.key.partition("@")[2]) for d in await store.waiting() if d.kind in (kinds or ("alert",))]


async def test_watches_are_kept_once_and_dropped(store):
    kursk = Watch("C2", "Kursk", by="@ann", at=at())
    assert await store.watches.watch(kursk)
    assert not await store.watches.watch(Watch("C2", "KURSK", by="@ben", at=at(1)))
    assert await store.watches.watch(Watch("C3", "any", by="@ann", at=at()))
    assert await store.watches.watches("C2") == [kursk]
    assert len(await store.watches.watches()) == 2
    assert await store.watches.watch(Watch("C2", "kursk", muted=True)), "to mute is to watch no more"
    assert [w.muted for w in await store.watches.watches("C2")] == [True]
    assert await store.watches.unwatch("C2", "moscow") == []
    assert [w.words for w in await store.watches.unwatch("C2", "kursk")] == ["kursk"]
    assert [w.words for w in await store.watches.unwatch("C3", "")] == ["any"]
    assert await store.watches.watches() == []


@pytest.mark.parametrize("odd", ["Zürich", "🙂 kursk", '"; DROP TABLE watches', "\ud800 kursk"])
async def test_any_words_can_be_watched(store, odd):
    await store.watches.watch(Watch("C2", odd, by=odd))
    assert [w.words for w in await store.watches.watches("C2")] == [odd]


async def test_a_dispute_is_told_where_it_is_watched_too(store):
    await store.watches.watch(Watch("C2", "harbour"))
    await store.watches.watch(Watch("C3", "Kursk"))
    await store.watches.watch(Watch("C4", "any"))
    await store.watches.watch(Watch("C1", "harbour"))  # where all alerts go: once is enough
    _, _, filing = await clash(store)
    [dispute_id] = filing.decision.opened
    assert await owed(store) == [("C1", ""), ("C2", "C2"), ("C4", "C4")]
    assert {d.subject for d in await store.waiting()} == {dispute_id}


async def test_what_is_muted_is_not_told_there_and_elsewhere_is(store):
    await store.watches.watch(Watch("C1", "harbour", muted=True))
    await store.watches.watch(Watch("C2", "any"))
    await clash(store)
    assert await owed(store) == [("C2", "C2")]


async def test_all_who_were_told_are_told_how_it_ends(store):
    await store.watches.watch(Watch("C2", "any"))
    _, _, filing = await clash(store)
    [dispute_id] = filing.decision.opened
    await store.settle(dispute_id, state="resolved", how="", by="@ann", now=at(5))
    assert await owed(store, "settled") == [("C1", ""), ("C2", "C2")]


async def test_in_quiet_hours_only_the_digest_is_due(store):
    await store.watches.keep_quiet(Quiet("C1", "08:00", "10:00", "UTC"), channel="C1")
    await alerts(store, "harbour")
    await store.owe_digest("C1", due=at(2))
    [due] = await store.take_due(now=at(3))
    assert due.kind == "digest"
    await store.posted(due.key, Receipt("C1", "1"), now=at(3))
    assert await store.take_due(now=at(5)) == []
    [due] = await store.take_due(now=at(61))
    assert due.kind == "alert"
    await store.watches.keep_quiet(None, channel="C1")
    assert await store.watches.quiet_hours() == []


@pytest.mark.parametrize(
    ("quiet", "minutes", "holds"),
    [
        (("22:00", "07:00", "UTC"), 12 * 60, False),  # 21:00
        (("22:00", "07:00", "UTC"), 13 * 60, True),
        (("22:00", "07:00", "UTC"), 21 * 60 + 59, True),  # 06:59
        (("22:00", "07:00", "UTC"), 22 * 60, False),
        (("09:00", "09:30", "UTC"), 0, True),
        (("09:00", "09:30", "UTC"), 30, False),
        (("10:00", "11:00", "Europe/Berlin"), 0, True),
    ],
)
def test_quiet_hours_by_the_clocks_of_their_zone(quiet, minutes, holds):
    assert Quiet("C1", *quiet).holds(at(minutes)) == holds


async def drained(store, minutes):
    """Takes and posts all that is due then, in order."""
    seen, n = [], 0
    while due := await store.take_due(now=at(minutes)):
        for one in due:
            n += 1
            await store.posted(one.key, Receipt(one.channel, f"{minutes}.{n}"), now=at(minutes))
            seen.append(one)
    return seen


async def test_many_disputes_at_once_are_one_message_with_the_rest_in_its_thread(store):
    keys = await alerts(store, *(f"n{i}" for i in range(20)))
    seen = await drained(store, 50)
    assert seen[0].kind == "notice"
    assert seen[0].payload["text"].startswith("20 disputes at once.")
    assert [d.key for d in seen[1:]] == keys
    assert {d.bundle for d in seen[1:]} == {seen[0].key}


async def test_a_few_disputes_are_told_one_by_one(store):
    await alerts(store, *(f"n{i}" for i in range(BURST - 1)))
    assert {(d.kind, d.bundle) for d in await drained(store, 50)} == {("alert", "")}


async def test_those_told_within_the_minute_count_and_later_ones_go_to_the_same_thread(store):
    await alerts(store, *(f"n{i}" for i in range(BURST - 1)))
    await drained(store, 50)
    await alerts(store, "late")
    burst, alert = await drained(store, 50.5)
    assert (burst.kind, alert.bundle) == ("notice", burst.key)
    await alerts(store, "later")
    [alert] = await drained(store, 51)
    assert alert.bundle == burst.key
    await alerts(store, "much later")
    [alert] = await drained(store, 55)
    assert alert.bundle == ""


async def test_one_channels_burst_is_no_others(store):
    await alerts(store, *(f"n{i}" for i in range(BURST - 1)))
    await alerts(store, "other", channel="C2")
    assert {d.bundle for d in await drained(store, 50)} == {""}


async def test_where_a_message_stands_under_another_is_remembered(store):
    [key] = await alerts(store, "harbour")
    await store.take_due(now=at(5))
    await store.posted(key, Receipt("C1", "17.1", "16.0"), now=at(5))
    receipt = await store.receipt(key)
    assert (receipt, receipt.root) == (Receipt("C1", "17.1", "16.0"), "16.0")
