"""Fetching what people link to, against servers of our own that lie, dawdle, swell and send us inside."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import BadArticle, BadFeed, FetchFailed, Refused, WirecheckError
from bot.intake import Problem
from bot.intake.addresses import anywhere, is_open
from bot.intake.doorman import Inside, open_sockets
from bot.intake.fetching import Limits, WebFetcher
from bot.nouns import Article
from tests.bot.intake.test_feeds import WHOLE, item, rss
from tests.bot.intake.test_files import PAGE

QUICK = Limits(total=5, connect=1, silence=0.5, bytes=200_000, tries=2, wait=0.01, gap=0)
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def only_here(address: str) -> bool:
    """As if this machine's site were the open internet, and all else on loopback the inside."""
    return address == "127.0.0.1"


class LyingResolver(AbstractResolver):
    """Says that every name is at the addresses given, one list for each time it is asked, the last for good."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        found = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        pass


class Site:
    """A server on loopback that answers each path as told, and counts who came."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.came: list[str] = []
        self.port = 0

    def says(self, path: str, body: str | bytes, kind: str = "text/html", status: int = 200, **headers: str) -> None:
        async def answer(request: web.Request) -> web.Response:
            data = body.encode() if isinstance(body, str) else body
            return web.Response(body=data, status=status, headers={"Content-Type": kind, **headers})

        self.answers[path] = answer

    def sends_on(self, path: str, to: str, status: int = 302, **headers: str) -> None:
        self.says(path, "", status=status, Location=to, **headers)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.came.append(request.path_qs)
        answer = self.answers.get(request.path)
        return await answer(request) if answer else web.Response(status=404)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", site.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    yield site
    await runner.cleanup()


@pytest.fixture
async def allowed() -> AsyncIterator[WebFetcher]:
    """A fetcher that may reach this machine, as only tests and explicit settings allow."""
    async with WebFetcher(is_open=anywhere, limits=QUICK) as fetcher:
        yield fetcher


@asynccontextmanager
async def guarded(resolver: AbstractResolver | None = None) -> AsyncIterator[WebFetcher]:
    async with WebFetcher(resolver=resolver, limits=QUICK) as fetcher:
        yield fetcher


async def refused(fetcher: WebFetcher, url: str, error: type[WirecheckError] = Refused) -> str:
    with pytest.raises(error) as caught:
        await fetcher.fetch(url)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- what comes back


async def test_a_page_becomes_an_article(site: Site, allowed: WebFetcher) -> None:
    site.says("/bridge", PAGE, "text/html; charset=utf-8")
    (article,) = await allowed.fetch(site.url("/bridge?utm_source=mail"))
    assert "The mayor said on Monday" in article.text
    assert article.url == article.ref == site.url("/bridge")
    assert article.title == "Bridge closed after flood"


async def test_plain_text_is_taken_as_it_is(site: Site, allowed: WebFetcher) -> None:
    site.says("/a.txt", "Bridge closed\r\n\r\nIt rained.", "text/plain")
    (article,) = await allowed.fetch(site.url("/a.txt"))
    assert (article.text, article.title) == ("Bridge closed\r\n\r\nIt rained.", "Bridge closed")


async def test_redirects_are_followed_to_the_page(site: Site, allowed: WebFetcher) -> None:
    site.sends_on("/old", "/older", 301)
    site.sends_on("/older", site.url("/bridge"), 307)
    site.says("/bridge", PAGE)
    (article,) = await allowed.fetch(site.url("/old"))
    assert article.url == site.url("/bridge")


async def test_a_page_cannot_pass_for_another_publishers(site: Site, allowed: WebFetcher) -> None:
    """Its canonical link would make it a revision of their article."""
    site.says("/fake", PAGE.replace("<head>", '<head><link rel="canonical" href="https://post.example/real">'))
    (article,) = await allowed.fetch(site.url("/fake"))
    assert article.url == site.url("/fake")
    assert "post.example" not in article.key


async def test_a_feed_gives_its_articles_and_fetches_what_it_only_links_to(site: Site, allowed: WebFetcher) -> None:
    site.says("/feed", rss(item(site.url("/whole"), WHOLE), item(site.url("/bridge")), item(site.url("/gone"))), "application/rss+xml")  # fmt: skip
    site.says("/bridge", PAGE)
    whole, fetched, gone = await allowed.fetch_all(site.url("/feed"))
    assert isinstance(whole, Article)
    assert isinstance(fetched, Article)
    assert fetched.url == site.url("/bridge")
    assert isinstance(gone, Problem)
    assert str(gone) == f"{site.url('/gone')}: answered 404; check the address, or paste the text"
    assert "/whole" not in site.came
    assert len(await allowed.fetch(site.url("/feed"))) == 2


async def test_a_feed_of_which_nothing_can_be_had_says_why(site: Site, allowed: WebFetcher) -> None:
    site.says("/feed", rss(item(site.url("/gone"))), "text/xml")
    assert "answered 404" in await refused(allowed, site.url("/feed"), BadFeed)


@pytest.mark.parametrize(
    ("kind", "body", "error", "says"),
    [
        ("image/png", b"\x89PNG", BadArticle, "is image/png, neither a page nor a feed"),
        ("application/octet-stream", b"x", BadArticle, "neither a page nor a feed"),
        ("text/html", b"<html><body></body></html>", BadArticle, "no article found"),
        ("text/html", b"\x00\x01\x02" * 500, BadArticle, "not text"),
        ("text/plain", b"  ", BadArticle, "is empty"),
        ("application/rss+xml", b"<rss><channel></channel></rss>", BadFeed, "without entries"),
    ],
)
async def test_what_is_no_article_is_told_in_one_line(
    site: Site, allowed: WebFetcher, kind: str, body: bytes, error: type[WirecheckError], says: str
) -> None:
    site.says("/x", body, kind)
    assert says in await refused(allowed, site.url("/x"), error)


