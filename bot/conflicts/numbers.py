"""Number against number: the same thing counted, at the same time, and the intervals do not meet.

A toll that grows from one day to the next is news, not a contradiction; one that shrinks is. "At least
10" and 12 agree; so do 10,000 and 11,000, which nobody counted one by one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from bot.conflicts import tolls
from bot.conflicts.finding import Finding, Places
from bot.conflicts.likeness import weight
from bot.conflicts.side import Side
from bot.conflicts.words import Word
from bot.nouns import Quantity

_INF = math.inf
#: Of a round number at most this share counts as its slack: 10,000 reaches 11,000.
_ROUND = 0.1
#: Units that place something in time or order; two of them differing is no clash of counts.
_NOT_COUNTS = frozenset({"year", "age", "score", "ordinal", "time", "date"})


def interval(quantity: Quantity) -> tuple[float, float]:
    """The values it may have: open ends where it says "at least", slack where it is round."""
    low = -_INF if quantity.low is None else quantity.low - _slack(quantity.low, quantity)
    high = _INF if quantity.high is None else quantity.high + _slack(quantity.high, quantity)
    return low, high


def _slack(value: float, quantity: Quantity) -> float:
    if quantity.low is None or quantity.high is None or quantity.low != quantity.high:
        return 0.0  # its ends are its own words: "more than 100", "45 to 55"
    if value != int(value) or value < 20 or value % 10:
        return 0.0
    unit = 10.0
    while value % (unit * 10) == 0:
        unit *= 10
    return min(unit / 2, value * _ROUND)


def disjoint(a: Quantity, b: Quantity) -> bool:
    """Whether no value fits both."""
    (low_a, high_a), (low_b, high_b) = interval(a), interval(b)
    return high_a < low_b or high_b < low_a


def figure(quantity: Quantity) -> float:
    """The number that was named, whatever stood before it."""
    value = quantity.low if quantity.low is not None else quantity.high
    return value or 0.0


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """What the counts of two sides come to; ``a`` was published first, if either was."""
    if a.claim.oddities or b.claim.oddities:
        return
    for first in a.claim.quantities:
        for second in b.claim.quantities:
            if first.unit == second.unit and first.unit not in _NOT_COUNTS:
                finding = _pair(a, first, b, second)
                if finding:
                    yield finding
    yield from _nobody(a, b, swapped=False)
    yield from _nobody(b, a, swapped=True)


def _pair(a: Side, first: Quantity, b: Side, second: Quantity) -> Finding | None:
    of_a, of_b = tolls.counted(a, first.span, first.of), tolls.counted(b, second.span, second.of)
    same, _ = tolls.alike(of_a, of_b)
    if not same or tolls.is_total(a) != tolls.is_total(b):
        return None
    if not of_a.harm and not _same_matter(a, first, b, second):
        return None
    places = ((first.span,), (second.span,))
    words = f"{_said(a, first)} against {_said(b, second)}"
    features = {
        "toll": float(bool(of_a.harm)),
        "open": float(_open(first) or _open(second)),
        "about": float(first.approximate or second.approximate),
        "ratio": min(3.0, abs(math.log((figure(first) + 1) / (figure(second) + 1)))),
        "part": float(bool(of_a.of & of_b.of)),
    }
    if figure(first) == figure(second):
        return Finding("number", "same", f"the same figure: {words}", places, features)
    both_open = of_a.harm and _open(first) and _open(second)  # "at least 24" and "at least 100" of one toll
    if not disjoint(first, second) and (first.approximate or second.approximate or not both_open):
        return Finding("number", "refines", f"the figures can both be right: {words}", places, features)
    return _clash(a, first, b, second, words, places, features)


def _clash(
    a: Side, first: Quantity, b: Side, second: Quantity, words: str, places: Places, features: dict[str, float]
) -> Finding:
    later = a.published is not None and b.published is not None and b.published > a.published
    grown = figure(second) > figure(first)
    if later and grown:
        return Finding("number", "update", f"a later count: {words}", places, features)
    features["fallen"] = float(later and not grown)
    return Finding("number", "clash", f"{words}", places, features)


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
            if of.harm == harm and figure(quantity) >= 1 and quantity.unit in ("", "person", "people"):
                places: Places = (none.span(said), (quantity.span,))
                reason = f"nobody {_verb(harm)} against {_said(some, quantity)} {harm}"
                if swapped:
                    places = (places[1], places[0])
                yield Finding("negation", "clash", reason, places, {"nobody": 1.0})


def _verb(harm: str) -> str:
    return {"killed": "killed", "hurt": "hurt", "damaged": "damaged"}.get(harm, harm)
