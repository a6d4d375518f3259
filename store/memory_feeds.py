"""The feeds of the archive in memory: the same promises as in SQLite, as long as it lives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.intake.subscriptions import LEASE, Feed, Item, Tally, Word
from bot.nouns import content_id
from store.feeds import host_of
from store.memory_outbox import MemoryOutbox


class MemoryFeeds:
    """Implements ``FeedShelf`` in this process's memory."""

    def __init__(self, outbox: MemoryOutbox) -> None:
        self._outbox = outbox
        self._feeds: dict[str, Feed] = {}
        self._items: dict[tuple[str, str], Item] = {}
        self._leases: dict[str | tuple[str, str], datetime] = {}

    async def subscribe(self, feed: Feed) -> tuple[Feed, bool]:
        there = next((f for f in self._feeds.values() if f.url == feed.url or f.id == feed.id), None)
        if there:
            return there, False
        self._feeds[feed.id] = feed
        return feed, True

    async def unsubscribe(self, feed_id: str) -> bool:
        self._items = {k: i for k, i in self._items.items() if i.feed != feed_id}
        return self._feeds.pop(feed_id, None) is not None

    async def feeds(self) -> Sequence[Feed]:
        return sorted(self._feeds.values(), key=lambda f: f.added)

    async def take_feeds(self, *, now: datetime, limit: int, busy: Collection[str] = ()) -> Sequence[Feed]:
        due = [f for f in self._feeds.values() if f.standing == "active" and f.next <= now and self._free(f.id, now)]
        taken: dict[str, Feed] = {}
        for feed in sorted(due, key=lambda f: f.next):
            if (host := host_of(feed.url)) not in busy:
                taken.setdefault(host, feed)
        found = list(taken.values())[:limit]
        self._leases.update({f.id: now + LEASE for f in found})
        return found

    async def take_items(self, *, now: datetime, limit: int, busy: Collection[str] = ()) -> Sequence[Item]:
        taken: dict[object, Item] = {}
        for place, item in self._items.items():
            due = item.not_before is not None and item.not_before <= now and self._free(place, now)
            host = "" if item.article else host_of(item.url)
            if due and host not in busy:
                taken.setdefault(host or place, item)
        found = list(taken.values())[:limit]
        self._leases.update({(i.feed, i.key): now + LEASE for i in found})
        return found

    async def take_feed(self, feed_id: str, *, now: datetime) -> Feed | None:
        if feed_id not in self._feeds or not self._free(feed_id, now):
            return None
        self._leases[feed_id] = now + LEASE
        return self._feeds[feed_id]

    def _free(self, place: str | tuple[str, str], now: datetime) -> bool:
        return place not in self._leases or self._leases[place] <= now

    async def known_items(self, feed_id: str, keys: Collection[str]) -> Mapping[str, Item]:
        return {key: item for key in keys if (item := self._items.get((feed_id, key)))}

    async def visited(self, feed: Feed, items: Sequence[Item], *, word: Word | None = None) -> None:
        before = self._feeds.get(feed.id)
        if before is None:
            return
        taken = any(f.url == feed.url for f in self._feeds.values() if f.id != feed.id)
        self._feeds[feed.id] = replace(feed, url=before.url) if taken else feed
        self._leases.pop(feed.id, None)
        for item in items:
            self._items[item.feed, item.key] = item
            self._leases.pop((item.feed, item.key), None)
        if word is not None:
            when, payload = feed.fetched or feed.added, {"text": word.text}
            self._outbox.owe(word.key, "notice", channel=word.channel, subject=feed.id, due=when, payload=payload)

    async def item_left(self, item: Item) -> None:
        before = self._items.get((item.feed, item.key))
        if before is not None and before.fingerprint == item.fingerprint:
            self._items[item.feed, item.key] = item
            self._leases.pop((item.feed, item.key), None)

    def forget(self, article_id: str, urls: Collection[str]) -> None:
        """What feeds brought of this article keeps its key, by which it is not fetched again, and nothing else."""
        for place, item in self._items.items():
            keys = [item.article_key, item.article.key if item.article else ""]
            if item.url in urls or article_id in [content_id(key) for key in keys if key]:
                self._items[place] = replace(
                    item, url="", title="", author="", article=None, problem="", not_before=None, state="filed"
                )

    async def tallies(self, *, since: datetime) -> Mapping[str, Tally]:
        return {feed_id: self._tally(feed_id, since) for feed_id in {i.feed for i in self._items.values()}}

    def _tally(self, feed_id: str, since: datetime) -> Tally:
        ours = [i for i in self._items.values() if i.feed == feed_id]
        states = Counter(i.state for i in ours)
        days = Counter(i.filed.date() for i in ours if i.filed and i.filed >= since)
        return Tally(states["due"], states["filed"], states["given up"], dict(days))

    async def prune_items(self, *, before: datetime, keep: int) -> int:
        newest: Counter[str] = Counter()
        gone = []
        last_first = list(self._items.items())[::-1]
        for place, item in sorted(last_first, key=lambda each: each[1].seen, reverse=True):
            newest[item.feed] += 1
            if newest[item.feed] > keep and item.not_before is None and item.seen < before:
                gone.append(place)
        for place in gone:
            del self._items[place]
        return len(gone)
