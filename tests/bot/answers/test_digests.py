"""What people type to get a digest, and what they mean by it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.answers.digests import parse_plan, plan_in_words
from bot.errors import BadCommand

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)

# typed | in words
PLANS = [
    ("daily 07:30 Europe/London", "daily at 07:30 Europe/London"),
    ("daily 7:30 europe/london", "daily at 07:30 Europe/London"),
    ("Daily at 7am America/New York", "daily at 07:00 America/New_York"),
    ("daily 12am", "daily at 00:00 UTC"),
    ("daily 12 pm", "daily at 12:00 UTC"),
    ("weekdays 9:00", "on weekdays at 09:00 UTC"),
    ("weekdays 9.15 utc", "on weekdays at 09:15 UTC"),
    ("weekly mon 07:30 Europe/London", "weekly on Monday at 07:30 Europe/London"),
    ("weekly Thurs, 18:00, Asia/Tokyo", "weekly on Thursday at 18:00 Asia/Tokyo"),
]


@pytest.mark.parametrize(("typed", "words"), PLANS)
def test_a_plan_is_understood(typed: str, words: str) -> None:
    plan = parse_plan("C1", typed, now=NOW)
    assert plan is not None
    assert (plan_in_words(plan), plan.channel, plan.since) == (words, "C1", NOW)


@pytest.mark.parametrize("typed", ["off", "OFF", "stop", "never"])
def test_off_takes_it_away(typed: str) -> None:
    assert parse_plan("C1", typed, now=NOW) is None


# typed | what the refusal must tell
REFUSALS = [
    ("", "daily 07:30 Europe/London"),
    ("hourly", "daily, weekdays, weekly or off"),
    ("daily", "at what time"),
    ("daily 25:00", "no time of day"),
    ("daily 13pm", "no time of day"),
    ("weekly 07:30", "no day of the week"),
    ("weekly", "on which day"),
    ("daily 07:30 Europe/Londn", "Did you mean Europe/London?"),
    ("daily 07:30 london", "Did you mean Europe/London?"),
    ("daily 07:30 Atlantis", "e.g. /digest daily 07:30 Europe/London"),
    ("off now", "daily, weekdays, weekly or off"),
]


@pytest.mark.parametrize(("typed", "told"), REFUSALS)
def test_what_cannot_be_meant_is_refused_with_an_example(typed: str, told: str) -> None:
    with pytest.raises(BadCommand, match=r".") as refused:
        parse_plan("C1", typed, now=NOW)
    assert told in str(refused.value)
