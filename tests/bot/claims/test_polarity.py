"""For or against: denials, negation and how far it reaches, in sentences of our own."""

from __future__ import annotations

import pytest

from tests.bot.claims.conftest import Read


def weak(text: str, polarity: str, reason: str) -> object:
    return pytest.param(text, polarity, marks=pytest.mark.xfail(strict=True, reason=reason))


DENIALS = [
    ("Chile denied that the dam had failed.", "-"),
    ("Chile denied the report.", "-"),
    ("Chile dismissed the claim that the dam had failed.", "-"),
    ("Chile rejected reports that the dam had failed.", "-"),
    ("Chile refuted the claim that the dam had failed.", "-"),
    ("Chile doubts that the dam failed.", "-"),
    ("Chile denied that nobody was hurt.", "+"),
    ("Chile confirmed that the dam had failed.", "+"),
]

SILENCES = [
    ("Chile declined to confirm that the dam had failed.", "-"),
    ("Chile did not say that the dam had failed.", "-"),
    ("Chile did not deny that the dam had failed.", "-"),
]

NEGATIONS = [
    ("The dam did not fail.", "-"),
    ("Chile insisted that the dam had not failed.", "-"),
    ("Chile said that the dam was hardly damaged.", "-"),
    ("Chile said that no ships were lost.", "-"),
    ("No ships were lost in the storm.", "-"),
    ("Chile said that neither ship was lost.", "-"),
    ("Chile said that none of the ships sank.", "-"),
    ("Chile said that there was no leak.", "-"),
    ("Chile said that it was not true that the dam had failed.", "-"),
    weak("Chile said that reports of a leak were false.", "-", "that something is false is read as any other word of it"),
    weak("Chile said that the town lacked water.", "-", "a verb of lacking is read as any other"),
]  # fmt: skip

REACH = [
    ("Chile said that the dam held, but that the bridge did not.", "+"),
    ("Chile said that the crew stopped without closing the gate.", "+"),
    ("Chile said that the gate, which nobody had closed, held.", "+"),
    ("Chile said that the dam had not only failed but vanished.", "+"),
    ("Chile said that not only the dam but the bridge had failed.", "+"),
]

FAILINGS = [
    ("Chile said that the crew failed to close the gate.", "-"),
    ("Chile said that the crew refused to close the gate.", "-"),
    ("Chile said that the crew did not fail to close the gate.", "+"),
    ("The dam failed on Monday.", "+"),
    ("Chile said that the brakes failed in the tunnel.", "+"),
]


@pytest.mark.parametrize(("text", "polarity"), [*DENIALS, *SILENCES, *NEGATIONS, *REACH, *FAILINGS])
def test_for_or_against(read: Read, text: str, polarity: str) -> None:
    assert [c.polarity for c in read(text)] == [polarity]
