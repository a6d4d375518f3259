"""Times of several days, and days that go by a name: "4 to 9 July", "2014-15", "at the weekend", "Christmas Eve"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.claims.days import Days, Direction, nearest_year, one_day, valid, year_days
from bot.claims.time_words import MONTH, YEAR

Resolver = Callable[[date, Direction], Days | None]
#: The days it says itself; how to get them from the day of publication; does it take the verb's tense to tell?
Reading = tuple[Days | None, Resolver | None, bool]

_MONTH_NAMES = "january february march april may june july august september october november december".split()
MONTHS = {name: i + 1 for i, name in enumerate(_MONTH_NAMES)}
MONTHS |= {name[:3]: i + 1 for i, name in enumerate(_MONTH_NAMES)} | {"sept": 9}
_FEASTS = {"christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26)}
_FEASTS |= {"new year's day": (1, 1), "new year's eve": (12, 31)}


def month_in(text: str) -> int | None:
    """The number of the month named in the text, None without one."""
    found = re.search(MONTH, text, re.I)
    return MONTHS.get(found[0].lower().rstrip(".")) if found else None


def year_in(text: str) -> int | None:
    """The year printed in the text, None without one."""
    found = re.search(rf"\b{YEAR}\b", text)
    return int(found[0]) if found else None


def day_range(text: str, match: re.Match[str], whole: str) -> Reading | None:
    """ "4 to 9 July", "May 3-5, 2024"."""
    month, year = month_in(text), year_in(text)
    bare = text if year is None else text.replace(str(year), "")
    first, last = (int(d) for d in re.findall(r"\d{1,2}", bare)[:2])
    if month is None or not first < last or not valid(2024, month, last):
        return None

    def days_of(chosen: int) -> Days | None:
        return (date(chosen, month, first), date(chosen, month, last)) if valid(chosen, month, last) else None

    if year is not None:
        return days_of(year), None, False
    return None, lambda published, way: days_of(nearest_year(published, month, last, way)), True


def years(text: str, match: re.Match[str], whole: str) -> Reading | None:
    """ "2014-2015", "2014-15"; "2014-12" may be a month: none."""
    first, last = re.split(r"[-–/]", text)
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    if not int(first) < end <= int(first) + 100 or (len(last) == 2 and int(last) <= 12 and "/" not in text):
        return None
    return (year_days(int(first))[0], year_days(end)[1]), None, False


def weekend(text: str, match: re.Match[str], whole: str) -> Reading | None:
    """ "over the weekend": the last one, or the next where the verb looks forward."""

    def resolve(published: date, way: Direction) -> Days:
        saturday = published - timedelta(days=(published.weekday() - 5) % 7)
        if way == "future" and published.weekday() < 5:
            saturday += timedelta(days=7)
        return saturday, saturday + timedelta(days=1)

    return None, resolve, True


def feast(text: str, match: re.Match[str], whole: str) -> Reading | None:
    """ "Christmas Eve", "New Year's Day 2024"."""
    year = year_in(text)
    name = re.sub(rf",? {YEAR}$", "", text).lower().replace("’", "'")
    month, day = _FEASTS[name]
    if year is not None:
        return one_day(date(year, month, day)), None, False
    return None, lambda published, way: one_day(date(nearest_year(published, month, day, way), month, day)), True


def year_further_on(whole: str, end: int) -> int | None:
    """The year told once for both ends: "from March to June 2022", "between 3 May and 5 June 2022"."""
    follows = re.match(
        rf"(?: to | and | through | until | till |[-–])(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH}(?: \d{{1,2}})?,? (?:of )?({YEAR})\b",
        whole[end : end + 40],
    )
    return int(follows[1]) if follows else None
