"""The workspaces that installed the bot: what is kept of each, and how those at work are held on to.

Each workspace has an archive, a newsroom and listeners of its own. Which of them a request reaches is decided once,
at the door, by the workspace Slack says it is from; behind it nothing of another workspace is in reach.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from bot.errors import StoreFailed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Installed:
    """An installation as it is kept: the workspace's id and name; all else, tokens too, ``sealed``."""

    team: str
    name: str
    sealed: bytes
    at: datetime


class InstallationShelf(Protocol):
    """Where installations are kept; ``StoreFailed`` when they cannot be."""

    async def keep(self, installed: Installed) -> None:
        """Keeps it, in place of an earlier one of the same workspace."""
        ...

    async def find(self, team: str) -> Installed | None: ...

    async def all(self) -> Sequence[Installed]:
        """All of them, by name."""
        ...

    async def drop(self, team: str) -> bool:
        """Forgets it; False when there was none."""
        ...

    async def expect(self, state: str, *, until: datetime, now: datetime) -> None:
        """Notes that an installation was begun, which Slack will report with this state."""
        ...

    async def expected(self, state: str, *, now: datetime) -> bool:
        """Whether that was so; true once, and not after its time."""
        ...


class Closable(Protocol):
    async def close(self) -> None: ...


W = TypeVar("W", bound=Closable)
#: Opens a workspace; None when it has not installed the bot.
Opener = Callable[[str], Awaitable[W | None]]


class Workspaces(Generic[W]):
    """The workspaces at work, each opened once, on first use."""

    def __init__(self, opener: Opener[W]) -> None:
        self._opener = opener
        self._open: dict[str, asyncio.Future[W | None]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def at_work(self) -> dict[str, W]:
        """Those that are open, by their ids."""
        done = {t: f for t, f in self._open.items() if f.done() and not f.cancelled() and f.exception() is None}
        return {team: found for team, future in done.items() if (found := future.result()) is not None}

    async def of(self, team: str) -> W | None:
        """The workspace, opened if it was not; None when it has not installed the bot. What opening raises is
        raised, and tried anew the next time; ``StoreFailed`` when the bot is stopping."""
        if self._closed:
            raise StoreFailed("the bot is stopping; try again in a minute")
        if team not in self._open:
            self._open[team] = asyncio.ensure_future(self._opener(team))
        opening = self._open[team]
        try:
            found = await asyncio.shield(opening)
        except BaseException:
            if opening.done() and self._open.get(team) is opening:
                del self._open[team]
            raise
        if found is None and self._open.get(team) is opening:
            del self._open[team]
        return found

    async def leave(self, team: str) -> None:
        """Closes a workspace, if it is open; the next use opens it anew."""
        opening = self._open.pop(team, None)
        if opening is None:
            return
        with suppress(Exception):
            if found := await opening:
                await found.close()

    def leave_soon(self, team: str) -> None:
        """The same, from within one of its own listeners, which could not wait for itself."""
        task = asyncio.create_task(self.leave(team), name=f"closing {team}")
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        """Closes all of them, at the same time; none is opened any more."""
        self._closed = True
        ended = await asyncio.gather(
            *[self.leave(team) for team in list(self._open)], *self._closing, return_exceptions=True
        )
        for failed in ended:
            if isinstance(failed, BaseException):
                log.error("a workspace was not closed", extra={"reason": type(failed).__name__})
