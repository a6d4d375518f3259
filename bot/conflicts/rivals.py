"""Of all that is at hand, what each new claim is held against: the few dozen claims that could clash with it.

Never by recency, or old contradictions would fall off a busy subject; and by more than shared words, since a denial
need not repeat what it denies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.conflicts import handles
from bot.conflicts.handles import Handle
from bot.nouns import Claim, Statement

#: Rivals kept for each new claim.
WANTED = 96
#: Of one wording (a wire story in forty papers) so many are kept, so that it does not crowd out the rest.
SAME_WORDS = 3
#: What it costs, against what two claims share (mostly 2 to 8), that twice as many articles are nearer to the new one.
#: By place rather than likeness, which is high in a story that all tell alike and low in one just broken.
FURTHER = 1.0
#: A claim that shares nothing is a rival only if its article is at least so much like the new one.
ALIKE = 0.05


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement on file, and how much its article is like the new one, 0 to 1."""

    statement: Statement
    likeness: float = 0.0


def choose(claims: Sequence[Claim], candidates: Sequence[Candidate]) -> dict[str, Sequence[Statement]]:
    """For the id of each of these claims the best ``WANTED`` of the candidates, best first, of the same wording only a
    few; among equals as they come. A claim that has none is left out."""
    if not candidates:
        return {}
    pool = _Pool(candidates)
    return {claim.id: best for claim in claims if (best := pool.best(claim))}


class _Pool:
    """The candidates, found by what they can be got hold of by."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._statements = [c.statement for c in candidates]
        claims = [s.claim for s in self._statements]
        found: dict[Handle, list[int]] = {}
        for place, claim in enumerate(claims):
            for handle in _kept(claim):
                found.setdefault(handle, []).append(place)
        self._found: Mapping[Handle, NDArray[np.intp]] = {h: np.array(at) for h, at in found.items()}
        self._first = _nearness(candidates) + np.array([handles.standing(claim) for claim in claims])
        self._alike = np.array([c.likeness >= ALIKE for c in candidates])
        self._words = [(claim.source_name, claim.quote) for claim in claims]

    def best(self, claim: Claim) -> list[Statement]:
        scores = self._first.copy()
        for handle, worth in handles.asked(claim).items():
            if handle in self._found:
                scores[self._found[handle]] += worth
        chosen: list[Statement] = []
        seen: dict[tuple[str, str], int] = {}
        for place in np.argsort(-scores, kind="stable"):
            if not self._alike[place] and scores[place] == self._first[place]:
                continue
            words = self._words[place]
            seen[words] = seen.get(words, 0) + 1
            if seen[words] <= SAME_WORDS:
                chosen.append(self._statements[place])
                if len(chosen) == WANTED:
                    break
        return chosen


def _nearness(candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """What each candidate has for its article's place among the nearest: 0 for the nearest, less for the others."""
    articles: dict[str, float] = {}
    for one in candidates:
        article = one.statement.edition.article_id
        articles[article] = max(one.likeness, articles.get(article, 0.0))
    # As many as are nearer, so that those as near have the same place.
    nearest = sorted(articles.values(), reverse=True)
    place = {article: nearest.index(likeness) for article, likeness in articles.items()}
    return -FURTHER * np.log2([1.0 + place[c.statement.edition.article_id] for c in candidates])


#: Claims whose handles are remembered, about 3 kB each: a busy subject's articles are met again and again.
_REMEMBERED = 10_000
_memory: dict[str, tuple[Claim, frozenset[Handle]]] = {}


def _kept(claim: Claim) -> frozenset[Handle]:
    known = _memory.get(claim.id)
    if known is not None and (known[0] is claim or known[0] == claim):
        return known[1]
    if len(_memory) >= _REMEMBERED:
        _memory.clear()
    found = handles.of(claim)
    _memory[claim.id] = (claim, found)
    return found
