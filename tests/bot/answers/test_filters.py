"""Filters beside a question: what they keep, what they say, and the line that helps where one is wrong."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest

from bot.answers import ask, facts, filters, who
from bot.answers.filters import EXAMPLES, Filters, parse
from bot.cli import requoted
from bot.errors import BadCommand
from bot.nouns import Answer, Claim
from store.memory import MemoryStore
from store.sqlite import SqliteStore
from tests.bot.invented import NOON, claim, clash, file, statements

# typed                                                      | words      | filters
READ = [
    ("kursk", "kursk", Filters()),
    ("kursk since:2025-04-01", "kursk", Filters(since=date(2025, 4, 1))),
    ("since:2025-04 kursk until:2025-04", "kursk", Filters(date(2025, 4, 1), date(2025, 4, 30))),
    ("kursk until:2024", "kursk", Filters(until=date(2024, 12, 31))),
    ("kursk since: 2025-04-01", "kursk", Filters(since=date(2025, 4, 1))),
    ("kursk since:yesterday until:today", "kursk", Filters(date(2026, 3, 1), date(2026, 3, 2))),
    ('kursk since:"1 April 2025"', "kursk", Filters(since=date(2025, 4, 1))),
    ("kursk since:April", "kursk", Filters(since=date(2025, 4, 1))),
    ("kursk since:February", "kursk", Filters(since=date(2026, 2, 1))),
    ("kursk SINCE:2025-04-01 troops", "kursk troops", Filters(since=date(2025, 4, 1))),
    ('kursk by:"South Korean Foreign Ministry"', "kursk", Filters(by="South Korean Foreign Ministry")),
    ("kursk by:“South Korean Foreign Ministry” troops", "kursk troops", Filters(by="South Korean Foreign Ministry")),
    ("kursk outlet:reuters by:Kim", "kursk", Filters(outlet="reuters", by="Kim")),
    ("https://example.org/a at 07:30, re:kursk", "https://example.org/a at 07:30, re:kursk", Filters()),
    ("Moscow: no talks", "Moscow: no talks", Filters()),
]


@pytest.mark.parametrize(("typed", "words", "wanted"), READ, ids=[t for t, _, _ in READ])
def test_filters_are_read_and_taken_out_of_the_words(typed: str, words: str, wanted: Filters) -> None:
    assert parse(typed, now=NOON) == (words, wanted)


# typed                             | what is said
WRONG = [
    ("kursk since:sometime", "“sometime” is no day"),
    ("kursk since:2025-02-30", "“2025-02-30” is no day"),
    ("kursk since:01/04/2025", "“01/04/2025” is no day"),
    ("kursk until: outlet:reuters", "until: needs something after it"),
    ("kursk until:", "until: needs something after it"),
    ('kursk by:""', "by: needs something after it"),
    ('kursk by:"South Korean', "opens a quotation mark"),
    ("kursk since:2025-05-01 until:2025-04-01", "nothing fits"),
    ("kursk since:2025 since:2024", "stands there twice"),
    ("kursk sinse:2025-04-01", "since: is"),
    ("kursk from:2025-04-01", "since: is"),
    ("kursk source:Kim", "by: is"),
]


@pytest.mark.parametrize(("typed", "said"), WRONG, ids=[t for t, _ in WRONG])
def test_a_wrong_filter_is_met_with_an_example_that_works(typed: str, said: str) -> None:
    with pytest.raises(BadCommand, match=re.escape(said)) as wrong:
        parse(typed, now=NOON, example="/facts ferry")
    example = str(wrong.value).rpartition("e.g. /facts ")[2]
    words, only = parse(example, now=NOON)
    assert words == "ferry"
    assert only


def test_the_examples_work() -> None:
    words, only = parse("kursk " + " ".join(EXAMPLES.values()), now=NOON)
    assert words == "kursk"
    assert only == Filters(date(2025, 4, 1), date(2025, 4, 30), "reuters", "South Korean Foreign Ministry")


def test_what_the_shell_unquotes_is_quoted_again() -> None:
    assert [requoted(w) for w in ("/facts", "kursk", "by:Foreign Ministry", "by:Kim", "a: b c", "at 7:30 pm")] == [
        "/facts",
        "kursk",
        'by:"Foreign Ministry"',
        "by:Kim",
        'a:" b c"',
        "at 7:30 pm",
    ]


SANK = "The ferry Anna sank off Arnholt on Monday, the port office said."
UNION = "The Sailors Union blamed the port office for the loss of the ferry Anna."
LATER = "The ferry Anna was sound, the Port Office of Arnholt said."
REOPENED = "The harbour of Arnholt is open again, the port office said."
SHUT = "The harbour of Arnholt is still shut, the pilots announced."


@pytest.fixture(params=["memory", "sqlite"])
async def archive(request: pytest.FixtureRequest) -> AsyncIterator[MemoryStore | SqliteStore]:
    store = MemoryStore() if request.param == "memory" else SqliteStore.open()
    await file(
        store,
        "gazette",
        [claim(SANK, "Port Office", "say", "say"), claim(UNION, "Sailors Union", "blame", "blame")],
        published=datetime(2026, 1, 10, 23, 59, tzinfo=UTC),
    )
    courier = datetime(2026, 2, 1, tzinfo=UTC)
    await file(store, "courier", [claim(LATER, "Port Office of Arnholt", "say", "say")], published=courier)
    (old,) = await file(store, "post", [claim(REOPENED, "Port Office", "say", "say")], published=courier)
    (new,) = statements("times", [claim(SHUT, "Pilots", "announce", "say")])
    await file(store, "times", [claim(SHUT, "Pilots", "announce", "say")], clashes=[clash(old, new)])
    yield store
    await store.close()


def quotes(answer: Answer) -> set[str]:
    return {s.quote for s in answer.snippets}


# filters                              | what of the ferry is left
KEPT = [
    ("", {SANK, UNION, LATER}),
    ("since:2026-01-11", {LATER}),
    ("until:2026-01-10", {SANK, UNION}),
    ("since:2026-01-10 until:2026-01-10", {SANK, UNION}),
    ("outlet:gazette", {SANK, UNION}),
    ('outlet:"the courier"', {LATER}),
    ('by:"sailors union"', {UNION}),
    ("by:office", {SANK, LATER}),
    ("by:office since:2026-01-11", {LATER}),
    ("by:fice", set()),
    ("outlet:herald", set()),
]


@pytest.mark.parametrize(("typed", "left"), KEPT, ids=[t or "none" for t, _ in KEPT])
async def test_facts_are_held_to_the_filters(archive: MemoryStore, typed: str, left: set[str]) -> None:
    answer = await facts.answer(archive, f"anna ferry {typed}", now=NOON)
    assert quotes(answer) == left
    assert answer.found == bool(left)


async def test_what_was_held_to_is_said_and_where_nothing_is_left_what_there_is_without(archive: MemoryStore) -> None:
    answer = await facts.answer(archive, "anna ferry since:2026-01-11 by:pilots", now=NOON)
    assert answer.notes[:2] == (
        "Only since 11 January 2026, by “pilots”.",
        "Without that there is something: /facts anna ferry",
    )
    assert (await facts.answer(archive, "anna ferry", now=NOON)).notes == ()


async def test_a_dispute_that_a_side_of_fits_is_shown_whole(archive: MemoryStore) -> None:
    answer = await facts.answer(archive, "arnholt harbour by:pilots", now=NOON)
    assert quotes(answer) == {REOPENED, SHUT}
    assert answer.text == "Disputed."


async def test_who_is_held_to_the_filters(archive: MemoryStore) -> None:
    assert (await who.answer(archive, "blamed outlet:gazette", now=NOON)).text == "Blamed: Sailors Union."
    gone = await who.answer(archive, "blamed since:2026-02-01", now=NOON)
    assert not gone.found
    assert gone.notes[:2] == ("Only since 1 February 2026.", "Without that there is something: /who blamed")
    assert quotes(await who.answer(archive, "said by:arnholt", now=NOON)) == {LATER}


async def test_a_question_is_held_to_them_too(archive: MemoryStore) -> None:
    async def understand(asked: str) -> tuple[Claim, ...]:
        return (claim(asked),)

    answer = await ask.answer(archive, "who blamed the port office? until:2025", understand, now=NOON)
    assert not answer.found
    assert answer.notes[0] == "Only until 31 December 2025."
    assert (await ask.answer(archive, "who blamed the port office? by:union", understand, now=NOON)).found


async def test_words_alone_are_asked_for_beside_a_filter(archive: MemoryStore) -> None:
    with pytest.raises(BadCommand, match="/facts kursk since:2025-04-01"):
        await facts.answer(archive, "by:kim", now=NOON)
    with pytest.raises(BadCommand, match="/who condemned"):
        await who.answer(archive, "by:kim", now=NOON)


def test_a_capital_stands_for_its_country() -> None:
    assert filters.Filters(by="Pyongyang").said_by("North Korean Central Military Commission")
    assert not filters.Filters(by="Seoul").said_by("North Korean Central Military Commission")
