"""What a question wants in its answer - a number, a day, a place - and whether a claim has one."""

from __future__ import annotations

import re

from bot.answers.stems import stem, stems
from bot.answers.terms import Term
from bot.nouns import Claim

#: Nouns that name a kind of answer rather than stand in it: a price is told by "$199".
_ASPECTS = {
    "price": "money",
    "cost": "money",
    "fee": "money",
    "fine": "money",
    "budget": "money",
    "number": "number",
    "total": "number",
    "count": "number",
    "figure": "number",
    "size": "number",
    "date": "time",
    "time": "time",
    "deadline": "time",
    "timing": "time",
    "schedule": "time",
    "location": "place",
    "place": "place",
    "site": "place",
    "whereabouts": "place",
    "reason": "cause",
    "cause": "cause",
    "source": "voice",
}
_BY_KEY = {stem(word): kind for word, kind in _ASPECTS.items()}

#: What happens to people that news counts.
_HARM = frozenset(stem(word) for word in "die kill injure wound arrest detain displace evacuate".split())

_LENGTHS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"})
_LENGTH = re.compile(
    r"\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|few|half)[ -]"
    r"(?:\w+[ -])?(?:second|minute|hour|day|night|week|month|year|decade)s?\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:inside|outside|under|underneath|beneath|below|above|near|beside|behind|between|north|south|east|west|"
    r"(?:in|on|at|of) the (?:\w+ ){0,2}(?:side|bottom|top|front|back|centre|center|outskirts|edge|area|middle))\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|caused?|reasons?|in order to|after|over|in response to|so that|forced|led to|"
    r"as a result|thanks to|on account of|by the fact)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[$€£¥₽₴]|\b(?:dollars?|euros?|pounds?|roubles?|rubles?|hryvnias?|yen|yuan)\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b(?:\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\d{4}\b|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*\.? \d+|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tomorrow)",
    re.IGNORECASE,
)


def is_aspect(term: Term) -> bool:
    """Whether this word names a kind of answer: "price", "total", "location"."""
    return term.key in _BY_KEY


def aspect_stands_in(term: Term, claim: Claim) -> bool:
    """Whether the claim has the kind of thing this term names: for "price" an amount of money."""
    match _BY_KEY.get(term.key):
        case "money":
            return has_money(claim)
        case "number":
            return bool(claim.quantities)
        case "time":
            return has_time(claim)
        case "place":
            return has_place(claim)
        case "cause":
            return has_cause(claim)
        case "voice":
            return bool(claim.source_name)
        case _:
            return False


def is_counted(term: Term, claim: Claim) -> bool:
    """Whether the claim puts a figure to what this term names: to "deaths" a number of people."""
    if _BY_KEY.get(term.key) == "money":
        return has_money(claim)
    figures = [q for q in claim.quantities if q.unit == ""]
    if not term.keys.isdisjoint(_HARM):
        return bool(figures)
    return any(term.stands_in(stems(q.of)) for q in figures)


def has_money(claim: Claim) -> bool:
    """An amount of money."""
    return any(len(q.unit) == 3 and q.unit.isupper() for q in claim.quantities) or bool(_MONEY.search(claim.quote))


def has_time(claim: Claim) -> bool:
    """A day, month, year or hour."""
    return bool(claim.times) or bool(_CLOCK.search(claim.quote))


def has_length(claim: Claim) -> bool:
    """How long something takes, took or is late: "four days"."""
    return any(stem(q.of) in _LENGTHS or q.unit in _LENGTHS for q in claim.quantities) or bool(
        _LENGTH.search(claim.quote)
    )


def has_place(claim: Claim) -> bool:
    """Where something is: a place, or words that tell a position."""
    roles = (role for event in claim.events for role in event.roles)
    return any(r.role == "place" or r.kind in {"place", "country"} for r in roles) or bool(_PLACE.search(claim.quote))


def has_cause(claim: Claim) -> bool:
    """Words that give a reason."""
    return bool(_CAUSE.search(claim.quote))
