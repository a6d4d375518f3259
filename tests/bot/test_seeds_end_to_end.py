"""The two articles the bot ships with, and a pair like them with every name changed: what is alerted, what is answered."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answers.disputes import sides
from bot.claims.reader import SpacyReader
from bot.newsroom import Newsroom
from bot.nouns import Answer, Article, Claim, Dispute, Revision, Statement
from store.memory import MemoryStore
from store.sqlite import SqliteStore

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)

#: Other countries, places, people, months and bodies, each for one of the seeds', longest first where one holds another.
RENAMED = {
    "North Korean": "Cuban",
    "the North’s Korean Central News Agency": "Cuba’s Prensa Latina News Agency",
    "North Korea": "Cuba",
    "South Korean": "Colombian",
    "South Korea": "Colombia",
    "Pyongyang": "Havana",
    "KCNA": "PLNA",
    "Kim Jong-un": "Raul Ortega",
    "Russian Federation": "Kingdom of Norway",
    "Russian": "Norwegian",
    "Russia": "Norway",
    "Moscow": "Oslo",
    "the Kremlin": "the palace",
    "Vladimir Putin": "Erik Lund",
    "Valery Gerasimov": "Henrik Solberg",
    "Ukrainian": "Finnish",
    "Ukraine": "Finland",
    "Kiev": "Helsinki",
    "Kursk": "Alta",
    "kursk": "alta",  # as it is typed
    "neo-Nazi": "lawless",
    "Saturday": "Tuesday",
    "Monday": "Thursday",
    "last December": "last October",
    "December 12": "October 9",
    "June 2024": "May 2019",
    "around 2024 troops": "around 2019 troops",
    "April 26": "March 14",
    "last August": "last June",
    "Article 51": "Article 48",
    "Article 4": "Article 7",
    "Ramin Sohrabi for TROIB News": "Jo Bell for the Weekly Sheet",
}
_NAMES = re.compile("|".join(re.escape(name) for name in sorted(RENAMED, key=len, reverse=True)))


def renamed(text: str) -> str:
    """The text with every name in it changed for its other, all at once."""
    return _NAMES.sub(lambda found: RENAMED[found[0]], text)


def articles(rename: bool) -> list[Article]:
    made = []
    for path in SEEDS:
        text = path.read_text(encoding="utf-8")
        text = renamed(text) if rename else text
        made.append(Article(key=path.name, ref=path.stem, text=text, title=text.strip().splitlines()[0]))
    return made


READER = SpacyReader()
READ: dict[str, tuple[Claim, ...]] = {}


async def read(revision: Revision) -> tuple[Claim, ...]:
    """The real reader. It is pure, so what it has read once need not be read again for the next test."""
    if revision.id not in READ:
        READ[revision.id] = READER.read(revision)
    return READ[revision.id]


class Room:
    """A newsroom with the two articles filed, in one order or the other."""

    def __init__(self, newsroom: Newsroom, names: dict[str, str]) -> None:
        self.newsroom, self._names = newsroom, names

    def name(self, text: str) -> str:
        """A name or question of the seeds as it stands in this pair."""
        return renamed(text) if self._names else text

    async def answer(self, typed: str) -> Answer:
        return await self.newsroom.answer(self.name(typed))

    def holds(self, quotes: Sequence[str], words: str) -> bool:
        """Whether one of the quotations has these words of the seeds."""
        return any(self.name(words) in quote for quote in quotes)


@pytest.fixture(params=["seeds", "renamed"])
def rename(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "renamed")


@pytest.fixture(params=["in order", "turned round"])
async def room(request: pytest.FixtureRequest, rename: bool) -> AsyncIterator[Room]:
    store = MemoryStore()
    newsroom = Newsroom(store, read, clock=lambda: NOW, alert_channel="C1")
    pair = articles(rename)
    for article in pair if request.param == "in order" else reversed(pair):
        await newsroom.file(article)
    yield Room(newsroom, RENAMED if rename else {})
    await store.close()


def quotes(answer: Answer, *kinds: str) -> list[str]:
    return [s.quote for section in answer.sections if not kinds or section.kind in kinds for s in section.snippets]


def statements(dispute: Dispute) -> list[Statement]:
    return [s for c in dispute.conflicts for s in (c.old, c.new)]


# --- alerts


OVER = "liberating the Kursk area to repel the adventurous invasion"
GOES_ON = "military operations were continuing in some districts of the region"
IN_LINE = "aligns with the UN Charter and international law"
VIOLATION = "clear violation of United Nations Security Council (UNSC) resolutions and the UN Charter"


async def test_exactly_two_things_are_disputed(room: Room) -> None:
    disputes = await room.newsroom.disputes()
    told = [[s.claim.quote for s in statements(d)] for d in disputes]
    assert len(disputes) == 2
    assert sum(room.holds(q, OVER) and room.holds(q, GOES_ON) for q in told) == 1
    assert sum(room.holds(q, IN_LINE) and room.holds(q, VIOLATION) for q in told) == 1


async def test_everybody_who_takes_a_side_stands_in_the_dispute(room: Room) -> None:
    """One article tells both that the region is liberated and that the fighting goes on: no conflict by
    itself, but once the other article has made it a dispute, the general stands on his side of it."""
    dispute = next(d for d in await room.newsroom.disputes() if d.kind == "state")
    agreed, against = (
        sides(dispute) if room.holds([sides(dispute)[1][0].claim.quote], GOES_ON) else sides(dispute)[::-1]
    )
    assert {s.claim.source_name for s in agreed} == {"Central Military Commission", room.name("Valery Gerasimov")}
    assert {s.claim.source_name for s in against} == {room.name("Ukrainian Armed Forces")}


async def test_each_is_owed_as_one_alert_in_the_channel(room: Room) -> None:
    due = await room.newsroom.store.waiting()
    assert sorted(d.kind for d in due) == ["alert", "alert"]
    assert {d.channel for d in due} == {"C1"}


async def test_every_quotation_stands_in_its_article_and_bears_its_speaker(room: Room) -> None:
    for dispute in await room.newsroom.disputes():
        for statement in statements(dispute):
            text = await room.newsroom.text(statement.claim.revision_id)
            assert await room.newsroom.verify(statement) == statement.claim.quote
            assert statement.claim.quote in text
            assert statement.edition.where


async def test_filing_either_again_changes_nothing(room: Room, rename: bool) -> None:
    before = await room.newsroom.counts()
    for article in articles(rename):
        assert (await room.newsroom.file(article)).outcome == "unchanged"
    assert await room.newsroom.counts() == before


@pytest.mark.parametrize("turned", [False, True])
async def test_filed_at_the_same_instant_they_still_meet(tmp_path: Path, turned: bool) -> None:
    store = SqliteStore.open(f"sqlite:///{tmp_path / 'archive.db'}")
    newsroom = Newsroom(store, read, clock=lambda: NOW, alert_channel="C1")
    pair = articles(False)[:: -1 if turned else 1]
    await asyncio.gather(*(newsroom.file(article) for article in pair))
    assert len(await newsroom.disputes()) == 2
    await store.close()


# --- /who


async def test_who_condemned_is_the_ministry_and_nobody_else(room: Room) -> None:
    answer = await room.answer("/who condemned")
    assert [s.heading for s in answer.sections] == [room.name("South Korean Foreign Ministry")]
    assert room.holds(quotes(answer), "has strongly condemned the Pyongyang government’s sending of troops")


@pytest.mark.parametrize(
    "typed", ["/who condemns", "/who spoke out against", "/who condemned deployment", "who condemned it?"]
)
async def test_any_form_or_synonym_of_the_verb_will_do(room: Room, typed: str) -> None:
    answer = await room.answer(typed)
    assert [s.heading for s in answer.sections] == [room.name("South Korean Foreign Ministry")]


async def test_who_confirmed_is_one_party_and_silence_is_shown_apart(room: Room) -> None:
    answer = await room.answer("/who confirmed")
    confirmed = [s for s in answer.sections if s.kind == "answer"]
    assert [s.heading for s in confirmed] == [room.name("North Korea")]
    assert room.holds(quotes(answer, "answer"), "Pyongyang confirmed the deployment officially")
    assert room.holds(quotes(answer, "apart"), "refrained from confirming or denying these claims")
    assert not room.holds(quotes(answer, "answer"), "refrained")


async def test_who_denied_names_nobody_who_merely_kept_silent(room: Room) -> None:
    answer = await room.answer("/who denied")
    assert not room.holds(quotes(answer, "answer"), "refrained")


async def test_who_praised_has_those_who_commended_and_who_thanked(room: Room) -> None:
    answer = await room.answer("/who praised")
    assert room.holds(quotes(answer, "answer"), "Moscow has commended Pyongyang for its assistance")
    assert room.holds(quotes(answer, "answer"), "expressing gratitude for the role of North Korean servicemen")
    assert answer.sections[0].heading == room.name("Russia")
    assert len([s for s in answer.sections if s.kind == "answer"]) == 2


# --- questions


async def test_how_many_troops_has_no_confirmed_figure(room: Room) -> None:
    answer = await room.answer("how many troops were sent?")
    assert answer.found
    assert answer.text == "No confirmed figure on file."
    (estimate,) = [s for section in answer.sections if section.kind == "answer" for s in section.snippets]
    assert room.name("sent around 2024 troops to Russia") in estimate.quote
    assert any("looks like a year" in warning for warning in estimate.warnings)
    assert room.holds(quotes(answer, "apart"), "did not make any statements about how many soldiers were sent")


async def test_is_it_over_is_disputed_with_both_sides(room: Room) -> None:
    answer = await room.answer("is the Kursk operation over?")
    assert answer.text == "Disputed."
    disputed = [s for s in answer.sections if s.kind == "disputed"]
    assert len(disputed) == 2
    assert all(s.side and s.dispute for s in disputed)
    assert room.holds(quotes(answer, "disputed"), OVER)
    assert room.holds(quotes(answer, "disputed"), GOES_ON)


async def test_casualties_are_not_on_file_and_that_is_what_is_shown(room: Room) -> None:
    answer = await room.answer("how many casualties?")
    assert not answer.found
    assert answer.text == "Not on file."
    assert room.holds(quotes(answer, "nearest"), "how many casualties were suffered during the operation")


@pytest.mark.parametrize(
    "question",
    [
        "what did Kim Jong-un eat?",
        "how many tanks were sent?",
        "when did the ceasefire begin?",
        "who resigned?",
        "how much did the agreement cost?",
        "was Valery Gerasimov arrested?",
    ],
)
async def test_what_no_article_tells_is_not_on_file(room: Room, question: str) -> None:
    answer = await room.answer(question)
    assert not answer.found
    assert answer.suggestions


# --- /facts


async def test_facts_shows_what_is_disputed_first(room: Room) -> None:
    answer = await room.answer("/facts kursk")
    kinds = [s.kind for s in answer.sections]
    assert kinds[:3] == ["disputed", "disputed", "agreed"]
    assert room.holds(quotes(answer, "disputed"), OVER)
    assert room.holds(quotes(answer, "disputed"), GOES_ON)
    assert not room.holds(quotes(answer, "agreed"), GOES_ON)


async def test_a_teaser_is_folded_into_the_lead_it_repeats(room: Room) -> None:
    answer = await room.answer("/facts kursk")
    told = [q for q in quotes(answer) if room.name("Moscow has commended Pyongyang") in q]
    assert len(told) == 1


async def test_a_misspelt_word_is_met_and_said(room: Room) -> None:
    typed = {"Kursk": "kusrk", "Alta": "altaa"}[room.name("Kursk")]
    answer = await room.answer(f"/facts {typed}")
    used = room.name("Kursk").lower()
    assert answer.notes == (f"Showing results for {used} (you typed {typed}).",)
    assert room.holds(quotes(answer), OVER)


async def test_nothing_found_offers_what_is_on_file(room: Room) -> None:
    answer = await room.answer("/facts zeppelin")
    assert not answer.found
    assert answer.suggestions
