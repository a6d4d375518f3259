"""The desk served over loopback on a small archive, with a client that speaks as its own page does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.newsroom import Newsroom
from handlers.desk.server import STANDIN, make_desk
from handlers.desk.standin import Standin
from handlers.desk.workspace import Message
from store.memory import MemoryStore
from tests.handlers.desk import filed


@dataclass(frozen=True, slots=True)
class Served:
    """A desk, and what stands behind it."""

    client: TestClient
    store: MemoryStore
    newsroom: Newsroom
    standin: Standin

    @property
    def own(self) -> dict[str, str]:
        """The headers the desk's own page sends."""
        return {"Origin": str(self.client.make_url("/")).rstrip("/"), "X-Desk": "script"}

    async def page(self, path: str, status: int = 200, **more: object) -> str:
        async with self.client.get(path, **more) as reply:
            assert reply.status == status, await reply.text()
            return await reply.text()

    async def send(self, path: str, status: int = 204, **form: str) -> str:
        async with self.client.post(path, data=form, headers=self.own) as reply:
            assert reply.status == status, await reply.text()
            return await reply.text()

    async def wait(self, wanted: int) -> list[Message]:
        """The messages, once there are so many."""
        return await self._once(lambda messages: len(messages) >= wanted)

    async def hear(self, words: str) -> Message:
        """The bot's message that has these words, once it is there."""
        said = await self._once(lambda messages: any(words in m.text for m in messages if m.own))
        return next(m for m in said if m.own and words in m.text)

    async def _once(self, ready: Callable[[list[Message]], bool]) -> list[Message]:
        space = self.standin.workspace
        with space.listening(space.number) as changes:
            async with asyncio.timeout(10):
                while not ready(list(space.messages.values())):
                    await anext(changes)
        return list(space.messages.values())


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    store = await filed.archive()
    newsroom = filed.newsroom(store)
    async with TestClient(TestServer(make_desk(newsroom, store))) as client:
        yield Served(client, store, newsroom, client.app[STANDIN])
