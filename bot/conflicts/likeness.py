"""How alike two statements are in what they speak of: do they speak of one event at all?

Shared words count by how rare they are in news. A country counts little, since half the paper names
it; a town, a ship or a person counts much. Titles count a little: "the attack" of a sentence is often
named only there.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.conflicts.side import Side
from bot.conflicts.words import load, words

_STORIES = 418  # what the counts in common.txt are out of
_COUNTRY = 1.0
_RARE = math.log(_STORIES / 3)


class _Weights(dict[str, float]):
    """The weight of each stem; of one that is not listed, that of a country or of a rare word."""

    def __missing__(self, stem: str) -> float:
        return _COUNTRY if stem.startswith("@") else _RARE


@cache
def _weights() -> _Weights:
    return _Weights({stem: math.log(_STORIES / int(count)) for count, stem in load("common.txt")})


def weight(stem: str) -> float:
    """How much sharing this stem says: 0 for a word every story has, near 5 for a rare one."""
    return _weights()[stem]


def total(stems: Collection[str]) -> float:
    return sum(map(_weights().__getitem__, stems))


@dataclass(frozen=True, slots=True)
class Likeness:
    """``shared`` is the weight of what both sentences name, countries and all; ``part`` how much of the poorer sentence
    that is (0..1); ``titles`` the same for the articles' titles."""

    shared: float
    part: float
    titles: float
    names: int  # how many rare words (names, mostly) both have
    countries: int = 0  # how many both name

    @property
    def rare(self) -> float:
        """The weight of what both name beside countries."""
        return self.shared - _COUNTRY * self.countries


def likeness(a: Side, b: Side) -> Likeness:
    """How alike two statements are."""
    return a.beside(b, _likeness)


def _likeness(a: Side, b: Side) -> Likeness:
    both = a.stems & b.stems
    shared = total(both)
    poorer = min(a.once(_whole), b.once(_whole)) or 1.0
    countries = sum(1 for s in both if s.startswith("@"))
    names = sum(1 for s in both if weight(s) >= 3.5)  # no country weighs so much
    return Likeness(shared, min(1.0, shared / poorer), _titles(a, b), names, countries)


def _titles(a: Side, b: Side) -> float:
    if not a.title_stems or not b.title_stems:
        return 0.0
    poorer = min(a.once(_whole_title), b.once(_whole_title)) or 1.0
    return total(a.title_stems & b.title_stems) / poorer


#: How alike two articles' reports are from where on they report one event, and below what they report two matters. Of 22 quarrels over a
#: deed that a stream of war news brought up (docs/alerts-read.md) all ten above the first are one deed, of ten below the second four are.
ONE_REPORT, TWO_REPORTS = 0.15, 0.1


def report(a: Side, b: Side) -> float:
    """How alike what the two articles report is, 0 to 1: the cosine of what their titles and beginnings are about, each stem by
    the square of its weight. 0 where an article's beginning is not at hand."""
    mine, yours = a.statement.edition, b.statement.edition
    if not mine.lead or not yours.lead:
        return 0.0
    return _cosine(_reported(mine.title, mine.lead), _reported(yours.title, yours.lead))


@lru_cache(maxsize=2_000)
def _reported(title: str, lead: str) -> frozenset[str]:
    return Side.about(words(f"{title}. {lead}"))


@lru_cache(maxsize=20_000)
def _cosine(a: frozenset[str], b: frozenset[str]) -> float:
    return _squared(a & b) / (math.sqrt(_squared(a) * _squared(b)) or 1.0)


def _squared(stems: Collection[str]) -> float:
    return sum(weight(s) ** 2 for s in stems)


def _whole(side: Side) -> float:
    return total(side.stems)


def _whole_title(side: Side) -> float:
    return total(side.title_stems)
