"""What people type to get a digest, and what they mean by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.answers.digests import parse_plan, plan_in_words, previewed
from bot.answers.digests_contents import PARTS, in_words
from bot.errors import BadCommand
from bot.nouns import USUAL, DigestPlan

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
    (
        "daily 07:30 with gossip",
        "'gossip' is nothing a digest can hold. There are disputes, held, settled, unsure, open,",
    ),
    ("daily 07:30 with corections", "Did you mean corrections?"),
    ("daily 07:30 with", "Say what it is to hold with: disputes, held,"),
    ("daily 07:30 without all", "Nothing would be left in it. /digest off ends it"),
    ("off with feeds", "daily, weekdays, weekly or off"),
    ("with feeds", "no digest yet: say when as well, e.g. /digest daily 07:30 Europe/London with corrections"),
]


@pytest.mark.parametrize(("typed", "told"), REFUSALS)
def test_what_cannot_be_meant_is_refused_with_an_example(typed: str, told: str) -> None:
    with pytest.raises(BadCommand, match=r".") as refused:
        parse_plan("C1", typed, now=NOW)
    assert told in str(refused.value)


# typed after the hour | what it holds
CONTENTS = [
    ("", USUAL),
    ("with corrections, feeds", ("disputes", "held", "settled", "unsure", "corrections", "topics", "feeds")),
    ("with corrections and most quoted", ("disputes", "held", "settled", "unsure", "corrections", "topics", "voices")),
    ("without topics", ("disputes", "held", "settled", "unsure")),
    ("without less sure, topics", ("disputes", "held", "settled")),
    ("only disputes", ("disputes",)),
    ("with only the disputes, silent edits", ("disputes", "corrections")),
    ("With All But Feeds", ("disputes", "held", "settled", "unsure", "open", "corrections", "topics", "voices")),
    ("only feeds with open", ("open", "feeds")),
    ("with everything without everything with feeds", ("feeds",)),
]


@pytest.mark.parametrize(("typed", "parts"), CONTENTS)
def test_what_a_digest_is_to_hold_is_understood(typed: str, parts: tuple[str, ...]) -> None:
    plan = parse_plan("C1", f"weekdays 8:00 Europe/Berlin {typed}", now=NOW)
    assert plan is not None
    assert plan.parts == parts
    assert plan_in_words(plan) == "on weekdays at 08:00 Europe/Berlin"


@pytest.mark.parametrize("part", PARTS)
def test_each_part_can_be_had_alone_and_left_out_by_its_name(part: str) -> None:
    alone = parse_plan("C1", f"daily 8:00 only {part}", now=NOW)
    others = parse_plan("C1", f"daily 8:00 with all without {part}", now=NOW)
    assert alone is not None
    assert others is not None
    assert alone.parts == (part,)
    assert set(others.parts) == set(PARTS) - {part}


BEFORE = DigestPlan("C1", "weekly", "07:30", "Europe/London", NOW - timedelta(days=3), 2, ("disputes", "feeds"))


def test_what_it_holds_is_changed_alone_and_the_hour_stays() -> None:
    assert parse_plan("C1", "with open", now=NOW, before=BEFORE) == replace(BEFORE, parts=("disputes", "open", "feeds"))


def test_another_hour_keeps_what_it_holds_and_what_the_next_one_counts_from() -> None:
    """Else what happened between the last digest and the new hour would stand in none."""
    found = parse_plan("C1", "daily 18:00", now=NOW, before=BEFORE)
    assert found == DigestPlan("C1", "daily", "18:00", "UTC", BEFORE.since, 0, BEFORE.parts, planned=NOW)


def test_a_preview_is_of_the_plan_or_of_the_last_day() -> None:
    assert previewed("C1", "", now=NOW, before=BEFORE) == BEFORE
    shown = previewed("C1", "with voices", now=NOW, before=None)
    assert (shown.since, shown.parts) == (NOW - timedelta(days=1), (*USUAL, "voices"))
    with pytest.raises(BadCommand, match="/digest now with corrections"):
        previewed("C1", "daily 8:00", now=NOW, before=None)


def test_in_words() -> None:
    assert in_words(("disputes",)) == "new disputes"
    assert in_words(("disputes", "settled", "feeds")) == "new disputes, settled disputes and feeds in trouble"
