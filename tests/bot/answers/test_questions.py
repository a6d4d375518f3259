"""What a question asks for, given what the reader makes of it."""

from __future__ import annotations

import pytest

from bot.answers.questions import clean, parse
from bot.nouns import Event, Role, Span
from tests.bot.invented import claim

# question | kind
KINDS = [
    ("how many were aboard?", "count"),
    ("what is the death toll?", "count"),
    ("how much did the bridge cost?", "money"),
    ("how long was it shut?", "length"),
    ("how late was the ferry?", "length"),
    ("until when is it shut?", "when"),
    ("what day did it sink?", "when"),
    ("where did it sink?", "where"),
    ("who lit the fire?", "who"),
    ("which group lit it?", "who"),
    ("whose ship was it?", "whose"),
    ("why did he leave?", "why"),
    ("is the strike over?", "whether"),
    ("what did she see?", "what"),
    ("bridge at Arnholt", "what"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_kind_of_question(text: str, kind: str) -> None:
    assert parse(text).kind == kind


def happening(text: str, verb: str, predicate: str, **roles: str) -> tuple:  # type: ignore[type-arg]
    """What a reader would make of a question: one event, with these phrases in these roles."""

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    parts = tuple(Role(role, span(words), words.lower()) for role, words in roles.items())
    return (claim(text, events=(Event(predicate, span(verb), roles=parts),)),)


def test_what_is_counted_what_happened_and_to_whom() -> None:
    text = "How many crewmen did Norway rescue at Arnholt?"
    found = parse(text, happening(text, "rescue", "rescue", agent="Norway", patient="How many crewmen"))
    assert [t.word for t in found.counted] == ["crewmen"]
    assert found.predicate is not None
    assert found.predicate.key == "rescu"
    assert [t.word for t in found.subjects] == ["Norway"]
    assert [t.word for t in found.names] == ["Norway", "Arnholt"]
    assert found.past


def test_whose_word_is_asked_for() -> None:
    text = "Who does Norway say lit the fire?"
    found = parse(text, happening(text, "lit", "light", patient="the fire"))
    assert [t.word for t in found.by] == ["Norway"]
    assert found.names == ()
    assert [t.word for t in found.others] == ["fire"]


def test_a_word_of_speaking_stands_for_itself_alone() -> None:
    concluded = parse("What did the Board conclude?")
    assert concluded.predicate is not None
    assert "end" not in concluded.predicate.keys
    assert concluded.speaking


def test_whether_something_is_over_also_wants_to_hear_that_it_goes_on() -> None:
    assert parse("is the Arnholt operation over?").state
    assert not parse("was the Arnholt bridge hit?").state


def test_the_bots_own_name_is_no_part_of_it() -> None:
    assert clean("<@U123> who lit it?") == clean("@wirecheck, who lit it?") == "who lit it?"
