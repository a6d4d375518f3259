"""What comes in, on the desk: feeds added, checked and removed there, what is wrong in words, imports under way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.following import Following
from bot.intake.fetching import WebFetcher
from bot.intake.journal import Reached
from bot.intake.rounds import Rounds
from bot.intake.subscriptions import Feed, Item
from bot.nouns import Article
from handlers.desk.feeds import Bar, bars
from handlers.desk.server import make_desk
from store.memory import MemoryStore
from tests.bot.intake.sites import OPEN_HERE, Site, rss_of, sited
from tests.handlers.desk import filed
from tests.handlers.desk.filed import NOW


@dataclass
class Desk:
    """A desk that follows feeds, and a site to follow."""

    client: TestClient
    store: MemoryStore
    site: Site

    async def page(self, path: str = "/feeds") -> str:
        async with self.client.get(path) as reply:
            assert reply.status == 200
            return await reply.text()

    async def send(self, path: str, **form: str) -> str:
        """Sends a form as the page does, and follows to what it shows."""
        origin = {"Origin": str(self.client.make_url("/")).rstrip("/")}
        async with self.client.post(path, data=form, headers=origin) as reply:
            assert reply.status == 200
            assert reply.url.path == "/feeds"
            return await reply.text()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    store = await filed.archive()
    newsroom = filed.newsroom(store)
    async with sited() as site, WebFetcher(is_open=OPEN_HERE, limits=site.limits) as fetcher:
        rounds = Rounds(store.feeds, fetcher, newsroom.file, clock=lambda: NOW, channel="C1")
        newsroom.feeds = Following(store.feeds, fetcher, rounds, clock=lambda: NOW)
        async with TestClient(TestServer(make_desk(newsroom, store))) as client:
            yield Desk(client, store, site)


async def test_a_feed_is_followed_checked_and_removed_from_the_page(desk: Desk) -> None:
    assert "No feed is followed yet" in await desk.page()
    desk.site.says("/feed", rss_of(desk.site, "a", "b", title="The <Harbour> Post"), "application/rss+xml")
    shown = await desk.send("/feeds", address=desk.site.url("/feed"))
    assert "is followed now" in shown
    assert "2 articles to file" in shown
    assert "The <Harbour>" not in shown
    assert "2 waiting" in shown
    (feed,) = await desk.store.feeds.feeds()
    assert "nothing new" in await desk.send("/feeds/check", feed=feed.id)
    assert "not followed any more" in await desk.send("/feeds/remove", feed=feed.id)
    assert list(await desk.store.feeds.feeds()) == []


async def test_what_went_wrong_is_said_once_and_what_was_typed_is_still_there(desk: Desk) -> None:
    address = desk.site.url("/nothing")
    shown = await desk.send("/feeds", address=address)
    assert "answered 404" in shown
    assert f'value="{address}"' in shown
    assert "answered 404" not in await desk.page()


async def test_a_form_from_elsewhere_is_not_taken(desk: Desk) -> None:
    async with desk.client.post("/feeds", data={"address": desk.site.url("/feed")}) as reply:
        assert reply.status == 403
    assert desk.site.came == []


async def test_feeds_that_fail_or_are_gone_say_so_and_bad_names_are_harmless(desk: Desk) -> None:
    bad = Feed.at("https://a.example/<script>", now=NOW, title="<script>alert(1)</script>")
    await desk.store.feeds.subscribe(replace(bad, failures=3, problem="answered 503; try later", fetched=NOW))
    gone = replace(Feed.at("https://b.example/", now=NOW), standing="gone", problem="taken down (410)")
    await desk.store.feeds.subscribe(gone)
    shown = await desk.page()
    assert "Failed 3 times in a row: answered 503; try later." in shown
    assert "Not visited any more: taken down (410)." in shown
    assert "2 feeds: 1 failing, 1 gone." in shown
    assert "<script>alert" not in shown


def test_the_picture_of_the_days_scales_to_the_busiest() -> None:
    drawn = bars([0, 1, 100, 50], NOW)
    assert [bar.height for bar in drawn] == [1, 3, 24, 12]
    assert all(bar.y + bar.height == 24 for bar in drawn)
    assert drawn[-1] == Bar(24, 12, 12, "14 March: 50")
    assert {bar.height for bar in bars([0] * 14, NOW)} == {1}


async def test_imports_are_shown_with_how_far_they_are(desk: Desk) -> None:
    assert "No import yet" in await desk.page("/imports")
    one = Reached("/data/old.jsonl", 1000, 0, "", NOW - timedelta(hours=1), NOW, done=12, offset=250, filed=9, bad=3)
    dead = replace(one, path="/data/dead.jsonl", at=NOW - timedelta(minutes=30))
    done = replace(one, path="/data/<b>.txt", finished=True)
    await desk.store.journal.note([one, dead, done])
    await desk.store.inbox.receive([Article("k", "r", "text")], key="", digest="", answer=b"", now=NOW)
    shown = await desk.page("/imports")
    assert 'value="25"' in shown
    for words in ("running, 12 items", "stopped, 12 items", "done, 12 items", "1 article accepted"):
        assert words in shown
    assert "<b>" not in shown


async def test_metrics_tell_how_the_feeds_are(desk: Desk) -> None:
    late = replace(Feed.at("https://a.example/", now=NOW), failures=1, next=NOW)
    await desk.store.feeds.subscribe(late)
    await desk.store.feeds.visited(late, [Item(late.id, "k", "https://a.example/1", "1", NOW, NOW)])
    async with desk.client.get("/metrics") as reply:
        told = await reply.text()
    assert 'wirecheck_feeds{standing="failing"} 1.0' in told
    assert 'wirecheck_feeds{standing="well"} 0.0' in told
    assert 'wirecheck_feed_items{state="due"} 1.0' in told
    assert "wirecheck_feed_overdue_seconds" in told
