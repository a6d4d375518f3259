"""Until when quiet hours hold an alert, and which digest takes it along."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.nouns import DigestPlan
from bot.quiet import Hold, held
from bot.watches import Quiet

NIGHT = Quiet("C1", "22:00", "07:00", "UTC")


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def plan(at: str, zone: str = "UTC", cadence: str = "daily", weekday: int = 0) -> DigestPlan:
    return DigestPlan("C1", cadence, at, zone, moment(1, 0), weekday)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due", "digest", "hold"),
    [
        (moment(2, 21, 59), plan("07:30"), None),
        (moment(3, 7, 0), plan("07:30"), None),
        (moment(2, 22, 0), None, Hold(moment(3, 7))),
        (moment(3, 6, 59), None, Hold(moment(3, 7))),
        (moment(2, 23), plan("07:30"), Hold(moment(3, 7, 30), moment(3, 7, 30))),
        (moment(2, 23), plan("07:00"), Hold(moment(3, 7), moment(3, 7))),
        (moment(2, 23), plan("08:00"), Hold(moment(3, 8), moment(3, 8))),
        (moment(2, 23), plan("08:01"), Hold(moment(3, 7))),  # too long after
        (moment(2, 23), plan("06:00"), Hold(moment(3, 7), moment(3, 6))),  # within: it comes, its thread at seven
        (moment(3, 6, 30), plan("06:00"), Hold(moment(3, 7))),  # that one has come already
        (moment(2, 23), plan("07:30", cadence="weekly", weekday=4), Hold(moment(3, 7))),  # Friday is far
        (moment(5, 23), plan("07:30", cadence="weekly", weekday=4), Hold(moment(6, 7, 30), moment(6, 7, 30))),
        (moment(2, 23), plan("08:30", "Europe/Berlin"), Hold(moment(3, 7, 30), moment(3, 7, 30))),
    ],
)
def test_held_until_quiet_hours_end_or_the_digest_soon_after(due, digest, hold) -> None:
    assert held(due, NIGHT, digest) == hold


def test_without_quiet_hours_nothing_is_held() -> None:
    assert held(moment(2, 23), None, plan("07:30")) is None


def test_a_night_with_a_change_of_clocks() -> None:
    quiet = Quiet("C1", "22:00", "07:00", "Europe/Berlin")
    due = datetime(2026, 3, 28, 22, tzinfo=UTC)  # 23:00 in Berlin, before the clocks go forward
    assert held(due, quiet, None) == Hold(datetime(2026, 3, 29, 5, tzinfo=UTC))


def test_a_digest_that_is_not_to_hold_them_takes_none_along() -> None:
    """They come when quiet hours end, as where there is no digest."""
    without = replace(plan("07:30"), parts=("disputes",))
    late = moment(5, 23)
    assert held(late, NIGHT, without) == held(late, NIGHT, None) != held(late, NIGHT, plan("07:30"))
