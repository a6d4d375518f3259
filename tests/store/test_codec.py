"""What is written down comes back equal, whatever stands in it."""

from __future__ import annotations

import dataclasses
import math
from datetime import UTC, date, datetime, timedelta, timezone

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nouns import Claim, Event, Quantity, Role, Span, When
from store.codec import dump, dump_as, load, load_as, moment, stamp, words_in, words_out
from tests.store.factories import claim, revision

# Any text at all, lone surrogates among them; news pages hold what they hold.
texts = st.text(st.characters(), max_size=12)
spans = st.builds(Span, st.integers(0, 10**7), st.integers(0, 10**7))
numbers = st.one_of(st.none(), st.floats(allow_nan=False), st.integers(-(10**30), 10**30))
days = st.one_of(st.none(), st.dates())


def some(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


flags = st.booleans()
quantities = st.builds(Quantity, spans, numbers, numbers, texts, texts, flags, flags, texts)
times = st.builds(When, spans, days, days, texts)
roles = st.builds(Role, texts, spans, texts, texts, texts, some(texts))
events = st.builds(
    Event,
    predicate=texts,
    span=spans,
    polarity=st.sampled_from("+-"),
    modality=st.sampled_from(["plain", "planned"]),
    tense=st.sampled_from(["", "past"]),
    state=st.sampled_from(["", "over"]),
    scope=st.sampled_from(["", "all"]),
    roles=some(roles),
)
claims = st.builds(
    Claim,
    id=texts,
    article_id=texts,
    revision_id=texts,
    sentence=spans,
    quote=texts,
    content=some(spans),
    source=some(spans),
    source_name=texts,
    chain=some(texts),
    anonymous=flags,
    cue=some(spans),
    cue_lemma=texts,
    cue_class=st.sampled_from(["", "say", "deny"]),
    polarity=st.sampled_from("+-"),
    negated=flags,
    modality=st.sampled_from(["plain", "hedged"]),
    quantities=some(quantities),
    times=some(times),
    events=some(events),
    oddities=some(texts),
    topics=some(texts),
    heading=flags,
    quoted=flags,
)


@given(claims)
@settings(max_examples=60, deadline=None)
def test_any_claim_comes_back_equal(written):
    read = load(Claim, dump(written))
    assert read == written
    assert hash(read) == hash(written), "lists have become tuples again, all the way down"


def test_the_strategy_fills_in_every_field_of_a_claim():
    """A field added to a noun is a row to add above."""
    for noun, built in ((Claim, claims), (Event, events)):
        assert set(built.wrapped_strategy.kwargs) == {f.name for f in dataclasses.fields(noun)}


def test_what_equals_its_default_is_left_out():
    assert set(orjson.loads(dump(claim(revision())))) == {
        "id", "article_id", "revision_id", "sentence", "quote", "content", "topics",
    }  # fmt: skip


def test_a_field_that_was_not_known_when_it_was_written_has_its_default():
    tree = orjson.loads(dump(claim(revision(), oddities=("a year",))))
    del tree["oddities"]
    assert load(Claim, orjson.dumps(tree)) == claim(revision())


@pytest.mark.parametrize("number", [math.inf, -math.inf, 0.1, 1e308, 10**40])
def test_odd_numbers_come_back(number):
    assert load_as(float, dump_as(float, number)) == number


def test_nan_comes_back():
    assert math.isnan(load_as(float, dump_as(float, math.nan)))


def test_where_two_statements_clash_comes_back():
    hint = tuple[tuple[Span, ...], tuple[Span, ...]]
    for clash in (((), ()), ((Span(1, 2),), (Span(3, 4), Span(5, 6)))):
        assert load_as(hint, dump_as(hint, clash)) == clash


@given(texts)
def test_any_text_comes_back_from_a_column(text):
    assert words_in(words_out(text)) == text


@given(
    st.datetimes(
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30))]),
        min_value=datetime(2, 1, 1),
        max_value=datetime(9998, 1, 1),
    )
)
def test_any_moment_comes_back(when):
    assert moment(stamp(when)) == when


@given(st.lists(st.datetimes(timezones=st.just(UTC), min_value=datetime(1000, 1, 1)), max_size=5))
def test_stamps_sort_as_the_moments_do(moments):
    assert sorted(moments, key=stamp) == sorted(moments)


def test_a_day_is_written_as_people_write_it():
    assert dump_as(date, date(2026, 3, 2)) == b'"2026-03-02"'
