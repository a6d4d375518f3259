"""Which article on file a new one is a copy of: a few that share hashes are fetched and laid beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz.distance import LCSseq

from bot.copies.sketch import Sketch, runs, words_of

A = TypeVar("A", bound=Hashable)

#: A hash that more articles than this have in common is a paper's own furniture ("this is a developing story").
FURNITURE = 60
#: So many of a sketch's hashes in common make an article worth laying beside the new one.
SHARED = 2
#: The best so many are laid beside it.
LOOKED_AT = 6
#: The share of the shorter text's runs of words that must stand in the other: the rest may be new, cut or reworded.
SAME_RUNS = 0.3
#: The share of the shorter text's words that must stand in the other in the same order. Templates (weather,
#: results, prices) have runs in common, and between them other words; copies have whole paragraphs.
SAME_ORDER = 0.5
#: So many of a sketch's two dozen hashes in common make a near copy where the text itself is gone: a third of it.
NEAR_COPY = 8
#: Runs in common that nothing but copying explains, whatever the length of the two.
FEWEST_IN_COMMON = 25
#: So much of the shorter text in the other settles it: the others that look alike need not be laid beside it.
SETTLED = 0.7


@dataclass(frozen=True, slots=True)
class Found(Generic[A]):
    """The article on file that the new one copies, or is copied from, and how much of the shorter is in the other."""

    article: A
    share: float  # 0 to 1


def story_of(
    mine: Sketch,
    *,
    bearers: Callable[[int], Sequence[A]],
    texts: Callable[[Sequence[A]], Mapping[A, str]],
) -> Found[A] | None:
    """The article on file most like the one of this sketch, if it is a copy. ``bearers`` gives the articles with a
    hash, at most ``FURNITURE`` + 1 of them; ``texts`` the texts of a few."""
    votes: Counter[A] = Counter()
    for number in mine.hashes:
        having = bearers(number)
        if len(having) <= FURNITURE:
            votes.update(having)
    near = [a for a, count in votes.most_common(LOOKED_AT) if count >= SHARED]
    found = texts(near) if near else {}
    best: Found[A] | None = None
    for article in near:
        least = best.share if best else 0.0
        part = share(mine, found[article], least=least) if article in found else 0.0
        if part > least:
            best = Found(article, part)
        if part >= SETTLED:
            break
    return best


def share(one: Sketch, text: str, *, least: float = 0.0) -> float:
    """How much of the shorter text's runs of words stands in the other; 0 when they are no copies, or when it is
    not more than ``least``: then the order of the words, which takes longest, need not be looked at."""
    words = words_of(text)
    mine, theirs = one.every, runs(words)
    if not mine or not theirs:
        return 0.0
    common = len(mine & theirs)
    part = common / min(len(mine), len(theirs))
    if part <= least or part < SAME_RUNS or (common < FEWEST_IN_COMMON and part < 0.8):
        return 0.0
    return part if in_order(one.words, words) >= SAME_ORDER else 0.0


def in_order(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the shorter text's words that stand in the other in the same order."""
    shorter = min(len(one), len(other))
    return LCSseq.similarity(one, other) / shorter if shorter else 0.0
