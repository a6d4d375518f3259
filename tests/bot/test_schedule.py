"""When a digest is due: once a day by the newsroom's clock, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nouns import DigestPlan
from bot.schedule import Scheduler, last_due, next_run

LONDON = "Europe/London"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# now (UTC)            | at    | zone                | cadence  | day | next (UTC)
RUNS = [
    ("2026-01-05 06:00", "07:30", LONDON, "daily", 0, "2026-01-05 07:30"),
    ("2026-01-05 07:30", "07:30", LONDON, "daily", 0, "2026-01-06 07:30"),  # strictly after
    ("2026-07-05 06:00", "07:30", LONDON, "daily", 0, "2026-07-05 06:30"),  # summer time
    ("2026-03-28 08:00", "07:30", LONDON, "daily", 0, "2026-03-29 06:30"),  # clocks go forward at night
    ("2026-03-29 00:00", "01:30", LONDON, "daily", 0, "2026-03-29 01:30"),  # 01:30 is skipped: shown as 02:30
    ("2026-10-25 00:00", "01:30", LONDON, "daily", 0, "2026-10-25 00:30"),  # comes twice: the first
    ("2026-10-25 00:30", "01:30", LONDON, "daily", 0, "2026-10-26 01:30"),  # and not the second
    ("2026-01-02 08:00", "07:30", LONDON, "weekdays", 0, "2026-01-05 07:30"),  # Friday to Monday
    ("2026-01-05 08:00", "07:30", LONDON, "weekly", 0, "2026-01-12 07:30"),
    ("2026-01-05 08:00", "07:30", LONDON, "weekly", 2, "2026-01-07 07:30"),
    ("2026-01-05 20:00", "07:30", "Asia/Tokyo", "daily", 0, "2026-01-05 22:30"),  # already tomorrow there
    ("2026-01-05 20:00", "00:15", "Pacific/Kiritimati", "daily", 0, "2026-01-06 10:15"),
    ("2011-12-30 00:00", "07:30", "Pacific/Apia", "daily", 0, "2011-12-30 17:30"),  # a day Samoa never had
]


@pytest.mark.parametrize(("now", "at", "zone", "cadence", "weekday", "expected"), RUNS)
def test_the_next_run(now: str, at: str, zone: str, cadence: str, weekday: int, expected: str) -> None:
    assert next_run(utc(now), at, zone, cadence, weekday) == utc(expected)  # type: ignore[arg-type]


ZONES = st.sampled_from(
    sorted(z for z in available_timezones() if "/" in z and not z.startswith(("Etc", "posix", "right")))
)
MOMENTS = st.datetimes(datetime(2005, 1, 1), datetime(2037, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))
HOURS = st.times().map(lambda t: f"{t.hour:02d}:{t.minute:02d}")


@given(MOMENTS, HOURS, ZONES)
@settings(max_examples=300, deadline=None)
def test_a_daily_digest_comes_once_on_each_day_that_exists(now: datetime, at: str, zone: str) -> None:
    first = next_run(now, at, zone, "daily")
    second = next_run(first, at, zone, "daily")
    assert now < first < second
    assert first - now <= timedelta(hours=49)  # a zone that jumps over a whole day
    days = (second.astimezone(ZoneInfo(zone)).date() - first.astimezone(ZoneInfo(zone)).date()).days
    assert days >= 0
    assert second - first >= timedelta(hours=1)


def skipped(day: date, at: str, zone: str) -> bool:
    """Whether no clock in the zone shows that hour on that day."""
    wall = datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone))
    return wall.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall.replace(tzinfo=None)


@given(MOMENTS, HOURS, ZONES)
@settings(max_examples=300, deadline=None)
def test_it_comes_at_the_hour_asked_for_unless_that_hour_is_skipped(now: datetime, at: str, zone: str) -> None:
    shown = next_run(now, at, zone, "daily").astimezone(ZoneInfo(zone))
    days = (shown.date(), shown.date() - timedelta(days=1))  # a skipped late hour shows on the day after
    assert shown.strftime("%H:%M") == at or any(skipped(day, at, zone) for day in days)
    assert shown.fold == 0


@given(MOMENTS, HOURS, ZONES, st.sampled_from(["daily", "weekdays", "weekly"]), st.integers(0, 6))
@settings(max_examples=200, deadline=None)
def test_asking_later_never_brings_it_forward(now: datetime, at: str, zone: str, cadence: str, day: int) -> None:
    due = next_run(now, at, zone, cadence, day)  # type: ignore[arg-type]
    between = now + (due - now) / 2
    assert next_run(between, at, zone, cadence, day) == due  # type: ignore[arg-type]


def plan(**changes: object) -> DigestPlan:
    return DigestPlan("C1", "daily", "07:30", LONDON, **{"since": utc("2026-01-05 08:00"), **changes})  # type: ignore[arg-type]


def test_hours_missed_while_the_bot_was_down_come_to_the_last_of_them() -> None:
    assert last_due(plan(), utc("2026-01-08 12:00")) == utc("2026-01-08 07:30")


def test_before_its_hour_nothing_is_due() -> None:
    assert last_due(plan(), utc("2026-01-06 07:29")) is None


def test_a_weekly_digest_missed_for_a_month_is_due_once() -> None:
    weekly = DigestPlan("C1", "weekly", "07:30", LONDON, utc("2026-01-05 08:00"), weekday=0)
    assert last_due(weekly, utc("2026-02-06 12:00")) == utc("2026-02-02 07:30")


def test_an_hour_before_it_was_set_is_not_due() -> None:
    """The digest counts from the one before; it does not come at once for an hour that was over when it was chosen."""
    found = plan(planned=utc("2026-01-08 12:00"))
    assert last_due(found, utc("2026-01-08 12:01")) is None
    assert last_due(found, utc("2026-01-09 07:31")) == utc("2026-01-09 07:30")


class Plans:
    """As much of an archive as the scheduler needs; what is owed is a set, as in the archive."""

    def __init__(self, *plans: DigestPlan) -> None:
        self.plans, self.owed = plans, set[tuple[str, datetime]]()

    async def digest_plans(self) -> tuple[DigestPlan, ...]:
        return self.plans

    async def owe_digest(self, channel: str, *, due: datetime) -> bool:
        new = (channel, due) not in self.owed
        self.owed.add((channel, due))
        return new


async def test_a_digest_is_owed_once_however_often_one_looks() -> None:
    store, now = Plans(plan()), [utc("2026-01-06 07:00")]
    scheduler = Scheduler(store, clock=lambda: now[0])  # type: ignore[arg-type]
    assert await scheduler.turn() == 0
    now[0] = utc("2026-01-06 07:31")
    assert [await scheduler.turn() for _ in range(3)] == [1, 0, 0]
    assert store.owed == {("C1", utc("2026-01-06 07:30"))}


async def test_after_a_long_silence_one_digest_is_owed_not_one_a_day() -> None:
    store = Plans(plan(), DigestPlan("C2", "weekly", "09:00", "UTC", utc("2026-01-05 08:00"), weekday=4))
    await Scheduler(store, clock=lambda: utc("2026-01-20 12:00")).turn()  # type: ignore[arg-type]
    assert store.owed == {("C1", utc("2026-01-20 07:30")), ("C2", utc("2026-01-16 09:00"))}
