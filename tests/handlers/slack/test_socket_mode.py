"""Socket Mode: the same listeners, reached over a WebSocket that the bot opens itself; when it breaks nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.app import drain, make_app
from handlers.slack.socket import socket_mode
from store.requests import MemoryRequests
from tests.handlers.slack.newsroom_fake import OPEN, NewsroomFake
from tests.handlers.slack.signed import mention
from tests.handlers.slack.slack_double import TEAM, Fault, SlackDouble
from tests.handlers.slack.socket_double import APP_TOKEN, SocketDouble
from tests.handlers.slack.test_commands import said


@dataclass
class Joined:
    """The bot, and Slack's end of its line."""

    slack: SlackDouble
    socket: SocketDouble
    app: AsyncApp
    newsroom: NewsroomFake

    async def command(self, name: str, envelope: str = "") -> None:
        """Somebody types /facts; the answer goes to an address of this name."""
        form = {
            "command": "/facts",
            "text": f"bridge {name}",
            "team_id": TEAM,
            "channel_id": "C1",
            "user_id": "U1",
            "user_name": "ann",
            "trigger_id": name,
            "response_url": self.slack.response_url(name),
        }
        await self.socket.send("slash_commands", form, envelope or name)

    async def event(self, event: dict[str, Any], event_id: str, envelope: str = "") -> None:
        payload = {"type": "event_callback", "team_id": TEAM, "event_id": event_id, "event": event}
        await self.socket.send("events_api", payload, envelope or event_id)

    async def answered(self) -> dict[str, int]:
        """How often what was asked under which name was answered."""
        await drain(self.app, 5)
        in_threads = [str(m["thread_ts"]) for m in self.slack.messages["C1"] if m.get("thread_ts")]
        counted = {name: len(answers) for name, answers in self.slack.answered.items()}
        return counted | {ts: in_threads.count(ts) for ts in in_threads}


@pytest.fixture
async def joined(slack: SlackDouble, client: AsyncWebClient, newsroom: NewsroomFake) -> AsyncIterator[Joined]:
    app = make_app(newsroom, client=client, requests=MemoryRequests())  # type: ignore[arg-type]
    socket = await SocketDouble(slack).start()
    handler = socket_mode(app, client, APP_TOKEN, every=0.3)
    await handler.connect_async()
    await socket.connected(1)
    yield Joined(slack, socket, app, newsroom)
    await handler.close_async()
    await drain(app, 5)
    await socket.stop()


async def test_commands_and_mentions_come_over_the_socket(joined: Joined) -> None:
    await joined.command("t1")
    await joined.event(mention("<@UBOT> bridge?", ts="1.1"), "Ev1")
    await joined.socket.acked("t1", "Ev1")
    assert await joined.answered() == {"t1": 1, "1.1": 1}
    assert OPEN.claim.quote in said(joined.slack.answers[0])


async def test_what_slack_sends_twice_is_acked_twice_and_answered_once(joined: Joined) -> None:
    """The ack did not reach it: it sends the same again, as another envelope or as the same one."""
    await joined.command("t1")
    await joined.event(mention("<@UBOT> bridge?", ts="1.1"), "Ev1")
    await joined.socket.acked("t1", "Ev1")
    for envelope in ("again", "t1", "Ev1"):
        await (joined.command("t1", envelope) if envelope != "Ev1" else joined.event(mention("<@UBOT> bridge?", ts="1.1"), "Ev1"))  # fmt: skip
    await joined.event(mention("<@UBOT> bridge?", ts="1.1"), "Ev1", "Ev1 again")
    await joined.socket.acked("again", "Ev1 again")
    assert await joined.answered() == {"t1": 1, "1.1": 1}


BREAKS: dict[str, Callable[[SocketDouble], Awaitable[None]]] = {
    "warning": lambda socket: socket.disconnect("warning"),
    "refresh requested": lambda socket: socket.disconnect("refresh_requested"),
    "closed": lambda socket: socket.close(),
    "cut": lambda socket: socket.cut(),
}


@pytest.mark.parametrize("how", BREAKS)
async def test_a_line_that_breaks_is_opened_anew_and_nothing_is_lost(joined: Joined, how: str) -> None:
    """What was sent on the old line and not acked comes again on the new one, whether the bot had it or not."""
    await joined.command("before")
    await joined.socket.acked("before")
    joined.socket.deaf = True
    await joined.command("between")
    await joined.event(mention("<@UBOT> bridge?", ts="1.1"), "Ev1")
    await BREAKS[how](joined.socket)
    await joined.socket.connected(2)
    await joined.command("after")
    await joined.socket.acked("between", "Ev1", "after")
    assert await joined.answered() == {"before": 1, "between": 1, "1.1": 1, "after": 1}


async def test_a_line_that_breaks_again_and_again_loses_nothing(joined: Joined) -> None:
    for n, how in enumerate([*BREAKS, *BREAKS], 1):
        joined.socket.deaf = n % 3 == 0
        await joined.command(f"t{n}")
        await joined.event(mention("<@UBOT> bridge?", ts=f"{n}.1"), f"Ev{n}")
        await BREAKS[how](joined.socket)
        await joined.socket.connected(n + 1)
    await joined.socket.acked(*(f"{kind}{n}" for kind in ("t", "Ev") for n in range(1, 9)))
    assert await joined.answered() == {name: 1 for n in range(1, 9) for name in (f"t{n}", f"{n}.1")}


async def test_it_comes_back_when_slack_gives_no_new_line_at_first(joined: Joined) -> None:
    joined.slack.fail(
        "apps.connections.open", Fault(status=500, body="oops"), Fault(error="internal_error"), Fault(cut=True)
    )
    joined.socket.deaf = True
    await joined.command("t1")
    await joined.socket.cut()
    await joined.socket.connected(2)
    await joined.socket.acked("t1")
    assert await joined.answered() == {"t1": 1}


async def test_a_listener_at_work_when_the_line_breaks_answers_all_the_same(joined: Joined) -> None:
    """The ack goes out on the new line or not at all; either way the person has one answer."""
    facts = joined.newsroom.facts

    async def broken_in_the_middle(text: str) -> Any:
        await joined.socket.cut()
        await joined.socket.connected(2)
        return await facts(text)

    joined.newsroom.facts = broken_in_the_middle  # type: ignore[method-assign]
    await joined.command("t1")
    await joined.socket.acked("t1")
    assert await joined.answered() == {"t1": 1}
