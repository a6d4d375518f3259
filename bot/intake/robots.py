"""What a site's robots.txt lets us fetch, and how long a pause it asks for.

It is asked for what the bot fetches by itself (the pages of a feed, a feed's own address), not for a page
that a person asked for.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from bot.errors import BadArticle, FetchFailed, Refused
from bot.intake.web import NAME, Ask, Page, Passing

#: How long a robots.txt is remembered, in seconds, and how much of it is read, in bytes (RFC 9309).
KEPT = 12 * 3600.0
MOST = 500_000
#: Sites remembered at once.
REMEMBERED = 2_000


class Asks(Protocol):
    """What can ask for a page: ``Web``."""

    def get(self, url: str, ask: Ask = ...) -> Awaitable[Page]: ...


@dataclass(frozen=True, slots=True)
class Rules:
    """A robots.txt, read. None: there is none, and everything is allowed."""

    parsed: Any | None = None

    def allows(self, url: str) -> bool:
        return self.parsed is None or bool(self.parsed.can_fetch(url, NAME))

    @property
    def delay(self) -> float | None:
        """Seconds between two requests, if it asks for any."""
        if self.parsed is None:
            return None
        found = self.parsed.crawl_delay(NAME)
        rate = self.parsed.request_rate(NAME)
        return float(found) if found else rate.seconds / rate.requests if rate and rate.requests else None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        return tuple(self.parsed.sitemaps) if self.parsed is not None else ()


def read(text: str) -> Rules:
    """The rules in a robots.txt; what cannot be read allows everything, as its lines do that mean nothing."""
    from protego import Protego

    return Rules(Protego.parse(text))


class Robots:
    """Knows the rules of the sites that were asked for. ``clock`` is in seconds."""

    def __init__(self, web: Asks, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._web, self._clock = web, clock
        self._known: dict[str, tuple[float, Rules]] = {}

    async def rules(self, url: str) -> Rules:
        """The rules of this URL's site. ``FetchFailed`` while they cannot be had: then nothing of it may be
        fetched, for the site may mean to close its doors."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        until, known = self._known.get(site, (0.0, Rules()))
        if until > self._clock():
            return known
        found = await self._fetched(f"{site}/robots.txt")
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[site] = self._clock() + KEPT, found
        return found

    async def admitted(self, url: str) -> Rules:
        """The same, if they let us fetch this URL; ``Refused`` if not."""
        rules = await self.rules(url)
        if not rules.allows(url):
            raise Refused(f"{url}: its site's robots.txt does not let bots fetch it; ask its publisher")
        return rules

    async def _fetched(self, url: str) -> Rules:
        try:
            page = await self._web.get(url, Ask(accept="text/plain, */*;q=0.5", tries=1, most=MOST))
        except FetchFailed as failed:
            if 400 <= failed.status < 500 and failed.status != 429:
                return Rules()  # there is none
            why = f"{url}: cannot be had, and without it nothing of that site is fetched; try later"
            raise Passing(why, status=failed.status, retry_after=failed.retry_after) from failed
        except BadArticle:
            return Rules()  # larger than any robots.txt: what it is nobody knows
        return read(page.data.decode("utf-8", "replace")) if not _is_page(page) else Rules()


def _is_page(page: Page) -> bool:
    """Many sites answer every address with a page, robots.txt too: that says nothing."""
    return page.data.lstrip()[:1] == b"<"
