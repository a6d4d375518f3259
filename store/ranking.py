"""Which claims on file could clash with a new one: those that share most, and what is rarest, with it.

Ranked by shared topics, each weighed by how few claims bear it; never by recency, or old
contradictions would fall off a busy subject.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from bot.nouns import Statement

#: Rivals kept for each new claim.
WANTED = 40
#: Claims looked at for each new claim before common topics only lend weight and add no candidates:
#: at 100,000 claims on file a busy topic has 10,000, and an article makes 20 claims about it.
BUDGET = 4_000
#: Of the most common topics only so many of the newest claims are fetched.
POSTINGS = 20_000
#: Candidates that may be fetched to fill them, where many are the same wording.
LOOKED_AT = 400
#: Of one wording (a wire story in forty papers) so many are kept, so that it does not crowd out the rest.
SAME_WORDS = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic on file, the number of current claims about it, and which they are."""

    frequency: int
    claims: Callable[[], Set[int]]


def weight(frequency: int, total: int) -> float:
    """How much sharing a topic tells: the fewer of ``total`` claims bear it, the more."""
    return math.log(1 + max(total, 1) / max(frequency, 1))


def rank(topics: Iterable[Topic], *, total: int) -> list[int]:
    """The numbers of the ``LOOKED_AT`` claims that share most and rarest of these topics, best first;
    later filed ones first among equals."""
    scores: dict[int, float] = {}
    common: list[tuple[Set[int], float]] = []
    budget = BUDGET
    for topic in sorted(topics, key=lambda t: t.frequency):
        claims, worth = topic.claims(), weight(topic.frequency, total)
        if len(claims) <= budget:
            budget -= len(claims)
            for n in claims:
                scores[n] = scores.get(n, 0.0) + worth
        else:
            common.append((claims, worth))
    if len(scores) < WANTED and common:
        _add_from_common(scores, common)
    return _best(_lend_weight(scores, common))


def _add_from_common(scores: dict[int, float], common: Sequence[tuple[Set[int], float]]) -> None:
    """Where there is nothing rare to go by: what bears several of the common topics at once."""
    both: Set[int] = common[0][0]
    for claims, _ in common[1:]:
        narrower = both & claims
        if len(narrower) < WANTED:
            break
        both = narrower
    for n in sorted(both, reverse=True)[:BUDGET]:
        scores.setdefault(n, 0.0)


def _lend_weight(scores: dict[int, float], common: Sequence[tuple[Set[int], float]]) -> dict[int, float]:
    if not common:
        return scores
    return {n: score + sum(worth for claims, worth in common if n in claims) for n, score in scores.items()}


def _best(scores: Mapping[int, float]) -> list[int]:
    return [n for _, n in heapq.nlargest(LOOKED_AT, zip(scores.values(), scores.keys(), strict=True))]


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
