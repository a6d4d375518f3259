"""The archive in memory: the promises of ``bot.ports.Store`` in plain dictionaries, for as long as it lives.

For tests, and to read the promises without SQL. No method waits for anything while it changes something,
so each is whole as seen from any other task of its event loop.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot import editions
from bot.bygone import MYSELF, READMITTED, WITHDRAWN, closed_by_withdrawal, told
from bot.errors import NotOnFile, StoreFailed
from bot.nouns import (
    Act,
    Change,
    Claim,
    Conflict,
    Counts,
    Decision,
    DigestPlan,
    Dispute,
    Due,
    Edited,
    Edition,
    Filing,
    Older,
    Outcome,
    Receipt,
    Revision,
    Statement,
    Withdrawal,
)
from bot.ports import Decide, Rivals, Search
from bot.watches import EVERYWHERE, BySeverity, Watch, risen, routes
from store.audit import MemoryAudit
from store.codec import stamp
from store.consequences import consequences, may_become
from store.memory_acts import MemoryActs
from store.memory_claims import MemoryClaims
from store.memory_fates import MemoryFates
from store.memory_feeds import MemoryFeeds
from store.memory_inbox import MemoryInbox, MemoryJournal
from store.memory_outbox import MemoryOutbox
from store.outbox import alert_key
from store.requests import MemoryRequests
from store.rows import dispute_words
from store.watches import MemoryWatches
from store.words import holds, stems


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


class MemoryStore:
    """Implements ``bot.ports.Store`` in this process's memory."""

    def __init__(self) -> None:
        self._revisions: dict[str, Filed] = {}
        self._current: dict[str, str] = {}  # article id -> revision id
        self._claims = MemoryClaims()
        self._disputes: dict[str, Dispute] = {}
        self._changes: Counter[str] = Counter()
        self.watches = MemoryWatches()
        self._outbox = MemoryOutbox(self.watches)
        self.audit = MemoryAudit()
        self.acts = MemoryActs(self._disputes, self._changes, self._outbox)
        self._fates = MemoryFates()
        self.feeds = MemoryFeeds(self._outbox)
        self.inbox = MemoryInbox()
        self.journal = MemoryJournal()
        self.requests = MemoryRequests()
        self._filings = 0

    async def close(self) -> None:
        """Nothing to close."""

    # --- filing

    async def file(
        self,
        revision: Revision,
        claims: Sequence[Claim],
        decide: Decide,
        *,
        alert_channel: str,
        now: datetime,
        by_severity: BySeverity = EVERYWHERE,
    ) -> Filing:
        if barred := await self.standing(revision):
            return Filing(revision.edition, barred)
        self._lift(revision.edition.article_id)
        older = self._current.get(revision.edition.article_id, "")
        before = self._older(older)
        story = self._story(revision, older)
        revision = replace(revision, edition=replace(revision.edition, story=story))
        own: dict[str, Statement] = {}
        for claim in claims:
            own.setdefault(claim.id, Statement(claim, revision.edition))
        rivals = self._rivals([s.claim for s in own.values()], revision.edition.published, without=older)
        decision = decide(replace(rivals, story=story, older=before))
        self._check(decision, own)
        self._shelve(revision, list(own.values()), older, now)
        concluded = self._conclude(decision, revision.id, alert_channel, by_severity, now)
        self._fates.edits.pop(revision.id, None)
        if decision.edited is not None:
            self._fates.edits[revision.id] = decision.edited
            await self._tell(revision, decision.edited, older, now)
        return Filing(revision.edition, "revised" if older else "new", len(own), concluded, decision.edited)

    async def _tell(self, revision: Revision, edited: Edited, older: str, now: datetime) -> None:
        """Owes what is to be told of an edition that says something else than what was shown."""
        sentences = {c.old.sentence for c in editions.weighty(edited) if c.old}
        if not sentences:
            return
        gone = {c.id for c in self._claims.of(older) if c.sentence in sentences}
        disputes = [d for d in self._disputes.values() if gone & _claim_ids(d)]
        channels = self._fates.shown([older]) | {c for d in disputes for c in self._outbox.shown_in(d.id)}
        for change in editions.weighty(edited):
            self._note(older, change, Act("corrected", revision.edition.where, now, editions.new_word(change)))
        for dispute in disputes:
            if any(self._claims.current(s.claim for s in (c.old, c.new)) for c in dispute.conflicts):
                self.acts.redraw(dispute.id, now=now)
            else:
                await self._close(dispute, editions.settled(revision.edition), now)
        text = editions.changed(revision.edition, edited)
        for channel in sorted(channels):
            key, about = f"edited:{revision.id}:{channel}", revision.edition.article_id
            self._outbox.owe(key, "notice", channel=channel, subject=about, due=now, payload={"text": text})

    def _note(self, older: str, change: Change, act: Act) -> None:
        """Has the history of each dispute that this claim is part of say what became of it."""
        if change.old is None:
            return
        sentence = change.old.sentence
        gone = {c.id for c in self._claims.of(older) if c.sentence == sentence}
        for dispute in [d for d in self._disputes.values() if gone & _claim_ids(d)]:
            self.acts.add(dispute.id, act)

    async def _close(self, dispute: Dispute, how: str, now: datetime) -> None:
        self._outbox.drop_alerts(dispute.id, reason=how)
        await self.settle(dispute.id, state="resolved", how=how, by=MYSELF, now=now)

    def _older(self, revision_id: str) -> Older | None:
        if not revision_id:
            return None
        revision = self._revisions[revision_id].revision
        return Older(revision.edition, revision.text, tuple(self._claims.of(revision_id, current=True)))

    def _story(self, revision: Revision, older: str) -> str:
        if older and (kept := self._revisions[older].revision.edition.story):
            return kept
        texts = {i: f.revision.text for i, f in self._revisions.items()}
        found = self._fates.origin(revision, texts, without=older)
        voice = self._revisions[found].revision.edition.voice if found else ""
        return "" if voice == revision.edition.article_id else voice

    def _shelve(self, revision: Revision, own: Sequence[Statement], older: str, now: datetime) -> None:
        if older:
            self._retire(older)
        self._fates.put(revision)
        self._filings += 1
        filed = self._revisions[revision.id] = Filed(revision, now, self._filings)
        self._current[revision.edition.article_id] = revision.id
        self._restate(revision.edition)
        for statement in own:
            self._claims.put(statement, said=filed.said)

    def _retire(self, revision_id: str) -> None:
        filed = self._revisions[revision_id] = replace(self._revisions[revision_id], current=False)
        self._current.pop(filed.revision.edition.article_id, None)
        self._claims.retire(revision_id)
        self._fates.take_out(filed.revision)
        self._restate(replace(filed.revision.edition, superseded=True))

    def _restate(self, edition: Edition) -> None:
        """Has the claims and disputes of a revision bear the particulars that it has now."""
        filed = self._revisions[edition.revision_id]
        self._revisions[edition.revision_id] = replace(filed, revision=replace(filed.revision, edition=edition))
        self._claims.restate(edition)
        for dispute in list(self._disputes.values()):
            conflicts = tuple(_restated(c, edition) for c in dispute.conflicts)
            self._disputes[dispute.id] = replace(dispute, conflicts=conflicts)

    def _rivals(self, claims: Sequence[Claim], published: datetime | None, *, without: str) -> Rivals:
        by_claim, nearest = self._claims.rivals(claims, published, without=without)
        ids = {s.claim.id for rivals in by_claim.values() for s in rivals} | nearest
        found = sorted((d for d in self._disputes.values() if _claim_ids(d) & ids), key=lambda d: d.opened)
        return Rivals(by_claim, [d for d in found if d.state == "open"], [d for d in found if d.state != "open"])

    def _check(self, decision: Decision, own: dict[str, Statement]) -> None:
        for _, conflict in decision.conflicts:
            for claim in (conflict.old.claim, conflict.new.claim):
                if claim.id not in own and claim not in self._claims:
                    raise StoreFailed(
                        f"claim {claim.id} of revision {claim.revision_id} is in a conflict but not on file"
                    )

    def _conclude(
        self, decision: Decision, revision_id: str, alert_channel: str, by_severity: BySeverity, now: datetime
    ) -> Decision:
        on_file = {c.id for d in self._disputes.values() for c in d.conflicts}
        states = {d.id: d.state for d in self._disputes.values()}
        outcome = consequences(decision, states=states, conflicts_on_file=on_file)
        for dispute_id, c in outcome.added:
            before = self._disputes.get(dispute_id)
            if before:
                self._disputes[dispute_id] = replace(before, conflicts=(*before.conflicts, c))
            else:
                self._disputes[dispute_id] = Dispute(dispute_id, c.label, c.kind, c.confidence, c.reason, now, (c,))
        watched = list(self.watches.held.values())
        for dispute_id in outcome.alerted:
            found = [c for d, c in outcome.added if d == dispute_id]
            for channel in routes(found, watched, otherwise=alert_channel, by_severity=by_severity):
                key = alert_key(dispute_id, channel, usual=alert_channel)
                self._outbox.owe(key, "alert", channel=channel, subject=dispute_id, due=now)
        for dispute_id in outcome.joined:
            found = [c for d, c in outcome.added if d == dispute_id]
            told = routes(found, watched, otherwise=alert_channel)
            muted = {w.channel for w in watched if w.muted} - set(told)
            rising = self._rising(dispute_id, found, watched, by_severity)
            for channel, end in self._outbox.alerted(dispute_id, otherwise=alert_channel) or [("", "")]:
                key, payload = f"joined:{dispute_id}:{revision_id}{end}", {"revision": revision_id}
                if channel not in muted:
                    self._outbox.owe(key, "joined", channel=channel, subject=dispute_id, due=now, payload=payload)
            for channel in rising:
                key = alert_key(dispute_id, channel, usual=alert_channel)
                self._outbox.owe(key, "alert", channel=channel, subject=dispute_id, due=now)
        return outcome.decision

    def _rising(
        self, dispute_id: str, added: Sequence[Conflict], watched: Sequence[Watch], by_severity: BySeverity
    ) -> list[str]:
        dispute = self._disputes[dispute_id]
        before = [c for c in dispute.conflicts if c not in added]
        told = {channel for channel, _ in self._outbox.alerted(dispute_id)}
        rising = risen(before, dispute.conflicts, watched, by_severity=by_severity) if dispute.state == "open" else ()
        return [c for c in rising if c not in told]

    # --- finding

    async def known(self, revision_id: str) -> bool:
        filed = self._revisions.get(revision_id)
        return filed is not None and filed.current

    async def standing(self, revision: Revision) -> Outcome | None:
        if await self.known(revision.id):
            return "unchanged"
        if self._fates.forgotten(revision):
            return "forgotten"
        gone = self._fates.withdrawals.get(revision.edition.article_id)
        stays_out = gone and (not gone.publisher or revision.id in self._revisions)
        return "withdrawn" if stays_out else None

    async def search(self, search: Search) -> Sequence[Statement]:
        return self._claims.search(search)

    async def topics(self, *, limit: int = 100, since: datetime | None = None) -> Sequence[tuple[str, int]]:
        filed = None if since is None else [i for i, f in self._revisions.items() if f.filed >= since]
        return self._claims.topics(filed)[:limit]

    async def voices(self, since: datetime, until: datetime, *, limit: int) -> Sequence[tuple[str, int]]:
        told: dict[str, set[str]] = {}
        claims: Counter[str] = Counter()
        for filed in self._revisions.values():
            if filed.current and since <= filed.filed < until:
                for claim in self._claims.of(filed.revision.id, current=True):
                    if claim.source_name:
                        told.setdefault(claim.source_name, set()).add(filed.revision.edition.voice)
                        claims[claim.source_name] += 1
        ranked = sorted(told, key=lambda name: (-len(told[name]), -claims[name], name))
        return [(name, len(told[name])) for name in ranked[:limit]]

    async def vocabulary(self) -> Sequence[str]:
        return self._claims.vocabulary()

    async def spellings(self, name: str) -> frozenset[str]:
        return self._claims.spellings(name)

    async def statement(self, claim_id: str) -> Statement:
        found = self._claims.find(claim_id)
        if found is None:
            raise NotOnFile(f"no claim {claim_id!r} is on file")
        return found

    async def text(self, revision_id: str) -> str:
        if revision_id not in self._revisions:
            raise NotOnFile(f"no revision {revision_id!r} is on file")
        return self._revisions[revision_id].revision.text

    async def texts(self, revision_ids: Sequence[str]) -> Mapping[str, str]:
        return {i: self._revisions[i].revision.text for i in revision_ids if i in self._revisions}

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
        return [(f.revision.edition, self._claims.of(f.revision.id)) for f in found]

    def _article_id(self, ref_or_id: str) -> str:
        for name in ("article_id", "ref", "url"):
            found = [
                f for f in self._revisions.values() if ref_or_id and getattr(f.revision.edition, name) == ref_or_id
            ]
            if found:
                return max(found, key=lambda f: f.n).revision.edition.article_id
        raise NotOnFile(f"no article {ref_or_id!r} is on file")

    async def filed_between(self, since: datetime, until: datetime) -> tuple[int, int]:
        ids = {i for i, f in self._revisions.items() if f.current and since <= f.filed < until}
        return len(ids), self._claims.current_of(ids)

    async def counts(self) -> Counts:
        return Counts(
            articles=sum(f.current for f in self._revisions.values()),
            revisions=len(self._revisions),
            claims=len(self._claims),
            disputes=len(self._disputes),
            alerts_due=self._outbox.count("alert", "due"),
            alerts_posted=self._outbox.count("alert", "posted"),
            schema=0,
        )

    # --- what becomes of an article

    async def edits(self, article_id: str) -> Mapping[str, Edited]:
        return {f.revision.id: self._fates.edits[f.revision.id] for f in self._editions_of(article_id)
                if f.revision.id in self._fates.edits}  # fmt: skip

    async def edited_between(self, since: datetime, until: datetime) -> Sequence[tuple[Edition, Edited]]:
        found = [f for i, f in self._revisions.items() if since <= f.filed < until and i in self._fates.edits]
        found.sort(key=lambda f: (f.filed, f.n))
        return [(f.revision.edition, self._fates.edits[f.revision.id]) for f in found]

    def _editions_of(self, article_id: str) -> list[Filed]:
        """An article's editions, first filed first."""
        found = [f for f in self._revisions.values() if f.revision.edition.article_id == article_id]
        return sorted(found, key=lambda f: f.n)

    async def copies(self, article_id: str) -> Sequence[Edition]:
        mine = self._editions_of(article_id)
        voice = (mine[-1].revision.edition if mine else None) and mine[-1].revision.edition.voice
        current = sorted((f for f in self._revisions.values() if f.current), key=lambda f: f.n)
        editions = [f.revision.edition for f in current]
        return [e for e in editions if e.article_id != article_id and e.voice == voice]

    async def withdraw(self, article_id: str, *, by: str, reason: str, publisher: bool, now: datetime) -> bool:
        editions = self._editions_of(article_id)
        if not editions:
            raise NotOnFile(f"no article {article_id!r} is on file")
        if article_id in self._fates.withdrawals:
            return False
        last = next((f for f in editions if f.current), editions[-1])
        if last.current:
            self._retire(last.revision.id)
        gone = self._fates.withdrawals[article_id] = Withdrawal(article_id, now, by, reason, publisher)
        channels = self._fates.shown(f.revision.id for f in editions)
        disputes = [d for d in self._disputes.values() if article_id in _articles(d)]
        channels |= {c for d in disputes for c in self._outbox.shown_in(d.id)}
        for dispute in disputes:
            if not self._stands(dispute):
                await self._close(dispute, WITHDRAWN, now)
        for channel in sorted(channels):
            key, payload = f"withdrawn:{article_id}:{stamp(now)}:{channel}", {"text": told(last.revision.edition, gone)}
            self._outbox.owe(key, "notice", channel=channel, subject=article_id, due=now, payload=payload)
        return True

    async def readmit(self, article_id: str, *, now: datetime) -> bool:
        if not self._lift(article_id):
            return False
        for dispute in list(self._disputes.values()):
            if article_id in _articles(dispute) and closed_by_withdrawal(dispute) and self._stands(dispute):
                await self.settle(dispute.id, state="open", how=READMITTED, by=MYSELF, now=now)
        return True

    def _stands(self, dispute: Dispute) -> bool:
        """Whether two articles that were not withdrawn clash in it."""
        return any(self._fates.withdrawals.keys().isdisjoint(_sides(c)) for c in dispute.conflicts)

    def _lift(self, article_id: str) -> bool:
        return self._fates.withdrawals.pop(article_id, None) is not None

    async def withdrawal(self, article_id: str) -> Withdrawal | None:
        return self._fates.withdrawals.get(article_id)

    async def withdrawn_between(self, since: datetime, until: datetime) -> Sequence[tuple[Edition, Withdrawal]]:
        found = [w for w in self._fates.withdrawals.values() if since <= w.at < until]
        found.sort(key=lambda w: (w.at, self._editions_of(w.article_id)[-1].n))
        return [(self._editions_of(w.article_id)[-1].revision.edition, w) for w in found]

    async def note_shown(self, revision_ids: Sequence[str], channel: str, *, now: datetime) -> None:
        self._fates.note_shown(revision_ids, channel, now=now)

    async def forget(self, article_id: str, *, by: str, reason: str, near_copies: bool, now: datetime) -> None:
        editions = self._editions_of(article_id)
        if not editions:
            raise NotOnFile(f"no article {article_id!r} is on file")
        for filed in editions:
            if filed.current:
                self._retire(filed.revision.id)
            del self._revisions[filed.revision.id]
            self._claims.forget(filed.revision.id)
        self._fates.bury(article_id, (f.revision for f in editions), near_copies=near_copies)
        for dispute in [d for d in self._disputes.values() if article_id in _articles(d)]:
            kept = tuple(c for c in dispute.conflicts if article_id not in _sides(c))
            if kept:
                self._disputes[dispute.id] = replace(dispute, conflicts=kept, reason=kept[0].reason)
            else:
                del self._disputes[dispute.id]
                self._outbox.forget(dispute.id)
        self._outbox.forget(article_id)
        self.inbox.forget(article_id)
        self.journal.forget(article_id)
        self.requests.forget()
        self.feeds.forget(article_id, {f.revision.edition.url for f in editions if f.revision.edition.url})

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
        self.acts.add(dispute_id, Act(state, by, now, how))  # type: ignore[arg-type]
        self.acts.redraw(dispute_id, now=now)
        return self._disputes[dispute_id], True

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

    async def held(self, channel: str, *, due: datetime) -> Sequence[Dispute]:
        return [self._disputes[i] for i in self._outbox.under(channel, due=due) if i in self._disputes]

    # --- the outbox and the digests

    async def take_due(self, *, now: datetime, limit: int = 20) -> Sequence[Due]:
        return self._outbox.take_due(now=now, limit=limit)

    async def posted(self, key: str, receipt: Receipt, *, now: datetime) -> None:
        self._outbox.posted(key, receipt, now=now)

    async def put_off(self, key: str, *, until: datetime, reason: str, unsure: bool = False) -> None:
        self._outbox.put_off(key, until=until, reason=reason, unsure=unsure)

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


def _claim_ids(dispute: Dispute) -> set[str]:
    return {s.claim.id for c in dispute.conflicts for s in (c.old, c.new)}


def _restated(conflict: Conflict, edition: Edition) -> Conflict:
    old, new = (
        replace(s, edition=edition) if s.edition.revision_id == edition.revision_id else s
        for s in (conflict.old, conflict.new)
    )
    return replace(conflict, old=old, new=new)


def _sides(conflict: Conflict) -> set[str]:
    return {s.edition.article_id for s in (conflict.old, conflict.new)}


def _articles(dispute: Dispute) -> set[str]:
    return {article for conflict in dispute.conflicts for article in _sides(conflict)}
