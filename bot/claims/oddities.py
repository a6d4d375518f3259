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
        over = quantity.unit == "percent" and quantity.low is not None and quantity.low > 100
        if over and re.match(
            r"\s*(?:of|said|say|agreed|voted|support)\b", text[quantity.span.end : quantity.span.end + 12]
        ):
            yield f"{text[quantity.span.start : quantity.span.end]} is more than the whole"


def _after_publication(claim: Claim, times: Sequence[When], text: str, published: date | None) -> Iterator[str]:
    if published is None or claim.modality != "plain":
        return
    for when in times:
        told = any(e.tense == "past" and e.modality == "plain" and e.polarity == "+" for e in claim.events)
        ahead = any(e.tense in ("future", "present") or e.modality != "plain" for e in claim.events)
        if when.anchor == "absolute" and when.start and when.start > published and told and not ahead:
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
