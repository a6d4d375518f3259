"""The rounds: a feed is visited, and what it brought is fetched and filed. Here it is done; ``visiting`` and
``cadence`` decide.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import BadArticle, FetchFailed, StoreFailed, WirecheckError
from bot.intake import cadence, discovery, feeds, visiting
from bot.intake.fetching import TYPES, WebFetcher, article_of
from bot.intake.problems import one_line
from bot.intake.subscriptions import Feed, FeedShelf, Item, Word
from bot.intake.visiting import Visit
from bot.intake.web import FOR_FEEDS, Ask, Page
from bot.nouns import Article, Filing

log = logging.getLogger(__name__)

#: What a publisher has taken away or shut is asked for so often: a feed may name a page before it stands.
SHUT_TRIES = 3
#: How long to wait when the archive cannot take anything.
FULL = timedelta(minutes=1)


class Rounds:
    """Visits feeds and files what they bring. ``channel`` is where it says that a feed is gone ("" where
    nobody is to be told); ``reading`` lets so many articles be read at once, so that people who ask need not
    wait behind them."""

    def __init__(
        self,
        shelf: FeedShelf,
        fetcher: WebFetcher,
        file: Callable[[Article], Awaitable[Filing]],
        *,
        clock: Callable[[], datetime],
        channel: str = "",
        jitter: Callable[[], float] = random.random,
        reading: int = 1,
    ) -> None:
        self._shelf = shelf
        self._web, self._robots = fetcher.web, fetcher.robots
        self._file = file
        self._clock = clock
        self._channel = channel
        self._jitter = jitter
        self._reading = asyncio.Semaphore(reading)

    # --- a feed

    async def visit(self, feed: Feed) -> Visit:
        """Visits a feed that was taken, and keeps what came of it. A feed that cannot be had is no error here:
        its ``problem`` says so."""
        try:
            page, paper = await self._fetched(feed)
        except StoreFailed:
            raise
        except WirecheckError as error:
            visit = visiting.failed(feed, error, now=self._clock(), jitter=self._jitter())
            log.info("feed not had", extra={"feed": feed.id, "failures": visit.feed.failures})
            return await self._kept(visit)
        return await self.took(feed, page, paper)

    async def took(self, feed: Feed, page: Page, paper: feeds.Paper | None) -> Visit:
        """Keeps what a feed that was fetched brings; ``paper`` is None where it is what it was."""
        now, jitter = self._clock(), self._jitter()
        if paper is None:
            return await self._kept(visiting.unchanged(feed, page, now=now, jitter=jitter))
        known = await self._shelf.known_items(feed.id, [entry.key for entry in paper.entries])
        visit = visiting.came(feed, page, paper, known, now=now, jitter=jitter)
        log.info("feed visited", extra={"feed": feed.id, "entries": len(paper.entries), "due": len(visit.items)})
        return await self._kept(visit)

    async def _kept(self, visit: Visit) -> Visit:
        said = (
            Word(f"gone:{visit.feed.id}:{self._clock():%Y%m%dT%H%M}", self._channel, visit.word) if visit.word else None
        )
        await self._shelf.visited(visit.feed, visit.items, word=said)
        return visit

    async def _fetched(self, feed: Feed) -> tuple[Page, feeds.Paper | None]:
        gap = None if feed.permitted else (await self._robots.admitted(feed.url)).delay
        ask = Ask(accept=FOR_FEEDS, etag=feed.etag, modified=feed.modified, tries=1, gap=gap)
        page = await self._web.get(feed.url, ask)
        if page.unchanged or visiting.same_bytes(feed, page):
            return page, None
        paper = await asyncio.to_thread(discovery.paper_of, page)
        if not paper.maps:
            return page, paper
        return await self._index(feed, page, paper, gap)

    async def _index(
        self, feed: Feed, page: Page, paper: feeds.Paper, gap: float | None
    ) -> tuple[Page, feeds.Paper | None]:
        """An index of sitemaps with the newest of them: that it is unchanged says nothing of them."""
        ask = Ask(accept=FOR_FEEDS, tries=1, gap=gap)
        maps = [await self._web.get(address, ask) for address in paper.maps]
        papers = [await asyncio.to_thread(discovery.paper_of, each) for each in maps]
        whole = replace(page, data=b"".join(each.data for each in maps), etag="", modified="")
        if visiting.same_bytes(feed, whole):
            return whole, None
        entries = {e.key: e for each in papers for e in each.entries}
        title = paper.title or next((each.title for each in papers if each.title), "")
        return whole, replace(paper, title=title, entries=tuple(entries.values())[: feeds.MAX_ENTRIES])

    # --- an item

    async def deal_with(self, item: Item) -> Filing | None:
        """Fetches, if need be, and files an item that was taken, and keeps how that went; None when nothing
        was filed. Never raises for the item's own faults."""
        try:
            page, article = await self._article(item)
            filing = await self._filed(article) if article else None
            after = self._after(item, page, article)
            if filing is not None and filing.outcome == "forgotten":
                after = _forgotten(after)
        except StoreFailed as error:
            after, filing = self._put_off(item, error, FULL), None
        except WirecheckError as error:
            after, filing = self._went_wrong(item, error), None
        except Exception as error:  # a fault of ours in one article must not hold up the others
            log.error("item not filed", extra={"feed": item.feed, "error": type(error).__name__}, exc_info=error)
            after, filing = self._went_wrong(item, FetchFailed("could not be read; the log says why")), None
        await self._shelf.item_left(after)
        return filing

    async def _filed(self, article: Article) -> Filing:
        async with self._reading:
            return await self._file(article)

    async def _article(self, item: Item) -> tuple[Page | None, Article | None]:
        """The page that was fetched, if any, and the article, or what takes it back; None for a page that has
        not changed."""
        if item.article is not None:
            return None, _named(item.article, item)
        feed = next((f for f in await self._shelf.feeds() if f.id == item.feed), None)
        permitted = feed is not None and feed.permitted
        gap = None if permitted else (await self._robots.admitted(item.url)).delay
        ask = Ask(types=TYPES, etag=item.etag, modified=item.modified, tries=1, gap=gap)
        try:
            page = await self._web.get(item.url, ask)
        except FetchFailed as error:
            if _taken_down(item, error):
                return None, _withdrawn(item)
            raise
        if page.unchanged:
            return page, None
        if feeds.is_feed(page.data):
            raise BadArticle(f"{item.url}: is a feed itself")
        found = await asyncio.to_thread(article_of, page)
        return page, completed(found, item, outlet=feed.title if feed else "")

    def _after(self, item: Item, page: Page | None, article: Article | None) -> Item:
        now = self._clock()
        filed, looks = item.filed or now, item.looks + (item.state == "filed")
        return replace(
            item,
            state="filed",
            article=None,
            filed=filed,
            attempts=0,
            problem="",
            article_key=article.key if article else item.article_key,
            etag=page.etag or item.etag if page else "",
            modified=page.modified or item.modified if page else "",
            looks=looks,
            not_before=cadence.next_look(looks, filed=filed, now=now) if page else None,
        )

    def _went_wrong(self, item: Item, error: WirecheckError) -> Item:
        """Put off, or given up. A page that was filed stays filed, whatever another look at it brings."""
        now, problem = self._clock(), one_line(str(error).removeprefix(f"{item.url}: "))
        if item.state == "filed":
            looks = item.looks + 1
            again = cadence.next_look(looks, filed=item.filed or now, now=now)
            return replace(item, looks=looks, problem=problem, not_before=again)
        tries = patience(error)
        if item.attempts + 1 >= tries:
            return replace(
                item, state="given up", article=None, not_before=None, attempts=item.attempts + 1, problem=problem
            )
        asked = error.retry_after if isinstance(error, FetchFailed) else None
        wait = cadence.back_off(item.attempts + 1, jitter=self._jitter(), asked=asked)
        return replace(item, attempts=item.attempts + 1, problem=problem, not_before=now + wait)

    def _put_off(self, item: Item, error: WirecheckError, wait: timedelta) -> Item:
        return replace(item, problem=one_line(str(error)), not_before=self._clock() + wait)


