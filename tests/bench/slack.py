"""How soon Slack's requests are acked and answered, against an empty Bolt handler in the same run, and what memory that takes.

Signed requests over real HTTP on loopback; the bot, with real Bolt and slack_sdk, in a process of its own.

    python -m tests.bench.slack ack                       # ack p50 and p99 against the empty handler's, at 1, 16, 64 at once
    python -m tests.bench.slack answers --claims 100000   # /facts at 16 at once, while articles are filed
    python -m tests.bench.slack memory --requests 100000  # resident memory, tenth by tenth

Filing 100,000 claims takes a quarter of an hour: `--archive kept.db` keeps them (and is filled up to that many); each run works
on a copy. What else the machine is at stands beside the figures, as its load: more than its processors, and they are of
little worth.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import logging
import multiprocessing
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

import structlog
from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp

from bot.newsroom import Newsroom
from bot.nouns import Claim, Decision, Revision
from handlers.slack import http
from handlers.slack.app import make_app
from handlers.slack.client import make_client
from store.sqlite import SqliteStore
from tests.bench.press import PLACES, articles
from tests.handlers.slack.signed import FORM, SECRET, signed
from tests.handlers.slack.slack_double import TEAM, TOKEN
from tests.proofs.filing_run import claims_of

AT_ONCE = (1, 16, 64)
EMPTY, OURS = "empty Bolt handler", "/facts"
#: What the issue asks for.
ACK, ANSWER = 1.2, 50.0
_number = itertools.count(1)


def now() -> datetime:
    return datetime.now(UTC)


async def read(revision: Revision) -> tuple[Claim, ...]:
    """Each line is a claim: what reading costs, readers in other processes pay."""
    return claims_of(revision)


# --- the bot, in a process of its own


@dataclass(frozen=True)
class Wanted:
    """What the bot's process is to do: its archive, where Slack is, and how many articles a second it files meanwhile."""

    database: str
    slack: str
    filing: float = 0.0


def serve(wanted: Wanted, line: Connection) -> None:
    """The life of the bot's process: tells the addresses of both handlers, and lives until told to end."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.CRITICAL)
    asyncio.run(_serve(wanted, line))


async def _serve(wanted: Wanted, line: Connection) -> None:
    store = SqliteStore.open(wanted.database)
    newsroom = Newsroom(store, read, clock=now)

    async with ClientSession() as session:
        client = make_client(TOKEN, api_url=wanted.slack + "/api/", session=session)
        ours = make_app(newsroom, client=client, signing_secret=SECRET, requests=store.requests)
        empty = AsyncApp(client=client, signing_secret=SECRET)

        @empty.command("/facts")
        async def nothing(ack) -> None:  # type: ignore[no-untyped-def]
            await ack()

        servers = [await _mounted(app) for app in (empty, ours)]
        filing = asyncio.create_task(_file(newsroom, wanted.filing)) if wanted.filing else None
        line.send([str(server.make_url(http.PATH)) for server in servers])
        await asyncio.get_running_loop().run_in_executor(None, line.recv)
        if filing:
            filing.cancel()
        line.send((await newsroom.counts()).articles)
        for server in servers:
            await server.close()
    await store.close()


async def _mounted(app: AsyncApp) -> TestServer:
    site = web.Application()
    http.mount(site, app)
    server = TestServer(site)
    await server.start_server()
    return server


async def _file(newsroom: Newsroom, each_second: float) -> None:
    for article in articles(1_000_000, seed=7):
        began = time.monotonic()
        await newsroom.file(article)
        await asyncio.sleep(max(0.0, 1 / each_second - (time.monotonic() - began)))


@contextmanager
def bot(wanted: Wanted) -> Iterator[tuple[dict[str, str], int, Connection]]:
    """The addresses of both handlers, the process's id, and the line to it."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(wanted, theirs))
    process.start()
    try:
        yield dict(zip((EMPTY, OURS), ours.recv(), strict=True)), process.pid or 0, ours
    finally:
        process.terminate()
        process.join()


async def fill(database: str, claims: int) -> tuple[int, int]:
    """Files invented articles until so many claims are on file; articles and claims. What is there already counts."""
    store = SqliteStore.open(database)
    counts = await store.counts()
    filed, on_file = counts.articles, counts.claims
    for article in itertools.islice(articles(1_000_000, seed=99), filed, None):
        if on_file >= claims:
            break
        revision = Revision.of(article, now())
        found = claims_of(revision)
        await store.file(revision, found, lambda _: Decision(), alert_channel="", now=now())
        filed, on_file = filed + 1, on_file + len(found)
    await store.close()
    return filed, on_file


