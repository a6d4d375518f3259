"""The archives that the contract is tested over. Another one (PostgreSQL) is one more line in OPENERS."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.ports import Store
from store.memory import MemoryStore
from store.sqlite import SqliteStore

OPENERS: dict[str, Callable[[Path], Store]] = {
    "memory": lambda folder: MemoryStore(),
    "sqlite in memory": lambda folder: SqliteStore.open("sqlite:///:memory:"),
    "sqlite file": lambda folder: SqliteStore.open(f"sqlite:///{folder}/archive.db"),
}


@pytest_asyncio.fixture(params=OPENERS)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened = OPENERS[request.param](tmp_path)
    yield opened
    await opened.close()
