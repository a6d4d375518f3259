"""The reading room: articles are read beside the newsroom, in processes of their own, so that nobody waits for a parse."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from types import TracebackType
from typing import Any, TypeVar

from bot.claims.reader import SpacyReader
from bot.nouns import Claim, Revision

T = TypeVar("T")


@cache
def _reader(pipeline: str) -> SpacyReader:
    return SpacyReader(pipeline)


def _read(pipeline: str, revision: Revision) -> tuple[Claim, ...]:
    return _reader(pipeline).read(revision)


class ReadingRoom:
    """Reads revisions in worker processes; with ``processes=0`` in one thread of this process."""

    def __init__(self, pipeline: str = "en_core_web_sm", processes: int = 1) -> None:
        self._pipeline = pipeline
        self._processes = processes
        self._executor = _executor(processes)

    async def read(self, revision: Revision) -> tuple[Claim, ...]:
        """The claims of this revision, in the order of the text. A worker that was killed in the middle is
        replaced, once; what kills the next one as well is raised (``BrokenProcessPool``)."""
        executor = self._executor
        try:
            return await asyncio.wrap_future(self._begin(executor, revision))
        except BrokenProcessPool:
            if self._executor is executor:  # the first to notice opens a new room for all
                self._executor = _executor(self._processes)
            return await asyncio.wrap_future(self._begin(self._executor, revision))

    async def aside(self, work: Callable[..., T], *args: Any) -> T:
        """What ``work`` (a function of a module) comes to with these arguments, done where the reading is
        done. A worker that dies of it is replaced for the next; ``BrokenProcessPool``."""
        executor = self._executor
        try:
            with _undisturbed():
                begun = executor.submit(work, *args)
            return await asyncio.wrap_future(begun)
        except BrokenProcessPool:
            if self._executor is executor:
                self._executor = _executor(self._processes)
            raise

    def _begin(self, executor: Executor, revision: Revision) -> Future[tuple[Claim, ...]]:
        # The first readings start the workers.
        with _undisturbed():
            return executor.submit(_read, self._pipeline, revision)

    async def close(self) -> None:
        """Lets the readings under way finish, then ends the workers."""
        await asyncio.to_thread(self._executor.shutdown, wait=True, cancel_futures=True)

    async def __aenter__(self) -> ReadingRoom:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _executor(processes: int) -> Executor:
    if processes <= 0:
        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading")
    # spawn: a forked child would carry the parent's threads' locks and its open database along.
    return ProcessPoolExecutor(max_workers=processes, mp_context=multiprocessing.get_context("spawn"))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """What is started in here does not hear a Ctrl-C, which a terminal sends to the workers as well: whether
    they end is for the newsroom to say, which may want what they are reading."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
