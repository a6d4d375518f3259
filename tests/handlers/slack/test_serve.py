"""The real `wirecheck serve`, told to end while Slack is silent: it ends within 20 seconds, and answers when it is started again."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from handlers.slack import http
from tests.handlers.slack.signed import FORM, SECRET, signed
from tests.handlers.slack.slack_double import TEAM, TOKEN, Fault, SlackDouble
from tests.handlers.slack.test_killed import archive

ROOT = Path(__file__).resolve().parents[3]


class Serving:
    """A bot as it is run: `wirecheck serve`, connected by HTTP."""

    def __init__(self, slack: SlackDouble, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.at = f"127.0.0.1:{free.getsockname()[1]}"
        self._env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("WIRECHECK_", "SLACK_"))},
            "PYTHONPATH": str(ROOT),
            "WIRECHECK_LISTEN": self.at,
            "WIRECHECK_DATABASE": f"sqlite:///{folder}/archive.db",
            "WIRECHECK_JUDGE": "none",
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": slack.api,
        }
        self._folder = folder
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, session: aiohttp.ClientSession) -> None:
        with (self._folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "serve", env=self._env, cwd=self._folder, stdout=log, stderr=log
            )
        async with asyncio.timeout(90):
            while True:
                with suppress(aiohttp.ClientError):
                    async with session.get(f"http://{self.at}/healthz/ready") as ready:
                        if ready.status == 200:
                            return
                await asyncio.sleep(0.05)

    async def end(self) -> float:
        """Tells it to end; after how many seconds it did."""
        assert self.process
        told = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert await self.process.wait() == 0
        return time.monotonic() - told

    @property
    def log(self) -> str:
        return (self._folder / "log").read_text("utf-8")


async def ask(session: aiohttp.ClientSession, slack: SlackDouble, at: str) -> None:
    form = {
        "command": "/facts",
        "text": "bridge",
        "team_id": TEAM,
        "channel_id": "C1",
        "user_id": "Uann",
        "user_name": "ann",
        "trigger_id": "t1",
        "response_url": slack.response_url("t1"),
    }
    body = urlencode(form)
    async with session.post(f"http://{at}{http.PATH}", data=body, headers=signed(body, FORM)) as ack:
        assert ack.status == 200


async def test_what_is_not_answered_when_it_is_told_to_end_is_answered_after_the_restart(tmp_path: Path) -> None:
    slack, heard = await SlackDouble().start(), asyncio.Event()
    serving = Serving(slack, tmp_path)
    await archive(tmp_path / "archive.db")  # so that it has no seeds to read

    def silent(method: str, *more: object) -> Fault | None:
        if method == "auth.test":
            return None
        heard.set()
        return Fault(hang=12.0, cut=True)

    slack.weather = silent
    try:
        async with aiohttp.ClientSession() as session:
            await serving.start(session)
            await ask(session, slack, serving.at)
            await asyncio.wait_for(heard.wait(), 20)
            assert await serving.end() < 20
            assert slack.answers == []
            slack.weather = lambda *call: None
            await serving.start(session)
            async with asyncio.timeout(60):
                while not slack.answers:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            assert await serving.end() < 20
    finally:
        if serving.process and serving.process.returncode is None:
            serving.process.kill()
            await serving.process.wait()
        await slack.stop()
    assert len(slack.answers) == 1
    assert "stopped before all answers were given" in serving.log
    assert serving.log.count("taken up again") == 1
    assert "Traceback" not in serving.log
    assert TOKEN not in serving.log
