"""The claims of the archive in memory: found by topic, by word, by speaker, by verb."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from bot.answers.stems import tokens
from bot.claims.spellings import variants
from bot.conflicts.rivals import Candidate, choose, season
from bot.nouns import Claim, Edition, Statement
from bot.ports import Search
from store import ranking
from store.ranking import Topic
from store.rows import called, folded
from store.words import holds, stems

#: What a hit counts for in the quotation, the speaker's name, the title, the topics.
COLUMN_WEIGHTS = (4.0, 3.0, 1.0, 2.0)

Phrase = tuple[str, ...]
B = TypeVar("B", int, str)


@dataclass(frozen=True, slots=True)
class Held:
    """A claim on file, with the stems it is found by, one tuple for each column."""

    n: int
    statement: Statement
    said: datetime
    columns: tuple[Phrase, ...]

    @property
    def claim(self) -> Claim:
        return self.statement.claim


class MemoryClaims:
    """All claims ever filed, and an index of the current ones."""

    def __init__(self) -> None:
        self._held: dict[int, Held] = {}
        self._current: set[int] = set()
        self._numbers: dict[tuple[str, str], int] = {}  # (revision id, claim id)
        self._of_revision: dict[str, list[int]] = {}
        self._about: dict[str, set[int]] = {}  # topic -> current claims
        self._articles_about: dict[str, set[str]] = {}  # topic -> current revisions
        self._last = 0
        self._sizes: dict[str, int] = {}  # revision -> how many topics it has

    def put(self, statement: Statement, *, said: datetime) -> None:
        """Puts a claim on file as current; one that was there before keeps its number."""
        key = (statement.claim.revision_id, statement.claim.id)
        n = self._numbers.setdefault(key, self._last + 1)
        self._last = max(self._last, n)
        if n not in self._held:
            self._of_revision.setdefault(key[0], []).append(n)
        self._held[n] = Held(n, statement, said, _columns(statement))
        self._current.add(n)
        for topic in statement.claim.topics:
            self._about.setdefault(topic, set()).add(n)
            revisions = self._articles_about.setdefault(topic, set())
            if key[0] not in revisions:
                revisions.add(key[0])
                self._sizes[key[0]] = self._sizes.get(key[0], 0) + 1

    def retire(self, revision_id: str) -> None:
        """The claims of that revision are no longer current."""
        self._sizes[revision_id] = 0
        for n in self._of_revision.get(revision_id, ()):
            self._current.discard(n)
            for topic in self._held[n].claim.topics:
                self._about[topic].discard(n)
                self._articles_about[topic].discard(revision_id)

    def __contains__(self, claim: Claim) -> bool:
        return (claim.revision_id, claim.id) in self._numbers

    def __len__(self) -> int:
        return len(self._current)

    def forget(self, revision_id: str) -> None:
        """The claims of that revision, which are not current, are there no more."""
        for n in self._of_revision.pop(revision_id, ()):
            del self._numbers[(revision_id, self._held[n].claim.id)]
            del self._held[n]
        self._sizes.pop(revision_id, None)

    def restate(self, edition: Edition) -> None:
        """The claims of a revision bear these particulars from now on."""
        for n in self._of_revision.get(edition.revision_id, ()):
            held = self._held[n]
            self._held[n] = replace(held, statement=replace(held.statement, edition=edition))

    def current(self, claims: Iterable[Claim]) -> bool:
        """Whether all of these are current."""
        return all(self._numbers.get((c.revision_id, c.id)) in self._current for c in claims)

    def of(self, revision_id: str, *, current: bool = False) -> list[Claim]:
        """A revision's claims in the order of the text; if ``current``, those alone."""
        numbers = [n for n in self._of_revision.get(revision_id, ()) if not current or n in self._current]
        claims = [self._held[n].claim for n in numbers]
        return sorted(claims, key=lambda c: c.sentence)

    def current_of(self, revision_ids: Collection[str]) -> int:
        """How many current claims those revisions have."""
        return sum(n in self._current for i in revision_ids for n in self._of_revision.get(i, ()))

    def find(self, claim_id: str) -> Statement | None:
        """The claim of this id; of one that stood in two revisions the current one."""
        found = [h for h in self._held.values() if h.claim.id == claim_id]
        return max(found, key=lambda h: (h.n in self._current, h.n)).statement if found else None

    def rivals(
        self, claims: Sequence[Claim], published: datetime | None, *, without: str
    ) -> tuple[dict[str, Sequence[Statement]], set[str]]:
        """For each of these claims that has any, its rivals, none of the revision ``without``; and the ids of all the claims of
        the articles most about the same, of whatever age."""
        alike, when = self._alike(claims, without), season(published)

        def may(revision: str) -> bool:
            at = self._held[self._of_revision[revision][0]].statement.edition.published
            return when is None or at is None or when[0] <= at <= when[1]

        near = self._claims_nearby(alike.nearest(self._told, may))
        own = frozenset(self._of_revision.get(without, ()))
        further: dict[int, float] = {}
        for claim in claims:
            topics = [self._borne(t, own, may) for t in dict.fromkeys(claim.topics) if self._about.get(t)]
            found = ranking.elsewhere([t for t in topics if t.frequency], near, self._statements, total=len(self._held))
            further.update(dict.fromkeys(found, 0.0))
        likeness = {**near, **further}
        candidates = [Candidate(self._held[n].statement, likeness[n]) for n in sorted(likeness, reverse=True)]
        nearest = (n for revision in alike.nearest(self._told) for n in self._of_revision[revision])
        return choose(claims, candidates), {self._held[n].claim.id for n in nearest}

    def _borne(self, topic: str, own: Set[int], may: Callable[[str], bool]) -> Topic[int]:
        """Who bears a topic, as often as anybody does, of those that may be rivals."""
        bearers = self._about[topic] - own
        return Topic(len(bearers), lambda: {n for n in bearers if may(self._held[n].claim.revision_id)})

    def _statements(self, numbers: Sequence[int]) -> dict[int, Statement]:
        return {n: self._held[n].statement for n in numbers}

    def _claims_nearby(self, nearest: Mapping[str, float]) -> dict[int, float]:
        near: dict[int, float] = {}
        for revision, likeness in nearest.items():
            if len(near) < ranking.LOOKED_AT:
                near.update((n, likeness) for n in self._of_revision[revision] if n in self._current)
        return near

    def _alike(self, claims: Sequence[Claim], without: str) -> ranking.Alike[str]:
        names = {t for claim in claims for t in claim.topics}
        topics = [_topic(self._articles_about[t] - {without}) for t in names if t in self._articles_about]
        current = sum(size > 0 for size in self._sizes.values())
        return ranking.alike([t for t in topics if t.frequency], total=current, size=len(names))

    def _told(self, revisions: Sequence[str]) -> dict[str, tuple[int, str]]:
        first = {i: self._held[self._of_revision[i][0]].statement for i in revisions}
        return {i: (self._sizes[i], statement.edition.voice) for i, statement in first.items()}

    def search(self, wanted: Search) -> list[Statement]:
        phrases = list(dict.fromkeys(p for w in wanted.words if (p := stems(w))))
        if wanted.words and not phrases:
            return []
        outlets = called(wanted.outlet, (self._held[n].statement.edition.outlet for n in self._current))
        hits = [h for n in self._current if _fits(h := self._held[n], wanted, outlets)]
        scores = _scores(hits, phrases, total=len(self._held), any_words=wanted.any_words)
        found = sorted((h for h in hits if h.n in scores), key=lambda h: h.n)
        found.sort(key=lambda h: h.said, reverse=True)
        found.sort(key=lambda h: -round(scores[h.n], 6))
        return [h.statement for h in found[: wanted.limit]]

    def topics(self, revision_ids: Collection[str] | None = None) -> list[tuple[str, int]]:
        """The topics of current claims (of these revisions, if given) with how many, most first."""
        if revision_ids is None:
            counted = Counter({t: len(ns) for t, ns in self._about.items() if ns})
        else:
            ns = [n for i in revision_ids for n in self._of_revision.get(i, ()) if n in self._current]
            counted = Counter(t for n in ns for t in dict.fromkeys(self._held[n].claim.topics))
        return sorted(counted.items(), key=lambda item: (-item[1], item[0]))

    def spellings(self, name: str) -> frozenset[str]:
        held = [self._held[n].claim for n in self._current]
        return variants(name, {word for c in held for phrase in (*c.topics, c.source_name) for word in tokens(phrase)})

    def vocabulary(self) -> list[str]:
        current = [self._held[n].claim for n in sorted(self._current)]
        words = [topic for topic, _ in self.topics()]
        words += [c.source_name for c in current if folded(c.source_name)]
        return list(dict.fromkeys(words + [c.cue_lemma for c in current if c.cue_lemma]))


