"""Of all that is at hand, what each new claim is held against: the few dozen claims that could clash with it.

Never by recency, or old contradictions would fall off a busy subject; and by more than shared words, since a denial
need not repeat what it denies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh32_digest

from bot.conflicts import handles
from bot.conflicts.gates import ONE_STORY
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


def season(published: datetime | None) -> tuple[datetime, datetime] | None:
    """From when to when an article must be published to be of one story with one published then, a day more at either end; None
    where that is not known, and any may be."""
    margin = timedelta(days=ONE_STORY + 1)
    return (published - margin, published + margin) if published else None


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
        kept = [_marks(claim) for claim in claims]
        marks = np.frombuffer(b"".join(kept), np.uint32)
        order = np.argsort(marks, kind="stable")
        self._marks = marks[order]
        self._bearers = np.repeat(np.arange(len(kept)), [len(one) // marks.itemsize for one in kept])[order]
        self._first = _nearness(candidates) + np.array([handles.standing(claim) for claim in claims])
        self._alike = np.array([c.likeness >= ALIKE for c in candidates])
        self._words = [(claim.source_name, claim.quote) for claim in claims]

    def best(self, claim: Claim) -> list[Statement]:
        scores = self._scores(claim)
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

    def _scores(self, claim: Claim) -> NDArray[np.float64]:
        """What each candidate is worth to this claim."""
        scores: NDArray[np.float64] = self._first.copy()
        own = handles.of(claim)
        _remember(claim, own)  # the next article of the day will ask for it
        asked = handles.asked(claim, own)
        marks = np.frombuffer(b"".join(map(_mark, asked)), np.uint32)
        begins, ends = (np.searchsorted(self._marks, marks, side) for side in ("left", "right"))
        for begin, end, worth in zip(begins, ends, asked.values(), strict=True):
            scores[self._bearers[begin:end]] += worth
        return scores


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


#: Claims whose handles are remembered, about 0.4 kB each: a busy subject's articles are met again and again.
_REMEMBERED = 100_000
_memory: dict[str, tuple[int, bytes]] = {}
_at_work = Lock()


def _marks(claim: Claim) -> bytes:
    """The claim's handles, each in four bytes: two that are not the same look it once in four billion."""
    known = _memory.get(claim.id)
    return known[1] if known is not None and known[0] == _reading(claim) else _remember(claim, handles.of(claim))


def _reading(claim: Claim) -> int:
    """What tells one reading of a claim from another: its id, which rests on where it stands, does not. By few and quick marks,
    since it is asked thousands of times for an article, and mistaken only about which rivals come first."""
    return hash((claim.quote, claim.cue_class, len(claim.events), len(claim.quantities), len(claim.times)))


def _remember(claim: Claim, own: Iterable[Handle]) -> bytes:
    marks = b"".join(map(_mark, own))
    with _at_work:
        _memory.pop(claim.id, None)
        _memory[claim.id] = _reading(claim), marks
        while len(_memory) > _REMEMBERED:
            del _memory[next(iter(_memory))]
    return marks


def _mark(handle: Handle) -> bytes:
    return xxh32_digest("\0".join(handle).encode())
