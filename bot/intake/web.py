"""Asking a server on the web for one address, without being led astray, drowned, or kept waiting for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import aiohttp
import stamina
from aiohttp.abc import AbstractResolver

from bot.errors import BadArticle, FetchFailed, Refused, WirecheckError
from bot.intake.addresses import IsOpen, checked, is_open
from bot.intake.decoding import MAX_BYTES
from bot.intake.doorman import connector, led_inside
from bot.intake.headers import http_date, max_age, retry_after
from bot.intake.turnstile import GAP, Turnstile
from bot.intake.unpacking import ACCEPTED, Broken, TooLarge, unpacked

#: What robots.txt calls us, and how we introduce ourselves.
NAME = "Wirecheck"
AGENT = f"{NAME} (a newsroom's archive; fetches what its people follow and link to)"
ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, "
    "text/plain;q=0.8, application/xml;q=0.7"
)
FOR_FEEDS = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
MAX_REDIRECTS = 10
FOR_GOOD = (301, 308)
SENT_ON = (*FOR_GOOD, 302, 303, 307)


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient the bot is with a server, in seconds, bytes and tries."""

    total: float = 45.0  # one address, all its redirects and tries; waiting for one's turn does not count
    connect: float = 10.0
    silence: float = 10.0  # between two pieces of the answer
    bytes: int = MAX_BYTES
    tries: int = 3
    wait: float = 0.5  # before the second try
    gap: float = GAP  # between two requests to one host


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted: ``etag`` and ``modified`` as the server gave them last; ``types`` that are good for
    something (all, if None); ``gap`` is the pause between requests that the host asks for, in seconds."""

    accept: str = ACCEPT
    types: Collection[str] | None = None
    etag: str = ""
    modified: str = ""
    tries: int | None = None
    gap: float | None = None
    most: int | None = None  # bytes


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: where from in the end, as what type, and its bytes. ``moved`` is where it has moved to
    for good, if it has; ``unchanged`` says that it is what it was when it had the etag that was asked with."""

    url: str
    content_type: str
    data: bytes
    etag: str = ""
    modified: str = ""
    max_age: float | None = None
    moved: str = ""
    unchanged: bool = False

    @property
    def kind(self) -> str:
        return self.content_type.partition(";")[0].strip().lower()


@dataclass(slots=True)
class Patience:
    """How many seconds are left for one address."""

    left: float


class Passing(FetchFailed):
    """A fault that may have passed a moment later: a time-out, a reset, 429 or 5xx."""


