"""What people type to say when a channel gets its digest, and what is meant by it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

from bot.answers import digests_contents as contents
from bot.errors import BadCommand
from bot.nouns import USUAL, DigestPart, DigestPlan

#: How many topics a digest names, and how many of who was quoted most.
TOPICS = VOICES = 8

EXAMPLE = "/digest daily 07:30 Europe/London"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_OFF = frozenset({"off", "stop", "none", "never"})
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def parse_plan(channel: str, typed: str, *, now: datetime, before: DigestPlan | None = None) -> DigestPlan | None:
    """The plan typed: "daily 07:30 Europe/London", "weekdays 9:00 with feeds", "weekly mon 07:30 Europe/London
    without topics"; None for "off". A zone left out is UTC. What is not said stays as it was ``before``, also the hour
    ("with feeds"), and so does what the next digest counts from. ``BadCommand`` with an example that works."""
    when, what = contents.apart(typed.strip())
    words = when.replace(",", " ").split()
    if not words and not what:
        raise BadCommand(f"Say when, e.g. {EXAMPLE}, weekdays 9:00, weekly mon 07:30 Europe/London, or off")
    if words and words[0].lower() in _OFF and len(words) == 1 and not what:
        return None
    parts = contents.chosen(what, before.parts if before else USUAL)
    if not words:
        if before is None:
            raise BadCommand(f"This channel has no digest yet: say when as well, e.g. {contents.EXAMPLE}")
        return replace(before, parts=parts)
    return _at_hours(channel, words, parts, now=now, since=before.since if before else now)


def _at_hours(
    channel: str, words: list[str], parts: tuple[DigestPart, ...], *, now: datetime, since: datetime
) -> DigestPlan:
    head, *rest = words
    cadence = _cadence(head)
    weekday = 0
    if cadence == "weekly":
        if not rest:
            raise BadCommand("Say on which day, e.g. /digest weekly mon 07:30 Europe/London")
        weekday, rest = _weekday(rest[0]), rest[1:]
    at, rest = _at(rest)
    return DigestPlan(channel, cadence, at, _zone(rest), since, weekday, parts, planned=now)


def previewed(channel: str, typed: str, *, now: datetime, before: DigestPlan | None) -> DigestPlan:
    """The plan by which a digest is shown now: the channel's, or one of the last day, with the parts that are typed.
    ``BadCommand`` for anything else."""
    when, what = contents.apart(typed.strip())
    if when:
        raise BadCommand(f"{when!r} says when; to see the digest now: /digest now, or /digest now with corrections")
    plan = before or DigestPlan(channel, "daily", "00:00", "UTC", now - timedelta(days=1))
    return replace(plan, parts=contents.chosen(what, plan.parts))


def plan_in_words(plan: DigestPlan) -> str:
    """When it comes, as a person says it: "weekly on Monday at 07:30 Europe/London"."""
    day = f" on {WEEKDAYS[plan.weekday].capitalize()}" if plan.cadence == "weekly" else ""
    how = {"daily": "daily", "weekdays": "on weekdays", "weekly": "weekly"}[plan.cadence]
    return f"{how}{day} at {plan.at} {plan.zone}"


def _cadence(word: str) -> Literal["daily", "weekdays", "weekly"]:
    match word.lower():
        case "daily" | "day" | "everyday":
            return "daily"
        case "weekdays" | "weekday" | "workdays":
            return "weekdays"
        case "weekly" | "week":
            return "weekly"
        case _:
            raise BadCommand(f"{word!r} is not daily, weekdays, weekly or off; e.g. {EXAMPLE}")


def _weekday(word: str) -> int:
    """0 for Monday; any beginning of three letters or more will do."""
    typed = word.lower().rstrip(".")
    for number, name in enumerate(WEEKDAYS):
        if len(typed) >= 3 and (name.startswith(typed) or typed == name + "s"):
            return number
    raise BadCommand(f"{word!r} is no day of the week; e.g. /digest weekly mon 07:30 Europe/London")


def clock_time(typed: str, example: str) -> str:
    """A time of day as "07:30". ``BadCommand`` with the example."""
    try:
        at, rest = _at(typed.split())
    except BadCommand:
        at, rest = "", []
    if not at or rest:
        raise BadCommand(f"{typed!r} is no time of day; e.g. {example}")
    return at


def zone_named(words: list[str], example: str) -> str:
    """The IANA name of the zone typed, UTC for none. ``BadCommand`` with the example."""
    try:
        return _zone(words)
    except BadCommand as wrong:
        raise BadCommand(str(wrong).replace(EXAMPLE, example)) from None


def _at(words: list[str]) -> tuple[str, list[str]]:
    """The hour as "07:30" and the words after it."""
    if words and words[0].lower() == "at":
        words = words[1:]
    if len(words) > 1 and words[1].lower() in {"am", "pm"}:
        words = [words[0] + words[1], *words[2:]]
    found = _TIME.fullmatch(words[0]) if words else None
    if found is None:
        raise BadCommand(f"Say at what time, e.g. {EXAMPLE}")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise BadCommand(f"{words[0]!r} is no time of day; e.g. {EXAMPLE}")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise BadCommand(f"{words[0]!r} is no time of day; e.g. {EXAMPLE}")
    return f"{hour:02d}:{minute:02d}", words[1:]


def _zone(words: list[str]) -> str:
    """The IANA name of the zone typed, in its own spelling."""
    if not words:
        return "UTC"
    typed = "_".join(words)
    names = _zones()
    if typed.lower() in names:
        return names[typed.lower()]
    raise BadCommand(f"{' '.join(words)!r} is no time zone on file. {_nearest(typed)} e.g. {EXAMPLE}")


def _nearest(typed: str) -> str:
    """ "Did you mean Europe/London?" for a zone misspelt or named by its city alone."""
    names = _zones()
    by_city = {name.rsplit("/", 1)[-1]: name for name in sorted(names, reverse=True)}
    best = process.extractOne(typed.lower(), {**{n: n for n in names}, **by_city}.keys(), scorer=fuzz.ratio)
    if best is None or best[1] < 70:
        return "Use a name such as Europe/London or America/New_York;"
    return f"Did you mean {names[by_city.get(best[0], best[0])]}?"


@cache
def _zones() -> dict[str, str]:
    """Every zone that can be loaded, by its name in lower case."""
    names = {name.lower(): name for name in available_timezones() if _loads(name)}
    names["utc"] = "UTC"
    return names


def _loads(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError):
        return False
    return True
