"""Each gate by itself: what passes, what does not, and that it says why."""

from datetime import date

import pytest

from bot.conflicts import dates, gates, states
from bot.conflicts.likeness import Likeness
from bot.conflicts.side import Side
from bot.nouns import Event, When
from tests.bot.conflicts.factories import at, event, statement


def side(quote: str, article: str = "one", **more: object) -> Side:
    return Side(statement(quote, article, **more))  # type: ignore[arg-type]


def test_two_sentences_of_one_article_stop_at_the_first_gate():
    assert not gates.different_articles(side("It is so."), side("It is not so.")).open
    assert gates.different_articles(side("It is so."), side("It is not so.", "two")).open


@pytest.mark.parametrize(
    ("one", "other", "copies"),
    [
        (
            "The dam at Corvo burst on Monday, killing six people.",
            "The dam at Corvo burst Monday, killing six people.",
            True,
        ),
        ("The dam at Corvo burst, killing 6 people there.", "The dam at Corvo burst, killing 9 people there.", False),
        ("The army said it had shelled the port of Ilo.", "The army said it had not shelled the port of Ilo.", False),
        ("The dam burst.", "The mayor of Corvo resigned over it.", False),
    ],
)
def test_a_copy_is_known_by_its_words_but_figures_and_nots_must_be_the_same(one, other, copies):
    assert gates.copies(side(one), side(other, "two")) is copies


@pytest.mark.parametrize(
    ("claim", "is_open"),
    [
        ({}, True),
        ({"cue_class": "withhold"}, False),
        ({"cue_class": "demand"}, False),
        ({"cue_class": "promise"}, False),
        ({"modality": "planned"}, False),
        ({"modality": "possible"}, False),
        ({"modality": "hedged"}, True),  # a hedge is the next gate's
    ],
)
def test_what_nobody_asserts_cannot_be_contradicted(claim, is_open):
    verdict = gates.asserted(side("The bridge fell.", **claim))
    assert verdict.open is is_open
    assert verdict.why


@pytest.mark.parametrize(
    ("quote", "is_open"),
    [
        ("It is possible that the operator confirmed that the bridge fell.", False),
        ("It remains unclear whether the clerk said that the bridge fell.", False),
        ("Perhaps the bridge fell, a clerk said.", False),
        ("There are plans, not decided yet, under which the bridge is closed, a clerk said.", False),
        ("It is clear that the bridge fell, a clerk said.", True),
        ("There are no boats under the bridge, a clerk said.", True),
    ],
)
def test_what_a_whole_sentence_hangs_on_hangs_over_what_is_said_in_it(quote, is_open):
    assert gates.asserted(side(quote)).open is is_open


def test_refraining_from_denying_is_silence():
    quote = "Vorland refrained from confirming or denying the deployment."
    claim = {"cue": (at(quote, "denying"),), "cue_class": "deny", "polarity": "-"}
    assert not gates.asserted(side(quote, **claim)).open


@pytest.mark.parametrize(
    ("claim", "is_open"), [({}, True), ({"modality": "hedged"}, False), ({"cue_class": "estimate"}, False)]
)
def test_a_guess_is_not_contradicted_by_a_fact(claim, is_open):
    assert gates.unhedged(side("It fell.", **claim)).open is is_open


@pytest.mark.parametrize(
    ("one", "other", "is_open"),
    [
        ("Reactor 1 was shut down.", "Reactor 2 was not shut down.", False),
        ("Reactor 1 was shut down.", "Reactor 1 was not shut down.", True),
        ("Barrack 6 burnt and 12 died.", "14 died in barrack 6.", True),
        ("A fire at the Arnholt mill killed 15.", "A fire at the Kestrel mill killed 11.", False),
        ("A fire at the Arnholt mill killed 15.", "A fire at the old mill killed 11.", True),
        ("A fire at the Arnholt mill killed 15.", "In Arnholt, a fire at the Kestrel mill killed 11.", True),
        ("The fall of the Kyiv bridge hurt 15.", "The fall of the Kiev bridge hurt 11.", True),
        ("The fall of the Nova Arnholt dam hurt 15.", "The fall of the Arnholt dam hurt 11.", True),
        ("Shells hit the Arnholt region.", "The Kestrel region and Arnhold were not hit.", True),
        ("A raid on the Russian base killed 15.", "A raid on the Belarusian base killed 11.", True),
        ("The Tuesday meeting lasted an hour.", "The Monday meeting lasted an hour.", True),
    ],
)
def test_what_is_numbered_or_named_apart_is_apart(one, other, is_open):
    assert gates.one_instance(side(one), side(other, "two")).open is is_open


@pytest.mark.parametrize(("scopes", "is_open"), [(("all", "some"), True), (("some", "some"), False), (("", ""), True)])
def test_two_parts_do_not_clash(scopes, is_open):
    quote = "It ended."
    first, second = (event(quote, "ended", "end", scope=scope) for scope in scopes)
    assert gates.scopes_meet(first, second).open is is_open


@pytest.mark.parametrize(
    ("one", "other", "within", "is_open"),
    [("2024-05-01", "2024-05-03", 3, True), ("2024-05-01", "2024-05-09", 3, False), ("", "2024-05-09", 3, True)],
)
def test_times_must_be_comparable_when_they_are_known(one, other, within, is_open):
    pair = side("It fell.", day=one), side("It fell.", "two", day=other)
    assert gates.comparable_time(*pair, within=within).open is is_open


def test_countries_alone_do_not_make_one_event():
    a, b = side("Peru accused Chile."), side("Chile accused Peru.", "two")
    assert not gates.one_event(a, b, Likeness(14.0, 1.0, 0.0, 0, countries=14)).open
    a, b = side("Peru said the Aurora sank off Corvo."), side("The Aurora sank off Corvo in fog.", "two")
    assert gates.one_event(a, b, Likeness(12.0, 0.8, 0.0, 3)).open


def test_a_story_moves_on():
    a, b = (
        side("The Aurora sank off Corvo.", day="2024-03-01"),
        side("The Aurora sank off Corvo.", "two", day="2024-05-01"),
    )
    assert not gates.one_event(a, b, Likeness(12.0, 1.0, 1.0, 3)).open


def when(quote: str, words: str, start: date | None, end: date | None) -> When:
    return When(at(quote, words), start, end, "absolute" if start else "")


def test_days_told_apart_are_different_happenings_and_open_ones_are_not_compared():
    quote, other = "Shelled on Monday.", "Shelled on Thursday."
    monday = when(quote, "Monday", date(2024, 4, 29), date(2024, 4, 29))
    thursday = when(other, "Thursday", date(2024, 5, 2), date(2024, 5, 2))
    unknown = when(other, "Thursday", None, None)
    assert dates.apart(side(quote, times=(monday,)), side(other, "two", times=(thursday,)))
    assert not dates.apart(side(quote, times=(monday,)), side(other, "two", times=(unknown,)))


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({"predicate": "conclude", "state": "over"}, "over"),
        ({"predicate": "liberate", "scope": "all"}, "over"),
        ({"predicate": "liberate"}, ""),
        ({"predicate": "continue", "state": "going on"}, "going on"),
        ({"predicate": "send", "state": "going on"}, ""),  # "is sending" says only that it is done now
        ({"predicate": "end", "state": "over", "polarity": "-"}, "going on"),
        ({"predicate": "end", "state": "over", "modality": "possible"}, ""),
        ({"predicate": "end", "state": "over", "tense": "future"}, ""),
    ],
)
def test_over_or_going_on(told, state):
    predicate = told.pop("predicate")
    assert states.state(Event(predicate, at("It x.", "x"), **told)) == state
