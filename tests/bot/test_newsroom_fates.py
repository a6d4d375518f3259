"""What becomes of articles in the newsroom: edited, killed by their publisher, withdrawn, taken back, forgotten, copied."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import remembered
from bot.answers.folding import folded
from bot.errors import BadArticle, BadCommand, NotOnFile
from bot.newsroom import Newsroom
from bot.nouns import Article, Statement
from store.memory import MemoryStore
from tests.bot.conflicts.factories import statement
from tests.bot.invented import Clock
from tests.bot.test_newsroom import Clerk

DAY = datetime(2026, 3, 2, tzinfo=UTC)
FERRY = Article(
    key="wire-1", ref="wire-1", text="Ferry lost off Arnholt\nThe ferry Anna sank. Twelve people died.",
    title="Ferry lost off Arnholt", outlet="The Wire", published=DAY,
)  # fmt: skip


@pytest.fixture
async def newsroom() -> AsyncIterator[Newsroom]:
    store = MemoryStore()
    yield Newsroom(store, Clerk().read, clock=Clock(), alert_channel="C1")
    await store.close()


def at(newsroom: Newsroom, minutes: int) -> None:
    newsroom.clock.now += timedelta(minutes=minutes)  # type: ignore[attr-defined]


# --- editions


async def test_filing_tells_what_an_edition_changed(newsroom: Newsroom) -> None:
    await newsroom.file(FERRY)
    filing = await newsroom.file(replace(FERRY, text=FERRY.text.replace("Twelve", "Fifteen")))
    assert filing.edited is not None
    assert [c.kind for c in filing.edited.changes] == ["number"]
    assert filing.edited.silent
    found = await newsroom.dossier("wire-1")
    assert [e.superseded for e, _ in found.revisions] == [False, True]
    assert found.edits == {filing.edition.revision_id: filing.edited}


async def test_what_a_correction_takes_back_is_not_read_as_news(newsroom: Newsroom) -> None:
    note = "Correction: An earlier version of this story incorrectly said that nine people died."
    await newsroom.file(replace(FERRY, text=f"{FERRY.text}\n{note}"))
    (_, claims), *_ = await newsroom.show("wire-1")
    assert not any("nine" in c.quote for c in claims)


# --- taken back by the publisher


async def test_a_kill_under_the_same_name_takes_the_article_off_file(newsroom: Newsroom) -> None:
    await newsroom.file(FERRY)
    kill = replace(FERRY, title="KILL", text="EDITORS: Please kill the story moved at 0900. It was based on a hoax.")
    filing = await newsroom.file(kill)
    assert filing.outcome == "withdrawn"
    assert filing.edition.title == "Ferry lost off Arnholt"
    assert filing.withdrawal is not None
    assert (filing.withdrawal.publisher, filing.withdrawal.by) == (True, "The Wire")
    assert "Please kill the story" in filing.withdrawal.reason
    assert (await newsroom.counts()).articles == 0
    at(newsroom, 1)
    again = await newsroom.file(kill)
    assert (again.outcome, again.withdrawal) == ("withdrawn", None), "once is enough"
    assert (await newsroom.file(FERRY)).outcome == "withdrawn", "the killed text stays out"
    assert (await newsroom.file(replace(FERRY, text="The ferry Anna came home."))).outcome == "new"


@pytest.mark.parametrize(
    ("outlet", "told", "killed"),
    [
        ("The Wire", "Editors: please withhold the story headlined Ferry lost off Arnholt.", True),
        ("The Wire", "Editors: please withhold the story headlined “FERRY LOST OFF ARNHOLT”.", True),
        ("The Wire", "Editors: please withhold the story slugged BOAT.", False),
        ("Other Wire", "Editors: please withhold the story headlined Ferry lost off Arnholt.", False),
    ],
)
async def test_a_kill_of_its_own_finds_the_story_by_its_headline(
    newsroom: Newsroom, outlet: str, told: str, killed: bool
) -> None:
    await newsroom.file(FERRY)
    kill = Article(key="wire-2", ref="wire-2", text=told, title="KILL", outlet=outlet)
    if killed:
        assert (await newsroom.file(kill)).edition.ref == "wire-1"
    else:
        with pytest.raises(BadArticle, match="not on file"):
            await newsroom.file(kill)
    assert (await newsroom.counts()).articles == (0 if killed else 1)


async def test_a_kill_that_fits_two_stories_takes_none(newsroom: Newsroom) -> None:
    await newsroom.file(FERRY)
    await newsroom.file(replace(FERRY, key="wire-9", ref="wire-9", text="Another ferry story."))
    kill = Article("k", "k", "Editors: please kill the story headlined Ferry lost off Arnholt.", "KILL", "The Wire")
    with pytest.raises(BadArticle):
        await newsroom.file(kill)
    assert (await newsroom.counts()).articles == 2


async def test_what_is_handed_in_as_withdrawn_needs_no_text(newsroom: Newsroom) -> None:
    await newsroom.file(FERRY)
    filing = await newsroom.file(replace(FERRY, text="", withdrawn="canceled"))
    assert filing.withdrawal is not None
    assert filing.withdrawal.reason == "canceled"
    with pytest.raises(BadArticle, match="not on file"):
        await newsroom.file(Article("never", "never", "", withdrawn="canceled"))


# --- by the newsroom's own people


async def test_an_article_is_withdrawn_and_taken_back_with_the_text_it_had(newsroom: Newsroom) -> None:
    await newsroom.file(FERRY)
    await newsroom.showed([(await newsroom.articles())[0]], channel="C7")
    edition, done = await newsroom.withdraw("wire-1", by="@ann", reason=" made up ")
    assert (edition.ref, done) == ("wire-1", True)
    assert not (await newsroom.withdraw("wire-1", by="@ben"))[1]
    found = await newsroom.dossier("wire-1")
    assert found.withdrawal is not None
    assert (found.withdrawal.by, found.withdrawal.reason) == ("@ann", "made up")
    assert [due.channel for due in await newsroom.store.waiting()] == ["C7"]
    assert not (await newsroom.facts("ferry")).found
    filing = await newsroom.readmit("wire-1")
    assert (filing.outcome, filing.edition.superseded) == ("new", False)
    assert (await newsroom.facts("ferry")).found
    with pytest.raises(BadCommand, match="not withdrawn"):
        await newsroom.readmit("wire-1")


async def test_a_forgotten_article_is_gone_and_stays_gone(newsroom: Newsroom) -> None:
    await newsroom.file(FERRY)
    await newsroom.facts("ferry")
    assert (await newsroom.forget("wire-1", by="@ann")).ref == "wire-1"
    with pytest.raises(NotOnFile):
        await newsroom.dossier("wire-1")
    assert (await newsroom.file(FERRY)).outcome == "forgotten"
    with pytest.raises(NotOnFile):
        await newsroom.forget("wire-1", by="@ann")


def test_what_is_remembered_of_texts_is_dropped() -> None:
    from bot.answers import folding

    folded([statement("The ferry Anna sank."), statement("A ferry sank off Arnholt.", "two")])
    assert folding._reading.cache_info().currsize
    assert remembered.drop() > 3
    assert not folding._reading.cache_info().currsize


# --- copies are one voice


def one_story(s: Statement, story: str = "origin") -> Statement:
    return replace(s, edition=replace(s.edition, story=story))


def test_copies_are_folded_though_a_desk_reworded_them() -> None:
    said = "The coast guard searched the bay of Arnholt for the ferry on Sunday."
    desk = "Coast guards searched Arnholt bay for the lost ferry on Sunday."
    one, two = statement(said, "one"), statement(desk, "two")
    assert len(folded([one, two])) == 2
    (snippet,) = folded([one_story(one), one_story(two)])
    assert snippet.also_in == ("two",)


def test_what_an_article_says_now_stands_before_what_it_said() -> None:
    then, now = (
        statement("The ferry sank.", "one", day="2024-05-01"),
        statement("The ferry sank.", "one", day="2024-05-02"),
    )
    stale = replace(then, edition=replace(then.edition, superseded=True))
    (snippet,) = folded([stale, now])
    assert snippet.statement == now
