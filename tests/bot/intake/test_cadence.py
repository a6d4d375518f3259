"""How often a feed is visited: as it publishes, as it asks, ever more seldom while it fails."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.intake import cadence
from bot.intake.cadence import DAY, HOUR, LONGEST, LONGEST_ASKED, MINUTE, SHORTEST, UNKNOWN

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday


def every(gap: timedelta, *, since: timedelta = MINUTE, count: int = 20) -> list[datetime]:
    """Items so far apart, the newest of them so long ago."""
    return [NOW - since - gap * n for n in range(count)]


@pytest.mark.parametrize(
    ("recent", "expected"),
    [
        ([], UNKNOWN),
        (every(2 * MINUTE), SHORTEST),
        (every(6 * MINUTE / 60), cadence.FASTEST),  # all it holds came within two minutes
        (every(timedelta(seconds=30)), 9.5 * MINUTE / 3),
        (every(20 * MINUTE), 10 * MINUTE),
        (every(4 * HOUR), 2 * HOUR),
        (every(9 * DAY), LONGEST),
        (every(20 * MINUTE, since=8 * HOUR), HOUR),  # fell silent: an eighth of the silence
        (every(20 * MINUTE, since=90 * DAY), LONGEST),
        ([NOW], SHORTEST),
        ([NOW - 2 * HOUR], HOUR),
        ([NOW] * 20, cadence.FASTEST),
    ],
)
def test_as_often_as_it_publishes(recent: list[datetime], expected: timedelta) -> None:
    assert cadence.interval(recent, now=NOW) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(None, SHORTEST), (MINUTE, SHORTEST), (7 * MINUTE, 7 * MINUTE), (HOUR, HOUR), (30 * DAY, LONGEST_ASKED)],
)
def test_not_more_often_than_it_asks_and_never_forgotten(asked: timedelta | None, expected: timedelta) -> None:
    assert cadence.interval(every(MINUTE), now=NOW, asked=asked) == expected


def test_a_hundred_feeds_do_not_come_due_at_once() -> None:
    assert cadence.next_visit(NOW, HOUR, jitter=0) == NOW + HOUR
    assert cadence.next_visit(NOW, HOUR, jitter=1) == NOW + 1.1 * HOUR


@pytest.mark.parametrize(
    ("skips", "expected"),
    [
        ({"skip_hours": {10, 11}}, NOW.replace(hour=12, minute=0)),
        ({"skip_days": {0}}, NOW.replace(day=3, hour=0, minute=0)),
        ({"skip_hours": set(range(24))}, NOW + HOUR),
        ({"skip_days": {5, 6}}, NOW + HOUR),
    ],
)
def test_hours_and_days_it_asks_to_skip(skips: dict[str, set[int]], expected: datetime) -> None:
    assert cadence.next_visit(NOW, HOUR, jitter=0, **skips) == expected


def test_failures_double_the_wait_up_to_a_day() -> None:
    waits = [cadence.back_off(n, jitter=0.5) for n in (1, 2, 3, 4, 50)]
    assert waits == [5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE, DAY]
    assert cadence.back_off(1, jitter=0) == 0.75 * 5 * MINUTE
    assert cadence.back_off(1, jitter=1) == 1.25 * 5 * MINUTE


def test_a_server_that_names_a_time_is_not_asked_before_it() -> None:
    assert cadence.back_off(1, jitter=0, asked=7200) == 2 * HOUR
    assert cadence.back_off(9, jitter=0.5, asked=1) > HOUR


@pytest.mark.parametrize(
    ("failures", "since", "dead"),
    [(50, 13 * DAY, False), (9, 20 * DAY, False), (10, 14 * DAY, True), (200, 99 * DAY, True)],
)
def test_dead_is_what_fails_often_and_long(failures: int, since: timedelta, dead: bool) -> None:
    assert cadence.dead(failures, since=NOW - since, now=NOW) is dead


def test_a_filed_page_is_looked_at_again_thrice_and_then_left_alone() -> None:
    looks, now = [], NOW
    for n in range(5):
        after = cadence.next_look(n, filed=NOW, now=now)
        looks.append(after and after - NOW)
        now = after or now
    assert looks == [2 * HOUR, DAY, 7 * DAY, None, None]


def test_a_look_that_was_missed_is_not_made_up_for() -> None:
    assert cadence.next_look(0, filed=NOW - 3 * DAY, now=NOW) == NOW + 4 * DAY