# --- faults that pass, and those that do not


async def test_a_passing_fault_is_tried_again(site: Site, allowed: WebFetcher) -> None:
    async def recovers(request: web.Request) -> web.Response:
        if len(site.came) == 1:
            return web.Response(status=503)
        return web.Response(text=PAGE, content_type="text/html")

    site.answers["/flaky"] = recovers
    assert len(await allowed.fetch(site.url("/flaky"))) == 1
    assert site.came == ["/flaky", "/flaky"]


@pytest.mark.parametrize(("status", "times"), [(404, 1), (403, 1), (500, 2), (429, 2)])
async def test_how_often_it_is_tried(site: Site, allowed: WebFetcher, status: int, times: int) -> None:
    site.says("/x", "no", status=status)
    assert f"answered {status}" in await refused(allowed, site.url("/x"), FetchFailed)
    assert len(site.came) == times


async def test_a_server_that_falls_silent_is_given_up(site: Site, allowed: WebFetcher) -> None:
    async def silent(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        await response.write(b"<html>")
        await asyncio.sleep(30)
        return response

    site.answers["/silent"] = silent
    assert "did not answer in time" in await refused(allowed, site.url("/silent"), FetchFailed)


async def test_a_server_that_drips_is_given_up_in_the_end(site: Site) -> None:
    async def drips(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b".")
            await asyncio.sleep(0.05)

    site.answers["/drips"] = drips
    async with WebFetcher(is_open=anywhere, limits=Limits(total=0.6, silence=0.5, gap=0)) as fetcher:
        assert "took longer than 0.6 s" in await refused(fetcher, site.url("/drips"), FetchFailed)


async def test_nobody_there_is_a_fetch_that_failed(allowed: WebFetcher) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound but not listening: a connection is refused
        port = held.getsockname()[1]
        assert "could not be fetched" in await refused(allowed, f"http://127.0.0.1:{port}/", FetchFailed)


async def test_too_large_by_its_own_word_is_not_downloaded(site: Site, allowed: WebFetcher) -> None:
    site.says("/large", b"x" * 300_000, "text/plain")
    assert "larger than 0.2 MB" in await refused(allowed, site.url("/large"), BadArticle)


async def test_a_small_answer_that_unpacks_to_a_large_one_is_stopped(site: Site, allowed: WebFetcher) -> None:
    packed = gzip.compress(b"x" * 50_000_000)
    assert len(packed) < 100_000
    site.says("/bomb", packed, "text/plain", **{"Content-Encoding": "gzip"})
    assert "larger than" in await refused(allowed, site.url("/bomb"), BadArticle)


# --- keeping away from the inside


async def test_a_loopback_address_is_refused_before_anything_is_sent(site: Site) -> None:
    async with guarded() as fetcher:
        await refused(fetcher, site.url("/"))
    assert site.came == []


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]"])
async def test_other_ways_to_write_this_machine_are_refused(site: Site, host: str) -> None:
    async with guarded() as fetcher:
        await refused(fetcher, site.url("/", host))
    assert site.came == []


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1"])
async def test_a_name_that_leads_inside_is_refused(site: Site, address: str) -> None:
    async with guarded(LyingResolver([address])) as fetcher:
        assert "inside a network" in await refused(fetcher, site.url("/", "news.example"))
    assert site.came == []


async def test_of_a_name_with_two_addresses_only_the_open_one_is_tried(site: Site) -> None:
    """TEST-NET would be open to nobody; here an address that answers nobody stands for the open one."""
    async with guarded(LyingResolver(["127.0.0.1", "203.0.114.1"])) as fetcher:
        with pytest.raises(FetchFailed):
            await fetcher.fetch(site.url("/", "news.example"))
    assert site.came == []


@pytest.mark.parametrize(
    "to",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "file:///etc/passwd",
        "//127.0.0.2/",
        "http://10.0.0.1/",
        "http://inside.example/",
    ],
)
async def test_a_redirect_inside_is_refused(site: Site, to: str) -> None:
    site.sends_on("/away", to)
    async with WebFetcher(is_open=only_here, resolver=LyingResolver(["127.0.0.2"]), limits=QUICK) as fetcher:
        await refused(fetcher, site.url("/away"))
    assert site.came == ["/away"]


async def test_a_name_that_moves_inside_between_two_steps_is_refused(site: Site) -> None:
    """The resolver's first answer passes, its second is another machine: DNS rebinding."""
    site.sends_on("/away", site.url("/again", "news.example"), Connection="close")
    resolver = LyingResolver(["127.0.0.1"], ["127.0.0.2"])
    async with WebFetcher(is_open=only_here, resolver=resolver, limits=QUICK) as fetcher:
        await refused(fetcher, site.url("/away", "news.example"))
    assert site.came == ["/away"]
    assert len(resolver.asked) == 2


async def test_a_circle_of_redirects_ends(site: Site, allowed: WebFetcher) -> None:
    site.sends_on("/round", "/round")
    assert "more than 10 times" in await refused(allowed, site.url("/round"), FetchFailed)
    assert len(site.came) == 11


async def test_the_socket_is_checked_even_if_the_resolver_was_got_around() -> None:
    info = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))
    with pytest.raises(Inside):
        open_sockets(is_open)(info)
    open_sockets(only_here)(info).close()