def _topic(bearers: Set[B]) -> Topic[B]:
    return Topic(len(bearers), lambda: bearers)


def _columns(statement: Statement) -> tuple[Phrase, ...]:
    claim = statement.claim
    return tuple(map(stems, (claim.quote, claim.source_name, statement.edition.title, " ; ".join(claim.topics))))


def _scores(hits: Sequence[Held], phrases: Sequence[Phrase], *, total: int, any_words: bool) -> Mapping[int, float]:
    """The hits that hold all of the phrases, or any of them, each with what it is worth."""
    held = {p: {h.n for h in hits if any(holds(column, p) for column in h.columns)} for p in phrases}
    worth = {p: math.log(1 + total / len(ns)) for p, ns in held.items() if ns}
    scores: dict[int, float] = {}
    for hit in hits:
        matched = [p for p in phrases if hit.n in held[p]]
        if any_words and phrases:
            if matched:
                scores[hit.n] = sum(worth[p] for p in matched)
        elif len(matched) == len(phrases):
            scores[hit.n] = sum(worth[p] * _weight(hit, p) for p in matched)
    return scores


def _weight(held: Held, phrase: Phrase) -> float:
    return sum(w for column, w in zip(held.columns, COLUMN_WEIGHTS, strict=True) if holds(column, phrase))


def _fits(held: Held, wanted: Search, outlets: Collection[str]) -> bool:
    """Whether a claim meets the conditions that are not words."""
    claim, edition = held.claim, held.statement.edition
    checks: tuple[tuple[object, Callable[[], bool]], ...] = (
        (wanted.cue_lemmas, lambda: claim.cue_lemma in wanted.cue_lemmas),
        (wanted.cue_classes, lambda: claim.cue_class in wanted.cue_classes),
        (wanted.source, lambda: folded(wanted.source) != "" and folded(wanted.source) in folded(claim.source_name)),
        (wanted.article_id, lambda: claim.article_id == wanted.article_id),
        (wanted.outlet, lambda: edition.outlet in outlets),
        (wanted.since, lambda: held.said >= wanted.since),  # type: ignore[operator]
        (wanted.until, lambda: held.said < wanted.until),  # type: ignore[operator]
    )
    return all(holds_good() for given, holds_good in checks if given)
