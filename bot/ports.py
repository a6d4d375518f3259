"""What the newsroom needs from outside: a reader, a store, a noticeboard.

These promises are kept by more than one implementation, and none of them may need a single process
to hold: two bots over one database must be able to keep them too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.acts import ActShelf
from bot.audit import AuditShelf
from bot.intake.inbox import Inbox
from bot.intake.journal import Journal
from bot.intake.subscriptions import FeedShelf
from bot.nouns import (
    Article,
    Claim,
    Conflict,
    Counts,
    Decision,
    Digest,
    DigestPlan,
    Dispute,
    Due,
    Edited,
    Edition,
    Filing,
    Older,
    Opinion,
    Outcome,
    Receipt,
    Revision,
    Statement,
    Withdrawal,
)
from bot.requests import RequestShelf
from bot.watches import EVERYWHERE, BySeverity, WatchShelf


class Reader(Protocol):
    """Reads claims out of a revision. Pure: the same revision gives the same claims."""

    def read(self, revision: Revision) -> tuple[Claim, ...]:
        """The claims in the order of the text. Never raises for any text at all; every span lies
        inside ``revision.text``."""
        ...


@dataclass(frozen=True, slots=True)
class Rivals:
    """What is on file that the claims of one new revision could clash with.

    ``by_claim`` holds, for the id of each new claim that has any, the statements sharing most with it
    (shared topics weighed by how rare they are; not by recency; never of the same article; only of the
    current revision of their article), best first. ``disputes`` are the open disputes those belong to,
    ``settled`` the resolved and dismissed ones: what people have judged need not be raised again because
    a page was retouched.
    """

    by_claim: Mapping[str, Sequence[Statement]]
    disputes: Sequence[Dispute] = ()
    settled: Sequence[Dispute] = ()
    #: The article on file that the new one is a copy of ("" for none): the two are one voice.
    story: str = ""
    #: The edition that the new one takes the place of.
    older: Older | None = None


#: Given the new revision's rivals, what filing it leads to. Pure and quick: it runs inside the
#: store's write transaction, which is what makes two clashing articles filed at once meet.
Decide = Callable[[Rivals], Decision]


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for among the claims on file. All given conditions must hold; empty ones do not count.

    ``words`` are typed by a person or lemmas: each is matched by stem in the quote, title, source name
    or topics. ``any_words`` makes it "at least one" (ranked by how many and how rare) instead of "all".
    """

    words: tuple[str, ...] = ()
    any_words: bool = False
    cue_lemmas: tuple[str, ...] = ()
    cue_classes: tuple[str, ...] = ()
    source: str = ""  # a speaker's name, or part of it
    article_id: str = ""
    outlet: str = ""  # a paper's name; where none is called so, part of one
    since: datetime | None = None  # published, or failing that fetched, at or after
    until: datetime | None = None
    limit: int = 200


class Judge(Protocol):
    """A second opinion on two passages."""

    def opinion(self, old: str, new: str, days: int | None = None) -> Opinion:
        """Of two passages, the older first; ``days`` lie between their publication, None when that is not known."""
        ...


