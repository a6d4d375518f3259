"""Everything the bot can do, one method per thing: file, facts, who, ask, disputes, digest.

The newsroom waits (for the archive, the reader, the network) and hands what came to plain functions
that decide: ``bot.conflicts`` whether articles clash, ``bot.answers`` what a question gets.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot import conflicts
from bot.answers import ask, digests, disputes, facts, who
from bot.errors import BadArticle, BadCommand, Misquoted, NotOnFile
from bot.nouns import (
    Answer,
    Article,
    Claim,
    Counts,
    Decision,
    Digest,
    DigestPlan,
    Dispute,
    Edition,
    Filing,
    Revision,
    Statement,
    content_id,
)
from bot.ports import Fetcher, Rivals, Store

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
    ) -> None:
        self.store = store
        self.clock = clock
        self.alert_channel = alert_channel
        self._read = read
        self._fetcher = fetcher
        self._threshold = threshold
        #: The feeds it follows; set where the bot is put together.
        self.feeds: Following | None = None

    # --- filing

    async def file(self, article: Article) -> Filing:
        """Files an article: reads it, compares it with what is on file, owes the alerts. The same text
        again changes nothing (outcome "unchanged"). ``BadArticle`` when it has no words."""
        if not article.text.strip():
            raise BadArticle(f"{article.ref or 'this article'} has no text; hand in the article itself")
        now = self.clock()
        revision = Revision.of(article, now)
        if await self.store.known(revision.id):
            return Filing(revision.edition, "unchanged")
        claims = await self._read(revision)
        decide = partial(self._decide, revision.edition, claims)
        return await self.store.file(revision, claims, decide, alert_channel=self.alert_channel, now=now)

    def _decide(self, edition: Edition, claims: Sequence[Claim], rivals: Rivals) -> Decision:
        if self._threshold is None:
            return conflicts.decide(edition, claims, rivals)
        return conflicts.decide(edition, claims, rivals, threshold=self._threshold)

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

    # --- asking

    async def facts(self, text: str) -> Answer:
        """What is on file about these words: disputed first, then agreed, then background."""
        return await facts.answer(self.store, text)

    async def who(self, text: str) -> Answer:
        """Who did this by speaking: "condemned", "blamed", "spoke out against the deployment"."""
        return await who.answer(self.store, text)

    async def ask(self, text: str) -> Answer:
        """Answers a question from what is on file, or says that it is not."""
        return await ask.answer(self.store, text, self.understand)

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
            case _ if command.startswith("/"):
                raise BadCommand(f"{command} is not something to ask; try /facts kursk, /who condemned, or a question")
            case _:
                return await self.ask(typed)

    # --- disputes

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

    # --- the digest

    async def plan_digest(self, channel: str, typed: str) -> DigestPlan | None:
        """Sets when a channel gets its digest; None when it was turned off. ``BadCommand`` says how."""
        plan = digests.parse_plan(channel, typed, now=self.clock())
        await self.store.plan_digest(plan, channel=channel)
        return plan

    async def digest_plan(self, channel: str) -> DigestPlan | None:
        """When this channel gets its digest, if it does."""
        return next((p for p in await self.store.digest_plans() if p.channel == channel), None)

    async def digest(self, channel: str, *, until: datetime | None = None) -> Digest:
        """What happened since the channel's last digest. ``NotOnFile`` when it has no plan."""
        plan = await self.digest_plan(channel)
        if plan is None:
            raise NotOnFile(f"{channel} has no digest; set one with /digest daily 07:30 Europe/London")
        until = until or self.clock()
        articles, claims = await self.store.filed_between(plan.since, until)
        return Digest(
            channel=channel,
            since=plan.since,
            until=until,
            opened=tuple(await self.store.opened_between(plan.since, until)),
            settled=tuple(await self.store.settled_between(plan.since, until)),
            topics=tuple(await self.store.topics(limit=digests.TOPICS, since=plan.since)),
            articles=articles,
            claims=claims,
        )


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
