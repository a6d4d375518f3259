"""Numbers, times and manners of speaking, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.nouns import Claim, Edition, Quantity, Span, When
from handlers.desk import wording

HERE = Span(0, 1)


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (Quantity(HERE, 12, 12, of="troop"), "12 troop"),
        (Quantity(HERE, 45, 55, of="troop", approximate=True), "45 to 55 troop"),
        (Quantity(HERE, 10000, None, "USD"), "at least 10,000 USD"),
        (Quantity(HERE, None, 0.5, "percent"), "at most 0.5 percent"),
        (Quantity(HERE, 7, 7, of="people killed", cumulative=True), "7 people killed in all"),
        (Quantity(HERE, None, None), "an unknown number"),
    ],
)
def test_a_number_is_told_as_the_interval_it_means(quantity: Quantity, words: str):
    assert wording.number(quantity) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2025, 4, 26), date(2025, 4, 26), "26 April 2025"),
        (date(2024, 12, 1), date(2024, 12, 31), "December 2024"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(2025, 4, 14), date(2025, 4, 20), "14 April 2025 to 20 April 2025"),
        (date(2024, 12, 1), date(2025, 1, 31), "1 December 2024 to 31 January 2025"),
        (date(2024, 12, 1), None, "from 1 December 2024"),
        (None, date(2024, 12, 1), "until 1 December 2024"),
        (date(9999, 12, 1), date.max, "December 9999"),
        (None, None, "not resolved"),
    ],
)
def test_a_time_is_told_as_the_days_it_means(start: date | None, end: date | None, words: str):
    assert wording.when(When(HERE, start, end)) == words


def test_an_article_without_a_date_says_so():
    filed = datetime(2026, 3, 14, tzinfo=UTC)
    assert wording.dated(Edition("a", "r", "x", fetched=filed)) == "undated, filed 14 March 2026"
    assert (
        wording.dated(Edition("a", "r", "x", fetched=filed, published=datetime(2026, 3, 1, tzinfo=UTC)))
        == "1 March 2026"
    )
    assert wording.dated(Edition("a", "r", "x")) == "undated"


def test_a_denial_is_not_told_as_an_affirmation():
    said = Claim("c", "a", "r", HERE, "", (), cue_class="deny", polarity="-", modality="hedged")
    assert (wording.cue(said), wording.manner(said)) == ("denies", "denied, hedged")
