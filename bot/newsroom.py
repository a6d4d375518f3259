"""Everything the bot can do, one method per thing: file, facts, who, ask, disputes, digest.

The newsroom waits (for the archive, the reader, the network) and hands what came to plain functions
that decide: ``bot.conflicts`` whether articles clash, ``bot.answers`` what a question gets.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot import checking, conflicts, digesting, editions, remembered
from bot.acts import Handling
from bot.answers import ask, digests, disputes, facts, timeline, who
from bot.bygone import taken_back
from bot.conflicts.calibration import AS_IT_CAME, Calibration
from bot.errors import BadArticle, BadCommand, Misquoted, NotOnFile
from bot.nouns import (
    Answer,
    Article,
    Claim,
    ClaimSheet,
    Counts,
    Decision,
    Digest,
    DigestPlan,
    Dispute,
    Dossier,
    Edition,
    Filing,
    Revision,
    Span,
    Statement,
    content_id,
)
from bot.permits import Right
from bot.ports import Fetcher, Judge, Rivals, Store
from bot.watches import EVERYWHERE, BySeverity, Lookout

if TYPE_CHECKING:
    from bot.following import Following

Read = Callable[[Revision], Awaitable[tuple[Claim, ...]]]
Clock = Callable[[], datetime]

#: What people may say a dispute is; the store knows no others.
STATES = ("open", "resolved", "dismissed")

_URL = re.compile(r"<?(https?://[^\s<>|]+)(?:\|[^<>]*)?>?", re.IGNORECASE)


class Newsroom:
    """The one place handlers, the command line and the outbox ask. ``clock`` gives aware UTC moments."""

    def __init__(
        self,
        store: Store,
        read: Read,
        *,
        clock: Clock,
        alert_channel: str = "",
        fetcher: Fetcher | None = None,
        threshold: float | None = None,
        digest_threshold: float | None = None,
        calibration: Calibration = AS_IT_CAME,
        judge: Judge | None = None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.alert_channel = alert_channel
        #: Where alerts of a severity go in place of that.
        self.by_severity: BySeverity = EVERYWHERE
        self._read = read
        self._fetcher = fetcher
        #: From how sure on a conflict is alerted, and from how sure on it stands in the digest.
        self._threshold = conflicts.THRESHOLD if threshold is None else threshold
        self._digest_threshold = conflicts.DIGEST if digest_threshold is None else digest_threshold
        self._calibration = calibration
        self._judge = judge
        #: What it looks out for, for whom.
        self.lookout = Lookout(store.watches, clock=clock)
        #: What people do with disputes besides settling them.
        self.handling = Handling(store.acts, self.lookout, clock=clock)
        #: The feeds it follows; set where the bot is put together.
        self.feeds: Following | None = None

    def beside(self, store: Store, *, alert_channel: str) -> Newsroom:
        """A newsroom over another archive, which reads, fetches and compares as this one does; without feeds yet."""
        other = copy(self)
        other.store, other.alert_channel, other.by_severity, other.feeds = store, alert_channel, EVERYWHERE, None
        other.lookout = Lookout(store.watches, clock=self.clock)
        other.handling = Handling(store.acts, other.lookout, clock=self.clock)
        return other

    async def may(self, right: Right) -> bool:
        """Whether who is at work may make this kind of change: here everybody may; ``bot.guarded`` asks."""
        return True

    # --- filing

    async def file(self, article: Article) -> Filing:
        """Files an article: reads it, compares it with what is on file and with its own older edition, owes the
        alerts. The same text again changes nothing (outcome "unchanged"), nor does what was taken out ("withdrawn",
        "forgotten"). What its publisher takes back goes off file ("withdrawn", with the ``withdrawal``).
        ``BadArticle`` when it has no words, or takes back what is not on file."""
        back = article.withdrawn or editions.killed(article.title, article.text)
        if back:
            return await self._taken_back(article, back)
        if not article.text.strip():
            raise BadArticle(f"{article.ref or 'this article'} has no text; hand in the article itself")
        revision = Revision.of(article, self.clock())
        standing = await self.store.standing(revision)
        return Filing(revision.edition, standing) if standing else await self._put(revision, await self._read(revision))

    async def _put(self, revision: Revision, read: Sequence[Claim]) -> Filing:
        claims = editions.current(revision.text, read)
        decide = partial(self._decide, revision, claims)
        return await self.store.file(
            revision,
            claims,
            decide,
            alert_channel=self.alert_channel,
            by_severity=self.by_severity,
            now=self.clock(),
        )

    def _decide(self, revision: Revision, claims: Sequence[Claim], rivals: Rivals) -> Decision:
        found = conflicts.decide(
            revision.edition,
            claims,
            rivals,
            threshold=self._threshold,
            digest=self._digest_threshold,
            calibration=self._calibration,
            judge=self._judge,
        )
        return replace(found, edited=editions.compare(rivals.older, revision, claims))

    async def _taken_back(self, article: Article, why: str) -> Filing:
        """What becomes of an article whose publisher takes it back: itself, or the one that a kill notice names."""
        edition = await taken_back(self.store, article)
        if edition is None:
            raise BadArticle(f"{article.ref} takes back an article that is not on file; there is nothing to do")
        now = self.clock()
        await self.store.withdraw(edition.article_id, by=edition.outlet, reason=why, publisher=True, now=now)
        gone = await self.store.withdrawal(edition.article_id)
        return Filing(edition, "withdrawn", withdrawal=gone if gone and gone.at == now else None)

    async def add(self, url_or_text: str, *, by: str = "") -> Sequence[Filing]:
        """Files what a person pasted, or what stands at the URL they gave (a feed gives several), in the
        order found. ``FetchFailed``, ``Refused``, ``BadArticle``, ``BadFeed``; ``BadCommand`` for nothing."""
        typed = url_or_text.strip()
        if not typed:
            raise BadCommand("Give an address or paste the text, e.g. /article add https://example.org/story")
        url = _URL.fullmatch(typed)
        if url is None:
            return [await self.file(_pasted(typed, by))]
        if self._fetcher is None:
            raise BadCommand("This bot fetches no addresses; paste the article's text instead")
        return [await self.file(article) for article in await self._fetcher.fetch(url[1])]

    # --- what becomes of an article

    async def withdraw(self, ref_or_id: str, *, by: str, reason: str = "") -> tuple[Edition, bool]:
        """Takes an article off file, which tells the channels that were shown it: the article, and whether this
        call did it (False: it was out already). ``NotOnFile``."""
        (edition, _), *_ = await self.store.article(ref_or_id)
        done = await self.store.withdraw(
            edition.article_id, by=by, reason=reason.strip(), publisher=False, now=self.clock()
        )
        return edition, done

    async def readmit(self, ref_or_id: str) -> Filing:
        """Takes an article that was withdrawn on file again, with the text it had last. ``NotOnFile``;
        ``BadCommand`` when it is not withdrawn."""
        (edition, _), *_ = await self.store.article(ref_or_id)
        revision = Revision(replace(edition, superseded=False), await self.store.text(edition.revision_id))
        claims = await self._read(revision)  # first: should it fail, the article stays withdrawn
        lifted = await self.store.readmit(edition.article_id, now=self.clock())
        if not lifted and await self.store.known(revision.id):  # a kill between lifting and filing leaves it in neither
            raise BadCommand(f"“{edition.title or edition.ref}” is not withdrawn; there is nothing to take back")
        return await self._put(revision, claims)

    async def forget(self, ref_or_id: str, *, by: str, reason: str = "", near_copies: bool = False) -> Edition:
        """Removes an article for good, text and all; what it was. ``NotOnFile``."""
        (edition, _), *_ = await self.store.article(ref_or_id)
        await self.store.forget(
            edition.article_id, by=by, reason=reason.strip(), near_copies=near_copies, now=self.clock()
        )
        remembered.drop()
        return edition

    async def showed(self, seen: Iterable[Statement | Edition], *, channel: str) -> None:
        """Notes that a channel was shown these, so that it is told when they are corrected or withdrawn."""
        revisions = dict.fromkeys(s.edition.revision_id if isinstance(s, Statement) else s.revision_id for s in seen)
        if revisions and channel:
            await self.store.note_shown(list(revisions), channel, now=self.clock())

    # --- asking

    async def facts(self, text: str) -> Answer:
        """What is on file about these words: disputed first, then agreed, then background."""
        return await facts.answer(self.store, text, now=self.clock())

    async def who(self, text: str) -> Answer:
        """Who did this by speaking: "condemned", "blamed", "spoke out against the deployment"."""
        return await who.answer(self.store, text, now=self.clock())

    async def timeline(self, text: str) -> timeline.Timeline:
        """What is claimed about these words over time, by side: what is disputed first."""
        return await timeline.find(self.store, text, now=self.clock())

    async def ask(self, text: str) -> Answer:
        """Answers a question from what is on file, or says that it is not."""
        return await ask.answer(self.store, text, self.understand, now=self.clock())

    async def understand(self, question: str) -> tuple[Claim, ...]:
        """What the reader makes of a typed question, so that it is matched by what it says and not by
        its words alone. It is read as if it were stated: what is asked is no claim to a reader."""
        stated = question.rstrip("?! .") + "."
        typed = Article(key=f"asked:{question}", ref="question", text=stated)
        return await self._read(Revision.of(typed, self.clock()))

    async def answer(self, typed: str) -> Answer:
        """Routes what a person typed: "/facts kursk", "/who condemned", or else a question."""
        command, _, rest = typed.strip().partition(" ")
        match command.lower():
            case "/facts":
                return await self.facts(rest.strip())
            case "/who":
                return await self.who(rest.strip())
            case "/timeline":
                return (await self.timeline(rest.strip())).answer
            case _ if command.startswith("/"):
                raise BadCommand(f"{command} is not something to ask; try /facts kursk, /who condemned, or a question")
            case _:
                return await self.ask(typed)

    async def check(self, text: str, *, said: datetime | None = None) -> checking.Findings:
        """What on file contradicts a text, and what says the same, without filing it. ``BadCommand``."""
        return await checking.check(
            self.store, self._read, text, said=said, now=self.clock(), threshold=self._threshold, judge=self._judge
        )

    # --- disputes

    async def clashes(self, article_id: str) -> Sequence[Dispute]:
        """The disputes that the current edition of an article is part of, newest first; none for what is not on file."""
        try:
            (_, claims), *_ = await self.store.article(article_id)
        except NotOnFile:
            return ()
        return await self.store.disputes(claim_ids=[c.id for c in claims]) if claims else ()

    async def disputes(self, text: str = "", *, limit: int = 50) -> Sequence[Dispute]:
        """Disputes about these words, newest first; the words "open", "settled", "resolved",
        "dismissed" and "all" choose among them."""
        states, words = disputes.wanted(text)
        found = [d for state in states for d in await self.store.disputes(state=state, words=words, limit=limit)]
        return sorted(found, key=lambda d: d.opened, reverse=True)[:limit]

    async def dispute(self, dispute_id: str) -> Dispute:
        """One dispute, whole. ``NotOnFile`` when there is none."""
        return await self.store.dispute(dispute_id)

    async def settle(self, dispute_id: str, *, state: str, how: str = "", by: str = "") -> tuple[Dispute, bool]:
        """Settles a dispute (or opens it again): as it now is, and whether this call changed it."""
        if state not in STATES:
            raise BadCommand(f"a dispute is {', '.join(STATES)}; not {state!r}")
        return await self.store.settle(dispute_id, state=state, how=how, by=by, now=self.clock())

    # --- looking

    async def show(self, ref_or_id: str) -> Sequence[tuple[Edition, Sequence[Claim]]]:
        """All revisions of an article, newest first, with their claims. ``NotOnFile``."""
        return await self.store.article(ref_or_id)

    async def dossier(self, ref_or_id: str) -> Dossier:
        """All that is on file of one article: its editions, what each changed, its copies, how it went. ``NotOnFile``."""
        revisions = await self.store.article(ref_or_id)
        article_id = revisions[0][0].article_id
        return Dossier(
            revisions=tuple((edition, tuple(claims)) for edition, claims in revisions),
            edits=await self.store.edits(article_id),
            copies=tuple(await self.store.copies(article_id)),
            withdrawal=await self.store.withdrawal(article_id),
        )

    async def claim(self, claim_id: str) -> ClaimSheet:
        """A claim with its passage, what stands against it, and its article's history. ``NotOnFile``."""
        statement = await self.store.statement(claim_id)
        text = await self.store.text(statement.claim.revision_id)
        passage = surroundings(text, statement.claim.sentence)
        at = Span(statement.claim.sentence.start - passage.start, statement.claim.sentence.end - passage.start)
        return ClaimSheet(
            statement,
            passage.of(text),
            at,
            tuple(await self.store.disputes(claim_ids=[claim_id])),
            await self.dossier(statement.edition.article_id),
        )

    async def articles(self, *, limit: int = 50, offset: int = 0) -> Sequence[Edition]:
        """The current editions, last fetched first."""
        return await self.store.articles(limit=limit, offset=offset)

    async def text(self, revision_id: str) -> str:
        """A revision's text, exactly as filed. ``NotOnFile``."""
        return await self.store.text(revision_id)

    async def counts(self) -> Counts:
        """How much is on file."""
        return await self.store.counts()

    async def verify(self, statement: Statement) -> str:
        """The claim's sentence, read again from the archive; ``Misquoted`` if it is not what the claim
        quotes: then it must not be shown."""
        claim = statement.claim
        quote = claim.sentence.of(await self.store.text(claim.revision_id))
        if quote != claim.quote:
            raise Misquoted(f"claim {claim.id} does not quote its article {statement.edition.ref} any more; not shown")
        return quote

    async def stand(self, statements: Iterable[Statement]) -> frozenset[str]:
        """``verify`` of many at once: the ids of the claims that stand in their articles as they are quoted."""
        held = list(statements)
        texts = await self.store.texts([s.claim.revision_id for s in held]) if held else {}
        quoted = [(s.claim, texts.get(s.claim.revision_id)) for s in held]
        return frozenset(c.id for c, text in quoted if text is not None and c.sentence.of(text) == c.quote)

    # --- the digest

    async def plan_digest(self, channel: str, typed: str) -> DigestPlan | None:
        """Sets when a channel gets its digest and what that holds; None when it was turned off. ``BadCommand`` says
        how."""
        plan = digests.parse_plan(channel, typed, now=self.clock(), before=await self.digest_plan(channel))
        await self.store.plan_digest(plan, channel=channel)
        return plan

    async def digest_plan(self, channel: str) -> DigestPlan | None:
        """When this channel gets its digest, if it does."""
        return next((p for p in await self.store.digest_plans() if p.channel == channel), None)

    async def digest_plans(self) -> Sequence[DigestPlan]:
        """When which channel gets its digest."""
        return await self.store.digest_plans()

    async def digest(self, channel: str, *, until: datetime | None = None) -> Digest:
        """What happened since the channel's last digest. ``NotOnFile`` when it has no plan."""
        plan = await self.digest_plan(channel)
        if plan is None:
            raise NotOnFile(f"{channel} has no digest; set one with /digest daily 07:30 Europe/London")
        until = until or self.clock()
        return await digesting.made(self.store, plan, until=until, sure=self._threshold, feeds=self.feeds)

    async def preview(self, channel: str, typed: str = "") -> Digest:
        """The digest as it would come now; ``typed`` may choose what is in it ("with feeds"). Where the channel has none
        yet, of the last day. ``BadCommand`` for what is no choice."""
        now = self.clock()
        plan = digests.previewed(channel, typed, now=now, before=await self.digest_plan(channel))
        return await digesting.made(self.store, plan, until=now, sure=self._threshold, feeds=self.feeds)


def _pasted(text: str, by: str) -> Article:
    """A pasted text as an article: its first line is its title, its words are its key."""
    title = next(line.strip() for line in text.splitlines() if line.strip())
    return Article(
        key=f"pasted:{text}",
        ref=f"pasted-{content_id(text)[:8]}",
        text=text,
        title=title,
        origin=f"pasted by {by}" if by else "pasted",
    )


#: A passage is a paragraph, and those beside it while it is shorter than this.
PASSAGE = 600


def surroundings(text: str, sentence: Span) -> Span:
    """The passage a sentence stands in: its paragraph, with those before and after it where it is short."""
    start, end = sentence.start, sentence.end
    while True:
        start, end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        end = len(text) if end < 0 else end
        if end - start >= PASSAGE or (start == 0 and end == len(text)):
            return Span(start, end)
        start, end = max(start - 1, 0), min(end + 1, len(text))
