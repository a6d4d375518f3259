"""Topics: names and content words, noun and verb of one doing under one word; and the lexicon behind them."""

from __future__ import annotations

import pytest

from bot.claims import events, lexicon, topics
from tests.bot.claims.parsing import named, parsed


def about(sentence: str, *names: str) -> tuple[str, ...]:
    span = parsed(sentence)[:]
    return topics.find(events.find(span, 0, named), names, span)


def test_names_and_content_words_are_topics_and_reporting_is_not() -> None:
    found = about("Norway said the pact violates the charter.", "Norway")
    assert found == ("charter", "norway", "pact", "violate")


def test_a_doing_told_as_noun_and_as_verb_is_one_topic() -> None:
    assert "deploy" in about("The deployment of troops was condemned.")
    assert "deploy" in about("Troops were deployed.")


def test_topics_are_sorted_lower_case_and_once_each() -> None:
    found = about("Troops met troops in Oslo.", "Oslo", "OSLO")
    assert list(found) == sorted(set(found))
    assert "oslo" in found


@pytest.mark.parametrize(
    ("word", "kin"),
    [
        ("deployment", "deploy"),
        ("liberation", "liberate"),
        ("violation", "violate"),
        ("conclusion", "conclude"),
        ("death", "die"),
        ("legality", "legal"),
        ("mobilisation", "mobilize"),
        ("illegally", "illegal"),
        ("sign", "sign"),
        ("government", "government"),
        ("building", "building"),
        ("charter", "charter"),
        ("no-such-word", "no-such-word"),
    ],
)
def test_a_word_goes_by_its_family(word: str, kin: str) -> None:
    assert lexicon.family(word) == kin


@pytest.mark.parametrize(("noun", "verb"), [("attack", "attack"), ("sale", "sell"), ("troop", ""), ("table", "")])
def test_a_noun_of_doing_has_a_verb_and_a_thing_has_none(noun: str, verb: str) -> None:
    assert lexicon.verb_of(noun) == verb


def test_opposites_hold_both_ways_and_synonyms_leave_the_word_out() -> None:
    assert "begin" in lexicon.antonyms("end", "v")
    assert "end" in lexicon.antonyms("begin", "VERB")
    assert "illegal" in lexicon.antonyms("legal")
    assert "finish" in lexicon.synonyms("end", "VERB")
    assert "end" not in lexicon.synonyms("end")
    assert lexicon.synonyms("no-such-word") == frozenset()
