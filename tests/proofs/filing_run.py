"""A filing run that can be killed anywhere: articles are pushed into the inbox and filed from it while a file of them
is imported into the same archive. The reader is a quick one, so that the time goes where a kill could hurt: the store."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from bot import bulk
from bot.ahead import ReadAhead
from bot.clerk import Clerk
from bot.editions import compare
from bot.intake.records import from_line
from bot.newsroom import Newsroom
from bot.nouns import Article, Claim, Decision, Filing, Revision
from bot.ports import Decide, Rivals
from store.sqlite import SqliteStore
from tests.bench import press
from tests.store.factories import everything, says

#: Told when the archive is open, where else a number is told.
OPENED = 0xFFFFFFFF
#: Each so many articles one is a later edition of the one before.
EDITIONS = 7


@dataclass(frozen=True)
class Job:
    """What a run has to do: one archive, one file to import, articles to push."""

    database: Path
    file: Path
    pushed: tuple[Article, ...]

    @property
    def imported(self) -> list[Article]:
        """The articles in the file, as an import names them."""
        lines = self.file.read_bytes().splitlines()
        return [a for n, line in enumerate(lines, 1) for a in from_line(line, path=str(self.file), line=n)]


def job(folder: Path, number: int, *, size: int) -> Job:
    """A job of its own for each number, half of it imported and half pushed."""
    half, file = size // 2, folder / f"{number}.jsonl"
    given = list(_editions(press.articles(size, seed=number, sentences=8)))
    rows = [{"id": a.ref, "outlet": a.outlet, "title": a.title, "text": a.text} for a in given[:half]]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return Job(folder / f"{number}.db", file, tuple(replace(a, key=f"pushed:{a.key}") for a in given[half:]))


def _editions(articles: Iterator[Article]) -> Iterator[Article]:
    last: Article | None = None
    for n, article in enumerate(articles):
        if last and n % EDITIONS == EDITIONS - 1:
            yield replace(last, text=f"{last.text}\n\nMore was said on the next day.")
        else:
            yield article
            last = article


def claims_of(revision: Revision) -> tuple[Claim, ...]:
    """What the quick reader reads: each line is said by somebody. The same revision gives the same claims."""
    found, at = [], 0
    for line in revision.text.split("\n"):
        if line.strip():
            found.append(says(revision, f"Speaker {len(line) % 9}", line, start=at))
        at += len(line) + 1
    return tuple(found)


async def read(revision: Revision) -> tuple[Claim, ...]:
    return claims_of(revision)


class Quarrelsome:
    """The archive, with every article's first claim in conflict with what is on file: so alerts are owed, too."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def file(self, revision: Revision, claims: Sequence[Claim], decide: Decide, **more: Any) -> Filing:
        def quarrel(rivals: Rivals) -> Decision:
            found = everything(revision, claims[:1])(rivals)
            return replace(found, edited=compare(rivals.older, revision, claims))

        return await self._store.file(revision, claims, quarrel, **more)


def now() -> datetime:
    return datetime.now(UTC)


def run(job: Job, accepted: Callable[[int], None], opened: Callable[[], None] = lambda: None) -> None:
    """Does the whole job; ``accepted`` is told the number of each pushed article once its acceptance was promised,
    ``opened`` is called when the work begins."""
    asyncio.run(_run(job, accepted, opened))


async def _run(job: Job, accepted: Callable[[int], None], opened: Callable[[], None]) -> None:
    archive = SqliteStore.open(f"sqlite:///{job.database}")
    opened()
    ahead = ReadAhead(read)
    newsroom = Newsroom(Quarrelsome(archive), ahead.read, clock=now, alert_channel="C1")  # type: ignore[arg-type]
    clerk = Clerk(newsroom, ahead, clock=now)

    async def push() -> None:
        for n, article in enumerate(job.pushed):
            await archive.inbox.receive([article], key=f"k{n}", digest="d", answer=b"{}", now=now())
            accepted(n)

    async def import_() -> None:
        wanted = bulk.Wanted([str(job.file)], report=str(job.file.with_suffix(".csv")), quiet=True)
        await bulk.run(newsroom, ahead, wanted, _quiet, None)

    async def file_inbox(pushing: asyncio.Task[None]) -> None:
        while await clerk.work() or not pushing.done():  # noqa: ASYNC110 - the inbox is what is waited for
            await asyncio.sleep(0)

    pushing = asyncio.create_task(push())
    await asyncio.gather(pushing, import_(), file_inbox(pushing))
    await archive.close()


async def _quiet(newsroom: Newsroom, happening: object) -> None:
    """Tells nobody."""


def child(job: Job, line: int, seconds: float) -> None:
    """The life of a process that will be killed. Each promise is told on a pipe in one write: whole or not at all.
    ``seconds`` is a safety catch, should nobody come to kill it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    signal.alarm(int(seconds) + 1)
    run(job, lambda n: _tell(line, n), lambda: _tell(line, OPENED))


def _tell(line: int, number: int) -> None:
    os.write(line, number.to_bytes(4, "big"))
