"""How well a statement on file fits the words asked for: what stands in the sentence, what around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from bot.answers.stems import stems
from bot.answers.terms import Term
from bot.nouns import Statement

#: A word that stands not in the sentence but elsewhere in its article counts this much.
NEARBY = 0.4


@dataclass(frozen=True, slots=True)
class Fit:
    """A statement and how it fits: ``here`` the terms its own sentence has, ``near`` those its article has
    besides; ``score`` in 0..1, the share of the terms' weight, rarer terms weighing more."""

    statement: Statement
    here: frozenset[str]
    near: frozenset[str]
    score: float

    def whole(self, terms: Sequence[Term]) -> bool:
        """Whether every term stands in the sentence or its article."""
        return all(t.key in self.here or t.key in self.near for t in terms)


def said(statement: Statement) -> frozenset[str]:
    """The stems of what the statement says and who says it, names resolved."""
    claim = statement.claim
    return stems(claim.quote).union(*(stems(name) for name in (claim.source_name, *claim.chain)))


def meant(statement: Statement) -> frozenset[str]:
    """The stems of what it is about besides: resolved names, its article's title."""
    return stems(statement.edition.title).union(*(stems(topic) for topic in statement.claim.topics))


def fits(terms: Sequence[Term], statements: Sequence[Statement]) -> list[Fit]:
    """Every statement with how it fits, best first; ties in the order given. An article is taken to
    speak of whatever any of the given statements of it speaks of."""
    here = {s.claim.id: frozenset(t.key for t in terms if t.stands_in(said(s))) for s in statements}
    about: dict[str, set[str]] = {}
    for s in statements:
        spoken = about.setdefault(s.edition.article_id, set())
        spoken |= here[s.claim.id] | {t.key for t in terms if t.stands_in(meant(s))}
    weight = _weights(terms, list(here.values()))
    found = [_fit(s, here[s.claim.id], frozenset(about[s.edition.article_id]), weight) for s in statements]
    return sorted(found, key=lambda f: -f.score)


def _fit(statement: Statement, here: frozenset[str], about: frozenset[str], weight: dict[str, float]) -> Fit:
    near = about - here
    got = sum(weight[k] for k in here) + NEARBY * sum(weight[k] for k in near)
    return Fit(statement, here, near, got / (sum(weight.values()) or 1.0))


def _weights(terms: Sequence[Term], present: Sequence[frozenset[str]]) -> dict[str, float]:
    """Rare terms weigh more: by the share of the statements that have them."""
    return {t.key: log(2 + len(present) / (1 + sum(t.key in keys for keys in present))) for t in terms}
