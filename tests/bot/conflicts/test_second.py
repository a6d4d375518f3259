"""What types and judge make of a pair together: surer, vetoed, or raised between two passages laid side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conflicts import between, compare
from bot.conflicts.second import joined, of_sentences
from bot.nouns import CONFLICTING, Opinion
from tests.bot.conflicts.factories import read

SURE, AGAINST, TORN = Opinion(0.02, 0.03, 0.95), Opinion(0.6, 0.399, 0.001), Opinion(0.2, 0.4, 0.4)


class Judge:
    """Answers the same to everybody, and remembers what it was asked."""

    def __init__(self, opinion: Opinion) -> None:
        self.opinion_of_all, self.asked = opinion, []

    def opinion(self, old: str, new: str, days: int | None = None) -> Opinion:
        self.asked.append((old, new, days))
        return self.opinion_of_all


TOLL = (
    "The fire at the Lindow mill killed 12 people.",
    "Nine people were killed in the fire at the Lindow mill, the brigade said.",
)
SHUT = (
    "The council approved the Harrow tunnel on Tuesday.",
    "The council did not approve the Harrow tunnel, a clerk said.",
)
SILENT = ("The alarm at the Lindow mill rang at once.", "At the Lindow mill the alarm stayed silent.")
PLANNED = ("The council plans to close the Lindow mill.", "The council is not closing the Lindow mill.")


def pair(texts, days=0):
    (old,), (new,) = read(texts[0], "a", "2024-03-01"), read(texts[1], "b", f"2024-03-{1 + days:02}")
    return old, new


def suspected(texts, at=0.45):
    """What the types make of two sentences that they find nothing in, suspected so much."""
    old, new = pair(texts)
    return replace(between([old], [new]), confidence=at)


@pytest.mark.parametrize(("opinion", "called"), [(SURE, True), (TORN, True), (AGAINST, False)])
def test_a_judge_makes_surer_or_vetoes_what_the_types_found(opinion, called):
    old, new = pair(SHUT)
    found = compare(new, old)
    assert found.label == "CONTRADICTS"
    both = of_sentences(Judge(opinion), replace(found, confidence=0.55))
    assert (both.label in CONFLICTING) is called
    assert any(gate.startswith("second opinion") for gate in both.gates)


def test_the_more_it_sees_a_contradiction_the_surer_they_are():
    old, new = pair(SHUT)
    found = compare(new, old)
    said_so = [of_sentences(Judge(Opinion(1 - p, 0.0, p)), found).confidence for p in (0.2, 0.5, 0.9)]
    assert said_so == sorted(said_so)


def test_it_is_asked_about_the_older_sentence_first_whichever_came_in():
    old, new = pair(SHUT, days=3)
    judges = Judge(SURE), Judge(SURE)
    of_sentences(judges[0], compare(new, old))
    of_sentences(judges[1], compare(old, new))
    assert judges[0].asked == judges[1].asked == [(*SHUT, 3)]


def test_it_is_not_asked_about_what_the_types_call_no_conflict():
    old, new = pair(SILENT)
    judge = Judge(SURE)
    assert of_sentences(judge, compare(new, old)).label not in CONFLICTING
    assert judge.asked == []


def test_nor_about_counts_which_it_does_not_reckon_with():
    old, new = pair(TOLL)
    judge = Judge(AGAINST)
    assert of_sentences(judge, compare(new, old)) == compare(new, old)
    assert judge.asked == []


def test_nothing_changes_without_a_judge():
    old, new = pair(TOLL)
    assert of_sentences(None, compare(new, old)) == compare(new, old)


def test_between_two_passages_it_may_call_what_no_type_is_made_for():
    raised = joined(suspected(SILENT), SURE, may_raise=True)
    assert raised.label in CONFLICTING
    assert raised.confidence >= 0.5
    assert "second opinion, 95%" in raised.reason
    texts = [[span.of(text) for span in spans] for text, spans in zip(SILENT, raised.clash, strict=True)]
    assert all(texts)
    assert "mill" not in " ".join(w for words in texts for w in words)  # what both say is not what clashes


@pytest.mark.parametrize(
    ("texts", "suspicion", "opinion", "may_raise"),
    [
        (SILENT, 0.45, TORN, True),
        (SILENT, 0.45, SURE, False),
        (SILENT, 0.2, SURE, True),
        (PLANNED, 0.45, SURE, True),
        ((SILENT[0], SILENT[0]), 0.45, SURE, True),
    ],
    ids=["it is not sure", "it may not", "nothing else speaks for it", "a plan asserts nothing", "the same words"],
)
def test_else_it_stays_no_conflict_and_below_what_is_called_one(texts, suspicion, opinion, may_raise):
    both = joined(suspected(texts, suspicion), opinion, may_raise=may_raise)
    assert both.label not in CONFLICTING
    assert both.confidence < 0.5
