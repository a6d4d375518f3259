"""Times as news writes them - "on Monday", "last December", "June 12, 2024", "two weeks ago" - and the days they mean.

Own rules rather than a date parser: a parser asked for each candidate costs about a millisecond, takes
"may" and "on" for dates, and knows nothing of how news uses a bare weekday. Rules over one regular
expression read a sentence in microseconds.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from text_to_num import text2num

#: Which way the sentence looks; "" when its verb does not tell.
Direction = Literal["past", "future", ""]
Days = tuple[date, date]
Resolver = Callable[[date, Direction], Days | None]


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


_MONTH_NAMES = "january february march april may june july august september october november december".split()
_MONTHS = {name: i + 1 for i, name in enumerate(_MONTH_NAMES)}
_MONTHS |= {name[:3]: i + 1 for i, name in enumerate(_MONTH_NAMES)} | {"sept": 9}
_WEEKDAYS = {n: i for i, n in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_WEEKDAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
_UNITS = {"day": 1, "week": 7, "fortnight": 14}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[89]\d\d|20\d\d)"
_WEEKDAY = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.(?! [A-Z]))"
)
_PART = r"(?: (?:early |late |mid-?)?(?:morning|afternoon|evening|night|noon|midday|midnight|lunchtime))"
_CLOCK = (
    r"(?:(?:noon|midnight|midday|dawn|dusk|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?(?: (?:[A-Z]{3}|local time))?),? (?:on )?)"
)
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|several|a few|some|a couple of|couple of|many)"
_UNIT = r"(?:days?|weeks?|fortnights?|months?|years?|decades?|hours?|minutes?)"
_FUZZ = r"(?:(?:early|late|mid) ?-?)"
_FUZZY = r"(?:(?:early|late|mid)[ -](?:in )?)?"

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", rf"{_YEAR}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])(?!\d)"),
    ("slashed", r"\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?![\d/])"),
    (
        "month_day",
        rf"(?:{_WEEKDAY},? (?:the )?)?{_MONTH} {_DAY}(?!\d|,\d{{3}}|\.\d|[ -](?:people|percent|per))(?:,? {_YEAR})?(?!\w)",
    ),
    ("day_month", rf"(?:{_WEEKDAY},? (?:the )?)?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?(?!\w)"),
    ("month_year", rf"{_FUZZY}{_MONTH}(?:,? (?:of )?{_YEAR}| (?:of )?(?:last|this|next) year)(?!\w)"),
    ("turned_month", rf"(?:last|this|next|this past|this coming) {_MONTH}(?!\w)"),
    (
        "weekday",
        rf"{_CLOCK}?(?:(?:last|this|next|this past|this coming|the following|the previous|early|late) )?{_WEEKDAY}{_PART}?(?!\w)",
    ),
    (
        "quarter",
        rf"(?:the )?(?:(?:fiscal )?(?:first|second|third|fourth|1st|2nd|3rd|4th|latest|current|previous)[ -]quarter|Q[1-4])(?:(?: of)? (?:{_YEAR}|last year|this year|next year))?(?!\w)",
    ),
    ("ago", rf"{_COUNT}(?: and a half)? {_UNIT} ago(?!\w)|(?:about |nearly |almost |around )?half an hour ago"),
    (
        "in_text",
        rf"(?:{_COUNT} {_UNIT} (?:earlier|later|before|after)|(?:the (?:next|same)|(?:the )?(?:previous|following|preceding)) (?:day|week|month|year|night|morning|evening)|that (?:day|week|month|year|night|morning|evening|time|afternoon|summer))(?!\w)",
    ),
    (
        "turned",
        rf"(?:{_FUZZ})?(?:last|this|next|this past|past|this coming|the past|the last|the next|the coming) (?:week|month|year|decade|century|weekend|summer|winter|spring|autumn|fall|night|morning|afternoon|evening|quarter)(?!\w)",
    ),
    (
        "day_word",
        rf"today|(?:early |late )?yesterday{_PART}?|tomorrow{_PART}?|tonight|overnight|the day before yesterday|the day after tomorrow",
    ),
    ("season", rf"(?:the )?(?:spring|summer|autumn|fall|winter)(?: of)? {_YEAR}(?!\w)"),
    ("decade", r"(?:the )?(?:early |late |mid-?)?(?:(?:1[89]|20)\d0s|['’][2-9]0s)(?!\w)"),
    ("year", rf"(?:{_FUZZY}|fiscal ){_YEAR}(?![\w%]|[,.]\d|[-–/](?!\d\d\b)|-(?:strong|year))"),
    ("month", rf"{_FUZZY}{_MONTH}(?!\w|['’]s)"),
    ("now", r"now|currently|at present|at the moment|right now|nowadays"),
    (
        "vague",
        r"recently|in recent (?:days|weeks|months|years)|previously|formerly|once|soon|in the past|in the (?:near )?future",
    ),
)
# Every way of writing a time begins a word: looking back once, before all of them, spares most positions all of them.
_TIME = re.compile(r"(?<![\w-])(?:" + "|".join(f"(?P<{name}>{body})" for name, body in _PATTERNS) + ")", re.IGNORECASE)
# Cheap: is there anything at all here that could be a time?
_ANY = re.compile(
    r"\d{4}|\d/\d|\d\.\d|day\b|night\b|\bago\b|month|week|year|quarter|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|earlier|later|before|after|tomorrow|morning|evening|now\b|current|present|recent|formerly|previously|\d0s\b|"
    r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\.|last |next |summer|winter|autumn|spring|fall|once|soon|future|past",
    re.IGNORECASE,
)
_VAGUE = frozenset(["now", "vague"])


def find(text: str, *, vague: bool = False) -> Iterator[Expression]:
    """Every time in the text, in order. ``vague`` brings "now" and "recently" too, which name no day."""
    if not _ANY.search(text):
        return
    for match in _TIME.finditer(text):
        kind = match.lastgroup or ""
        if kind in _VAGUE and not vague:
            continue
        expression = _READ[kind](match[0], match, text)
        if expression is not None:
            start, end = match.span()
            yield Expression(start, end, *expression)


Reading = tuple[Days | None, Resolver | None, bool]
_UNRESOLVED: Reading = (None, None, False)


# --- pieces --------------------------------------------------------------------------------------


def month_days(year: int, first: int, last: int | None = None) -> Days:
    """First and last day of a month, or of the months from ``first`` to ``last`` (over the turn of the year too)."""
    last = first if last is None else last
    end_year = year + 1 if last < first else year
    return date(year, first, 1), date(end_year, last, monthrange(end_year, last)[1])


def year_days(year: int) -> Days:
    """First and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def _month(text: str) -> int | None:
    found = re.search(_MONTH, text, re.I)
    return _MONTHS.get(found[0].lower().rstrip(".")) if found else None