# --- Slack


class Slack:
    """Where answers go: notes the moment each response_url was posted to."""

    def __init__(self) -> None:
        self.arrived: dict[str, asyncio.Future[float]] = {}

    async def respond(self, request: web.Request) -> web.Response:
        await request.read()
        waiting = self.arrived.pop(request.match_info["name"], None)
        if waiting is not None and not waiting.done():
            waiting.set_result(time.perf_counter())
        return web.Response(text="ok")

    async def api(self, request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"ok": True, "user_id": "UBOT", "bot_id": "BBOT", "team_id": TEAM})


class Asking:
    """Sends commands to the bot as Slack does, and times what comes of them."""

    def __init__(self, session: ClientSession, slack: Slack, at: str) -> None:
        self._session, self._slack, self._at = session, slack, at

    async def ask(self, url: str, text: str, *, answered: bool) -> tuple[float, float]:
        """Milliseconds to the ack, and to the answer (0 where none is awaited)."""
        name = f"r{next(_number)}"
        come: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        if answered:
            self._slack.arrived[name] = come
        form = {"command": "/facts", "text": text, "team_id": TEAM, "channel_id": "C1", "user_id": "U1"}
        more = {"user_name": "ann", "response_url": f"{self._at}/respond/{name}", "trigger_id": name}
        body = urlencode(form | more)
        headers = signed(body, FORM)
        start = time.perf_counter()
        async with self._session.post(url, data=body, headers=headers) as reply:
            await reply.read()
            assert reply.status == 200, reply.status
        acked = time.perf_counter()
        done = await asyncio.wait_for(come, 120) if answered else acked
        return (acked - start) * 1000, (done - start) * 1000

    async def rounds(
        self, count: int, at_once: int, url: str, *, answered: bool, text: str = ""
    ) -> list[tuple[float, float]]:
        """So many, ``at_once`` under way: each asker asks again as soon as it is served."""
        taken: list[tuple[float, float]] = []
        left = iter(range(count))

        async def asker() -> None:
            for i in left:
                taken.append(await self.ask(url, text or PLACES[i % len(PLACES)], answered=answered))

        await asyncio.gather(*(asker() for _ in range(at_once)))
        return taken


@asynccontextmanager
async def archive(kept: str, claims: int) -> AsyncIterator[tuple[str, int, int]]:
    """An archive with so many claims, to be worked on and thrown away: where it is, its articles and claims. A copy of
    the one that is kept, if one is."""
    with tempfile.TemporaryDirectory() as name:
        at = f"{name}/bench.db"
        filed, on_file = await fill(f"sqlite:///{kept or at}", claims)
        if kept:
            shutil.copy(kept, at)  # closed: nothing of it is anywhere else
        yield f"sqlite:///{at}", filed, on_file


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


async def slack_and_asking() -> tuple[Slack, TestServer, ClientSession]:
    slack, site = Slack(), web.Application()
    site.router.add_post("/respond/{name}", slack.respond)
    site.router.add_post("/api/{method}", slack.api)
    here = TestServer(site)
    await here.start_server()
    return slack, here, ClientSession(connector=TCPConnector(limit=0))


