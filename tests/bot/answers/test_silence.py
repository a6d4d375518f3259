"""Sentences that say that something is not told."""

from __future__ import annotations

import pytest

from bot.answers.silence import keeps_silent
from tests.bot.invented import claim

SILENT = [
    "It did not make any statements about how many were hurt.",
    "The ministry declined to say who was aboard.",
    "The port gave no figures.",
    "He left without giving a reason.",
    "It is unclear who lit the fire.",
    "They haven’t said when the bridge opens.",
    "There was no word from the crew.",
    "The firm has not yet disclosed the price.",
]
TELLING = ["The ministry said 12 were aboard.", "No ship sank.", "The bridge was not hit.", "He did not leave."]


@pytest.mark.parametrize("quote", SILENT)
def test_silence_is_heard(quote: str) -> None:
    assert keeps_silent(claim(quote))


@pytest.mark.parametrize("quote", TELLING)
def test_a_denial_is_no_silence(quote: str) -> None:
    assert not keeps_silent(claim(quote))


def test_what_the_reader_filed_as_silence_is() -> None:
    assert keeps_silent(claim("They refrained from taking sides.", "Oslo", "refrain", "withhold"))