class Web:
    """Asks through a connection that keeps away from inside addresses.

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
        self.limits = limits or Limits()
        self._turnstile = Turnstile(self.limits.gap)
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Closes its connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def admits(self, url: str) -> None:
        """Raises ``Refused`` for a URL that its words alone tell to keep away from."""
        checked(url, is_open=self._is_open)

    async def get(self, url: str, ask: Ask = Ask()) -> Page:
        """What stands at this URL. ``Refused`` for an address the bot keeps away from, ``FetchFailed`` (with
        the status) if it does not answer well, ``BadArticle`` for what is too large or of no use."""
        patience = Patience(self.limits.total)
        wait = timedelta(seconds=self.limits.wait)
        tries = stamina.retry_context(
            on=Passing, attempts=ask.tries or self.limits.tries, timeout=None, wait_initial=wait, wait_jitter=wait / 2
        )
        async for attempt in tries:
            with attempt:
                return await self._follow(url.strip(), ask, patience)
        raise FetchFailed(f"{url}: was not fetched")  # unreachable: the last try raises

    async def _follow(self, url: str, ask: Ask, patience: Patience) -> Page:
        here, moved, for_good = url, "", True
        for _ in range(MAX_REDIRECTS + 1):
            checked(here, is_open=self._is_open)
            found = await self._ask(here, ask, patience, moved)
            if isinstance(found, Page):
                return found
            status, here = found
            for_good = for_good and status in FOR_GOOD
            moved = here if for_good else moved
        raise FetchFailed(f"{url}: is sent on more than {MAX_REDIRECTS} times")

    async def _ask(self, url: str, ask: Ask, patience: Patience, moved: str) -> Page | tuple[int, str]:
        """The page, or with which status the server sends on to where."""
        host = checked(url, is_open=self._is_open).hostname or ""
        async with self._turnstile.at(host, gap=ask.gap), _within(patience, url, self.limits.total):
            try:
                async with self._opened().get(url, allow_redirects=False, headers=_headers(ask)) as response:
                    if response.status in SENT_ON and "Location" in response.headers:
                        return response.status, urljoin(url, response.headers["Location"])
                    _welcome(url, response, ask.types)
                    data = b"" if response.status == 304 else await self._body(url, response, ask)
                    return _page(url, response, data, moved)
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                raise _failure(url, error) from error

    async def _body(self, url: str, response: aiohttp.ClientResponse, ask: Ask) -> bytes:
        most = ask.most or self.limits.bytes
        too_large = BadArticle(f"{url}: is larger than {most / 1e6:g} MB; no article is")
        if (response.content_length or 0) > most:
            raise too_large
        pieces = response.content.iter_chunked(64 * 1024)
        try:
            return await unpacked(pieces, response.headers.get("Content-Encoding", ""), most=most)
        except TooLarge as error:
            raise too_large from error
        except Broken as error:
            raise FetchFailed(f"{url}: {error}; try later", status=response.status) from error

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            limits = self.limits
            self._session = aiohttp.ClientSession(
                connector=connector(self._is_open, self._resolver),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=limits.connect, sock_read=limits.silence),
                headers={"User-Agent": AGENT, "Accept-Encoding": ACCEPTED},
                auto_decompress=False,  # unpacked by ``unpacking``, which has a bound
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        return self._session


@asynccontextmanager
async def _within(patience: Patience, url: str, total: float) -> AsyncIterator[None]:
    """Takes from the patience what this takes; ``FetchFailed`` when there is none left."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    limit = asyncio.timeout(max(patience.left, 0.0))
    try:
        async with limit:
            yield
    except (TimeoutError, Passing) as error:
        if not limit.expired():
            raise
        raise FetchFailed(f"{url}: took longer than {total:g} s; try later") from error
    finally:
        patience.left -= loop.time() - began


def _headers(ask: Ask) -> dict[str, str]:
    wanted = {"Accept": ask.accept, "If-None-Match": ask.etag, "If-Modified-Since": ask.modified}
    return {name: value for name, value in wanted.items() if value}


def _page(url: str, response: aiohttp.ClientResponse, data: bytes, moved: str) -> Page:
    headers = response.headers
    return Page(
        url,
        headers.get("Content-Type", ""),
        data,
        etag=_kept(headers.get("ETag", "")),
        modified=_kept(headers.get("Last-Modified", "")),
        max_age=max_age(headers.get("Cache-Control", "")),
        moved=moved,
        unchanged=response.status == 304,
    )


def _kept(header: str) -> str:
    """A header we send back one day: only if it can be sent."""
    return header if len(header) <= 500 and header.isascii() and header.isprintable() else ""


def _welcome(url: str, response: aiohttp.ClientResponse, types: Collection[str] | None) -> None:
    """Raises unless the answer is something that may be one of ours."""
    status = response.status
    if status == 429 or status >= 500:
        its_now = http_date(response.headers.get("Date", "")) or datetime.now(UTC)
        pause = retry_after(response.headers.get("Retry-After", ""), now=its_now)
        # Whoever names an hour is not asked again before it.
        raise (Passing if pause is None else FetchFailed)(
            f"{url}: answered {status}; try later", status=status, retry_after=pause
        )
    if status not in (200, 304):
        raise FetchFailed(f"{url}: answered {status}; check the address, or paste the text", status=status)
    if (
        status == 200
        and types is not None
        and "Content-Type" in response.headers
        and response.content_type not in types
    ):
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
    if isinstance(error, TimeoutError):
        return Passing(f"{url}: did not answer in time; try later")
    return Passing(f"{url}: could not be fetched ({type(error).__name__}); try later")
