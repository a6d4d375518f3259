"""Each change is made only by who may, and stands in the record; and nothing that changes something is left out."""

from __future__ import annotations

import asyncio
import inspect
from datetime import UTC, datetime

import pytest

from bot.acts import Handling
from bot.audit import Person, as_person
from bot.changes import CHANGES, PARTS, READS
from bot.errors import NotAllowed, NotOnFile
from bot.following import Following
from bot.guarded import Guard, guarded
from bot.newsroom import Newsroom
from bot.nouns import Article
from bot.permits import Holder, Rules
from bot.watches import Lookout
from store.audit import MemoryAudit
from store.memory import MemoryStore

NOW = datetime(2025, 5, 2, 9, 30, tzinfo=UTC)
ANN, BEN = Person("@ann", "U0ANN", "T1", "C1", "slack"), Person("@ben", "U0BEN", "T1", "C1", "slack")
ONLY_ANN = Rules(*[(Holder("U0ANN", "Ann"),)] * 4)

#: Public, and not for people: what the bot itself is put together with, and calls.
INNER = {"beside", "may", "store", "handling", "lookout", "feeds", "feeds.told", "feeds.rounds"}


def room(rules: Rules = Rules(), membership=None):  # noqa: B008
    store = MemoryStore()

    async def read(revision):
        return ()

    whole = Newsroom(store, read, clock=lambda: NOW, alert_channel="C1")
    more = {"membership": membership} if membership else {}
    return guarded(whole, Guard(store.audit, clock=lambda: NOW, rules=rules, **more)), store


def told(line):
    return (line.person.name, line.what, line.subject, line.before, line.after, line.done)


def public(kind, path=""):
    return {f"{path}{name}" for name, _ in inspect.getmembers(kind) if not name.startswith("_")}


def test_of_every_method_it_is_said_whether_it_changes_something():
    """A new method of the newsroom belongs into one of the two lists of bot/changes.py."""
    known = set(CHANGES) | READS | PARTS | INNER
    real = public(Newsroom) | public(Lookout, "lookout.") | public(Handling, "handling.") | public(Following, "feeds.")
    assert real <= known
    assert set(CHANGES) <= real
    assert not set(CHANGES) & READS


def test_what_nobody_entered_is_out_of_reach():
    desk, _ = room()
    with pytest.raises(AttributeError, match=r"bot/changes.py says of 'store'"):
        desk.store  # noqa: B018


async def test_a_change_is_written_down_with_what_it_was_and_is():
    desk, store = room()
    with as_person(ANN):
        [filing] = await desk.add("The mayor resigned on Monday.")
        await desk.withdraw(filing.edition.article_id, by="@ann")
        await desk.withdraw(filing.edition.article_id, by="@ann")  # changes nothing
        await desk.plan_digest("C7", "daily 07:30 Europe/London")
        await desk.plan_digest("C7", "off")
        await desk.lookout.watch("C7", "harbour", by="@ann")
        await desk.lookout.unwatch("C7", "harbour")
        await desk.lookout.keep_quiet("C7", "22:00-07:00 Europe/London")
    article = filing.edition.article_id
    assert [told(line) for line in await store.audit.lines()] == [
        ("@ann", "add", article, "not on file", "new", True),
        ("@ann", "withdraw", article, "on file", "withdrawn", True),
        ("@ann", "digest", "C7", "no digest", "daily 07:30 Europe/London", True),
        ("@ann", "digest", "C7", "daily 07:30 Europe/London", "no digest", True),
        ("@ann", "watch", "C7", "", "watched: harbour", True),
        ("@ann", "unwatch", "C7", "watched: harbour", "", True),
        ("@ann", "quiet hours", "C7", "no quiet hours", "quiet 22:00-07:00 Europe/London", True),
    ]
    assert {(line.person.workspace, line.person.id, line.at) for line in await store.audit.lines()} == {
        ("T1", "U0ANN", NOW)
    }


