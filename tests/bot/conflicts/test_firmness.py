"""What is told as a clash of two passages is no message by itself: sentence against sentence, filed."""

import pytest

from bot.conflicts import between, decide
from bot.nouns import CONFLICTING
from bot.ports import Rivals
from tests.bot.conflicts.factories import read

# on file | came in | why it is or is not worth a message
WORTH_IT = [
    (
        "Norwegian forces shelled the fishing harbour of Vardek on Sunday, the mayor of Vardek said.",
        "Norway has denied that its forces shelled the fishing harbour of Vardek.",
        "one deed told and denied",
    ),
    (
        "The Harrow council approved the Harrow tunnel beneath Lindow marsh on Tuesday.",
        "The Harrow council did not approve the Harrow tunnel beneath Lindow marsh, a clerk said.",
        "the same done and not done",
    ),
]  # fmt: skip

NOT_WORTH_IT = [
    (
        "Norwegian drones might attack the fishing harbour of Vardek, Denmark fears.",
        "Norway has denied that its forces shelled the fishing harbour of Vardek.",
        "feared, not done",
    ),
    (
        "President Orel visited Lindow and its glassworks on Monday.",
        "President Orel is not visiting Lindow so much as meeting the owners of the Lindow glassworks.",
        "not so much as",
    ),
    (
        "Talks over the Lindow glassworks can only take place after the Zlatko trial is over, officials said.",
        "The Zlatko trial over the Lindow glassworks is ongoing.",
        "what comes once it is over",
    ),
    (
        "The legal case over the Lindow glassworks was heard in Zlatko, where glassblowers came.",
        "The Lindow glassworks broke the law, the Zlatko glassblowers said.",
        "a legal case judges nothing",
    ),
]  # fmt: skip


def alerted(old, new):
    first, second = read(old, "old"), read(new, "new")
    claims = [s.claim for s in second]
    return decide(second[0].edition, claims, Rivals({c.id: list(first) for c in claims})).opened


@pytest.mark.parametrize(("old", "new", "why"), WORTH_IT)
def test_these_are_worth_a_message(old, new, why):
    assert between(read(old, "old"), read(new, "new")).label in CONFLICTING
    assert len(alerted(old, new)) == 1, why


@pytest.mark.parametrize(("old", "new", "why"), NOT_WORTH_IT)
def test_these_are_not(old, new, why):
    assert alerted(old, new) == (), why


def test_why_says_what_a_message_would_have_needed():
    old, new, _ = NOT_WORTH_IT[1]
    conflict = between(read(old, "old"), read(new, "new"))
    assert conflict.label in CONFLICTING
    assert any("no message: " in gate for gate in conflict.gates)
