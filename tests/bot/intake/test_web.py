"""Asking the web against servers of our own that lie, dawdle, swell and send us inside: what is refused, what is
given up, what is remembered."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.errors import BadArticle, FetchFailed, Refused
from bot.intake.web import Ask, Limits, Web
from tests.bot.intake.sites import OPEN_HERE, QUICK, Site, sited
from tests.bot.intake.test_fetching import LyingResolver, only_here


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with sited() as site:
        yield site


@pytest.fixture
async def here() -> AsyncIterator[Web]:
    """May reach this machine, as only tests and explicit settings allow."""
    made = Web(is_open=OPEN_HERE, limits=QUICK)
    yield made
    await made.close()


@pytest.fixture
async def guarded() -> AsyncIterator[Web]:
    """As it is out there."""
    made = Web(limits=QUICK)
    yield made
    await made.close()


# --- what is remembered


async def test_what_the_server_says_of_its_answer_is_kept_and_sent_back(site: Site, here: Web) -> None:
    site.keeps("/a", "words", "text/plain", etag='W/"7"')
    first = await here.get(site.url("/a"))
    again = await here.get(site.url("/a"), Ask(etag=first.etag, modified="Mon, 02 Mar 2026 09:00:00 GMT"))
    assert (first.data, first.etag, first.unchanged) == (b"words", 'W/"7"', False)
    assert (again.data, again.etag, again.unchanged) == (b"", 'W/"7"', True)
    assert site.asked[1]["If-Modified-Since"] == "Mon, 02 Mar 2026 09:00:00 GMT"
    assert "If-None-Match" not in site.asked[0]


async def test_headers_that_cannot_be_sent_back_are_not_kept(site: Site, here: Web) -> None:
    site.says("/a", "x", "text/plain", ETag="x" * 2_000, **{"Cache-Control": "max-age=60"})
    page = await here.get(site.url("/a"))
    assert (page.etag, page.max_age) == ("", 60.0)


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ((301,), "/1"),
        ((308,), "/1"),
        ((302,), ""),
        ((307,), ""),
        ((303,), ""),
        ((301, 308), "/2"),
        ((301, 302), "/1"),
        ((302, 301), ""),
    ],
)
async def test_only_what_moved_for_good_is_remembered(
    site: Site, here: Web, statuses: tuple[int, ...], moved: str
) -> None:
    for n, status in enumerate(statuses):
        site.sends_on(f"/{n}", f"/{n + 1}", status)
    site.says(f"/{len(statuses)}", "words", "text/plain")
    page = await here.get(site.url("/0"))
    assert page.url == site.url(f"/{len(statuses)}")
    assert page.moved == (site.url(moved) if moved else "")


async def test_it_says_who_it_is_and_what_it_takes(site: Site, here: Web) -> None:
    site.says("/a", "x", "text/plain")
    await here.get(site.url("/a"))
    assert site.asked[0]["User-Agent"].startswith("Wirecheck ")
    assert site.asked[0]["Accept-Encoding"] == "gzip, deflate"
    assert "Cookie" not in site.asked[0]


async def test_cookies_are_not_carried_from_page_to_page(site: Site, here: Web) -> None:
    site.says("/a", "x", "text/plain", **{"Set-Cookie": "who=ann; Path=/"})
    await here.get(site.url("/a"))
    await here.get(site.url("/a"))
    assert "Cookie" not in site.asked[1]


# --- sizes and packings


BOMBS = {"gzip": gzip.compress(bytes(100_000_000)), "deflate": zlib.compress(bytes(100_000_000))}


@pytest.mark.parametrize("packing", BOMBS)
async def test_a_bomb_takes_no_more_memory_than_an_article(site: Site, here: Web, packing: str) -> None:
    site.says("/bomb", BOMBS[packing], "text/plain", **{"Content-Encoding": packing})
    tracemalloc.start()
    with pytest.raises(BadArticle, match=r"larger than 0\.2 MB"):
        await here.get(site.url("/bomb"))
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("data", "packing", "says"),
    [
        (gzip.compress(b"words " * 5_000)[:-20], "gzip", "broke off"),
        (b"not packed", "gzip", "not packed as it says"),
        (b"\x0b\x02\x80words\x03", "br", "not asked for"),
        (b"\x28\xb5\x2f\xfd", "zstd", "not asked for"),
        (gzip.compress(gzip.compress(b"x")), "gzip, gzip", "not asked for"),
    ],
)
async def test_what_is_packed_wrongly_is_a_fetch_that_failed(
    site: Site, here: Web, data: bytes, packing: str, says: str
) -> None:
    site.says("/x", data, "text/plain", **{"Content-Encoding": packing})
    with pytest.raises(FetchFailed, match=says):
        await here.get(site.url("/x"), Ask(tries=1))


async def test_fifty_megabytes_without_a_length_are_cut_off(site: Site, here: Web) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"Content-Type": "text/plain"})
        response.enable_chunked_encoding()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 50_000)
            sent += 50_000

    site.answers["/endless"] = endless
    with pytest.raises(BadArticle, match="larger than"):
        await here.get(site.url("/endless"))
    assert sent < 20_000_000


async def test_an_answer_that_ends_before_its_length_failed(site: Site, here: Web) -> None:
    async def short(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/plain", "Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"words")
        assert request.transport is not None
        request.transport.close()
        return response

    site.answers["/short"] = short
    with pytest.raises(FetchFailed, match="could not be fetched"):
        await here.get(site.url("/short"), Ask(tries=1))


# --- slowness


async def drip(first: bytes, each: bytes, pause: float) -> tuple[asyncio.Server, int]:
    """A server that says one thing and then drips, never ending."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(first)
        try:
            while True:
                writer.write(each)
                await writer.drain()
                await asyncio.sleep(pause)
        except ConnectionError:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]


