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


def test_a_word_flagged_as_always_meant_is_not_dropped() -> None:
    cue = replace(FOUND[0][0].cue, flags=frozenset(["always"]))
    flagged = [[replace(FOUND[0][0], cue=cue)]]
    assert spans(joined(PARAGRAPHS, flagged, [act(chance=0.001)])) == spans(flagged)


def test_a_quotation_the_tagger_cuts_short_is_said_whole() -> None:
    text = "“The dam was old. It held all the same,” the mayor said."
    paragraphs = reader.parsed(text, reader.load("en_core_web_sm"))
    doc = paragraphs[0].doc
    said = next(t.i for t in doc if t.text == "said")
    cut = act(cue=(0, (said, said + 1)), source=((0, (said - 2, said)),), content=((0, (0, 6)),))
    [[read]] = joined(paragraphs, [attributions(p) for p in paragraphs], [cut])
    assert [c.of(text) for c in read.content] == ["“The dam was old. It held all the same,”"]


def test_the_tagger_adds_no_blow() -> None:
    text = "The guards charged the rioters with batons."
    paragraphs = reader.parsed(text, reader.load("en_core_web_sm"))
    blow = act(cue=(0, (2, 3)), source=((0, (0, 2)),), content=((0, (3, 7)),))
    assert joined(paragraphs, [[]], [blow]) == [[]]


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
