"""Times as news writes them - "on Monday", "last December", "June 12, 2024", "two weeks ago" - and the days they mean.

Own rules rather than a date parser: a parser asked for each candidate costs about a millisecond, takes
"may" and "on" for dates, and knows nothing of how news uses a bare weekday. Rules over one regular
expression read a sentence in microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from text_to_num import text2num

from bot.claims import stretches
from bot.claims.days import (
    SEASONS,
    Days,
    Direction,
    month_days,
    moved,
    nearest_year,
    one_day,
    quarter_days,
    stretch,
    turn,
    valid,
    year_days,
)
from bot.claims.stretches import Reading, Resolver, month_in, year_further_on, year_in
from bot.claims.time_words import ANY, COUNT, MONTH, TIME, UNIT, WEEKDAY


@dataclass(frozen=True, slots=True)
class Expression:
    """A time in running text: its place, and how to get the days it means.

    ``absolute`` if it says so itself; ``relative`` if the day of publication tells; neither: it leans on
    the text around it. ``ambiguous``: it takes the verb's tense to tell which way it looks.
    """

    start: int
    end: int
    absolute: Days | None = None
    relative: Resolver | None = None
    ambiguous: bool = False


_WEEKDAYS = {n: i for i, n in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_WEEKDAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "last quarter of": 4,
}


_VAGUE = frozenset(["now", "vague"])


def find(text: str, *, vague: bool = False) -> Iterator[Expression]:
    """Every time in the text, in order. ``vague`` brings "now" and "recently" too, which name no day."""
    if not ANY.search(text):
        return
    for match in TIME.finditer(text):
        kind = match.lastgroup or ""
        if kind in _VAGUE and not vague:
            continue
        expression = _READ[kind](match[0], match, text)
        if expression is not None:
            start, end = match.span()
            yield Expression(start, end, *expression)


_UNRESOLVED: Reading = (None, None, False)


# --- one reading for each way of writing a time --------------------------------------------------


def _iso(text: str, match: re.Match[str], whole: str) -> Reading | None:
    try:
        return one_day(date.fromisoformat(text)), None, False
    except ValueError:
        return None


def _slashed(text: str, match: re.Match[str], whole: str) -> Reading | None:
    """12/25/2022 and 25.12.2022 can be told; 03/04/2022 is March here and April there: unresolved."""
    first, second, year = (int(p) for p in re.split(r"[/.]", text))
    if "." in text and (year < 100 or "/" in text):
        return None  # "3.2.1": a version, a score
    year += 0 if year > 99 else 1900 if year > 40 else 2000
    months = [(m, d) for m, d in ((first, second), (second, first)) if 1 <= m <= 12 and 1 <= d <= 31]
    if "." in text:
        months = [(second, first)] if 1 <= second <= 12 else []
    if not months:
        return None
    if len(set(months)) > 1:
        return _UNRESOLVED
    month, day = months[0]
    return (one_day(date(year, month, day)), None, False) if valid(year, month, day) else None


def _day_and_month(text: str, match: re.Match[str], whole: str) -> Reading | None:
    month, year = month_in(text), year_in(text)
    bare = text if year is None else text.replace(str(year), "")
    found = re.search(r"\d{1,2}", bare)
    if month is None or found is None:
        return None
    day = int(found[0])
    year = year or year_further_on(whole, match.end())
    if year is not None:
        return (one_day(date(year, month, day)), None, False) if valid(year, month, day) else _UNRESOLVED
    if not valid(2024, month, day):
        return None

    def resolve(published: date, direction: Direction) -> Days | None:
        chosen = nearest_year(published, month, day, direction)
        return one_day(date(chosen, month, day)) if valid(chosen, month, day) else None

    return None, resolve, True


def _month_and_year(text: str, match: re.Match[str], whole: str) -> Reading | None:
    month, year = month_in(text), year_in(text)
    if month is None:
        return None
    if year is not None:
        return month_days(year, month), None, False
    step = -1 if "last year" in text.lower() else 1 if "next year" in text.lower() else 0
    return None, lambda published, _: month_days(published.year + step, month), False


def _turned_month(text: str, match: re.Match[str], whole: str) -> Reading | None:
    month = month_in(text)
    if month is None:
        return None
    forward = text.lower().startswith(("next", "this coming"))

    def resolve(published: date, direction: Direction) -> Days:
        if text.lower().startswith("this ") and "past" not in text and "coming" not in text:
            return month_days(published.year, month)
        if forward:
            return month_days(published.year + (month <= published.month), month)
        return month_days(published.year - (month >= published.month), month)

    return None, resolve, False


#: "every Monday" is no one day; "Easter Sunday" is a day, but not this week's.
_NO_ONE_DAY = re.compile(r"\b(?:every|each|most|Easter|Palm|Good|Black|Bloody|Cyber|Super|Ash) $")


def _weekday(text: str, match: re.Match[str], whole: str) -> Reading | None:
    lower = text.lower()
    name = re.search(WEEKDAY, text, re.I)
    if name is None or lower.startswith(("the following", "the previous")):
        return _UNRESOLVED
    if _NO_ONE_DAY.search(whole, max(0, match.start() - 12), match.start()):
        return None
    weekday = _WEEKDAYS[name[0].lower().rstrip(".")]
    turned = next((w for w in ("last", "next") if f"{w} " in lower), "")

    def resolve(published: date, direction: Direction) -> Days:
        back = (published.weekday() - weekday) % 7
        if turned == "last":
            return one_day(published - timedelta(days=back or 7))
        if turned == "next":
            return one_day(published + timedelta(days=(-back) % 7 or 7))
        if "coming" in lower or (direction == "future" and turned != "last" and "past" not in lower):
            return one_day(published + timedelta(days=(-back) % 7))
        return one_day(published - timedelta(days=back))

    return None, resolve, True


def _quarter(text: str, match: re.Match[str], whole: str) -> Reading | None:
    lower = text.lower()
    number = next((n for word, n in _ORDINALS.items() if word in lower), None)
    if number is None and (found := re.search(r"q([1-4])", lower)):
        number = int(found[1])
    year = year_in(text)
    if number is None:
        step = -1 if "previous" in lower or "latest" in lower else 0

        def around(published: date, direction: Direction) -> Days:
            return quarter_days(published, step)

        return None, around, False
    first = 3 * number - 2
    if year is not None:
        return month_days(year, first, first + 2), None, False

    def resolve(published: date, direction: Direction) -> Days:
        chosen = published.year + (-1 if "last year" in lower else 1 if "next year" in lower else 0)
        if "year" not in lower and direction != "future" and date(chosen, first, 1) > published:
            chosen -= 1
        return month_days(chosen, first, first + 2)

    return None, resolve, True


@lru_cache(maxsize=512)
def _how_many(word: str) -> int | None:
    word = word.lower()
    if word.isdigit():
        return int(word)
    if word in ("a", "an"):
        return 1
    if "couple" in word:
        return 2
    try:
        return int(text2num(word, "en"))
    except ValueError:
        return None


def _ago(text: str, match: re.Match[str], whole: str) -> Reading | None:
    lower = text.lower()
    unit = re.search(UNIT, lower)
    count = re.match(COUNT, lower)
    number = _how_many(count[0]) if count else None
    if unit is None or number is None or "half" in lower:
        return _UNRESOLVED

    def resolve(published: date, direction: Direction) -> Days | None:
        return moved(published, -number, unit[0].rstrip("s"))

    return None, resolve, False


def _in_text(text: str, match: re.Match[str], whole: str) -> Reading | None:
    return _UNRESOLVED


def _turned(text: str, match: re.Match[str], whole: str) -> Reading | None:
    lower = text.lower()
    if lower.endswith("half"):
        return _UNRESOLVED
    noun = lower.split()[-1]
    if re.match(r"(?:the )?(?:past|last|next|coming) ", lower) and lower.startswith(("the ", "past")):
        # "in the past year" is a stretch up to now; "the last week" may be that or any
        return _UNRESOLVED if "next" in lower or "coming" in lower else (None, lambda p, _: stretch(p, noun), False)
    step = -1 if "last" in lower or "past" in lower else 1 if "next" in lower or "coming" in lower else 0
    return None, lambda published, _: turn(published, step, noun), noun in SEASONS


def _day_word(text: str, match: re.Match[str], whole: str) -> Reading | None:
    lower = text.lower()
    if lower.startswith("the day"):
        step = -2 if "before" in lower else 2
    else:
        step = -1 if "yesterday" in lower else 1 if "tomorrow" in lower else 0
    if lower == "overnight":
        return None, lambda published, _: (published - timedelta(days=1), published), False
    return None, lambda published, _: one_day(published + timedelta(days=step)), False


def _season(text: str, match: re.Match[str], whole: str) -> Reading | None:
    year = year_in(text)
    name = next(n for n in SEASONS if n in text.lower())
    return (month_days(year, *SEASONS[name]), None, False) if year else None


def _decade(text: str, match: re.Match[str], whole: str) -> Reading | None:
    figures = re.search(r"(\d{2})?(\d)0s", text)
    if figures is None:
        return None
    first = int((figures[1] or "19") + figures[2] + "0")
    lower = text.lower()
    start, end = (first, first + 9)
    if "early" in lower:
        end = first + 4
    elif "late" in lower:
        start = first + 5
    elif "mid" in lower:
        start, end = first + 3, first + 7
    return (date(start, 1, 1), date(end, 12, 31)), None, False


_COUNTED_AFTER = re.compile(
    r" (?:people|persons?|soldiers?|troops?|dead|others|civilians?|children|men|women|were killed|fighters|victims|casualties"
    r"|million|thousand|billion|dollars|euros|tons|tonnes|miles|km|feet|metres|meters|barrels|jobs|homes|pct|percent)\b",
    re.I,
)
_COUNTING_BEFORE = re.compile(
    r"(?:[$£€#]|\b(?:around|about|some|nearly|almost|over|approximately|roughly|than|least|most|to|article|no\.?|number|flight|room|resolution|section) )$",
    re.I,
)


def _bare_year(text: str, match: re.Match[str], whole: str) -> Reading | None:
    year = year_in(text)
    before, after = whole[max(0, match.start() - 24) : match.start()], whole[match.end() : match.end() + 24]
    if year is None or _COUNTED_AFTER.match(after):
        return None
    if _COUNTING_BEFORE.search(before) and not re.search(
        r"\bfrom \S+ to $|\d{4} to $|\b(?:around|about) $", before, re.I
    ):
        return None
    if re.search(r"\b(?:around|about) $", before, re.I) and re.match(r" [a-z]", after):
        return None
    return year_days(year), None, False


def _bare_month(text: str, match: re.Match[str], whole: str) -> Reading | None:
    """A month alone, where it can be nothing else: "in March", but not "may", "march" or April Glaspie."""
    name = re.search(MONTH, text, re.I)
    month = month_in(text)
    if month is None or name is None or not name[0][0].isupper():
        return None
    before, after = whole[: match.start()], whole[match.end() :]
    lone = name[0].lower() in ("may", "march", "mar", "jan", "april", "june", "august") or len(name[0]) <= 4
    year = year_further_on(whole, match.end())
    if year is not None:
        return month_days(year, month), None, False
    if name[0].lower() not in ("may", "mar", "jan") and _DATED_THING.search(before) and re.match(r" [a-z]{3}", after):
        return None, _near(month), True  # "a June runoff", "the March ruling"
    led = re.search(
        r"\b(?:in|since|until|till|by|during|early|late|mid|from|last|next|this|of|before|after|between|for|through|to|and)[ -]$",
        before,
        re.I,
    )
    if name[0].isupper() and len(name[0]) > 3 and not led:
        return None
    if lone and not led:
        return None
    if re.match(r"[ ](?!Meeting|Summit)[A-Z][a-z]+", after) and lone and name[0].lower() not in ("june", "july"):
        return None

    return None, _near(month), True


_DATED_THING = re.compile(r"(?:\b(?:an?|the|this|its|his|her|their|our)|['’]s) $", re.I)


def _near(month: int) -> Resolver:
    return lambda published, direction: month_days(nearest_year(published, month, None, direction), month)


def _now(text: str, match: re.Match[str], whole: str) -> Reading | None:
    return None, lambda published, _: one_day(published), False


_READ: dict[str, Callable[[str, re.Match[str], str], Reading | None]] = {
    "iso": _iso,
    "day_range": stretches.day_range,
    "years": stretches.years,
    "feast": stretches.feast,
    "weekend": stretches.weekend,
    "slashed": _slashed,
    "month_day": _day_and_month,
    "day_month": _day_and_month,
    "month_year": _month_and_year,
    "turned_month": _turned_month,
    "weekday": _weekday,
    "quarter": _quarter,
    "ago": _ago,
    "in_text": _in_text,
    "turned": _turned,
    "day_word": _day_word,
    "season": _season,
    "decade": _decade,
    "year": _bare_year,
    "month": _bare_month,
    "now": _now,
    "vague": _in_text,
}