def _year(text: str) -> int | None:
    found = re.search(rf"\b{_YEAR}\b", text)
    return int(found[0]) if found else None


def _shift_month(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, min(day.day, monthrange(index // 12, index % 12 + 1)[1]))


def _one(day: date) -> Days:
    return day, day


def _nearest_year(published: date, month: int, day: int | None, direction: Direction) -> int:
    """The year a date without one belongs to: the last such day, or the next one when the verb looks forward.
    A day that would be more than nine months off lies the other way, whatever the verb."""
    probe = day or 1
    years = [y for y in (published.year - 1, published.year, published.year + 1) if _valid(y, month, probe)]
    if not years:
        return published.year
    candidates = [(date(y, month, probe), y) for y in years]
    if direction == "":
        return min(candidates, key=lambda c: (abs(c[0] - published), c[0]))[1]
    if direction == "past":
        # News of the 1st may name the 3rd, of a thing that is to come.
        before = [(d, y) for d, y in candidates if d <= published + timedelta(days=3 if day else 0)]
        best = max(before)[1] if before else published.year
        gap = (published - date(best, month, probe)).days
        return best if gap <= 330 else min(candidates, key=lambda c: abs(c[0] - published))[1]
    after = [(d, y) for d, y in candidates if (d if day else month_days(d.year, month)[1]) >= published]
    return min(after)[1] if after else published.year


def _valid(year: int, month: int, day: int) -> bool:
    return 1 <= day <= monthrange(year, month)[1]


# --- one reading for each way of writing a time --------------------------------------------------


def _iso(text: str, match: re.Match[str], whole: str) -> Reading | None:
    try:
        return _one(date.fromisoformat(text)), None, False
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
    return (_one(date(year, month, day)), None, False) if _valid(year, month, day) else None


def _day_and_month(text: str, match: re.Match[str], whole: str) -> Reading | None:
    month, year = _month(text), _year(text)
    bare = text if year is None else text.replace(str(year), "")
    found = re.search(r"\d{1,2}", bare)
    if month is None or found is None:
        return None
    day = int(found[0])
    if year is not None:
        return (_one(date(year, month, day)), None, False) if _valid(year, month, day) else _UNRESOLVED
    if not _valid(2024, month, day):
        return None

    def resolve(published: date, direction: Direction) -> Days | None:
        chosen = _nearest_year(published, month, day, direction)
        return _one(date(chosen, month, day)) if _valid(chosen, month, day) else None

    return None, resolve, True


def _month_and_year(text: str, match: re.Match[str], whole: str) -> Reading | None:
    month, year = _month(text), _year(text)
    if month is None:
        return None
    if year is not None:
        return month_days(year, month), None, False
    step = -1 if "last year" in text.lower() else 1 if "next year" in text.lower() else 0
    return None, lambda published, _: month_days(published.year + step, month), False


def _turned_month(text: str, match: re.Match[str], whole: str) -> Reading | None:
    month = _month(text)
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


def _weekday(text: str, match: re.Match[str], whole: str) -> Reading | None:
    lower = text.lower()
    name = re.search(_WEEKDAY, text, re.I)
    if name is None or lower.startswith(("the following", "the previous")):
        return _UNRESOLVED
    weekday = _WEEKDAYS[name[0].lower().rstrip(".")]
    turned = next((w for w in ("last", "next") if f"{w} " in lower), "")

    def resolve(published: date, direction: Direction) -> Days:
        back = (published.weekday() - weekday) % 7
        if turned == "last":
            return _one(published - timedelta(days=back or 7))
        if turned == "next":
            return _one(published + timedelta(days=(-back) % 7 or 7))
        if "coming" in lower or (direction == "future" and turned != "last" and "past" not in lower):
            return _one(published + timedelta(days=(-back) % 7))
        return _one(published - timedelta(days=back))

    return None, resolve, True


def _quarter(text: str, match: re.Match[str], whole: str) -> Reading | None:
    lower = text.lower()
    number = next((n for word, n in _ORDINALS.items() if word in lower), None)
    if number is None and (found := re.search(r"q([1-4])", lower)):
        number = int(found[1])
    year = _year(text)
    if number is None:
        step = -1 if "previous" in lower or "latest" in lower else 0

        def around(published: date, direction: Direction) -> Days:
            moved = _shift_month(date(published.year, published.month, 1), 3 * step)
            first = 3 * ((moved.month - 1) // 3) + 1
            return month_days(moved.year, first, first + 2)

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
    unit = re.search(_UNIT, lower)
    count = re.match(_COUNT, lower)
    number = _how_many(count[0]) if count else None
    if unit is None or number is None or "half" in lower:
        return _UNRESOLVED

    def resolve(published: date, direction: Direction) -> Days | None:
        return _moved(published, -number, unit[0].rstrip("s"))

    return None, resolve, False


def _moved(published: date, number: int, unit: str) -> Days | None:
    """The day, week, month or year that many units off: "two years ago" is a year, not a day."""
    if unit in ("hour", "minute"):
        return _one(published) if abs(number) <= 12 or unit == "minute" else None
    if unit in _UNITS:
        day = published + timedelta(days=number * _UNITS[unit])
        return _one(day)
    if unit == "month":
        day = _shift_month(published, number)
        return month_days(day.year, day.month)
    years = number * (10 if unit == "decade" else 1)
    return year_days(published.year + years)


def _in_text(text: str, match: re.Match[str], whole: str) -> Reading | None:
    return _UNRESOLVED


def _turned(text: str, match: re.Match[str], whole: str) -> Reading | None:
    lower = text.lower()
    noun = lower.split()[-1]
    if re.match(r"(?:the )?(?:past|last|next|coming) ", lower) and lower.startswith(("the ", "past")):
        # "in the past year" is a stretch up to now; "the last week" may be that or any
        return _UNRESOLVED if "next" in lower or "coming" in lower else (None, lambda p, _: _stretch(p, noun), False)
    step = -1 if "last" in lower or "past" in lower else 1 if "next" in lower or "coming" in lower else 0
    return None, lambda published, direction: _turn(published, step, noun, direction), noun in _SEASONS


def _stretch(published: date, noun: str) -> Days | None:
    days = {"week": 7, "month": 30, "year": 365, "night": 1, "weekend": 7, "quarter": 91, "decade": 3652}.get(noun)
    return (published - timedelta(days=days), published) if days else None


def _turn(published: date, step: int, noun: str, direction: Direction) -> Days | None:
    if noun in ("night", "morning", "afternoon", "evening"):
        return _one(published + timedelta(days=step))
    if noun == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * step)
        return monday, monday + timedelta(days=6)
    if noun == "weekend":
        saturday = published - timedelta(days=published.weekday()) + timedelta(days=5 + 7 * step)
        return saturday, saturday + timedelta(days=1)
    if noun == "month":
        day = _shift_month(date(published.year, published.month, 1), step)
        return month_days(day.year, day.month)
    if noun == "quarter":
        day = _shift_month(date(published.year, published.month, 1), 3 * step)
        first = 3 * ((day.month - 1) // 3) + 1
        return month_days(day.year, first, first + 2)
    if noun in _SEASONS:
        return _season_near(published, noun, step)
    return _years_turn(published, step, noun)


def _years_turn(published: date, step: int, noun: str) -> Days | None:
    if noun == "year":
        return year_days(published.year + step)
    length = 10 if noun == "decade" else 100
    first = published.year // length * length + step * length
    return date(first, 1, 1), date(first + length - 1, 12, 31)


def _season_near(published: date, noun: str, step: int) -> Days:
    first, last = _SEASONS[noun]
    days = month_days(published.year, first, last)
    if step < 0:
        return days if days[1] < published else month_days(published.year - 1, first, last)
    if step > 0:
        return days if days[0] > published else month_days(published.year + 1, first, last)
    return days


def _day_word(text: str, match: re.Match[str], whole: str) -> Reading | None:
    lower = text.lower()
    if lower.startswith("the day"):
        step = -2 if "before" in lower else 2
    else:
        step = -1 if "yesterday" in lower else 1 if "tomorrow" in lower else 0
    if lower == "overnight":
        return None, lambda published, _: (published - timedelta(days=1), published), False
    return None, lambda published, _: _one(published + timedelta(days=step)), False


def _season(text: str, match: re.Match[str], whole: str) -> Reading | None:
    year = _year(text)
    name = next(n for n in _SEASONS if n in text.lower())
    return (month_days(year, *_SEASONS[name]), None, False) if year else None


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
    return (date(start, 1, 1), date(end, 12, 31)), None, False


_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|of|for|during|before|after|between|and|to|through|late|early|mid|back in|around|about"
    r"|circa|the|its|his|their|our|fiscal|year|end-|end of|start of|beginning of|summer|winter|spring|autumn|fall)[ -]|[(\[,;–—-] ?)$",
    re.I,
)
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
    year = _year(text)
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


_MONTH_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|for|during|before|after|between|from|through|early|late|mid|and|to|last|next|this|on|around|through"
    r"|end-|mid-|,|the|its|beginning|month|every)[ -]|^|[(–—-])$",
    re.I,
)


def _bare_month(text: str, match: re.Match[str], whole: str) -> Reading | None:
    """A month alone, where it can be nothing else: "in March", but not "may", "march" or April Glaspie."""
    name = re.search(_MONTH, text, re.I)
    month = _month(text)
    if month is None or name is None or not name[0][0].isupper():
        return None
    before, after = whole[: match.start()], whole[match.end() :]
    lone = name[0].lower() in ("may", "march", "mar", "jan", "april", "june", "august") or len(name[0]) <= 4
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

    def resolve(published: date, direction: Direction) -> Days:
        return month_days(_nearest_year(published, month, None, direction), month)

    return None, resolve, True


def _now(text: str, match: re.Match[str], whole: str) -> Reading | None:
    return None, lambda published, _: _one(published), False


_READ: dict[str, Callable[[str, re.Match[str], str], Reading | None]] = {
    "iso": _iso,
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