def quantile(values: list[float], share: float) -> float:
    """The value that this share of them does not pass."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def verdict(value: float, most: float) -> str:
    return f"{'within' if value <= most else 'OVER'} {most:g}"


# --- the three parts


async def ack(claims: int, requests: int, kept: str) -> None:
    """Acks of commands that are looked up, against those of a handler that does nothing, turn by turn."""
    slack, here, session = await slack_and_asking()
    async with archive(kept, claims) as (database, filed, on_file):
        with bot(Wanted(database, str(here.make_url("")).rstrip("/"))) as (urls, _, _line):
            asking = Asking(session, slack, str(here.make_url("")).rstrip("/"))
            print(
                f"{on_file:,} claims of {filed:,} articles on file; {requests} commands each, in ten turns; ms; {load()}"
            )
            print(f"{'':22}{'at once':>8}{'ack p50':>9}{'p99':>8}{'answer p50':>12}{'p99':>8}")
            for at_once in AT_ONCE:
                taken: dict[str, list[tuple[float, float]]] = {EMPTY: [], OURS: []}
                for turn in range(11):  # the first warms up
                    for name, url in urls.items():
                        found = await asking.rounds(requests // 10, at_once, url, answered=name == OURS)
                        taken[name] += found if turn else []
                _told(taken, at_once)
    await session.close()
    await here.close()


def _told(taken: dict[str, list[tuple[float, float]]], at_once: int) -> None:
    acks: dict[str, tuple[float, float]] = {}
    for name, found in taken.items():
        times, answers = [a for a, _ in found], [b for _, b in found]
        acks[name] = statistics.median(times), quantile(times, 0.99)
        tail = f"{statistics.median(answers):12.1f}{quantile(answers, 0.99):8.1f}" if name == OURS else ""
        print(f"{name:22}{at_once:8}{acks[name][0]:9.1f}{acks[name][1]:8.1f}{tail}")
    print(f"  {load()}")
    p50, p99 = (ours / floor for ours, floor in zip(acks[OURS], acks[EMPTY], strict=True))
    print(f"  ack p50 {p50:.2f}x ({verdict(p50, ACK)}), p99 {p99:.2f}x ({verdict(p99, ACK)}) the empty handler's")


async def answers(claims: int, requests: int, filing: float, kept: str) -> None:
    """/facts at 16 at once, while articles are filed into the same archive."""
    slack, here, session = await slack_and_asking()
    async with archive(kept, claims) as (database, filed, on_file):
        wanted = Wanted(database, str(here.make_url("")).rstrip("/"), filing)
        with bot(wanted) as (urls, _, line):
            asking = Asking(session, slack, wanted.slack)
            await asking.rounds(16, 4, urls[OURS], answered=True)
            began = time.perf_counter()
            for at_once in (1, 16):
                found = [b for _, b in await asking.rounds(requests, at_once, urls[OURS], answered=True)]
                p99 = quantile(found, 0.99)
                print(
                    f"/facts, {on_file:,} claims on file, {at_once:2} at once: answered p50 {statistics.median(found):.1f} ms,"
                    f" p99 {p99:.1f} ms ({verdict(p99, ANSWER)}); {load()}"
                )
            seconds = time.perf_counter() - began
            line.send("end")
            more = line.recv() - filed
            print(f"{more} articles were filed meanwhile, {more / seconds:.1f} a second ({filing:g} wanted)")
    await session.close()
    await here.close()


async def memory(requests: int) -> None:
    """The resident memory of the bot's process, tenth by tenth of so many requests of five kinds."""
    slack, here, session = await slack_and_asking()
    async with archive("", 2_000) as (database, _, _):
        with bot(Wanted(database, str(here.make_url("")).rstrip("/"))) as (urls, pid, _):
            asking = Asking(session, slack, str(here.make_url("")).rstrip("/"))
            began, held = time.perf_counter(), []
            for tenth in range(10):
                for text in ("help", "", "nothing on file", "<!channel> help", PLACES[tenth]):
                    await asking.rounds(requests // 50, 16, urls[OURS], answered=True, text=text or "?")
                held.append(resident(pid))
                rate = (tenth + 1) * requests / 10 / (time.perf_counter() - began)
                print(
                    f"{(tenth + 1) * requests // 10:>9,} requests: {held[-1]:.1f} MiB ({rate:.0f} a second; {load()})"
                )
            growth = (held[-1] - held[1]) / (0.8 * requests) * 1e5
            print(f"after the first fifth it grows by {growth:+.1f} MiB in 100,000 requests")
    await session.close()
    await here.close()


def resident(pid: int) -> float:
    """MiB of a process that are in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=("ack", "answers", "memory"))
    parser.add_argument("--claims", type=int, help="on file; 10,000 for ack, 100,000 for answers")
    parser.add_argument("--requests", type=int, help="1,000 for ack and answers, 100,000 for memory")
    parser.add_argument(
        "--archive", default="", help="for ack and answers: keep what is filed in this file, to be used again"
    )
    parser.add_argument("--filing", type=float, default=5.0, help="articles filed a second, meanwhile")
    wanted = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    parts: dict[str, Callable[[], Awaitable[None]]] = {
        "ack": lambda: ack(wanted.claims or 10_000, wanted.requests or 1_000, wanted.archive),
        "answers": lambda: answers(wanted.claims or 100_000, wanted.requests or 1_000, wanted.filing, wanted.archive),
        "memory": lambda: memory(wanted.requests or 100_000),
    }
    asyncio.run(parts[wanted.part]())  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
