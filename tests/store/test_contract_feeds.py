"""What every archive promises of the feeds it follows: a visit and what it brought are kept together, and what is
due stays due until it is filed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.intake.subscriptions import Feed, Item, Word
from bot.nouns import Article
from tests.store.factories import at


def feed(url: str = "https://post.example/feed", **more: object) -> Feed:
    return replace(Feed.at(url, now=at(0), title="The Post"), **more)  # type: ignore[arg-type]


def item(of: Feed, name: str = "bridge", *, minutes: float = 1, **more: object) -> Item:
    given: dict = {
        "feed": of.id,
        "key": name,
        "url": f"https://post.example/{name}",
        "fingerprint": "1",
        "seen": at(minutes),
        "not_before": at(minutes),
    }
    return Item(**{**given, **more})


ARTICLE = Article("url:post.example/b", "b", "The bridge\r\nis shut. \ud83d", "Bridge", published=at(-5))


async def followed(store, *urls: str) -> list[Feed]:
    return [(await store.feeds.subscribe(feed(url)))[0] for url in urls]


async def test_a_feed_is_followed_once_with_all_its_particulars(store):
    full = feed(
        site="https://post.example/", folder="Wires", added_by="@ann", permitted=True, standing="gone", etag='W/"1"',
        modified="Mon, 02 Mar 2026 09:00:00 GMT", sha256="ab", fetched=at(1), succeeded=at(1), failures=2,
        problem="answered 503", interval=timedelta(minutes=7), recent=(at(1), at(-60)),
    )  # fmt: skip
    assert await store.feeds.subscribe(full) == (full, True)
    assert await store.feeds.subscribe(feed(title="Another name")) == (full, False)
    assert list(await store.feeds.feeds()) == [full]


async def test_feeds_are_listed_in_the_order_they_were_added(store):
    late, early = feed("https://b.example/", added=at(5)), feed("https://a.example/", added=at(1))
    await store.feeds.subscribe(late)
    await store.feeds.subscribe(early)
    assert [f.url for f in await store.feeds.feeds()] == [early.url, late.url]


async def test_due_feeds_are_taken_longest_due_first_one_for_each_host(store):
    await store.feeds.subscribe(feed("https://a.example/1", next=at(3)))
    await store.feeds.subscribe(feed("https://a.example/2", next=at(1)))
    await store.feeds.subscribe(feed("https://b.example/", next=at(2)))
    await store.feeds.subscribe(feed("https://c.example/", next=at(0)))
    await store.feeds.subscribe(feed("https://d.example/", next=at(99)))
    await store.feeds.subscribe(feed("https://e.example/", next=at(0), standing="gone"))
    taken = await store.feeds.take_feeds(now=at(5), limit=9, busy={"c.example"})
    assert [f.url for f in taken] == ["https://a.example/2", "https://b.example/"]


async def test_a_feed_that_is_taken_is_kept_off_others_until_it_was_visited_or_the_lease_ran_out(store):
    (one,) = await followed(store, "https://a.example/")
    assert len(await store.feeds.take_feeds(now=at(1), limit=9)) == 1
    assert await store.feeds.take_feeds(now=at(1), limit=9) == []
    assert await store.feeds.take_feed(one.id, now=at(1)) is None
    assert len(await store.feeds.take_feeds(now=at(4), limit=9)) == 1, "whoever took it was killed"
    await store.feeds.visited(replace(one, next=at(5)), [])
    assert await store.feeds.take_feeds(now=at(4), limit=9) == []
    assert len(await store.feeds.take_feeds(now=at(5), limit=9)) == 1


async def test_one_feed_can_be_taken_before_it_is_due_and_when_it_is_gone(store):
    await store.feeds.subscribe(feed(next=at(99), standing="gone"))
    (one,) = await store.feeds.feeds()
    assert await store.feeds.take_feed(one.id, now=at(1)) == one
    assert await store.feeds.take_feed("nobody", now=at(1)) is None


async def test_a_visit_keeps_the_feed_its_items_and_the_word_there_is_to_say(store):
    (one,) = await followed(store, "https://a.example/")
    after = replace(one, standing="gone", problem="answered 410", fetched=at(2), next=at(30))
    await store.feeds.visited(after, [item(one)], word=Word(f"gone:{one.id}", "C1", "It is gone."))
    assert list(await store.feeds.feeds()) == [after]
    assert await store.feeds.known_items(one.id, ["bridge", "other"]) == {"bridge": item(one)}
    (due,) = await store.take_due(now=at(2))
    assert (due.key, due.kind, due.channel, due.payload["text"]) == (f"gone:{one.id}", "notice", "C1", "It is gone.")


async def test_the_same_word_is_owed_once(store):
    (one,) = await followed(store, "https://a.example/")
    word = Word("gone:1", "C1", "It is gone.")
    await store.feeds.visited(one, [], word=word)
    await store.feeds.visited(one, [], word=word)
    assert [d.key for d in await store.waiting()] == ["gone:1"]


async def test_a_feed_that_was_removed_meanwhile_stays_removed(store):
    (one,) = await followed(store, "https://a.example/")
    assert await store.feeds.unsubscribe(one.id)
    assert not await store.feeds.unsubscribe(one.id)
    await store.feeds.visited(one, [item(one)], word=Word("gone:1", "C1", "x"))
    assert list(await store.feeds.feeds()) == []
    assert await store.feeds.take_items(now=at(9), limit=9) == []
    assert await store.waiting() == []


async def test_with_a_feed_its_items_are_forgotten(store):
    (one,) = await followed(store, "https://a.example/")
    await store.feeds.visited(one, [item(one)])
    await store.feeds.unsubscribe(one.id)
    assert await store.feeds.take_items(now=at(9), limit=9) == []
    assert await store.feeds.known_items(one.id, ["bridge"]) == {}


async def test_a_feed_that_moves_takes_its_new_address_unless_another_has_it(store):
    one, two = await followed(store, "https://a.example/", "https://b.example/")
    await store.feeds.visited(replace(one, url="https://new.example/"), [])
    await store.feeds.visited(replace(two, url="https://new.example/", problem="moved"), [])
    assert {f.url: f.problem for f in await store.feeds.feeds()} == {"https://new.example/": "", two.url: "moved"}
    taken = await store.feeds.take_feeds(now=at(1), limit=9, busy={"new.example"})
    assert [f.id for f in taken] == [two.id], "one host each, by the address it has now"


async def test_due_items_are_taken_in_order_one_for_each_host_and_all_that_need_no_fetching(store):
    (one,) = await followed(store, "https://a.example/")
    pages = [item(one, "1"), item(one, "2"), item(one, "3", url="https://other.example/3")]
    whole = [item(one, "4", article=ARTICLE), item(one, "5", article=ARTICLE)]
    later, done = item(one, "6", minutes=60), item(one, "7", not_before=None, state="filed")
    await store.feeds.visited(one, [*pages, *whole, later, done])
    assert [i.key for i in await store.feeds.take_items(now=at(2), limit=9, busy={"post.example"})] == ["3", "4", "5"]
    assert [i.key for i in await store.feeds.take_items(now=at(2), limit=9)] == ["1"], "the others are leased"
    assert [i.key for i in await store.feeds.take_items(now=at(2), limit=1)] == ["2"]
    again = await store.feeds.take_items(now=at(5), limit=9)
    assert [i.key for i in again] == ["1", "3", "4", "5"], "whoever took them was killed"


async def test_an_item_keeps_all_its_particulars(store):
    (one,) = await followed(store, "https://a.example/")
    full = item(
        one, title="Bridge", author="Ann", published=at(-9), article=ARTICLE, attempts=2, problem="answered 503",
        article_key="url:x", filed=at(3), etag='"1"', modified="Mon", looks=1,
    )  # fmt: skip
    await store.feeds.visited(one, [full])
    assert await store.feeds.known_items(one.id, ["bridge"]) == {"bridge": full}


async def test_an_item_left_is_as_it_was_left_and_free_again(store):
    (one,) = await followed(store, "https://a.example/")
    await store.feeds.visited(one, [item(one)])
    (taken,) = await store.feeds.take_items(now=at(2), limit=9)
    filed = replace(taken, state="filed", not_before=at(3), filed=at(2), article_key="url:x")
    await store.feeds.item_left(filed)
    assert await store.feeds.take_items(now=at(2), limit=9) == []
    assert list(await store.feeds.take_items(now=at(3), limit=9)) == [filed], "to be looked at again"


async def test_what_a_visit_found_out_meanwhile_is_not_lost(store):
    """The page was being filed as the feed came in with a new version of it."""
    (one,) = await followed(store, "https://a.example/")
    await store.feeds.visited(one, [item(one)])
    (taken,) = await store.feeds.take_items(now=at(2), limit=9)
    changed = replace(taken, fingerprint="2", not_before=at(2))
    await store.feeds.visited(one, [changed])
    await store.feeds.item_left(replace(taken, state="filed", not_before=None))
    assert list(await store.feeds.take_items(now=at(2), limit=9)) == [changed]


async def test_what_a_feed_has_brought_is_counted_by_state_and_day(store):
    one, quiet = await followed(store, "https://a.example/", "https://b.example/")
    filed = [
        item(one, str(n), state="filed", not_before=None, filed=at(minutes))
        for n, minutes in enumerate((0, 10, 24 * 60, -24 * 60))
    ]
    await store.feeds.visited(one, [*filed, item(one, "due"), item(one, "bad", state="given up", not_before=None)])
    counted = await store.feeds.tallies(since=at(-60))
    tally = counted[one.id]
    assert (tally.due, tally.filed, tally.given_up) == (1, 4, 1)
    assert tally.days == {date(2026, 3, 2): 2, date(2026, 3, 3): 1}
    assert quiet.id not in counted


@pytest.mark.parametrize(("keep", "left"), [(0, {"due", "new"}), (3, {"due", "new", "old"}), (4, {"due", "new", "old", "older"})])  # fmt: skip
async def test_old_items_are_forgotten_but_not_the_newest_nor_what_is_due(store, keep, left):
    (one,) = await followed(store, "https://a.example/")
    done = {"state": "filed", "not_before": None}
    old = [item(one, "old", minutes=1, **done), item(one, "due", minutes=2), item(one, "older", minutes=0, **done)]
    await store.feeds.visited(one, [*old, item(one, "new", minutes=99, **done)])
    assert await store.feeds.prune_items(before=at(50), keep=keep) == 4 - len(left)
    assert set(await store.feeds.known_items(one.id, ["old", "older", "due", "new"])) == left
