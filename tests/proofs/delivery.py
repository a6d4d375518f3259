"""Runs the bot in bad weather, kills it between any two steps, and counts: alerts lost, alerts doubled without a mark.

    python -m tests.proofs.delivery --runs 1000

Each run is a bot with an archive of its own, over real HTTP between its Bolt and slack_sdk and a Slack of ours that asks
to wait (429), breaks (500), cuts the line, goes silent or takes a call late, whether it was heard or not. Articles are
pushed, twice and out of order at times; disputes are opened, joined and settled; the bot is killed (-9) between steps
of filing, comparing, saving, posting and noting, or while Slack hears its call, or asked to end (SIGTERM), and started
again; people type, mention it and press all the while. When all is quiet, each article that was accepted is on file, each dispute has one alert in each channel that is
told of it, drawn as the dispute stands, each report that joined one message in its thread, in the order they came; and whatever was acked to somebody is answered, once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import signal
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp

from bot.nouns import Article, DigestPlan
from bot.watches import Watch
from handlers.slack import http
from store.sqlite import SqliteStore
from tests.handlers.slack.slack_double import SlackDouble
from tests.proofs.asking import People
from tests.proofs.delivery_bot import ALERTS, ANSWERS, PUSH_TOKEN, Life, born, fast_now, fast_time, soon
from tests.proofs.storm import Storm, Weather

#: The channel that watches everything, and the one that gets a digest.
WATCHING, DIGEST = "C2", "C3"
#: Seconds in which a run has to come to rest.
PATIENCE = 400.0
#: After so many seconds of the last life the weather is calm, whatever it was.
STORMY = 8.0
PLACES = ("Arnholt", "Lindow", "Corvo", "Tarvo", "Harrow", "Almora", "Zlatko", "Moyale", "Estwick", "Morro")
TELLS = (
    "{} bridge is open, the ministry said.",
    "{} bridge is shut, the union said.",
    "{} bridge is gone, divers said.",
)


class Broken(AssertionError):
    """A promise that was not kept."""


@dataclass
class Seen:
    """What was found out over all runs."""

    runs: int = 0
    lives: int = 0
    killed: int = 0
    ended: int = 0
    alerts: int = 0
    others: int = 0
    lost: int = 0
    doubled: int = 0
    marked: int = 0
    early: int = 0
    unaware: int = 0
    calls: int = 0
    happened: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def weather(chance: random.Random) -> Weather:
    """A run's weather: some of everything, or a storm of one kind."""
    if chance.random() < 0.3:
        kind = chance.choice(("limits", "errors", "cuts", "silences", "lates"))
        return Weather(**{kind: 60.0})
    return Weather(*(chance.choice((0.0, 4.0, 12.0)) for _ in range(5)), chance.choice((0.0, 5.0)))


def stories(chance: random.Random) -> list[Article]:
    """Articles of which those about one place clash: some disputes are joined, and at times there are many at once."""
    places = chance.sample(PLACES, chance.choice((1, 1, 2, 2, 3, 8)))
    return [
        Article(key=f"{place}:{n}", ref=f"{place}-{n}", title=f"The {place} bridge", text=tell.format(place), outlet=f"P{n}")
        for n, tell in enumerate(TELLS[: chance.choice((2, 3))])
        for place in places
    ]  # fmt: skip


