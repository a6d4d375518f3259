"""Oddities: what an editor would stumble over, each told in one clear phrase."""

from __future__ import annotations

from datetime import date

import pytest

from bot.claims import events, oddities, quantities, times
from bot.nouns import Claim, Span
from tests.bot.claims.parsing import named, parsed

PUBLISHED = date(2024, 5, 15)

# sentence | published | what is told, in order: a part of each phrase
ODD = [
    ("They sent around 2024 troops.", None, ["2024 looks like a year"]),
    ("The pact took effect in December 12.", None, ["in December 12"]),
    ("Around 1990 soldiers went home in March 3.", None, ["1990 looks like a year", "in March 3"]),
    ("About 120 percent of voters agreed.", None, ["more than the whole"]),
    ("Some 103% of residents were vaccinated.", None, ["more than the whole"]),
    ("At least 2022 homes burned.", None, ["2022 looks like a year"]),
    ("It was agreed in May 3, 2024.", None, ["a day takes “on”"]),
    ("He was born on 31 April 1990.", None, ["no 31 April"]),
    ("He died on February 30.", None, ["no February 30"]),
    ("The meeting on 29 February 2023 was short.", None, ["no 29 February 2023"]),
    ("It lasted from 2019 to 2012.", None, ["runs backwards"]),
    ("A 134-year-old man ran home.", None, ["nobody's age"]),
    ("The bridge was built in 2025.", PUBLISHED, ["2025 is after"]),
    ("The bridge was hit on 20 June 2024.", PUBLISHED, ["20 June 2024 is after"]),
    ("The bridge was hit on Monday, May 14, 2024.", PUBLISHED, ["Tuesday, not a Monday"]),
]

PLAIN = [
    ("They sent around 2,024 troops.", None),
    ("They sent 2,000 troops in 2024.", None),
    ("The pact took effect in December 2012.", None),
    ("Prices rose by 120 percent.", None),
    ("Output was 120 percent of last year's.", None),
    ("Output rose to 120 percent of the plan.", None),
    ("In 2023 fighters were killed.", None),
    ("The meeting on 29 February 2024 was short.", None),
    ("A 134-year-old mill burned.", None),
    ("The vote set for 20 June 2024 was put off.", PUBLISHED),
    ("The bridge was hit on 20 June 2024.", None),
    ("The bridge will be closed on 20 June 2024.", PUBLISHED),
    ("The bridge was hit on Tuesday, May 14, 2024.", PUBLISHED),
    ("On Monday he recalled the battle of 3 May 1945.", PUBLISHED),
]


def told(sentence: str, published: date | None) -> tuple[str, ...]:
    span = parsed(sentence)[:]
    whole = Span(0, len(sentence))
    claim = Claim("c", "a", "r", whole, sentence, (whole,), events=events.find(span, 0, named))
    counted = quantities.find(span, 0)
    return oddities.find(claim, counted, times.find(span, 0, published), sentence, published)


@pytest.mark.parametrize(("sentence", "published", "parts"), ODD, ids=[row[0][:50] for row in ODD])
def test_what_an_editor_would_stumble_over_is_told(sentence: str, published: date | None, parts: list[str]) -> None:
    found = told(sentence, published)
    assert len(found) == len(parts)
    for phrase, part in zip(found, parts, strict=True):
        assert part in phrase


@pytest.mark.parametrize(("sentence", "published"), PLAIN, ids=[row[0][:50] for row in PLAIN])
def test_what_is_in_order_is_left_alone(sentence: str, published: date | None) -> None:
    assert told(sentence, published) == ()
