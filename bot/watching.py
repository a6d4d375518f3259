"""The watched folder: what is put there is filed, once, when it is whole; what is bad is told of and left."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from datetime import datetime

import structlog

from bot.ahead import ReadAhead
from bot.errors import StoreFailed
from bot.importing import imported, understand
from bot.intake.files import files
from bot.intake.problems import Problem
from bot.intake.sifting import sifted
from bot.newsroom import Newsroom

log = structlog.get_logger(__name__)

#: Seconds between looks at the folder. Asked for by looking, not by the system's notices: those do not come
#: from a share on another machine, which is where most such folders lie.
LOOK = 2.0
#: A file that nobody has touched for so many seconds is whole.
STILL = 3.0
#: Seconds to wait when the archive itself fails.
STUCK = 10.0
#: What programs call a file that they are still writing.
UNDER_WAY = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".download", ".swp", "~")

Stamp = tuple[int, int]  # size, modified


class Watcher:
    """Watches one folder, with the folders in it."""

    def __init__(self, newsroom: Newsroom, ahead: ReadAhead, folder: str, *, clock: Callable[[], datetime]) -> None:
        self._newsroom = newsroom
        self._ahead = ahead
        self._folder = folder
        self._clock = clock
        self._seen: dict[str, Stamp] = {}  # as it was at the last look
        self._settled: dict[str, Stamp] = {}  # dealt with as it is
        self._there = True

    async def run(self) -> None:
        """Looks again and again until it is cancelled."""
        log.info("watching", folder=self._folder)
        while True:
            try:
                await self.look()
            except StoreFailed as failed:
                log.error("the watched folder waits", reason=str(failed), again_in=STUCK)
                await asyncio.sleep(STUCK)
            await asyncio.sleep(LOOK)

    async def look(self) -> int:
        """Looks once, and files what is whole and new; how many files were dealt with."""
        stamps = await asyncio.to_thread(self._stamps)
        now = self._clock().timestamp()
        ready = [
            path
            for path, stamp in stamps.items()
            if self._settled.get(path) != stamp and whole(stamp, self._seen.get(path), now)
        ]
        self._seen = stamps
        self._settled = {path: stamp for path, stamp in self._settled.items() if path in stamps}
        for path in ready:
            await self._file(path)
            self._settled[path] = stamps[path]
        return len(ready)

    def _stamps(self) -> dict[str, Stamp]:
        found = {}
        there = os.path.isdir(self._folder)
        if there != self._there:
            log.warning(
                "the watched folder is there again" if there else "the watched folder is gone", folder=self._folder
            )
            self._there = there
        for path in _files(self._folder) if there else ():
            try:
                stat = os.stat(path)
            except OSError:
                continue  # gone between the look and here
            found[path] = (stat.st_size, stat.st_mtime_ns)
        return found

    async def _file(self, path: str) -> None:
        handed = sifted(
            [path],
            journal=self._newsroom.store.journal,
            understand=lambda piece: understand(piece, self._ahead),
            clock=self._clock,
            ahead=2,
        )
        filed = bad = 0
        async for one in imported(self._newsroom, self._ahead, handed, depth=2):
            filed += one.filing is not None and one.filing.taken_in
            if one.problem is not None and not one.problem.note:
                bad += 1
                if bad <= 10:
                    log.warning(
                        "cannot be filed", where=one.problem.where, line=one.problem.line, reason=one.problem.what
                    )
        if filed or bad:
            log.info("from the watched folder", file=os.path.basename(path), filed=filed, bad=bad)


def whole(stamp: Stamp, before: Stamp | None, now: float) -> bool:
    """Whether nobody is writing it any more: as at the look before, or untouched for a while; an empty file
    is one whose writing has not begun."""
    size, modified = stamp
    return size > 0 and stamp == before and now - modified / 1e9 > STILL


def _files(folder: str) -> Iterator[str]:
    for found in files([folder], deep=True):
        if not isinstance(found, Problem) and not found.lower().endswith(UNDER_WAY):
            yield found
