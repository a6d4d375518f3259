"""A bot that can be killed between any two steps: from a pushed article to a message noted as posted, over real HTTP.

It is put together like the real one: archive, newsroom, clerk, outbox, Bolt, slack_sdk. Only the reader is a quick one,
and its clock runs faster, so that a minute's pause takes three seconds.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from aiohttp import ClientSession, ClientTimeout, TraceConfig, web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.ahead import ReadAhead
from bot.clerk import Clerk
from bot.editions import compare
from bot.newsroom import Newsroom
from bot.nouns import Claim, Decision, Filing, Revision
from bot.outbox import Outbox
from bot.ports import Decide, Rivals
from bot.requests import HOLD
from handlers.desk.push import Push
from handlers.slack import http
from handlers.slack.app import at_work, drain, make_app
from handlers.slack.client import PacedClient
from handlers.slack.noticeboard import SlackNoticeboard
from handlers.slack.takingup import TakingUp
from store.sqlite import SqliteStore
from tests.handlers.slack.signed import SECRET
from tests.handlers.slack.slack_double import TOKEN
from tests.proofs.filing_run import claims_of
from tests.proofs.storm import HEARD, REFUSAL
from tests.store.factories import everything

#: How many times faster than ours the bot's clock runs.
SPEED = 20
#: Seconds, of ours, until a call to Slack counts as failed: 10 s of the bot's
ANSWERS = 0.5
PUSH_TOKEN = "push-token"
ALERTS = "C1"
_SINCE = time.time()


def fast_time() -> float:
    """Seconds since 1970 on the bot's clock, the same in every process that was started from this one."""
    return _SINCE + (time.time() - _SINCE) * SPEED


def fast_now() -> datetime:
    return datetime.fromtimestamp(fast_time(), UTC)


@dataclass(frozen=True)
class Life:
    """One life of a bot: its archive, where Slack is, and the step at which it kills itself (0: it does not)."""

    database: Path
    slack: str
    dies_at: int = 0
    #: Seconds in which what is under way may come to an end when the bot is told to.
    patience: float = 5.0


class Steps:
    """Counts what the bot does, and kills it when it comes to the step that is set."""

    def __init__(self, dies_at: int) -> None:
        self.count, self._dies_at = 0, dies_at

    def __call__(self) -> None:
        self.count += 1
        if self.count == self._dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def over(self, inner: Any) -> Any:
        """``inner``, with a step before and after each of its calls."""
        return _Stepping(inner, self)


class _Stepping:
    def __init__(self, inner: Any, step: Steps) -> None:
        self._inner, self._step = inner, step

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not asyncio.iscoroutinefunction(found):
            return found

        async def stepped(*args: Any, **more: Any) -> Any:
            self._step()
            result = await found(*args, **more)
            self._step()
            return result

        return stepped


class Archive(_Stepping):
    """The archive, a step around each call and one between comparing and saving; every article's first claim
    clashes with what is on file, so that alerts are owed."""

    def __init__(self, store: SqliteStore, step: Steps) -> None:
        super().__init__(store, step)
        self.inbox = step.over(store.inbox)
        self.requests = step.over(store.requests)

    async def file(self, revision: Revision, claims: Sequence[Claim], decide: Decide, **more: Any) -> Filing:
        def quarrel(rivals: Rivals) -> Decision:
            self._step()
            decide(rivals)  # what the newsroom would say, for the time it takes
            found = everything(revision, claims[:1])(rivals)
            self._step()
            return replace(found, edited=compare(rivals.older, revision, claims))

        self._step()
        filing = await self._inner.file(revision, claims, quarrel, **more)
        self._step()
        return filing


async def _read(revision: Revision) -> tuple[Claim, ...]:
    return claims_of(revision)


def born(life: Life, port: asyncio.Future[int]) -> tuple[int, asyncio.Future[int]]:
    """Starts a bot beside this process: its id, and how it ends. ``port`` is told where it listens, if it gets so far."""
    reading, writing = os.pipe()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # waits until the bot is there to hear it
    pid = os.fork()
    if not pid:
        live(life, writing)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    os.close(writing)
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    def told() -> None:
        loop.remove_reader(reading)
        data = os.read(reading, 4)
        os.close(reading)
        if len(data) == 4 and not port.done():
            port.set_result(int.from_bytes(data, "big"))

    over = os.pidfd_open(pid)

    def died() -> None:
        loop.remove_reader(over)
        os.close(over)
        ended.set_result(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

    loop.add_reader(reading, told)
    loop.add_reader(over, died)
    return pid, ended


def live(life: Life, line: int) -> None:
    """Lives until killed, or told by SIGTERM to come to an end, and never returns. Its port is told on ``line``."""
    code = 1
    try:
        _leave_what_was_inherited(line)
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        logging.disable(logging.CRITICAL)
        signal.alarm(600)  # should nobody come to end it
        asyncio.run(_live(life, line))
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(code)


def _leave_what_was_inherited(line: int) -> None:
    """A line that the parent cuts is cut only when nobody else holds its end."""
    os.closerange(3, line)
    os.closerange(line + 1, 4096)


async def _live(life: Life, line: int) -> None:
    step, ending = Steps(life.dies_at), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ending.set)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    archive = SqliteStore.open(f"sqlite:///{life.database}")
    store: Any = Archive(archive, step)
    ahead = ReadAhead(_read)
    newsroom = Newsroom(store, ahead.read, clock=fast_now, alert_channel=ALERTS)
    client = Attentive(token=TOKEN, base_url=life.slack, retry_handlers=[], clock=fast_time)
    client.session = ClientSession(timeout=ClientTimeout(total=ANSWERS), trace_configs=[client.hearing()])
    async with client.session:
        app = make_app(newsroom, client=client, signing_secret=SECRET, requests=store.requests)
        board = step.over(SlackNoticeboard(client, newsroom))
        outbox = Outbox(store, board, newsroom, clock=fast_now, idle=0.02)
        clerk = Clerk(newsroom, ahead, clock=fast_now, owing=outbox.told)
        site = web.Application()
        http.mount(site, app)
        site.add_routes(Push(newsroom, PUSH_TOKEN, clerk.told).routes())
        runner = web.AppRunner(site, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        os.write(line, int(runner.addresses[0][1]).to_bytes(4, "big"))
        unfinished = TakingUp(app, at_work(app).ledger, every=HOLD.total_seconds() / SPEED)
        work = [asyncio.create_task(part.run()) for part in (unfinished, outbox, clerk)]
        await ending.wait()
        await runner.cleanup()  # in the order in which the real bot ends
        await _ended(work[:1])
        await drain(app, life.patience)
        await _ended(work[1:])
    await archive.close()


async def _ended(work: Sequence[asyncio.Task[None]]) -> None:
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)


class Attentive(PacedClient):
    """Has each call name the refusals that this life had heard when it was begun."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._heard: list[str] = []

    async def api_call(self, api_method: str, **how: Any) -> AsyncSlackResponse:
        try:
            return await super().api_call(api_method, **how)
        except SlackApiError as error:
            if refusal := error.response.headers.get(REFUSAL):
                self._heard.append(refusal)
            raise

    def hearing(self) -> TraceConfig:
        async def begun(_: Any, call: Any, what: Any) -> None:
            what.headers[HEARD] = " ".join(self._heard)

        trace = TraceConfig()
        trace.on_request_start.append(begun)
        return trace


def soon(minutes: float) -> datetime:
    """So many of the bot's minutes from now."""
    return fast_now() + timedelta(minutes=minutes)