async def test_reading_leaves_no_line():
    desk, store = room(ONLY_ANN)
    with as_person(BEN):
        await desk.facts("harbour")
        await desk.disputes("open")
        await desk.lookout.of("C1")
    assert await store.audit.lines() == []


async def test_who_may_not_changes_nothing_and_is_told_whom_to_ask():
    desk, store = room(ONLY_ANN)
    with as_person(BEN):
        with pytest.raises(NotAllowed, match="Please ask Ann"):
            await desk.add("The mayor resigned on Monday.")
        with pytest.raises(NotAllowed, match="set digests, watches and feeds"):
            await desk.lookout.watch("C7", "harbour")
        with pytest.raises(NotAllowed, match="settle, assign or mute"):
            await desk.handling.assign("d1", by="@ben", holder="")
    assert (await store.counts()).articles == 0
    assert await store.watches.watches() == []
    assert await store.audit.lines() == []


async def test_ones_own_direct_messages_are_ones_own_affair():
    desk, store = room(ONLY_ANN)
    with as_person(BEN):
        await desk.lookout.watch("D0BEN", "harbour", by="@ben")
        await desk.plan_digest("D0BEN", "daily 07:30 Europe/London")
    assert [line.what for line in await store.audit.lines()] == ["watch", "digest"]


async def test_members_of_a_group_may_and_it_is_asked_for_no_more_than_needed():
    asked = []

    async def membership(person, groups):
        asked.append((person, tuple(groups)))
        return ["S0EDIT"] if person == "U0BEN" else []

    desk, _ = room(Rules(arrange=(Holder("S0EDIT"),), add=(Holder("U0ANN"),)), membership)
    with as_person(BEN):
        await desk.lookout.watch("C7", "harbour")
    with as_person(ANN):
        await desk.add("The mayor resigned on Monday.")
        with pytest.raises(NotAllowed):
            await desk.lookout.watch("C7", "bridge")
    assert asked == [("U0BEN", ("S0EDIT",)), ("U0ANN", ("S0EDIT",))]


async def test_what_failed_leaves_no_line_and_what_was_cut_off_says_so():
    desk, store = room()
    with as_person(ANN):
        with pytest.raises(NotOnFile):
            await desk.withdraw("nothing", by="@ann")
        assert await store.audit.lines() == []
        held = asyncio.Event()

        async def forever(revision):
            held.set()
            await asyncio.sleep(60)

        slow = Newsroom(store, forever, clock=lambda: NOW)
        work = asyncio.create_task(
            guarded(slow, Guard(store.audit, clock=lambda: NOW)).file(Article("k", "r", "Text."))
        )
        await held.wait()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    assert [(line.what, line.done) for line in await store.audit.lines()] == [("file", False)]


async def test_at_this_machine_all_may():
    desk, store = room(ONLY_ANN)
    for via in ("desk", "terminal"):
        with as_person(Person("somebody", via=via)):
            await desk.lookout.watch("C7", via)
    assert [line.person.via for line in await store.audit.lines()] == ["desk", "terminal"]


async def test_nothing_of_an_article_stands_in_the_record():
    shelf = MemoryAudit()
    store = MemoryStore()

    async def read(revision):
        return ()

    whole = Newsroom(store, read, clock=lambda: NOW)
    desk = guarded(whole, Guard(shelf, clock=lambda: NOW))
    with as_person(ANN):
        [filing] = await desk.add("A Quokka escaped.\nThe zoo said the quokka is at large.")
        await desk.withdraw(filing.edition.ref, by="@ann", reason="the quokka is a wallaby")
        await desk.readmit(filing.edition.ref)
        await desk.forget(filing.edition.ref, by="@ann", reason="no quokka")
    written = repr(await shelf.lines()).lower()
    assert "quokka" not in written
    assert filing.edition.ref not in written
    assert written.count(filing.edition.article_id) == 4