class Store(Protocol):
    """The archive. Each method is one promise, kept whole or not at all; ``StoreFailed`` when it cannot be."""

    @property
    def feeds(self) -> FeedShelf:
        """The feeds that are followed, and what they brought."""
        ...

    @property
    def inbox(self) -> Inbox:
        """What was accepted and is not filed yet."""
        ...

    @property
    def acts(self) -> ActShelf:
        """Who did what with a dispute."""
        ...

    @property
    def audit(self) -> AuditShelf:
        """The record of changes: who changed what, when."""
        ...

    @property
    def watches(self) -> WatchShelf:
        """What channels watch and have muted, and their quiet hours."""
        ...

    @property
    def requests(self) -> RequestShelf:
        """What people asked in Slack, and what of it is not finished."""
        ...

    @property
    def journal(self) -> Journal:
        """How far imports have come."""
        ...

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
        """Files a revision, its claims, the conflicts ``decide`` finds and the alerts due for them, in ONE
        transaction that also fetched the rivals: two clashing articles filed at the same instant, from
        one process or two, meet. A revision on file already changes nothing (outcome "unchanged", decide
        not called). A new text of a known article is a revision; the older one's claims stop being
        current. For each dispute opened an "alert" is put in the outbox for ``alert_channel``, for each
        joined a "joined"; with no channel ("") the alerts are kept due all the same, for the desk. Channels that
        watch what a dispute is about get an alert of their own (its key ends in "@" and the channel); those that
        have muted it get none. ``by_severity`` names the channels of a severity, told in place of
        ``alert_channel``; what joins an open dispute and makes it matter more is an "alert" in those of its new one.
        What was withdrawn or forgotten stays out: outcome "withdrawn" or "forgotten", and nothing changes. A new
        text of what its publisher withdrew is taken in again. Where an edition corrected a figure, turned what it
        said round or took it back (``Decision.edited``), and that had been shown, one "notice" is put in the outbox
        for each channel that was shown it; an open dispute that rested on it alone is resolved."""
        ...

    async def standing(self, revision: Revision) -> Outcome | None:
        """What filing this revision would come to without being read: "unchanged", "withdrawn", "forgotten";
        None when it is to be read and filed."""
        ...

    async def edits(self, article_id: str) -> Mapping[str, Edited]:
        """What each later edition of an article changed, as found when it was filed, by revision id. Claims of
        a change that were read anew since are left out."""
        ...

    async def edited_between(self, since: datetime, until: datetime) -> Sequence[tuple[Edition, Edited]]:
        """What editions filed from ``since`` to before ``until`` changed, in the order filed."""
        ...

    async def copies(self, article_id: str) -> Sequence[Edition]:
        """The current editions that share one story with this article, itself left out, first filed first."""
        ...

    async def withdraw(self, article_id: str, *, by: str, reason: str, publisher: bool, now: datetime) -> bool:
        """Takes an article's claims out of everything that is current; False when they were out already. Disputes
        that nothing else is left of are resolved; alerts of them that were not sent yet are given up. Puts one
        "notice" in the outbox for each channel that was shown it, in an alert or an answer. ``NotOnFile``."""
        ...

    async def readmit(self, article_id: str, *, now: datetime) -> bool:
        """Lifts a withdrawal: its next filing puts it on file again. Disputes that were resolved by the withdrawal
        are open again. False when there was none."""
        ...

    async def withdrawal(self, article_id: str) -> Withdrawal | None:
        """Why the article is out, if it is."""
        ...

    async def withdrawn_between(self, since: datetime, until: datetime) -> Sequence[tuple[Edition, Withdrawal]]:
        """Articles taken off file from ``since`` to before ``until`` and off it still, by their last edition; in that
        order."""
        ...

    async def note_shown(self, revision_ids: Sequence[str], channel: str, *, now: datetime) -> None:
        """Notes that an answer showed these in a channel, so that it can be told when they are withdrawn."""
        ...

    async def forget(self, article_id: str, *, by: str, reason: str, near_copies: bool, now: datetime) -> None:
        """Removes an article for good, text and all, and leaves a tombstone that keeps it from coming back
        under its address, its id or with the same text; with ``near_copies`` also with almost the same.
        ``NotOnFile``."""
        ...

    async def known(self, revision_id: str) -> bool:
        """Whether this revision is on file and current (so that it need not be read again)."""
        ...

    async def search(self, search: Search) -> Sequence[Statement]:
        """Current statements that fit, best match first; ties newest first."""
        ...

    async def topics(self, *, limit: int = 100, since: datetime | None = None) -> Sequence[tuple[str, int]]:
        """The topics most claimed about, with how many current claims each has, most first."""
        ...

    async def voices(self, since: datetime, until: datetime, *, limit: int) -> Sequence[tuple[str, int]]:
        """Who is quoted most in current articles filed from ``since`` to before ``until``, with in how many of them;
        copies of one story are one. Most first."""
        ...

    async def vocabulary(self) -> Sequence[str]:
        """Every topic, source name and cue lemma on file, each once: what a misspelling may have meant."""
        ...

    async def spellings(self, name: str) -> frozenset[str]:
        """The words of topics and names on file, in small letters, that are other spellings of this one."""
        ...

    async def statement(self, claim_id: str) -> Statement:
        """One claim. ``NotOnFile`` when there is none."""
        ...

    async def text(self, revision_id: str) -> str:
        """A revision's text, exactly as filed. ``NotOnFile`` when there is none."""
        ...

    async def texts(self, revision_ids: Sequence[str]) -> Mapping[str, str]:
        """The same of several, by id; those that are not on file are left out."""
        ...

    async def articles(self, *, limit: int = 50, offset: int = 0) -> Sequence[Edition]:
        """The current editions, last fetched first."""
        ...

    async def article(self, ref_or_id: str) -> Sequence[tuple[Edition, Sequence[Claim]]]:
        """All revisions of the article with this id, ref or URL, newest first, each with its claims.
        ``NotOnFile`` when there is none."""
        ...

    async def disputes(
        self, *, state: str = "", words: Sequence[str] = (), claim_ids: Sequence[str] = (), limit: int = 50
    ) -> Sequence[Dispute]:
        """Disputes in this state (any if ""), about these words, or that hold one of these claims;
        the newest first."""
        ...

    async def dispute(self, dispute_id: str) -> Dispute:
        """One dispute, whole. ``NotOnFile`` when there is none."""
        ...

    async def settle(self, dispute_id: str, *, state: str, how: str, by: str, now: datetime) -> tuple[Dispute, bool]:
        """Settles an open dispute, or reopens one (state "open"); returns it as it now is and whether this
        call changed it (False: somebody was quicker). Puts a "settled" in the outbox where it was alerted."""
        ...

    async def dismissed(self, claim_ids: Sequence[str]) -> Sequence[Conflict]:
        """Conflicts among these claims that people have dismissed as not conflicts."""
        ...

    async def settled_between(self, since: datetime, until: datetime) -> Sequence[Dispute]: ...

    async def opened_between(self, since: datetime, until: datetime) -> Sequence[Dispute]: ...

    async def held(self, channel: str, *, due: datetime) -> Sequence[Dispute]:
        """The disputes whose alerts quiet hours held for that channel's digest of that hour, the first first."""
        ...

    async def filed_between(self, since: datetime, until: datetime) -> tuple[int, int]:
        """How many articles and current claims were filed in this time."""
        ...

    # --- the outbox

    async def take_due(self, *, now: datetime, limit: int = 20) -> Sequence[Due]:
        """What is due now and has a channel, oldest first; of each channel only its earliest (order in a
        channel is kept). Each is marked as being sent, durably, before this returns; one that was so
        marked before comes with ``sending`` True. A lease of 60 s keeps a second process off it. In a channel's
        quiet hours only its digest is due. Of many alerts due in a channel at once each has a ``bundle``: the key
        of a "notice" that goes before them, and in whose thread they belong."""
        ...

    async def posted(self, key: str, receipt: Receipt, *, now: datetime) -> None:
        """Notes that it was posted, and where. For a digest also moves the channel's bookmark, at once."""
        ...

    async def put_off(self, key: str, *, until: datetime, reason: str, unsure: bool = False) -> None:
        """Not posted; due again at that time. ``unsure``: it may have been after all, so it stays marked as being
        sent, and whoever takes it next looks first."""
        ...

    async def give_up(self, key: str, *, reason: str) -> None:
        """Will never be posted; kept with its reason for `doctor` and the log."""
        ...

    async def receipt(self, key: str) -> Receipt | None:
        """Where this was posted, if it was."""
        ...

    async def waiting(self, *, limit: int = 100) -> Sequence[Due]:
        """What is due or given up, for people to look at."""
        ...

    # --- digests

    async def plan_digest(self, plan: DigestPlan | None, *, channel: str) -> None:
        """Sets a channel's plan; None takes it away."""
        ...

    async def digest_plans(self) -> Sequence[DigestPlan]: ...

    async def owe_digest(self, channel: str, *, due: datetime) -> bool:
        """Puts the digest of that hour in the outbox, once however often it is called; False if it was there."""
        ...

    # --- the rest

    async def counts(self) -> Counts: ...

    async def close(self) -> None: ...


