"""Rules and tagger joined: whom to believe where they differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.claims import reader
from bot.claims.attributed import Attribution
from bot.claims.attribution import attributions
from bot.claims.joining import asked, joined
from bot.claims.tagger.model import WEIGHTS, Act, shipped
from tests.bot.claims.conftest import Read

TEXT = "The mayor said on Friday that the dam had failed."
PARAGRAPHS = reader.parsed(TEXT, reader.load("en_core_web_sm"))
FOUND = [attributions(p) for p in PARAGRAPHS]
MAYOR, SAID, DAM = (0, (0, 2)), (0, (2, 3)), (0, (6, 10))


def act(**changes: object) -> Act:
    """What a tagger that agrees with the rules would say, but for the changes."""
    sure = Act(
        SAID, 0.999, (MAYOR,), ((0, (5, 10)),), ("+", 0.99), ("plain", 0.99), ("say", 0.99),
        source_chance=0.999, content_chance=0.999,
    )  # fmt: skip
    return replace(sure, **changes)  # type: ignore[arg-type]


def spans(found: list[list[Attribution]]) -> list[tuple[str, str, str]]:
    return [
        (
            " ".join(PARAGRAPHS[0].span(s).of(TEXT) for s in a.source),
            PARAGRAPHS[0].span(a.cue_words[0]).of(TEXT),
            " ".join(c.of(TEXT) for c in a.content),
        )
        for a in found[0]
    ]


def test_the_tagger_is_asked_about_every_cue_of_the_rules() -> None:
    assert asked(FOUND) == [SAID]


@pytest.mark.parametrize(
    ("told", "read"),
    [
        pytest.param(act(), [("The mayor", "said", "that the dam had failed")], id="they agree"),
        pytest.param(act(chance=0.001), [], id="no cue, it is sure"),
        pytest.param(act(chance=0.3), [("The mayor", "said", "that the dam had failed")], id="it doubts, the rules stand"),
        pytest.param(act(content=(DAM,)), [("The mayor", "said", "the dam had failed")], id="another content, surely"),
        pytest.param(
            act(content=(DAM,), content_chance=0.9), [("The mayor", "said", "that the dam had failed")], id="perhaps another"
        ),
        pytest.param(act(source=((0, (1, 2)),)), [("mayor", "said", "that the dam had failed")], id="another source, surely"),
    ],
)  # fmt: skip
def test_who_is_believed(told: Act, read: list[tuple[str, str, str]]) -> None:
    assert spans(joined(PARAGRAPHS, FOUND, [told])) == read


def test_a_cue_only_the_tagger_sees_is_one_if_it_is_sure() -> None:
    assert spans(joined(PARAGRAPHS, [[]], [act()])) == [("The mayor", "said", "that the dam had failed")]
    assert joined(PARAGRAPHS, [[]], [act(chance=0.9)]) == [[]]


def test_what_is_reported_already_is_not_reported_again() -> None:
    again = act(cue=(0, (3, 4)))
    assert len(joined(PARAGRAPHS, FOUND, [again])[0]) == 1


def test_a_denial_the_tagger_alone_sees_is_one() -> None:
    (denied,) = joined(PARAGRAPHS, [[]], [act(polarity=("-", 0.99), cue_class=("deny", 0.99))])[0]
    assert denied.cue.negative
    assert denied.cue.cue_class == "deny"


# Cues that stand in no list and that the trained tagger finds, in sentences it was not trained on.
BY_TAGGER = [
    ("The captain made clear that nobody had been left behind.", "The captain", "made clear"),
    ("The agency gives the number of dead as 12.", "The agency", "gives"),
    ("The company has it that the valve was sound.", "The company", "has it"),
]


@pytest.mark.parametrize(("text", "source", "cue"), BY_TAGGER)
def test_the_rules_leave_and_the_tagger_finds(read: Read, text: str, source: str, cue: str) -> None:
    found = {(" ".join(s.of(text) for s in c.source), " ".join(s.of(text) for s in c.cue)) for c in read(text) if c.cue}
    assert (source, cue) in found


def test_it_reads_the_same_twice() -> None:
    tagger = shipped(WEIGHTS)
    assert tagger.read(PARAGRAPHS) == tagger.read(PARAGRAPHS)
