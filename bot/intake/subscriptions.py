"""The feeds a newsroom follows, what each has brought, and what the archive keeps of both.

    Feed  --a visit-->  Item (due)  --fetched and filed-->  Item (filed, or given up)

A visit and all that it brought are kept in one transaction, and an item stays due until it is filed: a
kill at any moment loses nothing, and what is done twice is done once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from bot.nouns import Article, content_id

Standing = Literal["active", "gone"]
Progress = Literal["due", "filed", "given up"]

#: How long a visit, or the filing of one item, is kept off another process.
LEASE = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed the newsroom follows, and how its visits went. ``interval`` is what lies between two visits
    when all goes well; ``recent`` are the moments its newest items appeared, newest first."""

    id: str
    url: str
    added: datetime
    next: datetime
    title: str = ""
    site: str = ""  # the page it belongs to
    folder: str = ""  # what it was filed under in the reader it came from
    added_by: str = ""
    permitted: bool = False  # its publisher lets us: its robots.txt is not asked
    standing: Standing = "active"
    etag: str = ""
    modified: str = ""
    sha256: str = ""  # of the answer last read
    fetched: datetime | None = None  # the last visit, well or ill
    succeeded: datetime | None = None
    failures: int = 0  # visits in a row that went wrong
    problem: str = ""  # what went wrong at the last visit, or why it is not visited any more
    interval: timedelta = timedelta(minutes=30)
    recent: tuple[datetime, ...] = ()

    @property
    def name(self) -> str:
        """What people call it: its title, or failing that its address."""
        return self.title or self.url

    @classmethod
    def at(cls, url: str, *, now: datetime, title: str = "", **more: str | bool) -> Feed:
        """A feed at this address that has not been visited yet and is due at once."""
        return cls(content_id("feed", url), url, now, now, title=title, **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a feed brought: an article it carries whole, or a page it links to.

    ``key`` is its guid, or failing that its link; ``fingerprint`` changes when the feed says something else
    of it. ``article_key`` is what it is filed under, so that a changed address makes no second article.
    """

    feed: str
    key: str
    url: str
    fingerprint: str
    seen: datetime
    not_before: datetime | None  # when to fetch or file it, or to look at its page again; None: never
    title: str = ""
    author: str = ""
    published: datetime | None = None
    article: Article | None = None  # while it is due; once filed, the archive has it
    state: Progress = "due"
    attempts: int = 0
    problem: str = ""
    article_key: str = ""
    filed: datetime | None = None
    etag: str = ""
    modified: str = ""
    looks: int = 0  # how often its page was looked at again since it was filed


@dataclass(frozen=True, slots=True)
class Tally:
    """What a feed has brought: items waiting, filed and given up; articles filed by day (UTC)."""

    due: int = 0
    filed: int = 0
    given_up: int = 0
    days: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Word:
    """Something to say once in a channel: ``key`` names it for good."""

    key: str
    channel: str
    text: str


class FeedShelf(Protocol):
    """What the archive keeps of feeds. Each method is one promise, kept whole or not at all."""

    async def subscribe(self, feed: Feed) -> tuple[Feed, bool]:
        """Follows a feed: as it is on file now, and whether this call added it (False: its address is
        followed already)."""
        ...

    async def unsubscribe(self, feed_id: str) -> bool:
        """Follows it no more and forgets its items; its articles stay. Whether it was there."""
        ...

    async def feeds(self) -> Sequence[Feed]:
        """All feeds, in the order they were added."""
        ...

    async def take_feeds(self, *, now: datetime, limit: int, busy: Collection[str] = ()) -> Sequence[Feed]:
        """Active feeds that are due, longest due first: one for each host, none of the hosts in ``busy``.
        A lease keeps other processes off them until they are visited."""
        ...

    async def take_items(self, *, now: datetime, limit: int, busy: Collection[str] = ()) -> Sequence[Item]:
        """Items whose ``not_before`` has come, in the order they were seen; of those whose page must be fetched, one for each
        host, none of the hosts in ``busy``. Leased, as feeds are."""
        ...

    async def take_feed(self, feed_id: str, *, now: datetime) -> Feed | None:
        """Leases this one feed, due or not, whatever its standing; None when another process has it or it is
        not there."""
        ...

    async def known_items(self, feed_id: str, keys: Collection[str]) -> Mapping[str, Item]:
        """The items on file among these, by key."""
        ...

    async def visited(self, feed: Feed, items: Sequence[Item], *, word: Word | None = None) -> None:
        """Keeps a feed as a visit left it, the items that are new or changed, and what there is to say, in ONE
        transaction. A feed that was removed meanwhile stays removed. An address another feed has already is
        not taken."""
        ...

    async def item_left(self, item: Item) -> None:
        """Keeps an item as filing, a failure or another look left it, and ends its lease."""
        ...

    async def tallies(self, *, since: datetime) -> Mapping[str, Tally]:
        """What each feed has brought, by its id; days from ``since`` on."""
        ...

    async def prune_items(self, *, before: datetime, keep: int) -> int:
        """Forgets items seen before this that are done with, but of each feed the newest ``keep``; how many."""
        ...


__all__ = ["LEASE", "Feed", "FeedShelf", "Item", "Progress", "Standing", "Tally", "Word"]
