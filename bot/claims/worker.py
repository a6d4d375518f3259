"""The reading room: articles are read beside the newsroom, in processes of their own, so that nobody waits for a parse."""

from __future__ import annotations

import asyncio
import multiprocessing
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from types import TracebackType

from bot.claims.reader import SpacyReader
from bot.nouns import Claim, Revision


@cache
def _reader(pipeline: str) -> SpacyReader:
    return SpacyReader(pipeline)


def _read(pipeline: str, revision: Revision) -> tuple[Claim, ...]:
    return _reader(pipeline).read(revision)


class ReadingRoom:
    """Reads revisions in worker processes; with ``processes=0`` in one thread of this process."""

    def __init__(self, pipeline: str = "en_core_web_sm", processes: int = 1) -> None:
        self._pipeline = pipeline
        self._executor = _executor(processes)

    async def read(self, revision: Revision) -> tuple[Claim, ...]:
        """The claims of this revision, in the order of the text."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, _read, self._pipeline, revision)

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
