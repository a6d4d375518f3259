"""A bot that is killed, or told to end, between its ack and its answer: started again it gives the answer, once."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from handlers.slack import http
from handlers.slack.dispute_blocks import RESOLVE
from store.sqlite import SqliteStore
from tests.handlers.slack.signed import FORM, mention, signed
from tests.handlers.slack.slack_double import TEAM, Fault, SlackDouble
from tests.handlers.slack.test_commands import said
from tests.proofs.delivery_bot import Life, born, fast_now, fast_time
from tests.proofs.filing_run import claims_of
from tests.store.factories import everything, revision

QUESTION = mention("<@UBOT> bridge?")
MARK = "Perhaps told before"


async def archive(path: Path) -> str:
    """An archive with one dispute, about a bridge; its id."""
    store = SqliteStore.open(f"sqlite:///{path}")
    for name, text in (
        ("one", "The bridge is open, the ministry said."),
        ("two", "The bridge is shut, the union said."),
    ):
        told = revision(name, text)
        claims = claims_of(told)
        await store.file(told, claims, everything(told, claims[:1]), alert_channel="", now=fast_now())
    [dispute] = await store.disputes()
    await store.close()
    return dispute.id


class Newsdesk:
    """One person, their Slack, and a bot that lives as often as it is started."""

    def __init__(self, slack: SlackDouble, database: Path, dispute: str) -> None:
        self.slack, self.database, self.dispute = slack, database, dispute
        self.slack.messages["C1"].append({"ts": QUESTION["ts"], "user": "Uann", "text": "bridge?"})
        self._pid = self._port = 0
        self.ended: asyncio.Future[int] | None = None

    async def start(self) -> None:
        port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._pid, self.ended = born(Life(self.database, self.slack.api, patience=0.3), port)
        self._port = await port

    async def end(self, how: signal.Signals) -> int:
        assert self.ended
        if not self.ended.done():
            os.kill(self._pid, how)
        return await self.ended

    async def ask(self) -> None:
        """A command, a mention and a press; each is acked at once."""
        command = {
            "command": "/facts",
            "text": "bridge",
            "team_id": TEAM,
            "channel_id": "C1",
            "user_id": "Uann",
            "user_name": "ann",
            "response_url": self.slack.response_url("command"),
            "trigger_id": "t1",
            "token": "verification",
        }
        press = {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": "Uann", "username": "ann", "team_id": TEAM},
            "channel": {"id": "C1"},
            "trigger_id": "t2",
            "response_url": self.slack.response_url("press"),
            "actions": [{"type": "button", "action_id": RESOLVE, "value": self.dispute, "action_ts": "1"}],
        }
        event = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": QUESTION}
        bodies = ((urlencode(command), FORM), (urlencode({"payload": json.dumps(press)}), FORM))
        async with aiohttp.ClientSession() as session:
            for body, kind in (*bodies, (json.dumps(event), "application/json")):
                url = f"http://127.0.0.1:{self._port}{http.PATH}"
                async with session.post(url, data=body, headers=signed(body, kind)) as answer:
                    assert (answer.status, await answer.text()) == (200, "")

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not true():  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    def answers(self) -> list[str]:
        return [said(answer) for answer in self.slack.answers]

    def in_thread(self) -> list[str]:
        return [said(m) for m in self.slack.messages["C1"] if m.get("thread_ts") == QUESTION["ts"]]

    def given(self) -> tuple[int, int, int]:
        """How often the command, the mention and the press were answered."""
        commands = sum("bridge is open" in one for one in self.answers())
        return commands, len(self.in_thread()), sum("Resolved, said @ann" in one for one in self.answers())

    def unfinished(self) -> int:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM requests").fetchone()[0])

    async def rest(self) -> None:
        """Waits until nothing is left to do, ends the bot, and looks at what it did."""
        await self.until(lambda: not self.unfinished())
        assert await self.end(signal.SIGTERM) == 0
        store = SqliteStore.open(f"sqlite:///{self.database}")
        [dispute] = await store.disputes()
        await store.close()
        assert (dispute.state, [(a.what, a.by) for a in dispute.acts]) == ("resolved", [("resolved", "@ann")])


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Newsdesk]:
    slack = await SlackDouble(iter(lambda: fast_time(), None)).start()
    made = Newsdesk(slack, tmp_path / "archive.db", await archive(tmp_path / "archive.db"))
    yield made
    if made.ended:
        await made.end(signal.SIGKILL)
    await slack.stop()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_what_was_acked_and_not_answered_is_answered_after_a_restart_once(
    desk: Newsdesk, how: signal.Signals
) -> None:
    """Slack is silent, and takes nothing, until the bot is gone."""
    calls = 0

    def silent(method: str, args: dict[str, Any], headers: Any) -> Fault | None:
        nonlocal calls
        calls += method in ("respond", "chat.postMessage")
        return Fault(hang=5.0, cut=True)

    await desk.start()
    desk.slack.weather = silent
    await desk.ask()
    await desk.until(lambda: calls >= 3)
    assert await desk.end(how) == (0 if how == signal.SIGTERM else -how)
    assert desk.given() == (0, 0, 0)
    desk.slack.weather = lambda *call: None
    await desk.start()
    await desk.until(lambda: desk.given() == (1, 1, 1))
    await desk.rest()
    assert desk.given() == (1, 1, 1)
    assert not any("quicker" in one for one in desk.answers()), "it was quicker itself"


async def test_what_slack_took_while_the_bot_was_killed_is_not_said_twice_without_a_mark(desk: Newsdesk) -> None:
    """Slack takes each answer, and the bot is killed before it hears so."""
    await desk.start()
    desk.slack.weather = lambda method, *rest: Fault(hang=5.0, cut=True, taken=True)
    await desk.ask()
    await desk.until(lambda: desk.given() == (1, 1, 1))
    await desk.end(signal.SIGKILL)
    desk.slack.weather = lambda *call: None
    await desk.start()
    await desk.until(lambda: desk.given() == (2, 1, 2))
    await desk.rest()
    assert desk.given() == (2, 1, 2), "in a thread it is looked for"
    assert [MARK in one for one in desk.answers()] == [False, False, True, True]


async def test_what_was_answered_is_not_answered_again_after_a_kill(desk: Newsdesk) -> None:
    await desk.start()
    await desk.ask()
    await desk.until(lambda: desk.given() == (1, 1, 1))
    await desk.until(lambda: not desk.unfinished())
    await desk.end(signal.SIGKILL)
    await desk.start()
    await asyncio.sleep(1.5)  # longer than what somebody may be at work on is left alone
    await desk.rest()
    assert desk.given() == (1, 1, 1)
    assert not any(MARK in one for one in (*desk.answers(), *desk.in_thread()))


async def test_no_secret_of_a_request_is_on_file(desk: Newsdesk) -> None:
    await desk.start()
    desk.slack.weather = lambda *call: Fault(hang=5.0, cut=True)
    await desk.ask()
    await desk.end(signal.SIGKILL)
    kept = b"".join(path.read_bytes() for path in desk.database.parent.iterdir())
    assert b"trigger:t1" in kept, "the request is there"
    assert b"verification" not in kept
    assert b"/respond/" not in kept
