"""What a visit means: which items are due, where the feed is next time, and when it is told to be gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import BadFeed, FetchFailed
from bot.intake import visiting
from bot.intake.feeds import Entry, Paper
from bot.intake.subscriptions import Feed
from bot.intake.visiting import Visit
from bot.intake.web import Page

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FEED = Feed.at("https://post.example/feed", now=NOW - 30 * DAY)
PAGE = Page(FEED.url, "application/rss+xml", b"<rss/>", etag='"1"', modified="Mon")


def entry(name: str = "bridge", **more: object) -> Entry:
    given = {"link": f"https://post.example/{name}", "article": None, "guid": name, "title": name} | more
    return Entry(**given)  # type: ignore[arg-type]


def came(*entries: Entry, feed: Feed = FEED, page: Page = PAGE, known: Visit | None = None, **paper: object) -> Visit:
    on_file = {item.key: item for item in known.items} if known else {}
    return visiting.came(feed, page, Paper(entries, **paper), on_file, now=NOW, jitter=0)  # type: ignore[arg-type]


def test_what_is_new_is_due_at_once() -> None:
    (item,) = came(entry(published=NOW - MINUTE, author="Ann")).items
    assert (item.feed, item.key, item.url) == (FEED.id, "bridge", "https://post.example/bridge")
    assert (item.state, item.not_before, item.seen, item.author) == ("due", NOW, NOW, "Ann")
    assert item.published == NOW - MINUTE


def test_what_was_seen_before_is_not_due_again() -> None:
    before = came(entry())
    assert came(entry(), entry("other"), known=before).items[0].key == "other"
    assert len(came(entry(), known=before).items) == 0


@pytest.mark.parametrize(
    "changed", [{"title": "Bridge open"}, {"updated": NOW}, {"teaser": "New."}, {"link": "https://post.example/new"}]
)
def test_what_says_something_else_now_is_due_again_under_its_old_name(changed: dict[str, object]) -> None:
    before = came(entry())
    filed = replace(before, items=(replace(before.items[0], article_key="url:x", state="filed", filed=NOW - DAY),))
    (item,) = came(entry(**changed), known=filed).items
    assert (item.state, item.not_before, item.article_key, item.filed) == ("due", NOW, "url:x", NOW - DAY)


def test_links_are_joined_to_where_the_feed_was_found_and_those_that_lead_nowhere_are_passed_over() -> None:
    visit = came(
        entry("a", link="/news/a"), entry("b", link="file:///etc/passwd"), entry("c", link="http://u:p@x.example/"),
        entry("d", link="javascript:alert(1)"), entry("e", link="//other.example/e"), entry("f", link="http://["),
        page=replace(PAGE, url="https://www.post.example/feeds/all"),
    )  # fmt: skip
    assert [item.url for item in visit.items] == ["https://www.post.example/news/a", "https://other.example/e"]


@pytest.mark.parametrize(
    ("ahead", "kept"), [(timedelta(hours=20), True), (2 * DAY, False), (timedelta(days=36_500), False)]
)
def test_a_date_in_the_future_is_no_date(ahead: timedelta, kept: bool) -> None:
    (item,) = came(entry(published=NOW + ahead)).items
    assert item.published == (NOW + ahead if kept else None)


def test_the_feed_remembers_what_the_server_said_and_comes_again_in_time() -> None:
    items = [entry(str(n), published=NOW - 20 * MINUTE * n) for n in range(9)]
    feed = came(*items, title="The Post", site="https://post.example/").feed
    assert (feed.etag, feed.modified, feed.failures, feed.problem) == ('"1"', "Mon", 0, "")
    assert (feed.title, feed.site, feed.fetched, feed.succeeded) == ("The Post", "https://post.example/", NOW, NOW)
    assert (feed.interval, feed.next) == (10 * MINUTE, NOW + 10 * MINUTE)


def test_a_name_people_gave_it_stays() -> None:
    assert came(entry(), feed=replace(FEED, title="Ours"), title="Theirs").feed.title == "Ours"


@pytest.mark.parametrize(
    ("page", "paper", "minutes"),
    [
        ({"max_age": 3600.0}, {}, 60),
        ({}, {"pause": timedelta(hours=2)}, 120),
        ({"max_age": 3600.0}, {"pause": timedelta(hours=2)}, 120),
        ({"max_age": 1e12}, {}, 24 * 60),
        ({"max_age": 0.0}, {}, 30),
    ],
)
def test_it_is_not_visited_more_often_than_it_asks(page: dict, paper: dict, minutes: int) -> None:
    feed = came(entry(), page=replace(PAGE, **page), **paper).feed
    assert feed.next == NOW + minutes * MINUTE


def test_feeds_without_dates_are_learnt_by_when_their_items_appear() -> None:
    seen = replace(FEED, succeeded=NOW - DAY)
    feed = came(entry("a"), entry("b"), feed=seen).feed
    assert feed.recent == (NOW, NOW)
    assert came(entry("a"), feed=FEED).feed.recent == (), "at the first visit everything appears at once"


def test_moved_for_good_it_is_visited_there() -> None:
    assert came(entry(), page=replace(PAGE, moved="https://new.example/feed")).feed.url == "https://new.example/feed"


def test_nothing_new_keeps_the_etag_that_the_server_left_out() -> None:
    before = came(entry()).feed
    after = visiting.unchanged(before, Page(FEED.url, "", b"", unchanged=True), now=NOW + MINUTE, jitter=0).feed
    assert (after.etag, after.sha256, after.recent) == (before.etag, before.sha256, before.recent)
    assert after.next > NOW + MINUTE


def test_a_feed_that_no_longer_gives_etags_is_asked_without() -> None:
    assert came(entry(), feed=replace(FEED, etag='"old"'), page=replace(PAGE, etag="")).feed.etag == ""


def failed(feed: Feed, error: Exception, *, now: datetime = NOW) -> Visit:
    return visiting.failed(feed, error, now=now, jitter=0.5)  # type: ignore[arg-type]


def test_a_failure_is_kept_with_its_reason_and_tried_later_and_later() -> None:
    one = failed(FEED, FetchFailed(f"{FEED.url}: answered 503; try later", status=503)).feed
    assert (one.failures, one.problem, one.next) == (1, "answered 503; try later", NOW + 5 * MINUTE)
    two = failed(one, BadFeed("is no feed\nat all")).feed
    assert (two.failures, two.problem, two.next) == (2, "is no feed at all", NOW + 10 * MINUTE)
    asked = failed(FEED, FetchFailed("x", status=429, retry_after=86_400)).feed
    assert asked.next == NOW + DAY


def test_gone_is_said_once() -> None:
    visit = failed(FEED, FetchFailed("x", status=410))
    assert visit.feed.standing == "gone"
    assert f"/feeds check {FEED.url}" in visit.word
    assert failed(visit.feed, FetchFailed("x", status=410)).word == ""


def test_long_dead_is_gone_too() -> None:
    tired = replace(FEED, succeeded=NOW - 13 * DAY, failures=60)
    assert failed(tired, FetchFailed("answered 404", status=404)).feed.standing == "active"
    dead = failed(tired, FetchFailed("answered 404", status=404), now=NOW + DAY)
    assert dead.feed.standing == "gone"
    assert "17 February 2026" in dead.word
    never = replace(FEED, failures=60)
    assert "never" in failed(never, FetchFailed("x")).word


def test_what_was_gone_and_answers_is_followed_again() -> None:
    gone = failed(FEED, FetchFailed("x", status=410)).feed
    assert came(entry(), feed=gone).feed.standing == "active"
