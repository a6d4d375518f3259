"""A day named in a question, and the statements that are of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.answers.days import find_day
from bot.nouns import Span, When
from tests.bot.invented import claim, statements

# question | month | day | up to it?
NAMED = [
    ("How many died in the February 20 strike?", 2, 20, False),
    ("How many had sunk by early March?", 3, 0, True),
    ("What happened on 14 April 2025?", 4, 14, False),
    ("Who spoke on the 3rd of June?", 6, 3, False),
    ("What had changed before May?", 5, 0, True),
]


@pytest.mark.parametrize(("text", "month", "day", "by"), NAMED)
def test_a_day_is_found(text: str, month: int, day: int, by: bool) -> None:
    found = find_day(text)
    assert found is not None
    assert (found.month, found.day, found.by) == (month, day, by)


@pytest.mark.parametrize(
    "text", ["May he speak?", "did they march on Oslo?", "Who said 31 things?", "what may happen?"]
)
def test_may_and_march_are_words_too(text: str) -> None:
    found = find_day(text)
    assert found is None or (found.month == 5 and text.startswith("May"))


# question | time told | published | of that day?
OF_IT = [
    ("on February 20", date(2026, 2, 20), datetime(2026, 2, 21, tzinfo=UTC), True),
    ("on February 20", date(2026, 2, 17), datetime(2026, 2, 20, tzinfo=UTC), False),
    ("on February 20", None, datetime(2026, 2, 21, tzinfo=UTC), True),
    ("on February 20", None, datetime(2026, 3, 21, tzinfo=UTC), False),
    ("on February 20", None, None, False),
    ("by early March", None, datetime(2026, 3, 8, tzinfo=UTC), True),
    ("by early March", None, datetime(2026, 4, 8, tzinfo=UTC), False),
    ("in March", date(2026, 3, 31), datetime(2026, 6, 1, tzinfo=UTC), True),
]


@pytest.mark.parametrize(("asked", "told", "published", "fits"), OF_IT)
def test_a_statement_of_that_day(asked: str, told: date | None, published: datetime | None, fits: bool) -> None:
    times = (When(Span(0, 3), told, told),) if told else ()
    (statement,) = statements("gazette", [claim("The ferry sank.", times=times)], published=published)
    day = find_day(f"how many died {asked}?")
    assert day is not None
    assert day.covers(statement) is fits
