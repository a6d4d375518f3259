"""Finding a site's feeds: what its page names, and where they usually lie."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from bot.errors import BadFeed, FetchFailed
from bot.intake import discovery
from bot.intake.discovery import Found, named, usual
from bot.intake.robots import Robots, read
from bot.intake.web import Page, Web
from tests.bot.intake.sites import OPEN_HERE, QUICK, Site, rss_of, sited

AT = "https://post.example/news/"


def link(href: str, kind: str = "application/rss+xml", rel: str = "alternate", title: str = "") -> str:
    return f'<link rel="{rel}" type="{kind}" href="{href}" title="{title}">'


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        (link("/feed"), ["https://post.example/feed"]),
        (link("all.xml") + link("https://x.example/a", "application/atom+xml"), [f"{AT}all.xml", "https://x.example/a"]),
        (link("/j", "application/feed+json") + link("/j", "application/feed+json"), ["https://post.example/j"]),
        (link("/f", rel="ALTERNATE feed", kind="Application/RSS+xml; charset=utf-8"), ["https://post.example/f"]),
        (link("/feed") + link("/comments/feed") + link("/c", title="Comments on this"), ["https://post.example/feed"]),
        (link("/print", "text/html") + link("/style.css", "text/css", "stylesheet"), []),
        ('<base href="https://cdn.example/x/">' + link("feed"), ["https://cdn.example/x/feed"]),
        ('<a href="/rss.xml">RSS</a><a href="/about">About</a>', ["https://post.example/rss.xml"]),
        ('<a href="/rss.xml">RSS</a>' + link("/feed"), ["https://post.example/feed"]),
        ('<a href="/grass/xmlrpc">no</a><a href="/feedback">no</a>', []),
        (link("javascript:alert(1)") + link("file:///etc/passwd") + link("http://["), []),
        ("", []),
        ("\x00\xff not markup", []),
    ],
)  # fmt: skip
def test_what_a_page_names(markup: str, found: list[str]) -> None:
    assert named(f"<html><head>{markup}</head></html>" if markup else "", AT) == found


def test_where_feeds_usually_lie() -> None:
    rules = read(
        "Sitemap: https://post.example/sitemap.xml\nSitemap: https://post.example/news.xml\nSitemap: https://x.example/news.xml"
    )
    places = usual("https://post.example/news?x=1", rules)
    assert places[0] == "https://post.example/news.xml"
    assert "https://post.example/news/feed" in places
    assert "https://post.example/rss.xml" in places
    assert not any("x.example" in place or place.endswith("/sitemap.xml") for place in places)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with sited() as site:
        yield site


Discover = Callable[[str], "object"]


@pytest.fixture
async def discover(site: Site) -> AsyncIterator[Discover]:
    web = Web(is_open=OPEN_HERE, limits=QUICK)
    robots = Robots(web)

    async def get(url: str) -> Page:
        return await web.get(url)

    async def found(path: str) -> list[Found]:
        return list(await discovery.discover(site.url(path), get, robots.rules))

    yield found
    await web.close()


async def test_a_feeds_own_address(site: Site, discover: Discover) -> None:
    site.says("/feed", rss_of(site, "a"), "text/html")  # many say so
    (found,) = await discover("/feed")  # type: ignore[misc]
    assert (found.url, found.name, len(found.paper.entries)) == (site.url("/feed"), "The Harbour Post", 1)
    assert site.came == ["/feed"]


async def test_a_page_that_names_one_that_has_moved(site: Site, discover: Discover) -> None:
    site.says("/", link("/old") + link("/broken"))
    site.sends_on("/old", "/feed", 301)
    site.says("/feed", rss_of(site, "a"), "application/rss+xml")
    site.says("/broken", "<rss><oops", "application/rss+xml")
    (found,) = await discover("/")  # type: ignore[misc]
    assert found.url == site.url("/feed")


async def test_a_page_that_names_several_leaves_the_choice(site: Site, discover: Discover) -> None:
    site.says("/", link("/a") + link("/b"))
    for path in ("/a", "/b"):
        site.says(path, rss_of(site, "x", title=path), "application/rss+xml")
    found = await discover("/")  # type: ignore[misc]
    assert [f.name for f in found] == ["/a", "/b"]


async def test_a_page_that_names_none_is_looked_around(site: Site, discover: Discover) -> None:
    site.says("/", "<html><body>Welcome</body></html>")
    site.says("/rss.xml", rss_of(site, "a"), "application/rss+xml")
    (found,) = await discover("/")  # type: ignore[misc]
    assert found.url == site.url("/rss.xml")


async def test_a_site_without_any_says_so(site: Site, discover: Discover) -> None:
    site.says("/", "<html><body>Welcome</body></html>")
    with pytest.raises(BadFeed, match="names no feed"):
        await discover("/")  # type: ignore[misc]
    with pytest.raises(FetchFailed, match="answered 404"):
        await discover("/nothing")  # type: ignore[misc]
