"""Fetching a URL that somebody gave: a page, or all the articles of a feed, without being led astray."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from urllib.parse import urljoin

import aiohttp
import stamina
from aiohttp.abc import AbstractResolver

from bot.errors import BadArticle, BadFeed, FetchFailed, Refused, WirecheckError
from bot.intake import feeds, pages, texts
from bot.intake.addresses import IsOpen, checked, is_open
from bot.intake.decoding import MAX_BYTES, decode
from bot.intake.doorman import connector, led_inside
from bot.intake.links import canonical, host_of, key_of
from bot.intake.problems import Problem, one_line
from bot.nouns import Article

AGENT = "Wirecheck (a newsroom's archive; fetches what its people link to)"
ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, text/plain;q=0.8, application/xml;q=0.7"
TYPES = {"text/html", "application/xhtml+xml", "text/plain"}
FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"}
MAX_REDIRECTS = 10
#: Linked pages of one feed that are fetched at the same time.
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient the bot is with a server, in seconds, bytes and tries."""

    total: float = 45.0  # one address, all its redirects and tries
    connect: float = 10.0
    silence: float = 10.0  # between two pieces of the answer
    bytes: int = MAX_BYTES
    tries: int = 3
    wait: float = 0.5  # before the second try


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: where from in the end, as what type, and its bytes."""

    url: str
    content_type: str
    data: bytes

    @property
    def kind(self) -> str:
        return self.content_type.partition(";")[0].strip().lower()


class Passing(FetchFailed):
    """A fault that may have passed a moment later: a time-out, a reset, 429 or 5xx."""


class WebFetcher:
    """Fetches through a connection that keeps away from inside addresses; implements ``bot.ports.Fetcher``.

    ``is_open`` says which addresses are open to it: those out on the internet, unless a newsroom set it
    otherwise on purpose (``addresses.anywhere``).
    """

    def __init__(
        self,
        *,
        is_open: IsOpen = is_open,
        resolver: AbstractResolver | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._is_open = is_open
        self._resolver = resolver
        self._limits = limits or Limits()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> WebFetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes its connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

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
        page = await self._get(url)
        if page.kind in FEED_TYPES or feeds.is_feed(page.data):
            return await self._feed(page)
        return [await asyncio.to_thread(article_of, page)]

    async def _feed(self, page: Page) -> Sequence[Article | Problem]:
        found = await asyncio.to_thread(feeds.entries, page.data, where=page.url, content_type=page.content_type)
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(entry: feeds.Entry) -> Article | Problem:
            if entry.article is not None:
                return entry.article
            async with turn:
                return await self._linked(urljoin(page.url, entry.link))

        return await asyncio.gather(*(one(entry) for entry in found))

    async def _linked(self, link: str) -> Article | Problem:
        try:
            page = await self._get(link)
            if feeds.is_feed(page.data):
                raise BadArticle(f"{link}: is a feed itself; add that")
            return await asyncio.to_thread(article_of, page)
        except WirecheckError as error:
            return Problem(link, str(error).removeprefix(f"{link}: "))

    # --- getting the bytes

    async def _get(self, url: str) -> Page:
        try:
            async with asyncio.timeout(self._limits.total):
                return await self._patiently(url.strip())
        except TimeoutError as error:
            raise FetchFailed(f"{url}: took longer than {self._limits.total:g} s; try later") from error

    async def _patiently(self, url: str) -> Page:
        wait = timedelta(seconds=self._limits.wait)
        tries = stamina.retry_context(
            on=Passing, attempts=self._limits.tries, timeout=None, wait_initial=wait, wait_jitter=wait / 2
        )
        async for attempt in tries:
            with attempt:
                return await self._follow(url)
        raise FetchFailed(f"{url}: was not fetched")  # unreachable: the last try raises

    async def _follow(self, url: str) -> Page:
        here = url
        for _ in range(MAX_REDIRECTS + 1):
            checked(here, is_open=self._is_open)
            found = await self._ask(here)
            if isinstance(found, Page):
                return found
            here = found
        raise FetchFailed(f"{url}: is sent on more than {MAX_REDIRECTS} times")

    async def _ask(self, url: str) -> Page | str:
        """The page, or where the server sends on to."""
        try:
            async with self._opened().get(url, allow_redirects=False, headers={"Accept": ACCEPT}) as response:
                if response.status in (301, 302, 303, 307, 308) and "Location" in response.headers:
                    return urljoin(url, response.headers["Location"])
                _welcome(url, response)
                return Page(url, response.headers.get("Content-Type", ""), await self._body(url, response))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise _failure(url, error) from error

    async def _body(self, url: str, response: aiohttp.ClientResponse) -> bytes:
        too_large = BadArticle(f"{url}: is larger than {self._limits.bytes / 1e6:g} MB; no article is")
        if (response.content_length or 0) > self._limits.bytes:
            raise too_large
        body = bytearray()
        # Counted after unpacking: a small answer can unpack to a very large one.
        async for piece in response.content.iter_chunked(64 * 1024):
            body += piece
            if len(body) > self._limits.bytes:
                raise too_large
        return bytes(body)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            limits = self._limits
            self._session = aiohttp.ClientSession(
                connector=connector(self._is_open, self._resolver),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=limits.connect, sock_read=limits.silence),
                headers={"User-Agent": AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        return self._session


def _welcome(url: str, response: aiohttp.ClientResponse) -> None:
    """Raises unless the answer is a page that may be one of ours."""
    status = response.status
    if status == 429 or status >= 500:
        raise Passing(f"{url}: answered {status}; try later")
    if status != 200:
        raise FetchFailed(f"{url}: answered {status}; check the address, or paste the text")
    if response.content_type not in TYPES | FEED_TYPES and "Content-Type" in response.headers:
        raise BadArticle(f"{url}: is {response.content_type}, neither a page nor a feed")


def _failure(url: str, error: Exception) -> WirecheckError:
    if led_inside(error):
        return Refused(f"{url}: leads inside a network; only pages on the internet are fetched")
    if isinstance(error, aiohttp.InvalidURL):
        return Refused(f"{url}: is no address of a page")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return FetchFailed(f"{url}: there is no host of that name; check the address")
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
        return FetchFailed(f"{url}: its certificate does not hold")
    why = (
        "did not answer in time"
        if isinstance(error, TimeoutError)
        else f"could not be fetched ({type(error).__name__})"
    )
    return Passing(f"{url}: {why}; try later")


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
