"""The archive in memory: the promises of ``bot.ports.Store`` in plain dictionaries, for as long as it lives.

For tests, and to read the promises without SQL. No method waits for anything while it changes something,
so each is whole as seen from any other task of its event loop.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.errors import NotOnFile, StoreFailed
from bot.nouns import (
    Claim,
    Conflict,
    Counts,
    Decision,
    DigestPlan,
    Dispute,
    Due,
    Edition,
    Filing,
    Receipt,
    Revision,
    Statement,
)
from bot.ports import Decide, Rivals, Search
from store import ranking
from store.consequences import consequences, may_become
from store.memory_outbox import MemoryOutbox
from store.ranking import Topic
from store.rows import dispute_words, folded
from store.words import holds, stems

#: What a hit counts for in the quotation, the speaker's name, the title, the topics.
COLUMN_WEIGHTS = (4.0, 3.0, 1.0, 2.0)


@dataclass(frozen=True, slots=True)
class Filed:
    """A revision on file; ``n`` counts the filings, ``filed`` is when it last became current."""

    revision: Revision
    filed: datetime
    n: int
    current: bool = True

    @property
    def said(self) -> datetime:
        return self.revision.edition.published or self.revision.edition.fetched or self.filed


@dataclass(frozen=True, slots=True)
class Held:
    """A claim on file, with the stems it is found by, one tuple for each column."""

    n: int
    statement: Statement
    said: datetime
    columns: tuple[tuple[str, ...], ...]
    current: bool = True

    @property
    def claim(self) -> Claim:
        return self.statement.claim


class MemoryStore:
    """Implements ``bot.ports.Store`` in this process's memory."""

    def __init__(self) -> None:
        self._revisions: dict[str, Filed] = {}
        self._claims: dict[tuple[str, str], Held] = {}  # (revision id, claim id)
        self._disputes: dict[str, Dispute] = {}
        self._changes: Counter[str] = Counter()
        self._outbox = MemoryOutbox()
        self._filings = 0

    async def close(self) -> None:
        """Nothing to close."""

    # --- filing

    async def file(
        self, revision: Revision, claims: Sequence[Claim], decide: Decide, *, alert_channel: str, now: datetime
    ) -> Filing:
        if await self.known(revision.id):
            return Filing(revision.edition, "unchanged")
        claims = list({c.id: c for c in reversed(claims)}.values())[::-1]
        decision = decide(self._rivals(revision.edition.article_id, claims))
        own = {c.id: Statement(c, revision.edition) for c in claims}
        self._check(decision, own)
        older = self._current(revision.edition.article_id)
        if older:
            self._supersede(older)
        self._shelve(revision, own, now)
        decision = self._conclude(decision, revision.id, alert_channel, now)
        return Filing(revision.edition, "revised" if older else "new", claims=len(claims), decision=decision)

    def _current(self, article_id: str) -> Filed | None:
        return next(
            (f for f in self._revisions.values() if f.current and f.revision.edition.article_id == article_id), None
        )

    def _supersede(self, older: Filed) -> None:
        self._revisions[older.revision.id] = replace(older, current=False)
        for key, held in self._claims.items():
            if key[0] == older.revision.id:
                self._claims[key] = replace(held, current=False)

    def _shelve(self, revision: Revision, own: dict[str, Statement], now: datetime) -> None:
        self._filings += 1
        filed = self._revisions[revision.id] = Filed(revision, now, self._filings)
        for statement in own.values():
            key = (revision.id, statement.claim.id)
            before = self._claims.get(key)
            n = before.n if before else len(self._claims) + 1
            self._claims[key] = Held(n, statement, filed.said, _columns(statement))

    def _rivals(self, article_id: str, claims: Sequence[Claim]) -> Rivals:
        others = {h.n: h for h in self._claims.values() if h.current and h.claim.article_id != article_id}
        about: dict[str, set[int]] = {}
        for n, held in others.items():
            for topic in held.claim.topics:
                about.setdefault(topic, set()).add(n)
        by_claim: dict[str, Sequence[Statement]] = {}
        for claim in claims:
            topics = [_topic(about[t]) for t in dict.fromkeys(claim.topics) if t in about]
            ranked = ranking.rank(topics, total=len(self._claims))
            chosen = ranking.choose(ranked, lambda ns: {n: others[n].statement for n in ns})
            if chosen:
                by_claim[claim.id] = chosen
        ids = {s.claim.id for rivals in by_claim.values() for s in rivals}
        found = sorted((d for d in self._disputes.values() if _claim_ids(d) & ids), key=lambda d: d.opened)
        return Rivals(by_claim, [d for d in found if d.state == "open"], [d for d in found if d.state != "open"])

    def _check(self, decision: Decision, own: dict[str, Statement]) -> None:
        for _, conflict in decision.conflicts:
            for claim in (conflict.old.claim, conflict.new.claim):
                if claim.id not in own and (claim.revision_id, claim.id) not in self._claims:
                    raise StoreFailed(
                        f"claim {claim.id} of revision {claim.revision_id} is in a conflict but not on file"
                    )

    def _conclude(self, decision: Decision, revision_id: str, alert_channel: str, now: datetime) -> Decision:
        on_file = {c.id for d in self._disputes.values() for c in d.conflicts}
        states = {d.id: d.state for d in self._disputes.values()}
        outcome = consequences(decision, states=states, conflicts_on_file=on_file)
        for dispute_id, c in outcome.added:
            before = self._disputes.get(dispute_id)
            if before:
                self._disputes[dispute_id] = replace(before, conflicts=(*before.conflicts, c))
            else:
                self._disputes[dispute_id] = Dispute(dispute_id, c.label, c.kind, c.confidence, c.reason, now, (c,))
        for dispute_id in outcome.opened:
            self._outbox.owe(f"alert:{dispute_id}", "alert", channel=alert_channel, subject=dispute_id, due=now)
        for dispute_id in outcome.joined:
            key, payload = f"joined:{dispute_id}:{revision_id}", {"revision": revision_id}
            channel = self._outbox.channel_of(dispute_id, otherwise=alert_channel)
            self._outbox.owe(key, "joined", channel=channel, subject=dispute_id, due=now, payload=payload)
        return outcome.decision

    # --- finding

    async def known(self, revision_id: str) -> bool:
        filed = self._revisions.get(revision_id)
        return filed is not None and filed.current

    async def search(self, search: Search) -> Sequence[Statement]:
        phrases = list(dict.fromkeys(p for w in search.words if (p := stems(w))))
        if search.words and not phrases:
            return []
        hits = [h for h in self._claims.values() if h.current and _fits(h, search)]
        held = {p: {h.n for h in hits if any(holds(column, p) for column in h.columns)} for p in phrases}
        worth = {p: math.log(1 + (len(self._claims) / len(ns))) for p, ns in held.items() if ns}
        scores: dict[int, float] = {}
        for hit in hits:
            matched = [p for p in phrases if hit.n in held[p]]
            if len(matched) == len(phrases):
                scores[hit.n] = 0.0 if search.any_words else sum(worth[p] * _weight(hit, p) for p in matched)
            if search.any_words and matched:
                scores[hit.n] = sum(worth[p] for p in matched)
        found = sorted((h for h in hits if h.n in scores), key=lambda h: (h.claim.revision_id, h.n))
        found.sort(key=lambda h: h.said, reverse=True)
        found.sort(key=lambda h: -round(scores[h.n], 6))
        return [h.statement for h in found[: search.limit]]

    async def topics(self, *, limit: int = 100, since: datetime | None = None) -> Sequence[tuple[str, int]]:
        counted = Counter(
            topic
            for (revision_id, _), held in self._claims.items()
            if held.current and (since is None or self._revisions[revision_id].filed >= since)
            for topic in dict.fromkeys(held.claim.topics)
        )
        return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:limit]

    async def vocabulary(self) -> Sequence[str]:
        current = [h.claim for h in self._claims.values() if h.current]
        words = [topic for topic, _ in await self.topics(limit=len(self._claims) * 100)]
        words += [c.source_name for c in current if folded(c.source_name)]
        return list(dict.fromkeys(words + [c.cue_lemma for c in current if c.cue_lemma]))

    async def statement(self, claim_id: str) -> Statement:
        found = [h for h in self._claims.values() if h.claim.id == claim_id]
        if not found:
            raise NotOnFile(f"no claim {claim_id!r} is on file")
        return max(found, key=lambda h: (h.current, h.n)).statement

    async def text(self, revision_id: str) -> str:
        if revision_id not in self._revisions:
            raise NotOnFile(f"no revision {revision_id!r} is on file")
        return self._revisions[revision_id].revision.text

    async def articles(self, *, limit: int = 50, offset: int = 0) -> Sequence[Edition]:
        current = [f for f in self._revisions.values() if f.current]
        current.sort(key=lambda f: f.revision.id)
        current.sort(
            key=lambda f: (f.revision.edition.fetched or datetime.min.replace(tzinfo=UTC), f.filed), reverse=True
        )
        return [f.revision.edition for f in current[offset : offset + limit]]

    async def article(self, ref_or_id: str) -> Sequence[tuple[Edition, Sequence[Claim]]]:
        article_id = self._article_id(ref_or_id)
        found = [f for f in self._revisions.values() if f.revision.edition.article_id == article_id]
        found.sort(key=lambda f: (f.current, f.n), reverse=True)
        return [(f.revision.edition, self._claims_of(f.revision.id)) for f in found]

    def _article_id(self, ref_or_id: str) -> str:
        for name in ("article_id", "ref", "url"):
            found = [
                f for f in self._revisions.values() if ref_or_id and getattr(f.revision.edition, name) == ref_or_id
            ]
            if found:
                return max(found, key=lambda f: f.n).revision.edition.article_id
        raise NotOnFile(f"no article {ref_or_id!r} is on file")

    def _claims_of(self, revision_id: str) -> list[Claim]:
        claims = [h.claim for (of, _), h in self._claims.items() if of == revision_id]
        return sorted(claims, key=lambda c: c.sentence)

    async def filed_between(self, since: datetime, until: datetime) -> tuple[int, int]:
        ids = {i for i, f in self._revisions.items() if f.current and since <= f.filed < until}
        return len(ids), sum(h.current and of in ids for (of, _), h in self._claims.items())

    async def counts(self) -> Counts:
        return Counts(
            articles=sum(f.current for f in self._revisions.values()),
            revisions=len(self._revisions),
            claims=sum(h.current for h in self._claims.values()),
            disputes=len(self._disputes),
            alerts_due=self._outbox.count("alert", "due"),
            alerts_posted=self._outbox.count("alert", "posted"),
            schema=0,
        )

    # --- disputes

    async def disputes(
        self, *, state: str = "", words: Sequence[str] = (), claim_ids: Sequence[str] = (), limit: int = 50
    ) -> Sequence[Dispute]:
        phrases = [p for w in words if (p := stems(w))]
        if words and not phrases:
            return []
        found = [d for d in self._disputes.values() if not state or d.state == state]
        found = [d for d in found if not claim_ids or _claim_ids(d) & set(claim_ids)]
        found = [d for d in found if all(holds(stems(dispute_words(d.conflicts)), p) for p in phrases)]
        found.sort(key=lambda d: d.opened)
        return found[::-1][:limit]

    async def dispute(self, dispute_id: str) -> Dispute:
        if dispute_id not in self._disputes:
            raise NotOnFile(f"no dispute {dispute_id!r} is on file")
        return self._disputes[dispute_id]

    async def settle(self, dispute_id: str, *, state: str, how: str, by: str, now: datetime) -> tuple[Dispute, bool]:
        before = await self.dispute(dispute_id)
        if not may_become(before, state):
            return before, False
        settled = replace(before, state=state, settled_how=how, settled_by=by, settled_at=now)  # type: ignore[arg-type]
        self._disputes[dispute_id] = settled
        self._changes[dispute_id] += 1
        if channel := self._outbox.channel_of(dispute_id):
            key = f"settled:{dispute_id}:{self._changes[dispute_id]}"
            self._outbox.owe(key, "settled", channel=channel, subject=dispute_id, due=now)
        return settled, True

    async def dismissed(self, claim_ids: Sequence[str]) -> Sequence[Conflict]:
        ids = set(claim_ids)
        gone = [c for d in self._disputes.values() if d.state == "dismissed" for c in d.conflicts]
        return [c for c in gone if {c.old.claim.id, c.new.claim.id} <= ids]

    async def settled_between(self, since: datetime, until: datetime) -> Sequence[Dispute]:
        found = [
            d for d in self._disputes.values() if d.state != "open" and d.settled_at and since <= d.settled_at < until
        ]
        return sorted(found, key=lambda d: d.settled_at or since)

    async def opened_between(self, since: datetime, until: datetime) -> Sequence[Dispute]:
        return sorted((d for d in self._disputes.values() if since <= d.opened < until), key=lambda d: d.opened)

    # --- the outbox and the digests

    async def take_due(self, *, now: datetime, limit: int = 20) -> Sequence[Due]:
        return self._outbox.take_due(now=now, limit=limit)

    async def posted(self, key: str, receipt: Receipt, *, now: datetime) -> None:
        self._outbox.posted(key, receipt)

    async def put_off(self, key: str, *, until: datetime, reason: str) -> None:
        self._outbox.put_off(key, until=until, reason=reason)

    async def give_up(self, key: str, *, reason: str) -> None:
        self._outbox.give_up(key, reason=reason)

    async def receipt(self, key: str) -> Receipt | None:
        return self._outbox.receipt(key)

    async def waiting(self, *, limit: int = 100) -> Sequence[Due]:
        return self._outbox.waiting(limit=limit)

    async def plan_digest(self, plan: DigestPlan | None, *, channel: str) -> None:
        self._outbox.plan_digest(plan, channel=channel)

    async def digest_plans(self) -> Sequence[DigestPlan]:
        return self._outbox.digest_plans()

    async def owe_digest(self, channel: str, *, due: datetime) -> bool:
        return self._outbox.owe_digest(channel, due=due)

    async def first_time(self, key: str, *, now: datetime) -> bool:
        return self._outbox.first_time(key, now=now)


