"""Where on file to look for what a new claim could clash with: in the articles about the same thing, and anywhere else
among the claims that share what is rarest with it.

Never by recency, or old contradictions would fall off a busy subject. Both are needed: of 705 pairs of sentences that
people marked as opposed in eight real stories, only 310 share a topic, "the building" in one being "the prison" in the
other. Which of all these a claim is held against is the comparing's to say (bot.conflicts.rivals).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from bot.nouns import Statement

B = TypeVar("B", bound=Hashable)

#: Articles whose claims are all candidates, because they are about the same thing.
NEARBY = 40
#: Claims of those articles that are looked at, those of the nearest articles first: a live blog has hundreds.
LOOKED_AT = 2_500
#: Of one story (a wire story in forty papers) so many articles are nearby, so that they do not crowd out the rest.
SAME_STORY = 3
#: Claims of other articles that are candidates for one new claim, of the same wording only a few; how much of what it is
#: about they must share; and how many are looked at to find them.
ELSEWHERE, SAME_WORDS, SHARED, TRIED = 10, 3, 0.3, 400
#: What is looked at for one new article, rarest topics first; a busy topic has 10,000 claims.
ARTICLE_BUDGET = 60_000
#: What is looked at for one new claim beside the articles nearby.
CLAIM_BUDGET = 500


@dataclass(frozen=True, slots=True)
class Topic(Generic[B]):
    """A topic on file: how many current articles or claims bear it, and which."""

    frequency: int
    bearers: Callable[[], Set[B]]


def weight(frequency: int, total: int) -> float:
    """How much sharing a topic tells: the fewer of ``total`` bear it, the more."""
    return math.log(1 + max(total, 1) / max(frequency, 1))


@dataclass(frozen=True, slots=True)
class Alike(Generic[B]):
    """The revisions on file that share topics with an article: what each shares, what the whole of the article is worth, and
    how many topics it has."""

    scores: Mapping[B, float]
    own: float
    size: int

    def nearest(
        self,
        told: Callable[[Sequence[B]], Mapping[B, tuple[int, str]]],
        among: Callable[[B], bool] | None = None,
    ) -> dict[B, float]:
        """The revisions most about the same, each with its likeness, 0 to 1, nearest first; only those ``among`` says yes to.

        ``told`` tells of revisions on file how many topics each has, and whose story it is. The likeness is a cosine of the
        weighed topics in which the other's mean weight is taken to be our own: weights stored when an old article was filed
        would be those of a smaller archive."""
        scores = {r: worth for r, worth in self.scores.items() if among(r)} if among else self.scores
        known = told(_best(scores, NEARBY * 5))
        likeness = {r: min(1.0, scores[r] / self.own * math.sqrt(self.size / max(n, 1))) for r, (n, _) in known.items()}
        ranked = _few_of_one(_best(likeness, len(likeness)), lambda r: known[r][1], SAME_STORY)
        return {r: likeness[r] for r in islice(ranked, NEARBY)}


def alike(topics: Sequence[Topic[B]], *, total: int, size: int) -> Alike[B]:
    """What is on file about the same as an article with these topics (those on file; it has ``size`` in all)."""
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
    return Alike(scores, own, size)


def elsewhere(
    topics: Iterable[Topic[int]],
    nearby: Collection[int],
    fetch: Callable[[Sequence[int]], Mapping[int, Statement]],
    *,
    total: int,
) -> list[int]:
    """The numbers of the few claims, none of them ``nearby``, that share most with a claim of these topics, and enough;
    among equals those filed later first. Only topics so rare that they can be looked at count. Fetches as few as it can."""
    shared: dict[int, float] = {}
    own, budget = 0.0, CLAIM_BUDGET
    for topic in sorted(topics, key=lambda t: t.frequency):
        worth = weight(topic.frequency, total)
        own += worth
        if topic.frequency <= budget:
            budget -= topic.frequency
            for n in topic.bearers():
                shared[n] = shared.get(n, 0.0) + worth
    enough = {n: worth for n, worth in shared.items() if worth >= SHARED * own and n not in nearby}
    said = _said(_best(enough, TRIED), fetch)
    return [n for n, _ in islice(_few_of_one(said, lambda one: one[1], SAME_WORDS), ELSEWHERE)]


def _said(
    ranked: Sequence[int], fetch: Callable[[Sequence[int]], Mapping[int, Statement]]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Each of these claims, in order, with who says it in which words; fetched in portions, as they are asked for."""
    for at in range(0, len(ranked), ELSEWHERE):
        portion = ranked[at : at + ELSEWHERE]
        found = fetch(portion)
        yield from ((n, (found[n].claim.source_name, found[n].claim.quote)) for n in portion)


def _few_of_one(ranked: Iterable[B], of: Callable[[B], Hashable], most: int) -> Iterator[B]:
    """These, in order, without those that come after ``most`` of the same."""
    seen: dict[Hashable, int] = {}
    for one in ranked:
        same = of(one)
        seen[same] = seen.get(same, 0) + 1
        if seen[same] <= most:
            yield one


def _best(scores: Mapping[B, float], count: int) -> list[B]:
    # Sorting all of it is quicker than a heap of a third of it.
    ranked = sorted(zip(scores.values(), scores.keys(), strict=True), reverse=True)
    return [b for _, b in ranked[:count]]
