"""A newsroom whose reader reads one claim in each sentence at once, for tests of what comes in: no model, no wait."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from bot.ahead import ReadAhead
from bot.newsroom import Newsroom
from bot.nouns import Claim, Revision
from bot.ports import Store
from store.memory import MemoryStore
from store.sqlite import SqliteStore
from tests.bot.invented import Clock


class Reader:
    """Reads nothing out of anything, and remembers what it was given; what holds ``POISON`` kills it."""

    POISON = "kills the reader"

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def read(self, revision: Revision) -> tuple[Claim, ...]:
        self.texts.append(revision.text)
        if self.POISON in revision.text:
            raise BrokenProcessPool("a reader died")
        return ()


class Desk:
    """A newsroom, its reader and its clock."""

    def __init__(self, store: Store | None = None) -> None:
        self.clock = Clock()
        self.reader = Reader()
        self.ahead = ReadAhead(self.reader.read)
        self.store = store or MemoryStore()
        self.newsroom = Newsroom(self.store, self.ahead.read, clock=self.clock)

    async def refs(self) -> list[str]:
        """What is on file, by what it is called."""
        return sorted(e.ref for e in await self.newsroom.articles(limit=1000))


def on_disk(folder: Path) -> Callable[[], Desk]:
    """Opens a desk over the same file again and again, as after a restart."""
    return lambda: Desk(SqliteStore.open(f"sqlite:///{folder}/archive.db"))
