"""Which claims on file could clash with a new one: those of articles about the same thing, and among
them, as anywhere, those that share most, and what is rarest, with it.

Ranked by shared topics, each weighed by how rare it is; never by recency, or old contradictions would
fall off a busy subject. Both levels are needed: of 705 pairs of sentences that people marked as opposed
in eight real stories, only 310 share a topic, "the building" in one being "the prison" in the other.
With 148 articles on the same war filed before, shared topics alone put 175 of them among the forty
rivals of a claim; with the likeness of the two articles it was 371.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from bot.nouns import Statement

B = TypeVar("B", bound=Hashable)

#: Rivals kept for each new claim.
WANTED = 40
#: Candidates that may be fetched to fill them, where many are the same wording.
LOOKED_AT = 400
#: Of one wording (a wire story in forty papers) so many are kept, so that it does not crowd out the rest.
SAME_WORDS = 3
#: Articles whose claims are all candidates, because they are about the same thing.
NEARBY = 40
#: What the likeness of two articles (0 to 1) counts for against the likeness of two claims (0 to 1).
ARTICLE_COUNTS = 2.0
#: A claim that shares no topic is a candidate if its article is at least so much like the new one.
ALIKE = 0.05
#: What is looked at for one new article, rarest topics first; a busy topic has 10,000 claims.
ARTICLE_BUDGET = 60_000
#: What is looked at for one new claim beside the articles nearby.
CLAIM_BUDGET = 500


@dataclass(frozen=True, slots=True)
class Topic(Generic[B]):
    """A topic on file: how many current articles or claims bear it, and which. ``nearby`` gives those of them in
    the articles nearby alone, where that is cheaper than to fetch them all."""

    frequency: int
    bearers: Callable[[], Set[B]]
    nearby: Callable[[], Set[B]] | None = None


def weight(frequency: int, total: int) -> float:
    """How much sharing a topic tells: the fewer of ``total`` bear it, the more."""
    return math.log(1 + max(total, 1) / max(frequency, 1))


def nearby(
    topics: Sequence[Topic[B]], *, total: int, size: int, sizes: Callable[[Sequence[B]], Mapping[B, int]]
) -> dict[B, float]:
    """The revisions most about the same as an article with these topics, each with its likeness, 0 to 1.

    ``size`` is how many topics the article has; ``sizes`` tells the same of revisions on file. The
    likeness is a cosine of the weighed topics in which the other's mean weight is taken to be our own:
    weights stored when an old article was filed would be those of a smaller archive."""
    scores: dict[B, float] = {}
    own = weight(0, total) ** 2 * (size - len(topics))  # what nothing else on file is about
    budget = ARTICLE_BUDGET
    for topic in sorted(topics, key=lambda t: t.frequency):
        worth = weight(topic.frequency, total) ** 2
        own += worth
        if topic.frequency <= budget:
            budget -= topic.frequency
            for revision in topic.bearers():
                scores[revision] = scores.get(revision, 0.0) + worth
    first = _best(scores, NEARBY * 5)
    known = sizes(first)
    likeness = {r: min(1.0, scores[r] / own * math.sqrt(size / max(known[r], 1))) for r in first if r in known}
    return {r: likeness[r] for r in _best(likeness, NEARBY)}


@dataclass(frozen=True, slots=True)
class Near:
    """The claims of articles nearby: what each one's article is like the new one, 0 to 1."""

    likeness: Mapping[int, float]
    worth: dict[int, float]  # of those that are candidates whatever they share

    @classmethod
    def of(cls, likeness: Mapping[int, float]) -> Near:
        """Made once for an article: its claims all have the same neighbours."""
        return cls(likeness, {n: ARTICLE_COUNTS * like for n, like in likeness.items() if like >= ALIKE})


def rank(topics: Iterable[Topic[int]], near: Near, *, total: int) -> list[int]:
    """The numbers of the ``LOOKED_AT`` best candidates for a claim with these topics, best first; among
    equals those filed later first. ``near`` are the claims of articles nearby."""
    shared: dict[int, float] = {}
    own, budget = 0.0, CLAIM_BUDGET
    for topic in sorted(topics, key=lambda t: t.frequency):
        worth = weight(topic.frequency, total)
        own += worth
        if topic.frequency > budget:  # too common to look at all: it only tells among the articles nearby
            bearers: Set[int] = (topic.nearby or topic.bearers)() & near.likeness.keys()
        else:
            bearers = topic.bearers()
            budget -= len(bearers)
        for n in bearers:
            shared[n] = shared.get(n, 0.0) + worth
    scores = near.worth.copy()
    for n, worth in shared.items():
        scores[n] = ARTICLE_COUNTS * near.likeness.get(n, 0.0) + worth / own
    return _best(scores, LOOKED_AT)


def _best(scores: Mapping[B, float], count: int) -> list[B]:
    # Sorting all of it is quicker than a heap of a third of it.
    ranked = sorted(zip(scores.values(), scores.keys(), strict=True), reverse=True)
    return [b for _, b in ranked[:count]]


def choose(ranked: Sequence[int], fetch: Callable[[Sequence[int]], Mapping[int, Statement]]) -> list[Statement]:
    """The best ``WANTED`` statements, of the same wording only a few. Fetches as few as it can."""
    chosen: list[Statement] = []
    seen: dict[tuple[str, str], int] = {}
    numbers = iter(ranked)
    while len(chosen) < WANTED and (batch := list(islice(numbers, WANTED))):
        statements = fetch(batch)
        for statement in (statements[n] for n in batch if n in statements):
            words = (statement.claim.source_name, statement.claim.quote)
            seen[words] = seen.get(words, 0) + 1
            if seen[words] <= SAME_WORDS and len(chosen) < WANTED:
                chosen.append(statement)
    return chosen
