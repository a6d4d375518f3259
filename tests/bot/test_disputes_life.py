"""A dispute from its first alert to its end: who joins which side, who takes its word back, and what is told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.disputes import sides
from bot.bygone import MYSELF
from store.memory import MemoryStore
from store.sqlite import SqliteStore
from tests.bot.test_feedback import OTHER, TOLL, alerts, article, newsroom

THIRD = "The ferry Aurora is lost. The sinking of the ferry Aurora off Corvo killed 112 people, the coast guard said."
STORES = pytest.mark.parametrize("store", [MemoryStore, SqliteStore.open], ids=["memory", "sqlite"])


async def opened(desk):
    await desk.file(article("gazette", TOLL))
    (found,) = (await desk.file(article("courier", OTHER))).decision.opened
    return found


@STORES
async def test_a_new_article_joins_a_side_and_is_added_to_the_one_alert(store):
    archive = store()
    desk = newsroom(archive)
    dispute = await opened(desk)
    filing = await desk.file(article("herald", THIRD, hours=1))
    assert (filing.decision.opened, filing.decision.joined) == ((), (dispute,))
    found = await desk.dispute(dispute)
    by_side = [{s.edition.ref for s in side} for side in sides(found)]
    assert {"gazette", "herald"} in by_side
    assert {"courier"} in by_side
    assert [key.partition(":")[0] for key in await alerts(desk)] == ["alert", "joined"]
    await archive.close()


@STORES
async def test_a_copy_adds_no_voice_and_no_message(store):
    archive = store()
    desk = newsroom(archive)
    long = " ".join(
        f"Divers searched deck {n} of the wreck until the evening and found nobody there." for n in range(8)
    )
    await desk.file(article("gazette", f"{TOLL} {long}"))
    (dispute,) = (await desk.file(article("courier", OTHER))).decision.opened
    before = await alerts(desk)
    await desk.file(article("herald", f"{TOLL} {long}", hours=1))
    assert await alerts(desk) == before
    voices = {s.edition.voice for side in sides(await desk.dispute(dispute)) for s in side}
    assert len(voices) == 2
    await archive.close()


@STORES
async def test_a_side_that_changes_its_word_is_shown_as_such_and_a_correction_settles_it(store):
    archive = store()
    desk = newsroom(archive)
    dispute = await opened(desk)
    edited = article("courier", OTHER.replace("40", "112"), "The Courier", hours=1)
    assert (await desk.file(edited)).outcome == "revised"
    found = await desk.dispute(dispute)
    (act,) = [a for a in found.acts if a.what == "corrected"]
    assert (act.by, act.how) == ("The Courier", "“40” is now “112”")
    assert (found.state, found.settled_by) == ("resolved", MYSELF)
    await archive.close()


@STORES
async def test_a_side_that_says_yet_another_thing_stays_in_the_dispute(store):
    archive = store()
    desk = newsroom(archive)
    dispute = await opened(desk)
    await desk.file(article("courier", OTHER.replace("40", "45"), "The Courier", hours=1))
    found = await desk.dispute(dispute)
    assert [a.how for a in found.acts if a.what == "corrected"] == ["“40” is now “45”"]
    assert any("45" in c.new.claim.quote for c in found.conflicts)
    assert found.state == "open"
    await archive.close()


async def test_a_word_left_out_of_a_quotation_is_no_change_of_word():
    desk = newsroom()
    dispute = await opened(desk)
    await desk.file(article("courier", OTHER + " The harbour was closed.", "The Courier", hours=1))
    assert [a for a in (await desk.dispute(dispute)).acts if a.what == "corrected"] == []


async def test_a_muted_topic_brings_no_alert_where_it_is_muted():
    desk = newsroom()
    await desk.lookout.watch("C1", "ferry", by="@ann", muted=True)
    await opened(desk)
    assert await alerts(desk) == []


async def test_undated_papers_part_as_well():
    desk = newsroom()
    await desk.file(replace(article("gazette", TOLL), published=None))
    assert (await desk.file(replace(article("courier", OTHER), published=None))).decision.opened