def _forgotten(item: Item) -> Item:
    """An item of which nothing but its key may be kept."""
    return replace(item, title="", author="", not_before=None)


def _taken_down(item: Item, error: WirecheckError) -> bool:
    """Whether a page that was filed is gone by its publisher's will: any other refusal may pass."""
    return item.state == "filed" and bool(item.article_key) and isinstance(error, FetchFailed) and error.status == 410


def _withdrawn(item: Item) -> Article:
    """What takes off file what was filed from a page that is gone for good."""
    return Article(key=item.article_key, ref=item.url, text="", url=item.url, withdrawn="its page is gone for good")


def patience(error: WirecheckError) -> int:
    """How often an item is tried that fails so: once where nothing will change it."""
    if not isinstance(error, FetchFailed) or error.status == 410:
        return 1
    shut = 400 <= error.status < 500 and error.status not in (408, 425, 429)
    return SHUT_TRIES if shut else cadence.ITEM_TRIES


def completed(article: Article, item: Item, *, outlet: str = "") -> Article:
    """A page's article with what only its feed says of it: who wrote it, and when it came out to the minute
    where the page names the day alone."""
    published, dated_by = article.published, article.dated_by
    if item.published and (published is None or (_midnight(published) and _same_day(published, item.published))):
        published, dated_by = item.published, "published: feed"
    return _named(
        replace(
            article,
            title=article.title or item.title,
            author=article.author or item.author,
            outlet=article.outlet or outlet,
            published=published,
            dated_by=dated_by,
        ),
        item,
    )


def _named(article: Article, item: Item) -> Article:
    """Known by what it was filed under before: its address may have changed, the article has not."""
    return replace(article, key=item.article_key) if item.article_key else article


def _midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def _same_day(one: datetime, other: datetime) -> bool:
    """The same day somewhere: a page's date is its own zone's."""
    return abs(one - other) < timedelta(hours=36)
