"""What an editor would stumble over: a year where a headcount should be, a Monday that was a Sunday."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.nouns import Claim, Quantity, When

_YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d\d(?![\d,.]*\d)")
_MONTH_DAY = re.compile(
    r"\bin ((?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2})\b(?!\d|,? \d{4})"
)
_IN_FULL_DATE = re.compile(
    r"\bin ((?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4})\b"
)
_NO_DAY = re.compile(
    r"\b(?:(?:30|31)(?:st|th)? (?:of )?February|31(?:st)? (?:of )?(?:April|June|September|November)"
    r"|February (?:30|31)|(?:April|June|September|November) 31)\b(?!,\d| (?:people|percent|per))"
)
_LEAP_DAY = re.compile(r"\b(?:29(?:th)? (?:of )?February|February 29),? (?P<year>(?:19|20)\d\d)\b")
_BACKWARDS = re.compile(r"\b(?:from|between) (?P<first>(?:19|20)\d\d) (?:to|and|until) (?P<last>(?:19|20)\d\d)\b", re.I)
#: A whole of which no more than all can be: "of voters", "of the residents"; not "of last year's output", "of the plan".
_OF_SOME = re.compile(
    r"\s*of (?:the |all |its |their )?(?:[a-z]+ )?(?:people|voters|residents|households|men|women|children|seats|votes|members|respondents"
    r"|troops|soldiers|patients|workers|adults|citizens|passengers|homes|houses|schools|students|pupils|those)\b|\s*(?:said|say|agreed|voted)\b"
)
#: What was to be on a day may be told before the day: "the vote set for 20 June was put off".
_WAS_TO_BE = re.compile(
    r"\b(?:set|due|planned|scheduled|expected|slated|fixed|called|until|till|through|by|for)\b(?: [a-z]+){0,2} $", re.I
)
_PEOPLE = frozenset(
    "man woman boy girl person people child player pensioner suspect victim driver mother father".split()
)
_OLDEST = 122  # of whom it is certain; nobody has been older
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def find(
    claim: Claim, quantities: Sequence[Quantity], times: Sequence[When], text: str, published: date | None
) -> tuple[str, ...]:
    """The oddities of a claim, each one clear phrase, in the order of the kinds below.

    ``text`` is the whole revision's text, which the claim's offsets point into.
    """
    said = " ".join(text[s.start : s.end] for s in claim.content)
    found: list[str] = []
    found += _years_as_counts(quantities, text)
    found += _wrong_prepositions(said)
    found += _shares_over_the_whole(quantities, text)
    found += _ages(quantities, text)
    found += _days_that_are_none(said)
    found += _after_publication(claim, times, text, published)
    found += _wrong_weekdays(times, text)
    return tuple(dict.fromkeys(found))


def _years_as_counts(quantities: Sequence[Quantity], text: str) -> Iterator[str]:
    for quantity in quantities:
        printed = _YEAR.search(text[quantity.span.start : quantity.span.end])
        if printed and not quantity.unit and quantity.of:
            yield f"{printed[0]} looks like a year, not a count"


def _wrong_prepositions(said: str) -> Iterator[str]:
    for pattern in (_MONTH_DAY, _IN_FULL_DATE):
        for match in pattern.finditer(said):
            last = match[1].split()[-1]
            yield (
                f"“in {match[1]}”: is {last} the day or the year?"
                if len(last) < 4
                else f"“in {match[1]}”: a day takes “on”"
            )


def _shares_over_the_whole(quantities: Sequence[Quantity], text: str) -> Iterator[str]:
    for quantity in quantities:
        ends = [end for end in (quantity.low, quantity.high) if end is not None]
        over = quantity.unit == "percent" and ends and sum(ends) / len(ends) > 100
        if over and _OF_SOME.match(text, quantity.span.end):
            yield f"{text[quantity.span.start : quantity.span.end]} is more than the whole"


def _ages(quantities: Sequence[Quantity], text: str) -> Iterator[str]:
    for quantity in quantities:
        if quantity.unit == "year-old" and (quantity.low or 0) > _OLDEST and quantity.of in _PEOPLE:
            yield f"{text[quantity.span.start : quantity.span.end]} is nobody's age"


def _days_that_are_none(said: str) -> Iterator[str]:
    """ "31 April", "29 February 2023", "from 2019 to 2012"."""
    for match in _NO_DAY.finditer(said):
        yield f"there is no {match[0]}"
    for match in _LEAP_DAY.finditer(said):
        year = int(match["year"])
        if year % 4 or (year % 100 == 0 and year % 400):
            yield f"there is no {match[0]}"
    for match in _BACKWARDS.finditer(said):
        if match["first"] > match["last"]:
            yield f"“{match[0]}” runs backwards"


def _after_publication(claim: Claim, times: Sequence[When], text: str, published: date | None) -> Iterator[str]:
    if published is None or claim.modality != "plain":
        return
    for when in times:
        told = any(e.tense == "past" and e.modality == "plain" and e.polarity == "+" for e in claim.events)
        ahead = any(e.tense in ("future", "present") or e.modality != "plain" for e in claim.events)
        due = _WAS_TO_BE.search(text, max(0, when.span.start - 30), when.span.start)
        if when.anchor == "absolute" and when.start and when.start > published and told and not ahead and not due:
            yield f"{text[when.span.start : when.span.end]} is after the article was published"


def _wrong_weekdays(times: Sequence[When], text: str) -> Iterator[str]:
    """A weekday and a full date side by side that do not agree."""
    for when in times:
        if when.start is None or when.start != when.end:
            continue
        near = text[max(0, when.span.start - 12) : when.span.end]
        named = [d for d in _WEEKDAYS if re.search(rf"\b{d},? (?:the )?(?=\S)", near)]
        dated = re.search(r"\d", text[when.span.start : when.span.end])
        if len(named) == 1 and dated and _WEEKDAYS[when.start.weekday()] != named[0]:
            day = _WEEKDAYS[when.start.weekday()]
            yield f"{text[when.span.start : when.span.end]} was a {day}, not a {named[0]}"
