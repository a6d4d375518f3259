"""How well a statement on file fits the words asked for: what stands in the sentence, what around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from bot.answers.stems import stems
from bot.answers.terms import Term
from bot.nouns import Statement

#: What a word counts for that stands not in the sentence but just before it, or elsewhere in the article.
BEFORE, AROUND = 0.7, 0.4
#: Code points from the end of a sentence that has a word to the beginning of one that leans on it: two
#: or three sentences.
REACH = 400


@dataclass(frozen=True, slots=True)
class Fit:
    """A statement and how it fits: which terms (by key) its own sentence has, which stand just before it,
    which elsewhere in its article; ``score`` in 0..1, the share of the terms' weight, rarer ones weighing
    more."""

    statement: Statement
    here: frozenset[str]
    before: frozenset[str]
    around: frozenset[str]
    score: float

    def has(self, term: Term) -> bool:
        """In its own sentence."""
        return term.key in self.here

    def leans_on(self, term: Term) -> bool:
        """In its own sentence or just before it."""
        return term.key in self.here or term.key in self.before

    def knows(self, term: Term) -> bool:
        """Anywhere in its article."""
        return self.leans_on(term) or term.key in self.around


def said(statement: Statement) -> frozenset[str]:
    """The stems of what the statement says and who says it, names resolved."""
    claim = statement.claim
    return stems(claim.quote).union(*(stems(name) for name in (claim.source_name, *claim.chain)))


def meant(statement: Statement) -> frozenset[str]:
    """The stems of what it is about besides: resolved names, its article's title."""
    claim = statement.claim
    names = {role.name for event in claim.events for role in event.roles if role.name}
    return stems(statement.edition.title).union(*(stems(name) for name in (*claim.topics, *names)))


def fits(terms: Sequence[Term], statements: Sequence[Statement]) -> list[Fit]:
    """Every statement with how it fits, best first; ties in the order given. An article is taken to
    speak of whatever any of the given statements of it speaks of."""
    here = {s.claim.id: frozenset(t.key for t in terms if t.stands_in(said(s))) for s in statements}
    places: dict[tuple[str, str], list[int]] = {}
    about: dict[str, set[str]] = {}
    for s in statements:
        for key in here[s.claim.id]:
            places.setdefault((s.claim.revision_id, key), []).append(s.claim.sentence.end)
        spoken = about.setdefault(s.edition.article_id, set())
        spoken |= here[s.claim.id] | {t.key for t in terms if t.stands_in(meant(s))}
    weight = weights(terms, list(here.values()))
    found = [_fit(s, here[s.claim.id], places, about[s.edition.article_id], weight) for s in statements]
    return sorted(found, key=lambda f: -f.score)


def _fit(
    statement: Statement,
    here: frozenset[str],
    places: Mapping[tuple[str, str], Sequence[int]],
    about: set[str],
    weight: Mapping[str, float],
) -> Fit:
    claim = statement.claim
    near = {k for k in about - here if _before(claim.sentence.start, places.get((claim.revision_id, k), ()))}
    around = about - here - near
    got = sum(weight[k] for k in here) + BEFORE * sum(weight[k] for k in near) + AROUND * sum(weight[k] for k in around)
    return Fit(statement, here, frozenset(near), frozenset(around), got / (sum(weight.values()) or 1.0))


def _before(start: int, ends: Sequence[int]) -> bool:
    return any(0 <= start - end <= REACH for end in ends)


def weights(terms: Sequence[Term], present: Sequence[frozenset[str]]) -> dict[str, float]:
    """What each term weighs, by key: rare ones more, by the share of the statements that have them."""
    return {t.key: log(2 + len(present) / (1 + sum(t.key in keys for keys in present))) for t in terms}