class Run:
    """One run: its Slack, its weather, its bot's lives."""

    def __init__(self, seed: int, folder: Path, blank: Path, seen: Seen) -> None:
        self.seed, self.seen = seed, seen
        self.chance = random.Random(seed)
        self.database = folder / f"{seed}.db"
        shutil.copy(blank, self.database)
        self.articles = stories(self.chance)
        self.slack = SlackDouble(stamps())
        self.storm = Storm(
            random.Random(seed + 1), weather(self.chance), clock=fast_time, answers=ANSWERS, kill=self._kill
        )
        self.slack.weather = self.storm
        self.people = People(self.slack, self._signed, fast_time)
        self._pid = 0
        self._port: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def run(self) -> None:
        """Comes to rest, and is looked over."""
        await self.slack.start()
        feeding = asyncio.create_task(self._feed())
        try:
            async with asyncio.timeout(PATIENCE):
                for _ in range(self.chance.randint(0, 4)):
                    await self._a_short_life()
                self.storm.weather = replace(self.storm.weather, kills=0.0)
                asyncio.get_running_loop().call_later(STORMY, self.storm.clear)
                await self._last_life(feeding)
        except TimeoutError:
            raise Broken(f"run {self.seed} did not come to rest: {self._waiting()}") from None
        finally:
            feeding.cancel()
            await asyncio.gather(feeding, return_exceptions=True)
            await self._killed()
            await self.slack.stop()
        look(self)

    # --- lives

    async def _a_short_life(self) -> None:
        kind = self.chance.choice(("step", "step", "moment", "term"))
        ended = self._born(self.chance.randint(1, 90) if kind == "step" else 0)
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(ended), self.chance.uniform(0.05, 1.5))
        if not ended.done() and kind == "term":
            os.kill(self._pid, signal.SIGTERM)
        elif not ended.done():
            self._kill()
        self._count(await ended)

    async def _last_life(self, feeding: asyncio.Task[None]) -> None:
        while True:  # it may be killed by a call that was on its way
            ended = self._born(0)
            while not ended.done() and not (feeding.done() and not self._waiting()):  # noqa: ASYNC110
                await asyncio.sleep(0.03)
            if not ended.done():
                os.kill(self._pid, signal.SIGTERM)
                self._count(await ended)
                return
            self._count(await ended)

    def _born(self, dies_at: int) -> asyncio.Future[int]:
        self.seen.lives += 1
        if self._port.done():
            self._port = asyncio.get_running_loop().create_future()
        self._pid, self._ended = born(Life(self.database, self.slack.api, dies_at), self._port)
        return self._ended

    def _kill(self) -> None:
        if self._pid and not self._ended.done():
            os.kill(self._pid, signal.SIGKILL)

    async def _killed(self) -> None:
        if self._pid:
            self._kill()
            await self._ended

    def _count(self, code: int) -> None:
        if code not in (0, -signal.SIGKILL):
            raise Broken(f"run {self.seed}: the bot itself failed with {code}")
        self.seen.killed += code != 0
        self.seen.ended += code == 0

    # --- what comes in

    async def _feed(self) -> None:
        """Pushes the articles, some together, some twice and out of order, and settles a dispute."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=1.0)) as session:
            self._session = session
            asking = asyncio.create_task(
                self.people.ask(random.Random(self.seed + 2), [a.title for a in self.articles])
            )
            left = list(self.articles)
            parts = []
            while left:
                size = self.chance.choice((1, 2, len(left)))
                parts.append(left[:size])
                left = left[size:]
            for n, part in enumerate(parts):
                await self._pushed(session, n, part)
                if self.chance.random() < 0.3:
                    again = self.chance.randrange(n + 1)
                    await self._pushed(session, again, parts[again])
                await asyncio.sleep(self.chance.uniform(0, 0.1))
            if self.chance.random() < 0.5:
                await self._settled()
            await asking

    async def _pushed(self, session: aiohttp.ClientSession, n: int, part: list[Article]) -> None:
        rows = [{"id": a.ref, "title": a.title, "text": a.text, "outlet": a.outlet} for a in part]
        headers = {"Authorization": f"Bearer {PUSH_TOKEN}", "Idempotency-Key": f"{self.seed}-{n}"}
        while await self._post(session, "/articles", json=rows, headers=headers) != 202:  # noqa: ASYNC110
            await asyncio.sleep(0.02)

    async def _settled(self) -> None:
        """Presses Resolve under the first alert, and again as long as nothing comes of it."""
        alert = None
        while alert is None:
            await asyncio.sleep(0.05)
            alert = next((m for m in self.slack.messages[ALERTS] if key_of(m).startswith("alert:")), None)
        dispute = key_of(alert).removeprefix("alert:")
        while not self.rows("SELECT 1 FROM disputes WHERE id = ? AND state != 'open'", dispute):
            await self.people.press(dispute, ALERTS)
            await asyncio.sleep(0.1)

    async def _signed(self, body: str, headers: dict[str, str]) -> int:
        return await self._post(self._session, http.PATH, data=body, headers=headers)

    async def _post(self, session: aiohttp.ClientSession, path: str, **what: Any) -> int:
        port = await asyncio.shield(self._port)
        try:
            async with session.post(f"http://127.0.0.1:{port}{path}", **what) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, OSError, TimeoutError):
            return 0

    # --- what lies in the archive

    def rows(self, sql: str, *values: Any) -> list[Any]:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=5)) as db:
            return db.execute(sql, values).fetchall()

    def _waiting(self) -> list[Any]:
        return self.rows(
            "SELECT 'inbox', reason FROM inbox WHERE state = 'waiting'"
            " UNION ALL SELECT key, reason FROM outbox WHERE state = 'due' AND channel != ''"
            " UNION ALL SELECT key, attempts FROM requests"
        )


def stamps() -> Iterator[float]:
    """The bot's time, no two the same."""
    last = 0.0
    while True:
        last = max(fast_time(), last + 0.001)
        yield last


