"""Fetching a URL that somebody gave: a page, or all the articles of a feed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import TracebackType

from aiohttp.abc import AbstractResolver

from bot.errors import BadArticle, BadFeed, WirecheckError
from bot.intake import feeds, pages, texts
from bot.intake.addresses import IsOpen, is_open
from bot.intake.decoding import decode
from bot.intake.links import canonical, host_of, joined, key_of
from bot.intake.problems import Problem, one_line
from bot.intake.robots import Robots
from bot.intake.web import Ask, Limits, Page, Web
from bot.nouns import Article

TYPES = {"text/html", "application/xhtml+xml", "text/plain"}
FEED_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "application/feed+json",
    "application/json",
}


class WebFetcher:
    """Fetches articles from the web; implements ``bot.ports.Fetcher``. See ``Web`` for what it keeps away from."""

    def __init__(
        self,
        *,
        is_open: IsOpen = is_open,
        resolver: AbstractResolver | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.web = Web(is_open=is_open, resolver=resolver, limits=limits)
        self.robots = Robots(self.web)

    async def __aenter__(self) -> WebFetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes its connections."""
        await self.web.close()

    async def fetch(self, url: str) -> Sequence[Article]:
        """The article at this URL, or those of a feed. Raises ``Refused``, ``FetchFailed``, ``BadArticle``
        or ``BadFeed``; of a feed, only when none of its articles can be had."""
        found = await self.fetch_all(url)
        articles = [item for item in found if isinstance(item, Article)]
        if not articles:
            raise BadFeed(one_line(f"{url}: none of its {len(found)} articles could be had; {found[0]}"))
        return articles

    async def fetch_all(self, url: str) -> Sequence[Article | Problem]:
        """Like ``fetch``, with a ``Problem`` in the place of each entry of a feed that could not be had."""
        page = await self.web.get(url, Ask(types=TYPES | FEED_TYPES))
        if feeds.is_feed(page.data) or (page.kind in FEED_TYPES and page.kind not in TYPES):
            return await self._feed(page)
        return [await asyncio.to_thread(article_of, page)]

    async def _feed(self, page: Page) -> Sequence[Article | Problem]:
        found = await asyncio.to_thread(feeds.entries, page.data, where=page.url, content_type=page.content_type)

        async def one(entry: feeds.Entry) -> Article | Problem:
            if entry.article is not None:
                return entry.article
            return await self._linked(joined(page.url, entry.link) or entry.link)

        # Each host lets one in at a time; only those of different hosts are fetched together.
        return await asyncio.gather(*(one(entry) for entry in found))

    async def _linked(self, link: str) -> Article | Problem:
        try:
            rules = await self.robots.admitted(link)
            page = await self.web.get(link, Ask(types=TYPES | FEED_TYPES, gap=rules.delay))
            if feeds.is_feed(page.data):
                raise BadArticle(f"{link}: is a feed itself; add that")
            return await asyncio.to_thread(article_of, page)
        except WirecheckError as error:
            return Problem(link, str(error).removeprefix(f"{link}: "))


# --- taking what came apart


def article_of(page: Page) -> Article:
    """The article in what came back. Raises ``BadArticle`` when there is none."""
    if page.kind == "text/plain":
        return _plain(page)
    markup = pages.decode_page(page.data, page.content_type, where=page.url)
    return pages.from_page(markup, where=page.url, url=page.url)


def _plain(page: Page) -> Article:
    text = texts.checked(decode(page.data, where=page.url), where=page.url)
    address = canonical(page.url) or page.url
    return Article(
        key=key_of(address), ref=address, text=text, title=texts.first_line(text),
        outlet=host_of(address), url=address, origin=page.url,
    )  # fmt: skip


__all__ = ["FEED_TYPES", "TYPES", "Limits", "WebFetcher", "article_of"]
