"""One side of a comparison: a statement, with all that comparing looks up in it worked out once.

Everything is lazy, because most pairs fall at the first gates, and kept, because one statement meets
dozens of rivals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar

from bot.conflicts import nations
from bot.conflicts.words import Word, stem, words
from bot.nouns import Claim, Span, Statement

if TYPE_CHECKING:
    from bot.conflicts.reports import Reports

T = TypeVar("T")


@dataclass(frozen=True)
class Side:
    """A statement made ready. Offsets of its words are relative to the quotation; ``span`` makes them
    absolute again."""

    statement: Statement
    reports: Reports | None = field(default=None, compare=False, repr=False)  # of the articles at hand
    _kept: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    def once(self, work: Callable[[Side], T]) -> T:
        """What ``work`` makes of this side, done the first time only."""
        if work not in self._kept:
            self._kept[work] = work(self)
        return self._kept[work]  # type: ignore[return-value]

    def beside(self, other: Side, work: Callable[[Side, Side], T]) -> T:
        """What ``work`` makes of this side and another, kept until it is asked about the next one: the gates and the typed
        comparisons ask the same of one pair one after another."""
        kept = self._kept.get((work,))
        if kept is None or kept[0] is not other:  # type: ignore[index]
            kept = self._kept[(work,)] = other, work(self, other)
        return kept[1]  # type: ignore[index, no-any-return]

    @property
    def claim(self) -> Claim:
        return self.statement.claim

    @cached_property
    def published(self) -> date | None:
        moment = self.statement.edition.published
        return moment.date() if moment else None

    @property
    def denies(self) -> bool:
        """Whether it denies its content, which turns the events of its content round. ("Said it did not" does not:
        there the event itself is negative.)"""
        return self.claim.cue_class == "deny" and self.claim.polarity == "-"

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word of the sentence."""
        return words(self.claim.quote)

    @cached_property
    def lower(self) -> str:
        return self.claim.quote.lower().replace("’", "'")

    @cached_property
    def content(self) -> tuple[Word, ...]:
        """The words of what is claimed, without who says it. All of them if it says nothing else."""
        base = self.claim.sentence.start
        inside = [w for w in self.words if any(c.start <= base + w.start < c.end for c in self.claim.content)]
        return tuple(inside) or self.words

    @cached_property
    def countries(self) -> tuple[tuple[int, int, str], ...]:
        """Where the sentence names countries: (first word, one past the last, country)."""
        return tuple(nations.found(self.words))

    @cached_property
    def nations(self) -> frozenset[str]:
        """The countries named anywhere in the sentence, or as a participant once names are resolved."""
        named = {country for _, _, country in self.countries}
        for event in self.claim.events:
            named |= {c for r in event.roles if r.name and (c := nations.country(r.name))}
        return frozenset(named)

    @cached_property
    def stems(self) -> frozenset[str]:
        """What the sentence is about: stems of its content words and topics, countries under one name."""
        return self.about(self.words) | self._topics

    @cached_property
    def content_stems(self) -> frozenset[str]:
        """The same for what is claimed only."""
        return self.about(self.content)

    @cached_property
    def title_stems(self) -> frozenset[str]:
        return self.about(words(self.statement.edition.title))

    @cached_property
    def _topics(self) -> frozenset[str]:
        return frozenset(t for topic in self.claim.topics for t in _topic_stems(topic))

    @staticmethod
    def about(sequence: tuple[Word, ...]) -> frozenset[str]:
        """What these words are about: the stems of those that say something, countries under one name."""
        named = nations.found(sequence)
        taken = {i for start, end, _ in named for i in range(start, end)}
        plain = {w.stem for i, w in enumerate(sequence) if w.content and i not in taken}
        return frozenset(plain | {"@" + country for _, _, country in named})

    @cached_property
    def voice(self) -> frozenset[str]:
        """Who speaks: the stems of the speaker's name, its country under one name; empty for the paper."""
        return name_stems(self.claim.source_name)

    @cached_property
    def voice_nations(self) -> frozenset[str]:
        return frozenset(s[1:] for s in self.voice if s.startswith("@"))

    def span(self, chosen: Iterable[Word]) -> tuple[Span, ...]:
        """One span, from the first to the last of these words, in the revision's offsets; () if none."""
        chosen = list(chosen)
        if not chosen:
            return ()
        base = self.claim.sentence.start
        return (Span(base + min(w.start for w in chosen), base + max(w.end for w in chosen)),)

    def between(self, span: Span) -> tuple[int, int]:
        """The words (first, one past the last) that an absolute span covers; (0, 0) if it covers none."""
        start, end = span.start - self.claim.sentence.start, span.end - self.claim.sentence.start
        covered = [i for i, w in enumerate(self.words) if w.start < end and start < w.end]
        return (covered[0], covered[-1] + 1) if covered else (0, 0)


def in_order(a: Side, b: Side) -> tuple[Side, Side]:
    """The one published earlier first; by id when the dates do not tell, so that swapping changes nothing."""
    dated = a.published is not None and b.published is not None

    def key(side: Side) -> tuple[int, str]:
        return (side.published.toordinal() if dated and side.published else 0), side.claim.id

    first, second = sorted((a, b), key=key)
    return first, second


@lru_cache(maxsize=20_000)
def name_stems(name: str) -> frozenset[str]:
    """A name as a set to compare: "Russian Defence Ministry" -> {"@russia", "defenc", "ministri"}."""
    sequence = words(name.title() if name.islower() else name)
    named = nations.found(sequence)
    taken = {i for start, end, _ in named for i in range(start, end)}
    rest = {
        w.stem for i, w in enumerate(sequence) if i not in taken and len(w.text) > 2 and w.text not in ("the", "and")
    }
    return frozenset(rest | {"@" + country for _, _, country in named})


@lru_cache(maxsize=20_000)
def _topic_stems(topic: str) -> tuple[str, ...]:
    country = nations.country(topic)
    if country:
        return ("@" + country,)
    parts = (part for part in topic.split() if len(part) > 2)
    return tuple("@" + c if (c := nations.country(part)) else stem(part) for part in parts)