def key_of(message: dict[str, Any]) -> str:
    return str(((message.get("metadata") or {}).get("event_payload") or {}).get("key", ""))


# --- looking


def look(run: Run) -> None:
    """Counts what was lost and doubled; ``Broken`` for any other promise that was not kept."""
    seen, wrong = run.seen, []
    seen.runs += 1
    seen.early += run.storm.early
    seen.unaware += run.storm.unaware
    seen.calls += len(run.slack.calls)
    seen.happened.update(run.storm.happened)
    on_file = {i for (i,) in run.rows("SELECT id FROM revisions")}
    if len(on_file) != len(run.articles):
        wrong.append(f"{len(on_file)} articles on file, {len(run.articles)} accepted")
    told = Counter((channel, key_of(m)) for channel, ms in run.slack.messages.items() for m in ms)
    for dispute, state in run.rows("SELECT id, state FROM disputes"):
        for channel in (ALERTS, WATCHING) if run.rows("SELECT 1 FROM watches") else (ALERTS,):
            seen.alerts += 1
            count(run, told, channel, f"alert:{dispute}", wrong)
            drawn(run, channel, dispute, state, wrong)
    for key, kind, channel, state, reason in run.rows("SELECT key, kind, channel, state, reason FROM outbox"):
        if state != "posted":
            wrong.append(f"{key} is {state}: {reason}")
        elif kind in ("joined", "notice", "digest"):
            seen.others += 1
            count(run, told, channel, key.partition("@")[0] if kind == "joined" else key, wrong)
    wrong += out_of_order(run) + run.people.look(seen.answers)
    seen.broken += [f"run {run.seed}: {w}" for w in wrong]


def count(run: Run, told: Counter[tuple[str, str]], channel: str, key: str, wrong: list[str]) -> None:
    times = told[channel, key]
    if times == 0:
        run.seen.lost += 1
        wrong.append(f"{key} was lost in {channel}")
    elif times > 1:
        twins = [m for m in run.slack.messages[channel] if key_of(m) == key]
        marked = all("Perhaps told before" in json.dumps(m["blocks"]) for m in twins[1:])
        run.seen.marked += marked
        run.seen.doubled += not marked
        if not marked:
            wrong.append(f"{key} came {times} times in {channel}")


def drawn(run: Run, channel: str, dispute: str, state: str, wrong: list[str]) -> None:
    """Whether the alert shows the dispute as it stands."""
    for message in run.slack.messages[channel]:
        if key_of(message) == f"alert:{dispute}":
            shown = json.dumps(message["blocks"])
            if ("Resolved, said" in shown) != (state == "resolved"):
                wrong.append(f"the alert of {dispute} in {channel} does not show that it is {state}")


