"""What verb `/who` was asked for, in any form, and about what."""

from __future__ import annotations

import pytest

from bot.answers.verbs import asked

# typed | a lemma that counts | one that does not | the object
VERBS = [
    ("condemned", "condemn", "mock", []),
    ("condemns deployment", "denounce", "praise", ["deployment"]),
    ("spoke out against the deployment", "condemn", "speak", ["deployment"]),
    ("lashed out at Norway", "condemn", "praise", ["Norway"]),
    ("blamed whom for the food crisis", "accuse", "deny", ["food", "crisis"]),
    ("claimed", "claim", "confirm", []),
    ("confirmed", "confirm", "claim", []),
    ("confirmed", "acknowledge", "say", []),
    ("said the delay", "say", "claim", ["delay"]),
    ("pointed the finger at Oslo", "blame", "point", ["Oslo"]),
    ("thanked", "praise", "condemn", []),
    ("vetoed the budget", "vetoed", "reject", ["budget"]),
    ("who denied it?", "deny", "confirm", []),
]


@pytest.mark.parametrize(("typed", "counts", "not_", "about"), VERBS)
def test_a_verb_in_any_form(typed: str, counts: str, not_: str, about: list[str]) -> None:
    found = asked(typed)
    assert found is not None
    assert counts in found.lemmas
    assert not_ not in found.lemmas
    assert [t.word for t in found.about] == about


@pytest.mark.parametrize("typed", ["", "   ", "?", "who"])
def test_nothing_is_asked_by_nothing(typed: str) -> None:
    assert asked(typed) is None
