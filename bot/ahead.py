"""Reading ahead: while one article is filed or printed the next are being read, and the order is kept."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

from bot.nouns import Article, Claim, Revision

T = TypeVar("T")
#: Does a function's work in a process or thread of its own.
Aside = Callable[..., Awaitable[Any]]
R = TypeVar("R")

#: Up to so many articles are read sooner in this process than it takes to start others.
FEW = 20
#: Readings under way for each process: one being done, one waiting, one to spare.
DEPTH = 3


async def in_order(
    items: AsyncIterable[T], work: Callable[[T], Awaitable[R]], *, ahead: int
) -> AsyncIterator[tuple[T, R]]:
    """Each item with what ``work`` made of it, in the order given; at most ``ahead`` are under way."""
    waiting: deque[tuple[T, asyncio.Future[R]]] = deque()
    try:
        async for item in items:
            waiting.append((item, asyncio.ensure_future(work(item))))
            if len(waiting) >= ahead:
                first, future = waiting.popleft()
                yield first, await future
        while waiting:
            first, future = waiting.popleft()
            yield first, await future
    finally:
        for _, future in waiting:
            future.cancel()


async def in_a_thread(work: Callable[..., Any], *args: Any) -> Any:
    """What a function comes to, worked out in a thread of this process."""
    return await asyncio.to_thread(work, *args)


class ReadAhead:
    """A reader that may have begun already: ``begin`` a revision, and ``read`` gives what that came to.
    ``aside`` does other work where the reading is done."""

    def __init__(self, read: Callable[[Revision], Awaitable[tuple[Claim, ...]]], aside: Aside | None = None) -> None:
        self._read = read
        self.aside = aside or in_a_thread
        self._begun: dict[str, asyncio.Future[tuple[Claim, ...]]] = {}

    def begin(self, revision: Revision) -> None:
        """Starts reading it, if that has not been started."""
        if revision.id not in self._begun:
            self._begun[revision.id] = asyncio.ensure_future(self._read(revision))

    async def read(self, revision: Revision) -> tuple[Claim, ...]:
        """The claims of this revision."""
        begun = self._begun.pop(revision.id, None)
        return await (begun or self._read(revision))

    def forget(self, revision_id: str) -> None:
        """Gives up one that was begun, if nobody asked for it."""
        begun = self._begun.pop(revision_id, None)
        if begun is not None:
            begun.cancel()

    def drop(self) -> None:
        """Gives up what was begun and not asked for."""
        for begun in self._begun.values():
            begun.cancel()
        self._begun.clear()


async def begun(
    items: AsyncIterable[T],
    ahead: ReadAhead,
    *,
    depth: int,
    now: datetime,
    standing: Callable[[Revision], Awaitable[object]],
    article: Callable[[T], Article | None] = lambda item: item if isinstance(item, Article) else None,
) -> AsyncIterator[T]:
    """The articles (and whatever else comes among them), each after up to ``depth`` behind it have been
    begun. What has a ``standing`` already (on file unchanged, withdrawn, forgotten) is not read again."""
    window: deque[T] = deque()
    try:
        async for item in items:
            coming = article(item)
            if coming is not None:
                revision = Revision.of(coming, now)
                if not await standing(revision):
                    ahead.begin(revision)
            window.append(item)
            if len(window) > depth:
                yield window.popleft()
        while window:
            yield window.popleft()
    finally:
        ahead.drop()