def out_of_order(run: Run) -> list[str]:
    """Channels in which messages do not stand in the order in which they fell due."""
    wrong = []
    rows = run.rows("SELECT key, channel FROM outbox WHERE kind != 'settled' ORDER BY due, n")
    for channel in {c for _, c in rows}:
        place = {key.partition("@")[0]: n for n, (key, c) in enumerate(rows) if c == channel}
        came = [place[key_of(m)] for m in run.slack.messages[channel] if key_of(m) in place]
        if came != sorted(came):
            wrong.append(f"out of order in {channel}: {came}")
    return wrong


# --- all of it


async def empty_archive(path: Path, *, watched: bool) -> Path:
    """An archive to start from: as it is made, or with a channel that watches everything and one with a digest."""
    store = SqliteStore.open(f"sqlite:///{path}")
    if watched:
        await store.watches.watch(Watch(WATCHING, "any"))
        plan = DigestPlan(DIGEST, "daily", "07:30", "Europe/London", fast_now())
        await store.plan_digest(plan, channel=DIGEST)
        await store.owe_digest(DIGEST, due=soon(0.5))
    await store.close()
    return path


async def prove(
    runs: int, folder: Path, *, seed: int, at_once: int, told: Callable[[Seen], None] = lambda s: None
) -> Seen:
    """So many runs, ``at_once`` beside each other."""
    seen, gate = Seen(), asyncio.Semaphore(at_once)
    blank = [await empty_archive(folder / f"blank{n}.db", watched=bool(n)) for n in range(2)]

    async def one(n: int) -> None:
        async with gate:
            run = Run(seed * 1_000_000 + n, folder, blank[n % 2], seen)
            try:
                await run.run()
            except Broken as broken:
                seen.runs += 1
                seen.broken.append(str(broken))
            told(seen)

    await asyncio.gather(*(one(n) for n in range(runs)))
    return seen


def summary(seen: Seen, seconds: float) -> str:
    lines = [
        f"{seen.runs} faulty runs in {seconds:.0f} s: alerts lost {seen.lost}, doubled without a mark {seen.doubled}, of {seen.alerts:,}",
        f"  {seen.lives} lives of the bot: killed {seen.killed} times, ended by SIGTERM {seen.ended} times",
        f"  answers lost {seen.answers['lost']}, doubled without a mark {seen.answers['doubled']}, of {seen.answers['asked']:,}"
        f" to what was acked; doubled with a mark {seen.answers['marked']}",
        f"  {seen.others:,} other messages (reports that joined, digests, messages above many); doubled with a mark {seen.marked}",
        f"  {seen.calls:,} calls to Slack; faults: " + ", ".join(f"{k} {v:,}" for k, v in seen.happened.most_common()),
        f"  calls made although Slack was heard to ask to wait: {seen.early}; begun before that was heard,"
        f" or by a bot killed since: {seen.unaware}",
    ]
    return "\n".join([*lines, *(f"  BROKEN {b}" for b in seen.broken)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=16)
    wanted = parser.parse_args()
    start = time.perf_counter()

    said = 0

    def told(seen: Seen) -> None:
        nonlocal said
        for broken in seen.broken[said:]:
            print(f"BROKEN {broken}", flush=True)
        said = len(seen.broken)
        if seen.runs % 50 == 0:
            print(
                f"{seen.runs} runs, {len(seen.broken)} promises broken, {time.perf_counter() - start:.0f} s", flush=True
            )

    with tempfile.TemporaryDirectory() as folder:
        seen = asyncio.run(prove(wanted.runs, Path(folder), seed=wanted.seed, at_once=wanted.at_once, told=told))
    print(summary(seen, time.perf_counter() - start))
    raise SystemExit(bool(seen.broken))


if __name__ == "__main__":
    main()
