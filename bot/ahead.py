"""Reading ahead: while one article is filed or printed the next are being read, and the order is kept."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import TypeVar

from bot.nouns import Article, Claim, Revision

T = TypeVar("T")
R = TypeVar("R")
A = TypeVar("A")

#: Fewer articles than this are read sooner in this process than it takes to start others.
FEW = 20
#: Readings under way for each process: one being done, one waiting, one to spare.
DEPTH = 3


def few(items: Iterable[T], limit: int = FEW) -> tuple[bool, Iterator[T]]:
    """Whether there are at most ``limit`` items, and all of them still to come."""
    rest = iter(items)
    first = list(islice(rest, limit + 1))
    return len(first) <= limit, chain(first, rest)


async def in_order(items: Iterable[T], work: Callable[[T], Awaitable[R]], *, ahead: int) -> AsyncIterator[tuple[T, R]]:
    """Each item with what ``work`` made of it, in the order given; at most ``ahead`` are under way. Items
    are drawn in a thread, since drawing one may mean opening a file and taking a page apart."""
    source = iter(items)
    waiting: deque[tuple[T, asyncio.Future[R]]] = deque()
    try:
        while True:
            while len(waiting) < ahead:
                drawn = await asyncio.to_thread(_draw, source)
                if not drawn:
                    break
                waiting.append((drawn[0], asyncio.ensure_future(work(drawn[0]))))
            if not waiting:
                return
            item, future = waiting.popleft()
            yield item, await future
    finally:
        for _, future in waiting:
            future.cancel()


def _draw(source: Iterator[T]) -> tuple[T] | tuple[()]:
    for item in source:
        return (item,)
    return ()


class ReadAhead:
    """A reader that may have begun already: ``begin`` a revision, and ``read`` gives what that came to."""

    def __init__(self, read: Callable[[Revision], Awaitable[tuple[Claim, ...]]]) -> None:
        self._read = read
        self._begun: dict[str, asyncio.Future[tuple[Claim, ...]]] = {}

    def begin(self, revision: Revision) -> None:
        """Starts reading it, if that has not been started."""
        if revision.id not in self._begun:
            self._begun[revision.id] = asyncio.ensure_future(self._read(revision))

    async def read(self, revision: Revision) -> tuple[Claim, ...]:
        """The claims of this revision."""
        begun = self._begun.pop(revision.id, None)
        return await (begun or self._read(revision))


def begun(articles: Iterable[A], ahead: ReadAhead, *, depth: int, now: datetime) -> Iterator[A]:
    """The articles (and whatever else comes among them), each after the ``depth`` behind it have been
    begun. To be drawn where an event loop runs."""
    window: deque[A] = deque()
    for item in articles:
        if isinstance(item, Article):
            ahead.begin(Revision.of(item, now))
        window.append(item)
        if len(window) > depth:
            yield window.popleft()
    yield from window
