"""Nothing found: says so, and offers what is on file nearest to what was asked."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.answers.stems import stems
from bot.answers.terms import Term
from bot.nouns import Answer, Section
from bot.ports import Store

SUGGESTIONS = 5
#: Below this likeness two words have nothing to do with each other.
LIKE = 75.0
NOT_ON_FILE = "Not on file."


async def nothing(
    store: Store, ask: str, terms: Sequence[Term], *, notes: Sequence[str] = (), near: Section | None = None
) -> Answer:
    """The answer "not on file", with topics that share a word with the question, failing that those most
    claimed about; ``near`` is the nearest thing that is on file, when there is one."""
    topics = await store.topics(limit=200)
    return Answer(
        ask,
        found=False,
        text=NOT_ON_FILE,
        sections=(near,) if near else (),
        notes=tuple(notes),
        suggestions=suggestions(terms, topics),
    )


def suggestions(terms: Sequence[Term], topics: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """The topics to offer: those alike first, the rest by how much is claimed about them."""
    ranked = sorted(topics, key=lambda topic: (-_like(terms, topic[0]), -topic[1], topic[0]))
    return tuple(name for name, _ in ranked[:SUGGESTIONS])


def _like(terms: Sequence[Term], topic: str) -> float:
    """How near a topic is to what was asked: 100 for a shared word, else by spelling, 0 for nothing."""
    keys = stems(topic)
    if any(t.stands_in(keys) for t in terms):
        return 100.0
    best = max((fuzz.ratio(t.word.lower(), topic.lower()) for t in terms), default=0.0)
    return best if best >= LIKE else 0.0