@pytest.mark.parametrize(
    ("first", "each"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", b"X-More: a\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"."),
        (b"", b" "),
    ],
    ids=["headers without end", "a body without end", "nothing but blanks"],
)
async def test_who_drips_is_given_up_when_the_time_is_over(first: bytes, each: bytes) -> None:
    server, port = await drip(first, each, 0.02)
    slow = Web(is_open=OPEN_HERE, limits=Limits(total=0.5, silence=0.4, tries=3, wait=0.01, gap=0))
    with pytest.raises(FetchFailed):
        async with asyncio.timeout(10):
            await slow.get(f"http://127.0.0.1:{port}/")
    await slow.close()
    server.close()


async def test_who_accepts_and_says_nothing_is_given_up() -> None:
    server, port = await drip(b"", b"", 0.05)
    slow = Web(is_open=OPEN_HERE, limits=Limits(total=5, silence=0.1, tries=1, gap=0))
    with pytest.raises(FetchFailed, match="did not answer in time"):
        await slow.get(f"http://127.0.0.1:{port}/")
    await slow.close()
    server.close()


async def test_waiting_for_ones_turn_is_not_the_servers_fault(site: Site) -> None:
    async def takes_a_while(request: web.Request) -> web.Response:
        await asyncio.sleep(0.2)
        return web.Response(text="x", content_type="text/plain")

    site.answers["/a"] = takes_a_while
    patient = Web(is_open=OPEN_HERE, limits=Limits(total=0.5, silence=0.4, gap=0))
    pages = await asyncio.gather(*(patient.get(site.url("/a")) for _ in range(6)))
    assert len(pages) == 6
    await patient.close()


# --- keeping away from the inside

OTHER_WAYS = ["localhost", "127.1", "2130706433", "0x7f000001", "017700000001", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"]  # fmt: skip


@pytest.mark.parametrize("host", OTHER_WAYS)
async def test_this_machine_by_any_name_is_refused_before_anything_is_sent(site: Site, guarded: Web, host: str) -> None:
    with pytest.raises((Refused, FetchFailed)):
        await guarded.get(site.url("/", host), Ask(tries=1))
    assert site.came == []


@pytest.mark.parametrize(
    "url",
    [
        "data:text/html,<p>x</p>",
        "file:///etc/passwd",
        "ftp://post.example/a",
        "jar:http://post.example/a!/b",
        "http://ann:secret@post.example/",
        "http://ann@post.example/",
        "http://post.example:25/",
        "http:///a",
        "//post.example/",
        "http://[::1",
    ],
)
async def test_what_is_no_page_of_the_web_is_refused_typed_or_as_a_redirect(site: Site, url: str) -> None:
    reached = Web(is_open=only_here, resolver=LyingResolver(["127.0.0.1"]), limits=QUICK)
    with pytest.raises(Refused) as refused:
        await reached.get(url)
    assert "secret" not in str(refused.value)
    if url.startswith(("//", "http:///")):
        await reached.close()
        return  # as a redirect these lead to a page like any other
    site.sends_on("/away", url)
    with pytest.raises((Refused, FetchFailed)):
        await reached.get(site.url("/away"), Ask(tries=1))
    assert site.came == ["/away"]
    await reached.close()


@pytest.mark.parametrize(
    "to", ["http://127.0.0.2/", "http://[::1]/", "http://2130706434/", "http://0x7f.2/", "http://inside.example/"]
)
async def test_a_redirect_inside_is_refused_at_every_step(site: Site, to: str) -> None:
    site.sends_on("/0", "/1", 308)
    site.sends_on("/1", to, 301)
    reached = Web(is_open=only_here, resolver=LyingResolver(["127.0.0.2"]), limits=QUICK)
    with pytest.raises((Refused, FetchFailed)):
        await reached.get(site.url("/0"), Ask(tries=1))
    assert site.came == ["/0", "/1"]
    await reached.close()


async def test_a_name_is_resolved_for_each_request_and_connected_to_where_it_was_checked(site: Site) -> None:
    """DNS rebinding: the name is open when it is first asked, and this machine a moment later."""
    site.says("/a", "words", "text/plain", Connection="close")
    resolver = LyingResolver(["127.0.0.1"], ["127.0.0.2"])
    reached = Web(is_open=only_here, resolver=resolver, limits=QUICK)
    assert (await reached.get(site.url("/a", "post.example"))).data == b"words"
    with pytest.raises(Refused):
        await reached.get(site.url("/a", "post.example"))
    assert resolver.asked == ["post.example", "post.example"]
    assert site.came == ["/a"]
    await reached.close()


async def test_ten_redirects_are_followed_and_an_eleventh_is_not(site: Site, here: Web) -> None:
    for n in range(12):
        site.sends_on(f"/{n}", f"/{n + 1}")
    site.says("/10", "words", "text/plain")
    assert (await here.get(site.url("/0"))).data == b"words"
    site.sends_on("/10", "/11")
    with pytest.raises(FetchFailed, match="more than 10 times"):
        await here.get(site.url("/0"))


async def test_a_proxy_in_the_environment_is_not_used(
    site: Site, guarded: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would fetch from inside what we may not."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, site.url("/"))
    with pytest.raises(Refused):
        await guarded.get("http://127.0.0.1/")
    assert site.came == []
