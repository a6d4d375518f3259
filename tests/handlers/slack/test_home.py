"""The Home tab over HTTP: what is disputed, watched and due, as far as it is this person's to see; looked through, searched
and pressed in place, within Slack's limits."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.errors import BadCommand
from bot.following import Followed
from bot.intake.subscriptions import Feed, Tally
from bot.nouns import Answer, Counts, Section, Snippet
from bot.watches import Quiet, Watch
from handlers.slack import answer_blocks, dispute_blocks, home_blocks
from handlers.slack.home_blocks import Home, State
from tests.handlers.slack.block_rules import complaints
from tests.handlers.slack.newsroom_fake import CLOSED, NOW, OPEN, NewsroomFake, dispute, statement
from tests.handlers.slack.signed import Sender
from tests.handlers.slack.slack_double import Fault, SlackDouble
from tests.handlers.slack.test_commands import said

ID = "d1234567890abcde"


async def opened(send: Sender, slack: SlackDouble, user: str = "Uann") -> dict[str, Any]:
    """The tab as this person sees it on opening it."""
    await send.event({"type": "app_home_opened", "user": user, "tab": "home", "channel": "D1"})
    return slack.homes[user]


def button(view: dict[str, Any], action_id: str, label: str = "") -> dict[str, Any]:
    """What Slack sends when this button of the tab is pressed; the first whose words for a screen reader hold ``label``."""
    everything = [e for b in view["blocks"] for e in [*b.get("elements", []), b.get("accessory", {})]]
    found = next(e for e in everything if e.get("action_id") == action_id and label in e.get("accessibility_label", ""))
    return {k: found[k] for k in ("action_id", "value")}


async def press(send: Sender, view: dict[str, Any], action: dict[str, Any], user: str = "ann") -> None:
    await send.press(action, user=user, in_home=True, view={"id": "V1", **view})


async def search(send: Sender, view: dict[str, Any], typed: str | None) -> None:
    await press(send, view, {"action_id": home_blocks.SEARCH, "type": "plain_text_input", "value": typed})


async def test_it_shows_what_is_disputed_and_filed(send: Sender, slack: SlackDouble) -> None:
    view = await opened(send, slack)
    assert view["type"] == "home"
    told = said(view)
    assert "2 articles" in told
    assert OPEN.claim.quote[:11] in told
    assert "Coast Radio" in told
    assert view["blocks"][2]["type"] == "input"
    assert view["blocks"][2]["dispatch_action"] is True


async def test_the_messages_tab_draws_no_home(send: Sender, slack: SlackDouble) -> None:
    await send.event({"type": "app_home_opened", "user": "Uann", "tab": "messages", "channel": "D1"})
    assert slack.homes == {}


async def test_both_sides_open_in_a_window_and_settling_and_taking_on_redraw(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    view = await opened(send, slack)
    await press(send, view, button(view, dispute_blocks.SHOW))
    assert OPEN.claim.id in said(slack.modals[0])
    await press(send, view, button(view, dispute_blocks.ASSIGN))
    assert newsroom.on_file[ID].holder == "@ann"
    assert "Take over" in said(slack.homes["Uann"])
    await press(send, view, button(view, dispute_blocks.RESOLVE))
    assert newsroom.on_file[ID].state == "resolved"
    assert OPEN.claim.id not in said(slack.homes["Uann"])


async def test_many_disputes_are_paged_in_place_each_once(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    for n in range(9):
        newsroom.on_file[f"d{n}"] = dispute(id=f"d{n}")
    view, seen = await opened(send, slack), []
    while True:
        seen += [b["block_id"] for b in view["blocks"] if b.get("block_id", "").startswith("dispute:")]
        if not any(
            e.get("action_id") == home_blocks.DISPUTES_NEXT for b in view["blocks"] for e in b.get("elements", [])
        ):
            break
        await press(send, view, button(view, home_blocks.DISPUTES_NEXT))
        view = slack.homes["Uann"]
    assert len(seen) == len(set(seen)) == 10
    assert "Page 3 of 3" in said(view)
    await press(send, view, button(view, home_blocks.DISPUTES_BACK))
    assert "Page 2 of 3" in said(slack.homes["Uann"])
    await press(send, slack.homes["Uann"], {"action_id": home_blocks.DISPUTES_NEXT, "value": "99999"})
    assert "Page 3 of 3" in said(slack.homes["Uann"]), "there are fewer than when the button was drawn"


async def test_what_is_looked_up_is_answered_in_place_and_stays_while_other_things_are_pressed(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    view = await opened(send, slack)
    await search(send, view, "bridge")
    view = slack.homes["Uann"]
    assert newsroom.asked == ["/facts bridge"]
    assert view["blocks"][2]["element"]["initial_value"] == "bridge"
    assert CLOSED.claim.quote in said(view)
    await press(send, view, button(view, answer_blocks.OPEN, CLOSED.claim.id))
    assert CLOSED.claim.quote in said(slack.modals[-1])
    await press(send, view, button(view, dispute_blocks.ASSIGN))
    assert slack.homes["Uann"]["blocks"][2]["element"]["initial_value"] == "bridge", "still there"
    await send.event({"type": "app_home_opened", "user": "Uann", "tab": "home", "view": slack.homes["Uann"]})
    assert slack.homes["Uann"]["blocks"][2]["element"]["initial_value"] == "bridge", "and when they come back"
    await press(send, slack.homes["Uann"], button(slack.homes["Uann"], home_blocks.CLEAR))
    assert "initial_value" not in slack.homes["Uann"]["blocks"][2]["element"]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("bridge", "/facts bridge"),
        ("who announced it?", "who announced it?"),
        ("Is the bridge open", "Is the bridge open"),
        ("/who announced", "/who announced"),
        ("bridge since:2025-04", "/facts bridge since:2025-04"),
    ],
)
async def test_words_are_looked_up_and_questions_answered(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake, typed: str, asked: str
) -> None:
    await search(send, await opened(send, slack), typed)
    assert newsroom.asked == [asked]


async def test_nothing_typed_clears_it_and_what_cannot_be_asked_is_told_in_place(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    view = await opened(send, slack)
    newsroom.raises = BadCommand("sence: is no filter; since: is, e.g. /facts kursk since:2025-04-01")
    await search(send, view, "bridge sence:2025")
    assert "since: is, e.g. /facts kursk since:2025-04-01" in said(slack.homes["Uann"])
    await search(send, slack.homes["Uann"], None)
    assert "since: is" not in said(slack.homes["Uann"])


async def test_long_answers_are_paged(send: Sender, slack: SlackDouble, newsroom: NewsroomFake) -> None:
    many = [statement(f"Claim {n} of the bridge.", article=f"b{n}") for n in range(10)]
    for one in many:
        newsroom.keep(one)
    section = Section("agreed", "On file", tuple(Snippet(s, s.claim.quote) for s in many))
    newsroom.canned["/facts bridges"] = Answer("bridges", True, "On file.", (section,))
    await search(send, await opened(send, slack), "bridges")
    assert "Page 1 of 3" in said(slack.homes["Uann"])
    await press(send, slack.homes["Uann"], button(slack.homes["Uann"], home_blocks.FOUND_NEXT))
    assert many[4].claim.quote in said(slack.homes["Uann"])
    assert many[3].claim.quote not in said(slack.homes["Uann"])


async def test_watches_of_ones_own_and_of_ones_channels_are_shown_and_those_of_others_are_not(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    slack.members = {"Uann": {"C1": "news", "G7": "investigations"}, "Uben": {"C1": "news"}}
    for watch in (
        Watch("Dann", "kursk"),
        Watch("C1", "harbour", by="@ben"),
        Watch("G7", "secret topic"),
        Watch("Dben", "his own"),
        Watch("C1", "ferries", muted=True),
    ):
        await newsroom.shelf.watch(watch)
    await newsroom.shelf.keep_quiet(Quiet("C1", "22:00", "07:00", "Europe/London"), channel="C1")
    await newsroom.plan_digest("C1", "daily 07:30 Europe/London only disputes, feeds")
    await newsroom.plan_digest("C999", "daily 08:15 Europe/London")
    told = said(await opened(send, slack))
    for line in (
        "Alerts of “kursk”, to you",
        "Alerts of “harbour”, #news, set by @ben",
        "Alerts of “secret topic”, #investigations",
        "Muted “ferries”, #news",
        "#news, 22:00 to 07:00 (Europe/London)",
        "#news: every day at 07:30 (Europe/London), with new disputes and feeds in trouble",
    ):
        assert line in told
    assert "his own" not in told
    assert "08:15" not in told
    told = said(await opened(send, slack, "Uben"))
    assert "his own" in told
    assert "secret topic" not in told
    assert "kursk" not in told.replace("/watch me kursk", "").replace("kursk, or:", "")


async def test_unwatching_ends_it_and_redraws_and_twice_does_no_harm(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake
) -> None:
    slack.members = {"Uann": {"C1": "news"}}
    await newsroom.shelf.watch(Watch("Dann", "any"))
    await newsroom.shelf.watch(Watch("C1", "Kim Jong-un"))
    view = await opened(send, slack)
    action = button(view, home_blocks.UNWATCH, "Kim")
    await press(send, view, action)
    assert [w.words for w in await newsroom.shelf.watches()] == ["any"]
    assert "Kim" not in said(slack.homes["Uann"])
    await press(send, view, action)
    assert [w.words for w in await newsroom.shelf.watches()] == ["any"]
    await press(send, view, button(view, home_blocks.UNWATCH, "everything, to you"))
    assert await newsroom.shelf.watches() == []


@pytest.mark.parametrize("method", ["users.conversations", "conversations.open"])
async def test_where_slack_does_not_say_the_tab_is_drawn_all_the_same(
    send: Sender, slack: SlackDouble, newsroom: NewsroomFake, method: str
) -> None:
    await newsroom.shelf.watch(Watch("Dann", "kursk"))
    await newsroom.shelf.watch(Watch("C1", "harbour"))
    slack.fail(method, Fault(error="missing_scope"))
    told = said(await opened(send, slack))
    assert OPEN.claim.id in told
    assert "harbour”, #" not in told


async def test_feeds_in_trouble_are_named(send: Sender, slack: SlackDouble, newsroom: NewsroomFake) -> None:
    assert newsroom.feeds is not None
    well = replace(Feed.at("https://well.example/feed", now=NOW, title="The Well"), fetched=NOW)
    gone = replace(Feed.at("https://gone.example/feed", now=NOW, title="The Gone"), standing="gone", problem="HTTP 410")
    newsroom.feeds.on_list = [Followed(well, Tally()), Followed(gone, Tally())]
    told = said(await opened(send, slack))
    assert "2 feeds followed, 1 well, 1 in trouble." in told
    assert "The Gone" in told
    assert "The Well" not in told


def test_with_everything_at_its_most_it_keeps_slacks_limits_and_every_part_is_there() -> None:
    """Each part at its fullest, a page of an answer besides: nothing falls off the end."""
    many = [statement("so it was " * 400, article=f"b{n}") for n in range(20)]
    answer = Answer("x", True, "On file.", (Section("agreed", "On file", tuple(Snippet(s, s.claim.quote) for s in many)),), ("n",) * 9, ("s",) * 5)  # fmt: skip
    feed = replace(Feed.at("https://gone.example/feed", now=NOW, title="The Gone " * 30), standing="gone", problem="x" * 900)  # fmt: skip
    shown = Home(
        Counts(1, 1, 1, 1, 0, 0, 1),
        [dispute(id=f"d{n}", state="open") for n in range(30)],
        NOW,
        mine="D1",
        places={f"C{n}": "n" * 80 for n in range(40)},
        watches=[Watch(f"C{n}", "w" * 120, by="@" + "b" * 80) for n in range(40)],
        quiet=[Quiet(f"C{n}", "22:00", "07:00", "Europe/London") for n in range(40)],
        feeds=[Followed(feed, Tally())] * 30,
        editions=[OPEN.edition] * 30,
    )
    for view, heading in (
        (home_blocks.home(shown, State()), "Latest articles"),
        (home_blocks.home(replace(shown, answer=answer), State("x" * 300, 2, 1)), "Feeds"),
    ):
        assert complaints(view["blocks"], most=100) == []
        assert len(view["private_metadata"]) <= 3_000
        told = said(view)
        assert heading in told
        assert "not shown: too long" not in told


@pytest.mark.parametrize(
    "broken", ["", "{", "[]", '{"asked": 1}', json.dumps({"asked": "x", "found": "y", "disputes": 0})]
)
def test_a_view_that_bears_nothing_we_know_is_a_fresh_one(broken: str) -> None:
    assert State.of(broken) == State()
    assert State.of(State("kursk", 2, 1).metadata) == State("kursk", 2, 1)