def _topic(claims: set[int]) -> Topic:
    return Topic(len(claims), lambda: claims)


def _claim_ids(dispute: Dispute) -> set[str]:
    return {s.claim.id for c in dispute.conflicts for s in (c.old, c.new)}


def _columns(statement: Statement) -> tuple[tuple[str, ...], ...]:
    claim = statement.claim
    return tuple(map(stems, (claim.quote, claim.source_name, statement.edition.title, " ; ".join(claim.topics))))


def _weight(held: Held, phrase: Sequence[str]) -> float:
    return sum(w for column, w in zip(held.columns, COLUMN_WEIGHTS, strict=True) if holds(column, phrase))


def _fits(held: Held, wanted: Search) -> bool:
    """Whether a claim meets the conditions that are not words."""
    claim, edition = held.claim, held.statement.edition
    checks: tuple[tuple[object, Callable[[], bool]], ...] = (
        (wanted.cue_lemmas, lambda: claim.cue_lemma in wanted.cue_lemmas),
        (wanted.cue_classes, lambda: claim.cue_class in wanted.cue_classes),
        (wanted.source, lambda: folded(wanted.source) != "" and folded(wanted.source) in folded(claim.source_name)),
        (wanted.article_id, lambda: claim.article_id == wanted.article_id),
        (wanted.outlet, lambda: edition.outlet.lower() == wanted.outlet.lower()),
        (wanted.since, lambda: held.said >= wanted.since),  # type: ignore[operator]
        (wanted.until, lambda: held.said < wanted.until),  # type: ignore[operator]
    )
    return all(holds_good() for given, holds_good in checks if given)
