"""Do two articles report one event? Their sentences alone often do not say: "Russia denied the strike", "missiles hit the town".

What an article reports stands in its title and its beginning. Words count by how rare they are, in news at large and among the
articles at hand: in a war every report names the war, and that two of them do says nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

from bot.conflicts.likeness import STORIES, stories_with, weight
from bot.conflicts.side import Side
from bot.conflicts.words import words
from bot.nouns import Edition

#: How alike two reports are from where on they are of one event, and below what they are of two.
ONE_REPORT, TWO_REPORTS = 0.15, 0.1
#: Code points, and words that say something, that a beginning must have to tell what is reported.
_LINES, _ENOUGH = 200, 20
#: What an article at hand counts against one of those that the general counts were taken from.
_NEARER = 4.0


class Reports:
    """What a set of articles report, for telling which two report one event. Those without a beginning are passed over."""

    def __init__(self, editions: Iterable[Edition] = ()) -> None:
        told = {e.article_id: _reported(e.title, e.lead) for e in editions if _tells(e)}
        self._total = len(told)
        self._with = Counter(stem for stems in told.values() for stem in stems)
        self._weights: dict[str, float] = {}
        self._known: dict[tuple[str, str], float] = {}

    def alike(self, a: Edition, b: Edition) -> float:
        """How alike what the two report is, 0 to 1: the cosine of what their titles and beginnings are about, each stem by the
        square of its weight. 0 where a beginning is not at hand."""
        if not (_tells(a) and _tells(b)):
            return 0.0
        key = (a.revision_id, b.revision_id)
        if key not in self._known:
            self._known[key] = self._known[key[::-1]] = self._cosine(
                _reported(a.title, a.lead), _reported(b.title, b.lead)
            )
        return self._known[key]

    def _cosine(self, a: Collection[str], b: Collection[str]) -> float:
        whole = math.sqrt(self._squared(a) * self._squared(b))
        return self._squared(frozenset(a) & frozenset(b)) / whole if whole else 0.0

    def _squared(self, stems: Iterable[str]) -> float:
        return sum(self._weight(s) ** 2 for s in stems)

    def _weight(self, stem: str) -> float:
        found = self._weights.get(stem)
        if found is None:
            here = (STORIES + _NEARER * self._total) / (stories_with(stem) + _NEARER * self._with[stem])
            found = self._weights[stem] = min(weight(stem), math.log(here))
        return found


#: For two sentences that are compared by themselves.
NONE_AT_HAND = Reports()


def report(a: Side, b: Side) -> float:
    """How alike what the articles of two sides report is, among the articles at hand; 0 where it is not known."""
    return (a.reports or NONE_AT_HAND).alike(a.statement.edition, b.statement.edition)


def reported(side: Side) -> frozenset[str]:
    """What the title and the beginning of a side's article are about, as stems; nothing where they tell too little."""
    edition = side.statement.edition
    return _reported(edition.title, edition.lead) if _tells(edition) else frozenset()


def known(a: Side, b: Side) -> bool:
    """Whether it is known how both articles begin."""
    return _tells(a.statement.edition) and _tells(b.statement.edition)


def _tells(edition: Edition) -> bool:
    """Whether enough of its beginning is at hand to tell what it reports: a line or two say too little."""
    return len(edition.lead) >= _LINES and len(_reported(edition.title, edition.lead)) >= _ENOUGH


@lru_cache(maxsize=4_000)
def _reported(title: str, lead: str) -> frozenset[str]:
    return Side.about(words(f"{title}. {lead}"))


__all__ = ["NONE_AT_HAND", "ONE_REPORT", "TWO_REPORTS", "Reports", "known", "report", "reported"]
