"""Number against number: the same thing counted, at the same time, and the intervals do not meet.

A toll that grows from one day to the next is news, not a contradiction; one that shrinks is. "At least
10" and 12 agree; so do 10,000 and 11,000, which nobody counted one by one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from bot.conflicts import firmness, gates, tolls, wording
from bot.conflicts.finding import Finding, Outcome, Places
from bot.conflicts.likeness import weight
from bot.conflicts.side import Side
from bot.conflicts.tolls import Counted
from bot.conflicts.words import Word
from bot.nouns import Quantity

_INF = math.inf
#: Of a round number at most this share counts as its slack: 10,000 reaches 11,000.
_ROUND = 0.1
#: And of an open one from so many on: nobody says "at least 100" of 98 to contradict.
_ABOUT, _MANY = 0.05, 20
#: Tolls further apart than this (log of one by the other: five times) count a part and the whole.
_OF_A_PART = math.log(5)
#: After so many days a toll with no more to tell it by is another event's.
_OLD_TOLL = 14
#: A count that is told as no longer standing.
_OUTDATED = re.compile(
    r"\b(?:previous(?:ly)?|earlier (?:toll|count|figure|report|estimate)s?|initial(?:ly)?|at first|up from|from an? earlier)\b"
)
#: Units that place something in time or order; two of them differing is no clash of counts.
_NOT_COUNTS = frozenset({"year", "year-old", "age", "score", "ordinal", "time", "date"})


def interval(quantity: Quantity) -> tuple[float, float]:
    """The values it may have: open ends where it says "at least", slack where it is round."""
    low = -_INF if quantity.low is None else quantity.low - _slack(quantity.low, quantity)
    high = _INF if quantity.high is None else quantity.high + _slack(quantity.high, quantity)
    return low, high


def _slack(value: float, quantity: Quantity) -> float:
    if _open(quantity):
        return value * _ABOUT if value >= _MANY else 0.0  # "at least 100" where another counts 98
    if quantity.low != quantity.high:
        return 0.0  # its ends are its own words: "45 to 55"
    if value != int(value) or value < 100 or value % 10:
        return 0.0
    unit = 10.0
    while value % (unit * 10) == 0:
        unit *= 10
    return min(unit / 2, value * _ROUND)


def disjoint(a: Quantity, b: Quantity) -> bool:
    """Whether no value fits both."""
    (low_a, high_a), (low_b, high_b) = interval(a), interval(b)
    if (a.approximate or b.approximate) and abs(figure(a) - figure(b)) <= 0.15 * max(figure(a), figure(b)):
        return False
    return high_a < low_b or high_b < low_a


def figure(quantity: Quantity) -> float:
    """The number that was named, whatever stood before it; the middle of a range."""
    if quantity.low is not None and quantity.high is not None:
        return (quantity.low + quantity.high) / 2
    value = quantity.low if quantity.low is not None else quantity.high
    return value or 0.0


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """What the counts of two sides come to; ``a`` was published first, if either was."""
    if a.claim.oddities or b.claim.oddities:
        return
    matched = [pair for x in a.once(_counts) for y in b.once(_counts) if (pair := _matched(a, x, b, y))]
    agreed = {key for _, first, _, second, key in matched if figure(first) == figure(second)}
    for _, first, _, second, key in matched:
        whole, _, part = key.partition(" of them ")
        if part and key not in agreed and whole not in agreed:
            continue  # two children among 18 and one among 4
        yield _finding(a, first, b, second, whole, agreed=key in agreed)
    yield from _nobody(a, b, swapped=False)
    yield from _nobody(b, a, swapped=True)


_Count = tuple[Quantity, Counted]


def _counts(side: Side) -> tuple[_Count, ...]:
    found = (q for q in side.claim.quantities if q.unit not in _NOT_COUNTS and not _is_age(side, q))
    return tuple((q, tolls.counted(side, q.span, q.of)) for q in (*found, *_one_among(side)))


def _one_among(side: Side) -> Iterator[Quantity]:
    """ "Including a child": one, though no number says so."""
    for lead, article, noun in zip(side.words, side.words[1:], side.words[2:], strict=False):
        if lead.text == "including" and article.text in ("a", "an") and tolls.is_group(noun):
            yield Quantity(span=side.span([article, noun])[0], low=1.0, high=1.0, of=noun.text)


def _is_age(side: Side, quantity: Quantity) -> bool:
    """ "A woman of 71" is not 71 women, nor "her nephew, 39," 39 of them."""
    first, past = side.between(quantity.span)
    start, end = (x - side.claim.sentence.start for x in (quantity.span.start, quantity.span.end))
    if side.lower[:start].endswith(", ") and side.lower[end : end + 1] == "," and figure(quantity) < _OLDEST:
        return True
    after = side.words[past : past + 1]
    led = first > 1 and side.words[first - 1].text == "of" and side.words[first - 2].text in _SOMEBODY
    return led and not (after and after[0].content and after[0].start == side.words[past - 1].end + 1)


_OLDEST = 115
_SOMEBODY = frozenset("man woman boy girl student child teenager pensioner person daughter son".split())


def _matched(a: Side, x: _Count, b: Side, y: _Count) -> tuple[Side, Quantity, Side, Quantity, str] | None:
    """The two quantities and what they count, when they count the same."""
    (first, of_a), (second, of_b) = x, y
    if (
        first.unit != second.unit
        or first.per != second.per
        or not tolls.alike(of_a, of_b)[0]
        or tolls.is_total(a) != tolls.is_total(b)
    ):
        return None
    if of_a.harm:
        long_after = (gates.days_apart(a, b) or 0) > _OLD_TOLL
        part = " of them " + " ".join(sorted(of_a.of & of_b.of)) if of_a.part else ""
        return None if long_after else (a, first, b, second, of_a.harm + part)
    return (a, first, b, second, first.unit or "count") if _same_matter(a, first, b, second) else None


def _finding(a: Side, first: Quantity, b: Side, second: Quantity, key: str, *, agreed: bool) -> Finding:
    places = ((first.span,), (second.span,))
    said = f"{_said(a, first)} against {_said(b, second)}"
    if agreed:
        return Finding("number", "same", f"the same figure: {said}", places)
    later = a.published is not None and b.published is not None and b.published > a.published
    grown = figure(second) > figure(first)
    features = {
        "toll": float(key in tolls.HARMS),
        "about": float(first.approximate or second.approximate),
        "open": float(_open(first) or _open(second)),
        "ratio": min(3.0, abs(math.log((figure(first) + 1) / (figure(second) + 1)))),
        "fallen": float(later and not grown),
    }
    if features["ratio"] > _OF_A_PART and features["toll"]:
        return Finding("number", "refines", f"too far apart to count the same: {said}", places, features)
    if not disjoint(first, second):
        can_be: Outcome = "doubt" if _far_apart(a, first, b, second, features) else "refines"
        return Finding("number", can_be, f"the figures can both be right: {said}", places, features)
    if later and grown:
        return Finding("number", "update", f"a later count: {said}", places, features)
    if _OUTDATED.search(a.lower) or _OUTDATED.search(b.lower):
        return Finding("number", "update", f"one gives an earlier count: {said}", places, features)
    if not later and a.voice and a.voice & b.voice and a.published == b.published:
        return Finding("number", "update", f"one voice counting on: {said}", places, features)
    # Counts of things need a sameness that words alone do not show: a doubt, unless people were harmed.
    outcome: Outcome = "clash" if features["toll"] else "doubt"
    loose = firmness.of_counts(a, b) or ("one of them counts by the hundred" if _VAGUE.search(said) else "")
    return Finding("number", outcome, wording.counts(said, key), places, features, loose=loose)


_VAGUE = re.compile(r"(?i)\b(?:dozens|scores|hundreds|thousands|several|many)\b")


def _far_apart(a: Side, first: Quantity, b: Side, second: Quantity, features: Mapping[str, float]) -> bool:
    """ "At least 24" and "at least 100" of one toll, told on one day by two who do not agree: both can be right,
    yet nobody who knows of a hundred says two dozen."""
    one_day = a.published is not None and a.published == b.published
    both_open = _open(first) and _open(second) and not (features["about"] or (a.voice and a.voice & b.voice))
    return bool(features["toll"]) and one_day and both_open and features["ratio"] > _DOUBLED


#: Log of how far two open figures must stand apart: more than twice.
_DOUBLED = math.log(2.2)


def _open(quantity: Quantity) -> bool:
    return quantity.low is None or quantity.high is None


def _said(side: Side, quantity: Quantity) -> str:
    base = side.claim.sentence.start
    return side.claim.quote[quantity.span.start - base : quantity.span.end - base]


def _same_matter(a: Side, first: Quantity, b: Side, second: Quantity) -> bool:
    """For counts of things: the words around the two numbers must speak of the same."""
    shared = _near(a, first) & _near(b, second)
    return sum(weight(s) for s in shared) >= 5.0


def _near(side: Side, quantity: Quantity) -> frozenset[str]:
    first, past = side.between(quantity.span)
    window: tuple[Word, ...] = side.words[max(0, first - 7) : first] + side.words[past : past + 7]
    return frozenset(w.stem for w in window if w.content)


def _nobody(none: Side, some: Side, *, swapped: bool) -> Iterator[Finding]:
    """ "Nobody was hurt" against a count of the hurt."""
    for harm, said in none.once(tolls.of_nobody):
        for quantity in some.claim.quantities:
            of = tolls.counted(some, quantity.span, quantity.of)
            if of.harm == harm in _LASTING and figure(quantity) >= 1 and quantity.unit in ("", "person", "people"):
                places: Places = (none.span(said), (quantity.span,))
                reason = wording.nobody(harm, _said(some, quantity))
                if swapped:
                    places = (places[1], places[0])
                since = (gates.days_apart(none, some) or 0) > 1 and not _earlier(some, none)
                loose = firmness.of_nobody(none, some, harm)
                yield Finding("negation", "update" if since else "clash", reason, places, {"nobody": 1.0}, loose=loose)


#: Harms that are known within the day: that nobody is arrested yet says little.
_LASTING = frozenset({"killed", "hurt", "damaged"})


def _earlier(a: Side, b: Side) -> bool:
    return a.published is not None and b.published is not None and a.published < b.published
