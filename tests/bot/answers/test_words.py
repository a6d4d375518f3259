"""Forms of a word, words that do in each other's place, and words misspelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import spelling
from bot.answers.alike import alike, kin
from bot.answers.stems import nations, stem, stems, tokens
from bot.answers.terms import named, searched, term, terms
from tests.bot.invented import claim, statements

SAME = [
    "casualties casualty",
    "deployment deployed deploys deploying deploy",
    "evacuated evacuation evacuate evacuations",
    "condemned condemnation condemns condemning",
    "accused accusation accuses",
    "sent send sends sending",
    "liberated liberation liberate",
    "troops troop",
    "agencies agency",
    "stopped stop stopping",
    "Minister’s minister minister's",
    "died dead deaths dying",
    "café cafe",
    "withdrawn withdrew withdrawal",
]
APART = ["state station", "claim climb", "organ organisation", "police policy", "university universe", "new news"]


@pytest.mark.parametrize("words", SAME)
def test_forms_of_one_word_have_one_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize("words", APART)
def test_different_words_do_not(words: str) -> None:
    one, other = words.split()
    assert stem(one) != stem(other)


@given(st.text(max_size=40))
def test_any_text_has_stems(text: str) -> None:
    assert all(stem(word) for word in tokens(text))
    assert {stem(word) for word in tokens(text)} <= stems(text)


def test_a_country_is_known_under_all_its_names() -> None:
    keys = {frozenset(k for k in stems(name) if k[0] == "@") for name in ("Norway", "Norwegian", "Oslo")}
    assert keys == {frozenset({"@Norway"})}


def test_a_country_of_two_words_is_one() -> None:
    assert nations(["the", "South", "Korean", "ministry"]) == [(1, 3, "@South Korea")]


def test_small_letters_name_no_country_in_an_article() -> None:
    assert nations(["a", "turkey", "for", "us"]) == []


def test_words_that_do_in_each_others_place() -> None:
    assert "kill" in alike("deaths")
    assert "close" in kin("closures")
    assert "kill" not in alike("injured")


def test_terms_are_content_words_once_each_with_countries_whole() -> None:
    found = terms("the sending of troops, and more troops, to South Korea")
    assert [t.word for t in found] == ["sending", "troops", "South Korea"]
    assert [t.name for t in found] == [False, False, True]


def test_a_number_belongs_to_the_name_before_it() -> None:
    assert [(t.word, t.name) for t in terms("Falcon 9 price")] == [("Falcon", True), ("9", True), ("price", False)]


def test_what_the_archive_writes_with_a_capital_is_a_name() -> None:
    on_file = statements("gazette", [claim("The mayor of Arnholt spoke."), claim("In Arnholt the bridge is shut.")])
    assert [(t.word, t.name) for t in named(terms("arnholt bridge"), on_file)] == [("arnholt", True), ("bridge", False)]


def test_the_archive_is_searched_for_what_was_typed_and_its_like() -> None:
    words = searched([term("deaths")])
    assert words[0] == "deaths"
    assert {"kill", "die"} <= set(words)


VOCABULARY = ["kursk", "Valley Times", "casualty", "bridge", "bridle", "condemn"]

# typed | meant
SLIPS = [
    ("kusrk", "kursk"),  # two letters swapped
    ("kurks", "kursk"),
    ("kursk", ""),  # on file as it stands
    ("timse", "times"),
    ("beat", ""),  # too short: a boat, a beet?
    ("casulty", "casualty"),
    ("bridke", ""),  # bridge or bridle: nobody can tell
    ("cat", ""),  # too short to guess from
    ("zeppelin", ""),
]


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_a_misspelling(typed: str, meant: str) -> None:
    assert spelling.meant(typed, VOCABULARY) == meant


@given(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=5))
def test_no_typing_makes_spelling_fail(typed: str, vocabulary: list[str]) -> None:
    assert isinstance(spelling.meant(typed, vocabulary), str)
