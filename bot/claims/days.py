"""Days by the calendar: the days of a month, a year, a season, and those some weeks off from a day of publication."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

#: Which way the sentence looks; "" when its verb does not tell.
Direction = Literal["past", "future", ""]
Days = tuple[date, date]
_UNITS = {"day": 1, "week": 7, "fortnight": 14}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}


def month_days(year: int, first: int, last: int | None = None) -> Days:
    """First and last day of a month, or of the months from ``first`` to ``last`` (over the turn of the year too)."""
    last = first if last is None else last
    end_year = year + 1 if last < first else year
    return date(year, first, 1), date(end_year, last, monthrange(end_year, last)[1])


def year_days(year: int) -> Days:
    """First and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def quarter_days(published: date, step: int) -> Days:
    """First and last day of the quarter that many quarters after this day's own."""
    day = _months_on(date(published.year, published.month, 1), 3 * step)
    first = 3 * ((day.month - 1) // 3) + 1
    return month_days(day.year, first, first + 2)


def _months_on(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, min(day.day, monthrange(index // 12, index % 12 + 1)[1]))


def one_day(day: date) -> Days:
    """The day as a stretch of days."""
    return day, day


_SOON, _FAR = timedelta(days=100), timedelta(days=280)


def nearest_year(published: date, month: int, day: int | None, direction: Direction) -> int:
    """The year a date without one belongs to: the last such day, or the next one when the verb looks forward.
    A day that would be more than nine months off lies the other way, whatever the verb."""
    probe = day or 1
    years = [y for y in (published.year - 1, published.year, published.year + 1) if valid(y, month, probe)]
    if not years:
        return published.year
    candidates = [(date(y, month, probe), y) for y in years]
    if direction == "":
        # News looks back: a day to come is meant only where it is nearer and near.
        soon = [c for c in candidates if c[0] <= published + _SOON]
        return min(soon or candidates, key=lambda c: (abs(c[0] - published), c[0]))[1]
    if direction == "past":
        # News of the 1st may name the 3rd, of a thing that is to come.
        before = [(d, y) for d, y in candidates if d <= published + timedelta(days=3 if day else 0)]
        best = max(before)[1] if before else published.year
        gap = (published - date(best, month, probe)).days
        return best if gap <= 330 else min(candidates, key=lambda c: abs(c[0] - published))[1]
    after = [(d, y) for d, y in candidates if (d if day else month_days(d.year, month)[1]) >= published]
    if after and min(after)[0] - published > _FAR:
        return min(candidates, key=lambda c: abs(c[0] - published))[1]
    return min(after)[1] if after else published.year


def valid(year: int, month: int, day: int) -> bool:
    """Is there such a day?"""
    return 1 <= day <= monthrange(year, month)[1]


def moved(published: date, number: int, unit: str) -> Days | None:
    """The day, week, month or year that many units off: "two years ago" is a year, not a day."""
    if unit in ("hour", "minute"):
        return one_day(published) if abs(number) <= 12 or unit == "minute" else None
    if unit in _UNITS:
        day = published + timedelta(days=number * _UNITS[unit])
        return one_day(day)
    if unit == "month":
        day = _months_on(published, number)
        return month_days(day.year, day.month)
    years = number * (10 if unit == "decade" else 1)
    return year_days(published.year + years)


def stretch(published: date, noun: str) -> Days | None:
    """The days up to publication that "the past week" means, None for a noun that is no length of time."""
    days = {"week": 7, "month": 30, "year": 365, "night": 1, "weekend": 7, "quarter": 91, "decade": 3652}.get(noun)
    return (published - timedelta(days=days), published) if days else None


def turn(published: date, step: int, noun: str) -> Days | None:
    """The "last", "this" or "next" (``step`` -1, 0, 1) week, month, summer or night, told on the day of publication."""
    if noun in ("night", "morning", "afternoon", "evening"):
        return one_day(published + timedelta(days=step))
    if noun == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * step)
        return monday, monday + timedelta(days=6)
    if noun == "weekend":
        saturday = published - timedelta(days=published.weekday()) + timedelta(days=5 + 7 * step)
        return saturday, saturday + timedelta(days=1)
    if noun == "month":
        day = _months_on(date(published.year, published.month, 1), step)
        return month_days(day.year, day.month)
    if noun == "quarter":
        return quarter_days(published, step)
    if noun in SEASONS:
        return _season_near(published, noun, step)
    return _years_turn(published, step, noun)


def _years_turn(published: date, step: int, noun: str) -> Days | None:
    if noun == "year":
        return year_days(published.year + step)
    length = 10 if noun == "decade" else 100
    first = published.year // length * length + step * length
    return date(first, 1, 1), date(first + length - 1, 12, 31)


def _season_near(published: date, noun: str, step: int) -> Days:
    first, last = SEASONS[noun]
    days = month_days(published.year, first, last)
    if step < 0:
        return days if days[1] < published else month_days(published.year - 1, first, last)
    if step > 0:
        return days if days[0] > published else month_days(published.year + 1, first, last)
    return days
