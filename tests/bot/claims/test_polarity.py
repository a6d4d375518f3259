"""For or against: who denies, doubts or does not tell; and what is itself a no. In sentences of our own."""

from __future__ import annotations

import pytest

from tests.bot.claims.conftest import Read

DENIALS = [
    ("Chile denied that the dam had failed.", "-"),
    ("Chile denied the report.", "-"),
    ("Chile dismissed the claim that the dam had failed.", "-"),
    ("Chile dismissed the claim as an insult.", "-"),
    ("Chile rejected reports that the dam had failed.", "-"),
    ("Chile refuted the claim that the dam had failed.", "-"),
    ("Chile disputed that the dam had failed.", "-"),
    ("Chile ruled out a new dam.", "-"),
    ("Chile doubts that the dam failed.", "-"),
    ("Chile questioned whether the dam had failed.", "-"),
    ("Chile denied that nobody was hurt.", "-"),
    ("Chile confirmed that the dam had failed.", "+"),
    ("Chile dismissed the inspection as theatre.", "+"),
]  # fmt: skip

SILENCES = [
    ("Chile declined to confirm that the dam had failed.", "-"),
    ("Chile refused to say whether the dam had failed.", "-"),
    ("Chile did not say that the dam had failed.", "-"),
    ("Chile has not confirmed that the dam had failed.", "-"),
    ("Chile would neither confirm nor deny that the dam had failed.", "-"),
    ("Chile would not comment on the dam.", "-"),
    ("Chile declined to comment on the dam.", "-"),
    ("Chile did not deny that the dam had failed.", "-"),
]  # fmt: skip

NOT_SAID = [
    ("Chile no longer claims that the dam failed.", "-"),
    ("Chile never claimed that the dam had failed.", "-"),
    ("Nobody claims that the dam failed.", "-"),
    ("No minister claimed that the dam had failed.", "-"),
    ("Neither ministry claimed that the dam had failed.", "-"),
    ("Few residents believe that the dam failed.", "-"),
    ("Chile does not believe that the dam failed.", "-"),
    ("Chile did not accuse Peru of opening the gate.", "-"),
    ("Chile did not rule out a new dam.", "+"),
    ("Chile no longer disputes that the dam failed.", "+"),
    ("A few residents believe that the dam failed.", "+"),
    ("Chile not only warned that the dam would fail, it asked for help.", "+"),
]  # fmt: skip

SAID_THAT_NOT = [
    "Chile insisted that the dam had not failed.",
    "Chile said that the dam was hardly damaged.",
    "Chile said that no ships were lost.",
    "Chile said that neither ship was lost.",
    "Chile said that none of the ships sank.",
    "Chile said that there was no leak.",
    "Chile said that it was not true that the dam had failed.",
    "Chile said that reports of a leak were false.",
    "Chile said that the town lacked water.",
    "Chile said that the crew failed to close the gate.",
    "Chile said that the crew refused to close the gate.",
    "No ships were lost, according to Chile.",
    "The dam did not fail.",
    "No ships were lost in the storm.",
]

SAID_THAT_SO = [
    "Chile said that the dam held, but that the bridge did not.",
    "Chile said that the crew stopped without closing the gate.",
    "Chile said that the gate, which nobody had closed, held.",
    "Chile said that the dam had not only failed but vanished.",
    "Chile said that not only the dam but the bridge had failed.",
    "Chile said that the crew did not fail to close the gate.",
    "Chile said that the brakes failed in the tunnel.",
    "The dam failed on Monday.",
]


@pytest.mark.parametrize(("text", "polarity"), [*DENIALS, *SILENCES, *NOT_SAID])
def test_who_speaks_stands_behind_it_or_not(read: Read, text: str, polarity: str) -> None:
    assert {c.polarity for c in read(text) if c.cue} == {polarity}


@pytest.mark.parametrize(
    ("text", "negated"), [*((t, True) for t in SAID_THAT_NOT), *((t, False) for t in SAID_THAT_SO)]
)
def test_what_is_said_may_itself_be_a_no(read: Read, text: str, negated: bool) -> None:
    [claim] = read(text)
    assert (claim.polarity, claim.negated, claim.says_no) == ("+", negated, negated)


def test_to_deny_a_no_is_a_yes(read: Read) -> None:
    [claim] = read("Chile denied that nobody was hurt.")
    assert (claim.polarity, claim.negated, claim.says_no) == ("-", True, False)
