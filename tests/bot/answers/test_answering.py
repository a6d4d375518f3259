"""Answers over a small archive of our own making: what is shown, in what order, and what never is."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.answers import ask, facts, who
from bot.nouns import Answer, Claim, Event, Quantity, Role, Span
from store.memory import MemoryStore
from tests.bot.invented import NOON, claim, clash, file, statements


def event(quote: str, verb: str, predicate: str, polarity: str = "+", modality: str = "plain", **roles: str) -> Event:
    def span(words: str) -> Span:
        return Span(quote.index(words), quote.index(words) + len(words))

    parts = tuple(Role(r, span(w), w.split()[-1].lower(), name=w if w.istitle() else "") for r, w in roles.items())
    return Event(predicate, span(verb), polarity=polarity, modality=modality, roles=parts)  # type: ignore[arg-type]


def counted(quote: str, words: str, number: float, of: str, **more: object) -> Claim:
    span = Span(quote.index(words), quote.index(words) + len(words))
    return claim(quote, quantities=(Quantity(span, number, number, of=of),), **more)  # type: ignore[arg-type]


SANK = "The ferry Anna sank off Arnholt on Monday, the port office said."
TOLL = "At least 12 sailors died when the ferry Anna sank."
OLDER = "The ferry Anna carried 40 sailors."
BLAMED = "The Sailors Union blamed the port office for the loss of the Anna."
DECLINED = "The port office declined to say how many passengers died on the Anna."
PLANS = "A second ferry may sail to Arnholt in June."
REOPENED = "The harbour of Arnholt is open again, the port office said."
SHUT = "The harbour of Arnholt is still shut, the pilots announced."


@pytest.fixture
async def archive() -> AsyncIterator[MemoryStore]:
    store = MemoryStore()
    gazette = [
        claim(SANK, "Port Office", "say", "say", events=(event(SANK, "sank", "sink", agent="ferry Anna"),)),
        counted(TOLL, "12", 12, "sailor", events=(event(TOLL, "died", "die", agent="12 sailors"),)),
        claim(DECLINED, "Port Office", "decline", "withhold"),
    ]
    await file(store, "gazette", gazette)
    await file(store, "courier", [claim(SANK, "Port Office", "say", "say"), counted(OLDER, "40", 40, "sailor")])
    await file(store, "herald", [claim(BLAMED, "Sailors Union", "blame", "blame"), claim(PLANS, modality="possible")])
    (old,) = await file(store, "post", [claim(REOPENED, "Port Office", "say", "say")])
    (new,) = statements("times", [claim(SHUT, "pilots", "announce", "say")])
    await file(store, "times", [claim(SHUT, "pilots", "announce", "say")], clashes=[clash(old, new)])
    yield store
    await store.close()


async def question(store: MemoryStore, text: str, *events: Event) -> Answer:
    async def understand(asked: str) -> tuple[Claim, ...]:
        return (claim(asked, events=events),)

    return await ask.answer(store, text, understand, now=NOON)


def quotes(answer: Answer, *kinds: str) -> list[str]:
    return [s.quote for section in answer.sections if not kinds or section.kind in kinds for s in section.snippets]


# --- /facts


async def test_disputed_first_with_both_sides_and_their_speakers(archive: MemoryStore) -> None:
    answer = await facts.answer(archive, "arnholt harbour", now=NOON)
    assert answer.text == "Disputed."
    assert {s.side for s in answer.sections[:2]} == {"Port Office", "pilots"}
    assert set(quotes(answer, "disputed")) == {REOPENED, SHUT}
    assert all(s.emphasis for section in answer.sections[:2] for s in section.snippets)


async def test_copies_are_folded(archive: MemoryStore) -> None:
    answer = await facts.answer(archive, "anna ferry", now=NOON)
    (sank,) = [s for s in answer.snippets if s.quote == SANK]
    assert len(sank.also_in) == 1


async def test_what_is_asked_of_the_story_must_stand_in_the_sentence(archive: MemoryStore) -> None:
    answer = await facts.answer(archive, "Anna deaths", now=NOON)
    assert quotes(answer, "agreed")[0] == TOLL
    assert SANK not in quotes(answer, "agreed")


async def test_a_name_nobody_wrote_about_is_not_left_out(archive: MemoryStore) -> None:
    assert not (await facts.answer(archive, "Zanzibar ferry", now=NOON)).found


async def test_a_word_for_a_kind_of_answer_may_be_missing_and_that_is_said(archive: MemoryStore) -> None:
    answer = await facts.answer(archive, "anna ferry price", now=NOON)
    assert answer.found
    assert answer.notes == ("Nothing on file speaks of price; left out.",)


async def test_any_other_word_that_is_missing_makes_it_another_story(archive: MemoryStore) -> None:
    assert not (await facts.answer(archive, "anna ferry upholstery", now=NOON)).found


# --- /who


async def test_who_blamed_and_nobody_else(archive: MemoryStore) -> None:
    answer = await who.answer(archive, "accused the port office", now=NOON)
    assert [(s.kind, s.heading) for s in answer.sections] == [("answer", "Sailors Union")]
    assert answer.text == "Accused: Sailors Union."


async def test_the_object_must_fit(archive: MemoryStore) -> None:
    assert not (await who.answer(archive, "blamed the pilots", now=NOON)).found


async def test_a_misspelt_verb_is_met_and_said(archive: MemoryStore) -> None:
    answer = await who.answer(archive, "balmed", now=NOON)
    assert [s.heading for s in answer.sections] == ["Sailors Union"]
    assert answer.notes == ("Showing results for blamed (you typed balmed).",)


# --- questions


async def test_a_count_is_answered_by_a_count_of_that_thing(archive: MemoryStore) -> None:
    text = "How many sailors died on the Anna?"
    answer = await question(archive, text, event(text, "died", "die", agent="How many sailors"))
    assert quotes(answer, "answer") == [TOLL]


async def test_who_keeps_silent_is_shown_and_is_no_answer(archive: MemoryStore) -> None:
    text = "How many passengers died on the Anna?"
    answer = await question(archive, text, event(text, "died", "die", agent="How many passengers"))
    assert not answer.found
    assert [s.kind for s in answer.sections] == ["nearest"]
    assert quotes(answer) == [DECLINED]


@pytest.mark.parametrize(
    ("text", "verb", "predicate"),
    [
        ("How many sailors were rescued from the Anna?", "rescued", "rescue"),  # another verb
        ("Did the Bertha sink?", "sink", "sink"),  # another ship
        ("When did the second ferry sail to Arnholt?", "sail", "sail"),  # only planned
        ("How many cooks died on the Anna?", "died", "die"),  # another count
    ],
)
async def test_what_does_not_fit_is_not_on_file(archive: MemoryStore, text: str, verb: str, predicate: str) -> None:
    answer = await question(archive, text, event(text, verb, predicate))
    assert not answer.found
    assert "answer" not in [s.kind for s in answer.sections]


async def test_not_on_file_offers_the_nearest_topics(archive: MemoryStore) -> None:
    answer = await question(archive, "Why did the ferryman resign?")
    assert not answer.found
    assert 0 < len(answer.suggestions) <= 5


async def test_who_questions_about_speaking_are_answered_as_who(archive: MemoryStore) -> None:
    answer = await question(archive, "who blamed the port office?")
    assert answer.ask == "who blamed the port office?"
    assert [s.heading for s in answer.sections] == ["Sailors Union"]


async def test_a_name_is_found_in_every_spelling_on_file() -> None:
    """Two papers spell one man differently: asked for by either spelling, both are found; /who shows one speaker."""
    store = MemoryStore()
    first, second = "Mykhailo Podolyak condemned the raid on Arnholt.", "Mykhailo Podoliak condemned the raid in May."
    await file(store, "gazette", [claim(first, "Mykhailo Podolyak", "condemn", "condemn")])
    await file(store, "courier", [claim(second, "Mykhailo Podoliak", "condemn", "condemn")])
    for typed in ("Podolyak", "Podoliak"):
        found = await facts.answer(store, typed, now=NOON)
        assert {s.quote for s in found.snippets} == {first, second}
    spoken = await who.answer(store, "condemned", now=NOON)
    assert [len(section.snippets) for section in spoken.sections] == [2]
    await store.close()
