"""What was named on the command line, coming in one article after another: files, folders and URLs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from bot.errors import WirecheckError
from bot.intake.files import articles, is_url
from bot.intake.problems import Problem
from bot.nouns import Article

T = TypeVar("T")
FetchAll = Callable[[str], Awaitable[Sequence[Article | Problem]]]


@asynccontextmanager
async def coming(
    paths: Sequence[str], *, allow_private: bool = False
) -> AsyncIterator[AsyncIterator[Article | Problem]]:
    """Every article at these paths and URLs in their order, and a ``Problem`` in the place of what is none.
    Files are opened and pages taken apart in a thread; the web is reached only when a URL is named."""
    async with fetching(paths, allow_private=allow_private) as fetch_all:
        yield drawn(articles(paths)) if fetch_all is None else incoming(paths, fetch_all)


@asynccontextmanager
async def fetching(paths: Sequence[str], *, allow_private: bool = False) -> AsyncIterator[FetchAll | None]:
    """What fetches the URLs among these; None when there are none."""
    if not any(map(is_url, paths)):
        yield None
        return
    from bot.intake.addresses import anywhere, is_open
    from bot.intake.fetching import WebFetcher

    async with WebFetcher(is_open=anywhere if allow_private else is_open) as fetcher:
        yield fetcher.fetch_all


async def incoming(paths: Iterable[str], fetch_all: FetchAll) -> AsyncIterator[Article | Problem]:
    """The same, with what fetches a URL given."""
    for path in paths:
        if is_url(path):
            for found in await _fetched(path, fetch_all):
                yield found
        else:
            async for found in drawn(articles([path])):
                yield found


async def _fetched(url: str, fetch_all: FetchAll) -> Sequence[Article | Problem]:
    try:
        return await fetch_all(url)
    except WirecheckError as error:
        return [Problem(url, str(error).removeprefix(f"{url}: "))]


async def drawn(items: Iterable[T]) -> AsyncIterator[T]:
    """The items, each drawn in a thread."""
    source = iter(items)
    while found := await asyncio.to_thread(_next, source):
        yield found[0]


def _next(source: Iterator[T]) -> tuple[T] | tuple[()]:
    for item in source:
        return (item,)
    return ()
