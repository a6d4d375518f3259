"""How alike two statements are in what they speak of: do they speak of one event at all?

Shared words count by how rare they are in news. A country counts little, since half the paper names
it; a town, a ship or a person counts much. Titles count a little: "the attack" of a sentence is often
named only there.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from bot.conflicts.side import Side
from bot.conflicts.words import load

STORIES = 418  # what the counts in common.txt are out of
_COUNTRY = 1.0
_RARE = math.log(STORIES / 3)


class _Weights(dict[str, float]):
    """The weight of each stem; of one that is not listed, that of a country or of a rare word."""

    def __missing__(self, stem: str) -> float:
        return _COUNTRY if stem.startswith("@") else _RARE


@cache
def _weights() -> _Weights:
    return _Weights({stem: math.log(STORIES / int(count)) for count, stem in load("common.txt")})


def weight(stem: str) -> float:
    """How much sharing this stem says: 0 for a word every story has, near 5 for a rare one."""
    return _weights()[stem]


def stories_with(stem: str) -> float:
    """In how many of ``STORIES`` news stories a stem stands; of one that is not listed, as many as a rare word's."""
    return STORIES / math.exp(weight(stem))


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


def _whole(side: Side) -> float:
    return total(side.stems)


def _whole_title(side: Side) -> float:
    return total(side.title_stems)
