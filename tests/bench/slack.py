"""How soon `/facts` is acked and answered, against an empty Bolt handler and a raw FTS5 query in the same run.

Signed requests over real HTTP on loopback, real Bolt and slack_sdk, 10,000 claims on file.

    python -m tests.bench.slack [--claims 10000] [--requests 200] [--concurrency 1 16]
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from bot.claims.reader import SpacyReader
from bot.claims.worker import ReadingRoom
from bot.newsroom import Newsroom
from handlers.slack import http
from handlers.slack.app import make_app
from handlers.slack.client import make_client
from store.sqlite import SqliteStore
from tests.bench.filing import fill
from tests.bench.press import PLACES

SECRET, TOKEN = "bench-secret", "xoxb-bench"


class AnswerDesk:
    """Where answers go: notes the moment each response_url was posted to."""

    def __init__(self) -> None:
        self.arrived: dict[str, asyncio.Future[float]] = {}

    async def respond(self, request: web.Request) -> web.Response:
        await request.read()
        waiting = self.arrived[request.match_info["name"]]
        if not waiting.done():
            waiting.set_result(time.perf_counter())
        return web.Response(text="ok")

    async def api(self, request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"ok": True, "user_id": "UBOT", "bot_id": "BBOT", "team_id": "T1"})


async def serve(*routes: tuple[str, Callable[[web.Request], Awaitable[web.StreamResponse]]]) -> TestServer:
    app = web.Application()
    for path, handler in routes:
        app.router.add_post(path, handler)
    server = TestServer(app)
    await server.start_server()
    return server


def form(number: int, place: str, response_url: str) -> tuple[str, dict[str, str]]:
    body = urlencode({
        "command": "/facts", "text": place, "team_id": "T1", "channel_id": "C1", "user_id": "U1", "user_name": "ann",
        "response_url": response_url, "trigger_id": f"t{number}",
    })  # fmt: skip
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body) or ""
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature,
    }


async def ask(
    session: ClientSession, url: str, desk: AnswerDesk, here: TestServer, name: str, place: str, *, answered: bool
) -> tuple[float, float]:
    """Milliseconds to the ack, and to the answer (0 where none is awaited)."""
    desk.arrived[name] = asyncio.get_running_loop().create_future()
    body, headers = form(0, place, str(here.make_url(f"/respond/{name}")))
    start = time.perf_counter()
    async with session.post(url, data=body, headers=headers) as reply:
        await reply.read()
        assert reply.status == 200, reply.status
    acked = time.perf_counter()
    done = await asyncio.wait_for(desk.arrived[name], 60) if answered else acked
    return (acked - start) * 1000, (done - start) * 1000 if answered else 0.0


async def rounds(
    count: int, at_once: int, one: Callable[[int], Awaitable[tuple[float, float]]]
) -> list[tuple[float, float]]:
    gate = asyncio.Semaphore(at_once)

    async def gated(number: int) -> tuple[float, float]:
        async with gate:
            return await one(number)

    return list(await asyncio.gather(*(gated(i) for i in range(count))))


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def raw_fts(path: str, count: int) -> list[float]:
    """Milliseconds of bare full-text queries over the same claims: the floor of any answer."""
    db, out = sqlite3.connect(path), []
    for i in range(count):
        start = time.perf_counter()
        db.execute(
            "SELECT rowid FROM claim_words WHERE claim_words MATCH ? ORDER BY rank LIMIT 50",
            (f'"{PLACES[i % len(PLACES)]}"',),
        ).fetchall()
        out.append((time.perf_counter() - start) * 1000)
    return out


async def measure(claims: int, requests: int, concurrency: list[int]) -> None:
    desk = AnswerDesk()
    here = await serve(("/respond/{name}", desk.respond), ("/api/{method}", desk.api))
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore.open(f"sqlite:///{folder}/bench.db")
        have = await fill(store, SpacyReader(), claims)
        room = ReadingRoom(processes=0)
        newsroom = Newsroom(store, room.read, clock=lambda: datetime.now(UTC))
        async with ClientSession() as line, ClientSession() as session:
            client = make_client(TOKEN, api_url=str(here.make_url("/api/")), session=line)
            ours = make_app(newsroom, client=client, signing_secret=SECRET)
            empty = AsyncApp(client=client, signing_secret=SECRET, request_verification_enabled=True)

            @empty.command("/facts")
            async def nothing(ack) -> None:  # type: ignore[no-untyped-def]
                await ack()

            bots = {
                "empty Bolt handler": await serve((http.PATH, http.endpoint(empty))),
                "/facts": await serve((http.PATH, http.endpoint(ours))),
            }
            floor = raw_fts(f"{folder}/bench.db", requests)
            print(
                f"{have} claims on file; raw FTS5 query p50 {statistics.median(floor):.2f} ms, p99 {quantile(floor, 0.99):.2f} ms"
            )
            print(f"{'':22}{'at once':>8}{'ack p50':>9}{'p99':>8}{'answer p50':>12}{'p99':>8}  ms")
            for at_once in concurrency:
                acks: dict[str, float] = {}
                for name, server in bots.items():
                    url, answered = str(server.make_url(http.PATH)), name == "/facts"

                    def one(
                        i: int, *, url: str = url, at_once: int = at_once, answered: bool = answered
                    ) -> Awaitable[tuple[float, float]]:
                        key = f"{'a' if answered else 'e'}{at_once}-{i}"
                        return ask(session, url, desk, here, key, PLACES[i % len(PLACES)], answered=answered)

                    await rounds(5, 1, lambda i, one=one: one(10_000_000 + i))
                    taken = await rounds(requests, at_once, one)
                    ack, answer = [a for a, _ in taken], [b for _, b in taken]
                    acks[name] = statistics.median(ack)
                    tail = f"{statistics.median(answer):12.1f}{quantile(answer, 0.99):8.1f}" if answered else ""
                    print(f"{name:22}{at_once:8}{statistics.median(ack):9.1f}{quantile(ack, 0.99):8.1f}{tail}")
                print(f"{'':22}ack p50 is {acks['/facts'] / acks['empty Bolt handler']:.2f}x the empty handler's")
            for server in bots.values():
                await server.close()
        await room.close()
        await store.close()
    await here.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--concurrency", type=int, nargs="+", default=[1, 16])
    wanted = parser.parse_args()
    asyncio.run(measure(wanted.claims, wanted.requests, wanted.concurrency))


if __name__ == "__main__":
    main()