class Noticeboard(Protocol):
    """A place to post: Slack, or the desk page, or the terminal."""

    async def alert(self, dispute: Dispute, *, channel: str, key: str, thread: Receipt | None = None) -> Receipt:
        """Posts a dispute as a message that bears ``key``, under ``thread`` where it came with many others.
        ``PostFailed`` or ``PostRefused`` when it was not."""
        ...

    async def joined(
        self, dispute: Dispute, revision_id: str, *, alert: Receipt | None, channel: str, key: str
    ) -> Receipt:
        """Adds what that revision brought to the dispute to its alert's thread, and redraws the alert."""
        ...

    async def settled(self, dispute: Dispute, *, alert: Receipt | None, channel: str, key: str) -> Receipt:
        """Shows on the alert that the dispute is settled (or open again), by whom and how."""
        ...

    async def digest(self, digest: Digest, *, channel: str, key: str) -> Receipt:
        """Posts a digest."""
        ...

    async def reminder(self, dispute: Dispute, *, channel: str, key: str) -> Receipt:
        """Posts a dispute to who asked to be reminded of it, as it now stands."""
        ...

    async def notice(self, text: str, *, channel: str, key: str) -> Receipt:
        """Posts a line for those who run the bot."""
        ...

    async def find(self, key: str, *, channel: str, since: datetime, thread: Receipt | None = None) -> Receipt | None:
        """The message that bears ``key``, if it was posted after all (asked after a crash while sending)."""
        ...


class Fetcher(Protocol):
    """Gets articles from a URL: a page, or all the entries of a feed."""

    async def fetch(self, url: str) -> Sequence[Article]:
        """``Refused`` for an address the bot keeps away from, ``FetchFailed`` if it does not answer well,
        ``BadArticle`` or ``BadFeed`` if what came is neither."""
        ...


__all__ = [
    "Decide",
    "Fetcher",
    "Noticeboard",
    "Reader",
    "Rivals",
    "Search",
    "Store",
]
