"""`/feeds` in Slack: added, listed, checked and removed, and what is wrong with a feed in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.following import Followed
from bot.intake.subscriptions import Feed, Tally
from handlers.slack import feed_blocks
from tests.handlers.slack.block_rules import message_complaints
from tests.handlers.slack.newsroom_fake import NOW, NewsroomFake
from tests.handlers.slack.signed import Sender
from tests.handlers.slack.slack_double import SlackDouble
from tests.handlers.slack.test_commands import said

SITE = "https://post.example"


async def test_a_feed_is_added_listed_checked_and_removed(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    for typed in (f"add <{SITE}|post.example>", "list", f"check {SITE}", "remove The Harbour Post", "list"):
        await send.command("/feeds", typed)
    added, listed, checked, removed, empty = map(said, slack.answers)
    assert added == f"The Harbour Post is followed now ({SITE}): 6 articles to file."
    assert "1 feed followed." in listed
    assert "6 waiting" in listed
    assert checked == "The Harbour Post: 2 articles to file."
    assert "not followed any more" in removed
    assert "No feed is followed yet" in empty
    assert newsroom.feeds is not None
    assert newsroom.feeds.by == "@ann"


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("add", "/feeds add https://"),
        ("remove", "/feeds remove https://"),
        ("check", "/feeds check https://"),
        ("subscribe x", "try /feeds list"),
    ],
)
async def test_a_wrong_argument_is_met_with_an_example(send: Sender, slack: SlackDouble, typed: str, hint: str) -> None:
    await send.command("/feeds", typed)
    assert hint in said(slack.answers[0])
    assert "reference" not in said(slack.answers[0])


@pytest.mark.parametrize(("typed", "hint"), [("remove nothing", "/feeds list"), ("add nothing", "names no feed")])
async def test_what_is_not_there_is_told_with_a_reference(
    send: Sender, slack: SlackDouble, typed: str, hint: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await send.command("/feeds", typed)
    assert hint in said(slack.answers[0])
    [record] = [r for r in caplog.records if r.message == "turned down"]
    assert f"(reference {record.reference})" in said(slack.answers[0])  # type: ignore[attr-defined]


async def test_a_bot_that_follows_no_feeds_says_so(send: Sender, slack: SlackDouble, newsroom: NewsroomFake) -> None:
    newsroom.feeds = None
    await send.command("/feeds", "list")
    assert "follows no feeds" in said(slack.answers[0])


def feed(n: int, **more: object) -> Followed:
    made = replace(Feed.at(f"https://f{n}.example/feed", now=NOW, title=f"Paper {n}"), **more)  # type: ignore[arg-type]
    return Followed(made, Tally(days={NOW.date(): 3, (NOW - timedelta(days=20)).date(): 9}))


def test_those_in_trouble_come_first_with_their_number_in_the_whole_list() -> None:
    well = feed(1, fetched=NOW - timedelta(minutes=12), next=NOW + timedelta(hours=2))
    failing = feed(2, failures=3, problem="answered 503; try later", fetched=NOW, next=NOW + timedelta(minutes=40))
    gone = feed(3, standing="gone", problem="its publisher has taken it down (410)", fetched=NOW - timedelta(days=2))
    message = feed_blocks.listed([well, failing, gone], now=NOW)
    text = said(message)  # type: ignore[arg-type]
    assert text.index("3. Paper 3") < text.index("2. Paper 2") < text.index("1. Paper 1")
    assert "Not visited any more: its publisher has taken it down (410)." in text
    assert "Failed 3 times in a row: answered 503; try later." in text
    assert "3 articles in 14 days; last visited 12 minutes ago, next in 2 hours" in text


def test_a_long_list_keeps_to_slacks_limits_and_says_what_is_left_out() -> None:
    hostile = [feed(n, title="<!channel> *" + "x" * 3000, problem="y" * 5000, failures=1) for n in range(60)]
    message = feed_blocks.listed(hostile, now=NOW)
    assert message_complaints(message) == []
    assert "40 more" in said(message)  # type: ignore[arg-type]
    assert "<!channel>" not in message["text"]
