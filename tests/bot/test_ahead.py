"""Reading ahead keeps the order, does not run away, and reads nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.ahead import ReadAhead, begun, in_order
from bot.nouns import Article, Claim, Revision

NOW = datetime(2024, 5, 7, tzinfo=UTC)


async def numbers(count: int) -> AsyncIterator[int]:
    for n in range(count):
        yield n


async def test_results_come_in_order_though_later_ones_are_done_first() -> None:
    under_way: list[int] = []
    most = 0

    async def slow_first(n: int) -> int:
        nonlocal most
        under_way.append(n)
        most = max(most, len(under_way))
        await asyncio.sleep(0.02 if n % 3 == 0 else 0)
        under_way.remove(n)
        return n * n

    assert [pair async for pair in in_order(numbers(10), slow_first, ahead=4)] == [(n, n * n) for n in range(10)]
    assert 1 < most <= 4


async def test_an_error_comes_in_its_place_and_the_rest_is_given_up() -> None:
    async def work(n: int) -> int:
        if n == 2:
            raise ValueError("two")
        return n

    seen = []
    with pytest.raises(ValueError, match="two"):  # noqa: PT012 - what was seen before it counts
        async for n, _ in in_order(numbers(10), work, ahead=3):
            seen.append(n)
    assert seen == [0, 1]


class Reader:
    def __init__(self) -> None:
        self.read_ids: list[str] = []

    async def read(self, revision: Revision) -> tuple[Claim, ...]:
        self.read_ids.append(revision.id)
        await asyncio.sleep(0)
        return ()


async def articles(count: int) -> AsyncIterator[Article]:
    for n in range(count):
        yield Article(key=str(n), ref=str(n), text=f"Story {n}")


def id_of(n: int) -> str:
    return Revision.of(Article(key=str(n), ref=str(n), text=f"Story {n}"), NOW).id


async def test_what_was_begun_is_not_read_again_and_what_is_known_not_at_all() -> None:
    reader = Reader()
    ahead = ReadAhead(reader.read)

    async def standing(revision: Revision) -> str:
        return "unchanged" if revision.id == id_of(1) else ""

    order = []
    async for article in begun(articles(4), ahead, depth=2, now=NOW, standing=standing):
        order.append(article.ref)
        if article.ref != "1":
            await ahead.read(Revision.of(article, NOW))
    assert order == ["0", "1", "2", "3"]
    assert sorted(reader.read_ids) == sorted(id_of(n) for n in (0, 2, 3))


async def test_a_revision_read_twice_is_read_twice() -> None:
    reader = Reader()
    ahead = ReadAhead(reader.read)
    revision = Revision.of(Article(key="1", ref="1", text="Story"), NOW)
    ahead.begin(revision)
    ahead.begin(revision)
    await ahead.read(revision)
    await ahead.read(revision)
    assert reader.read_ids == [revision.id] * 2
