"""What Slack would not hear the answer to is taken up again: what was done is not done twice, and the answer comes, once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.newsroom import Newsroom
from bot.nouns import Answer, Claim, Revision
from handlers.slack import answer_blocks, dispute_blocks, http, once, paging, windows
from handlers.slack.app import at_work, drain, make_app, taking_up
from handlers.slack.client import make_client
from handlers.slack.takingup import ANSWERABLE, ATTEMPTS, hopeless
from store.memory import MemoryStore
from tests.handlers.slack.signed import SECRET, Sender, mention
from tests.handlers.slack.slack_double import TOKEN, Fault, SlackDouble
from tests.handlers.slack.test_commands import said
from tests.proofs.filing_run import claims_of
from tests.store.factories import everything, revision

LIMITED = Fault(status=429, headers={"Retry-After": "10"})
MARK = "Perhaps told before"
WATCHED = "The harbour is shut, the union said."


async def read(found: Revision) -> tuple[Claim, ...]:
    return claims_of(found)


class Bureau:
    """A newsroom with one dispute, its clock in hand, before a Slack that can be told not to listen."""

    def __init__(self, slack: SlackDouble, session: ClientSession) -> None:
        self.now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
        self.slack, self.store = slack, MemoryStore()
        client = make_client(TOKEN, api_url=slack.api, session=session, clock=lambda: self.now.timestamp())
        self.newsroom = Newsroom(self.store, read, clock=lambda: self.now, alert_channel="C1")
        self.app = make_app(self.newsroom, client=client, signing_secret=SECRET, requests=self.store.requests)
        self.send: Sender
        self.dispute = self.claim = ""

    async def file(self) -> None:
        for name, text in (("one", "The harbour is open, the ministry said."), ("two", WATCHED)):
            told = revision(name, text)
            claims = claims_of(told)
            await self.store.file(told, claims, everything(told, claims[:1]), alert_channel="C1", now=self.now)
            self.claim = claims[0].id
        [dispute] = await self.store.disputes()
        self.dispute = dispute.id

    async def later(self, seconds: float = 30.0) -> int:
        """Time goes by, and what is unfinished is taken up; how much."""
        self.now += timedelta(seconds=seconds)
        count = await taking_up(self.app).turn()
        for _ in range(20):  # until the listeners have begun
            await drain(self.app, 5)
        return count

    def answers(self) -> list[str]:
        return [said(answer) for answer in self.slack.answers]

    def deaf(self, *methods: str, after: int = 0) -> None:
        """Slack asks to wait with each call of these methods from now on, but for the first so many."""
        calls = 0

        def weather(method: str, *more: Any) -> Fault | None:
            nonlocal calls
            calls += method in methods
            return LIMITED if method in methods and calls > after else None

        self.slack.weather = weather

    def listening(self) -> None:
        self.slack.weather = lambda *call: None


@pytest.fixture
async def bureau(slack: SlackDouble) -> AsyncIterator[Bureau]:
    async with ClientSession() as session:
        made = Bureau(slack, session)
        await made.file()
        site = web.Application()
        http.mount(site, made.app)
        async with TestServer(site) as server:
            made.send = Sender(str(server.make_url(http.PATH)), made.app, slack)
            yield made


def menu(value: str) -> dict[str, Any]:
    return {"action_id": dispute_blocks.MORE, "type": "static_select", "selected_option": {"value": value}}


PRESSES = {
    "resolve": (lambda d: {"action_id": dispute_blocks.RESOLVE, "value": d}, "Done. Resolved, said @ann.", "resolved"),
    "assign": (lambda d: {"action_id": dispute_blocks.ASSIGN, "value": f"{d}:"}, "Done. You took it on.", "assigned"),
    "remind": (lambda d: menu(f"{d}:remind:hour"), "You will be reminded of it", "reminder"),
    "mute": (lambda d: menu(f"{d}:mute:harbour"), "Muted: alerts about “harbour”", "muted"),
}


@pytest.mark.parametrize("name", PRESSES)
async def test_a_press_that_was_done_and_not_answered_is_answered_as_done_and_stands_once(
    bureau: Bureau, name: str
) -> None:
    press, told, act = PRESSES[name]
    bureau.deaf("respond")
    await bureau.send.press(press(bureau.dispute))
    assert await bureau.later() == 1
    bureau.listening()
    assert await bureau.later(60) == 1
    [answer] = bureau.answers()
    assert told in answer
    assert MARK in answer
    [dispute] = await bureau.store.disputes()
    assert [(a.what, a.by) for a in dispute.acts] == [(act, "@ann")]
    assert sum(due.kind == "reminder" for due in await bureau.store.waiting()) == (name == "remind")
    assert await bureau.later(3600) == 0


COMMANDS = [
    ("/facts", "harbour", "harbour is shut"),
    ("/watch", "harbour", "come here from now on"),
    ("/unwatch", "ferries", "no longer watched here"),
    ("/watch", "quiet 22:00-07:00 Europe/London", "Quiet here from 22:00"),
    ("/digest", "daily 07:30 Europe/London", "every day at 07:30"),
    ("/digest", "off", "No digest for this channel"),
    ("/article", "withdraw two It was made up", "Withdrawn: “The two story”"),
    ("/article", "readmit gone", "On file again"),
    ("/article", "add The ferry sank on Monday, the owner said.", "on file"),
    ("/wirecheck", "help", "remembers who said what"),
    ("/watch", "quiet at night", "Say from when to when"),
]


@pytest.mark.parametrize(("name", "text", "told"), COMMANDS)
async def test_a_command_that_was_done_and_not_answered_is_answered_as_done(
    bureau: Bureau, name: str, text: str, told: str
) -> None:
    await bureau.newsroom.lookout.watch("C1", "ferries")
    gone = revision("gone", "The pier is shut, the mayor said.")
    await bureau.store.file(gone, claims_of(gone), everything(gone, []), alert_channel="", now=bureau.now)
    await bureau.newsroom.withdraw("gone", by="@ann")
    bureau.deaf("respond")
    await bureau.send.command(name, text)
    assert bureau.answers() == []
    bureau.listening()
    assert await bureau.later() == 1
    [answer] = bureau.answers()
    assert told.lower() in answer.lower()
    assert MARK in answer
    assert await bureau.later(3600) == 0


async def test_of_two_answers_the_one_that_was_taken_is_not_given_again(bureau: Bureau) -> None:
    """Share takes the button away first, and posts for all then."""
    bureau.deaf("respond", after=1)
    share = {"action_id": paging.SHARE, "value": "0 /facts harbour"}
    await bureau.send.press(share, container={"is_ephemeral": True})
    assert [a.get("response_type") for a in bureau.slack.answers] == [None]
    bureau.listening()
    await bureau.later()
    assert [a.get("response_type") for a in bureau.slack.answers] == [None, "in_channel"]


async def test_a_mention_is_looked_for_in_its_thread_before_it_is_answered_again(bureau: Bureau) -> None:
    asked = mention("<@UBOT> is the harbour shut?")
    bureau.slack.messages["C1"].append({"ts": asked["ts"], "user": "Uann"})
    bureau.slack.fail("chat.postMessage", Fault(cut=True, taken=True))
    await bureau.send.event(asked)
    assert await bureau.later() == 1
    [answer] = [m for m in bureau.slack.messages["C1"] if m.get("thread_ts")]
    assert MARK not in said(answer)
    assert await bureau.later(3600) == 0


async def test_where_the_bot_may_not_look_an_answer_says_that_it_may_have_come_before(bureau: Bureau) -> None:
    bureau.slack.fail("chat.postMessage", Fault(cut=True, taken=True))
    await bureau.send.event(mention("<@UBOT> is the harbour shut?"))  # of which this Slack has no thread to show
    bureau.slack.fail("conversations.replies", Fault(error="missing_scope"))
    await bureau.later()
    assert [MARK in said(m) for m in bureau.slack.messages["C1"]] == [False, True]


@pytest.mark.parametrize("in_home", [False, True])
async def test_a_window_is_not_opened_late_and_whoever_pressed_is_told(
    bureau: Bureau, caplog: pytest.LogCaptureFixture, *, in_home: bool
) -> None:
    bureau.deaf("views.open")
    action = {"action_id": dispute_blocks.SHOW if in_home else answer_blocks.OPEN}
    await bureau.send.press({**action, "value": bureau.dispute if in_home else bureau.claim}, in_home=in_home)
    bureau.listening()
    with caplog.at_level(logging.INFO):
        await bureau.later()
    assert bureau.slack.modals == []
    assert any(windows.TOO_LATE in one for one in bureau.answers()) != in_home
    assert ("window not opened any more" in caplog.text) == in_home
    assert await bureau.later(3600) == 0


async def test_what_is_tried_again_and_again_is_left_in_the_end(
    bureau: Bureau, caplog: pytest.LogCaptureFixture
) -> None:
    bureau.deaf("respond")
    await bureau.send.command("/facts", "harbour")
    tries = [await bureau.later(185) for _ in range(12)]
    assert tries == [1] * 9 + [0] * 3, "as long as Slack takes an answer"
    assert "left unanswered" in caplog.text
    assert "harbour" not in caplog.text


async def test_a_button_pressed_half_an_hour_ago_is_left_and_a_question_is_not(bureau: Bureau) -> None:
    bureau.deaf("respond", "chat.postMessage")
    await bureau.send.command("/facts", "harbour")
    await bureau.send.event(mention("<@UBOT> is the harbour shut?"))
    bureau.listening()
    assert await bureau.later(ANSWERABLE.total_seconds() + 1) == 1
    assert (bureau.answers(), len(bureau.slack.messages["C1"])) == ([], 1)


async def test_a_bot_with_another_token_takes_nothing_up(bureau: Bureau, client, caplog) -> None:  # type: ignore[no-untyped-def]
    bureau.deaf("respond")
    await bureau.send.command("/facts", "harbour")
    bureau.listening()
    client.token = "xoxb-another"
    other = make_app(bureau.newsroom, client=client, requests=bureau.store.requests)
    bureau.now += timedelta(seconds=30)
    assert await taking_up(other).turn() == 0
    assert caplog.records[-1].reason == "the bot's token has changed since"


async def test_what_is_being_worked_on_is_left_alone(bureau: Bureau) -> None:
    """Another bot over the same archive, started while this one is at it."""
    other = taking_up(make_app(bureau.newsroom, token=TOKEN, requests=bureau.store.requests))
    ledger, done, facts = at_work(bureau.app).ledger, asyncio.Event(), bureau.newsroom.facts

    async def long(text: str) -> Answer:
        await done.wait()
        return await facts(text)

    bureau.newsroom.facts = long  # type: ignore[method-assign]
    asking = asyncio.create_task(bureau.send.command("/facts", "harbour"))
    while not ledger.at_work:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    for _ in range(4):
        bureau.now += timedelta(seconds=15)
        assert await taking_up(bureau.app).turn() == 0
        await ledger.flush()
        assert await other.turn() == 0
    done.set()
    await asking
    assert len(bureau.answers()) == 1


def test_what_is_kept_of_a_request_is_what_it_takes_to_do_it_again() -> None:
    assert once.to_keep({"command": "/facts", "text": "x", "token": "t", "trigger_id": "1"}) == {
        "command": "/facts",
        "text": "x",
        "trigger_id": "1",
    }
    chatter = {"type": "message", "channel_type": "channel", "user": "U1", "text": "lunch?"}
    assert once.to_keep({"type": "event_callback", "event": chatter}) is None, "what people say to each other"
    asked = once.to_keep({"type": "event_callback", "token": "t", "event": mention("bridge?", blocks=["much"])})
    assert asked == {"type": "event_callback", "event": mention("bridge?")}
    view = {"id": "V1", "type": "home", "private_metadata": "{}", "blocks": ["much"], "state": {}}
    press = {"type": "block_actions", "message": {"blocks": ["much"]}, "view": view, "state": {}, "actions": [1]}
    assert once.to_keep(press) == {
        "type": "block_actions",
        "view": {"id": "V1", "type": "home", "private_metadata": "{}"},
        "actions": [1],
    }
    pointed = {"type": "message_action", "message": {"text": "x", "ts": "1.1", "blocks": ["much"]}}
    assert once.to_keep(pointed) == {"type": "message_action", "message": {"text": "x", "ts": "1.1"}}
    assert once.to_keep({"type": "block_suggestion"}) is None


@pytest.mark.parametrize(
    ("body", "minutes", "attempts", "left"),
    [
        ({"command": "/facts"}, 28, ATTEMPTS, False),
        ({"command": "/facts"}, 30, 1, True),
        ({"command": "/facts"}, 1, ATTEMPTS + 1, True),
        ({"event": mention("bridge?")}, 59, 1, False),
        ({"event": {"type": "app_home_opened"}}, 30, 1, True),
        (None, 1, 1, True),
    ],
)
def test_what_makes_no_sense_any_more_is_left(body: Any, minutes: int, attempts: int, *, left: bool) -> None:
    assert bool(hopeless(body, age=timedelta(minutes=minutes), attempts=attempts)) == left
