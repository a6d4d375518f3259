"""robots.txt: obeyed where the bot fetches by itself, remembered, and what its absence or failure means."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.errors import FetchFailed, Refused
from bot.intake.robots import KEPT, Robots, read
from bot.intake.web import Web
from tests.bot.intake.sites import OPEN_HERE, QUICK, Site, sited

RULES = """User-agent: *
Disallow: /private/
Allow: /private/but-this
Crawl-delay: 3

User-agent: Wirecheck
Disallow: /not-for-us

Sitemap: https://post.example/news-sitemap.xml
"""


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with sited() as site:
        yield site


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def robots() -> AsyncIterator[Robots]:
    web = Web(is_open=OPEN_HERE, limits=QUICK)
    yield Robots(web, clock=Clock())
    await web.close()


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /a", "/b", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: wirecheck\nDisallow: /", "/a", False),
        ("User-agent: otherbot\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
        ("nonsense \x00 \ufffd", "/a", True),
    ],
)
def test_what_the_rules_let_us_fetch(rules: str, path: str, allowed: bool) -> None:
    assert read(rules).allows(f"https://post.example{path}") is allowed


@pytest.mark.parametrize(
    ("rules", "delay"),
    [("", None), ("User-agent: *\nCrawl-delay: 3", 3.0), ("User-agent: *\nRequest-rate: 1/10", 10.0)],
)
def test_the_pause_it_asks_for(rules: str, delay: float | None) -> None:
    assert read(rules).delay == delay


async def test_it_is_fetched_once_for_a_site_and_again_after_half_a_day(site: Site, robots: Robots) -> None:
    site.says("/robots.txt", RULES, "text/plain")
    for path in ("/a", "/b"):
        await robots.admitted(site.url(path))
    with pytest.raises(Refused, match=r"robots\.txt"):
        await robots.admitted(site.url("/not-for-us/1"))
    assert site.visits("/robots.txt") == 1
    assert (await robots.rules(site.url("/"))).sitemaps == ("https://post.example/news-sitemap.xml",)
    robots._clock.now += KEPT + 1  # type: ignore[attr-defined]
    await robots.admitted(site.url("/a"))
    assert site.visits("/robots.txt") == 2


@pytest.mark.parametrize("status", [404, 403, 401, 410])
async def test_a_site_without_one_lets_everything_be_fetched(site: Site, robots: Robots, status: int) -> None:
    site.says("/robots.txt", "", status=status)
    await robots.admitted(site.url("/a"))


async def test_a_page_in_its_place_says_nothing(site: Site, robots: Robots) -> None:
    site.says("/robots.txt", "<!doctype html><p>User-agent: *\nDisallow: /</p>")
    await robots.admitted(site.url("/a"))


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_while_it_cannot_be_had_nothing_of_the_site_is_fetched(site: Site, robots: Robots, status: int) -> None:
    site.says("/robots.txt", "", status=status, **{"Retry-After": "77"})
    with pytest.raises(FetchFailed) as failed:
        await robots.admitted(site.url("/a"))
    assert failed.value.retry_after == 77
    assert site.came == ["/robots.txt"]
    site.says("/robots.txt", "", "text/plain")
    await robots.admitted(site.url("/a"))


async def test_one_as_large_as_a_book_is_not_read(site: Site, robots: Robots) -> None:
    site.says("/robots.txt", "Disallow: /\n" * 100_000, "text/plain")
    await robots.admitted(site.url("/a"))
