"""The rounds, over a site of our own: what a feed brings is fetched once, filed once, filed again when it changes, and
what goes wrong is put off, given up, or said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.errors import BadArticle, BadCommand, BadFeed, FetchFailed, NotOnFile, Refused, StoreFailed
from bot.following import Following, spelled_out
from bot.intake.cadence import ITEM_TRIES
from bot.intake.fetching import WebFetcher
from bot.intake.poller import Poller
from bot.intake.rounds import Rounds, completed, patience
from bot.intake.subscriptions import Feed, Item
from bot.newsroom import Newsroom
from bot.nouns import Article, Claim, Filing, Revision
from bot.ports import Store
from store.memory import MemoryStore
from store.sqlite import SqliteStore
from tests.bot.intake.sites import OPEN_HERE, QUICK, Site, item_of, page_of, rss_of, sited
from tests.bot.intake.test_feeds import WHOLE

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RSS = "application/rss+xml"


@dataclass
class Bot:
    """A bot that follows feeds of one site, and a clock that the test moves."""

    store: Store
    site: Site
    fetcher: WebFetcher
    now: datetime = NOON
    broken: Exception | None = None
    handed: list[Article] = field(default_factory=list)

    def __post_init__(self) -> None:
        async def read(revision: Revision) -> tuple[Claim, ...]:
            return ()

        newsroom = Newsroom(self.store, read, clock=lambda: self.now)

        async def file(article: Article) -> Filing:
            self.handed.append(article)
            if self.broken:
                raise self.broken
            return await newsroom.file(article)

        self.rounds = Rounds(
            self.store.feeds, self.fetcher, file, clock=lambda: self.now, channel="C1", jitter=lambda: 0.5
        )
        self.following = Following(self.store.feeds, self.fetcher, self.rounds, clock=lambda: self.now)

    async def work(self, after: timedelta = timedelta()) -> None:
        """Lets so much time pass, then does what is due."""
        self.now += after
        await Poller(self.store.feeds, self.rounds, clock=lambda: self.now).work_off()

    async def follow(self, path: str = "/feed") -> Feed:
        return (await self.following.add(self.site.url(path))).feed

    async def feed(self) -> Feed:
        (feed,) = await self.store.feeds.feeds()
        return feed

    async def item(self, key: str) -> Item:
        return (await self.store.feeds.known_items((await self.feed()).id, [key]))[key]

    async def titles(self) -> set[str]:
        return {edition.title for edition in await self.store.articles()}


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with sited() as site:
        yield site


@pytest.fixture(params=["memory", "sqlite"])
async def bot(request: pytest.FixtureRequest, site: Site) -> AsyncIterator[Bot]:
    store: Store = MemoryStore() if request.param == "memory" else SqliteStore.open("sqlite:///:memory:")
    async with WebFetcher(is_open=OPEN_HERE, limits=QUICK) as fetcher:
        yield Bot(store, site, fetcher)
    await store.close()


def publish(site: Site, *names: str, **more: str) -> None:
    """The feed has these, and each has its page."""
    site.says("/feed", rss_of(site, *names, **more), RSS)
    for name in names:
        site.says(f"/{name}", page_of(name))


# --- what a feed brings --------------------------------------------------------------------------


async def test_what_a_feed_links_to_is_fetched_and_filed_once(bot: Bot, site: Site) -> None:
    publish(site, "east", "west")
    await bot.follow()
    await bot.work()
    assert await bot.titles() == {"The east bridge", "The west bridge"}
    await bot.work(DAY)
    assert (site.visits("/east"), site.visits("/feed")) == (2, 2), "the page was looked at again, as papers correct"
    assert (await bot.store.counts()).revisions == 2


async def test_what_a_feed_carries_whole_is_filed_without_another_request(bot: Bot, site: Site) -> None:
    entry = item_of(site, "east", extra=f"<content:encoded><![CDATA[{WHOLE}]]></content:encoded>")
    feed = rss_of(site, items=entry).replace("<rss ", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" ')
    site.says("/feed", feed, RSS)
    await bot.follow()
    await bot.work()
    (article,) = bot.handed
    assert article.text.startswith("The bridge is closed, the mayor said.")
    assert site.visits("/east") == 0
    assert (await bot.item("east")).article is None, "its text is kept once"


async def test_only_what_is_new_is_fetched(bot: Bot, site: Site) -> None:
    publish(site, "east")
    await bot.follow()
    await bot.work()
    publish(site, "west", "east")
    await bot.work(HOUR)
    assert (site.visits("/east"), site.visits("/west")) == (1, 1)


async def test_a_changed_text_is_a_revision_even_at_another_address(bot: Bot, site: Site) -> None:
    """The guid is the same, so it is the same article."""
    publish(site, "east")
    await bot.follow()
    await bot.work()
    moved = item_of(site, "east").replace(site.url("/east"), site.url("/news/east-open"))
    site.says("/feed", rss_of(site, items=moved), RSS)
    site.says("/news/east-open", page_of("east", said="The east bridge is open again, the mayor said on Tuesday."))
    await bot.work(HOUR)
    counts = await bot.store.counts()
    assert (counts.articles, counts.revisions) == (1, 2)


async def test_a_page_that_is_silently_edited_is_found_out(bot: Bot, site: Site) -> None:
    publish(site, "east")
    await bot.follow()
    await bot.work()
    site.says("/east", page_of("east", said="The east bridge was never closed, the mayor said on Monday."))
    await bot.work(3 * HOUR)
    counts = await bot.store.counts()
    assert (counts.articles, counts.revisions) == (1, 2)
    for _ in range(5):
        await bot.work(20 * DAY)
    assert (await bot.item("east")).not_before is None, "in the end it is left alone"


async def test_what_is_filed_goes_off_file_when_its_publisher_takes_its_page_down(bot: Bot, site: Site) -> None:
    publish(site, "east")
    await bot.follow()
    await bot.work()
    site.says("/east", "", status=404)
    await bot.work(3 * HOUR)
    assert (await bot.store.counts()).articles == 1, "not found today may be a fault"
    site.says("/east", "", status=410)
    await bot.work(2 * DAY)
    assert (await bot.store.counts()).articles == 0
    assert (await bot.item("east")).not_before is None, "it is not asked for again"


async def test_looking_again_asks_whether_it_changed(bot: Bot, site: Site) -> None:
    publish(site, "east")
    site.keeps("/east", page_of("east"), "text/html", etag='"e1"')
    await bot.follow()
    await bot.work()
    await bot.work(3 * HOUR)
    assert site.visits("/east") == 2
    assert len(bot.handed) == 1
    assert (await bot.item("east")).looks == 1


async def test_a_feed_that_has_not_changed_is_not_read_again(bot: Bot, site: Site) -> None:
    site.keeps("/feed", rss_of(site, "east"), RSS, etag='"f1"')
    await bot.follow()
    before = await bot.feed()
    await bot.work(HOUR)
    after = await bot.feed()
    assert site.asked[site.came.index("/feed", 1)]["If-None-Match"] == '"f1"'
    assert after.fetched == bot.now
    assert (after.sha256, after.etag) == (before.sha256, before.etag)


async def test_what_the_page_leaves_out_the_feed_adds(bot: Bot, site: Site) -> None:
    extra = "<pubDate>Mon, 02 Mar 2026 08:30:00 GMT</pubDate><author>ann@x.example (Ann Lee)</author>"
    site.says("/feed", rss_of(site, items=item_of(site, "east", extra=extra)), RSS)
    site.says("/east", page_of("east", published="2026-03-02"))
    await bot.follow()
    await bot.work()
    (article,) = bot.handed
    assert article.published == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert article.dated_by == "published: feed"
    assert "Ann Lee" in article.author


def test_the_pages_own_moment_counts_before_the_feeds() -> None:
    item = Item("f", "k", "u", "1", NOON, NOON, published=NOON + HOUR, author="Desk")
    page = Article("k", "r", "text", published=NOON, author="Ann", dated_by="published: meta")
    assert completed(page, item) == page
    day = replace(page, published=NOON.replace(hour=0))
    assert completed(day, item).published == NOON + HOUR
    assert completed(day, replace(item, published=NOON + 9 * DAY)).published == day.published


async def test_an_index_of_news_sitemaps(bot: Bot, site: Site) -> None:
    head = (
        "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'"
    )
    one = f"<url><loc>{site.url('/east')}</loc><n:news><n:title>East</n:title></n:news></url>"
    site.says(
        "/maps.xml",
        f"<sitemapindex {head}><sitemap><loc>{site.url('/news.xml')}</loc></sitemap></sitemapindex>",
        "text/xml",
    )
    site.says("/news.xml", f"<urlset {head}>{one}</urlset>", "text/xml")
    site.says("/east", page_of("east"))
    await bot.follow("/maps.xml")
    await bot.work()
    assert await bot.titles() == {"The east bridge"}
    site.says("/news.xml", f"<urlset {head}>{one}{one.replace('/east', '/west')}</urlset>", "text/xml")
    site.says("/west", page_of("west"))
    await bot.work(HOUR)
    assert await bot.titles() == {"The east bridge", "The west bridge"}, "though the index itself is unchanged"


# --- what goes wrong -----------------------------------------------------------------------------


async def test_a_page_that_does_not_answer_is_tried_again_and_given_up_in_the_end(bot: Bot, site: Site) -> None:
    publish(site, "east")
    site.says("/east", "", status=503)
    await bot.follow()
    await bot.work()
    waiting = await bot.item("east")
    assert (waiting.state, waiting.attempts, waiting.problem) == ("due", 1, "answered 503; try later")
    for _ in range(ITEM_TRIES):
        await bot.work(2 * DAY)
    given_up = await bot.item("east")
    assert (given_up.state, given_up.attempts, given_up.not_before) == ("given up", ITEM_TRIES, None)
    assert site.visits("/east") == ITEM_TRIES


async def test_a_page_that_comes_back_is_filed(bot: Bot, site: Site) -> None:
    publish(site, "east")
    site.says("/east", "", status=503)
    await bot.follow()
    await bot.work()
    site.says("/east", page_of("east"))
    await bot.work(10 * MINUTE)
    assert await bot.titles() == {"The east bridge"}


async def test_a_server_that_names_a_time_is_not_asked_before_it(bot: Bot, site: Site) -> None:
    publish(site, "east")
    site.says("/east", "", status=429, **{"Retry-After": "7200"})
    await bot.follow()
    await bot.work()
    await bot.work(HOUR)
    assert site.visits("/east") == 1
    await bot.work(HOUR + MINUTE)
    assert site.visits("/east") == 2


@pytest.mark.parametrize(
    ("error", "tries"),
    [
        (FetchFailed("x", status=503), ITEM_TRIES),
        (FetchFailed("x"), ITEM_TRIES),
        (FetchFailed("x", status=404), 3),
        (FetchFailed("x", status=429), ITEM_TRIES),
        (FetchFailed("x", status=410), 1),
        (Refused("x"), 1),
        (BadArticle("x"), 1),
    ],
)
def test_how_often_a_fault_is_worth_another_try(error: FetchFailed, tries: int) -> None:
    assert patience(error) == tries


async def test_what_robots_txt_forbids_is_not_fetched_and_said(bot: Bot, site: Site) -> None:
    publish(site, "east", "west")
    site.says("/robots.txt", "User-agent: *\nDisallow: /east", "text/plain")
    await bot.follow()
    await bot.work()
    assert site.visits("/east") == 0
    item = await bot.item("east")
    assert item.state == "given up"
    assert "robots.txt" in item.problem
    assert await bot.titles() == {"The west bridge"}


async def test_a_feed_that_robots_txt_forbids_is_followed_only_with_its_publishers_leave(bot: Bot, site: Site) -> None:
    publish(site, "east")
    site.says("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    with pytest.raises(Refused, match="--permitted"):
        await bot.follow()
    await bot.following.add(site.url("/feed"), permitted=True)
    await bot.work()
    await bot.work(DAY)
    assert await bot.titles() == {"The east bridge"}
    assert (await bot.feed()).failures == 0


async def test_what_is_no_article_is_given_up_with_its_reason(bot: Bot, site: Site) -> None:
    publish(site, "east")
    site.says("/feed", rss_of(site, "east", "nothing", "picture", "feed"), RSS)
    site.says("/nothing", "<html><body></body></html>")
    site.says("/picture", b"\x89PNG", "image/png")
    await bot.follow()
    await bot.work()
    assert await bot.titles() == {"The east bridge"}
    for key, why in (("nothing", "no article"), ("picture", "image/png"), ("feed", "neither a page nor a feed")):
        item = await bot.item(key)
        assert (item.state, why in item.problem) == ("given up", True), item.problem


async def test_an_archive_that_is_full_loses_nothing(bot: Bot, site: Site) -> None:
    publish(site, "east")
    await bot.follow()
    bot.broken = StoreFailed("the disk is full")
    await bot.work()
    assert (await bot.item("east")).state == "due"
    bot.broken = None
    await bot.work(2 * MINUTE)
    assert await bot.titles() == {"The east bridge"}


async def test_a_fault_of_ours_in_one_article_does_not_hold_up_the_others(bot: Bot, site: Site) -> None:
    publish(site, "east", "west")
    await bot.follow()
    bot.broken = RuntimeError("a bug")
    await bot.work()
    bot.broken = None
    await bot.work(HOUR)
    assert len(await bot.titles()) == 2


async def test_a_feed_that_is_gone_is_said_once_and_not_visited_any_more(bot: Bot, site: Site) -> None:
    publish(site, "east")
    feed = await bot.follow()
    site.says("/feed", "", status=410)
    await bot.work(HOUR)
    await bot.work(30 * DAY)
    assert site.visits("/feed") == 2
    (word,) = await bot.store.take_due(now=bot.now)
    assert (word.kind, word.channel) == ("notice", "C1")
    assert "The Harbour Post" in word.payload["text"]
    assert feed.url in word.payload["text"]
    publish(site, "west")
    checked = await bot.following.check(feed.url)
    assert (checked.new, checked.feed.standing) == (1, "active"), "a person may try it again"


async def test_a_feed_that_moved_for_good_is_visited_at_its_new_address(bot: Bot, site: Site) -> None:
    publish(site, "east")
    await bot.follow()
    site.sends_on("/feed", "/new", 301)
    site.says("/new", rss_of(site, "west"), RSS)
    site.says("/west", page_of("west"))
    await bot.work(HOUR)
    assert (await bot.feed()).url == site.url("/new")
    site.sends_on("/new", "/for-now", 302)
    site.says("/for-now", rss_of(site, "west"), RSS)
    await bot.work(DAY)
    assert (await bot.feed()).url == site.url("/new"), "for now is not for good"
    assert site.visits("/feed") == 2


async def test_a_feed_that_turns_into_a_page_fails_and_recovers(bot: Bot, site: Site) -> None:
    publish(site, "east")
    await bot.follow()
    await bot.work()
    site.says("/feed", "<html><body>We are updating our systems</body></html>")
    await bot.work(HOUR)
    feed = await bot.feed()
    assert (feed.failures, "web page" in feed.problem) == (1, True)
    publish(site, "west", "east")
    await bot.work(HOUR)
    feed = await bot.feed()
    assert (feed.failures, feed.problem) == (0, "")
    assert len(await bot.titles()) == 2


# --- many at once, and stopping ------------------------------------------------------------------


async def test_one_host_is_asked_one_thing_at_a_time(bot: Bot, site: Site) -> None:
    inside = most = 0

    async def slow(request: web.Request) -> web.Response:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.02)
        inside -= 1
        return web.Response(text=page_of(request.path[1:]), content_type="text/html")

    publish(site, *"abcdef")
    for name in "abcdef":
        site.answers[f"/{name}"] = slow
    await bot.follow()
    await bot.work()
    assert (most, len(await bot.titles())) == (1, 6)


async def test_stopped_in_the_middle_what_was_begun_is_done_and_the_rest_stays_due(bot: Bot, site: Site) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def held(request: web.Request) -> web.Response:
        begun.set()
        await go_on.wait()
        return web.Response(text=page_of("east"), content_type="text/html")

    publish(site, "east", "west")
    site.answers["/east"] = held
    await bot.follow()
    poller = Poller(bot.store.feeds, bot.rounds, clock=lambda: bot.now, idle=0.01)
    running = asyncio.create_task(poller.run())
    await begun.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    go_on.set()
    assert await poller.close(5) == 0
    assert await bot.titles() == {"The east bridge"}
    assert (await bot.item("west")).state == "due"
    await bot.work(3 * MINUTE)
    assert len(await bot.titles()) == 2


async def test_cut_off_in_the_middle_it_is_done_later(bot: Bot, site: Site) -> None:
    begun = asyncio.Event()

    async def never(request: web.Request) -> web.Response:
        begun.set()
        await asyncio.sleep(60)
        return web.Response()

    publish(site, "east")
    site.answers["/east"] = never
    await bot.follow()
    poller = Poller(bot.store.feeds, bot.rounds, clock=lambda: bot.now, idle=0.01)
    await poller.turn()
    await begun.wait()
    assert await poller.close(0.01) == 1
    publish(site, "east")
    await bot.work()
    assert await bot.titles() == set(), "its lease still runs"
    await bot.work(3 * MINUTE)
    assert await bot.titles() == {"The east bridge"}


# --- what people do ------------------------------------------------------------------------------


async def test_a_site_that_has_several_feeds_names_them(bot: Bot, site: Site) -> None:
    links = "".join(f'<link rel="alternate" type="{RSS}" href="/{n}">' for n in "ab")
    site.says("/", f"<html><head>{links}</head></html>")
    for name in "ab":
        site.says(f"/{name}", rss_of(site, "x", title=f"Paper {name}"), RSS)
    with pytest.raises(BadCommand, match="has 2 feeds") as told:
        await bot.follow("/")
    assert site.url("/a") in str(told.value)
    assert "Paper b" in str(told.value)


async def test_the_same_feed_twice_is_one_and_its_page_is_found(bot: Bot, site: Site) -> None:
    publish(site, "east", channel=f"<link>{site.url('/home')}</link>")
    site.says("/", f'<link rel="alternate" type="{RSS}" href="/feed">')
    first = await bot.following.add(site.url("/"))
    again = await bot.following.add(site.url("/feed"))
    assert (first.added, first.new, again.added) == (True, 1, False)
    assert len(await bot.store.feeds.feeds()) == 1


async def test_feeds_are_found_by_address_number_title_or_part_of_it(bot: Bot) -> None:
    for name in ("Harbour Post", "Hill Times", "Harbour Radio"):
        await bot.store.feeds.subscribe(Feed.at(f"https://{name.replace(' ', '')}.example/", now=bot.now, title=name))
        bot.now += MINUTE
    assert (await bot.following.find("https://HillTimes.example/")).title == "Hill Times"
    assert (await bot.following.find("2")).title == "Hill Times"
    assert (await bot.following.find("harbour post")).title == "Harbour Post"
    assert (await bot.following.find("radio")).title == "Harbour Radio"
    with pytest.raises(BadCommand, match="part of 2 feeds"):
        await bot.following.find("harbour")
    for wrong in ("4", "0", "", "nothing"):
        with pytest.raises(NotOnFile):
            await bot.following.find(wrong)


async def test_a_removed_feed_brings_nothing_more_and_its_articles_stay(bot: Bot, site: Site) -> None:
    publish(site, "east")
    feed = await bot.follow()
    await bot.work()
    await bot.following.remove(feed.url)
    publish(site, "west")
    await bot.work(DAY)
    assert await bot.titles() == {"The east bridge"}
    assert site.visits("/feed") == 1


async def test_checking_says_what_is_new_or_what_is_wrong(bot: Bot, site: Site) -> None:
    publish(site, "east")
    feed = await bot.follow()
    assert (await bot.following.check("1")).new == 0
    publish(site, "west", "east")
    assert [(c.new, c.looked) for c in await bot.following.check_all()] == [(1, True)]
    assert await bot.following.file_all() == (2, 0)
    site.says("/feed", "", status=500)
    assert (await bot.following.check(feed.url)).feed.problem == "answered 500; try later"


async def test_a_readers_list_comes_along_and_goes_along(bot: Bot, site: Site) -> None:
    publish(site, "east")
    outlines = "".join(f'<outline text="T" xmlUrl="{url}"/>' for url in (site.url("/feed"), "file:///etc/passwd"))
    data = f"<opml><body><outline text='Wires'>{outlines}</outline></body></opml>".encode()
    new, left = await bot.following.take_in(data, where="f.opml")
    assert ([f.url for f in new], [o.url for o in left]) == ([site.url("/feed")], ["file:///etc/passwd"])
    await bot.work()
    assert await bot.titles() == {"The east bridge"}
    again, left = await bot.following.take_in(await bot.following.hand_out(), where="f.opml")
    assert (len(again), len(left)) == (0, 1)
    with pytest.raises(BadFeed):
        await bot.following.take_in(b"nonsense", where="f.opml")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("paper.example", "https://paper.example"),
        (" <http://paper.example/feed> ", "http://paper.example/feed"),
        ("paper.example/rss?x=1", "https://paper.example/rss?x=1"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_what_people_type_as_an_address(typed: str, address: str) -> None:
    assert spelled_out(typed) == address


@pytest.mark.parametrize("typed", ["", "  ", "two words"])
def test_what_is_no_address_is_met_with_an_example(typed: str) -> None:
    with pytest.raises(BadCommand, match="/feeds add https://"):
        spelled_out(typed)


async def test_what_waits_longer_than_its_lease_is_not_begun_twice(bot: Bot, site: Site) -> None:
    go_on = asyncio.Event()

    async def held(request: web.Request) -> web.Response:
        await go_on.wait()
        return web.Response(text=page_of("east"), content_type="text/html")

    publish(site, "east")
    site.answers["/east"] = held
    await bot.follow()
    poller = Poller(bot.store.feeds, bot.rounds, clock=lambda: bot.now)
    assert await poller.turn() == 1
    poller._at_work = {task: ("", name) for task, (_, name) in poller._at_work.items()}  # as if it asked no host
    bot.now += 3 * MINUTE
    assert await poller.turn(visit=False) == 0
    go_on.set()
    assert await poller.close(5) == 0
    assert site.visits("/east") == 1
